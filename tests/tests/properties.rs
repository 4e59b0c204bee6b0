//! What must hold of every program: the compiler always ends and never panics, the order of
//! declarations shows nowhere, the same input gives the same bytes, and neither does formatting
//! change an output.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use wharf::{Compiled, Memory, Options};

/// A project: its `.app` file, and all of its files.
struct Project {
    name: String,
    entry: String,
    files: Vec<(String, Vec<u8>)>,
}

impl Project {
    fn source(&self) -> String {
        let found = self.files.iter().find(|(p, _)| *p == self.entry).unwrap();
        String::from_utf8(found.1.clone()).unwrap()
    }

    /// Compiles the project with another text in place of its source.
    fn compile(&self, source: &str) -> Compiled {
        let other = self.files.iter().filter(|(p, _)| *p != self.entry).cloned();
        let files = other.chain([(self.entry.clone(), source.as_bytes().to_vec())]);
        wharf::compile(&Memory::new(files), &[&self.entry], &Options::default())
    }

    fn outputs(&self, source: &str) -> Vec<(String, String)> {
        let compiled = self.compile(source);
        let errors: Vec<String> = compiled
            .report
            .diagnostics
            .iter()
            .filter(|d| d.is_error())
            .map(|d| format!("{} {}", d.code, d.message))
            .collect();
        assert!(errors.is_empty(), "{}: {}\n{source}", self.name, errors.join("; "));
        let files = compiled.apps.into_iter().flat_map(|a| a.files);
        files.map(|f| (f.path, String::from_utf8_lossy(&f.contents).into_owned())).collect()
    }
}

fn below(folder: &Path, root: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, root, out);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            out.push((name, fs::read(&path).unwrap()));
        }
    }
}

fn examples() -> Vec<Project> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples"));
    let mut roots: Vec<PathBuf> =
        fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    roots.sort();
    let project = |root: &PathBuf| {
        let mut files = Vec::new();
        below(root, root, &mut files);
        let name = root.file_name().unwrap().to_string_lossy().into_owned();
        let entry = files.iter().find(|(p, _)| p.ends_with(".app"))?.0.clone();
        Some(Project { name, entry, files })
    };
    let all: Vec<Project> = roots.iter().filter_map(project).collect();
    assert!(all.len() >= 5, "only {} examples were found", all.len());
    all
}

/// The sources of the case files.
fn cases() -> Vec<String> {
    let mut files = Vec::new();
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/cases"));
    below(&root, &root, &mut files);
    files.sort();
    let mut out = Vec::new();
    for (_, bytes) in files {
        let text = String::from_utf8(bytes).unwrap();
        let mut source: Option<String> = None;
        for line in text.split_inclusive('\n') {
            match &mut source {
                None if line.starts_with("```wharf") => source = Some(String::new()),
                None => {}
                Some(_) if line.starts_with("```") => out.extend(source.take()),
                Some(s) => s.push_str(line),
            }
        }
    }
    assert!(out.len() > 100, "only {} sources were found", out.len());
    out
}

/// A small generator of numbers: what proptest shrinks is the seed alone.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            let j = self.roll(i + 1);
            all.swap(i, j);
        }
    }
}

/// Words, numbers and single characters.
fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for c in text.chars() {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        match out.last_mut() {
            Some(last) if word(c) && last.ends_with(word) => last.push(c),
            _ => out.push(c.to_string()),
        }
    }
    out
}

const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "=",
    "->",
    ",",
    ";",
    ":",
    "..",
    "@",
    "\n",
    "\\(",
    "service",
    "secrets.x",
    "self.http",
    "1Gi",
    "9999999999",
    "-1",
    "if",
    "for",
    "let x = x\n",
    "param p int\n",
    "\u{0}",
    "é",
    "\"\\(secrets.token)\"",
];

fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut all = tokens(text);
    for _ in 0..=dice.roll(4) {
        if all.is_empty() {
            break;
        }
        let (i, j) = (dice.roll(all.len()), dice.roll(all.len()));
        match dice.roll(5) {
            0 => {
                all.remove(i);
            }
            1 => {
                let copy = all[j].clone();
                all.insert(i, copy);
            }
            2 => all.swap(i, j),
            3 => all[i] = PIECES[dice.roll(PIECES.len())].to_owned(),
            // A whole stretch goes.
            _ => {
                let end = (i + dice.roll(40)).min(all.len());
                all.drain(i..end);
            }
        }
    }
    all.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a program, the compiler gives an answer.
    #[test]
    fn no_text_makes_the_compiler_panic(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let (examples, cases) = (examples(), cases());
        if dice.roll(3) == 0 {
            let project = &examples[dice.roll(examples.len())];
            let _ = project.compile(&mutate(&project.source(), &mut dice));
        } else {
            let text = mutate(&cases[dice.roll(cases.len())], &mut dice);
            let _ = wharf::compile(&Memory::new([("main.app", text)]), &["main.app"], &Options::default());
        }
    }
}

