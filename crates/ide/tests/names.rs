//! Where names are declared and stand, and giving them others.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::rc::Rc;

use wharf_ide::{Memory, Place, Workspace};

/// A workspace of these files; `|` marks the cursor in the first.
fn open(files: &[(&str, &str)]) -> (Workspace, String, u32) {
    let mut workspace = Workspace::new(Rc::new(Memory::default()));
    let (first, marked) = files[0];
    let at = marked.find('|').unwrap();
    workspace.open(first, marked.replacen('|', "", 1));
    for (path, text) in &files[1..] {
        workspace.open(path, *text);
    }
    (workspace, first.to_owned(), u32::try_from(at).unwrap())
}

/// Each place as `file:line:text`.
fn shown(workspace: &Workspace, places: &[Place]) -> Vec<String> {
    let one = |p: &Place| {
        let text = workspace.text(&p.path).unwrap();
        let line = text[..p.range.start as usize].matches('\n').count() + 1;
        format!("{}:{line}:{}", p.path, &text[p.range.start as usize..p.range.end as usize])
    };
    places.iter().map(one).collect()
}

fn definition(files: &[(&str, &str)]) -> Vec<String> {
    let (mut w, path, at) = open(files);
    let found = w.definition(&path, at);
    shown(&w, &found)
}

fn references(files: &[(&str, &str)]) -> Vec<String> {
    let (mut w, path, at) = open(files);
    let found = w.references(&path, at, true);
    shown(&w, &found)
}

/// The files after a rename, or why there is none.
fn renamed(files: &[(&str, &str)], new: &str) -> Result<Vec<String>, String> {
    let (mut w, path, at) = open(files);
    let mut edits = w.rename(&path, at, new)?;
    edits.sort_by_key(|e| std::cmp::Reverse(e.range));
    for e in edits {
        assert!(w.edit(&e.path, e.range, &e.text));
    }
    Ok(files.iter().map(|(p, _)| w.text(p).unwrap().to_string()).collect())
}

