//! What must hold of every program: the compiler always ends and never panics, the order of
//! declarations shows nowhere, the same input gives the same bytes, and neither does formatting
//! change an output.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;

use proptest::prelude::*;
use wharf::{Memory, Options};
use wharf_tests::{Dice, below, examples, mutate};

/// The sources of the case files.
fn cases() -> Vec<String> {
    let files = below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/cases")));
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a program, the compiler gives an answer.
    #[test]
    fn no_text_makes_the_compiler_panic(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let (examples, cases) = (examples(), cases());
        if dice.roll(3) == 0 {
            let project = &examples[dice.roll(examples.len())];
            let text = mutate(&project.source(), &mut dice);
            let _ = project.compile(&text, &Options { all_environments: true, ..Options::default() });
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
