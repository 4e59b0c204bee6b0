//! Fenced blocks of a Markdown file, and their replacement.

/// A fenced block.
pub(crate) struct Block {
    /// What stands after the fence: a language and attributes.
    pub(crate) info: String,
    /// The lines between the fences, each with its newline.
    pub(crate) text: String,
}

impl Block {
    /// The first word of the info string.
    pub(crate) fn language(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or("")
    }

    /// The value of `key=value` in the info string.
    pub(crate) fn attribute(&self, key: &str) -> Option<&str> {
        self.info.split_whitespace().find_map(|w| w.strip_prefix(key)?.strip_prefix('='))
    }

    /// Whether the info string has the word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.info.split_whitespace().any(|w| w == word)
    }
}

/// A piece of a Markdown file.
pub(crate) enum Piece {
    /// Text between blocks.
    Prose(String),
    /// A block.
    Fence(Block),
}

/// A fence is three or more backticks; the same number closes it.
pub(crate) fn split(text: &str) -> Vec<Piece> {
    let mut out = vec![Piece::Prose(String::new())];
    let mut open: Option<(usize, Block)> = None;
    for line in text.split_inclusive('\n') {
        let ticks = line.chars().take_while(|c| *c == '`').count();
        let rest = line.trim_start_matches('`').trim();
        match &mut open {
            Some((n, _)) if ticks == *n && rest.is_empty() => {
                if let Some((_, block)) = open.take() {
                    out.push(Piece::Fence(block));
                    out.push(Piece::Prose(String::new()));
                }
            }
            Some((_, block)) => block.text.push_str(line),
            None if ticks >= 3 => open = Some((ticks, Block { info: rest.to_owned(), text: String::new() })),
            None => {
                if let Some(Piece::Prose(p)) = out.last_mut() {
                    p.push_str(line);
                }
            }
        }
    }
    out
}

/// The file again. A fence is as long as its text needs.
pub(crate) fn join(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for p in pieces {
        match p {
            Piece::Prose(t) => out.push_str(t),
            Piece::Fence(b) => {
                let inside = b.text.lines().map(|l| l.chars().take_while(|c| *c == '`').count()).max().unwrap_or(0);
                let fence = "`".repeat(3.max(inside + 1));
                let end = if b.text.is_empty() || b.text.ends_with('\n') { "" } else { "\n" };
                out.push_str(&format!("{fence}{}\n{}{end}{fence}\n", b.info, b.text));
            }
        }
    }
    out
}
