//! Every token of the lexer is a terminal of the grammar, and every terminal is a token.

use std::collections::BTreeSet;

use super::ebnf::{Grammar, Node, TEXT, is_lexical};
use crate::{
    lexer::{self, lex},
    tests::FILE,
    token::{Bracket, Kw, Quote, Tok},
};

/// What a token is in the grammar.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Terminal {
    /// A text in quotes, in a rule of the syntax.
    Text(&'static str),
    /// A rule in capitals.
    Rule(&'static str),
    /// A part of the text of a rule in capitals.
    Within(&'static str, &'static str),
    /// The grammar does not know it: it stands for something else, or for what is wrong.
    Own,
}
use Terminal::{Own, Rule, Text, Within};

/// The arms of a `match` without `_`, and the same as a list: a token that is new does not compile
/// until it is said here what it is in the grammar.
macro_rules! tokens {
    ($name:ident, $list:ident, $ty:ty: $($pattern:pat, $sample:expr => $terminal:expr;)+) => {
        fn $name(token: $ty) -> Terminal {
            match token {
                $($pattern => $terminal,)+
            }
        }
        const $list: &[$ty] = &[$($sample),+];
    };
}

tokens! { terminal, TOKENS, Tok:
    Tok::Word(k), Tok::Word(Kw::None) => keyword(k);
    Tok::Number(_), Tok::Number(0) => Rule("NUMBER");
    Tok::Eq, Tok::Eq => Text("=");
    Tok::EqEq, Tok::EqEq => Text("==");
    Tok::Ne, Tok::Ne => Text("!=");
    Tok::Lt, Tok::Lt => Text("<");
    Tok::Le, Tok::Le => Text("<=");
    Tok::Gt, Tok::Gt => Text(">");
    Tok::Ge, Tok::Ge => Text(">=");
    Tok::Plus, Tok::Plus => Text("+");
    Tok::Minus, Tok::Minus => Text("-");
    Tok::Star, Tok::Star => Text("*");
    Tok::Slash, Tok::Slash => Text("/");
    Tok::Coalesce, Tok::Coalesce => Text("??");
    Tok::DotDot, Tok::DotDot => Text("..");
    Tok::Dot, Tok::Dot => Text(".");
    Tok::Arrow, Tok::Arrow => Text("->");
    Tok::Colon, Tok::Colon => Text(":");
    Tok::Pipe, Tok::Pipe => Text("|");
    Tok::Question, Tok::Question => Text("?");
    Tok::Comma, Tok::Comma => Text(",");
    Tok::Semi, Tok::Semi => Text(";");
    Tok::Newline, Tok::Newline => Rule("NL");
    Tok::Comment, Tok::Comment => Rule("COMMENT");
    Tok::Doc, Tok::Doc => Rule("DOC");
    Tok::Open(Bracket::Paren), Tok::Open(Bracket::Paren) => Text("(");
    Tok::Open(Bracket::Square), Tok::Open(Bracket::Square) => Text("[");
    Tok::Open(Bracket::Brace), Tok::Open(Bracket::Brace) => Text("{");
    Tok::Close(Bracket::Paren), Tok::Close(Bracket::Paren) => Text(")");
    Tok::Close(Bracket::Square), Tok::Close(Bracket::Square) => Text("]");
    Tok::Close(Bracket::Brace), Tok::Close(Bracket::Brace) => Text("}");
    Tok::StrOpen(Quote::Quoted), Tok::StrOpen(Quote::Quoted) => Rule("QUOTED");
    Tok::StrOpen(Quote::Block), Tok::StrOpen(Quote::Block) => Rule("BLOCK");
    Tok::StrOpen(Quote::Raw(_)), Tok::StrOpen(Quote::Raw(1)) => Rule("RAW");
    Tok::StrOpen(Quote::Foreign), Tok::StrOpen(Quote::Foreign) => Own;
    Tok::StrText, Tok::StrText => Rule("QCHAR");
    Tok::StrClose, Tok::StrClose => Within("QUOTED", "\"");
    Tok::InterpOpen, Tok::InterpOpen => Within("INTERP", "\\(");
    Tok::InterpClose, Tok::InterpClose => Within("INTERP", ")");
    Tok::Poison, Tok::Poison => Own;
    Tok::Torn, Tok::Torn => Own;
    Tok::Group(..), Tok::Group(crate::token::Shape::File, 0) => Own;
}

tokens! { keyword, KEYWORDS, Kw:
    Kw::None, Kw::None => Rule("WORD");
    Kw::Use, Kw::Use => Text("use");
    Kw::Let, Kw::Let => Text("let");
    Kw::Param, Kw::Param => Text("param");
    Kw::Template, Kw::Template => Text("template");
    Kw::If, Kw::If => Text("if");
    Kw::For, Kw::For => Text("for");
    Kw::As, Kw::As => Text("as");
    Kw::In, Kw::In => Text("in");
    Kw::Then, Kw::Then => Text("then");
    Kw::Else, Kw::Else => Text("else");
    Kw::And, Kw::And => Text("and");
    Kw::Or, Kw::Or => Text("or");
    Kw::Not, Kw::Not => Text("not");
}

/// The texts and the names in capitals that the syntax's rules use.
fn terminals(grammar: &Grammar) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    for (_, node) in grammar.rules.iter().filter(|(name, _)| !is_lexical(name)) {
        node.walk(&mut |n| match n {
            Node::Text(t) => drop(out.insert(t.as_str())),
            Node::Rule(name) if is_lexical(name) => drop(out.insert(name)),
            _ => {}
        });
    }
    out
}

