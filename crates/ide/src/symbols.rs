//! The declarations of a file.

use wharf_analysis::vocabulary::{BlockKind, Head};
use wharf_diagnostics::Span;
use wharf_syntax::tree::{ParamDecl, Stmt, StmtKind};

use crate::blocks::{Said, guessed, heads, name_of};
use crate::data::{Symbol, SymbolKind, TextRange};
use crate::view::View;

/// The declarations of the file, in their order.
pub(crate) fn symbols(view: &View) -> Vec<Symbol> {
    let text = view.source.text();
    let mut out = of(text, &view.source.tree().stmts, Some(BlockKind::File));
    out.iter_mut().for_each(contain);
    out
}

/// Where a block has no end, what stands in it reaches further than it does.
fn contain(symbol: &mut Symbol) {
    for child in &mut symbol.children {
        contain(child);
        symbol.range.end = symbol.range.end.max(child.range.end);
    }
}

/// The declarations among statements; what stands under conditions and in loops belongs to what is around them.
/// No deeper than a tree is.
fn of(text: &str, stmts: &[Stmt], kind: Option<BlockKind>) -> Vec<Symbol> {
    let mut out = Vec::new();
    for stmt in stmts {
        let range = TextRange::from(stmt.span);
        let plain = |name: &str, at: Span, kind, detail: String, children| Symbol {
            name: name.to_owned(),
            detail,
            kind,
            range,
            selection: at.into(),
            children,
        };
        match &stmt.kind {
            StmtKind::Use { path, name } => {
                let detail = path.as_plain().unwrap_or_default().to_owned();
                out.push(plain(&name.text, name.span, SymbolKind::Module, detail, Vec::new()));
            }
            StmtKind::Let { name, value } => {
                out.push(plain(&name.text, name.span, SymbolKind::Let, short(text, value.span), Vec::new()));
            }
            StmtKind::Param(p) => {
                let detail = type_and_default(text, p);
                out.push(plain(&p.name.text, p.name.span, SymbolKind::Param, detail, Vec::new()));
            }
            StmtKind::Template { name, params, body } => {
                let takes: Vec<&str> = params.iter().map(|p| p.name.text.as_str()).collect();
                let inner = of(text, &body.stmts, guessed(heads(&body.stmts).into_iter()));
                out.push(plain(&name.text, name.span, SymbolKind::Template, format!("({})", takes.join(", ")), inner));
            }
            StmtKind::If(chosen) => out.extend(chosen.blocks().flat_map(|b| of(text, &b.stmts, kind))),
            StmtKind::For { body, .. } => out.extend(of(text, &body.stmts, kind)),
            StmtKind::Plain(p) => out.extend(kind.and_then(|k| statement(text, stmt, Said::new(k, p)))),
            StmtKind::Error => {}
        }
    }
    out
}

/// The symbol of a plain statement, where it declares or is known by a key of the user's.
fn statement(text: &str, stmt: &Stmt, said: Said<'_>) -> Option<Symbol> {
    let word = said.word?;
    let inner = || match (&said.plain.block, word.block) {
        (Some(b), Some(kind)) if kind != BlockKind::Fields => of(text, &b.stmts, Some(kind)),
        _ => Vec::new(),
    };
    let value = said.plain.value.as_ref().map_or_else(String::new, |v| short(text, v.value.span));
    let rest = || match said.args {
        [_, second, ..] => short(text, second.span.to(said.args.last().map_or(second.span, |l| l.span))),
        _ => String::new(),
    };
    let at_head = |kind, detail| (slice(text, said.at), said.at, kind, detail);
    let at_name = |kind, detail: String| {
        let e = said.name()?;
        let detail = if detail.is_empty() { rest() } else { detail };
        Some((name_of(e).unwrap_or_else(|| slice(text, e.span)), e.span, kind, detail))
    };
    let own = |kind| at_name(kind, String::new());
    let (name, at, kind, detail) = match (word.head, word.spelling()) {
        (Head::Path, _) | (Head::Word(_), "exact" | "grpc") => {
            let at = if word.head == Head::Path { said.at } else { said.name()?.span };
            (slice(text, at), at, SymbolKind::Entry, value)
        }
        (Head::Key, _) if word.within.contains(&BlockKind::Fields) => return None,
        (Head::Key, _) if word.within.contains(&BlockKind::Secrets) => at_head(SymbolKind::Secret, String::new()),
        (Head::Key, _) => at_head(SymbolKind::Entry, value),
        (Head::Word(_), "app") => own(SymbolKind::App)?,
        (Head::Word(_), "environment") => own(SymbolKind::Environment)?,
        (Head::Word(_), w @ ("service" | "daemon")) => at_name(SymbolKind::Service, w.to_owned())?,
        (Head::Word(_), "job") => at_name(SymbolKind::Job, String::from("job"))?,
        (Head::Word(_), "cron") => own(SymbolKind::Job)?,
        (Head::Word(_), w @ ("init" | "sidecar")) => at_name(SymbolKind::Container, w.to_owned())?,
        (Head::Word(_), "canary") => {
            let share = said.name().map_or_else(String::new, |e| short(text, e.span));
            ("canary", said.at, SymbolKind::Container, share)
        }
        (Head::Word(_), "image") if word.block.is_some() => own(SymbolKind::Image)?,
        (Head::Word(_), "stage") => own(SymbolKind::Stage)?,
        (Head::Word(_), "port") => own(SymbolKind::Port)?,
        (Head::Word(_), "volume") if word.key != wharf_analysis::vocabulary::Key::None => own(SymbolKind::Volume)?,
        (Head::Word(_), "config") => own(SymbolKind::Config)?,
        (Head::Word(_), "setting") => at_name(SymbolKind::Setting, value)?,
        (Head::Word(_), "secrets") => match said.name() {
            Some(e) if said.args.len() == 1 || name_of(e) != Some("sealed") => own(SymbolKind::Secret)?,
            _ => ("secrets", said.at, SymbolKind::Secret, String::new()),
        },
        (Head::Word(_), "route") => match said.name() {
            Some(e) => (slice(text, e.span), e.span, SymbolKind::Route, String::from("route")),
            None => ("route", said.at, SymbolKind::Route, String::new()),
        },
        (Head::Word(_), "resource") => {
            let e = said.args.get(2)?;
            let detail = said.args.get(1).map_or_else(String::new, |k| short(text, k.span));
            (name_of(e).unwrap_or_else(|| slice(text, e.span)), e.span, SymbolKind::Entry, detail)
        }
        // What has declarations in its block, such as `env`, shows where these belong.
        (Head::Word(w), _) => {
            let children = inner();
            if children.is_empty() {
                return None;
            }
            let symbol = Symbol {
                name: w.to_owned(),
                detail: String::new(),
                kind: SymbolKind::Entry,
                range: stmt.span.into(),
                selection: said.at.into(),
                children,
            };
            return Some(symbol);
        }
    };
    let name = if name.is_empty() { word.spelling() } else { name };
    Some(Symbol {
        name: name.trim_matches('"').to_owned(),
        detail,
        kind,
        range: stmt.span.into(),
        selection: at.into(),
        children: inner(),
    })
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// The source in one short line.
fn short(text: &str, span: Span) -> String {
    let source = slice(text, span);
    let line = source.lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None if line.len() < source.len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

/// `string = "1.4.0"`
fn type_and_default(text: &str, p: &ParamDecl) -> String {
    let ty = slice(text, p.ty.span);
    p.default.as_ref().map_or_else(|| ty.to_owned(), |d| format!("{ty} = {}", short(text, d.span)))
}
