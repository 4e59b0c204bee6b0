//! What the parsers share: the text, the numbers, and the groups that are parsed already.

use chumsky::inspector::SimpleState;
use wharf_diagnostics::Span;

use crate::{
    token::TokSpan,
    tree::{Arg, Block, Expr, ExprKind, MapEntry, Number, ParamDecl, StringLit, StringStyle, Type, Word},
};

/// What a group became.
#[derive(Debug)]
pub(crate) enum Built {
    /// Not yet parsed, or taken by the group around it.
    None,
    Block(Block),
    /// A list, a map, a parenthesised expression, or the content of an index or an interpolation.
    Expr(Expr),
    Args(Vec<Arg>),
    Params(Vec<ParamDecl>),
    Type(Type),
    String(StringLit),
}

/// The state of the parsers.
pub(crate) struct State<'t> {
    pub(crate) text: &'t str,
    pub(crate) numbers: &'t [Number],
    pub(crate) built: Vec<Built>,
}

/// The state as chumsky wants it.
pub(crate) type Shared<'t> = SimpleState<State<'t>>;

impl State<'_> {
    pub(crate) fn word(&self, span: TokSpan) -> Word {
        Word { text: self.slice(span).to_owned(), span: crate::token::span_of(span) }
    }

    pub(crate) fn slice(&self, span: TokSpan) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// A group is used once: the grammar never reads a token again after it took a group.
    pub(crate) fn take(&mut self, id: u32) -> Built {
        self.built.get_mut(id as usize).map_or(Built::None, |b| std::mem::replace(b, Built::None))
    }

    pub(crate) fn expr(&mut self, id: u32, span: Span) -> Expr {
        match self.take(id) {
            Built::Expr(e) => e,
            Built::String(s) => Expr { span, kind: ExprKind::String(s) },
            _ => Expr { span, kind: ExprKind::Error },
        }
    }

    pub(crate) fn string(&mut self, id: u32, span: Span) -> StringLit {
        match self.take(id) {
            Built::String(s) => s,
            _ => StringLit { span, style: StringStyle::Quoted, parts: Vec::new() },
        }
    }

    pub(crate) fn block(&mut self, id: u32, span: Span) -> Block {
        match self.take(id) {
            Built::Block(b) => b,
            _ => Block { span, stmts: Vec::new() },
        }
    }

    pub(crate) fn entries(&mut self, id: u32) -> Vec<MapEntry> {
        match self.take(id) {
            Built::Expr(Expr { kind: ExprKind::Map(entries), .. }) => entries,
            _ => Vec::new(),
        }
    }

    pub(crate) fn number(&self, index: u32) -> Number {
        self.numbers.get(index as usize).copied().unwrap_or(Number::Int(0))
    }
}
