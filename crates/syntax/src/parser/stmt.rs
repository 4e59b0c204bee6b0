//! Statements. Which form one has is told by its first two tokens ([`Form::of`]), so nothing is
//! ever parsed twice.
//!
//! Each part that may be broken recovers on its own, up to the block or the end, so that a
//! statement keeps its head and its block whatever stands between them.

use chumsky::{
    IterParser, Parser,
    prelude::{any, choice, empty, end, via_parser},
};

use super::{
    Parse,
    expr::{argument, expr, keyword, sign, word},
    fault::{Due, Fault, Slip},
    state::Built,
    types::param_decl,
};
use crate::{
    token::{Kw, Shape, Tok, TokSpan, span_of},
    tree::{BindOp, Binding, Block, Else, Expr, ExprKind, Head, IfStmt, Plain, StmtKind, StringLit},
};

/// The forms of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Use,
    Let,
    Param,
    Template,
    If,
    For,
    Plain,
}

impl Form {
    /// The form of the statement with these tokens. A word before `=`, `->` or a block is a plain
    /// head, except that `if` and `for` always want something before their block.
    pub(crate) fn of(tokens: &[(Tok, TokSpan)]) -> Self {
        let Some((Tok::Word(k), _)) = tokens.first() else { return Self::Plain };
        let form = match k {
            Kw::Use => Self::Use,
            Kw::Let => Self::Let,
            Kw::Param => Self::Param,
            Kw::Template => Self::Template,
            Kw::If => Self::If,
            Kw::For => Self::For,
            _ => return Self::Plain,
        };
        match tokens.get(1).map(|t| t.0) {
            Some(Tok::Eq | Tok::EqEq | Tok::Colon | Tok::Arrow) => Self::Plain,
            // `for 5min`, how long an alert waits.
            Some(Tok::Number(_)) if form == Self::For => Self::Plain,
            Some(Tok::Group(Shape::Block | Shape::Map, _)) if !matches!(form, Self::If | Self::For) => Self::Plain,
            _ => form,
        }
    }
}

fn string<'t>() -> impl Parse<'t, StringLit> {
    pick!(Due::String, |s, state| Tok::Group(Shape::Str, id) => state.string(id, span_of(s)))
}

fn block<'t>() -> impl Parse<'t, Block> {
    pick!(Due::Block, |s, state| Tok::Group(Shape::Block, id) => state.block(id, span_of(s)))
}

/// A block, or an empty one with an error where it is missing.
fn due_block<'t>() -> impl Parse<'t, Block> {
    block().recover_with(via_parser(empty().map_with(|(), e| {
        let s: TokSpan = e.span();
        Block { span: span_of(s).at_start(), stmts: Vec::new() }
    })))
}

/// Everything up to a block or the end, as an error.
fn junk<'t>() -> impl Parse<'t, Expr> {
    pick!(Due::End, |_, _| t if !matches!(t, Tok::Group(Shape::Block, _)) => ())
        .repeated()
        .map_with(|(), e| Expr { span: span_of(e.span()), kind: ExprKind::Error })
}

/// Looks ahead: a block or the end.
fn stop<'t>() -> impl Parse<'t, ()> {
    let block = pick!(Due::Block, |_, _| Tok::Group(Shape::Block, _) => ());
    end().or(block.rewind())
}

/// An expression that reaches up to a block or the end.
fn whole_expr<'t>(expr: impl Parse<'t, Expr>) -> impl Parse<'t, Expr> {
    expr.then_ignore(stop()).recover_with(via_parser(junk()))
}

/// Whatever follows a complete statement is one error.
fn nothing_more<'t>() -> impl Parse<'t, ()> {
    end().recover_with(via_parser(any().repeated()))
}

pub(super) fn use_<'t>() -> impl Parse<'t, StmtKind> {
    keyword(Kw::Use, Due::Statement)
        .ignore_then(string())
        .then_ignore(keyword(Kw::As, Due::As))
        .then(word())
        .then_ignore(nothing_more())
        .map(|(path, name)| StmtKind::Use { path, name })
}

pub(super) fn let_<'t>() -> impl Parse<'t, StmtKind> {
    keyword(Kw::Let, Due::Statement)
        .ignore_then(word())
        .then(sign(Tok::Eq, Due::Equals).ignore_then(expr()).then_ignore(end()).recover_with(via_parser(all_junk())))
        .map(|(name, value)| StmtKind::Let { name, value })
}

/// The rest, as an error.
pub(super) fn all_junk<'t>() -> impl Parse<'t, Expr> {
    any().repeated().map_with(|(), e| Expr { span: span_of(e.span()), kind: ExprKind::Error })
}

