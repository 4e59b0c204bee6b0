//! What a statement becomes in each target, from the table that the compiler makes of itself.

use std::sync::LazyLock;

use wharf_analysis::vocabulary::{BlockKind, Head, Word};

/// `grammar/targets.md`, which a test compares with what the compiler does.
const TABLE: &str = include_str!("../../../../grammar/targets.md");

/// The rows: the block, the statement, what each target makes of it.
static ROWS: LazyLock<Vec<(&str, String, Vec<&str>)>> = LazyLock::new(|| {
    let mut block = "";
    let mut out = Vec::new();
    for line in TABLE.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            block = name;
        }
        let Some(row) = line.strip_prefix("| `").and_then(|l| l.strip_suffix(" |")) else { continue };
        let Some((statement, answers)) = row.split_once("` | ") else { continue };
        out.push((block, statement.replace("\\|", "|"), answers.split(" | ").collect()));
    }
    out
});

const NAMES: [&str; 3] = ["Docker", "Compose", "Kubernetes"];

/// A list of what each target makes of a word's example; empty where there is nothing to say.
pub(super) fn targets(word: &Word, at: BlockKind) -> String {
    if !matches!(word.head, Head::Word(_)) {
        return String::new();
    }
    // The table has each word in one block.
    let here = ROWS.iter().find(|(b, s, _)| *b == at.name() && s == word.example);
    let Some((_, _, answers)) = here.or_else(|| ROWS.iter().find(|(_, s, _)| s == word.example)) else {
        return String::new();
    };
    let told: Vec<String> = NAMES
        .iter()
        .zip(answers)
        .filter(|(_, a)| **a != "–")
        .map(|(name, a)| format!("- {name}: {}", a.strip_prefix("– ").unwrap_or(a)))
        .collect();
    if told.is_empty() { String::new() } else { format!("\n\nIn its targets:\n\n{}", told.join("\n")) }
}
