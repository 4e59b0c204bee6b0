//! Random sentences of the grammar: tokens, which `render` writes down.

use std::collections::BTreeMap;

use super::{
    ebnf::{Grammar, Node, is_lexical},
    render::{Kind, Token, render},
    words::{Words, holds, letter},
};

/// A small generator of numbers (SplitMix64), so that a seed means the same on every machine.
pub(super) struct Rng(u64);

impl Rng {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub(super) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// What is known of the place that a sentence stands in.
#[derive(Clone, Copy, Default)]
struct Place {
    depth: usize,
    /// No map may stand here, outside of brackets.
    no_map: bool,
    /// The line may not end here: in a string that ends with its line.
    one_line: bool,
    /// In an expression, where words are operators.
    in_expr: bool,
    /// The number of `#` of the raw string around.
    hashes: usize,
}

pub(super) struct Deriver<'g> {
    grammar: &'g Grammar,
    /// How many rules deep the shortest sentence of each rule is.
    heights: BTreeMap<&'g str, usize>,
    pub(super) rng: Rng,
    /// The choices taken: number and way.
    pub(super) taken: Vec<(usize, usize)>,
    pub(super) rules: Vec<&'g str>,
}

/// From here on every choice is the shortest: so many rules below another, or so many rules in all.
const DEEP: usize = 40;
const LONG: usize = 250;
const NEVER: usize = usize::MAX / 2;

impl<'g> Deriver<'g> {
    pub(super) fn new(grammar: &'g Grammar, seed: u64) -> Self {
        let mut heights: BTreeMap<&str, usize> = grammar.rules.keys().map(|r| (r.as_str(), NEVER)).collect();
        loop {
            let mut changed = false;
            for (rule, node) in &grammar.rules {
                let new = height(node, &heights) + 1;
                changed |= heights.insert(rule, new).is_some_and(|old| old > new);
            }
            if !changed {
                break;
            }
        }
        for (rule, height) in &heights {
            assert!(*height < NEVER, "`{rule}` has no sentence");
        }
        Self { grammar, heights, rng: Rng::new(seed), taken: Vec::new(), rules: Vec::new() }
    }

    /// A sentence of a rule, as text.
    pub(super) fn sentence(&mut self, rule: &str) -> String {
        let mut tokens = Vec::new();
        self.rule(rule, Place::default(), &mut tokens);
        render(&tokens, false, &mut self.rng)
    }

    /// A file, and a number and a string, of which there are many kinds.
    pub(super) fn program(&mut self) -> String {
        let file = self.sentence("file");
        let number = self.lexical("NUMBER", Place::default());
        let string = self.lexical("STRING", Place::default());
        format!("{file}\nn = {number}\ns = {string}\n")
    }

    fn rule(&mut self, name: &str, mut place: Place, out: &mut Vec<Token>) {
        let (name, node) = match self.grammar.rules.get_key_value(name) {
            Some(found) => found,
            None => panic!("there is no rule `{name}`"),
        };
        place.depth += 1;
        place.in_expr |= name == "expr";
        place.in_expr &= name != "stmt";
        if is_lexical(name) {
            let text = self.lexical(name, place);
            let kind = match name.as_str() {
                "DOC" => Kind::Doc,
                "NL" => Kind::End { line: true },
                "WORD" => Kind::Word,
                "NUMBER" => Kind::Number,
                "STRING" => Kind::String,
                _ => panic!("`{name}` is no token that a rule may use"),
            };
            return out.push(Token { text, kind, tight: false, in_expr: place.in_expr });
        }
        self.rules.push(name);
        let start = out.len();
        for _ in 0..200 {
            self.node(node, place, out);
            let new = out.get(start..).unwrap_or_default();
            if checks(node).iter().all(|words| holds(words, &render(new, true, &mut Rng::new(0)), new)) {
                return;
            }
            out.truncate(start);
        }
        panic!("nothing found for `{name}`");
    }

