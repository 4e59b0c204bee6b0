//! JUnit's XML, which most services that run tests show: a case for each diagnostic, and one for each file
//! without any.

use std::fmt::Write as _;

use super::place::{is_file, place};
use super::words::paragraph;
use crate::{Diagnostic, SourceMap};

/// The report. `fails` says which diagnostics make the run fail; others are told of, and pass.
#[must_use]
pub fn junit(diagnostics: &[Diagnostic], sources: &SourceMap, fails: &dyn Fn(&Diagnostic) -> bool) -> String {
    let clean = sources.iter().filter(|(id, f)| is_file(f.name()) && !diagnostics.iter().any(|d| d.span.file == *id));
    let clean: Vec<&str> = clean.map(|(_, f)| f.name()).collect();
    let failures = diagnostics.iter().filter(|d| fails(d)).count();
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\"", diagnostics.len() + clean.len());
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = write!(out, "<testsuites name=\"wharf\" {counts}>\n  <testsuite name=\"wharf check\" {counts}>\n");
    for d in diagnostics {
        let at = place(d.span, sources);
        let (file, line, column) = at.map_or(("wharf", 1, 1), |p| (p.file, p.line, p.column));
        let name = escaped(&format!("{file}:{line}:{column} {}", d.code));
        let _ = writeln!(out, "    <testcase classname=\"{}\" name=\"{name}\" time=\"0\">", escaped(file));
        let said = escaped(&format!("{file}:{line}:{column}\n{}", paragraph(d)));
        let _ = if fails(d) {
            let (title, kind) = (escaped(&d.message), d.code.name());
            writeln!(out, "      <failure message=\"{title}\" type=\"{} {kind}\">{said}</failure>", d.code)
        } else {
            writeln!(out, "      <system-out>{said}</system-out>")
        };
        out.push_str("    </testcase>\n");
    }
    for file in clean {
        let file = escaped(file);
        let _ = writeln!(out, "    <testcase classname=\"{file}\" name=\"{file}\" time=\"0\"/>");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

/// Text for between tags and for between quotes; XML has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
