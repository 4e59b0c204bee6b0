//! Where names stand: each use with the declaration that it means, and what is known of values.
//! Editors ask it; the compiler does not.

use std::collections::{BTreeMap, BTreeSet};

use wharf_diagnostics::{FileId, Span};
use wharf_model::{Part, PodFact, Text};
use wharf_syntax::tree::ExprKind;

use crate::checker::Checker;
use crate::frames::Bound;
use crate::matching::Matched;
use crate::scope::{Declared, declared_by};
use crate::types::Type;
use crate::value::{Ref, Space, Val, Value};
use crate::vocabulary::{Mode, RefKind, Role, Word};

/// How much of a value is shown.
const SHOWN: usize = 200;

/// How many values of one name are kept: a loop's name can have very many.
const VALUES: usize = 20;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A service or a daemon.
    Service,
    /// A job.
    Job,
    /// A cron job.
    Cron,
    /// A volume, of the app or of a pod.
    Volume,
    /// A config.
    Config,
    /// A key of a config.
    ConfigKey,
    /// An image.
    Image,
    /// A stage of an image.
    Stage,
    /// A setting.
    Setting,
    /// A group of secrets.
    SecretGroup,
    /// A secret.
    Secret,
    /// A port of a service.
    Port,
    /// A `let`, a `param`, a name of a loop or a parameter of a template.
    Value,
    /// A template.
    Template,
    /// A file that is used, by the name after `as`.
    Module,
    /// The key of an entry, which a later layer changes.
    Entry,
}

impl From<Declared> for NameKind {
    fn from(declared: Declared) -> Self {
        match declared {
            Declared::Setting => Self::Setting,
            Declared::Group => Self::SecretGroup,
            Declared::Image => Self::Image,
            Declared::Volume => Self::Volume,
            Declared::Config => Self::Config,
            Declared::Service => Self::Service,
            Declared::Job => Self::Job,
            Declared::Cron => Self::Cron,
        }
    }
}

impl NameKind {
    /// What a declaration of that kind has inside.
    pub(crate) fn inside(declared: Declared) -> Self {
        match declared {
            Declared::Service => Self::Port,
            Declared::Image => Self::Stage,
            Declared::Config => Self::ConfigKey,
            Declared::Group => Self::Secret,
            Declared::Setting | Declared::Volume | Declared::Job | Declared::Cron => Self::Entry,
        }
    }

    /// What the statements of a word are known by.
    pub(crate) fn of_word(word: &Word) -> Self {
        match (declared_by(word), word.spelling()) {
            (Some(declared), _) => declared.into(),
            (None, "port") => Self::Port,
            (None, "stage") => Self::Stage,
            (None, _) => Self::Entry,
        }
    }

    fn of(bound: &Bound<'_>) -> Self {
        match bound {
            Bound::Value(_) | Bound::Let(_) | Bound::Param(_) => Self::Value,
            Bound::Module(_) => Self::Module,
            Bound::Template(_) => Self::Template,
        }
    }
}

/// A place where a name stands. A declaration is a use of itself. One place of a template can mean several
/// declarations, and a later layer's statement means the one that it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameUse {
    /// Where it stands.
    pub span: Span,
    /// Where what it means is declared.
    pub declaration: Span,
    /// What it stands for.
    pub kind: NameKind,
}

/// What is known of a `let`, a `param`, or a name of a loop or template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its type, in words: `a duration`.
    pub ty: &'static str,
    /// Its values as they would be written, each with the environment in which it has that value; none is
    /// the app as its own body says. Empty where it is not known when compiling.
    pub values: Vec<(Option<String>, String)>,
}

/// Where the names of a file and of those that it uses stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// Whether anything is noted.
    wanted: bool,
    uses: BTreeSet<NameUse>,
    values: BTreeMap<Span, Known>,
}

impl Index {
    /// An empty one; where it is not wanted, it stays so.
    pub(crate) fn new(wanted: bool) -> Self {
        Self { wanted, ..Self::default() }
    }

    /// All uses, in the order of the sources.
    pub fn uses(&self) -> impl Iterator<Item = &NameUse> {
        self.uses.iter()
    }

    /// The uses that touch an offset of a file.
    pub fn at(&self, file: FileId, offset: u32) -> impl Iterator<Item = &NameUse> {
        self.uses.iter().filter(move |u| u.span.file == file && u.span.start <= offset && offset <= u.span.end)
    }