    fn node(&mut self, node: &'g Node, place: Place, out: &mut Vec<Token>) {
        match node {
            Node::Seq(all) => {
                let (mut place, around) = (place, place);
                for node in all {
                    match node {
                        Node::Words(words) => match words.as_str() {
                            "no map" => place.no_map = true,
                            "tight" => {
                                let first = out.len();
                                let rest = all.get(1..).unwrap_or_default();
                                rest.iter().for_each(|n| self.node(n, place, out));
                                if let Some(token) = out.get_mut(first) {
                                    token.tight = true;
                                }
                                return;
                            }
                            _ => self.node(node, place, out),
                        },
                        Node::Text(t) if ["(", "[", "{"].contains(&t.as_str()) => {
                            self.node(node, place, out);
                            place.no_map = false;
                        }
                        Node::Text(t) if [")", "]", "}"].contains(&t.as_str()) => {
                            self.node(node, place, out);
                            place = around;
                        }
                        _ => self.node(node, place, out),
                    }
                }
            }
            Node::Alt(..) | Node::Opt(..) | Node::Many(..) => {
                let mut times = 0;
                while let Some(chosen) = self.choose(node, place, times) {
                    self.node(chosen, place, out);
                    times += 1;
                    if !matches!(node, Node::Many(..)) {
                        break;
                    }
                }
            }
            Node::Except(node, but) => {
                let start = out.len();
                loop {
                    self.node(node, place, out);
                    let text = out.last().map(|t| t.text.clone()).unwrap_or_default();
                    if !texts(but).contains(&text.as_str()) {
                        return;
                    }
                    out.truncate(start);
                }
            }
            Node::Text(text) => {
                let word = text.starts_with(|c: char| c.is_ascii_alphabetic());
                let kind = if word { Kind::Keyword } else { Kind::Sign };
                let kind = if text == ";" { Kind::End { line: false } } else { kind };
                out.push(Token { text: text.clone(), kind, tight: false, in_expr: place.in_expr });
            }
            Node::Rule(name) => self.rule(name, place, out),
            Node::Words(words) => match Words::of(words) {
                Words::End => {
                    let kind = Kind::End { line: false };
                    out.push(Token { text: String::new(), kind, tight: false, in_expr: false });
                }
                Words::Check => {}
                other => panic!("`? {words} ?` ({other:?}) cannot stand among tokens"),
            },
        }
    }

    fn must_end(&self, place: Place) -> bool {
        place.depth >= DEEP || self.rules.len() > LONG
    }

