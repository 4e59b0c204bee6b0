//! The loop over the tokens, and the stack of open groups.

use wharf_diagnostics::{Diagnostic, FileId, Span};

use super::{Group, Item, Layout};
use crate::{
    errors,
    token::{Bracket, Kw, Quote, Raw, Shape, Tok, TokSpan, span_of},
    tree::Comment,
};

/// A group that is open.
pub(super) struct Frame {
    pub(super) shape: Shape,
    /// `None` for the file, strings and interpolations, which no bracket closes.
    pub(super) bracket: Option<Bracket>,
    pub(super) open: TokSpan,
    quote: Quote,
    pub(super) tokens: Vec<(Tok, TokSpan)>,
    pub(super) items: Vec<Item>,
    pub(super) item_start: usize,
    pub(super) item_docs: Vec<TokSpan>,
    /// The word that the item begins with, where it has a form of its own.
    pub(super) head: Kw,
    /// Whether an expression stands here: after `=` or `->`, or in the head of an `if` or `for`.
    pub(super) in_expr: bool,
    pub(super) after_comma: bool,
    pub(super) height: usize,
    /// Its closing bracket is missing.
    pub(super) torn: bool,
    /// The indentation of the line that opened it, in bytes.
    pub(super) indent: u32,
    /// The indentation of the first line inside.
    pub(super) body_indent: Option<u32>,
}

impl Frame {
    pub(super) fn new(shape: Shape, bracket: Option<Bracket>, open: TokSpan, quote: Quote, indent: u32) -> Self {
        Self {
            shape,
            bracket,
            open,
            quote,
            tokens: Vec::new(),
            items: Vec::new(),
            item_start: 0,
            item_docs: Vec::new(),
            head: Kw::None,
            in_expr: false,
            after_comma: false,
            height: 0,
            torn: false,
            indent,
            body_indent: None,
        }
    }

    /// The tokens of the item so far.
    pub(super) fn item(&self) -> &[(Tok, TokSpan)] {
        self.tokens.get(self.item_start..).unwrap_or_default()
    }

    /// From the item's first token to its last.
    pub(super) fn item_span(&self) -> TokSpan {
        match self.item() {
            [(_, first), .., (_, last)] => TokSpan { end: last.end, ..*first },
            [(_, only)] => *only,
            [] => self.open,
        }
    }

    pub(super) fn is_indented(&self) -> bool {
        self.body_indent.is_some_and(|body| body > self.indent)
    }

    /// Whether a type is due: in a `param` before its `in` or `=`.
    pub(super) fn is_typed(&self) -> bool {
        let due = match self.shape {
            Shape::TypeArg => return true,
            Shape::Params => !self.item().is_empty(),
            Shape::File | Shape::Block => self.head == Kw::Param && self.item().len() >= 2,
            _ => false,
        };
        due && !self.item().iter().any(|(t, _)| matches!(t, Tok::Eq | Tok::Word(Kw::In)))
    }

    /// The last token, where a value may end with it. Any word is a field's name after a `.`, and an
    /// argument of a plain statement.
    pub(super) fn last_operand(&self) -> Option<TokSpan> {
        match self.item() {
            [.., (Tok::Dot, _), (Tok::Word(_), at)] => Some(*at),
            [.., (tok, at)] if tok.ends_operand() => Some(*at),
            [_, .., (Tok::Word(_), at)] if !self.in_expr && self.head != Kw::Param => Some(*at),
            _ => None,
        }
    }

    /// Whether the last token asks for more, so that the line goes on.
    pub(super) fn goes_on(&self) -> bool {
        match self.item().last() {
            Some(_) if self.last_operand().is_some() => false,
            Some((Tok::Eq | Tok::Arrow | Tok::Comma, _)) => true,
            Some((Tok::Pipe, _)) => self.is_typed(),
            Some((Tok::Word(k), _)) => self.in_expr && k.is_reserved_in_expr(),
            Some((tok, _)) => tok.is_infix_sign(),
            None => false,
        }
    }
}

