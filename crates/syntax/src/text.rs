//! The value of a string: escapes decoded, a block string's indentation stripped.
//!
//! The indentation that is stripped from a block string is the white space that all its lines that
//! are not blank begin with, and the line of the closing `"""` too where that stands alone: moving
//! the closing quotes to the left keeps indentation. A line break right after the opening quotes is
//! dropped, the one before the closing quotes is kept, and every line break reads as `\n`.

use wharf_diagnostics::{Diagnostic, Span};

use crate::{
    errors,
    token::{Quote, TokSpan, span_of},
    tree::{Expr, StringLit, StringPart, StringStyle},
};

/// One piece of a string as the layout gives it.
pub(crate) enum Piece {
    /// Text as it is written.
    Text(TokSpan),
    /// An interpolation, parsed.
    Expr(Expr),
}

/// Puts a string together.
pub(crate) fn string(text: &str, quote: Quote, span: Span, pieces: Vec<Piece>, out: &mut Vec<Diagnostic>) -> StringLit {
    let style = match quote {
        Quote::Block => StringStyle::Block,
        Quote::Raw(_) => StringStyle::Raw,
        Quote::Quoted | Quote::Foreign => StringStyle::Quoted,
    };
    let slice = |s: TokSpan| text.get(s.start as usize..s.end as usize).unwrap_or_default();
    let common = if quote == Quote::Block { common_indent(&pieces, slice) } else { "" };
    let count = pieces.len();
    let mut parts = Vec::with_capacity(count);
    for (index, piece) in pieces.into_iter().enumerate() {
        let at = match piece {
            Piece::Expr(e) => {
                parts.push(StringPart::Expr(e));
                continue;
            }
            Piece::Text(at) => at,
        };
        let source = slice(at);
        let mut decoded = String::with_capacity(source.len());
        match quote {
            Quote::Raw(_) | Quote::Foreign => decoded.push_str(source),
            Quote::Quoted => escapes(source, at, &mut decoded, out),
            Quote::Block => {
                let (first, last) = (index == 0, index + 1 == count);
                block_piece(source, at, common, first, last, &mut decoded, out);
            }
        }
        if !decoded.is_empty() {
            parts.push(StringPart::Text { text: decoded, span: span_of(at) });
        }
    }
    StringLit { span, style, parts }
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r'))
}

fn indent(line: &str) -> &str {
    let len = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..len).unwrap_or_default()
}

fn common_prefix<'a>(a: &'a str, b: &str) -> &'a str {
    let len = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    a.get(..len).unwrap_or_default()
}

fn common_indent<'t>(pieces: &[Piece], slice: impl Fn(TokSpan) -> &'t str) -> &'t str {
    let mut common: Option<&str> = None;
    for piece in pieces {
        let Piece::Text(at) = piece else { continue };
        let mut lines = slice(*at).split('\n').skip(1).peekable();
        while let Some(line) = lines.next() {
            // The piece's last line goes on with an interpolation, or ends with the closing quotes.
            if !is_blank(line) || lines.peek().is_none() {
                common = Some(common.map_or(indent(line), |c| common_prefix(c, indent(line))));
            }
        }
    }
    common.unwrap_or_default()
}

fn block_piece(
    source: &str,
    at: TokSpan,
    common: &str,
    first: bool,
    last: bool,
    decoded: &mut String,
    out: &mut Vec<Diagnostic>,
) {
    let lines = source.split('\n').count();
    let mut start = at.start;
    for (number, line) in source.split('\n').enumerate() {
        let here = TokSpan { start, ..at };
        start = start.saturating_add(u32::try_from(line.len() + 1).unwrap_or(u32::MAX));
        let ends_with_newline = number + 1 < lines;
        if first && number == 0 && ends_with_newline && is_blank(line) {
            continue;
        }
        if last && number > 0 && !ends_with_newline && is_blank(line) {
            continue;
        }
        let line = if ends_with_newline { line.strip_suffix('\r').unwrap_or(line) } else { line };
        let body = match line.strip_prefix(common) {
            _ if number == 0 => line,
            Some(body) => body,
            None => line.trim_start_matches([' ', '\t']),
        };
        let skipped = u32::try_from(line.len() - body.len()).unwrap_or(0);
        escapes(body, TokSpan { start: here.start + skipped, ..here }, decoded, out);
        if ends_with_newline {
            decoded.push('\n');
        }
    }
}

/// Decodes `source`, which begins at `at`.
fn escapes(source: &str, at: TokSpan, decoded: &mut String, out: &mut Vec<Diagnostic>) {
    let mut rest = source;
    while let Some(i) = rest.find('\\') {
        let (before, escape) = rest.split_at(i);
        decoded.push_str(before);
        let offset = at.start as usize + (source.len() - escape.len());
        let span = |len: usize| Span::new(at.context, offset, offset + len);
        let mut chars = escape.chars();
        chars.next();
        let len = match chars.next() {
            Some('n') => simple(decoded, '\n'),
            Some('t') => simple(decoded, '\t'),
            Some('r') => simple(decoded, '\r'),
            Some('\\') => simple(decoded, '\\'),
            Some('"') => simple(decoded, '"'),
            Some('u') => unicode(escape, decoded, &span, out),
            Some(c) => {
                out.push(errors::bad_escape(span(1 + c.len_utf8()), c));
                decoded.push(c);
                1 + c.len_utf8()
            }
            None => {
                out.push(errors::bad_escape(span(1), ' '));
                1
            }
        };
        rest = escape.get(len..).unwrap_or_default();
    }
    decoded.push_str(rest);
}

fn simple(decoded: &mut String, c: char) -> usize {
    decoded.push(c);
    2
}

/// `\u{1F600}`: gives its length.
fn unicode(escape: &str, decoded: &mut String, span: &impl Fn(usize) -> Span, out: &mut Vec<Diagnostic>) -> usize {
    let digits = escape.strip_prefix("\\u{").and_then(|s| s.split_once('}')).map(|(d, _)| d);
    let valid = digits.filter(|d| (1..=6).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_hexdigit()));
    match (valid.and_then(|d| u32::from_str_radix(d, 16).ok()).and_then(char::from_u32), valid) {
        (Some(c), Some(d)) => {
            decoded.push(c);
            d.len() + 4
        }
        (_, Some(d)) => {
            out.push(errors::bad_code_point(span(d.len() + 4)));
            d.len() + 4
        }
        _ => {
            out.push(errors::malformed_unicode_escape(span(2)));
            2
        }
    }
}
