//! Statements and expressions: from what was due and what stood there to words. The slips that
//! people make who come from other languages have words of their own.

use wharf_diagnostics::{Diagnostic, FileId, Span, codes};

use crate::{
    parser::{Due, DueSet, Fault, Form, Slip},
    token::{Kw, Shape, Tok, TokSpan, span_of},
};

/// The row of tokens in which a fault lies.
pub(crate) struct Row<'a> {
    pub(crate) text: &'a str,
    pub(crate) file: FileId,
    pub(crate) shape: Shape,
    pub(crate) tokens: &'a [(Tok, TokSpan)],
}

impl Row<'_> {
    fn slice(&self, span: TokSpan) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The token before the byte `at`.
    fn before(&self, at: u32) -> Option<(Tok, TokSpan)> {
        self.tokens.iter().rev().find(|(_, s)| s.end <= at).copied()
    }

    fn at(&self, span: TokSpan) -> Option<(Tok, TokSpan)> {
        self.tokens.iter().find(|(_, s)| s.start == span.start).copied()
    }

    fn form(&self) -> Option<Form> {
        matches!(self.shape, Shape::File | Shape::Block).then(|| Form::of(self.tokens))
    }
}

fn syntax(span: Span, title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::SYNTAX, span, title)
}

/// The diagnostic for one fault.
pub(crate) fn fault(row: &Row<'_>, fault: Fault) -> Diagnostic {
    if let Some(slip) = fault.slip {
        return slipped(row, slip, span_of(fault.span));
    }
    let found = fault.found.and_then(|_| row.at(fault.span));
    if let Some((tok, at)) = found
        && let Some(d) = known(row, tok, at, fault.due)
    {
        return d;
    }
    let (title, label) = due(row, fault);
    let Some((tok, at)) = found else {
        // At the end of the row, the last token is what lacks something.
        let end = row.tokens.last().map_or(span_of(fault.span), |(_, s)| span_of(*s).at_end());
        if let Some((Tok::DotDot, dots)) = row.tokens.last() {
            return syntax(span_of(*dots), "expected a value on one side of `..`").label("such as `250m..` or `..1`");
        }
        return syntax(end, format!("{title}, found {}", end_of(row.shape))).label(label);
    };
    syntax(short(row, at), format!("{title}, found {}", describe(row, tok, at))).label(label)
}

fn slipped(row: &Row<'_>, slip: Slip, span: Span) -> Diagnostic {
    let spaced = |sign: &str| {
        let before = row.text.get(..span.start as usize).is_some_and(|t| t.ends_with(char::is_whitespace));
        let after = row.text.get(span.end as usize..).is_some_and(|t| t.starts_with(char::is_whitespace));
        format!("{}{sign}{}", if before { "" } else { " " }, if after { "" } else { " " })
    };
    match slip {
        Slip::Colon if row.shape == Shape::Args => {
            syntax(span, "an argument's name is followed by `:`, not by `=`").fix("write `:`", span, ":")
        }
        Slip::Colon => {
            let d = syntax(span, "a name and its value are separated by `=`, not by `:`");
            let name = row.tokens.first().map_or("", |(_, s)| row.slice(*s));
            if name.starts_with("\"/") {
                return syntax(span, "a path and where it leads are separated by `->`, not by `:`").unsure_fix(
                    "write `->`",
                    span,
                    spaced("->"),
                );
            }
            let is_key =
                row.shape == Shape::Map || name.starts_with('"') || name.starts_with(|c: char| c.is_ascii_uppercase());
            if is_key {
                d.fix("write `=`", span, spaced("="))
            } else {
                d.unsure_fix("write `=`", span, spaced("="))
                    .unsure_fix("remove the `:`", span, "")
                    .help("a word of the language takes its arguments without a sign: `memory 512Mi`")
            }
        }
        Slip::DoubleEquals => {
            syntax(span, "a name and its value are separated by `=`, not by `==`").fix("write `=`", span, "=")
        }
        Slip::SingleEquals => match open_operator(row, span) {
            Some((sign, text)) => syntax(sign, format!("expected a value after `{text}`, found the end of the line"))
                .note("after an operator the line goes on")
                .also(span, "so this `=` is read as part of it"),
            None => {
                let d = syntax(span, "values are compared with `==`; `=` gives a value");
                if matches!(row.form(), Some(Form::If | Form::For) | None) {
                    d.fix("write `==`", span, "==")
                } else {
                    d.unsure_fix("write `==`", span, "==")
                }
            }
        },
    }
}

