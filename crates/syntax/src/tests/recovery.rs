//! Broken texts: one run reports every fault, and what is whole stays in the tree.

use super::faults;

#[test]
fn several_faults_in_one_file_are_all_found() {
    faults(
        r#"
        service api {
          image = = "x"
          port http
          env { A = ; B = "b" }
          scale 2 + 3
        }
        service web { port 80 }
        "#,
        r#"
        W0005@3:19 expected a value after `=`, found `=`
        W0005@5:20 expected a value after `=`, found the end of the statement
        W0005@6:19 an argument with the operator `+` stands in parentheses
        "#,
        r#"
        service api {
          image = <error>
          port http
          env {
            A = <error>
            B = "b"
          }
          scale 2 <error>
        }
        service web {
          port 80
        }
        "#,
    );
}

/// The slips of people who come from other languages: each has words of its own, is read as it was
/// meant, and its safe fix gives a text without a fault.
#[test]
fn slips_are_understood() {
    for (text, problem, meant, fixed) in [
        (
            "env { A: \"x\" }",
            "W0005@1:8 a name and its value are separated by `=`, not by `:`",
            "env {\n  A = \"x\"\n}",
            "env { A = \"x\" }",
        ),
        ("x = {a: 1}", "W0005@1:7 a name and its value are separated by `=`, not by `:`", "x = {a = 1}", "x = {a = 1}"),
        (
            "env { A == 1 }",
            "W0005@1:9 a name and its value are separated by `=`, not by `==`",
            "env {\n  A = 1\n}",
            "env { A = 1 }",
        ),
        (
            "if a = b { }",
            "W0005@1:6 values are compared with `==`; `=` gives a value",
            "if <Eq a b> {}",
            "if a == b { }",
        ),
        ("x = f(a = 1)", "W0005@1:9 an argument's name is followed by `:`, not by `=`", "x = f(a: 1)", "x = f(a : 1)"),
        ("port 80,", "W0005@1:8 a statement ends with its line, without a `,`", "port 80", "port 80"),
        (
            "a { every 1s, timeout 2s }",
            "W0005@1:13 statements on one line are separated by `;`, not by `,`",
            "a {\n  every 1000ms\n  timeout 2000ms\n}",
            "a { every 1s; timeout 2s }",
        ),
        ("x 'it'", "W0005@1:3 strings stand in straight double quotes", "x \"it\"", "x \"it\""),
        ("x “it”", "W0005@1:3 strings stand in straight double quotes", "x \"it\"", "x \"it\""),
        ("x # why", "W0005@1:3 a comment begins with `//`, not with `#`", "x", "x // why"),
        ("x /* why */", "W0005@1:3 comments begin with `//` and end with their line", "x", "x // why"),
        ("x = a && b", "W0005@1:7 `and` is written here, not `&&`", "x = <And a b>", "x = a and b"),
        ("x = a || b", "W0005@1:7 `or` is written here, not `||`", "x = <Or a b>", "x = a or b"),
        ("x = !b", "W0005@1:5 `not` is written here, not `!`", "x = <not b>", "x = not b"),
        ("\"/\" => web.http", "W0005@1:5 `->` is written here, not `=>`", "\"/\" -> web.http", "\"/\" -> web.http"),
        ("x = a .b", "W0005@1:7 no space stands before `.`", "x = a.b", "x = a.b"),
    ] {
        let parsed = faults(text, problem, meant);
        let fix = &parsed.diagnostics[0].fixes[0];
        assert_eq!(super::apply(text, fix), fixed);
        super::check(fixed, meant);
    }
    // No fix is safe where the word may be one of the language.
    let parsed = faults(
        "image: \"nginx\"",
        "W0005@1:6 a name and its value are separated by `=`, not by `:`",
        "image \"nginx\"",
    );
    assert!(parsed.diagnostics[0].fixes.iter().all(|f| f.applicability == wharf_diagnostics::Applicability::Unsure));
}

#[test]
fn a_block_stays_whatever_stands_before_it() {
    faults(
        "service api = + { }\nservice web = x y { port 80 }\nservice db (a { port = }\nservice q. { port 1 }",
        "W0005@1:15 expected a value after `=`, found `+`
         W0005@2:17 expected the end of the statement, found `y`
         W0006@3:12 this `(` is not closed
         W0005@3:23 expected a value after `=`, found the end of the statement
         W0005@4:12 expected a name after `.`, found a block",
        "
        service api = <error>
        service web = <error> {
          port 80
        }
        service db (a) {
          port = <error>
        }
        service q <error> {
          port 1
        }",
    );
}

#[test]
fn an_operator_at_the_end_of_a_line_takes_the_next() {
    faults(
        "x = a +\ny = 1\nz = 2",
        "W0005@1:7 expected a value after `+`, found the end of the line",
        "x = <Eq <Add a y> 1>\nz = 2",
    );
}

/// What a torn string has swallowed is no second fault.
#[test]
fn a_torn_string_takes_its_brackets_along() {
    faults(
        "a {\n  env { B = \"x }\n  args [f(\"y)]\n  c d\n}",
        "W0002@2:13 this string is not closed on its line\nW0002@3:11 this string is not closed on its line",
        "a {\n  env {\n    B = <error>\n  }\n  args [f(<error>)]\n  c d\n}",
    );
    // The bracket that it swallowed was opened on another line.
    faults(
        "a {\n  b \"x }\nc {\n  d \"\\(e }\"\n}",
        "W0002@2:5 this string is not closed on its line
         W0002@4:5 this string is not closed: an interpolation in it is still open",
        "a {\n  b <error>\n}\nc {\n  d <error>\n}",
    );
    // It is text where the brackets balance without it.
    faults(
        "a { B = \"x }\n  C = 1\n}",
        "W0002@1:9 this string is not closed on its line",
        "a {\n  B = <error>\n  C = 1\n}",
    );
    faults(
        "a {\n  b {\n    c = \"\"\"\n      text\n  }\n}\n",
        "W0002@3:9 this block string is not closed",
        "a {\n  b {\n    c = <error>\n  }\n}",
    );
}

/// What follows a character that nothing begins with is no second fault.
#[test]
fn a_stray_character_stands_for_what_is_missing() {
    faults("memory @", "W0001@1:8 unexpected `@`", "memory <error>");
    faults("x = a @ b\ny ^2", "W0001@1:7 unexpected `@`\nW0001@2:3 unexpected `^`", "x = <error>\ny <error> 2");
    faults("memory $size", "W0001@1:8 unexpected `$`", "memory size");
    faults("@ x\ny", "W0001@1:1 unexpected `@`", "<error>\ny");
}

#[test]
fn arguments_may_have_commas_between_them() {
    // Words in a list, and what they are for; a word and a text after anything else are a statement.
    super::check("can get, update, patch \"apps/x\"", "can get update patch \"apps/x\"");
    faults(
        "port 80, image \"x\"",
        "W0005@1:8 statements on one line are separated by `;`, not by `,`",
        "port 80\nimage \"x\"",
    );
    super::check(
        "targets compose, kubernetes\ncan get, list pods { a 1, -2 }",
        "targets compose kubernetes\ncan get list pods {\n  a 1 <- 2>\n}",
    );
    faults("a b,\nc", "W0005@1:4 a statement ends with its line, without a `,`", "a b\nc");
    faults("a, b", "W0005@1:2 no `,` stands here", "a b");
    faults("a b,, c", "W0005@1:4 no `,` stands here", "a b c");
    faults("a = b, c", "W0005@1:6 no `,` stands here", "a = <error>");
}