    /// Which way to go at a choice; `None` to leave it out, or to stop repeating.
    fn choose(&mut self, node: &'g Node, place: Place, times: usize) -> Option<&'g Node> {
        match node {
            Node::Alt(id, all) => {
                let open: Vec<usize> = (0..all.len()).filter(|i| all.get(*i).is_some_and(|n| fits(n, place))).collect();
                let heights: Vec<usize> =
                    all.iter().map(|n| if fits(n, place) { height(n, &self.heights) } else { NEVER }).collect();
                let lowest = heights.iter().copied().min().unwrap_or(0);
                let low: Vec<usize> = open.iter().copied().filter(|i| heights.get(*i) == Some(&lowest)).collect();
                let from = if self.must_end(place) { &low } else { &open };
                let way = *from.get(self.rng.below(from.len()))?;
                self.taken.push((*id, way));
                all.get(way)
            }
            Node::Opt(id, inner) => {
                let go = !self.must_end(place) && self.rng.one_in(2) && fits(inner, place);
                self.taken.push((*id, usize::from(go)));
                go.then_some(inner)
            }
            Node::Many(id, inner) => {
                let odds = if place.depth <= 3 || !place.in_expr { 2 } else { 6 };
                let go = !self.must_end(place) && times < 4 && self.rng.one_in(odds) && fits(inner, place);
                self.taken.push((*id, usize::from(times > 0 || go)));
                go.then_some(inner)
            }
            _ => None,
        }
    }

    /// The characters of a token, or of a part of one.
    fn lexical(&mut self, name: &str, mut place: Place) -> String {
        let Some((name, node)) = self.grammar.rules.get_key_value(name) else {
            return match name {
                "TAB" => "\t".to_owned(),
                "LF" => "\n".to_owned(),
                "CR" => "\r".to_owned(),
                "FF" => "\x0c".to_owned(),
                _ => panic!("there is no rule `{name}`"),
            };
        };
        self.rules.push(name);
        match name.as_str() {
            "WORD" if self.rng.one_in(2) => {
                let words = ["a", "web-1", "if", "in", "for", "let", "use", "then", "else", "not", "template", "as"];
                return words[self.rng.below(words.len())].to_owned();
            }
            "RAW" => place.hashes = 1 + self.rng.below(2),
            "HASHES" if place.hashes > 0 => return "#".repeat(place.hashes),
            "QUOTED" => place.one_line = true,
            _ => {}
        }
        place.one_line |= name == "RAW";
        for _ in 0..500 {
            let text = self.characters(node, place);
            if checks(node).iter().all(|words| holds(words, &text, &[])) {
                return text;
            }
        }
        panic!("nothing found for `{name}`");
    }

    fn characters(&mut self, node: &'g Node, place: Place) -> String {
        match node {
            Node::Seq(all) => all.iter().map(|n| self.characters(n, place)).collect(),
            Node::Alt(..) | Node::Opt(..) | Node::Many(..) => {
                let (mut out, mut times) = (String::new(), 0);
                while let Some(chosen) = self.choose(node, place, times) {
                    out.push_str(&self.characters(chosen, place));
                    times += 1;
                    if !matches!(node, Node::Many(..)) {
                        break;
                    }
                }
                out
            }
            Node::Text(text) => text.clone(),
            Node::Rule(name) if is_lexical(name) => self.lexical(name, Place { depth: place.depth + 1, ..place }),
            Node::Rule(name) => {
                let mut tokens = Vec::new();
                self.rule(name, Place { hashes: 0, no_map: false, in_expr: true, ..place }, &mut tokens);
                render(&tokens, place.one_line, &mut self.rng)
            }
            Node::Words(words) => match Words::of(words) {
                Words::OneOf(all) => letter(all, &mut self.rng),
                Words::Check => String::new(),
                Words::End => panic!("`? {words} ?` cannot stand in a token"),
            },
            Node::Except(..) => panic!("no token is told by what it is not"),
        }
    }
}

/// Whether a way may be taken here.
fn fits(node: &Node, place: Place) -> bool {
    match node {
        Node::Rule(name) => !(name == "map" && place.no_map) && !(place.one_line && (name == "NL" || name == "BLOCK")),
        _ => true,
    }
}

/// What else must hold of a rule, in words.
fn checks(node: &Node) -> Vec<&str> {
    let last = match node {
        Node::Seq(all) => all.last(),
        _ => None,
    };
    match last {
        Some(Node::Words(words)) if matches!(Words::of(words), Words::Check) => vec![words],
        _ => Vec::new(),
    }
}

fn texts(node: &Node) -> Vec<&str> {
    let mut out = Vec::new();
    node.walk(&mut |n| {
        if let Node::Text(t) = n {
            out.push(t.as_str());
        }
    });
    out
}

fn height(node: &Node, heights: &BTreeMap<&str, usize>) -> usize {
    match node {
        Node::Seq(all) => all.iter().map(|n| height(n, heights)).max().unwrap_or(0),
        Node::Alt(_, all) => all.iter().map(|n| height(n, heights)).min().unwrap_or(0),
        Node::Opt(..) | Node::Many(..) | Node::Text(_) | Node::Words(_) => 0,
        Node::Except(node, _) => height(node, heights),
        Node::Rule(name) => heights.get(name.as_str()).copied().unwrap_or(0),
    }
}