/// Whether the text is surely a name of the user's, which takes `=`: quoted, computed or in capitals.
/// Any other word before a `:` may be a word of the language.
pub(crate) fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c == '"' || c == '(' || c.is_ascii_uppercase())
}

/// The operator at the end of the line before, if `eq` is the `=` of the first word of its line:
/// `x = a +` and then `y = 1`.
fn open_operator<'a>(row: &Row<'a>, eq: Span) -> Option<(Span, &'a str)> {
    let (_, key) = row.before(eq.start)?;
    let (tok, sign) = row.before(key.start)?;
    let broken = row.text.get(sign.end as usize..key.start as usize)?.contains('\n');
    let open = broken && (tok.is_infix_sign() || matches!(tok, Tok::Word(_) | Tok::Eq | Tok::Arrow));
    open.then(|| (span_of(sign), row.text.get(sign.start as usize..sign.end as usize).unwrap_or_default()))
}

/// The faults with words of their own.
fn known(row: &Row<'_>, tok: Tok, at: TokSpan, due: DueSet) -> Option<Diagnostic> {
    let span = span_of(at);
    let before = row.before(at.start);
    match tok {
        Tok::Group(Shape::Block, _) if matches!(row.form(), Some(Form::If | Form::For)) && due.has(Due::Value) => {
            let brace = Span { end: span.start + 1, ..span };
            Some(
                syntax(brace, "expected a value before this block")
                    .help("in the head of an `if` or a `for`, a map stands in parentheses: `({ a = 1 })`"),
            )
        }
        Tok::Group(Shape::Block, _) if before.is_none() => {
            let brace = Span { end: span.start + 1, ..span };
            Some(syntax(brace, "a block belongs to a statement").label("expected a word before this `{`"))
        }
        Tok::Group(Shape::Paren, _)
            if before.is_some_and(|(t, _)| matches!(t, Tok::Word(_))) && due.has(Due::Operator) =>
        {
            let (_, name) = before?;
            let gap = Span { start: name.end, end: at.start, file: row.file };
            let d = syntax(Span { end: span.start + 1, ..span }, "a call has no space before its `(`");
            Some(d.fix("remove the space", gap, ""))
        }
        Tok::Group(Shape::Args, _)
            if before.is_some_and(|(_, s)| Some(s.start) == row.tokens.first().map(|t| t.1.start)) =>
        {
            let paren = span_of(at).at_start();
            let d = syntax(Span { end: span.start + 1, ..span }, "the first word of a statement is not called");
            Some(d.label("its arguments follow after a space").unsure_fix("write a space", paren, " "))
        }
        Tok::Eq if before.is_none() => Some(syntax(span, "expected a name before this `=`")),
        Tok::Group(Shape::Args | Shape::Index, _) => None,
        // `image nginx:1.29`, `publish 8080:80`
        Tok::Colon
            if matches!(row.form(), Some(Form::Plain))
                && row.tokens.len() > 2
                && before.is_some_and(|(_, s)| s.end == at.start) =>
        {
            Some(
                syntax(span, "a text with a `:` stands in double quotes")
                    .help("such as `\"nginx:1.29\"` or `\"127.0.0.1:8080\"`"),
            )
        }
        _ if open_operator(row, span).is_some() => {
            let (sign, text) = open_operator(row, span)?;
            Some(
                syntax(sign, format!("expected a value after `{text}`, found the end of the line"))
                    .note("after an operator the line goes on")
                    .also(span, "so this line is read as part of it"),
            )
        }
        t if t.is_comparison()
            && due.has(Due::Operator)
            && row.tokens.iter().any(|(o, s)| o.is_comparison() && s.end <= at.start) =>
        {
            Some(syntax(span, "comparisons cannot be chained").help("write `a < b and b < c`"))
        }
        t if (t.is_infix_sign() || matches!(t, Tok::Word(Kw::And | Kw::Or)))
            && matches!(row.form(), Some(Form::Plain))
            && due.has(Due::Argument) =>
        {
            Some(
                syntax(span, format!("an argument with the operator `{}` stands in parentheses", row.slice(at)))
                    .help("operators stand after `=`, inside brackets, and in `if` and `for`"),
            )
        }
        _ => None,
    }
}

