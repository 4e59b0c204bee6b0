//! A Dockerfile that is kept as it is: the port and the user of its last stage.

use std::collections::BTreeMap;

use super::folder::Folder;
use super::found::{Found, Image, Probe};

/// Users that images of many languages bring, with their numbers.
const USERS: [(&str, u32); 7] = [
    ("app", 1654),
    ("nginx", 101),
    ("nobody", 65534),
    ("node", 1000),
    ("nonroot", 65532),
    ("postgres", 999),
    ("www-data", 33),
];

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    for name in ["Dockerfile", "Containerfile"] {
        if let Some(text) = folder.text(name)? {
            return Ok(Some(found(name, &text)));
        }
    }
    Ok(None)
}

fn found(name: &str, text: &str) -> Found {
    let last = last_stage(text);
    let mut found = Found::template("an image", name, "", last.port.unwrap_or(8080));
    found.image = Image::Dockerfile(name.to_owned());
    // Both have busybox, and that has `wget`.
    let is_busybox = ["alpine", "busybox"].iter().any(|base| last.base.contains(base));
    found.probe = if is_busybox { Probe::Wget } else { Probe::Unknown };
    found.belongs = &super::detect::MANIFESTS;
    if last.port.is_none() {
        found.comment("The port below is a guess: the Dockerfile exposes none.");
    }
    let number = last.user.as_deref().and_then(number);
    found.user = Some(number.unwrap_or(10001));
    match &last.user {
        _ if number.is_some() => {}
        Some(user) if !["root", "0"].contains(&user.as_str()) => found.comment(format!(
            "The user below is a guess: only the image knows the number of `{user}`, and clusters want numbers."
        )),
        _ => found.comment(
            "The Dockerfile runs its program as root. The user below does it with less; the program has to bear that.",
        ),
    }
    found
}

fn number(user: &str) -> Option<u32> {
    let known = USERS.iter().find(|(name, _)| *name == user).map(|(_, n)| *n);
    known.or_else(|| user.parse().ok()).filter(|n| *n != 0)
}

/// What a stage says, and hands on to those that start from it.
#[derive(Clone, Default)]
struct Stage {
    base: String,
    port: Option<u16>,
    user: Option<String>,
}

fn last_stage(text: &str) -> Stage {
    let mut named: BTreeMap<String, Stage> = BTreeMap::new();
    let mut name: Option<String> = None;
    let mut stage = Stage::default();
    for line in instructions(text) {
        let mut words = line.split_whitespace();
        let instruction = words.next().unwrap_or_default().to_ascii_uppercase();
        match instruction.as_str() {
            "FROM" => {
                if let Some(name) = name.take() {
                    named.insert(name, stage);
                }
                let words: Vec<&str> = words.filter(|w| !w.starts_with("--")).collect();
                let base = words.first().copied().unwrap_or_default().to_lowercase();
                stage = named.get(&base).cloned().unwrap_or(Stage { base, ..Stage::default() });
                name = words.get(2).map(|n| n.to_lowercase());
            }
            // `8080`, `8080/tcp`; a variable's value is not known here.
            "EXPOSE" => {
                let tcp = |word: &str| word.strip_suffix("/tcp").unwrap_or(word).parse().ok();
                stage.port = stage.port.or_else(|| words.find_map(tcp));
            }
            "USER" => stage.user = words.next().and_then(|u| u.split(':').next()).map(str::to_owned),
            _ => {}
        }
    }
    stage
}

/// The instructions, with continued lines joined; comments and the texts of here-documents are left
/// out (Dockerfile reference, "Format" and "Here-Documents").
fn instructions(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut until: Option<String> = None;
    for line in text.lines() {
        if let Some(end) = &until {
            if line.trim() == end {
                until = None;
            }
            continue;
        }
        if line.trim_start().starts_with('#') {
            continue;
        }
        match line.trim_end().strip_suffix('\\') {
            Some(part) => {
                open.push_str(part);
                open.push(' ');
            }
            None => {
                open.push_str(line);
                until = here_document(&open);
                out.push(std::mem::take(&mut open));
            }
        }
    }
    out
}

/// The word that ends the here-document of an instruction that has one.
fn here_document(instruction: &str) -> Option<String> {
    let can = ["RUN", "COPY", "ADD"].iter().any(|i| instruction.trim_start().to_ascii_uppercase().starts_with(i));
    let (_, rest) = instruction.split_once("<<").filter(|_| can)?;
    let word: String =
        rest.trim_start_matches(['-', '"', '\'']).chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> (Option<u16>, Option<String>) {
        let stage = last_stage(text);
        (stage.port, stage.user)
    }

    #[test]
    fn the_last_stage_counts_with_what_it_starts_from() {
        let text = "from node as base\nUSER node\nEXPOSE 53/udp 3000/tcp\nFROM alpine AS build\nUSER 5\nFROM --platform=$X BASE\nRUN x\n";
        assert_eq!(seen(text), (Some(3000), Some(String::from("node"))));
        assert_eq!(seen("FROM a AS b\nUSER 5\nFROM c\n"), (None, None));
    }

    #[test]
    fn continued_lines_comments_and_here_documents() {
        let text = "FROM a\n# EXPOSE 1\nRUN x && \\\n  # USER 2\n  USER 3\nRUN <<-'EOF'\nUSER 4\nEOF\nEXPOSE \\\n  8080\nUSER 7:8\n";
        assert_eq!(seen(text), (Some(8080), Some(String::from("7"))));
        assert_eq!(seen("FROM a\nEXPOSE $PORT\n"), (None, None));
    }

    #[test]
    fn root_is_no_user() {
        assert_eq!(number("0"), None);
        assert_eq!(number("node"), Some(1000));
        assert_eq!(number("10001"), Some(10001));
        assert_eq!(number("me"), None);
        assert!(USERS.is_sorted());
    }
}
