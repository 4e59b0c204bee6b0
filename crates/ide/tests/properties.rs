//! What must hold of every answer, at every place of every example, whole and cut off there.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::path::Path;
use std::rc::Rc;

use wharf_ide::{Memory, Symbol, Workspace};

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