fn below<'g>(node: &'g Node, wanted: &str) -> bool {
    let mut found = false;
    node.walk(&mut |n: &'g Node| found |= matches!(n, Node::Text(t) if t == wanted));
    found
}

fn all_tokens() -> Vec<Tok> {
    TOKENS.iter().copied().chain(KEYWORDS.iter().map(|k| Tok::Word(*k))).collect()
}

#[test]
fn every_token_is_a_terminal() {
    let grammar = Grammar::read(TEXT);
    let known = terminals(&grammar);
    for tok in all_tokens() {
        let (found, what) = match terminal(tok) {
            Text(text) => (known.contains(text), text),
            Rule(rule) => (grammar.rules.contains_key(rule), rule),
            Within(rule, text) => (below(grammar.rule(rule), text), text),
            Own => (true, ""),
        };
        assert!(found, "the grammar has no `{what}`, which {tok:?} is");
    }
}

#[test]
fn every_terminal_is_a_token() {
    let grammar = Grammar::read(TEXT);
    let due: Vec<Terminal> = all_tokens().into_iter().map(terminal).collect();
    for text in terminals(&grammar) {
        if is_lexical(text) {
            // A string is told by how it opens.
            assert!(text == "STRING" || due.iter().any(|t| *t == Rule(text_of(text))), "no token is a `{text}`");
            continue;
        }
        let lexed = lex(FILE, text);
        assert!(lexed.diagnostics.is_empty(), "the lexer does not know `{text}`");
        let [only] = lexed.tokens.as_slice() else { panic!("`{text}` is no single token: {:?}", lexed.tokens) };
        assert_eq!(terminal(only.tok), Text(text_of(text)), "what the lexer makes of `{text}`");
    }
    let Node::Alt(_, strings) = grammar.rule("STRING") else { panic!("STRING has one form") };
    for form in strings {
        let Node::Rule(name) = form else { panic!("STRING has a form without a name") };
        assert!(due.contains(&Rule(text_of(name))), "no token opens a `{name}`");
    }
}

/// The tables' own copy of a text, which lives as long as the program.
fn text_of(text: &str) -> &'static str {
    let find = |t: Tok| match terminal(t) {
        Text(s) | Rule(s) if s == text => Some(s),
        _ => None,
    };
    all_tokens().into_iter().find_map(find).unwrap_or("(no token)")
}

#[test]
fn every_keyword_reads_as_itself() {
    for k in KEYWORDS.iter().filter(|k| **k != Kw::None) {
        let Text(text) = keyword(*k) else { panic!("{k:?} has a spelling") };
        assert_eq!(Kw::of(text), *k);
    }
}

#[test]
fn the_units_are_those_of_the_lexer() {
    let grammar = Grammar::read(TEXT);
    let mut said: BTreeSet<&str> = ["m"].into();
    for rule in ["BYTES", "TIME"] {
        grammar.rule(rule).walk(&mut |n| {
            if let Node::Text(t) = n {
                said.insert(t);
            }
        });
    }
    assert_eq!(said, lexer::unit_names().collect());
}
