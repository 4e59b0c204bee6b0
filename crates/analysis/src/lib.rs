//! Tree to model: names, types, the vocabulary, evaluation, cross-checks.
//!
//! [`analyze`] reads one parsed file and gives, for each app in it, the complete model where
//! nothing is wrong, and every diagnostic. The words of the language are data in [`vocabulary`];
//! matching pairs statements with them, evaluation gives values, builders make the
//! model, and the checks look at it as a whole. [`across`] compares several apps.
//!
//! This room deliberately reads no disk (files come in through a [`Loader`]) and knows no target's
//! format, only the limits that targets put on names and amounts.

mod build;
mod check;
mod checker;
mod computed;
mod dollars;
mod errors;
mod eval;
pub mod fields;
mod loader;
mod matching;
mod ops;
mod params;
mod refs;
mod scope;
mod statements;
mod types;
mod value;
pub mod vocabulary;

use wharf_diagnostics::{Diagnostic, SourceMap, Span};
use wharf_model::App;
use wharf_syntax::tree::Tree;

pub use check::{Claims, across};
pub use loader::{EntryKind, LoadError, Loader};

use checker::Checker;
use matching::body;
use scope::Scope;
use vocabulary::BlockKind;

/// The one edition there is.
const EDITION: &str = "2026";

/// What is known of one file.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Its apps, in the order they stand in.
    pub apps: Vec<AnalyzedApp>,
    /// What is wrong, unsorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// One app of a file.
#[derive(Debug)]
pub struct AnalyzedApp {
    /// Its name as it is written.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// The model, where nothing in it is wrong.
    pub app: Option<App>,
    /// What its routes answer to, as far as they are right.
    pub claims: Claims,
}

/// Checks one file. `folder` is the file's own, relative to the project's (`.` or `a/b`);
/// `broken` says that its text did not parse, so that what is missing may stand in the broken part:
/// then no model is made.
#[must_use]
pub fn analyze(tree: &Tree, folder: &str, broken: bool, sources: &SourceMap, loader: &dyn Loader) -> Analysis {
    let mut out = Analysis::default();
    let file = body(BlockKind::File, &tree.stmts, &mut out.diagnostics);
    if let Some((_, e)) = file.one("edition").and_then(|m| m.slot("year")) {
        let said =
            matches!(e.kind, wharf_syntax::tree::ExprKind::String(_)).then(|| matching::static_text(e)).flatten();
        if said.as_deref() != Some(EDITION) {
            out.diagnostics.push(errors::words::edition(EDITION, e.span));
        }
    }
    for m in file.all("app") {
        let Some(block) = m.block() else { continue };
        let mut found = Vec::new();
        let inside = body(BlockKind::App, &block.stmts, &mut found);
        let scope = Scope::collect(&file, &inside, &mut found);
        let mut c = Checker::new(sources, loader, folder.to_owned(), scope);
        c.diagnostics = found;
        c.broken = broken;
        c.declare_computed(&inside);
        let mut app = build::app(&mut c, m, &inside);
        let whole = !(c.diagnostics.iter().any(Diagnostic::is_error) || c.hidden || broken);
        if let Some(app) = &mut app {
            check::known_users(app);
            check::relations(&mut c, app);
            if whole {
                check::lints(&mut c, app);
            }
            app.origins = std::mem::take(&mut c.origins);
        }
        let claims = app.as_ref().map(Claims::of).unwrap_or_default();
        if !whole || c.diagnostics.iter().any(Diagnostic::is_error) {
            app = None;
        }
        let (name, span) = m
            .slot("name")
            .map_or_else(|| (String::new(), m.head()), |(_, e)| (matching::static_text(e).unwrap_or_default(), e.span));
        out.diagnostics.append(&mut c.diagnostics);
        out.apps.push(AnalyzedApp { name, span, app, claims });
    }
    out
}
