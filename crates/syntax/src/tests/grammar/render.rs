//! Tokens to text: white space where it must stand and where it may, and line breaks where the
//! grammar's section on newlines lets them stand.

use super::derive::Rng;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Keyword,
    Number,
    String,
    Sign,
    Doc,
    /// The end of a statement or an item: its text, a line break, or nothing before `}` and at the
    /// end of the file.
    End {
        line: bool,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// No white space may stand before it.
    pub(super) tight: bool,
    pub(super) in_expr: bool,
}

const INFIX: &[&str] = &["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "??"];
const RESERVED: &[&str] = &["and", "or", "not", "in", "if", "then", "else"];

impl Token {
    fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    fn opens(&self) -> bool {
        self.is("(") || self.is("[") || self.is("{")
    }

    fn closes(&self) -> bool {
        self.is(")") || self.is("]") || self.is("}")
    }

    /// Whether the line goes on after it.
    fn goes_on(&self) -> bool {
        match self.kind {
            Kind::Sign => ["=", "->", ","].contains(&self.text.as_str()) || INFIX.contains(&self.text.as_str()),
            Kind::Keyword => self.in_expr && RESERVED.contains(&self.text.as_str()),
            _ => false,
        }
    }
}

/// Writes tokens down. On one line there are no line breaks.
pub(super) fn render(tokens: &[Token], one_line: bool, rng: &mut Rng) -> String {
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut line_began = true;
    for (i, token) in tokens.iter().enumerate() {
        let next = tokens.get(i + 1);
        if let Kind::End { .. } = token.kind {
            let last = next.is_none_or(|n| n.is("}"));
            // Comments and blank lines stand between statements as they please.
            match token.text.as_str() {
                _ if one_line && last && token.text != ";" => {}
                _ if one_line => out.push(';'),
                "" if last => {}
                ";" => out.push(';'),
                _ if rng.one_in(8) => out.push_str(" // it's said }\n\n"),
                _ => out.push('\n'),
            }
            line_began = true;
            continue;
        }
        let before = i.checked_sub(1).and_then(|i| tokens.get(i)).filter(|_| !line_began);
        line_began = false;
        if let Some(before) = before {
            let in_parens = open.last() == Some(&"(");
            let at_bracket = open.last() == Some(&"[") && (before.is("[") || token.is("]") || token.is(","));
            let in_braces = before.is("{") || token.is("}");
            let is_else = token.kind == Kind::Keyword && token.text == "else";
            let may_break = in_parens
                || at_bracket
                || in_braces
                || (before.goes_on() && !(before.is(",") && open.last() != Some(&"[")))
                || is_else;
            // `else` begins a line of a statement; of an expression only where it goes on anyway.
            let may_break = may_break && !one_line && !token.tight && (!is_else || !token.in_expr || in_parens);
            if token.tight {
            } else if may_break && rng.one_in(4) {
                out.push_str(if rng.one_in(4) { " // a note\n\t" } else { "\n  " });
            } else if !(may_glue(before, token) && rng.one_in(2)) {
                out.push_str(if rng.one_in(16) { " \t\x0c" } else { " " });
            }
        }
        if token.opens() {
            open.push(&token.text);
        } else if token.closes() {
            open.pop();
        }
        out.push_str(&token.text);
        if token.kind == Kind::Doc {
            out.push('\n');
            line_began = true;
        }
    }
    out
}

/// Where two tokens touch and still read as two.
fn may_glue(before: &Token, token: &Token) -> bool {
    let soft = |t: &Token| [",", "}", "]", ")"].iter().any(|s| t.is(s));
    let opens = before.opens() && !token.is("-");
    let binds = before.is(",") || before.is("=");
    let plain = !matches!(token.kind, Kind::Sign) || token.opens() && !before.closes();
    soft(token) || opens || (binds && plain)
}
