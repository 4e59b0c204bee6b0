//! Strings stay as they are written. Only a block string moves with its statement, and only if its
//! value stays the same.

use wharf_diagnostics::FileId;

use super::Printer;
use crate::{
    layout::Group,
    token::Quote,
    tree::{Head, StmtKind, StringLit},
};

impl Printer<'_> {
    pub(super) fn write_string(&mut self, group: &Group, indent: usize) {
        let source = self.source(group.span).replace("\r\n", "\n");
        let moved = if group.quote == Quote::Block { moved(&source, indent + 2) } else { None };
        self.out.push_str(&moved.unwrap_or(source));
        // The comments of its interpolations are part of it.
        while self.comment_before(group.span.end).is_some() {
            self.next_comment += 1;
        }
    }
}

/// The block string with its lines indented by `indent`, if that leaves its value alone.
fn moved(source: &str, indent: usize) -> Option<String> {
    let old = value(source)?;
    let text = old.as_plain()?;
    let lines: Vec<&str> = source.split('\n').collect();
    let common = lines
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(i, line)| !line.trim().is_empty() || i + 1 == lines.len())
        .map(|(_, line)| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()?;
    let pad = " ".repeat(indent);
    let mut out = String::with_capacity(source.len());
    for (number, line) in lines.iter().enumerate() {
        match number {
            0 => out.push_str(line),
            _ if line.trim().is_empty() => out.push('\n'),
            _ => {
                out.push('\n');
                out.push_str(&pad);
                out.push_str(line.get(common..)?);
            }
        }
    }
    (value(&out)?.as_plain() == Some(text)).then_some(out)
}

/// What a string that is written so stands for.
fn value(source: &str) -> Option<StringLit> {
    let parsed = crate::parse(FileId::default(), source);
    match parsed.tree.stmts.into_iter().next()?.kind {
        StmtKind::Plain(plain) if parsed.diagnostics.is_empty() => match plain.head {
            Head::String(s) => Some(s),
            Head::Word(_) | Head::Expr(_) => None,
        },
        _ => None,
    }
}
