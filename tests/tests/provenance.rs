//! Every line of every output of every example, in every environment, says where it comes from, and
//! saying it changes nothing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use wharf::diagnostics::{SourceMap, Span};
use wharf::{AppOutput, Compiled, Memory, Options, Tracer};
use wharf_tests::examples;

/// The text of a place of a file of the project.
fn written(sources: &SourceMap, span: Span) -> Option<(&str, &str)> {
    let file = sources.get(span.file)?;
    let text = file.text().get(span.start as usize..span.end as usize)?;
    Some((file.name(), text))
}

/// What a line of an output comes from, as the source writes it.
fn source_of<'s>(compiled: &Compiled, source: &'s str, path: &str, line: &str) -> &'s str {
    let app = &compiled.apps[0];
    let file = app.files.iter().find(|f| f.path == path).unwrap();
    let text = String::from_utf8(file.contents.clone()).unwrap();
    let number = text.lines().position(|l| l.trim() == line).unwrap_or_else(|| panic!("no `{line}` in {text}"));
    let entry = file.lines.iter().rev().find(|l| l.line as usize <= number).unwrap();
    let span = app.origins.get(entry.origin).unwrap().span;
    &source[span.start as usize..span.end as usize]
}

#[test]
fn a_line_that_the_source_sets_itself_comes_from_there() {
    let source = "app shop {
  service api {
    image \"api:1\"
    user 101
    port http 8080
    env { A = \"1\" }
    kubernetes {
      deployment {
        metadata { annotations { owner = \"me\" } }
        spec { template { spec {
          priorityClassName = \"high\"
          tolerations = [{ key = \"gpu\" }]
          containers { api { env = [{ name = \"B\"; value = \"2\" }] }; extra { image = \"x:1\" } }
        } } }
      }
    }
    compose { shm_size = 64Mi; deploy { resources = { limits { cpus = \"2\" } } } }
  }
  compose { x-team { name = \"us\" } }
  resource \"v1\" ConfigMap extra { data { greeting = \"hello\" } }
}
";
    let options = Options { provenance: true, ..Options::default() };
    let compiled = wharf::compile(&Memory::new([("main.app", source)]), &["main.app"], &options);
    let service = "kubernetes/service-api.yaml";
    for (path, line, due) in [
        (service, "annotations:", "annotations"),
        (service, "owner: me", "\"me\""),
        (service, "priorityClassName: high", "\"high\""),
        (service, "- key: gpu", "\"gpu\""),
        (service, "- name: B", "\"B\""),
        (service, "value: \"2\"", "\"2\""),
        (service, "- image: x:1", "\"x:1\""),
        (service, "name: extra", "extra"),
        (service, "image: api:1", "\"api:1\""),
        ("compose.yaml", "shm_size: 64m", "64Mi"),
        ("compose.yaml", "cpus: \"2\"", "\"2\""),
        ("compose.yaml", "name: us", "\"us\""),
        ("compose.yaml", "image: api:1", "\"api:1\""),
        ("kubernetes/resource-configmap-extra.yaml", "kind: ConfigMap", "ConfigMap"),
        ("kubernetes/resource-configmap-extra.yaml", "greeting: hello", "\"hello\""),
    ] {
        assert_eq!(source_of(&compiled, source, path, line), due, "{path}: {line}");
    }
}

/// Asks where each line comes from, as `wharf trace` does; gives the number of answers.
fn every_line_is_traced(app: &AppOutput, sources: &SourceMap, path: &str, count: usize) -> usize {
    let mut tracer = Tracer::new(sources);
    for number in 1..=u32::try_from(count).unwrap() {
        let found = tracer.trace(app, path, number);
        let found = found.unwrap_or_else(|| panic!("{}/{path}:{number}: no answer", app.folder));
        for step in &found.steps {
            let what = format!("{}/{path}:{number}: {:?}", app.folder, step.how);
            let (file, text) = written(sources, step.span).unwrap_or_else(|| panic!("{what}: no such place"));
            // What is given on a command line stands in nothing.
            assert!(!text.is_empty() || file.starts_with("--"), "{what}: an empty place");
        }
    }
    count
}

#[test]
fn every_line_of_every_example_has_an_origin() {
    let mut asked = 0;
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
                        // What comes with the compiler is on no disk.
                        if !name.starts_with("wharf:") {
                            let disk = text_of(name).and_then(|b| b.get(start..start + text.len()));
                            assert_eq!(disk, Some(text.as_bytes()), "{what}:{}: {name}", line.line + 1);
                        }
                        brought += usize::from(name != traced.source);
                        at = origin.within;
                        steps += 1;
                        assert!(steps < 100, "{what}:{}: the origins go round", line.line + 1);
                    }
                    assert!(steps > 0, "{what}:{}: no origin", line.line + 1);
                }
                asked += every_line_is_traced(traced, sources, &file.path, count);
                lines += count;
            }
        }
    }
    assert_eq!(asked, lines);
    assert!(lines > 8000, "only {lines} lines were seen");
    assert!(looks > 12, "only {looks} apps and environments were seen");
    assert!(brought > 1000, "only {brought} places of used files were seen");
}
