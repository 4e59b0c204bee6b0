//! What a problem is, and how it looks.
//!
//! A [`Diagnostic`] is one structured value: a stable [`Code`], a title that stands alone, the
//! smallest span that shows the fault, labels on every cause, notes, and [`Fix`]es that are edits.
//! The terminal, JSON, SARIF, code hosts, the editor and the browser are all fed from it; no other room formats a
//! problem. Each room words its own diagnostics in its `errors.rs`; only the rows of the code
//! registry live here.
//!
//! This room deliberately knows nothing of the language: it has spans and files, no tokens.

mod diagnostic;
mod registry;
mod render;
mod source;
mod suggest;

pub use diagnostic::{Applicability, Diagnostic, Edit, Fix, Label, Note, NoteKind, sort};
pub use registry::{Code, REGISTRY, Row, Severity, codes};
pub use render::concise::concise;
pub use render::github::github;
pub use render::gitlab::{GitlabIssue, gitlab};
pub use render::json::{JsonDiagnostic, to_json};
pub use render::junit::junit;
pub use render::sarif::{Sarif, sarif};
pub use render::terminal::{Style, terminal};
pub use source::{FileId, LineColumn, SourceFile, SourceMap, Span};
pub use suggest::{closest, list_some};
