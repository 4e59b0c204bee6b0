//! How a string or a float is spelled.
//!
//! Plain where every reader gets the same string back, a literal block for text of several
//! lines, and double quotes for the rest: the only style that can hold any string.

use super::output::Output;
use super::position::STEP;
use super::resolve::is_retyped;

/// One of YAML's styles for a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// The string as it is (YAML 1.2 §7.3.3).
    Plain,
    /// In double quotes, with escapes (§7.3.1).
    Quoted,
    /// A literal block (§8.1.2).
    Literal,
}

impl Style {
    /// The simplest style that holds this string exactly, for all readers.
    pub(super) fn of(string: &str) -> Self {
        let mut multiline = false;
        let mut plain = starts_plain(string);
        // As if after a space: what can't follow one can't stand first either.
        let mut previous = ' ';
        for c in string.chars() {
            match c {
                '\n' => multiline = true,
                '\t' => plain = false,
                _ if !is_printable(c) => return Self::Quoted,
                // §7.3.3: a plain scalar holds neither `: ` nor ` #`.
                '#' if previous == ' ' => plain = false,
                ' ' if previous == ':' => plain = false,
                _ => {}
            }
            previous = c;
        }
        if multiline {
            return if fits_literal(string) { Self::Literal } else { Self::Quoted };
        }
        if plain && !matches!(previous, ' ' | ':') && !is_retyped(string) { Self::Plain } else { Self::Quoted }
    }
}

/// Whether a plain scalar may begin like this, at any place of the text.
fn starts_plain(string: &str) -> bool {
    // At the left margin these are document markers (§9.1.2) when a space follows.
    if string.starts_with("---") || string.starts_with("...") {
        return false;
    }
    let mut chars = string.chars();
    match chars.next() {
        None | Some(' ') => false,
        // §7.3.3 allows `-`, `?` and `:` before a character that is no space. For `-` all
        // readers agree, and arguments (`--port`) read better bare. The two others are
        // rare, and Ruby reads `:a` as a symbol.
        Some('-') => chars.next().is_some_and(|c| c != ' '),
        // The other indicators (§5.3).
        Some(first) => !"?:,[]{}#&*!|>'\"%@`".contains(first),
    }
}

/// Whether a character may stand in a scalar unescaped (§5.1), line feeds and tabs aside.
///
/// On top of the specification's list: YAML 1.1's line breaks that 1.2 dropped, and marks
/// that change the direction of the text around them, which would show a reviewer another
/// text than the reader gets.
fn is_printable(c: char) -> bool {
    !matches!(
        c,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{FEFF}'
            | '\u{FFFE}'
            | '\u{FFFF}'
            | '\u{061C}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// Whether a literal block holds these lines as they are.
///
/// Lines of blanks only are exact by the specification, but readers differ at the start
/// and at the end of a block, and editors strip them.
fn fits_literal(string: &str) -> bool {
    let is_blank = |line: &str| line.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
    string.lines().any(|line| !line.is_empty()) && string.lines().all(|line| line.is_empty() || !is_blank(line))
}

/// Writes a string and ends its line. `indent` is where a block's lines begin: two columns
/// right of the parent, or `None` at the root, where readers disagree on what an
/// indentation indicator counts from.
pub(super) fn string<O: Copy + Eq>(output: &mut Output<O>, string: &str, indent: Option<usize>) {
    match (Style::of(string), indent) {
        (Style::Literal, Some(indent)) => literal(output, string, indent),
        (style, _) => {
            inline(output, string, style);
            output.newline();
        }
    }
}

/// Writes a string without any line break: also the form of map keys.
pub(super) fn inline<O: Copy + Eq>(output: &mut Output<O>, string: &str, style: Style) {
    match style {
        Style::Plain => output.text.push_str(string),
        Style::Quoted | Style::Literal => quoted(output, string),
    }
}

/// Only escapes that JSON has too: all YAML readers know these.
fn quoted<O: Copy + Eq>(output: &mut Output<O>, string: &str) {
    output.text.push('"');
    for c in string.chars() {
        match c {
            '"' => output.text.push_str("\\\""),
            '\\' => output.text.push_str("\\\\"),
            '\n' => output.text.push_str("\\n"),
            '\r' => output.text.push_str("\\r"),
            '\t' => output.text.push_str("\\t"),
            // All that is not printable lies in the first plane: four digits hold it.
            c if !is_printable(c) => output.display(format_args!("\\u{:04X}", u32::from(c))),
            c => output.text.push(c),
        }
    }
    output.text.push('"');
}

fn literal<O: Copy + Eq>(output: &mut Output<O>, string: &str, indent: usize) {
    output.text.push('|');
    // §8.1.1.1: the first line that is not empty tells the indentation, unless it begins
    // with a space. For tabs and for empty lines in front readers are stricter.
    if string.starts_with([' ', '\t', '\n']) {
        output.display(STEP);
    }
    // §8.1.1.2: strip, clip or keep what follows the last line.
    let body = string.strip_suffix('\n');
    match body {
        None => output.text.push('-'),
        Some(body) if body.ends_with('\n') => output.text.push('+'),
        Some(_) => {}
    }
    output.newline();
    for line in body.unwrap_or(string).split('\n') {
        if !line.is_empty() {
            output.indent(indent);
            output.text.push_str(line);
        }
        output.newline();
    }
}

/// Writes a float so that all readers read a float: YAML 1.1 wants a dot, and a sign in
/// the exponent. `shortest` is Rust's shortest spelling that reads back exactly.
pub(super) fn float<O: Copy + Eq>(output: &mut Output<O>, value: f64, shortest: &str) {
    if value.is_nan() {
        output.text.push_str(".nan");
    } else if value.is_infinite() {
        output.text.push_str(if value < 0.0 { "-.inf" } else { ".inf" });
    } else if let Some((mantissa, exponent)) = shortest.split_once('e') {
        output.text.push_str(mantissa);
        output.text.push_str(if mantissa.contains('.') { "e" } else { ".0e" });
        if !exponent.starts_with('-') {
            output.text.push('+');
        }
        output.text.push_str(exponent);
    } else {
        output.text.push_str(shortest);
    }
}
