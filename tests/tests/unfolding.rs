//! What must hold of templates, loops, conditions and environments: neither the form of a text nor
//! the order of its declarations changes what it means, what is brought in means what it means where
//! it is written out, and every unfolding ends.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use wharf::{Compiled, Memory, Options};
use wharf_tests::{Dice, Node, Program, errors, mutate, outputs};

/// However long a text makes the compiler unfold. The bounds let the release build take a few
/// seconds at most; this is a debug build on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(60);

fn compile(files: &[(String, String)]) -> Compiled {
    let options = Options { all_environments: true, ..Options::default() };
    let start = Instant::now();
    let compiled = wharf::compile(&Memory::new(files.iter().cloned()), &["main.app"], &options);
    assert!(start.elapsed() < PATIENCE, "it took {:?}:\n{}", start.elapsed(), shown(files));
    compiled
}

fn shown(files: &[(String, String)]) -> String {
    files.iter().map(|(name, text)| format!("--- {name}\n{text}")).collect()
}

/// The diagnostics without their places; texts that they quote without spaces.
fn findings(compiled: &Compiled) -> Vec<String> {
    let tight = |m: &str| m.split_whitespace().collect::<String>();
    let mut all: Vec<String> =
        compiled.report.diagnostics.iter().map(|d| format!("{} {}", d.code, tight(&d.message))).collect();
    all.sort();
    all
}

/// The outputs of a program that is right.
fn right(files: &[(String, String)]) -> Result<Vec<(String, String)>, TestCaseError> {
    let compiled = compile(files);
    let wrong = errors(&compiled);
    if wrong.is_empty() {
        return Ok(outputs(&compiled));
    }
    Err(TestCaseError::fail(format!("{}\n{}", wrong.join("\n"), shown(files))))
}

fn same(
    found: &[(String, String)],
    due: &[(String, String)],
    files: &[(String, String)],
    others: &[(String, String)],
) -> Result<(), TestCaseError> {
    let paths = |all: &[(String, String)]| all.iter().map(|(p, _)| p.clone()).collect::<Vec<_>>();
    prop_assert_eq!(paths(found), paths(due), "{}\n=== and\n{}", shown(files), shown(others));
    for ((path, found), (_, due)) in found.iter().zip(due) {
        prop_assert_eq!(found, due, "{}\n{}\n=== and\n{}", path, shown(files), shown(others));
    }
    Ok(())
}

/// The outputs of one environment, as if it were the app itself.
fn of(all: &[(String, String)], folder: &str) -> Vec<(String, String)> {
    let prefix = format!("{folder}/");
    all.iter().filter_map(|(p, text)| Some((p.strip_prefix(&prefix)?.to_owned(), text.clone()))).collect()
}

