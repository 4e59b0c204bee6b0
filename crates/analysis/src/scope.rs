//! What an app declares, collected before anything is evaluated: names, where they stand, and the
//! names inside of them that others refer to.

use std::collections::BTreeMap;

use wharf_diagnostics::{Diagnostic, Span};
use wharf_syntax::tree::{Expr, ParamDecl, Stmt, StmtKind};

use crate::errors::names as errors;
use crate::matching::{Body, Matched, Unread, body, head_text, static_text};
use crate::vocabulary::BlockKind;

/// The kinds of declarations that share the names of an app. Images have names of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Declared {
    Let,
    Param,
    Setting,
    Group,
    Image,
    Volume,
    Config,
    Service,
    Job,
}

impl Declared {
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Let => "a `let`",
            Self::Param => "a `param`",
            Self::Setting => "a setting",
            Self::Group => "a group of secrets",
            Self::Image => "an image",
            Self::Volume => "a volume",
            Self::Config => "a config",
            Self::Service => "a service",
            Self::Job => "a job",
        }
    }
}

/// One declaration.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'t> {
    pub(crate) kind: Declared,
    /// The name's span.
    pub(crate) span: Span,
    /// Names inside of it, with their spans: ports of a service, keys of a config or a group of
    /// secrets, stages of an image.
    pub(crate) inner: BTreeMap<String, Span>,
    /// The value of a `let`, the declaration of a `param`.
    pub(crate) value: Definition<'t>,
}

/// What a name stands for, where it is not an object.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Definition<'t> {
    Object,
    Let(&'t Expr),
    Param(&'t ParamDecl),
}

/// All names of an app.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope<'t> {
    /// The names that share one space.
    pub(crate) names: BTreeMap<String, Entry<'t>>,
    /// The images.
    pub(crate) images: BTreeMap<String, Entry<'t>>,
    /// The keys of the app's own secrets, and which of them may be absent.
    pub(crate) secrets: Option<BTreeMap<String, Span>>,
    /// What may be declared by statements that could not be read.
    pub(crate) unread: Unread,
}

/// A statement that may declare something.
enum Found<'a, 't> {
    Value(&'t Stmt),
    Object(&'a Matched<'t>),
}

impl<'t> Scope<'t> {
    /// Collects the names of a file's `let`s and of an app's body.
    pub(crate) fn collect(file: &Body<'t>, app: &Body<'t>, out: &mut Vec<Diagnostic>) -> Self {
        let mut scope = Self::default();
        // In the order of the source: of two with one name, the second is one too many.
        let mut all: Vec<(Span, Found<'_, 't>)> = Vec::new();
        all.extend(file.special.iter().chain(&app.special).map(|s| (s.span, Found::Value(s))));
        all.extend(app.words.iter().map(|m| (m.stmt.span, Found::Object(m))));
        all.sort_by_key(|(span, _)| *span);
        for (_, found) in all {
            match found {
                Found::Value(stmt) => scope.define(stmt, out),
                Found::Object(m) => scope.declare(m, out),
            }
        }
        scope.unread.extend(&file.unread);
        scope.unread.extend(&app.unread);
        scope
    }

    fn define(&mut self, stmt: &'t Stmt, out: &mut Vec<Diagnostic>) {
        let (kind, name, value) = match &stmt.kind {
            StmtKind::Let { name, value } => (Declared::Let, name, Definition::Let(value)),
            StmtKind::Param(p) => (Declared::Param, &p.name, Definition::Param(p)),
            _ => return,
        };
        let entry = Entry { kind, span: name.span, inner: BTreeMap::new(), value };
        self.add(&name.text, entry, out);
    }

