//! The templates that come with the compiler: their page is written from them, and each is built by
//! an example, whose Dockerfiles hadolint judges.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use wharf::diagnostics::{FileId, Span};
use wharf::{Memory, Options};
use wharf_syntax::tree::{ParamDecl, StmtKind};

const SOURCE: &str = include_str!("../../crates/analysis/src/shipped/images.app");

struct Template {
    name: String,
    doc: String,
    params: Vec<ParamDecl>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn templates() -> Vec<Template> {
    let parsed = wharf_syntax::parse(FileId(0), SOURCE);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let template = |kind, doc| match kind {
        StmtKind::Template { name, params, .. } => Some(Template { name: name.text, doc, params }),
        _ => None,
    };
    parsed.tree.stmts.into_iter().filter_map(|s| template(s.kind, s.doc.map(|d| d.text).unwrap_or_default())).collect()
}

fn source(span: Span) -> &'static str {
    SOURCE.get(span.range()).unwrap()
}

/// The documentation without its list of params, and that list.
fn documentation(template: &Template) -> (String, Vec<(String, String)>) {
    let (text, list) = template.doc.split_once("\n- `").unwrap();
    let entry = |entry: &str| {
        let (name, meaning) = entry.split_once("`: ").unwrap();
        (name.to_owned(), meaning.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    (text.trim().to_owned(), list.split("\n- `").map(entry).collect())
}

fn table(template: &Template, meanings: &[(String, String)]) -> String {
    let mut out = String::from("| param | type | default | |\n|---|---|---|---|\n");
    for (param, (_, meaning)) in template.params.iter().zip(meanings) {
        let optional = source(param.ty.span).ends_with('?');
        let bounds = param.bounds.as_ref().map(|b| format!(" in {}", source(b.span))).unwrap_or_default();
        let ty = format!("{}{bounds}", source(param.ty.span)).replace('|', "\\|");
        let default = match &param.default {
            Some(value) => format!("`{}`", source(value.span)),
            None if optional => String::from("absent"),
            None => String::from("has to be said"),
        };
        out.push_str(&format!("| `{}` | `{ty}` | {default} | {meaning} |\n", param.name.text));
    }
    out
}

/// The first image of the example that extends it, in full.
fn example(template: &str) -> String {
    let text = fs::read_to_string(root().join("examples/images/images.app")).unwrap();
    let images = text.split("\n  image ").skip(1).map(|rest| rest.split("\n  }").next().unwrap());
    let image = images.into_iter().find(|i| i.contains(&format!("extends images.{template}("))).unwrap();
    format!("image {}\n}}\n", image.replace("\n  ", "\n"))
}

fn page() -> String {
    let mut out = String::from(PREFACE);
    for template in templates() {
        let (text, meanings) = documentation(&template);
        out.push_str(&format!("\n## {}\n\n{text}\n\n{}\n", template.name, table(&template, &meanings)));
        out.push_str(&format!("```wharf\n{}```\n", example(&template.name)));
    }
    out
}

const PREFACE: &str = "# The shipped templates

<!-- Written by `UPDATE=1 cargo test -p wharf-tests --test shipped` from
crates/analysis/src/shipped/images.app; the examples are those of examples/images. -->

`use \"wharf:images\" as images` brings a template for an image of each of these. They are written in the
language itself and come with the compiler; `wharf init` begins a file that uses one.

```wharf
use \"wharf:images\" as images

app shop {
  image api {
    context \"./api\"                       // the folder with the manifest
    tag \"1.0.0\"
    extends images.rust(bin: \"api\", port: 8080)
    label \"org.opencontainers.image.source\" = \"https://github.com/acme/shop\"
  }
  service api {
    image api
    port http 8080
    ready http \"/healthz\"
  }
}
```

What they have in common:

- Bases have a version, `major.minor` where there is one: fixes arrive with the next build, and nothing
  else does. A param says another one.
- What changes rarely comes first. Where a package manager fills a folder of the project, the manifest
  and the lockfile are copied before the sources, and the packages are a layer of their own; elsewhere
  the builder's caches hold them. Lockfiles have to be there, and are not changed.
- The last stage has no compiler, no package manager's cache and no dependencies of the development.
- The files belong to root, and the user is a number that can't write them: the container's file
  system may be read-only, with a `/tmp`. `uid` says another number.
- The entrypoint is a list, so the program gets its signals itself, with no shell between.
- The usual base has a tool that Compose can probe with. Where a smaller one has none, a `base` says so.
- `.env` files, what builds make and what package managers fill stay out of the context, beside what the
  folder's own `.dockerignore` leaves out. An `ignore` of your own takes the place of the template's.

Steps of your own come after the template's, in its last stage, where the user is the template's: what
needs root has to say `user 0` before it, and the user again behind it. Params that are `absent` by default
add their steps only where they are given. hadolint has nothing to say of any of them.
";

#[test]
fn the_page_of_the_shipped_templates_is_current() {
    let path = root().join("grammar/images.md");
    let due = page();
    let text = fs::read_to_string(&path).unwrap_or_default();
    if due != text && std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &due).unwrap();
    }
    assert!(due == text, "grammar/images.md is not what the templates say; UPDATE=1 writes it");
}

#[test]
fn the_first_example_of_the_page_checks_clean() {
    let example = PREFACE.split("```wharf\n").nth(1).unwrap().split("```").next().unwrap();
    let files = Memory::new([("shop.app", example), ("api/Cargo.toml", ""), ("api/Cargo.lock", "")]);
    let checked = wharf::check(&files, &["shop.app"], &Options::default());
    assert_eq!(checked.apps.len(), 1);
    let found: Vec<&str> =
        checked.diagnostics.iter().filter(|d| d.severity.name() != "note").map(|d| d.message.as_str()).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn every_param_has_its_meaning() {
    let all = templates();
    assert_eq!(all.len(), 11);
    for template in all {
        let (_, meanings) = documentation(&template);
        let documented: Vec<&str> = meanings.iter().map(|(name, _)| name.as_str()).collect();
        let params: Vec<&str> = template.params.iter().map(|p| p.name.text.as_str()).collect();
        assert_eq!(documented, params, "{}", template.name);
    }
}

#[test]
fn the_templates_are_formatted() {
    assert_eq!(wharf::format("images.app", SOURCE).unwrap(), SOURCE);
}