/// The only service of that name.
fn service<'p>(program: &'p mut Program, name: &str) -> &'p mut Node {
    let head = format!("service {name}");
    program.app().iter_mut().find(|n| n.head == head).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_changes_no_meaning(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut files = Program::random(&mut dice).files();
        if dice.roll(2) == 0 {
            for (_, text) in &mut files {
                *text = mutate(text, &mut dice);
            }
        }
        let formatted: Result<Vec<_>, _> =
            files.iter().map(|(name, text)| wharf::format(name, text).map(|t| (name.clone(), t))).collect();
        // What does not parse is not formatted.
        let Ok(formatted) = formatted else { return Ok(()) };
        let (before, after) = (compile(&files), compile(&formatted));
        prop_assert_eq!(findings(&before), findings(&after), "{}\n=== and\n{}", shown(&files), shown(&formatted));
        same(&outputs(&before), &outputs(&after), &files, &formatted)?;
    }

    #[test]
    fn the_order_of_declarations_shows_nowhere(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let program = Program::random(&mut dice);
        let (files, other) = (program.files(), program.shuffled(&mut dice).files());
        same(&right(&other)?, &right(&files)?, &other, &files)?;
    }

    #[test]
    fn no_program_makes_the_compiler_panic(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut files = Program::random(&mut dice).files();
        for (_, text) in &mut files {
            *text = mutate(text, &mut dice);
        }
        compile(&files);
    }

    /// Statements that mean nothing in an environment, for the blocks of an app and of a service.
    #[test]
    fn an_environment_that_changes_nothing_is_the_app(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut program = Program::random(&mut dice);
        let idle = [
            Vec::new(),
            vec![Node::line("tag = tag")],
            vec![Node::block("if false", vec![Node::line("namespace \"other\"")])],
            vec![Node::block("for x in []", vec![Node::line("namespace x")])],
            vec![Node::block("service s0", Vec::new())],
            vec![Node::block("service s0", vec![Node::block("env", Vec::new())])],
            vec![Node::block("service s0", vec![Node::block("if false", vec![Node::line("scale 9")])])],
            vec![Node::line("let unused-here = 1"), Node::line("allow W0801 \"nobody reads it\"")],
        ];
        // The second gives a param its own value, which is a cycle and no way to say nothing.
        let chosen = dice.pick(&[0, 2, 3, 4, 5, 6, 7]).to_owned();
        let nothing = idle.get(chosen).unwrap().clone();
        program.app().push(Node::block("environment idle", nothing));
        let files = program.files();
        let all = right(&files)?;
        let (base, idle) = (of(&all, "a"), of(&all, "a.idle"));
        prop_assert!(!base.is_empty());
        same(&idle, &base, &files, &files)?;
    }

    /// What is brought and taken away at once: it is refused, or it was never there.
    #[test]
    fn added_and_removed_is_nothing(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut program = Program::random(&mut dice);
        let brought = Node::block("add service q", vec![Node::line("image \"acme/q:1\""), Node::line("user 1")]);
        let inside = |all: Vec<Node>| Node::block("service s0", all);
        let pairs = [
            vec![brought.clone(), Node::line("remove service q")],
            vec![Node::line("add setting Q string = \"q\""), Node::line("remove setting Q")],
            vec![Node::line("add volume q 1Gi"), Node::line("remove volume q")],
            vec![inside(vec![Node::line("add port q 9999"), Node::line("remove port q")])],
            vec![inside(vec![
                Node::block("env", vec![Node::line("add Q = \"q\""), Node::line("remove Q")]),
            ])],
            vec![inside(vec![Node::line("add label \"q\" = \"q\""), Node::line("remove label \"q\"")])],
            vec![
                Node::block("if true", vec![brought]),
                Node::block("for x in [1]", vec![Node::line("remove service q")]),
            ],
        ];
        let mut pair = dice.pick(&pairs).clone();
        dice.shuffle(&mut pair);
        program.app().push(Node::block("environment idle", pair));
        let files = program.files();
        let compiled = compile(&files);
        if !compiled.report.has_errors() {
            let all = outputs(&compiled);
            same(&of(&all, "a.idle"), &of(&all, "a"), &files, &files)?;
        }
    }

    /// A template without params means its statements, wherever a part of them stands.
    #[test]
    fn a_template_means_its_statements(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let written = Program::random(&mut dice);
        let mut extended = written.clone();
        let block = service(&mut extended, "s0").block.as_mut().unwrap();
        dice.shuffle(block);
        let moved = block.split_off(dice.roll(block.len()));
        block.push(Node::line("extends moved"));
        let mut template = Node::block("template moved()", moved);
        if dice.roll(3) == 0 {
            // Through another template, and under a condition.
            extended.app().push(Node::block("template through()", vec![
                Node::block("if 1 < 2", vec![Node::line("extends moved()")]),
            ]));
            let block = service(&mut extended, "s0").block.as_mut().unwrap();
            block.pop();
            block.push(Node::line("extends through()"));
        } else if dice.roll(3) == 0 {
            template.head = String::from("template moved(unused int = 1)");
            template.block.as_mut().unwrap().push(Node::line("if unused > 1 { stop 9s }"));
        }
        extended.app().push(template);
        let (before, after) = (written.files(), extended.files());
        same(&right(&after)?, &right(&before)?, &after, &before)?;
    }
}

/// A program of one app, in which that stands.
fn app(inside: &str) -> Vec<(String, String)> {
    let text = format!("app a {{\n{inside}\nservice s {{ image \"a:1\"; user 1 }}\n}}\n");
    vec![(String::from("main.app"), text)]
}

