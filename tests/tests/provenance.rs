//! Every line of every output of every example, in every environment, says where it comes from, and
//! saying it changes nothing.

#![allow(clippy::unwrap_used)]

use wharf::Options;
use wharf::diagnostics::{SourceMap, Span};
use wharf_tests::examples;

/// The text of a place of a file of the project.
fn written<'s>(sources: &'s SourceMap, span: Span) -> Option<(&'s str, &'s str)> {
    let file = sources.get(span.file)?;
    let text = file.text().get(span.start as usize..span.end as usize)?;
    Some((file.name(), text))
}

#[test]
fn every_line_of_every_example_has_an_origin() {
    let (mut lines, mut looks, mut brought) = (0, 0, 0);
    for project in examples() {
        let options = Options { all_environments: true, ..Options::default() };
        let plain = project.compile(&project.source(), &options);
        let traced = project.compile(&project.source(), &Options { provenance: true, ..options });
        assert!(!plain.apps.is_empty(), "{}", project.name);
        assert_eq!(plain.report.diagnostics, traced.report.diagnostics);
        assert_eq!(plain.apps.len(), traced.apps.len());
        let sources = &traced.report.sources;
        let text_of = |name: &str| project.files.iter().find(|(p, _)| p == name).map(|(_, bytes)| bytes.as_slice());
        for (plain, traced) in plain.apps.iter().zip(&traced.apps) {
            looks += 1;
            for (file, marked) in plain.files.iter().zip(&traced.files) {
                let what = format!("{}/{}", traced.folder, file.path);
                assert_eq!((&file.path, &file.contents), (&marked.path, &marked.contents));
                assert!(file.lines.is_empty(), "{what}");
                assert!(marked.lines.windows(2).all(|pair| pair.iter().map(|l| l.line).is_sorted()), "{what}");
                assert_eq!(marked.lines.first().map(|l| l.line), Some(0), "{what}");
                let count = marked.contents.split(|b| *b == b'\n').count();
                for line in &marked.lines {
                    assert!((line.line as usize) < count, "{what}");
                    // The place, and whatever brought it there, stand in files as they are on disk.
                    let mut at = Some(line.origin);
                    let mut steps = 0;
                    while let Some(origin) = at.and_then(|id| traced.origins.get(id)) {
                        let found = written(sources, origin.span);
                        let (name, text) = found.unwrap_or_else(|| panic!("{what}:{}: no such place", line.line + 1));
                        let start = origin.span.start as usize;
                        let disk = text_of(name).and_then(|b| b.get(start..start + text.len()));
                        assert_eq!(disk, Some(text.as_bytes()), "{what}:{}: {name}", line.line + 1);
                        brought += usize::from(name != traced.source);
                        at = origin.within;
                        steps += 1;
                        assert!(steps < 100, "{what}:{}: the origins go round", line.line + 1);
                    }
                    assert!(steps > 0, "{what}:{}: no origin", line.line + 1);
                }
                lines += count;
            }
        }
    }
    assert!(lines > 8000, "only {lines} lines were seen");
    assert!(looks > 12, "only {looks} apps and environments were seen");
    assert!(brought > 1000, "only {brought} places of used files were seen");
}
