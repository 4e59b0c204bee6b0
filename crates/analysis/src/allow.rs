//! `allow CODE "reason"`: silences a warning or a note in its block.

use std::collections::BTreeSet;

use wharf_diagnostics::{Code, Diagnostic, REGISTRY, Severity, Span};
use wharf_syntax::tree::{ExprKind, Head, Plain, Stmt, StmtKind};

use crate::errors::allow as errors;
use crate::files::Files;

/// One `allow`.
struct Allow {
    code: Code,
    /// Where the code stands.
    span: Span,
    /// The block that it stands in; `None` is its whole file.
    block: Option<Span>,
}

/// Takes away the warnings and notes that the sources allow, and reports what is wrong with an
/// `allow`. With `unused`, also those that silence nothing: to be asked only where everything was
/// checked that the sources are for.
pub fn allow(files: &Files, diagnostics: &mut Vec<Diagnostic>, unused: bool) {
    let mut all = Vec::new();
    for file in &files.all {
        collect(&file.tree.stmts, None, &mut all, diagnostics);
    }
    let mut used = BTreeSet::new();
    diagnostics.retain(|d| {
        if d.is_error() {
            return true;
        }
        let silences =
            |a: &&Allow| a.code == d.code && a.span.file == d.span.file && a.block.is_none_or(|b| b.contains(d.span));
        let by: Vec<&Allow> = all.iter().filter(silences).collect();
        used.extend(by.iter().map(|a| a.span));
        by.is_empty()
    });
    if unused {
        let idle = all.iter().filter(|a| !used.contains(&a.span));
        diagnostics.extend(idle.map(|a| errors::unused(a.code, a.span)));
    }
}

fn collect(stmts: &[Stmt], block: Option<Span>, all: &mut Vec<Allow>, out: &mut Vec<Diagnostic>) {
    // No deeper than a tree is.
    for stmt in stmts {
        match &stmt.kind {
            StmtKind::Plain(plain) => {
                if matches!(&plain.head, Head::Word(w) if w.text == "allow")
                    && plain.value.is_none()
                    && !plain.args.is_empty()
                {
                    let Some(new) = read(stmt, plain, block, out) else { continue };
                    let same = |a: &&Allow| a.code == new.code && a.block == block && a.span.file == new.span.file;
                    match all.iter().find(same) {
                        Some(first) => out.push(errors::twice(new.code, new.span, first.span)),
                        None => all.push(new),
                    }
                } else if let Some(b) = &plain.block {
                    collect(&b.stmts, Some(b.span), all, out);
                }
            }
            StmtKind::For { body, .. } | StmtKind::Template { body, .. } => {
                collect(&body.stmts, Some(body.span), all, out);
            }
            StmtKind::If(chosen) => {
                for b in chosen.blocks() {
                    collect(&b.stmts, Some(b.span), all, out);
                }
            }
            StmtKind::Use { .. } | StmtKind::Let { .. } | StmtKind::Param(_) | StmtKind::Error => {}
        }
    }
}

fn read(stmt: &Stmt, plain: &Plain, block: Option<Span>, out: &mut Vec<Diagnostic>) -> Option<Allow> {
    let (code, reason) = match plain.args.as_slice() {
        [code, reason] => (code, reason),
        _ => {
            out.push(errors::form(stmt.span));
            return None;
        }
    };
    let reason_said = matches!(&reason.kind, ExprKind::String(s) if s.as_plain().is_none_or(|t| !t.trim().is_empty()));
    if !reason_said || plain.block.is_some() {
        out.push(errors::form(stmt.span));
        return None;
    }
    let ExprKind::Word(word) = &code.kind else {
        out.push(errors::form(stmt.span));
        return None;
    };
    let Some(found) = Code::parse(word) else {
        let known: Vec<String> =
            REGISTRY.iter().filter(|r| r.severity != Severity::Error).map(|r| r.code().to_string()).collect();
        out.push(errors::unknown(word, code.span, &known));
        return None;
    };
    if found.severity() == Severity::Error {
        out.push(errors::an_error(found, code.span));
        return None;
    }
    Some(Allow { code: found, span: code.span, block })
}