/// The state of the layout.
pub(super) struct Builder<'t> {
    file: FileId,
    pub(super) text: &'t str,
    pub(super) raws: &'t [Raw],
    /// The next token.
    pub(super) next: usize,
    pub(super) stack: Vec<Frame>,
    pub(super) groups: Vec<Group>,
    comments: Vec<Comment>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) by_indent: bool,
    /// Whether torn strings close the brackets of their line.
    pub(super) by_torn: bool,
    /// Closing brackets that torn strings have swallowed.
    pub(super) swallowed: Vec<Bracket>,
    /// A block string has swallowed the rest of the text.
    pub(super) block_torn: bool,
    /// How many `}` there are more than `{`.
    pub(super) surplus: usize,
    /// Where the line begins, and how far it is indented.
    pub(super) line_start: u32,
    pub(super) line_indent: u32,
    /// Something was skipped for its depth; brackets cannot be judged any more.
    pub(super) too_deep: bool,
}

impl<'t> Builder<'t> {
    pub(super) fn new(file: FileId, text: &'t str, raws: &'t [Raw], by_indent: bool, by_torn: bool) -> Self {
        let count = |t: Tok| raws.iter().filter(|r| r.tok == t).count();
        let surplus = if by_indent {
            count(Tok::Close(Bracket::Brace)).saturating_sub(count(Tok::Open(Bracket::Brace)))
        } else {
            0
        };
        let whole = Span::new(file, 0, text.len());
        let open = TokSpan { start: whole.start, end: whole.end, context: file };
        Self {
            file,
            text,
            raws,
            next: 0,
            stack: vec![Frame::new(Shape::File, None, open, Quote::Quoted, 0)],
            groups: Vec::with_capacity(raws.len() / 4),
            comments: Vec::new(),
            diagnostics: Vec::new(),
            by_indent,
            by_torn,
            swallowed: Vec::new(),
            block_torn: false,
            surplus,
            line_start: 0,
            line_indent: 0,
            too_deep: false,
        }
    }

    pub(super) fn run(mut self) -> Layout {
        let mut at_line_start = true;
        while let Some(&raw) = self.raws.get(self.next) {
            self.next += 1;
            if at_line_start {
                self.line_indent = raw.start.saturating_sub(self.line_start);
                if self.by_indent && self.line_begins(raw) {
                    at_line_start = false;
                    continue;
                }
            }
            at_line_start = raw.tok == Tok::Newline;
            self.token(raw);
        }
        self.end_of_text();
        self.comments.sort_by_key(|c| c.span.start);
        Layout { groups: self.groups, comments: self.comments, diagnostics: self.diagnostics }
    }

    fn token(&mut self, raw: Raw) {
        match raw.tok {
            Tok::Newline => {
                self.line_start = raw.end;
                self.newline();
            }
            Tok::Comment => self.comment(raw),
            Tok::Doc => self.doc(raw),
            Tok::Semi => self.semicolon(raw),
            Tok::Comma => self.comma(raw),
            Tok::Open(bracket) => self.open_bracket(raw, bracket),
            Tok::Close(bracket) => self.close_bracket(raw, bracket),
            Tok::StrOpen(quote) => self.open(raw, Shape::Str, None, quote),
            Tok::InterpOpen => self.open(raw, Shape::Interp, None, Quote::Quoted),
            Tok::InterpClose => self.close_interp(raw),
            Tok::Torn => self.torn(raw),
            Tok::StrClose => {
                if self.stack.last().is_some_and(|f| f.shape == Shape::Str) {
                    self.close_group(raw.end);
                }
            }
            tok => self.push(tok, self.span(raw)),
        }
    }

