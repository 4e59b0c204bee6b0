//! Brackets, lines and separators.

use wharf_diagnostics::{Applicability, Diagnostic, Edit, Fix, Span, codes};

use crate::token::{Bracket, Shape};

pub(crate) fn nested_too_deep(span: Span, bound: usize) -> Diagnostic {
    Diagnostic::new(codes::NESTED_TOO_DEEP, span, format!("brackets are nested more than {bound} deep"))
        .label("what stands in here is not read")
}

pub(crate) fn expression_too_long(span: Span, bound: usize) -> Diagnostic {
    let start = Span { end: span.end.min(span.start.saturating_add(1)), ..span };
    Diagnostic::new(
        codes::NESTED_TOO_DEEP,
        start,
        format!("this has more than {bound} levels of operators and brackets"),
    )
    .help("give a part of it a name with `let`")
}

pub(crate) fn unmatched_bracket(span: Span, bracket: Bracket) -> Diagnostic {
    let (open, close) = (bracket.open(), bracket.close());
    Diagnostic::new(codes::UNMATCHED_BRACKET, span, format!("this `{close}` has no `{open}`")).unsure_fix(
        format!("remove the `{close}`"),
        span,
        "",
    )
}

/// `end` is where the text before the place ends that shows the bracket to be missing.
pub(crate) fn unclosed_bracket(open: Span, bracket: Bracket, end: Span) -> Diagnostic {
    let (left, right) = (bracket.open(), bracket.close());
    Diagnostic::new(codes::UNCLOSED_BRACKET, open, format!("this `{left}` is not closed"))
        .label(format!("`{left}` opens here"))
        .also(end, format!("`{right}` expected here at the latest"))
}

pub(crate) fn and_more_unclosed(d: Diagnostic, more: usize) -> Diagnostic {
    match more {
        0 => d,
        1 => d.note("one more bracket around it is not closed"),
        n => d.note(format!("{n} more brackets around it are not closed")),
    }
}

/// `before` is the end of what the block belongs to.
pub(crate) fn brace_on_own_line(before: Span, brace: Span, comment_between: bool) -> Diagnostic {
    let edits = if comment_between {
        vec![Edit { span: before, text: " {".into() }, Edit { span: brace, text: String::new() }]
    } else {
        vec![Edit { span: Span { end: brace.end, ..before }, text: " {".into() }]
    };
    let mut d =
        Diagnostic::new(codes::BRACE_ON_OWN_LINE, brace, "`{` stands on the line of the statement that it belongs to")
            .label("a line of its own would begin a new statement")
            .also(before, "belongs here");
    d.fixes.push(Fix { title: "join the lines".into(), edits, applicability: Applicability::Safe });
    d
}

pub(crate) fn space_before_dot(gap: Span, dot: Span) -> Diagnostic {
    Diagnostic::new(codes::SYNTAX, dot, "no space stands before `.`").fix("remove the space", gap, "")
}

pub(crate) fn nothing_before_comma(span: Span) -> Diagnostic {
    Diagnostic::new(codes::SYNTAX, span, "expected a value before this `,`").fix("remove the `,`", span, "")
}

pub(crate) fn comma_ends_statement(span: Span) -> Diagnostic {
    Diagnostic::new(codes::SYNTAX, span, "a statement ends with its line, without a `,`").fix(
        "remove the `,`",
        span,
        "",
    )
}

pub(crate) fn comma_between_statements(span: Span) -> Diagnostic {
    Diagnostic::new(codes::SYNTAX, span, "statements on one line are separated by `;`, not by `,`").fix(
        "write `;`",
        span,
        ";",
    )
}

pub(crate) fn misplaced_comma(span: Span) -> Diagnostic {
    Diagnostic::new(codes::SYNTAX, span, "no `,` stands here")
        .label("it may stand between two arguments, and in lists, maps and calls")
        .unsure_fix("remove the `,`", span, "")
}

pub(crate) fn empty_group(span: Span, shape: Shape) -> Diagnostic {
    let title = match shape {
        Shape::Interp => "nothing stands in this interpolation",
        Shape::Index => "expected an index between `[` and `]`",
        Shape::TypeArg => "expected a type between `(` and `)`",
        _ => "expected an expression between `(` and `)`",
    };
    Diagnostic::new(codes::SYNTAX, span, title)
}
