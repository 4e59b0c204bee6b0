//! Groups to tree. Each item of each group is parsed by the chumsky parser for its kind, inner
//! groups before outer ones; a group that is parsed waits in the [`State`] until the row that holds
//! it takes it.
//!
//! Deliberately left out: what the words mean. The parser knows the statement forms and no more.

/// [`pick`] with the arms of a `match`. Above the modules, because they see it by its place.
macro_rules! pick {
    ($due:expr, |$span:pat_param, $state:pat_param| $($pattern:pat $(if $guard:expr)? => $out:expr),+ $(,)?) => {
        $crate::parser::pick($due, move |tok, $span, $state| match tok {
            $($pattern $(if $guard)? => Some($out),)+
            _ => None,
        })
    };
}

mod expr;
mod fault;
mod state;
mod stmt;
mod types;

use chumsky::{
    Parser,
    extra::Full,
    input::{Input as _, MapExtra, MappedInput},
    prelude::Boxed,
};
use wharf_diagnostics::{Diagnostic, FileId};

pub(crate) use fault::{Due, DueSet, Fault, Slip};
pub(crate) use stmt::Form;

use crate::{
    errors,
    layout::{Group, Item, Layout},
    lexer::Lexed,
    text::{self, Piece},
    token::{Shape, Tok, TokSpan, span_of},
    tree::{Arg, Block, Doc, Expr, ExprKind, MapEntry, ParamDecl, Stmt, StmtKind, Tree, Type},
};
use state::{Built, Shared, State};

/// A row of tokens.
pub(crate) type Input<'t> = MappedInput<'t, Tok, TokSpan, &'t [(Tok, TokSpan)]>;
type Extra<'t> = Full<Fault, Shared<'t>, ()>;

/// A parser over a row of tokens.
trait Parse<'t, O>: Parser<'t, Input<'t>, O, Extra<'t>> + Clone + 't {}
impl<'t, O, P: Parser<'t, Input<'t>, O, Extra<'t>> + Clone + 't> Parse<'t, O> for P {}

/// One token, by its kind: the value that `read` gives for it, or a fault that says `due`.
fn pick<'t, O: 't>(
    due: Due,
    read: impl Fn(Tok, TokSpan, &mut State<'t>) -> Option<O> + Clone + 't,
) -> impl Parse<'t, O> {
    chumsky::primitive::select(move |tok: Tok, e: &mut MapExtra<'t, '_, Input<'t>, Extra<'t>>| {
        let span = e.span();
        read(tok, span, e.state())
    })
    .labelled(due)
}

type Kept<'t, O> = Boxed<'t, 't, Input<'t>, O, Extra<'t>>;

/// One parser for each kind of row, made once for a file.
struct Parsers<'t> {
    use_: Kept<'t, StmtKind>,
    let_: Kept<'t, StmtKind>,
    param: Kept<'t, StmtKind>,
    template: Kept<'t, StmtKind>,
    if_: Kept<'t, StmtKind>,
    for_: Kept<'t, StmtKind>,
    plain: Kept<'t, StmtKind>,
    expr: Kept<'t, Expr>,
    arg: Kept<'t, Arg>,
    entry: Kept<'t, MapEntry>,
    param_decl: Kept<'t, ParamDecl>,
    ty: Kept<'t, Type>,
}

impl Parsers<'_> {
    fn new() -> Self {
        Self {
            use_: stmt::use_().boxed(),
            let_: stmt::let_().boxed(),
            param: stmt::param().boxed(),
            template: stmt::template().boxed(),
            if_: stmt::if_().boxed(),
            for_: stmt::for_().boxed(),
            plain: stmt::plain().boxed(),
            expr: types::sole_expr().boxed(),
            arg: types::arg().boxed(),
            entry: types::entry().boxed(),
            param_decl: types::param_decl().boxed(),
            ty: types::sole_type().boxed(),
        }
    }
}

struct Driver<'t> {
    file: FileId,
    parsers: Parsers<'t>,
    state: Shared<'t>,
    diagnostics: Vec<Diagnostic>,
}

/// Parses every group; gives the tree and what was wrong.
pub(crate) fn parse(file: FileId, text: &str, lexed: &Lexed, layout: &Layout) -> (Tree, Vec<Diagnostic>) {
    let built = Vec::with_capacity(layout.groups.len());
    let state = State { text, numbers: &lexed.numbers, built };
    let mut driver = Driver { file, parsers: Parsers::new(), state: Shared::from(state), diagnostics: Vec::new() };
    for group in &layout.groups {
        let built = driver.group(group);
        driver.state.built.push(built);
    }
    let stmts = match driver.state.built.pop() {
        Some(Built::Block(block)) => block.stmts,
        _ => Vec::new(),
    };
    (Tree { file, stmts, comments: layout.comments.clone() }, driver.diagnostics)
}

