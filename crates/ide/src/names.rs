//! Names: where they are declared, where they stand, and giving them others.

use std::collections::BTreeSet;

use wharf::diagnostics::{FileId, SourceMap, Span};
use wharf::{Index, NameUse};

use crate::data::{Place, TextEdit, TextRange};

/// The name under a cursor, and all that has it.
pub(crate) struct Found {
    /// Where the cursor is.
    pub(crate) at: Span,
    /// Where it is declared: several places where a template is brought in by several apps.
    pub(crate) declarations: Vec<Span>,
}

/// The name at an offset. Of several, the shortest.
pub(crate) fn find(index: &Index, file: FileId, offset: u32) -> Option<Found> {
    let at: Vec<&NameUse> = index.at(file, offset).collect();
    let NameUse { span, .. } = *at.into_iter().min_by_key(|u| (u.span.end - u.span.start, u.span))?;
    Some(Found { at: span, declarations: index.declarations(span) })
}

/// Every place that means one of the declarations, these among them, in the order of the sources.
pub(crate) fn all(index: &Index, declarations: &[Span]) -> Vec<Span> {
    let wanted: BTreeSet<Span> = declarations.iter().copied().collect();
    let spans: BTreeSet<Span> = index.uses().map(|u| u.span).collect();
    let means = |span: &Span| index.declarations(*span).iter().any(|d| wanted.contains(d));
    spans.into_iter().filter(means).collect()
}

/// What is known of the value that the name at an offset has.
pub(crate) fn value(index: &Index, file: FileId, offset: u32) -> Option<(TextRange, String)> {
    let found = find(index, file, offset)?;
    let known = found.declarations.iter().find_map(|d| index.value(*d))?;
    let mut out = known.ty.to_owned();
    let base = known.values.iter().find(|(e, _)| e.is_none()).map(|(_, v)| v);
    if let Some(value) = base {
        out.push_str(&format!("\n\n```wharf\n{value}\n```"));
    }
    for (environment, value) in known.values.iter().filter(|(_, v)| Some(v) != base) {
        let shown = environment.as_deref().map_or(String::new(), |e| format!("in `{e}`: "));
        out.push_str(&format!("\n- {shown}`{value}`"));
    }
    Some((found.at.into(), out))
}

/// A span as a place of a file, without the quotes that a name may stand in.
pub(crate) fn place(sources: &SourceMap, span: Span) -> Option<Place> {
    let file = sources.get(span.file)?;
    let range = file.clamp(inner(sources, span));
    let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Some(Place { path: file.name().to_owned(), range: TextRange::new(clip(range.start), clip(range.end)) })
}

/// The name in a span, without its quotes.
pub(crate) fn inner(sources: &SourceMap, span: Span) -> Span {
    let text = sources.slice(span);
    if text.len() >= 2 && text.starts_with('"') && text.ends_with('"') {
        return Span { start: span.start + 1, end: span.end - 1, ..span };
    }
    span
}

/// The edits that give all places another name.
///
/// # Errors
/// A sentence that says which place cannot have it.
pub(crate) fn renamed(sources: &SourceMap, places: &[Span], old: &str, new: &str) -> Result<Vec<TextEdit>, String> {
    let mut out = Vec::new();
    for span in places {
        let span = inner(sources, *span);
        let Some(place) = place(sources, span) else { continue };
        if !place.path.ends_with(".app") {
            return Err(format!("`{old}` is declared in `{}`, which comes with the compiler", place.path));
        }
        if sources.slice(span) != old {
            return Err(format!("`{old}` is computed in `{}`, by `{}`", place.path, sources.slice(span)));
        }
        out.push(TextEdit { path: place.path, range: place.range, text: new.to_owned() });
    }
    Ok(out)
}
