//! One line for each diagnostic, as compilers have it, for `grep` and for programs that read such lines.

use super::place::place;
use super::words::sentence;
use crate::{Diagnostic, SourceMap};

/// `shop.app:9:75: error[W0201] service `db` has no port `sqll`: did you mean `sql`?`
#[must_use]
pub fn concise(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let line = |d: &Diagnostic| {
        let at = place(d.span, sources).map(|p| format!("{}:{}:{}: ", p.file, p.line, p.column)).unwrap_or_default();
        let text = format!("{at}{}[{}] {}", d.severity.name(), d.code, sentence(d));
        format!("{}\n", text.replace(['\n', '\r'], " "))
    };
    diagnostics.iter().map(line).collect()
}