impl<'t> Driver<'t> {
    fn group(&mut self, group: &'t Group) -> Built {
        let span = span_of(group.span);
        match group.shape {
            Shape::File | Shape::Block => {
                let stmts = group.items.iter().map(|item| self.statement(group, item)).collect();
                Built::Block(Block { span, stmts })
            }
            Shape::Map => {
                let entry = self.parsers.entry.clone();
                let entries = self.rows(group, &entry);
                Built::Expr(Expr { span, kind: ExprKind::Map(entries.into_iter().flatten().collect()) })
            }
            Shape::List => {
                let expr = self.parsers.expr.clone();
                let items = self.rows(group, &expr);
                let items = items.into_iter().zip(&group.items).map(|(e, item)| {
                    e.unwrap_or_else(|| Expr { span: span_of(item_span(group, item)), kind: ExprKind::Error })
                });
                Built::Expr(Expr { span, kind: ExprKind::List(items.collect()) })
            }
            Shape::Args => {
                let arg = self.parsers.arg.clone();
                Built::Args(self.rows(group, &arg).into_iter().flatten().collect())
            }
            Shape::Params => {
                let decl = self.parsers.param_decl.clone();
                Built::Params(self.rows(group, &decl).into_iter().flatten().collect())
            }
            Shape::TypeArg => {
                let ty = self.parsers.ty.clone();
                self.sole(group, &ty).map_or(Built::None, Built::Type)
            }
            Shape::Paren | Shape::Index | Shape::Interp => {
                let expr = self.parsers.expr.clone();
                let inner = self.sole(group, &expr).unwrap_or(Expr { span, kind: ExprKind::Error });
                Built::Expr(match group.shape {
                    Shape::Paren => Expr { span, kind: ExprKind::Paren(Box::new(inner)) },
                    _ => inner,
                })
            }
            Shape::Str => {
                let pieces = group.tokens.iter().map(|&(tok, at)| match tok {
                    Tok::Group(_, id) => Piece::Expr(self.state.expr(id, span_of(at))),
                    Tok::StrText => Piece::Text(at),
                    _ => Piece::Expr(Expr { span: span_of(at), kind: ExprKind::Error }),
                });
                let pieces = pieces.collect();
                Built::String(text::string(self.state.text, group.quote, span, pieces, &mut self.diagnostics))
            }
        }
    }

    /// Each item of a group by the same parser.
    fn rows<O>(&mut self, group: &'t Group, parser: &Kept<'t, O>) -> Vec<Option<O>> {
        group.items.iter().map(|item| self.row(group, item, parser)).collect()
    }

    /// The one item that a group must have.
    fn sole<O>(&mut self, group: &'t Group, parser: &Kept<'t, O>) -> Option<O> {
        match group.items.first() {
            Some(item) => self.row(group, item, parser),
            None => {
                self.diagnostics.push(errors::empty_group(span_of(group.span), group.shape));
                None
            }
        }
    }

    fn row<O>(&mut self, group: &'t Group, item: &Item, parser: &Kept<'t, O>) -> Option<O> {
        let tokens = group.tokens.get(item.start..item.end).unwrap_or_default();
        let span = item_span(group, item);
        let eoi = TokSpan { start: span.end, ..span };
        let (value, faults) =
            parser.parse_with_state(tokens.split_token_span(eoi), &mut self.state).into_output_errors();
        let torn = group.torn && item.end == group.tokens.len();
        self.faults(group, tokens, faults, torn);
        value
    }

    fn statement(&mut self, group: &'t Group, item: &Item) -> Stmt {
        let tokens = group.tokens.get(item.start..item.end).unwrap_or_default();
        let span = span_of(item_span(group, item));
        let doc = self.doc(&item.docs);
        if let [(Tok::Poison, _)] = tokens {
            return Stmt { span, doc, kind: StmtKind::Error };
        }
        let parser = match Form::of(tokens) {
            Form::Use => &self.parsers.use_,
            Form::Let => &self.parsers.let_,
            Form::Param => &self.parsers.param,
            Form::Template => &self.parsers.template,
            Form::If => &self.parsers.if_,
            Form::For => &self.parsers.for_,
            Form::Plain => &self.parsers.plain,
        };
        let parser = parser.clone();
        let kind = self.row(group, item, &parser).unwrap_or(StmtKind::Error);
        Stmt { span, doc, kind }
    }

    fn doc(&self, lines: &[TokSpan]) -> Option<Doc> {
        let (first, last) = (lines.first()?, lines.last()?);
        let strip = |s: &TokSpan| {
            let line = self.state.slice(*s).trim_start_matches('/');
            line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()
        };
        let text = lines.iter().map(strip).collect::<Vec<_>>().join("\n");
        Some(Doc { text, span: span_of(*first).to(span_of(*last)) })
    }

    /// The words for the faults of one row: every slip, and the first that is none. What follows a
    /// fault in the same row is its consequence more often than not; and nothing is said where a
    /// diagnostic stands already, for a bad token or a missing bracket.
    fn faults(&mut self, group: &Group, tokens: &[(Tok, TokSpan)], faults: Vec<Fault>, torn: bool) {
        let mut hard = false;
        for fault in faults {
            let silent = torn || tokens.iter().any(|(t, _)| *t == Tok::Poison);
            if fault.slip.is_none() && (std::mem::replace(&mut hard, true) || silent) {
                continue;
            }
            let row = errors::Row { text: self.state.text, file: self.file, shape: group.shape, tokens };
            self.diagnostics.push(errors::fault(&row, fault));
        }
    }
}

/// From an item's first token to its last.
fn item_span(group: &Group, item: &Item) -> TokSpan {
    let tokens = group.tokens.get(item.start..item.end).unwrap_or_default();
    match (tokens.first(), tokens.last()) {
        (Some((_, first)), Some((_, last))) => TokSpan { end: last.end, ..*first },
        _ => group.span,
    }
}
