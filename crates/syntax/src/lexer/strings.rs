//! The inside of strings, cut into text and interpolations. Escapes stay as they are written;
//! `crate::text` decodes them when the pieces are put together.

use super::{Lexer, Open};
use crate::{
    errors,
    token::{Quote, Tok},
};

impl Lexer<'_> {
    /// A string begins at `start`; its text at `body`.
    pub(super) fn string(&mut self, quote: Quote, start: usize, body: usize) {
        let token = self.out.tokens.len();
        self.push(Tok::StrOpen(quote), start, body);
        self.text_of(quote, start, token, body);
    }

    /// The `)` at `start..end` closes the interpolation; the string around it goes on.
    pub(super) fn resume_string(&mut self, start: usize, end: usize) {
        self.push(Tok::InterpClose, start, end);
        if let Some(open) = self.open.pop() {
            if self.first_single == Some(self.open.len()) {
                self.first_single = None;
            }
            self.text_of(open.quote, open.start, open.token, end);
        }
    }

    /// Reads text from `from` to the next interpolation or the string's end.
    fn text_of(&mut self, quote: Quote, start: usize, token: usize, from: usize) {
        match scan(self.text.as_bytes(), from, quote) {
            Stop::Close { at, end } => {
                self.text_piece(from, at);
                self.push(Tok::StrClose, at, end);
                self.skip_to(end);
            }
            Stop::Interp { at, end } => {
                self.text_piece(from, at);
                self.push(Tok::InterpOpen, at, end);
                if quote.is_single_line() && self.first_single.is_none() {
                    self.first_single = Some(self.open.len());
                }
                self.open.push(Open { quote, start, interp: at, token, parens: 0 });
                self.skip_to(end);
            }
            Stop::Unterminated { at } => {
                self.skip_to(at);
                if self.keeps_open && at == self.text.len() {
                    return self.text_piece(from, at);
                }
                let body = self.slice(from, at).trim_end().len();
                self.torn(token, start, from + body);
                // Inside an interpolation of a one-line string the outermost string is the one that
                // is reported, at the end of the line.
                if self.first_single.is_none() {
                    self.report(errors::unterminated_string(self.file, quote, start, from + body));
                }
            }
        }
    }

    /// The string that the token at `token` opens, at the byte `start`, is torn: what was read of it
    /// becomes one poisoned token, which reaches up to `end`.
    fn torn(&mut self, token: usize, start: usize, end: usize) {
        self.out.tokens.truncate(token);
        self.push(Tok::Poison, start, end);
        self.push(Tok::Torn, start, end);
    }

    fn text_piece(&mut self, start: usize, end: usize) {
        if start < end {
            self.push(Tok::StrText, start, end);
        }
    }

    /// A line ends at `at`: one-line strings with an open interpolation end with it, and so does
    /// every string inside them. At the end of the text all strings end.
    pub(super) fn end_of_line(&mut self, at: usize, end_of_text: bool) {
        let torn = if end_of_text { Some(0) } else { self.first_single };
        let Some(first) = torn.filter(|_| !(end_of_text && self.keeps_open)) else { return };
        let at = if self.text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\r') { at - 1 } else { at };
        if let Some(open) = self.open.get(first) {
            let innermost = self.open.last().map_or(open.interp, |o| o.interp);
            let end = self.slice(open.start, at).trim_end().len() + open.start;
            let (token, start) = (open.token, open.start);
            let report = errors::unclosed_interpolation(self.file, open.quote, start, innermost, end);
            // What was wrong inside of it is a part of the one fault.
            while self.out.diagnostics.last().is_some_and(|d| d.span.start as usize > start) {
                self.out.diagnostics.pop();
            }
            self.torn(token, start, end);
            self.report(report);
        }
        self.open.truncate(first);
        self.first_single = None;
    }

    /// `'…'` or `“…”`, up to a quote of the same kind on the line.
    pub(super) fn foreign_quote(&mut self, start: usize, body: usize) {
        // Not the line's end first: a line of many such quotes would be read again for each.
        let rest = self.slice(body, self.text.len());
        let single = self.slice(start, body) == "'";
        let closes = |c: char| if single { c == '\'' } else { "“”„‘’‚«»\"".contains(c) };
        let Some((at, quote)) = rest.char_indices().take_while(|&(_, c)| c != '\n').find(|&(_, c)| closes(c)) else {
            self.report(errors::unexpected_character(
                self.span(start, body),
                self.slice(start, body).chars().next().unwrap_or('\''),
            ));
            return;
        };
        let (at, end) = (body + at, body + at + quote.len_utf8());
        let text = self.slice(body, at);
        self.report(errors::foreign_quotes(self.span(start, end), text));
        self.push(Tok::StrOpen(Quote::Foreign), start, body);
        self.text_piece(body, at);
        self.push(Tok::StrClose, at, end);
        self.skip_to(end);
    }
}

/// Where the text of a string stops.
enum Stop {
    Close { at: usize, end: usize },
    Interp { at: usize, end: usize },
    Unterminated { at: usize },
}

fn scan(bytes: &[u8], from: usize, quote: Quote) -> Stop {
    let hashes = if let Quote::Raw(n) = quote { n as usize } else { 0 };
    let has_hashes = |at: usize| bytes.get(at..at + hashes).is_some_and(|s| s.iter().all(|&b| b == b'#'));
    let mut i = from;
    while let Some(&b) = bytes.get(i) {
        match (b, quote) {
            (b'\n', _) if quote.is_single_line() => {
                let cr = i > from && bytes.get(i - 1) == Some(&b'\r');
                return Stop::Unterminated { at: i - usize::from(cr) };
            }
            (b'"', Quote::Block) => {
                if bytes.get(i..i + 3) == Some(b"\"\"\"".as_slice()) {
                    return Stop::Close { at: i, end: i + 3 };
                }
                i += 1;
            }
            (b'"', _) if has_hashes(i + 1) => return Stop::Close { at: i, end: i + 1 + hashes },
            (b'\\', _) if has_hashes(i + 1) => match bytes.get(i + 1 + hashes) {
                Some(b'(') => return Stop::Interp { at: i, end: i + 2 + hashes },
                // An escaped quote or backslash does not count; a raw string has no escapes.
                Some(b'"' | b'\\') if hashes == 0 => i += 2,
                _ => i += 1,
            },
            _ => i += 1,
        }
    }
    Stop::Unterminated { at: i }
}
