//! Reads `grammar/wharf.ebnf`: rules, in the notation that the file's first comment explains.

use std::collections::BTreeMap;

pub(super) const TEXT: &str = include_str!("../../../../../grammar/wharf.ebnf");

/// What stands on the right of a rule.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// `a b c`
    Seq(Vec<Node>),
    /// `a | b`; numbered, to see which alternatives are ever taken.
    Alt(usize, Vec<Node>),
    /// `[ a ]`, numbered.
    Opt(usize, Box<Node>),
    /// `{ a }`, numbered.
    Many(usize, Box<Node>),
    /// `a - b`
    Except(Box<Node>, Box<Node>),
    /// `"text"`
    Text(String),
    /// Another rule.
    Rule(String),
    /// `? words ?`
    Words(String),
}

#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) rules: BTreeMap<String, Node>,
    /// For each number, the rule it stands in and how many ways it can go.
    pub(super) choices: Vec<(String, usize)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Lexeme {
    Name(String),
    Text(String),
    Words(String),
    Sign(char),
}

fn lexemes(text: &str) -> Vec<Lexeme> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (_, after) = rest.split_at(c.len_utf8());
        let until = |end: &str| after.split_once(end).unwrap_or_else(|| panic!("no `{end}` after `{c}`: {after:.40}"));
        rest = match c {
            '(' if after.starts_with('*') => until("*)").1,
            '"' | '\'' => {
                let (inner, rest) = until(&c.to_string());
                out.push(Lexeme::Text(inner.to_owned()));
                rest
            }
            '?' => {
                let (inner, rest) = until("?");
                out.push(Lexeme::Words(inner.split_whitespace().collect::<Vec<_>>().join(" ")));
                rest
            }
            c if c.is_alphabetic() => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                out.push(Lexeme::Name(name.to_owned()));
                after
            }
            c if c.is_whitespace() => after,
            c => {
                out.push(Lexeme::Sign(c));
                after
            }
        };
    }
    out
}

struct Reader {
    lexemes: Vec<Lexeme>,
    at: usize,
    rule: String,
    choices: Vec<(String, usize)>,
}

impl Reader {
    fn sign(&mut self, c: char) -> bool {
        let found = self.lexemes.get(self.at) == Some(&Lexeme::Sign(c));
        self.at += usize::from(found);
        found
    }

    fn due(&mut self, c: char) {
        assert!(self.sign(c), "in `{}`: `{c}` is due, not {:?}", self.rule, self.lexemes.get(self.at));
    }

    fn numbered(&mut self, ways: usize) -> usize {
        self.choices.push((self.rule.clone(), ways));
        self.choices.len() - 1
    }

    fn alternatives(&mut self) -> Node {
        let mut all = vec![self.sequence()];
        while self.sign('|') {
            all.push(self.sequence());
        }
        if all.len() == 1 { all.remove(0) } else { Node::Alt(self.numbered(all.len()), all) }
    }

    fn sequence(&mut self) -> Node {
        let mut all = Vec::new();
        while let Some(node) = self.term() {
            all.push(node);
        }
        assert!(!all.is_empty(), "`{}` has an empty alternative", self.rule);
        if all.len() == 1 { all.remove(0) } else { Node::Seq(all) }
    }

    fn term(&mut self) -> Option<Node> {
        let node = self.factor()?;
        if !self.sign('-') {
            return Some(node);
        }
        let but = self.factor().expect("something after `-`");
        Some(Node::Except(Box::new(node), Box::new(but)))
    }

    fn factor(&mut self) -> Option<Node> {
        let lexeme = self.lexemes.get(self.at)?.clone();
        let close = match lexeme {
            Lexeme::Sign('[') => ']',
            Lexeme::Sign('{') => '}',
            Lexeme::Sign('(') => ')',
            Lexeme::Sign(_) => return None,
            _ => ' ',
        };
        self.at += 1;
        Some(match lexeme {
            Lexeme::Name(n) => Node::Rule(n),
            Lexeme::Text(t) => Node::Text(t),
            Lexeme::Words(w) => Node::Words(w),
            Lexeme::Sign(open) => {
                let inner = self.alternatives();
                self.due(close);
                match open {
                    '[' => Node::Opt(self.numbered(2), Box::new(inner)),
                    '{' => Node::Many(self.numbered(2), Box::new(inner)),
                    _ => inner,
                }
            }
        })
    }
}

impl Grammar {
    pub(super) fn read(text: &str) -> Self {
        let mut reader = Reader { lexemes: lexemes(text), at: 0, rule: String::new(), choices: Vec::new() };
        let mut rules = BTreeMap::new();
        while let Some(Lexeme::Name(name)) = reader.lexemes.get(reader.at).cloned() {
            reader.at += 1;
            reader.rule.clone_from(&name);
            reader.due('=');
            let node = reader.alternatives();
            reader.due(';');
            assert!(rules.insert(name.clone(), node).is_none(), "`{name}` has two rules");
        }
        assert_eq!(reader.lexemes.get(reader.at), None, "a rule begins with a name");
        Self { rules, choices: reader.choices }
    }

    pub(super) fn rule(&self, name: &str) -> &Node {
        self.rules.get(name).unwrap_or_else(|| panic!("there is no rule `{name}`"))
    }
}

/// Names in capitals are of tokens or of parts of them.
pub(super) fn is_lexical(name: &str) -> bool {
    name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_')
}

impl Node {
    /// Calls `see` with this node and all below it.
    pub(super) fn walk<'n>(&'n self, see: &mut impl FnMut(&'n Node)) {
        see(self);
        match self {
            Self::Seq(all) | Self::Alt(_, all) => all.iter().for_each(|n| n.walk(see)),
            Self::Opt(_, inner) | Self::Many(_, inner) => inner.walk(see),
            Self::Except(node, but) => {
                node.walk(see);
                but.walk(see);
            }
            Self::Text(_) | Self::Rule(_) | Self::Words(_) => {}
        }
    }
}
