//! What must hold of every answer, at every place of every example, whole and cut off there.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::path::Path;
use std::rc::Rc;

use wharf_ide::{Completion, CompletionKind, Memory, Symbol, Workspace};

/// The sources of the examples, and of what comes with the compiler.
fn examples() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut out = Vec::new();
    for folder in std::fs::read_dir(root.join("examples")).unwrap() {
        let folder = folder.unwrap().path();
        for file in std::fs::read_dir(&folder).into_iter().flatten() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|e| e == "app") {
                let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                out.push((name, std::fs::read_to_string(&file).unwrap()));
            }
        }
    }
    out.sort();
    assert!(out.len() >= 10, "the examples are not there");
    out
}

/// About so many places of a text, its end among them.
fn places(text: &str, count: usize) -> Vec<usize> {
    let step = (text.len() / count).max(1);
    let all = (0..text.len()).step_by(step).filter(|i| text.is_char_boundary(*i));
    all.chain([text.len()]).collect()
}

/// What holds of colours, symbols and folds.
fn sound(workspace: &mut Workspace, path: &str, text: &str) {
    let mut end = 0;
    for t in workspace.tokens(path) {
        let piece = &text[t.range.start as usize..t.range.end as usize];
        assert!(t.range.start >= end && !piece.is_empty() && !piece.contains('\n'), "{path}: {t:?} {piece:?}");
        end = t.range.end;
    }
    let mut todo: Vec<Symbol> = workspace.symbols(path);
    while let Some(s) = todo.pop() {
        assert!(s.range.start <= s.selection.start && s.selection.end <= s.range.end, "{path}: {s:?}");
        assert!(!s.name.is_empty(), "{path}: {s:?}");
        assert!(
            s.children.iter().all(|c| s.range.start <= c.range.start && c.range.end <= s.range.end),
            "{path}: {s:?}"
        );
        todo.extend(s.children);
    }
    for f in workspace.folds(path) {
        assert!(text[f.range.start as usize..f.range.end as usize].contains('\n'), "{path}: {f:?}");
    }
}

#[test]
fn colours_symbols_and_folds_hold_together() {
    let all = examples();
    for (path, text) in &all {
        let mut workspace = Workspace::new(Rc::new(Memory::new(all.clone())));
        workspace.open(path, text.clone());
        sound(&mut workspace, path, text);
        for at in places(text, 100) {
            let cut = &text[..at];
            workspace.open(path, cut);
            sound(&mut workspace, path, cut);
        }
    }
}

/// What holds of completions and hover at a place.
fn answers(workspace: &mut Workspace, path: &str, text: &str, at: usize) {
    let offset = u32::try_from(at).unwrap();
    for c in workspace.completions(path, offset) {
        assert!(c.range.touches(offset), "{path}@{at}: {c:?}");
        assert!(text.get(c.range.start as usize..c.range.end as usize).is_some(), "{path}@{at}: {c:?}");
        assert!(!c.label.is_empty() && !c.insert.is_empty(), "{path}@{at}: {c:?}");
    }
    if let Some(h) = workspace.hover(path, offset) {
        assert!(h.range.touches(offset), "{path}@{at}: {h:?}");
        assert!(!h.markdown.is_empty(), "{path}@{at}: {h:?}");
    }
}

#[test]
fn completion_and_hover_answer_everywhere() {
    let all = examples();
    for (path, text) in &all {
        let mut workspace = Workspace::new(Rc::new(Memory::new(all.clone())));
        workspace.open(path, text.clone());
        for at in places(text, 400) {
            answers(&mut workspace, path, text, at);
        }
        for at in places(text, 30) {
            let cut = &text[..at];
            workspace.open(path, cut);
            answers(&mut workspace, path, cut, at);
        }
    }
}

/// A snippet with what its places hold.
fn filled(c: &Completion) -> String {
    if !c.snippet {
        return c.insert.clone();
    }
    let (mut out, mut rest) = (String::new(), c.insert.as_str());
    while let Some(next) = rest.chars().next() {
        let after = &rest[next.len_utf8()..];
        rest = match next {
            '\\' => {
                let escaped = after.chars().next().unwrap();
                out.push(escaped);
                &after[escaped.len_utf8()..]
            }
            // A place: its digits and its colon go, what it holds stays.
            '$' if after.starts_with('{') => {
                after[1..].trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(':')
            }
            '$' => after.trim_start_matches(|c: char| c.is_ascii_digit()),
            '}' if c.insert.contains("${") && !out.ends_with('\n') => after,
            c => {
                out.push(c);
                after
            }
        };
    }
    out
}

/// Every word, where it may stand, gives a text that parses.
#[test]
fn a_completed_word_parses() {
    let scenes = [
        "¦",
        "app a { ¦ }",
        "app a { service s { ¦ } }",
        "app a { job j { ¦ } }",
        "app a { cron c \"0 3 * * *\" { ¦ } }",
        "app a { daemon d { ¦ } }",
        "app a { service s { init i { ¦ } } }",
        "app a { service s { ready http \"/\" { ¦ } } }",
        "app a { service s { scale 1..3 { ¦ } } }",
        "app a { service s { account { ¦ } } }",
        "app a { service s { canary 10% { ¦ } } }",
        "app a { image i { ¦ } }",
        "app a { image i { stage s { ¦ } } }",
        "app a { image i { run \"x\" { ¦ } } }",
        "app a { image i { healthcheck [\"x\"] { ¦ } } }",
        "app a { route \"x\" { ¦ } }",
        "app a { route \"x\" { \"/\" -> s.http { ¦ } } }",
        "app a { environment e { ¦ } }",
        "app a { environment e { service s { ¦ } } }",
        "template t() { ¦ }",
    ];
    let mut count = 0;
    for scene in scenes {
        let at = scene.find('¦').unwrap();
        let text = scene.replacen('¦', "", 1);
        let mut workspace = Workspace::new(Rc::new(Memory::default()));
        workspace.open("main.app", text.clone());
        for c in workspace.completions("main.app", u32::try_from(at).unwrap()) {
            if c.kind != CompletionKind::Word || !c.snippet {
                continue;
            }
            let new = format!("{}{}{}", &text[..at], filled(&c), &text[at..]);
            assert!(workspace_parses(&new), "{} => {new}", c.insert);
            count += 1;
        }
    }
    assert!(count > 300, "{count} words");
}

fn workspace_parses(text: &str) -> bool {
    let mut workspace = Workspace::new(Rc::new(Memory::default()));
    workspace.open("main.app", text);
    workspace.format("main.app").is_some()
}
