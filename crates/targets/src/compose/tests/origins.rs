use std::collections::BTreeSet;

use super::samples::{self, Sample};
use crate::{LineOrigin, Lower};

#[test]
fn every_line_has_an_origin_where_it_is_asked_for() {
    for Sample { called, app, .. } in samples::all() {
        let mut options = super::options();
        let plain = super::Compose.lower(&app, &options);
        assert!(plain.files.iter().all(|f| f.lines.is_empty()));
        options.provenance = true;
        let traced = super::Compose.lower(&app, &options);
        assert_eq!(plain.diagnostics, traced.diagnostics);
        for (with, without) in traced.files.iter().zip(&plain.files) {
            assert_eq!((&with.path, &with.contents), (&without.path, &without.contents));
            assert_eq!(with.lines.first().map(|l| l.line), Some(0), "{called}: {}", with.path);
            assert!(with.lines.is_sorted_by(|a, b| a.line < b.line && a.origin != b.origin));
            assert!(with.lines.iter().all(|l| app.origins.get(l.origin).is_some()));
        }
    }
}

#[test]
fn lines_lead_to_what_said_them() {
    let app = samples::shop();
    let mut options = super::options();
    options.provenance = true;
    let traced = super::Compose.lower(&app, &options);
    let origin_of = |path: &str, line: &str| {
        let text = super::file(&traced, path);
        let number = text.lines().position(|l| l.contains(line)).unwrap();
        let lines: &[LineOrigin] = &traced.files.iter().find(|f| f.path == path).unwrap().lines;
        lines.iter().rev().find(|l| l.line as usize <= number).unwrap().origin
    };
    let api = app.services().find(|s| s.name.as_str() == "api").unwrap();
    let rule = &app.routes().next().unwrap().rules[0];
    let all = [
        (origin_of("compose.yaml", "  api:"), api.name.origin),
        (origin_of("compose.yaml", "DATABASE_URL"), api.pod.container.env[0].value.origin),
        (origin_of("compose.yaml", "replicas: 2"), api.scale.origin),
        (origin_of("compose.yaml", "cpus: \"1\""), api.pod.container.resources.cpu.limit.as_ref().unwrap().origin),
        (origin_of("compose.yaml", "/dev/tcp"), api.probes.ready.as_ref().unwrap().action.origin),
        (origin_of("compose.yaml", "    restart: on-failure:6"), app.jobs().next().unwrap().retries.origin),
        (origin_of("gateway/Caddyfile", "path_regexp"), rule.path.origin),
        (origin_of("gateway/Caddyfile", "reverse_proxy"), rule.backends()[0].to.origin),
        (origin_of(".env.example", "LOG_LEVEL="), app.settings().next().unwrap().default.as_ref().unwrap().origin),
    ];
    for (found, expected) in all {
        assert_eq!(app.origins.span(found), app.origins.span(expected));
    }
    assert_eq!(all.iter().map(|(found, _)| found).collect::<BTreeSet<_>>().len(), all.len());
}