    pub(super) fn span(&self, raw: Raw) -> TokSpan {
        TokSpan { start: raw.start, end: raw.end, context: self.file }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds a token to the item of the innermost group.
    pub(super) fn push(&mut self, tok: Tok, span: TokSpan) {
        if tok == Tok::Dot
            && let Some(before) = self.stack.last().and_then(Frame::last_operand)
            && before.end < span.start
        {
            self.report(errors::space_before_dot(span_of(before).at_end().to(span_of(span).at_start()), span_of(span)));
        }
        let keyed = self.raws.get(self.next).is_some_and(|r| r.tok == Tok::Eq);
        let Some(frame) = self.stack.last_mut() else { return };
        if frame.item().is_empty()
            && let Tok::Word(k) = tok
            && !keyed
        {
            frame.head = k;
            frame.in_expr = matches!(k, Kw::If | Kw::For);
        }
        frame.in_expr |= matches!(tok, Tok::Eq | Tok::Arrow) || !matches!(frame.shape, Shape::File | Shape::Block);
        frame.tokens.push((tok, span));
    }

    /// Ends the innermost group at the byte `end` and makes it a token of the group around it.
    pub(super) fn close_group(&mut self, end: u32) {
        self.end_item();
        let Some(frame) = self.stack.pop() else { return };
        for span in frame.item_docs {
            self.dangling_doc(span);
        }
        let id = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        let span = TokSpan { start: frame.open.start, end: end.max(frame.open.end), context: self.file };
        self.groups.push(Group {
            shape: frame.shape,
            span,
            quote: frame.quote,
            tokens: frame.tokens,
            items: frame.items,
            height: frame.height,
            torn: frame.torn,
        });
        if !self.stack.is_empty() {
            self.push(Tok::Group(frame.shape, id), span);
        }
    }

    fn end_of_text(&mut self) {
        let unclosed = self.stack.iter().filter(|f| f.bracket.is_some()).count();
        let unclosed = unclosed.saturating_sub(self.swallowed.len());
        if unclosed > 0
            && !self.too_deep
            && !self.block_torn
            && let Some(frame) = self.stack.iter().rev().find(|f| f.bracket.is_some())
            && let Some(bracket) = frame.bracket
        {
            let end = self.text_end_before(u32::MAX);
            let report = errors::unclosed_bracket(span_of(frame.open), bracket, end);
            self.report(errors::and_more_unclosed(report, unclosed - 1));
        }
        while let Some(frame) = self.stack.last_mut() {
            frame.torn = frame.bracket.is_some();
            let end = if self.stack.len() == 1 { 0 } else { self.last_end() };
            self.close_group(end);
        }
    }

    /// The end of the last token read, newlines and comments apart.
    pub(super) fn last_end(&self) -> u32 {
        let read = self.raws.get(..self.next.saturating_sub(1)).unwrap_or_default();
        read.iter().rev().find(|r| !matches!(r.tok, Tok::Newline | Tok::Comment | Tok::Doc)).map_or(0, |r| r.end)
    }

    /// The empty span after the last text before the byte `at`.
    pub(super) fn text_end_before(&self, at: u32) -> Span {
        let before = self.text.get(..at as usize).unwrap_or(self.text);
        let end = before.trim_end().len();
        Span::new(self.file, end, end)
    }

    fn comment(&mut self, raw: Raw) {
        let before = self.next.checked_sub(2).and_then(|i| self.raws.get(i));
        let trailing = before.is_some_and(|r| r.tok != Tok::Newline);
        self.comments.push(Comment { span: span_of(self.span(raw)), trailing });
    }

    /// A `///` line that documents nothing.
    fn dangling_doc(&mut self, span: TokSpan) {
        let before = self.text.get(..span.start as usize).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        self.comments.push(Comment { span: span_of(span), trailing: !line.trim().is_empty() });
    }

    /// `///` before a statement documents it; anywhere else it is a comment.
    fn doc(&mut self, raw: Raw) {
        let span = self.span(raw);
        match self.stack.last_mut() {
            Some(f) if matches!(f.shape, Shape::File | Shape::Block) && f.item().is_empty() => f.item_docs.push(span),
            _ => self.dangling_doc(span),
        }
    }
}
