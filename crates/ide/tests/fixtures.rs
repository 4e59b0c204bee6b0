//! What the features answer, as text: each fixture is prose, a source with the cursor at `¦`, and the answer.
//! `UPDATE=1` writes the answers.
//!
//! A source that begins with a comment `// file: NAME` is another file of the project.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::fmt::Write as _;
use std::path::Path;
use std::rc::Rc;

use wharf_ide::{Memory, Symbol, TextRange, Workspace};

const CURSOR: char = '¦';

/// Runs the fixtures of a feature.
fn check(feature: &str, answer: impl Fn(&mut Workspace, &str, u32) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(feature);
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for path in paths {
        let old = std::fs::read_to_string(&path).unwrap();
        let (new, n) = answered(&old, &answer);
        count += n;
        if old == new {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &new).unwrap();
        } else {
            let (left, right): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
            let at = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
            let some = |lines: &[&str]| lines.iter().skip(at).take(6).copied().collect::<Vec<_>>().join("\n  ");
            wrong.push(format!("{}:{}\n- {}\n+ {}", path.display(), at + 1, some(&left), some(&right)));
        }
    }
    assert!(count > 0, "no fixture for {feature}");
    assert!(wrong.is_empty(), "{}\n(UPDATE=1 rewrites)", wrong.join("\n"));
}

/// A fixture with the answers of now, and how many there are.
fn answered(text: &str, answer: &impl Fn(&mut Workspace, &str, u32) -> String) -> (String, usize) {
    let mut out = String::new();
    let mut others: Vec<(String, String)> = Vec::new();
    let mut source: Option<String> = None;
    let (mut inside, mut old, mut count) = (false, false, 0);
    let finish = |out: &mut String, source: &mut Option<String>, others: &mut Vec<(String, String)>| {
        let Some(source) = source.take() else { return 0 };
        if let Some(name) = source.strip_prefix("// file: ").and_then(|s| s.lines().next()) {
            others.push((name.to_owned(), source));
            return 0;
        }
        let at = source.find(CURSOR);
        let mut workspace = Workspace::new(Rc::new(Memory::new(others.drain(..))));
        workspace.open("main.app", source.replacen(CURSOR, "", 1));
        let offset = u32::try_from(at.unwrap_or(0)).unwrap();
        let _ = write!(out, "\n~~~\n{}\n~~~\n", answer(&mut workspace, "main.app", offset).trim_end());
        1
    };
    for line in text.lines() {
        match line {
            "~~~" => old = !old,
            _ if old => {}
            "```wharf" => {
                count += finish(&mut out, &mut source, &mut others);
                if !out.ends_with("\n\n") && !out.is_empty() {
                    out.push('\n');
                }
                (inside, source) = (true, Some(String::new()));
                out.push_str("```wharf\n");
            }
            "```" => {
                inside = false;
                out.push_str("```\n");
            }
            _ if inside => {
                let _ = writeln!(source.as_mut().unwrap(), "{line}");
                let _ = writeln!(out, "{line}");
            }
            "" if source.is_some() || out.ends_with("\n\n") => {}
            _ => {
                count += finish(&mut out, &mut source, &mut others);
                if out.ends_with("~~~\n") {
                    out.push('\n');
                }
                let _ = writeln!(out, "{line}");
            }
        }
    }
    count += finish(&mut out, &mut source, &mut others);
    (out, count)
}

fn slice(text: &str, range: TextRange) -> &str {
    &text[range.start as usize..range.end as usize]
}

/// A value as JSON would call it, such as the name of a kind.
fn kind(value: impl std::fmt::Debug) -> String {
    let name = format!("{value:?}");
    name.to_lowercase()
}

#[test]
fn symbols() {
    fn show(symbols: &[Symbol], depth: usize, out: &mut String) {
        for s in symbols {
            assert!(s.range.start <= s.selection.start && s.selection.end <= s.range.end, "{s:?}");
            let detail = if s.detail.is_empty() { String::new() } else { format!(": {}", s.detail) };
            let _ = writeln!(out, "{}{} {}{detail}", "  ".repeat(depth), kind(s.kind), s.name);
            show(&s.children, depth + 1, out);
        }
    }
    check("symbols", |w, path, _| {
        let mut out = String::new();
        show(&w.symbols(path), 0, &mut out);
        out
    });
}

