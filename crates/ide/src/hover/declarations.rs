//! Names: the head of their declaration, with its documentation.

use wharf::ParsedFile;
use wharf_diagnostics::Span;
use wharf_syntax::tree::{Stmt, StmtKind};

use crate::context::{Cursor, Due, ItemKind};
use crate::declared::{Declarations, Named, head_line, templates};
use crate::names;
use crate::view::View;

/// What is declared by the name at an offset: as the index knows it, or as it is written where the text is broken.
pub(super) fn name(view: &View, offset: u32, word: &str, cursor: &Cursor<'_>, due: &Due<'_>) -> Option<String> {
    indexed(view, offset).or_else(|| written(view, word, cursor, due))
}

fn indexed(view: &View, offset: u32) -> Option<String> {
    let found = names::find(&view.index, view.source.tree().file, offset)?;
    found.declarations.iter().find_map(|d| {
        let files = std::iter::once(&view.source).chain(view.used.iter().map(|(_, f)| f));
        let file = files.into_iter().find(|f| f.tree().file == d.file)?;
        shown(file, declaring(&file.tree().stmts, *d)?, *d)
    })
}

/// The innermost statement that a name stands in.
fn declaring(stmts: &[Stmt], name: Span) -> Option<&Stmt> {
    let mut found = None;
    let mut todo: Vec<&[Stmt]> = vec![stmts];
    while let Some(stmts) = todo.pop() {
        for stmt in stmts.iter().filter(|s| s.span.start <= name.start && name.end <= s.span.end) {
            found = Some(stmt);
            match &stmt.kind {
                StmtKind::Plain(p) => todo.extend(p.block.as_ref().map(|b| b.stmts.as_slice())),
                StmtKind::If(chosen) => todo.extend(chosen.blocks().map(|b| b.stmts.as_slice())),
                StmtKind::For { body, .. } | StmtKind::Template { body, .. } => todo.push(&body.stmts),
                StmtKind::Use { .. } | StmtKind::Let { .. } | StmtKind::Param(_) | StmtKind::Error => {}
            }
        }
    }
    found
}

fn shown(file: &ParsedFile, stmt: &Stmt, name: Span) -> Option<String> {
    // A parameter of a template is shown by itself.
    if let StmtKind::Template { params, .. } = &stmt.kind
        && let Some(p) = params.iter().find(|p| p.name.span == name)
    {
        let end = p.default.as_ref().map_or(p.ty.span.end, |d| d.span.end);
        let text = file.text().get(p.name.span.start as usize..end as usize)?;
        return Some(block(text, ""));
    }
    let doc = stmt.doc.as_ref().map_or("", |d| d.text.as_str());
    Some(block(&head_line(file.text(), stmt), doc))
}

fn block(head: &str, doc: &str) -> String {
    let head = format!("```wharf\n{head}\n```");
    if doc.is_empty() { head } else { format!("{head}\n\n{doc}") }
}

/// What a name declares, by its spelling alone.
fn written(view: &View, word: &str, cursor: &Cursor<'_>, due: &Due<'_>) -> Option<String> {
    let all = Declarations::at(&view.source, &view.used, cursor.offset);
    let named = |n: &Named| block(&n.head, &n.doc);
    if let Due::Member { base, .. } = due {
        let before: Vec<&str> = base.iter().filter(|i| i.kind == ItemKind::Word).map(|i| i.text).collect();
        return match before.as_slice() {
            ["secrets"] => all.secrets("").find(|n| n.name == word).map(named),
            ["secrets", group] => all.secrets(group).find(|n| n.name == word).map(named),
            ["settings"] => all.find(word).map(|d| named(&d.own)),
            ["images"] => all.image(word).map(|d| named(&d.own)),
            [one] => {
                let inner = all.find(one).or_else(|| all.image(one)).map(|d| &d.inner);
                let module = || {
                    let (_, file) = view.used.iter().find(|(n, _)| n == one)?;
                    let t = templates(file).into_iter().find(|t| t.name == word)?;
                    shown(file, t.stmt, Span::default())
                };
                inner.and_then(|i| i.iter().find(|n| n.name == word)).map(named).or_else(module).or_else(|| part(word))
            }
            [_, _] => part(word),
            _ => None,
        };
    }
    if !matches!(due, Due::Argument { .. } | Due::Value(_) | Due::CallArgument { .. }) {
        return None;
    }
    let template = || {
        let t = templates(&view.source).into_iter().find(|t| t.name == word)?;
        shown(&view.source, t.stmt, Span::default())
    };
    all.find(word).or_else(|| all.image(word)).map(|d| named(&d.own)).or_else(template)
}

/// What stands behind a service or a port.
fn part(word: &str) -> Option<String> {
    let doc = match word {
        "address" => "The host and the number of the port: `db:5432`. It is the same in Compose and in Kubernetes.",
        "host" => "The name that the service is reached by.",
        "port" => "The number of the port.",
        _ => return None,
    };
    Some(doc.to_owned())
}
