//! Every line of every output of every example says where it comes from, and saying it changes
//! nothing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::fs;
use std::path::Path;

use wharf::{Compiled, Memory, Options};

fn files(folder: &Path, prefix: &str, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), &format!("{name}/"), out);
        } else {
            out.push((name, fs::read(entry.path()).unwrap()));
        }
    }
}

fn compile(files: &[(String, Vec<u8>)], provenance: bool) -> Compiled {
    let sources: Vec<&str> = files.iter().filter(|(p, _)| p.ends_with(".app")).map(|(p, _)| p.as_str()).collect();
    let options = Options { provenance, ..Options::default() };
    wharf::compile(&Memory::new(files.iter().cloned()), &sources, &options)
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
    let files = vec![(String::from("main.app"), source.as_bytes().to_vec())];
    let compiled = compile(&files, true);
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

#[test]
fn every_line_of_every_example_has_an_origin() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("examples");
    let mut lines = 0;
    for entry in fs::read_dir(examples).unwrap() {
        let mut all = Vec::new();
        files(&entry.unwrap().path(), "", &mut all);
        let (plain, traced) = (compile(&all, false), compile(&all, true));
        assert!(!plain.apps.is_empty());
        assert_eq!(plain.report.diagnostics, traced.report.diagnostics);
        let sources = &traced.report.sources;
        for (plain, traced) in plain.apps.iter().zip(&traced.apps) {
            for (file, marked) in plain.files.iter().zip(&traced.files) {
                assert_eq!((&file.path, &file.contents), (&marked.path, &marked.contents));
                assert!(file.lines.is_empty());
                let ascending = marked.lines.windows(2).all(|pair| pair.iter().map(|l| l.line).is_sorted());
                let count = marked.contents.split(|b| *b == b'\n').count();
                let inside = marked.lines.iter().all(|l| (l.line as usize) < count);
                let known = marked.lines.iter().all(|l| {
                    let span = traced.origins.get(l.origin).map(|o| o.span);
                    // In one of the example's files, or in a template that comes with the compiler.
                    let source = span
                        .and_then(|s| sources.get(s.file))
                        .filter(|f| f.name().starts_with("wharf:") || all.iter().any(|(path, _)| path == f.name()));
                    span.zip(source).is_some_and(|(s, f)| s.end as usize <= f.text().len())
                });
                let first = marked.lines.first().map(|l| l.line);
                assert!(ascending && inside && known && first == Some(0), "{}/{}", traced.name, file.path);
                lines += count;
            }
        }
        assert_eq!(plain.apps.len(), traced.apps.len());
    }
    assert!(lines > 3000, "only {lines} lines were seen");
}
