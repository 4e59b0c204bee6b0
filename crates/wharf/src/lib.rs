//! The front desk: check, compile and format, for programs that embed the compiler.
//!
//! It does no I/O of its own: files come in through a [`Loader`], results go out as values. What
//! the command line, the editor and the browser do is done here; they only carry it.
//!
//! ```
//! use wharf::{Memory, Options};
//!
//! let files = Memory::new([("hello.app", "app hello {\n  service web { image \"nginx:1.29\"; port http 80; user 101 }\n}\n")]);
//! let compiled = wharf::compile(&files, &["hello.app"], &Options::default());
//! assert!(!compiled.report.has_errors());
//! let hello = &compiled.apps[0];
//! assert_eq!(hello.name, "hello");
//! assert!(hello.files.iter().any(|f| f.path == "compose.yaml"));
//!
//! // A mistake is a diagnostic, with its place and a way out.
//! let broken = Memory::new([("hello.app", "app hello {\n  service web { imgae \"nginx:1.29\" }\n}\n")]);
//! let checked = wharf::check(&broken, &["hello.app"], &Options::default());
//! assert_eq!(checked.diagnostics[0].code.to_string(), "W0202");
//! assert_eq!(checked.diagnostics[0].fixes[0].edits[0].text, "image");
//! ```

mod errors;
mod explain;
mod fix;
mod graph;
mod memory;
mod params;
mod pipeline;
mod project;
mod schema;
mod support;
mod trace;

pub use explain::explain;
pub use fix::{Applied, Fixed, fix};
pub use graph::{EdgeKind, Graph, GraphEdge, GraphFormat, GraphNode, NodeKind};
pub use memory::{Memory, Overlay};
pub use pipeline::{AppOutput, Compiled, Options, Output, Report, check, compile, graphs};
pub use project::Project;
pub use schema::schema;
pub use support::{Answer, Construct, FILES, Support, constructs, scene};
pub use trace::{How, Step, Trace, Tracer};
pub use wharf_analysis::{EntryKind, Index, Known, LoadError, Loader, NameKind, NameUse, ParsedFile};
pub use wharf_diagnostics as diagnostics;
pub use wharf_model::{Name, Target};
pub use wharf_targets::{File, LineOrigin, Placement, owner};

/// The formatted text of a file.
///
/// # Errors
/// The syntax errors, with the sources that their spans refer to, where there are any: a file that
/// does not parse is not touched.
pub fn format(name: &str, text: &str) -> Result<String, Report> {
    let mut sources = diagnostics::SourceMap::default();
    sources.add(name, text);
    wharf_syntax::format(text).map_err(|diagnostics| Report { sources, diagnostics, ..Report::default() })
}
