//! Expressions, statements and types as trees.

use super::{check, faults};

#[test]
fn precedence() {
    for (text, expected) in [
        (
            "a ?? b or c and not d == e .. f + g * -h",
            "<Coalesce a <Or b <And c <not <Eq d e..<Add f <Mul g <- h>>>>>>>>",
        ),
        ("a - b - c", "<Sub <Sub a b> c>"),
        ("a / b * c", "<Mul <Div a b> c>"),
        ("not not a in [b]", "<not <not <In a [b]>>>"),
        ("-a.b(c)[d]", "<- a.b(c)[d]>"),
        ("a ?? b ?? c", "<Coalesce <Coalesce a b> c>"),
        ("if a then b else if c then d else e", "<if a b <if c d e>>"),
        ("if if a then b else c then d else e", "<if <if a b c> d e>"),
        ("not (a)", "<not (a)>"),
        ("not(a) and(b)", "<And <not (a)> (b)>"),
        ("1.. ", "1.."),
        ("f()", "f()"),
        ("f(a, b: c,)", "f(a, b: c)"),
        ("as", "as"),
    ] {
        check(&format!("x = {text}"), &format!("x = {expected}"));
    }
}

#[test]
fn arguments_are_ranges_of_postfix_terms() {
    check("scale 2..10 on cpu 70%", "scale 2..10 on cpu 7000%%");
    check("port http 8080 publish \"127.0.0.1:5433\"", "port http 8080 publish \"127.0.0.1:5433\"");
    check("x -1 - 2 a.b f(y) [1] (1 + 2)", "x <- 1> <- 2> a.b f(y) [1] (<Add 1 2>)");
    check("ready exec [\"pg_isready\", \"-U\", \"postgres\"]", "ready exec [\"pg_isready\", \"-U\", \"postgres\"]");
    check("needs if not in", "needs if not in");
}

#[test]
fn statement_forms() {
    check("use \"a.app\" as b", "use \"a.app\" b");
    check("let a = 1 + 2", "let a = <Add 1 2>");
    check("param a int", "param a: int");
    check("param a \"free\" | \"pro\"? = \"free\"", "param a: \"free\" | \"pro\"? = \"free\"");
    check("param a list(map(string)?) in 1..5 = 3", "param a: list(map(string)?) in 1..5 = 3");
    check("template t(a int = 1, b string,) { x a }", "template t(a: int = 1, b: string) {\n  x a\n}");
    check("template t() { }", "template t() {}");
    check("(a + b) = 1\n(c) d { }", "(<Add a b>) = 1\n(c) d {}");
    check("\"/\" -> web.http { timeout 30s }", "\"/\" -> web.http {\n  timeout 30000ms\n}");
    check("for i, x in [1, 2] { a }", "for i,x in [1, 2] {\n  a\n}");
}

#[test]
fn broken_forms_say_what_was_due() {
    for (text, problem, tree) in [
        ("let 5 = 3", "W0005@1:5 expected a name after `let`, found the number `5`", "<error>"),
        ("let a 5", "W0005@1:7 expected `=` after `a`, found the number `5`", "let a = <error>"),
        ("let a =", "W0005@1:8 expected a value after `=`, found the end of the statement", "let a = <error>"),
        ("use base as b", "W0005@1:5 expected the path of a file after `use`, found `base`", "<error>"),
        ("use \"b\" b", "W0005@1:9 expected `as` after `\"b\"`, found `b`", "<error>"),
        ("param p = 3", "W0005@1:9 expected a type after `p`, found `=`", "param p: <error> = 3"),
        ("template t { x }", "W0005@1:12 expected `(` after `t`, found a block", "template t() {\n  x\n}"),
        ("for x { y }", "W0005@1:7 expected `in` after `x`, found a block", "for x in <error> {\n  y\n}"),
        ("if { y }", "W0005@1:4 expected a value before this block", "if <error> {\n  y\n}"),
        ("if a", "W0005@1:5 expected an operator or `{` after `a`, found the end of the statement", "if a {}"),
        ("x = if a then b", "W0005@1:16 expected `else` after `b`, found the end of the statement", "x = <error>"),
        ("x = if a b", "W0005@1:10 expected `then` after `a`, found `b`", "x = <error>"),
        ("x = a +", "W0005@1:8 expected a value after `+`, found the end of the statement", "x = <error>"),
        ("x = db.", "W0005@1:8 expected a name after `.`, found the end of the statement", "x = <error>"),
        ("x = a < b < c", "W0005@1:11 comparisons cannot be chained", "x = <error>"),
        ("x = [1 2, 3]", "W0005@1:8 expected `,` or the end of the list, found the number `2`", "x = [<error>, 3]"),
        ("x = f(a b, c)", "W0005@1:9 expected `,` or `)`, found `b`", "x = f(<error>, c)"),
        ("x = (1, 2)", "W0005@1:7 expected `)`, found `,`", "x = (<error>)"),
        ("x = ()", "W0005@1:5 expected an expression between `(` and `)`", "x = (<error>)"),
        ("x = [1,,2]", "W0005@1:8 expected a value before this `,`", "x = [1, 2]"),
        ("x = {a 1, b = 2}", "W0005@1:8 expected `=` after `a`, found the number `1`", "x = {a = <error>, b = 2}"),
        ("x 1 + 2 { y }", "W0005@1:5 an argument with the operator `+` stands in parentheses", "x 1 <error> {\n  y\n}"),
        ("port(80)", "W0005@1:5 the first word of a statement is not called", "port <error>"),
        ("x { } y { }", "W0005@1:7 expected the end of the statement, found `y`", "x {}"),
        ("= 5", "W0005@1:1 expected a name before this `=`", "<error>"),
        ("a -> b -> c { d }", "W0005@1:8 expected the end of the statement, found `->`", "a -> <error> {\n  d\n}"),
    ] {
        faults(text, problem, tree);
    }
}