const SHOP: &str = "app shop {
  let tag = \"17.2\"
  param domain string = \"shop.localhost\"
  setting LEVEL string = \"info\"
  secrets { password }
  secrets mail { key }
  config c { motd = \"hi\" }
  volume data 1Gi
  image api {
    stage build { from \"rust:1.90-slim\"; run \"make\" }
    from \"debian:13-slim\"
    copy \"/x\" \"/x\" from build
    user 10001
    entrypoint [\"/x\"]
  }
  service db {
    image \"postgres:\\(tag)\"
    port sql 5432
    env { PASSWORD = secrets.password; KEY = secrets.mail.key; LEVEL = settings.LEVEL }
    ready tcp on sql
    mount data \"/data\"
    file \"/motd\" from c.motd
  }
  service api {
    image api
    port http 8080
    needs db ready
    env { URL = \"postgres://\\(db.sql.address)/\\(self.http.port)\" }
    ready http \"/\" on http
  }
  route domain { \"/\" -> api.http }
  environment prod {
    domain = \"shop.example.com\"
    service api { port http 9090; scale 2 }
  }
}
";

/// [`SHOP`] with the cursor in the first place of `near`, at the offset `into` it.
fn shop(near: &str, into: usize) -> String {
    let at = SHOP.find(near).unwrap_or_else(|| panic!("no `{near}`")) + into;
    format!("{}|{}", &SHOP[..at], &SHOP[at..])
}

#[test]
fn every_kind_of_name_is_found_where_it_is_declared() {
    for (near, into, due) in [
        ("(tag)", 1, "a.app:2:tag"),
        ("route domain", 7, "a.app:3:domain"),
        ("domain = \"shop.ex", 3, "a.app:3:domain"),
        ("settings.LEVEL", 10, "a.app:4:LEVEL"),
        ("secrets.password", 9, "a.app:5:password"),
        ("secrets.mail", 9, "a.app:6:mail"),
        ("mail.key", 6, "a.app:6:key"),
        ("c.motd", 2, "a.app:7:motd"),
        ("c.motd", 0, "a.app:7:c"),
        ("mount data", 6, "a.app:8:data"),
        ("image api\n    port", 7, "a.app:9:api"),
        ("from build", 6, "a.app:10:build"),
        ("needs db", 6, "a.app:16:db"),
        ("db.sql.address", 0, "a.app:16:db"),
        ("db.sql.address", 4, "a.app:18:sql"),
        ("tcp on sql", 8, "a.app:18:sql"),
        ("api.http", 0, "a.app:24:api"),
        ("api.http", 5, "a.app:26:http"),
        ("self.http", 6, "a.app:26:http"),
        ("service api { port", 9, "a.app:24:api"),
        ("port http 9090", 6, "a.app:26:http"),
    ] {
        assert_eq!(definition(&[("a.app", &shop(near, into))]), [due], "{near}");
    }
}

#[test]
fn all_places_of_a_name_are_found_from_any_of_them() {
    let due = ["a.app:26:http", "a.app:28:http", "a.app:29:http", "a.app:31:http", "a.app:34:http"];
    for (near, into) in [("port http 8080", 5), ("self.http", 5), ("api.http", 4), ("port http 9090", 9)] {
        assert_eq!(references(&[("a.app", &shop(near, into))]), due, "{near}");
    }
}

#[test]
fn names_of_used_files_are_found_across_files() {
    let base = "let tag = \"1\"\ntemplate small(size bytes) { memory size }\n";
    let shop = "use \"base.app\" as base\napp shop {\n  service web {\n    image \"nginx:\\(base.tag)\"\n    user 101\n    port http 8080\n    extends base.small(64Mi)\n  }\n}\n";
    let at = |near: &str, into: usize| {
        let at = shop.find(near).unwrap() + into;
        format!("{}|{}", &shop[..at], &shop[at..])
    };
    let find = |near: &str, into: usize| definition(&[("shop.app", &at(near, into)), ("base.app", base)]);
    assert_eq!(find("base.tag", 6), ["base.app:1:tag"]);
    assert_eq!(find("base.small", 6), ["base.app:2:small"]);
    assert_eq!(find("base.small", 1), ["shop.app:1:base"]);
    assert_eq!(find("\"base.app\"", 3), ["base.app:1:"]);
    let from_base = base.replace("small(", "sm|all(");
    assert_eq!(references(&[("base.app", &from_base), ("shop.app", shop)]), ["base.app:2:small", "shop.app:7:small"]);
    let inner = base.replace("memory size", "memory s|ize");
    assert_eq!(references(&[("base.app", &inner), ("shop.app", shop)]), ["base.app:2:size", "base.app:2:size"]);
    let all = renamed(&[("base.app", &from_base), ("shop.app", shop)], "tiny").unwrap();
    assert_eq!(all[0], base.replace("small", "tiny"));
    assert_eq!(all[1], shop.replace("small", "tiny"));
}

#[test]
fn a_rename_changes_every_place_and_nothing_else() {
    let all = renamed(&[("a.app", &shop("service db", 8))], "store").unwrap();
    assert_eq!(
        all,
        [SHOP.replace("service db", "service store").replace("needs db", "needs store").replace("db.sql", "store.sql")]
    );
    let all = renamed(&[("a.app", &shop("service api", 8))], "front").unwrap();
    assert_eq!(all, [SHOP.replace("service api", "service front").replace("-> api", "-> front")]);
    // An image has a space of its own.
    let all = renamed(&[("a.app", &shop("image api {", 6))], "made").unwrap();
    assert_eq!(all, [SHOP.replace("image api", "image made")]);
}

#[test]
fn a_rename_that_cannot_be_is_refused_with_the_reason() {
    let refused = |near: &str, into: usize, new: &str| renamed(&[("a.app", &shop(near, into))], new).unwrap_err();
    assert!(refused("service db", 8, "api").contains("cannot be called `api`"), "{}", refused("service db", 8, "api"));
    assert!(refused("service db", 8, "Data_Base").contains("cannot be called"));
    assert!(refused("service db", 8, "a b").contains("cannot be called"));
    // It would hide another name.
    let hides = "app a {\n  let one = 1\n  service s {\n    let t|wo = 2\n    image \"x:1\"; user 1\n    port a 8080\n    scale (one + two)\n  }\n}\n";
    assert!(renamed(&[("a.app", hides)], "one").is_err());
    let shipped = "use \"wharf:images\" as images-of\napp a {\n  image x { extends images-of.sta|tic-site() }\n}\n";
    assert!(renamed(&[("a.app", shipped)], "y").is_err());
}

#[test]
fn the_value_of_a_name_is_shown_with_what_environments_make_of_it() {
    let (mut w, path, at) = open(&[("a.app", &shop("route domain", 8))]);
    let hover = w.hover(&path, at).unwrap().markdown;
    assert!(
        hover.contains("a text")
            && hover.contains("\"shop.localhost\"")
            && hover.contains("in `prod`: `\"shop.example.com\"`"),
        "{hover}"
    );
}
