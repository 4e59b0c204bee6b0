//! A diagnostic in words alone, for forms that draw nothing.

use crate::{Applicability, Diagnostic, NoteKind, SourceMap};

/// The title, with the words under the span behind it: what is understood without the source.
pub(super) fn sentence(d: &Diagnostic) -> String {
    if d.label.is_empty() { d.message.clone() } else { format!("{}: {}", d.message, d.label) }
}

/// The sentence, and below it a line for each note and fix.
pub(super) fn paragraph(d: &Diagnostic) -> String {
    let notes = d.notes.iter().map(|n| match n.kind {
        NoteKind::Note => format!("note: {}", n.message),
        NoteKind::Help => format!("help: {}", n.message),
    });
    let fixes = d.fixes.iter().map(|f| match f.applicability {
        Applicability::Safe => format!("fix: {}", f.title),
        Applicability::Unsure => format!("fix (unsure): {}", f.title),
    });
    let lines: Vec<String> = std::iter::once(sentence(d)).chain(notes).chain(fixes).collect();
    lines.join("\n")
}

/// What tells each diagnostic from the others of a run, and stays as it is when lines above come or go: made
/// of the code, the file, the words, and how many of the same came before.
pub(super) fn fingerprints(diagnostics: &[Diagnostic], sources: &SourceMap) -> Vec<String> {
    let mut seen: Vec<u64> = Vec::new();
    let mut out = Vec::new();
    for d in diagnostics {
        let file = sources.get(d.span.file).map_or("", |f| f.name());
        let code = d.code.to_string();
        let hash = fnv(&[&code, file, &d.message, sources.slice(d.span)]);
        let nth = seen.iter().filter(|h| **h == hash).count();
        seen.push(hash);
        out.push(format!("{hash:016x}{nth:04x}"));
    }
    out
}

/// FNV-1a of 64 bits: no secret is kept by it, it only has to be the same everywhere.
fn fnv(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|p| p.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}