/// What was expected, as the beginning of a title, and a label that shows the form.
fn due(row: &Row<'_>, fault: Fault) -> (String, &'static str) {
    let set = fault.due;
    let form = row.form();
    let before = row.before(fault.span.start).map(|(_, s)| row.slice(s).to_owned());
    let after = |what: &str| match &before {
        Some(text) if text.len() <= 20 && !text.contains('\n') => format!("expected {what} after `{text}`"),
        _ => format!("expected {what}"),
    };
    match form {
        Some(Form::Use) if set.has(Due::String) || set.has(Due::As) || set.has(Due::Name) => {
            let what = if set.has(Due::String) {
                "the path of a file"
            } else if set.has(Due::As) {
                "`as`"
            } else {
                "a name"
            };
            return (after(what), "`use \"base.app\" as base`");
        }
        Some(Form::Let) if set.has(Due::Name) => return (after("a name"), "`let name = value`"),
        Some(Form::Let) if set.has(Due::Equals) => return (after("`=`"), "`let name = value`"),
        Some(Form::Template) if set.has(Due::Params) => return (after("`(`"), "`template name(param type) { … }`"),
        Some(Form::For) if set.has(Due::In) => return (after("`in`"), "`for name in list { … }`"),
        _ => {}
    }
    let (what, label): (&str, &str) = if set.has(Due::Value) {
        ("a value", "")
    } else if set.has(Due::Then) {
        ("`then`", "`if … then … else …`")
    } else if set.has(Due::Else) && !set.has(Due::End) {
        ("`else`", "`if … then … else …`")
    } else if set.has(Due::Key) {
        ("a name or a quoted key", "`{ name = value }`")
    } else if set.has(Due::Type) {
        ("a type", "such as `string`, `int` or `\"a\" | \"b\"`")
    } else if set.has(Due::Name) {
        ("a name", "")
    } else if set.has(Due::Statement) {
        ("a statement", "a statement begins with a word, a string or `(`")
    } else if set.has(Due::Argument) {
        return (plain_end(row), "");
    } else if set.has(Due::Equals) && !set.has(Due::End) {
        ("`=`", "")
    } else if set.has(Due::Block) && !set.has(Due::End) {
        if set.has(Due::Operator) { ("an operator or `{`", "") } else { ("`{`", "") }
    } else if set.has(Due::End) {
        return (plain_end(row), "");
    } else if set.has(Due::Operator) {
        ("an operator", "")
    } else {
        ("something else", "")
    };
    (after(what), label)
}

/// What ends a row of this kind.
fn plain_end(row: &Row<'_>) -> String {
    match row.shape {
        Shape::List => "expected `,` or the end of the list".into(),
        Shape::Args | Shape::Params => "expected `,` or `)`".into(),
        Shape::Map => "expected `,` or the end of the map".into(),
        Shape::Index => "expected `]`".into(),
        Shape::Paren | Shape::TypeArg | Shape::Interp => "expected `)`".into(),
        Shape::File | Shape::Block | Shape::Str => "expected the end of the statement".into(),
    }
}

fn end_of(shape: Shape) -> &'static str {
    match shape {
        Shape::List => "the end of the item",
        Shape::Args => "the end of the argument",
        Shape::Params => "the end of the param",
        Shape::Map => "the end of the entry",
        Shape::Index => "`]`",
        Shape::Paren | Shape::TypeArg | Shape::Interp => "`)`",
        Shape::File | Shape::Block | Shape::Str => "the end of the statement",
    }
}

/// A group is pointed at by its bracket alone.
fn short(row: &Row<'_>, at: TokSpan) -> Span {
    let span = span_of(at);
    match row.at(at) {
        Some((Tok::Group(shape, _), _)) if shape != Shape::Str => Span { end: span.start + 1, ..span },
        _ => span,
    }
}

fn describe(row: &Row<'_>, tok: Tok, at: TokSpan) -> String {
    match tok {
        Tok::Group(Shape::Block, _) => "a block".into(),
        Tok::Group(Shape::Map, _) => "a map".into(),
        Tok::Group(Shape::List, _) => "a list".into(),
        Tok::Group(Shape::Index, _) => "`[`".into(),
        Tok::Group(Shape::Paren | Shape::Args | Shape::Params | Shape::TypeArg, _) => "`(`".into(),
        Tok::Group(..) => "a string".into(),
        Tok::Number(_) => format!("the number `{}`", row.slice(at)),
        _ => format!("`{}`", row.slice(at)),
    }
}