#[test]
fn tokens() {
    check("tokens", |w, path, _| {
        let text = w.text(path).unwrap();
        let mut out = String::new();
        let (mut line, mut begun) = (usize::MAX, 0);
        for t in w.tokens(path) {
            let number = text[..t.range.start as usize].matches('\n').count() + 1;
            if number != line {
                let _ = write!(out, "{}{number}:", if begun > 0 { "\n" } else { "" });
            }
            (line, begun) = (number, begun + 1);
            let sign = if t.declaration { "!" } else { "" };
            let _ = write!(out, " {}{sign}‹{}›", kind(t.kind), slice(&text, t.range));
        }
        out
    });
}

#[test]
fn folds() {
    check("folds", |w, path, _| {
        let text = w.text(path).unwrap();
        let line = |at: u32| text[..at as usize].matches('\n').count() + 1;
        let all = w.folds(path).into_iter();
        all.map(|f| format!("{} {}..{}\n", kind(f.kind), line(f.range.start), line(f.range.end))).collect()
    });
}

#[test]
fn completion() {
    check("completion", |w, path, offset| {
        let text = w.text(path).unwrap();
        let mut all = w.completions(path, offset);
        let typed = |c: &wharf_ide::Completion| slice(&text, TextRange::new(c.range.start, offset)).to_owned();
        // What an editor would still show: what begins with what is typed.
        all.retain(|c| c.label.to_lowercase().starts_with(&typed(c).to_lowercase()));
        all.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
        let mut out = String::new();
        for c in all.iter().take(SHOWN) {
            let _ = write!(out, "{} {}", kind(c.kind), c.label);
            if c.insert != c.label {
                let _ = write!(out, " => {}", c.insert.replace('\n', "⏎"));
            }
            let replaced = slice(&text, c.range);
            if replaced != typed(c) {
                let _ = write!(out, " [{replaced}]");
            }
            if !c.detail.is_empty() {
                let _ = write!(out, "   {}", c.detail);
            }
            out.push('\n');
        }
        match all.len() {
            0 => out.push_str("nothing\n"),
            n if n > SHOWN => {
                let _ = writeln!(out, "and {} more", n - SHOWN);
            }
            _ => {}
        }
        out
    });
}

/// How many completions a fixture shows.
const SHOWN: usize = 9;

#[test]
fn hover() {
    check("hover", |w, path, offset| {
        let text = w.text(path).unwrap();
        match w.hover(path, offset) {
            Some(h) => format!("[{}]\n{}", slice(&text, h.range), h.markdown),
            None => String::from("nothing"),
        }
    });
}

#[test]
fn signature() {
    check("signature", |w, path, offset| {
        let Some(s) = w.signature(path, offset) else { return String::from("nothing") };
        let active = s.active.map(|i| slice(&s.label, s.params[i as usize]));
        format!("{}\n[{}] {}", s.label, active.unwrap_or("none"), s.documentation)
    });
}

#[test]
fn selections() {
    check("selections", |w, path, offset| {
        let text = w.text(path).unwrap();
        let all = w.selections(path, offset);
        assert!(all.windows(2).all(|p| p[1].start <= p[0].start && p[0].end <= p[1].end && p[0] != p[1]), "{all:?}");
        assert_eq!(all.last(), Some(&TextRange::whole(&text)));
        all.iter().map(|r| slice(&text, *r).replace('\n', "⏎") + "\n").collect()
    });
}

/// A text after edits of it, which do not overlap.
fn edited(text: &str, edits: &[wharf_ide::TextEdit]) -> String {
    let mut out = text.to_owned();
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|e| std::cmp::Reverse(e.range));
    for e in edits {
        assert_eq!(e.path, "main.app");
        out.replace_range(e.range.start as usize..e.range.end as usize, &e.text);
    }
    out
}

/// The lines of a text that another does not have.
fn changed(before: &str, after: &str) -> String {
    let old: Vec<&str> = before.lines().collect();
    after.lines().filter(|l| !old.contains(l)).fold(String::new(), |out, l| out + "  " + l + "\n")
}

#[test]
fn fixes() {
    check("fixes", |w, path, offset| {
        let text = w.text(path).unwrap();
        let mut out = String::new();
        for (problem, fix) in w.fixes(path, TextRange::new(offset, offset)) {
            let safe = if fix.safe { "" } else { " (unsure)" };
            let _ = writeln!(out, "{} {}{safe}", problem.code, fix.title);
            out.push_str(&changed(&text, &edited(&text, &fix.edits)));
        }
        let all = edited(&text, &w.fix_all(path));
        let _ = write!(out, "all safe ones:\n{}", changed(&text, &all));
        out
    });
}

#[test]
fn format() {
    check("format", |w, path, _| {
        let text = w.text(path).unwrap();
        w.format(path).map_or_else(|| String::from("does not parse"), |edits| edited(&text, &edits))
    });
}
