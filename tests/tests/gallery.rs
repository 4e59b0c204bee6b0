//! The look of diagnostics in a terminal: a small gallery, drawn without colours. `UPDATE=1` draws
//! it anew; the difference is to be read.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use wharf::diagnostics::{Style, terminal};
use wharf::{Memory, Options};

const SHOWN: &[(&str, &[(&str, &str)])] = &[
    (
        "a-name-that-is-not-there",
        &[(
            "shop.app",
            "app shop {\n  service web { image \"nginx:1.29\"; user 101; port http 8080; ready tcp on http }\n  route \"shop.localhost\" { \"/\" -> web.htp }\n}\n",
        )],
    ),
    (
        "an-amount-of-another-kind",
        &[(
            "shop.app",
            "app shop {\n  service web {\n    image \"nginx:1.29\"\n    user 101\n    cpu 512Mi\n    stop 5m\n  }\n}\n",
        )],
    ),
    (
        "a-secret-in-an-image",
        &[(
            "shop.app",
            "app shop {\n  secrets { token }\n  let fetch = \"curl -H \\(secrets.token) https://example.com\"\n  image api {\n    tag \"1\"\n    from \"debian:13-slim\"\n    run fetch\n    user 10001\n  }\n  service api { image api }\n}\n",
        )],
    ),
    (
        "one-writer-and-many-replicas",
        &[(
            "shop.app",
            "app shop {\n  volume data 10Gi\n  service api {\n    image \"acme/api:1\"\n    user 10001\n    cpu 100m..\n    scale 2..10 on cpu 70%\n    mount data \"/data\"\n  }\n}\n",
        )],
    ),
    (
        "routes-of-two-files",
        &[
            (
                "admin.app",
                "app admin {\n  service web { image \"nginx:1.29\"; user 101; port http 8080; ready tcp on http }\n  route \"shop.localhost\" { \"/\" -> web.http }\n}\n",
            ),
            (
                "shop.app",
                "app shop {\n  service web { image \"nginx:1.29\"; user 101; port http 8080; ready tcp on http }\n  route \"shop.localhost\" { \"/\" -> web.http }\n}\n",
            ),
        ],
    ),
    (
        "habits-of-another-tool",
        &[(
            "shop.app",
            "app shop {\n  service web {\n    image: \"nginx:1.29\"\n    replicas 3\n    ports \"80:80\"\n  }\n}\n",
        )],
    ),
    (
        "a-lockfile-that-a-template-needs",
        &[
            (
                "shop.app",
                "use \"wharf:images\" as images\n\napp shop {\n  image web {\n    context \"./web\"\n    tag \"1\"\n    extends images.node()\n  }\n  service web { image web }\n}\n",
            ),
            ("web/package.json", "{}"),
        ],
    ),
    (
        "text-that-does-not-parse",
        &[("shop.app", "app shop {\n  service web {\n    image \"nginx:1.29\n    user 101\n    memory 1Gb\n  }\n")],
    ),
];

#[test]
fn diagnostics_look_as_the_gallery_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("gallery");
    let mut wrong = Vec::new();
    for (name, files) in SHOWN {
        let entries: Vec<&str> = files.iter().map(|(p, _)| *p).filter(|p| p.ends_with(".app")).collect();
        let report = wharf::check(&Memory::new(files.iter().copied()), &entries, &Options::default());
        let errors: Vec<_> = report.diagnostics.into_iter().filter(|d| d.is_error()).collect();
        // A picture shows no space at a line's end.
        let drawn: String = terminal(&errors, &report.sources, Style { color: false })
            .lines()
            .map(|l| format!("{}\n", l.trim_end()))
            .collect();
        let path = folder.join(format!("{name}.txt"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &drawn).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != drawn {
            wrong.push(format!("==== {name}\n{drawn}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
