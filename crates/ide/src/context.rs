//! Where a cursor stands, whether or not the text parses: the brackets around it, the statement that it is in, and
//! what stands before and behind it in the blocks that are open.
//!
//! A statement that is being typed mostly does not parse, so that the tree has a hole where one looks. This reads the
//! lexer's pieces up to the cursor and matches brackets as the parser does (a `}` closes what is open inside of its
//! block), and asks the vocabulary for the kinds of the blocks.

use wharf_syntax::{Piece, PieceKind, pieces};

use crate::data::TextRange;

mod blocks;
mod due;

pub(crate) use blocks::{Around, bound, unquoted};
pub(crate) use due::{Due, Wanted, chain, due, wanted};

/// What an item of a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Word,
    Number,
    /// A whole string.
    Text,
    /// `=` or `->`
    Bind,
    Range,
    Dot,
    Comma,
    Colon,
    Operator,
    /// `( … )`
    Paren,
    /// `[ … ]`
    Square,
    /// `{ … }`
    Brace,
    Broken,
}

/// A piece, or all that stands in a pair of brackets or quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'t> {
    pub(crate) kind: ItemKind,
    pub(crate) text: &'t str,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Item<'_> {
    /// Whether it is this word.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.kind == ItemKind::Word && self.text == word
    }
}

/// A statement, an argument or an entry: its items.
pub(crate) type Row<'t> = Vec<Item<'t>>;

/// What opened a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opener {
    File,
    Brace,
    Paren,
    Square,
    /// Quotes.
    Text,
    /// `\(`
    Interpolation,
}

/// What is open at the cursor: a bracket, a string or the file.
#[derive(Clone, Debug)]
pub(crate) struct Frame<'t> {
    pub(crate) opener: Opener,
    /// Where it was opened.
    pub(crate) start: u32,
    /// One past what opened it.
    pub(crate) inside: u32,
    /// Whether a `{` begins a map.
    pub(crate) map: bool,
    /// The rows that have ended.
    pub(crate) rows: Vec<Row<'t>>,
    /// The row that the cursor, or the next frame, is in.
    pub(crate) row: Row<'t>,
    /// The rows that follow the cursor's, for blocks.
    pub(crate) following: Vec<Row<'t>>,
}

/// A cursor in a text.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t str,
    pub(crate) offset: u32,
    /// What is open, the outermost first; the file is always there.
    pub(crate) frames: Vec<Frame<'t>>,
    /// What is being typed: a word or a number, up to the cursor.
    pub(crate) prefix: &'t str,
    /// The whole of that, which a completion replaces.
    pub(crate) range: TextRange,
    /// Whether something follows in the statement.
    pub(crate) more: bool,
}

/// A character of words and numbers.
fn of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

fn clip(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'t> Cursor<'t> {
    /// The cursor at an offset; `None` in comments and documentation.
    pub(crate) fn at(text: &'t str, offset: u32) -> Option<Self> {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = text.get(..offset)?;
        let start = before.trim_end_matches(of_word).len();
        let dashes = before.get(start..)?.len() - before.get(start..)?.trim_start_matches('-').len();
        let mut start = start + dashes;
        // The digits before a point belong to the number.
        let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit() || c == '_');
        if let Some(whole) =
            before.get(..start)?.strip_suffix('.').filter(|_| before.get(start..).is_some_and(starts_with_digit))
        {
            let first = whole.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_').len();
            if whole.get(first..).is_some_and(|w| !w.is_empty() && digits(w)) {
                start = first;
            }
        }
        let (known, prefix) = (text.get(..start)?, text.get(start..offset)?);
        let pieces = pieces(known);
        if pieces
            .last()
            .is_some_and(|p| matches!(p.kind, PieceKind::Comment | PieceKind::Doc) && p.end as usize >= start)
        {
            return None;
        }
        let rest = text.get(offset..)?;
        let end = if prefix.is_empty() { offset } else { offset + rest.len() - rest.trim_start_matches(of_word).len() };
        let mut cursor = Self {
            text,
            offset: clip(offset),
            frames: frames(known, &pieces),
            prefix,
            range: TextRange::new(clip(start), clip(end)),
            more: false,
        };
        cursor.follow(end);
        Some(cursor)
    }

    /// The frame that the cursor is in.
    pub(crate) fn innermost(&self) -> Option<&Frame<'t>> {
        self.frames.last()
    }

    /// Whether what is typed follows an item without a space.
    pub(crate) fn tight(&self, last: &Item<'_>) -> bool {
        last.end == self.range.start
    }

    /// Reads what follows: the heads of the statements in the blocks that are open.
    fn follow(&mut self, end: usize) {
        if self.frames.last().is_some_and(|f| f.opener == Opener::Text) {
            return;
        }
        let rest = self.text.get(end..).unwrap_or_default();
        let pieces = pieces(rest);
        let mut level = self.frames.len();
        let (mut depth, mut row, mut first) = (0_usize, Row::new(), true);
        for p in &pieces {
            let Some(frame) = level.checked_sub(1).and_then(|l| self.frames.get_mut(l)) else { break };
            let block = matches!(frame.opener, Opener::Brace | Opener::File) && !frame.map;
            let item = item(rest, p, clip(end));
            match p.kind {
                PieceKind::Open | PieceKind::StringOpen | PieceKind::InterpolationOpen => {
                    if depth == 0 && first && p.kind != PieceKind::InterpolationOpen {
                        self.more = true;
                    }
                    depth += 1;
                }
                PieceKind::Close | PieceKind::StringClose | PieceKind::InterpolationClose if depth > 0 => depth -= 1,
                PieceKind::Close | PieceKind::StringClose | PieceKind::InterpolationClose => {
                    if block && !first {
                        frame.following.push(std::mem::take(&mut row));
                    }
                    row.clear();
                    // What is left of the row around it is no statement of its own.
                    first = true;
                    level -= 1;
                }
                PieceKind::Newline | PieceKind::Semicolon if depth == 0 && block => {
                    if !first && !row.is_empty() {
                        frame.following.push(std::mem::take(&mut row));
                    }
                    first = false;
                    row.clear();
                }
                PieceKind::Comment | PieceKind::Doc | PieceKind::Newline | PieceKind::Semicolon => {}
                _ if depth > 0 => {}
                _ => {
                    self.more |= first && level == self.frames.len();
                    if let Some(item) = item.filter(|_| row.len() < KEPT) {
                        row.push(item);
                    }
                }
            }
        }
        if let Some(frame) =
            level.checked_sub(1).and_then(|l| self.frames.get_mut(l)).filter(|_| !first && !row.is_empty())
        {
            frame.following.push(row);
        }
    }
}