    /// Where what stands at a span is declared: what the use means, what that changes, and so on to the first.
    #[must_use]
    pub fn declarations(&self, span: Span) -> Vec<Span> {
        let mut seen = BTreeSet::from([span]);
        let (mut todo, mut out) = (vec![span], Vec::new());
        while let Some(at) = todo.pop() {
            let lowest = NameUse { span: at, declaration: Span::default(), kind: NameKind::Service };
            let meant = self.uses.range(lowest..).take_while(|u| u.span == at).map(|u| u.declaration);
            let further: Vec<Span> = meant.filter(|d| *d != at).collect();
            if further.is_empty() {
                out.push(at);
            }
            todo.extend(further.into_iter().filter(|d| seen.insert(*d)));
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// What is known of the value that is declared at a span.
    #[must_use]
    pub fn value(&self, declaration: Span) -> Option<&Known> {
        self.values.get(&declaration)
    }

    /// Takes over what another one has.
    pub fn extend(&mut self, other: &Self) {
        self.uses.extend(other.uses.iter().copied());
        for (span, known) in &other.values {
            let own = self.values.entry(*span).or_insert_with(|| Known { ty: known.ty, values: Vec::new() });
            for value in known.values.iter().take(VALUES) {
                if !own.values.contains(value) {
                    own.values.push(value.clone());
                }
            }
        }
    }

    pub(crate) fn declares(&mut self, span: Span, kind: NameKind) {
        self.refers(span, span, kind);
    }

    pub(crate) fn refers(&mut self, span: Span, declaration: Span, kind: NameKind) {
        if self.wanted {
            self.uses.insert(NameUse { span, declaration, kind });
        }
    }

    fn knows(&mut self, declaration: Span, environment: Option<&str>, value: &Value) {
        if !self.wanted {
            return;
        }
        let ty = Type::of(value).described();
        let entry = self.values.entry(declaration).or_insert_with(|| Known { ty, values: Vec::new() });
        if entry.ty == Type::Any.described() {
            entry.ty = ty;
        }
        if entry.values.len() >= VALUES || matches!(value, Value::Opaque(_)) || !value.is_known() {
            return;
        }
        let shown = (environment.map(str::to_owned), written(value));
        if !entry.values.contains(&shown) {
            entry.values.push(shown);
        }
    }
}

impl Checker<'_> {
    /// Notes that a name means what a frame binds.
    pub(crate) fn means(&mut self, at: Span, declared: Span, bound: &Bound<'_>) {
        self.index.refers(at, declared, NameKind::of(bound));
    }

    /// Notes the value of a `let`, a `param` and the like.
    pub(crate) fn note_value(&mut self, declared: Span, value: &Val) {
        self.index.knows(declared, self.environment.as_deref(), &value.value);
    }

    /// Notes what the bare names in a statement's slots refer to.
    pub(crate) fn note_references(&mut self, m: &Matched<'_>) {
        if !self.index.wanted {
            return;
        }
        let filled: Vec<_> = m.filled().collect();
        for (slot, term) in filled {
            let (Mode::Reference(kind), ExprKind::Word(w)) = (slot.mode, &term.expr.kind) else { continue };
            let at = term.expr.span;
            if let Some((_, binding)) = self.frames.find(term.env, w) {
                let (declared, bound) = (binding.span, NameKind::of(&binding.bound));
                self.index.refers(at, declared, bound);
                continue;
            }
            let entry = |kinds: &[Declared]| {
                self.scope.names.get(w).filter(|e| kinds.contains(&e.kind)).map(|e| (e.span, e.kind.into()))
            };
            let found = match kind {
                RefKind::Service => entry(&[Declared::Service]),
                RefKind::ServiceOrJob => entry(&[Declared::Service, Declared::Job]),
                RefKind::Volume => {
                    let own = self.shares.as_ref().and_then(|s| s.get(w)).map(|s| (*s, NameKind::Volume));
                    own.or_else(|| entry(&[Declared::Volume]))
                }
                RefKind::SecretKey => {
                    let keys = self.scope.secrets.as_ref();
                    keys.and_then(|k| k.get(w)).map(|s| (*s, NameKind::Secret))
                }
                RefKind::OwnPort => {
                    let own = self.own.as_ref().and_then(|o| self.scope.names.get(o.as_str()));
                    own.and_then(|e| e.inner.get(w)).map(|s| (*s, NameKind::Port))
                }
            };
            if let Some((declared, kind)) = found {
                self.index.refers(at, declared, kind);
            }
        }
    }

    /// Notes the name that a statement is known by, and the one that it changes.
    pub(crate) fn note_layer(&mut self, m: &Matched<'_>, below: Option<&Matched<'_>>) {
        let Some(id) = m.id.as_ref().filter(|_| self.index.wanted && m.word.role != Role::Sets) else { return };
        if id.text.is_empty() || *unquoted(self.source(id.span)) != *id.text {
            return;
        }
        let kind = NameKind::of_word(m.word);
        let first = below.and_then(|b| b.id.as_ref()).map_or(id.span, |b| b.span);
        self.index.refers(id.span, first, kind);
    }
}

/// A name without the quotes that it may stand in.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text)
}

