//! Values that are given for `param`s from outside: by `--set` and by files of params.

use wharf_diagnostics::{Diagnostic, SourceMap, Span};
use wharf_syntax::tree::{Expr, ExprKind, MapEntry, MapKey, StmtKind, StringLit, StringPart, Word};

/// A value as JSON and YAML have it.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// A text; where an amount is due, it is one as the language writes it: `512Mi`.
    Text(String),
    /// A list.
    List(Vec<ParamValue>),
    /// A map, in its order.
    Map(Vec<(String, ParamValue)>),
}

/// A value of a file of params, with the place that stands for it.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    pub(crate) kind: LiteralKind,
    pub(crate) span: Span,
}

/// The kinds of such values.
#[derive(Clone, Debug)]
pub(crate) enum LiteralKind {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// A text, and the expression that it is where it is read as one.
    Text {
        text: String,
        tree: Option<Expr>,
    },
    List(Vec<Literal>),
    Map(Vec<(String, Literal)>),
}

/// Where the value of a param comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// `--set name=text`, with the expression that the text is, if it is one.
    Text { text: String, span: Span, tree: Option<Expr> },
    /// An entry of a file.
    Value(Literal),
}

/// The values that are given for params, by name: `domain`, or `base.domain` for a param of a file
/// that is used as `base`.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Each with its name's place; the first of a name holds.
    all: Vec<(String, Span, Source)>,
    /// Whether something could not be read.
    pub(crate) incomplete: bool,
}

impl Given {
    /// Adds what `--set name=text` says. What is added first holds.
    pub fn set(&mut self, name: &str, text: &str, sources: &mut SourceMap) {
        let shown = format!("{name}={text}");
        let file = sources.add("--set", shown.as_str());
        let at = name.len() + 1;
        let span = Span::new(file, at, shown.len());
        let tree = expression(text, span);
        self.all.push((
            name.to_owned(),
            Span::new(file, 0, name.len()),
            Source::Text { text: text.to_owned(), span, tree },
        ));
    }

    /// Adds the entries of a file, whose text is `text`. What is added first holds.
    pub fn file(&mut self, name: &str, text: &str, entries: &[(String, ParamValue)], sources: &mut SourceMap) {
        let file = sources.add(name, text);
        for (key, value) in entries {
            let at = key_at(text, key);
            let span = Span::new(file, at, at + key.len());
            self.all.push((key.clone(), span, Source::Value(literal(value, span))));
        }
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Source> {
        self.all.iter().find(|(n, _, _)| n == name).map(|(_, _, s)| s)
    }

    /// Says that something that is given could not be read: a param without a value may have one there.
    pub fn incomplete(&mut self) {
        self.incomplete = true;
    }

    /// What is given for no param that there is. `known` are the params of all apps.
    #[must_use]
    pub fn unknown(&self, known: &[&str]) -> Vec<Diagnostic> {
        let missed = self.all.iter().filter(|(n, _, _)| !known.contains(&n.as_str()));
        missed.map(|(n, span, _)| crate::errors::unfolding::unknown_param(n, *span, known)).collect()
    }
}

/// Where a key of a map of YAML or JSON stands, as far as that shows without reading it again.
fn key_at(text: &str, key: &str) -> usize {
    let is_key = |at: usize| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + key.len()..).unwrap_or("").trim_start_matches(['"', '\'', ' ']);
        before.is_none_or(|c| c.is_whitespace() || "\"'{,".contains(c)) && after.starts_with(':')
    };
    let mut all = text.match_indices(key).map(|(at, _)| at);
    all.find(|at| is_key(*at)).unwrap_or(0)
}

fn literal(value: &ParamValue, span: Span) -> Literal {
    let kind = match value {
        ParamValue::Null => LiteralKind::Null,
        ParamValue::Bool(b) => LiteralKind::Bool(*b),
        ParamValue::Int(n) => LiteralKind::Int(*n),
        ParamValue::Float(f) => LiteralKind::Float(*f),
        ParamValue::Text(t) => LiteralKind::Text { text: t.clone(), tree: expression(t, span) },
        ParamValue::List(items) => LiteralKind::List(items.iter().map(|i| literal(i, span)).collect()),
        ParamValue::Map(entries) => {
            LiteralKind::Map(entries.iter().map(|(k, v)| (k.clone(), literal(v, span))).collect())
        }
    };
    Literal { kind, span }
}

/// The expression that a text is, all of it standing at one place.
fn expression(text: &str, span: Span) -> Option<Expr> {
    let parsed = wharf_syntax::parse(span.file, &format!("let x = {text}"));
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    match parsed.tree.stmts.into_iter().map(|s| s.kind).collect::<Vec<_>>().as_mut_slice() {
        [StmtKind::Let { value, .. }] => Some(at(value, span)),
        _ => None,
    }
}

/// The expression with the place that stands for all of it: its own are those of a made-up text.
fn at(e: &Expr, span: Span) -> Expr {
    let inner = |e: &Expr| Box::new(at(e, span));
    let word = |w: &Word| Word { span, ..w.clone() };
    let kind = match &e.kind {
        ExprKind::String(s) => ExprKind::String(string(s, span)),
        ExprKind::Paren(e) => ExprKind::Paren(inner(e)),
        ExprKind::List(items) => ExprKind::List(items.iter().map(|i| at(i, span)).collect()),
        ExprKind::Map(entries) => ExprKind::Map(
            entries
                .iter()
                .map(|m| MapEntry {
                    key: match &m.key {
                        MapKey::Word(w) => MapKey::Word(word(w)),
                        MapKey::String(s) => MapKey::String(string(s, span)),
                    },
                    value: at(&m.value, span),
                })
                .collect(),
        ),
        ExprKind::Unary { op, operand } => ExprKind::Unary { op: *op, operand: inner(operand) },
        ExprKind::Range { low, high } => {
            ExprKind::Range { low: low.as_deref().map(inner), high: high.as_deref().map(inner) }
        }
        // No literal has other parts, and only literals are read.
        ExprKind::Word(_)
        | ExprKind::Number(_)
        | ExprKind::Field { .. }
        | ExprKind::Call { .. }
        | ExprKind::Index { .. }
        | ExprKind::Binary { .. }
        | ExprKind::If { .. }
        | ExprKind::Error => e.kind.clone(),
    };
    Expr { span, kind }
}

fn string(s: &StringLit, span: Span) -> StringLit {
    let part = |p: &StringPart| match p {
        StringPart::Text { text, .. } => StringPart::Text { text: text.clone(), span },
        StringPart::Expr(e) => StringPart::Expr(e.clone()),
    };
    StringLit { span, style: s.style, parts: s.parts.iter().map(part).collect() }
}