/// Long and deep programs end too, on the stack of a test.
#[test]
fn long_and_deep_programs_end() {
    let many = |n: usize, piece: &str| piece.repeat(n);
    let app = |inside: &str| format!("app a {{ {inside}; service s {{ image \"a:1\"; user 1 }} }}");
    let chain: Vec<String> = (1..3_000).map(|i| format!("let a{i} = a{} + 1", i - 1)).collect();
    for inside in [
        format!("let x = 1{}", many(100_000, " + 1")),
        format!("let x = \"a\"{}", many(100_000, " + \"a\"")),
        format!("let x = a{}", many(100_000, ".b")),
        format!("let x = {}1", many(10_000, "if true then 1 else ")),
        format!("let x = {}1{}", many(250, "("), many(250, ")")),
        format!("let x = {}1{}", many(100_000, "["), many(100_000, "]")),
        format!("let x = {}1", many(10_000, "-")),
        format!("let x = {}true", many(10_000, "not ")),
        format!("let x = \"{}\"", many(50_000, "\\(1)")),
        format!("let a0 = 1\n{}", chain.join("\n")),
        many(20_000, "service x { image \"a:1\" }\n"),
        many(2_000, "param p int\n"),
    ] {
        let text = app(&inside);
        let _ = wharf::compile(&Memory::new([("main.app", text)]), &["main.app"], &Options::default());
    }
}

/// A statement's lines, with the comments before them.
fn statements(lines: &[&str], indent: usize) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    let (mut waiting, mut in_text) = (Vec::new(), false);
    for line in lines {
        let depth = line.len() - line.trim_start().len();
        let here = !in_text && depth == indent;
        let comment = here && line.trim_start().starts_with('/');
        let closes = line.trim_start().starts_with(['}', ']', ')']);
        match out.last_mut() {
            _ if comment => waiting.push((*line).to_owned()),
            Some(last) if !here || closes => last.push((*line).to_owned()),
            _ => {
                waiting.push((*line).to_owned());
                out.push(std::mem::take(&mut waiting));
            }
        }
        in_text ^= line.matches("\"\"\"").count() % 2 == 1;
    }
    out
}

/// The formatted source with the statements of its app, and of the blocks whose order means
/// nothing, in another order.
fn shuffled(formatted: &str, dice: &mut Dice) -> String {
    let lines: Vec<&str> = formatted.lines().collect();
    let open = lines.iter().position(|l| l.starts_with("app ")).unwrap();
    let close = lines.iter().rposition(|l| *l == "}").unwrap();
    let mut all = statements(&lines[open + 1..close], 2);
    for statement in &mut all {
        let head = statement.iter().position(|l| !l.trim_start().starts_with('/')).unwrap();
        let word = statement[head].trim_start().split(' ').next().unwrap().to_owned();
        let block = statement.len() > head + 2 && statement.last().is_some_and(|l| l == "  }");
        if block && ["service", "job", "config", "secrets", "route"].contains(&word.as_str()) {
            let inner: Vec<&str> = statement[head + 1..statement.len() - 1].iter().map(String::as_str).collect();
            let mut inside = statements(&inner, 4);
            dice.shuffle(&mut inside);
            let mut new = statement[..=head].to_vec();
            new.extend(inside.concat());
            new.push(String::from("  }"));
            *statement = new;
        }
    }
    dice.shuffle(&mut all);
    let mut out: Vec<String> = lines[..=open].iter().map(|l| (*l).to_owned()).collect();
    out.extend(all.concat());
    out.extend(lines[close..].iter().map(|l| (*l).to_owned()));
    out.join("\n") + "\n"
}

/// The order of declarations is how the author thinks, and nothing else.
#[test]
fn the_order_of_declarations_changes_no_output() {
    let mut moved = 0;
    for project in examples() {
        let source = wharf::format(&project.entry, &project.source()).unwrap();
        let expected = project.outputs(&source);
        for seed in 0..8 {
            let text = shuffled(&source, &mut Dice(seed));
            moved += usize::from(text != source);
            let strip = |t: &str| {
                let mut all: Vec<String> = t.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect();
                all.sort();
                all
            };
            assert_eq!(strip(&text), strip(&source), "a line was lost by the test itself");
            for ((path, found), (_, due)) in project.outputs(&text).iter().zip(&expected) {
                assert_eq!(found, due, "{}: {path}, of\n{text}", project.name);
            }
        }
    }
    // One example has a single statement.
    assert!(moved >= 32, "only {moved} programs were in another order");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for project in examples() {
        assert_eq!(project.outputs(&project.source()), project.outputs(&project.source()), "{}", project.name);
    }
}

#[test]
fn formatting_changes_no_output() {
    for project in examples() {
        let source = project.source();
        // Formatted already, they would show nothing: so the spaces are thrown about first.
        let untidy: String =
            source.lines().map(|l| if l.ends_with('{') { format!("{l}  \n\n\n") } else { format!("{l}\n") }).collect();
        let tidy = wharf::format(&project.entry, &untidy).unwrap();
        assert_ne!(tidy, untidy);
        assert_eq!(project.outputs(&untidy), project.outputs(&tidy), "{}", project.name);
    }
}
