//! What images copy is on disk, and not left out of the context.

use wharf_diagnostics::Span;
use wharf_model::{App, At, BuildImage, ImageSource, Kind, RelativePath, StepKind};

use super::ignore::{Pattern, elements, ignored, pattern};
use crate::checker::Checker;
use crate::errors::images;

/// Checks the sources of every `copy` from the context. The context's own `.dockerignore` holds as
/// well as `ignore`, and stands before it: the last pattern that matches decides.
pub(super) fn contexts(c: &mut Checker<'_>, app: &mut App) {
    let mut found = Vec::new();
    for kind in &mut app.kinds {
        let Kind::Image(image) = kind else { continue };
        let context = image.context.value.clone();
        let ImageSource::Build(build) = &mut image.source else { continue };
        let text = c.loader.read(context.join(".dockerignore").as_str()).unwrap_or_default();
        let own: Vec<At<String>> = String::from_utf8_lossy(&text)
            .lines()
            .filter(|l| pattern(l).is_some())
            .map(|l| At::new(l.trim().to_owned(), image.context.origin))
            .collect();
        let from_disk = own.len();
        build.ignore.splice(..0, own);
        found.push((context, build.clone(), from_disk));
    }
    for (context, build, from_disk) in found {
        sources(c, &context, &build, from_disk);
    }
}

/// `from_disk` is how many of the patterns come from the context's own `.dockerignore`: the first.
fn sources(c: &mut Checker<'_>, context: &RelativePath, build: &BuildImage, from_disk: usize) {
    let copied: Vec<&At<String>> = build
        .stages
        .iter()
        .flat_map(|s| &s.steps)
        .flat_map(|s| match &s.kind.value {
            StepKind::Copy { sources, from: None, .. } => sources.iter().collect(),
            StepKind::Add(add) if !is_remote(&add.source.value) => vec![&add.source],
            _ => Vec::new(),
        })
        .collect();
    if copied.is_empty() {
        return;
    }
    let Ok(files) = c.loader.list(context.as_str()) else { return };
    let patterns: Vec<(Pattern, Option<Span>)> = build
        .ignore
        .iter()
        .enumerate()
        .filter_map(|(n, l)| pattern(&l.value).map(|p| (p, (n >= from_disk).then(|| c.origins.span(l.origin)))))
        .collect();
    let only: Vec<Pattern> = patterns.iter().map(|(p, _)| p.clone()).collect();
    for source in copied {
        let span = c.origins.span(source.origin);
        let wanted: Vec<String> =
            source.value.split('/').filter(|e| !e.is_empty() && *e != ".").map(str::to_owned).collect();
        if wanted.iter().any(|e| e == "..") {
            c.report(images::missing_source(&source.value, context.as_str(), span, &[]));
            continue;
        }
        let hits: Vec<&String> = files.iter().filter(|f| matches(&wanted, f)).collect();
        let Some(first) = hits.first() else {
            c.report(images::missing_source(&source.value, context.as_str(), span, &neighbours(&files)));
            continue;
        };
        if hits.iter().all(|f| ignored(&only, f).is_some())
            && let Some(by) = ignored(&only, first)
        {
            // The last of them, as it is the one that decides.
            let at = patterns.iter().rfind(|(p, _)| p == by).and_then(|(_, s)| *s);
            let place = if at.is_some() { "`ignore`" } else { "the folder's `.dockerignore`" };
            c.report(images::ignored_source(&source.value, &by.text, place, span, at));
        }
    }
}

/// Whether `add` fetches it: a URL, or a Git repository (Dockerfile reference, ADD).
fn is_remote(source: &str) -> bool {
    source.contains("://") || source.starts_with("git@")
}

/// Whether a file is the source itself or lies below it. No elements: the whole context.
fn matches(wanted: &[String], file: &str) -> bool {
    let parts: Vec<&str> = file.split('/').collect();
    wanted.is_empty() || (1..=parts.len()).any(|n| parts.get(..n).is_some_and(|head| elements(wanted, head)))
}

/// The files and folders at the top, for suggestions.
fn neighbours(files: &[String]) -> Vec<String> {
    let mut out: Vec<String> = files.iter().filter_map(|f| f.split('/').next()).map(str::to_owned).collect();
    out.extend(files.iter().filter(|f| f.contains('/')).cloned());
    out.dedup();
    out
}