/// How many items of a row that has ended are kept: its word, name and type.
const KEPT: usize = 4;

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// The item of a piece that is one by itself.
fn item<'t>(text: &'t str, piece: &Piece, base: u32) -> Option<Item<'t>> {
    let kind = match piece.kind {
        PieceKind::Word => ItemKind::Word,
        PieceKind::Number => ItemKind::Number,
        PieceKind::Bind => ItemKind::Bind,
        PieceKind::Range => ItemKind::Range,
        PieceKind::Dot => ItemKind::Dot,
        PieceKind::Comma => ItemKind::Comma,
        PieceKind::Colon => ItemKind::Colon,
        PieceKind::Operator => ItemKind::Operator,
        PieceKind::Broken => ItemKind::Broken,
        _ => return None,
    };
    let slice = text.get(piece.start as usize..piece.end as usize)?;
    Some(Item { kind, text: slice, start: base.saturating_add(piece.start), end: base.saturating_add(piece.end) })
}

/// What is open behind the last piece.
fn frames<'t>(text: &'t str, pieces: &[Piece]) -> Vec<Frame<'t>> {
    let mut open = vec![frame(Opener::File, 0, 0, false)];
    for p in pieces {
        let Some(top) = open.last_mut() else { break };
        let of = |p: &Piece| text.get(p.start as usize..p.end as usize).unwrap_or_default();
        match p.kind {
            PieceKind::Open => {
                let opener = match of(p) {
                    "{" => Opener::Brace,
                    "[" => Opener::Square,
                    _ => Opener::Paren,
                };
                let map = opener == Opener::Brace && begins_map(top);
                open.push(frame(opener, p.start, p.end, map));
            }
            PieceKind::StringOpen => open.push(frame(Opener::Text, p.start, p.end, false)),
            PieceKind::InterpolationOpen => open.push(frame(Opener::Interpolation, p.start, p.end, false)),
            PieceKind::InterpolationClose => close(text, &mut open, Opener::Interpolation, p.end),
            PieceKind::StringClose => close(text, &mut open, Opener::Text, p.end),
            PieceKind::Close => {
                let opener = match of(p) {
                    "}" => Opener::Brace,
                    "]" => Opener::Square,
                    _ => Opener::Paren,
                };
                close(text, &mut open, opener, p.end);
            }
            PieceKind::Newline => match top.opener {
                Opener::Square => end_row(top),
                Opener::Brace | Opener::File if !goes_on(&top.row) => end_row(top),
                _ => {}
            },
            PieceKind::Semicolon => end_row(top),
            PieceKind::Comma if matches!(top.opener, Opener::Paren | Opener::Square) || top.map => end_row(top),
            _ => top.row.extend(item(text, p, 0)),
        }
    }
    open
}

fn frame<'t>(opener: Opener, start: u32, inside: u32, map: bool) -> Frame<'t> {
    Frame { opener, start, inside, map, rows: Vec::new(), row: Row::new(), following: Vec::new() }
}

fn end_row(frame: &mut Frame<'_>) {
    let mut row = std::mem::take(&mut frame.row);
    if row.is_empty() {
        return;
    }
    row.truncate(KEPT);
    frame.rows.push(row);
}

/// Whether a line goes on at the next one: behind a sign or an operator.
fn goes_on(row: &Row<'_>) -> bool {
    row.last().is_some_and(|i| matches!(i.kind, ItemKind::Bind | ItemKind::Comma | ItemKind::Operator))
}

/// Whether a `{` in a frame opens a map: where a value is due.
fn begins_map(parent: &Frame<'_>) -> bool {
    match parent.opener {
        Opener::Paren | Opener::Square | Opener::Interpolation => true,
        Opener::Brace if parent.map => true,
        Opener::Brace | Opener::File | Opener::Text => goes_on(&parent.row),
    }
}

/// Closes the innermost frame of that kind with all in it, unless a block is between.
fn close<'t>(text: &'t str, open: &mut Vec<Frame<'t>>, opener: Opener, end: u32) {
    let Some(at) = open.iter().rposition(|f| f.opener == opener) else { return };
    let crossed = open.get(at + 1..).unwrap_or_default().iter().any(|f| f.opener == Opener::Brace);
    if crossed && opener != Opener::Brace {
        return;
    }
    let Some(start) = open.get(at).map(|f| f.start) else { return };
    open.truncate(at);
    let kind = match opener {
        Opener::Brace => ItemKind::Brace,
        Opener::Paren => ItemKind::Paren,
        Opener::Square => ItemKind::Square,
        Opener::Text => ItemKind::Text,
        Opener::Interpolation | Opener::File => return,
    };
    let whole = text.get(start as usize..end as usize).unwrap_or_default();
    if let Some(top) = open.last_mut() {
        top.row.push(Item { kind, text: whole, start, end });
    }
}
