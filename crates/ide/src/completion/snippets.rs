//! A word with places to fill, made from its example: what is required stands, what may be left out does not.

use std::sync::LazyLock;

use wharf_analysis::vocabulary::{Sign, Word, words};
use wharf_diagnostics::{FileId, Span};
use wharf_syntax::tree::{Expr, ExprKind, StmtKind};

use crate::arguments::{Role, matched};

/// The snippets of all words, in their order. They are the same in every workspace.
static SNIPPETS: LazyLock<Vec<(&'static Word, String)>> =
    LazyLock::new(|| words().map(|w| (w, made(w).unwrap_or_else(|| escaped(w.spelling())))).collect());

/// The snippet of a word.
pub(super) fn snippet(word: &'static Word) -> String {
    let found = SNIPPETS.iter().find(|(w, _)| std::ptr::eq(*w, word));
    found.map_or_else(|| escaped(word.spelling()), |(_, s)| s.clone())
}

/// Text that stands as it is.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

struct Maker {
    text: &'static str,
    out: String,
    places: usize,
}

impl Maker {
    fn slice(&self, span: Span) -> &'static str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// A place to fill, with what the example says there; what a slot takes that takes many is one place.
    fn place(&mut self, e: &Expr, last: &Expr) {
        self.places += 1;
        let written = self.slice(e.span.to(last.span));
        let quoted =
            matches!(e.kind, ExprKind::String(_)) && written.starts_with('"') && !written.starts_with("\"\"\"");
        let listed = matches!(e.kind, ExprKind::List(_));
        let (open, close) = match (quoted, listed) {
            (true, _) => ("\"", "\""),
            (_, true) => ("[", "]"),
            _ => ("", ""),
        };
        let inner = written.strip_prefix(open).and_then(|w| w.strip_suffix(close)).unwrap_or(written);
        self.out.push_str(&format!(" {open}${{{}:{}}}{close}", self.places, escaped(inner)));
    }

    fn word(&mut self, word: &str) {
        self.out.push(' ');
        self.out.push_str(&escaped(word));
    }
}

/// The snippet of a word's example.
fn made(word: &'static Word) -> Option<String> {
    let parsed = wharf_syntax::parse(FileId::default(), word.example);
    let StmtKind::Plain(plain) = &parsed.tree.stmts.first()?.kind else { return None };
    let bare: Vec<Option<&str>> =
        plain.args.iter().map(|e| if let ExprKind::Word(w) = &e.kind { Some(w.as_str()) } else { None }).collect();
    let roles = matched(word, &bare, false).roles;
    let mut maker = Maker { text: word.example, out: escaped(word.spelling()), places: 0 };
    let mut any = false;
    let last = |role: &Role, arg| plain.args.iter().zip(&roles).rev().find(|(_, r)| *r == role).map_or(arg, |(a, _)| a);
    for (i, (arg, role)) in plain.args.iter().zip(&roles).enumerate() {
        if roles.get(..i).is_some_and(|before| before.contains(role)) {
            continue;
        }
        match role {
            Role::Selector => maker.word(maker.slice(arg.span)),
            Role::Slot(slot) if !slot.optional => maker.place(arg, last(role, arg)),
            Role::Label(label) if label.required => maker.word(label.word),
            Role::Of(label, slot) if label.required && !slot.optional => maker.place(arg, arg),
            _ => continue,
        }
        any = true;
    }
    if let (Sign::Equals(_) | Sign::Arrow(_), Some(value)) = (word.sign, &plain.value) {
        maker.word(maker.slice(value.op_span));
        maker.place(&value.value, &value.value);
        any = true;
    }
    let block = word.block.is_some() && (word.block_required || !any && plain.block.is_some());
    if block {
        maker.out.push_str(" {\n  $0\n}");
    } else if !any {
        // All of it may be left out: what the example says is what is likely meant.
        for (arg, role) in plain.args.iter().zip(&roles) {
            match role {
                Role::Slot(_) | Role::Of(..) => maker.place(arg, arg),
                _ => maker.word(maker.slice(arg.span)),
            }
        }
    }
    Some(maker.out)
}
