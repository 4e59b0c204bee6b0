//! Services that live elsewhere.

use wharf_diagnostics::{Diagnostic, Span, codes};

use super::at;

pub(crate) fn says_more(word: &str, span: Span) -> Diagnostic {
    let message = format!("`{word}` does not stand in a service that lives elsewhere");
    at(codes::MISPLACED_WORD, span, message, "it is there already").help("only its ports are said: `port sql 5432`")
}

pub(crate) fn port_of_pods(span: Span) -> Diagnostic {
    at(
        codes::WRONG_FORM,
        span,
        "a port of a service that lives elsewhere has one number",
        "nothing is opened for it here",
    )
}

pub(crate) fn without_port(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "nothing leads to a service without a port", "no `port`")
        .help("for example: port sql 5432")
}

pub(crate) fn bad_address(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "the address is malformed", "one host, such as `db.example.com`, or `192.0.2.7`")
}

pub(crate) fn of_this_machine(address: &str, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, format!("`{address}` is not elsewhere"), "every container is that itself")
}

pub(crate) fn needed(name: &str, span: Span, declared: Span) -> Diagnostic {
    at(codes::WRONG_KIND, span, format!("`{name}` lives elsewhere: nothing here starts it"), "no order of starts")
        .also(declared, "it is `external`")
        .help("a program asks again until it is answered; an environment takes it away with `remove needs NAME`")
}

pub(crate) fn routed(name: &str, span: Span, declared: Span) -> Diagnostic {
    at(
        codes::WRONG_KIND,
        span,
        format!("`{name}` lives elsewhere, and a route leads to services of the app"),
        "not of the app",
    )
    .also(declared, "it is `external`")
    .help("`redirect PATH TO` sends requests there")
}