fn codes(compiled: &Compiled) -> Vec<String> {
    compiled.report.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.code.to_string()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Loops in loops: beyond the bound there is one error, below it there is none; soon, in both.
    #[test]
    fn loops_end(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut inside = String::from("setting (\"S\\(x0)\") string = \"\"");
        let (mut product, mut statements) = (1_usize, 0_usize);
        let depth = 1 + dice.roll(6);
        for level in 0..depth {
            let count = *dice.pick(&[1, 2, 9, 60, 400, 100_000, 9_000_000_000_usize]);
            product = product.saturating_mul(count);
            statements = statements.saturating_add(product);
            inside = format!("for x{level} in 1..{count} {{ {inside} }}");
        }
        // In the app, in a template that is extended, or in an environment.
        let text = match dice.roll(3) {
            0 => inside.replace("\\(x0)", &(0..depth).map(|l| format!("_\\(x{l})")).collect::<String>()),
            1 => format!("template t() {{ {} }}\nextends t()", inside.replace("setting (\"S\\(x0)\") string = \"\"", "extends nothing()")) + "\ntemplate nothing() { }",
            _ => format!("environment e {{ {} }}", inside.replace("setting (\"S\\(x0)\") string = \"\"", "if false { namespace \"x\" }")),
        };
        let compiled = compile(&app(&text));
        let codes = codes(&compiled);
        if product > 100_000 {
            prop_assert_eq!(codes, vec![String::from("W0114")], "{}", text);
        } else if statements < 20_000 {
            prop_assert!(codes.is_empty(), "{codes:?} {text}");
        }
    }

    /// A `let` that comes back to itself, by way of others, of templates and of loops.
    #[test]
    fn cycles_are_found(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let count = 1 + dice.roll(40);
        let lets = |i: usize| {
            let next = (i + 1) % count;
            match i % 4 {
                0 => format!("let a{i} = a{next}"),
                1 => format!("let a{i} = \"x\\(a{next})\""),
                2 => format!("let a{i} = if true then a{next} else \"x\""),
                _ => format!("let a{i} = [a{next}][0]"),
            }
        };
        let templates = |i: usize| {
            let next = (i + 1) % count;
            match i % 3 {
                0 => format!("template t{i}() {{ extends t{next}() }}"),
                1 => format!("template t{i}() {{ if true {{ extends t{next}() }} }}"),
                _ => format!("template t{i}() {{ for x in [1, 2] {{ extends t{next}() }} }}"),
            }
        };
        let of_lets = dice.roll(2) == 0;
        let mut all: Vec<String> = (0..count).map(|i| if of_lets { lets(i) } else { templates(i) }).collect();
        dice.shuffle(&mut all);
        let used = if of_lets { "namespace a0" } else { "extends t0()" };
        let text = format!("{}\n{used}", all.join("\n"));
        let codes = codes(&compile(&app(&text)));
        prop_assert!(codes.iter().any(|c| c == "W0207" || c == "W0114"), "{codes:?}\n{text}");
        prop_assert!(codes.len() <= 2, "{codes:?}\n{text}");
    }
}

/// Values in values, deeper than a stack is.
#[test]
fn deep_values_end() {
    for (first, next) in [("[1]", "[@]"), ("{ k = 1 }", "{ k = @ }"), ("1..2", "[@, @][0]"), ("[1]", "[@] + [1]")] {
        let lets = (1..30_000).map(|i| format!("let a{i:05} = {}", next.replace('@', &format!("a{:05}", i - 1))));
        let text = format!("let a00000 = {first}\n{}\n", lets.collect::<Vec<_>>().join("\n"));
        compile(&app(&text));
    }
}

/// Little texts that would take forever, or more memory than there is.
#[test]
fn hostile_programs_end() {
    let doubled = |first: &str, next: fn(usize) -> String| {
        let all: Vec<String> = (1..60).map(|i| format!("let a{i} = {}", next(i - 1))).collect();
        format!("let a0 = {first}\n{}\nconfig c {{ k = \"\\(len(a59))\" }}", all.join("\n"))
    };
    let twice: Vec<String> =
        (0..60).map(|i| format!("template t{i}() {{ extends t{}(); extends t{}() }}", i + 1, i + 1)).collect();
    let wide: Vec<String> =
        (0..40).map(|i| format!("template w{i}() {{ for x in 1..30 {{ extends w{}() }} }}", i + 1)).collect();
    let deep: String = (0..100).map(|i| format!("template d{i}() {{ extends d{}() }}\n", i + 1)).collect();
    for text in [
        doubled("\"x\"", |i| format!("a{i} + a{i}")),
        doubled("\"x\"", |i| format!("\"\\(a{i})\\(a{i})\"")),
        doubled("\"x\"", |i| format!("join([a{i}, a{i}], a{i})")),
        doubled("[1]", |i| format!("a{i} + a{i}")),
        doubled("\"x\"", |i| format!("replace(a{i}, \"x\", \"xx\")")),
        format!("{}\ntemplate t60() {{ }}\nextends t0()", twice.join("\n")),
        format!("{}\ntemplate w40() {{ }}\nextends w0()", wide.join("\n")),
        format!("{deep}template d100() {{ }}\nextends d0()"),
        String::from("config c { for i in 1..9223372036854775807 { (\"k\\(i)\") = \"v\" } }"),
        String::from("for i in -9223372036854775807..9223372036854775807 { namespace \"x\" }"),
        String::from(
            "for i in 1..300 { for j in 1..300 { service (\"x\\(i)-\\(j)\") { image \"a:1\"; user 1; for k in 1..100 { env { (\"A\\(k)\") = \"1\" } } } } }",
        ),
    ] {
        let found = codes(&compile(&app(&text)));
        assert!(
            found.iter().any(|c| ["W0114", "W0102"].contains(&c.as_str())),
            "{found:?}\n{}",
            text.get(..200.min(text.len())).unwrap_or(&text)
        );
    }
}