    fn declare(&mut self, m: &Matched<'t>, out: &mut Vec<Diagnostic>) {
        let Some(kind) = declared(m) else { return };
        let inner = inner_names(kind, m, &mut self.unread);
        let Some((_, expr)) = m.slot("name") else {
            if kind == Declared::Group {
                self.secrets = Some(inner);
            }
            return;
        };
        let Some(name) = static_text(expr) else { return };
        self.add(&name, Entry { kind, span: expr.span, inner, value: Definition::Object }, out);
    }

    /// The declaration of that kind and name.
    pub(crate) fn entry_mut(&mut self, kind: Declared, name: &str) -> Option<&mut Entry<'t>> {
        let space = if kind == Declared::Image { &mut self.images } else { &mut self.names };
        space.get_mut(name).filter(|e| e.kind == kind)
    }

    pub(crate) fn add(&mut self, name: &str, entry: Entry<'t>, out: &mut Vec<Diagnostic>) {
        let space = if entry.kind == Declared::Image { &mut self.images } else { &mut self.names };
        match space.get_mut(name) {
            // Two of one kind are reported where the block was matched. Either may be the one whose
            // ports or keys are meant.
            Some(first) if first.kind == entry.kind && !matches!(entry.kind, Declared::Let | Declared::Param) => {
                for (name, span) in entry.inner {
                    first.inner.entry(name).or_insert(span);
                }
            }
            Some(first) => out.push(errors::name_taken(name, entry.kind, entry.span, first.kind, first.span)),
            None => {
                space.insert(name.to_owned(), entry);
            }
        }
    }

    /// The names of one kind, for suggestions.
    pub(crate) fn of_kind<'s>(&'s self, wanted: &'s [Declared]) -> impl Iterator<Item = &'s str> + 's {
        self.names.iter().chain(&self.images).filter(move |(_, e)| wanted.contains(&e.kind)).map(|(n, _)| n.as_str())
    }
}

/// What a statement of an app declares.
pub(crate) fn declared(m: &Matched<'_>) -> Option<Declared> {
    Some(match m.word.spelling() {
        "setting" => Declared::Setting,
        "secrets" => Declared::Group,
        "image" => Declared::Image,
        "volume" => Declared::Volume,
        "config" => Declared::Config,
        "service" => Declared::Service,
        "job" => Declared::Job,
        _ => return None,
    })
}

/// The block of a declaration that has names inside, and the word that declares them there; where
/// there is none, each statement's own head is one.
pub(crate) fn names_inside(kind: Declared) -> Option<(BlockKind, Option<&'static str>)> {
    match kind {
        Declared::Service => Some((BlockKind::Service, Some("port"))),
        Declared::Image => Some((BlockKind::Image, Some("stage"))),
        Declared::Config => Some((BlockKind::Config, None)),
        Declared::Group => Some((BlockKind::Secrets, None)),
        Declared::Let | Declared::Param | Declared::Setting | Declared::Volume | Declared::Job => None,
    }
}

/// The names inside a declaration, computed ones apart.
pub(crate) fn inside(kind: Declared, m: &Matched<'_>) -> BTreeMap<String, Span> {
    inner_names(kind, m, &mut Unread::default())
}

/// The names inside a declaration. What does not match is reported where the block is built, so
/// nothing is said here.
fn inner_names(kind: Declared, m: &Matched<'_>, unread: &mut Unread) -> BTreeMap<String, Span> {
    let Some((block, word)) = names_inside(kind) else { return BTreeMap::new() };
    let Some(stmts) = m.block() else { return BTreeMap::new() };
    let inside = body(block, &stmts.stmts, &mut Vec::new());
    unread.extend(&inside.unread);
    let named = inside.words.iter().filter_map(|i| match word {
        Some(w) if i.is(w) => i.slot("name").and_then(|(_, e)| static_text(e).map(|t| (t, e.span))),
        Some(_) => None,
        None => head_text(&i.plain.head).map(|t| (t, i.head())),
    });
    let mut out = BTreeMap::new();
    for (name, span) in named {
        out.entry(name).or_insert(span);
    }
    out
}
