//! Newlines, separators and brackets: what ends what.

use super::{check, faults};

#[test]
fn the_innermost_bracket_decides_about_newlines() {
    check(
        "a = (1\n + 2)\nb [\n1\n2, 3,\n4\n]\nc { x\ny; z }",
        "a = (<Add 1 2>)\nb [1, 2, 3, 4]\nc {\n  x\n  y\n  z\n}",
    );
    check("x = f(\n  a,\n  b: [\n    1\n    2\n  ],\n)", "x = f(a, b: [1, 2])");
    check("x = {\n a = 1\n \"b\" = 2, c { d = 3 }\n}", "x = {a = 1, \"b\" = 2, c = {d = 3}}");
}

#[test]
fn a_line_goes_on_after_an_operator() {
    check(
        "a =\n 1 +\n 2 ??\n\n 3\n\"/\" ->\n b\nc = d and\n e\nfor k,\n v in x { }",
        "
        a = <Coalesce <Add 1 2> 3>
        \"/\" -> b
        c = <And d e>
        for k,v in x {}",
    );
    // `..` may end a range, and outside of expressions `or` is a word.
    check("cpu 250m..\nmemory 1Gi\nallow this or\nnext", "cpu 250m..\nmemory 1073741824B\nallow this or\nnext");
}

#[test]
fn else_may_start_a_line() {
    check(
        "if a { b }\nelse if c { d }\n\n// why\nelse { e }\nx = if a then b\n else c",
        "
        if a {
          b
        }
        else if c {
          d
        }
        else {
          e
        }
        x = <if a b c>",
    );
    check("a\nelse = 1", "a\nelse = 1");
}

#[test]
fn words_before_an_equals_sign_are_keys() {
    check(
        "env { if = \"1\"; let = 2; for = 3; else = 4; use = 5; param = 6; template = 7; not = 8 }",
        "
        env {
          if = \"1\"
          let = 2
          for = 3
          else = 4
          use = 5
          param = 6
          template = 7
          not = 8
        }",
    );
    check("x = {if = 1, in = 2}", "x = {if = 1, in = 2}");
    check(
        "spec { template { spec { a } } }\nfor 5min",
        "spec {\n  template {\n    spec {\n      a\n    }\n  }\n}\nfor 300000ms",
    );
}

#[test]
fn a_brace_is_a_map_after_a_sign_and_a_block_elsewhere() {
    check(
        "a = { b = 1 } { c }\nd -> { e = 1 }\nf ({ g = 1 }) [{ h = 2 }] { i }",
        "
        a = {b = 1} {
          c
        }
        d -> {e = 1}
        f ({g = 1}) [{h = 2}] {
          i
        }",
    );
    check(
        "x = a ?? { b = 1 }\ny = if a then { } else { b = 1 }\nz = f(k: { a = 1 }, { })",
        "
        x = <Coalesce a {b = 1}>
        y = <if a {} {b = 1}>
        z = f(k: {a = 1}, {})",
    );
    check(
        "if a == ({ b = 1 }) { c }\nfor x in ({ a = 1 }) { c }",
        "
        if <Eq a ({b = 1})> {
          c
        }
        for x in ({a = 1}) {
          c
        }",
    );
    check("memory 1Gi.. { a }", "memory 1073741824B.. {\n  a\n}");
}

#[test]
fn suffixes_are_tight() {
    check("a f (x)\nb f(x) [1] c[2].d(3)", "a f (x)\nb f(x) [1] c[2].d(3)");
    faults("x = a .b", "W0005@1:7 no space stands before `.`", "x = a.b");
    faults("x = f (y)", "W0005@1:7 a call has no space before its `(`", "x = <error>");
}

#[test]
fn documentation_belongs_to_the_statement_that_follows() {
    check("/// a\n///  b\n\n// no\n/// c\nx\n//// no\ny /// no", "/// \"a\\n b\\nc\"\nx\ny");
    check("a {\n  x\n  /// dangling\n}", "a {\n  x\n}");
}

#[test]
fn a_brace_on_its_own_line_is_joined() {
    let parsed = faults(
        "service a\n{\n  x\n}\nservice b // why\n{ y }\nz { }",
        "W0009@2:1 `{` stands on the line of the statement that it belongs to
         W0009@6:1 `{` stands on the line of the statement that it belongs to",
        "service a {\n  x\n}\nservice b {\n  y\n}\nz {}",
    );
    let text = "service a\n{\n  x\n}\nservice b // why\n{ y }\nz { }";
    assert_eq!(
        super::apply(text, &parsed.diagnostics[0].fixes[0]),
        "service a {\n  x\n}\nservice b // why\n{ y }\nz { }"
    );
    assert_eq!(
        super::apply(text, &parsed.diagnostics[1].fixes[0]),
        "service a\n{\n  x\n}\nservice b { // why\n y }\nz { }"
    );
    faults("a { }\n{ b }", "W0005@2:1 a block belongs to a statement", "a {}\n<error>");
}

#[test]
fn indentation_finds_the_bracket_that_is_not_closed() {
    let parsed = faults(
        "app x {\n  service a {\n    image \"i\"\n  service b {\n    port 1\n  }\n}\nnext { y }",
        "W0006@2:13 this `{` is not closed",
        "app x {\n  service a {\n    image \"i\"\n  }\n  service b {\n    port 1\n  }\n}\nnext {\n  y\n}",
    );
    assert_eq!(parsed.diagnostics[0].labels.len(), 1);
    faults(
        "a {\n  args [\"x\", \"y\"\n  b f(1, 2\n  c d\n}\ne { g = h(1 }\n",
        "W0006@2:8 this `[` is not closed
         W0006@3:6 this `(` is not closed
         W0006@6:10 this `(` is not closed",
        "a {\n  args [\"x\", \"y\"]\n  b f(1, 2)\n  c d\n}\ne {\n  g = h(1)\n}",
    );
    faults("a {\nb {\nc\n}", "W0006@1:3 this `{` is not closed", "a {\n  b {\n    c\n  }\n}");
    faults("template t(a int { x }", "W0006@1:11 this `(` is not closed", "template t(a: int) {\n  x\n}");
}

#[test]
fn closing_brackets_without_an_opening_one() {
    faults("a { b }\n}\nc { d }", "W0007@2:1 this `}` has no `{`", "a {\n  b\n}\nc {\n  d\n}");
    faults("a {\n  b 1\n  }\n  c 2\n}", "W0007@3:3 this `}` has no `{`", "a {\n  b 1\n  c 2\n}");
    faults("a ) b ] c", "W0007@1:3 this `)` has no `(`\nW0007@1:7 this `]` has no `[`", "a b c");
    faults("x = \"\\(a})\"", "W0007@1:9 this `}` has no `{`", "x = \\a");
}