pub(super) fn param<'t>() -> impl Parse<'t, StmtKind> {
    keyword(Kw::Param, Due::Statement).ignore_then(param_decl()).map(StmtKind::Param)
}

pub(super) fn template<'t>() -> impl Parse<'t, StmtKind> {
    let params = pick!(Due::Params, |_, state|
        Tok::Group(Shape::Params, id) => if let Built::Params(p) = state.take(id) { p } else { Vec::new() }
    )
    .recover_with(via_parser(junk().to(Vec::new())));
    keyword(Kw::Template, Due::Statement)
        .ignore_then(word())
        .then(params)
        .then(due_block())
        .then_ignore(nothing_more())
        .map(|((name, params), body)| StmtKind::Template { name, params, body })
}

pub(super) fn if_<'t>() -> impl Parse<'t, StmtKind> {
    let branch = || {
        keyword(Kw::If, Due::Statement)
            .then(whole_expr(expr()))
            .then(due_block())
            .map(|((start, condition), then)| (start, condition, then))
    };
    let else_ = || keyword(Kw::Else, Due::Else);
    branch()
        .then(else_().ignore_then(branch()).repeated().collect::<Vec<_>>())
        .then(else_().ignore_then(due_block()).or_not())
        .then_ignore(nothing_more())
        .map(|((first, others), last)| {
            let mut rest = last.map(|b| Box::new(Else::Block(b)));
            for (_, condition, then) in others.into_iter().rev() {
                rest = Some(Box::new(Else::If(IfStmt { condition, then, otherwise: rest })));
            }
            let (_, condition, then) = first;
            StmtKind::If(IfStmt { condition, then, otherwise: rest })
        })
}

pub(super) fn for_<'t>() -> impl Parse<'t, StmtKind> {
    keyword(Kw::For, Due::Statement)
        .ignore_then(word())
        .then(sign(Tok::Comma, Due::In).ignore_then(word()).or_not())
        .then(keyword(Kw::In, Due::In).ignore_then(expr()).then_ignore(stop()).recover_with(via_parser(junk())))
        .then(due_block())
        .then_ignore(nothing_more())
        .map(|(((first, second), over), body)| StmtKind::For {
            names: std::iter::once(first).chain(second).collect(),
            over,
            body,
        })
}

/// `=` or `->`, and the slips for `=`.
fn bind_op<'t>() -> impl Parse<'t, (BindOp, TokSpan, bool)> {
    let right = choice((
        sign(Tok::Eq, Due::Equals).map(|s| (BindOp::Equals, s, false)),
        sign(Tok::Arrow, Due::Arrow).map(|s| (BindOp::Arrow, s, false)),
    ));
    let slip = pick!(Due::Equals, |s, state|
        Tok::Colon if state.follows_key(s) => (Slip::Colon, s),
        Tok::EqEq => (Slip::DoubleEquals, s),
    )
    .validate(|(slip, s), _, out| {
        out.emit(Fault::slip(slip, s));
        (BindOp::Equals, s, true)
    });
    right.or(slip)
}

pub(super) fn plain<'t>() -> impl Parse<'t, StmtKind> {
    let head = pick!(Due::Statement, |s, state|
        Tok::Word(_) => Head::Word(state.word(s)),
        Tok::Group(Shape::Str, id) => Head::String(state.string(id, span_of(s))),
        Tok::Group(Shape::Paren, id) => Head::Expr(state.expr(id, span_of(s))),
    );
    let binding = bind_op().then(whole_expr(expr())).map(|((op, s, slipped), value)| Binding {
        op,
        op_span: span_of(s),
        slipped,
        value,
    });
    // What is no argument, no value and no block stands as one broken argument.
    let rest = stop().to(None).recover_with(via_parser(junk().map(Some)));
    // `image: "x"`: what follows are the arguments of a word of the language, more likely than not.
    let colon = sign(Tok::Colon, Due::Equals).validate(|s: TokSpan, _, out| out.emit(Fault::slip(Slip::Colon, s)));
    let no_key = pick!(Due::Equals, |s, state| Tok::Colon if !state.follows_key(s) => ()).rewind();
    head.then_ignore(no_key.ignore_then(colon).or_not())
        .then(argument().then_ignore(sign(Tok::Comma, Due::End).or_not()).repeated().collect::<Vec<_>>())
        .then(binding.or_not())
        .then(rest)
        .then(block().or_not())
        .then_ignore(nothing_more())
        .map(|((((head, mut args), value), broken), block)| {
            args.extend(broken);
            StmtKind::Plain(Plain { head, args, value, block })
        })
}
