//! Types, params, and the rows of arguments and map entries.

use chumsky::{
    IterParser, Parser,
    prelude::{choice, end, via_parser},
};

use super::{
    Parse,
    expr::{bounds, expr, keyword, sign, word},
    fault::{Due, Fault, Slip},
    state::Built,
    stmt::all_junk,
};
use crate::{
    token::{Kw, Shape, Tok, TokSpan, span_of},
    tree::{Arg, Expr, ExprKind, MapEntry, MapKey, ParamDecl, Type, TypeAlt, TypeAltKind},
};

/// `alt | alt`
pub(super) fn ty<'t>() -> impl Parse<'t, Type> {
    let literal = pick!(Due::Type, |s, state|
        Tok::Group(Shape::Str, id) => (span_of(s), TypeAltKind::Word(state.string(id, span_of(s))))
    );
    let arg = pick!(Due::TypeMore, |s, state|
        Tok::Group(Shape::TypeArg, id) => {
            (span_of(s), if let Built::Type(t) = state.take(id) { Some(Box::new(t)) } else { None })
        }
    );
    let named = word().labelled(Due::Type).then(arg.or_not()).map(|(name, arg)| {
        let (span, arg) = match arg {
            Some((s, arg)) => (name.span.to(s), arg),
            None => (name.span, None),
        };
        (span, TypeAltKind::Named { name, arg })
    });
    let alt = literal.or(named).then(sign(Tok::Question, Due::TypeMore).or_not()).map(|((span, kind), mark)| {
        let span = mark.map_or(span, |s| span.to(span_of(s)));
        TypeAlt { span, kind, optional: mark.is_some() }
    });
    alt.separated_by(sign(Tok::Pipe, Due::TypeMore))
        .at_least(1)
        .collect::<Vec<_>>()
        .map_with(|alternatives, e| Type { span: span_of(e.span()), alternatives })
}

/// `name type [in range] [= expr]`, to the end. A broken type has no alternatives, a broken default
/// is an error; the name stays.
pub(super) fn param_decl<'t>() -> impl Parse<'t, ParamDecl> {
    let after_type = || {
        let eq = sign(Tok::Eq, Due::Equals).ignored();
        let in_ = keyword(Kw::In, Due::In).ignored();
        choice((eq, in_)).rewind().or(end())
    };
    let not_value = pick!(Due::End, |_, _| t if !matches!(t, Tok::Eq | Tok::Word(Kw::In)) => ());
    let broken_type = not_value.repeated().map_with(|(), e| Type { span: span_of(e.span()), alternatives: Vec::new() });
    let bounds = keyword(Kw::In, Due::In).ignore_then(bounds());
    let default = sign(Tok::Eq, Due::Equals).ignore_then(expr()).then_ignore(end());
    let rest = bounds
        .or_not()
        .then(default.map(Some).or(end().to(None)))
        .recover_with(via_parser(all_junk().map(|e| (None, Some(e)))));
    word()
        .then(ty().then_ignore(after_type()).recover_with(via_parser(broken_type)))
        .then(rest)
        .map(|((name, ty), (bounds, default))| ParamDecl { name, ty, bounds, default })
}

/// `[name:] expr`, to the end.
pub(super) fn arg<'t>() -> impl Parse<'t, Arg> {
    let colon = sign(Tok::Colon, Due::Operator);
    // `name = value` is how other languages label an argument.
    let slip = sign(Tok::Eq, Due::Operator).validate(|s: TokSpan, _, out| {
        out.emit(Fault::slip(Slip::Colon, s));
        s
    });
    let label = word().then_ignore(colon.or(slip)).or_not();
    label
        .then(expr().then_ignore(end()).recover_with(via_parser(all_junk())))
        .map(|(label, value)| Arg { label, value })
}

/// `key = expr` or `key { … }`, to the end.
pub(super) fn entry<'t>() -> impl Parse<'t, MapEntry> {
    let key = pick!(Due::Key, |s, state|
        Tok::Word(_) => MapKey::Word(state.word(s)),
        Tok::Group(Shape::Str, id) => MapKey::String(state.string(id, span_of(s))),
    );
    let slip = pick!(Due::Equals, |s, _|
        Tok::Colon => (Slip::Colon, s),
        Tok::EqEq => (Slip::DoubleEquals, s),
    )
    .validate(|(slip, s), _, out| {
        out.emit(Fault::slip(slip, s));
        s
    });
    let equals = sign(Tok::Eq, Due::Equals).or(slip).ignore_then(expr());
    let nested = pick!(Due::Equals, |s, state|
        Tok::Group(Shape::Map, id) => Expr { span: span_of(s), kind: ExprKind::Map(state.entries(id)) }
    );
    let value = equals.or(nested).then_ignore(end()).recover_with(via_parser(all_junk()));
    key.then(value).map(|(key, value)| MapEntry { key, value })
}

/// An expression and nothing more.
pub(super) fn sole_expr<'t>() -> impl Parse<'t, Expr> {
    expr().then_ignore(end()).recover_with(via_parser(all_junk()))
}

/// A type and nothing more.
pub(super) fn sole_type<'t>() -> impl Parse<'t, Type> {
    ty().then_ignore(end())
}