/// A value as it would be written, or the beginning of that.
fn written(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    match out.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", out.get(..at).unwrap_or_default()),
        None => out,
    }
}

/// Adds a value as it would be written, until there is enough. No deeper than a value is.
fn write(value: &Value, out: &mut String) {
    if out.len() > 4 * SHOWN {
        return;
    }
    let simple = match value {
        Value::Text(t) => text(t),
        Value::Int(n) => n.to_string(),
        Value::Float(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Bytes(n) => wharf_model::Bytes(*n).to_string(),
        Value::Cpu(n) => wharf_model::Cpu(*n).to_string(),
        Value::Duration(n) => wharf_model::Duration(*n).to_string(),
        Value::Percent(n) if n % 100 == 0 => format!("{}%", n / 100),
        Value::Percent(n) => format!("{}.{:02}%", n / 100, n % 100),
        Value::Rate { count, per_millis } => format!("{count}/{}", wharf_model::Duration(*per_millis)),
        Value::Ref(r) => reference(r),
        Value::Absent => String::from("nothing"),
        Value::Opaque(t) => t.described().to_owned(),
        Value::Range(low, high) => {
            low.iter().for_each(|v| write(&v.value, out));
            out.push_str("..");
            high.iter().for_each(|v| write(&v.value, out));
            return;
        }
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().take(SHOWN).enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                write(&item.value, out);
            }
            out.push(']');
            return;
        }
        Value::Map(entries) => {
            out.push_str("{ ");
            for (i, (key, _, item)) in entries.iter().take(SHOWN).enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                out.push_str(key);
                out.push_str(" = ");
                write(&item.value, out);
            }
            out.push_str(" }");
            return;
        }
    };
    out.push_str(&simple);
}

fn reference(r: &Ref) -> String {
    match r {
        Ref::Space(Space::Images) => String::from("images"),
        Ref::Space(Space::Secrets) | Ref::SecretGroup(None) => String::from("secrets"),
        Ref::Space(Space::Settings) => String::from("settings"),
        Ref::Space(Space::Pod) => String::from("pod"),
        Ref::Space(Space::Services) => String::from("services"),
        Ref::Service(n) | Ref::Job(n) | Ref::Volume(n) | Ref::Config(n) => n.to_string(),
        Ref::Image(n) => format!("images.{n}"),
        Ref::Stage(n, stage) => format!("images.{n}.{stage}"),
        Ref::Port(p) => format!("{}.{}", p.service, p.port),
        Ref::ConfigKey(n, key) => format!("{n}.{key}"),
        Ref::SecretGroup(Some(n)) => format!("secrets.{n}"),
    }
}

/// A text with what is put into it by its name: a secret shows no more than that.
fn text(text: &Text) -> String {
    let mut out = String::from("\"");
    for part in text.parts() {
        let inside = match part {
            Part::Literal(t) => {
                out.extend(
                    t.chars().take(SHOWN).flat_map(|c| if c == '\'' { vec![c] } else { c.escape_debug().collect() }),
                );
                continue;
            }
            Part::Secret(s) => match &s.group {
                Some(g) => format!("secrets.{g}.{}", s.key),
                None => format!("secrets.{}", s.key),
            },
            Part::Setting(s) => format!("settings.{s}"),
            Part::Host(s) => format!("{s}.host"),
            Part::Port(p) => format!("{}.{}.port", p.service, p.port),
            Part::Pod(PodFact::Name) => String::from("pod.name"),
            Part::Pod(PodFact::Ip) => String::from("pod.ip"),
            Part::Pod(PodFact::Namespace) => String::from("pod.namespace"),
            Part::Pod(PodFact::Node) => String::from("pod.node"),
        };
        out.push_str("\\(");
        out.push_str(&inside);
        out.push(')');
    }
    out.push('"');
    out
}
