//! What an app declares, collected before anything is built: names, where they stand, and the
//! names inside of them that others refer to.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_syntax::tree::{Block, Head as Written, Stmt, StmtKind};

use crate::checker::Checker;
use crate::errors::names as errors;
use crate::index::NameKind;
use crate::matching::{Body, Matched, Unread, static_text};
use crate::vocabulary::{BlockKind, Head, Key, Word};

/// The kinds of declarations that share the names of an app. Images have names of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Declared {
    Setting,
    Group,
    Image,
    Volume,
    Config,
    Service,
    Job,
    Cron,
}

impl Declared {
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Setting => "a setting",
            Self::Group => "a group of secrets",
            Self::Image => "an image",
            Self::Volume => "a volume",
            Self::Config => "a config",
            Self::Service => "a service",
            Self::Job => "a job",
            Self::Cron => "a cron job",
        }
    }
}

/// One declaration.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) kind: Declared,
    /// The name's span.
    pub(crate) span: Span,
    /// Names inside of it, with their spans: ports of a service, keys of a config or a group of
    /// secrets, stages of an image.
    pub(crate) inner: BTreeMap<String, Span>,
}

/// All names of an app.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// The names that share one space.
    pub(crate) names: BTreeMap<String, Entry>,
    /// The images.
    pub(crate) images: BTreeMap<String, Entry>,
    /// The keys of the app's own secrets.
    pub(crate) secrets: Option<BTreeMap<String, Span>>,
    /// What may be declared by statements that could not be read.
    pub(crate) unread: Unread,
    /// What conditions and templates may declare, or `None` where names are computed: any name then.
    pub(crate) possible: Option<BTreeSet<String>>,
}

impl Scope {
    /// Whether the same is declared as in another.
    pub(crate) fn declares_as(&self, other: &Self) -> bool {
        self.names == other.names && self.images == other.images && self.secrets == other.secrets
    }

    /// The names of one kind, for suggestions.
    pub(crate) fn of_kind<'s>(&'s self, wanted: &'s [Declared]) -> impl Iterator<Item = &'s str> + 's {
        self.names.iter().chain(&self.images).filter(move |(_, e)| wanted.contains(&e.kind)).map(|(n, _)| n.as_str())
    }
}

impl<'t> Checker<'t> {
    /// Collects what an unfolded app declares. Values that refer to it cannot be had before, so
    /// everything is looked at without a word here, and again where it is built.
    pub(crate) fn collect(&mut self, app: &Body<'t>, written: &'t Block) {
        let mut scope = Scope { unread: app.unread.clone(), possible: possible(written), ..Scope::default() };
        scope.unread.extend(&self.scope.unread);
        let mut taken = Vec::new();
        self.quietly(|c| {
            // In the order of the source: of two with one name, the second is one too many.
            let mut all: Vec<&Matched<'t>> = app.words.iter().collect();
            all.sort_by_key(|m| m.said.span);
            for m in all {
                let Some(kind) = declared(m) else { continue };
                let inner = c.inner_names(kind, m, &mut scope.unread);
                let name =
                    m.slot("name").map(|(slot, e)| (static_text(&e).or_else(|| c.key((slot, e)).map(|k| k.value)), e));
                match name {
                    None if kind == Declared::Group => {
                        for key in inner.values() {
                            c.index.declares(*key, NameKind::Secret);
                        }
                        scope.secrets.get_or_insert_default().extend(inner);
                    }
                    None | Some((None, _)) => {}
                    Some((Some(name), e)) => {
                        taken.extend(c.declare(&mut scope, &name, Entry { kind, span: e.span, inner }));
                    }
                }
            }
        });
        for d in taken {
            self.report(d);
        }
        self.scope = Rc::new(scope);
    }

    fn declare(&mut self, scope: &mut Scope, name: &str, entry: Entry) -> Option<wharf_diagnostics::Diagnostic> {
        self.index.declares(entry.span, entry.kind.into());
        for inner in entry.inner.values() {
            self.index.declares(*inner, NameKind::inside(entry.kind));
        }
        let space = if entry.kind == Declared::Image { &mut scope.images } else { &mut scope.names };
        if entry.kind != Declared::Image
            && let Some(value) = self.outer.iter().find_map(|e| self.frames.get(*e).and_then(|f| f.names.get(name)))
        {
            let d = errors::name_taken(name, entry.kind.described(), entry.span, value.bound.described(), value.span);
            // What it has inside is known all the same.
            space.entry(name.to_owned()).or_insert(entry);
            return Some(d);
        }
        match space.get_mut(name) {
            // Two of one kind are reported where their block is laid. Either may be the one whose ports
            // or keys are meant.
            Some(first) if first.kind == entry.kind => {
                for (name, span) in entry.inner {
                    first.inner.entry(name).or_insert(span);
                }
                None
            }
            Some(first) => {
                Some(errors::name_taken(name, entry.kind.described(), entry.span, first.kind.described(), first.span))
            }
            None => {
                space.insert(name.to_owned(), entry);
                None
            }
        }
    }

    /// The names inside a declaration. What is wrong is reported where the block is built.
    fn inner_names(&mut self, kind: Declared, m: &Matched<'t>, unread: &mut Unread) -> BTreeMap<String, Span> {
        let Some((block, word)) = names_inside(kind) else { return BTreeMap::new() };
        let inside = self.body_of(m.word.block.unwrap_or(block), m, word);
        unread.extend(&inside.unread);
        let named = inside.words.iter().filter(|i| match word {
            Some(w) => i.is(w),
            None => i.word.head == Head::Key && i.word.key == Key::Head,
        });
        let mut out = BTreeMap::new();
        for id in named.filter_map(|i| i.id.as_ref()) {
            out.entry(id.text.to_string()).or_insert(id.span);
        }
        out
    }

    /// Whether a name that is not declared may be declared under another condition.
    pub(crate) fn may_be_unfolded(&self, name: &str) -> bool {
        self.surveying && self.scope.possible.as_ref().is_none_or(|p| p.contains(name))
    }
}

/// What a statement of an app declares.
pub(crate) fn declared(m: &Matched<'_>) -> Option<Declared> {
    declared_by(m.word)
}

/// What the statements of a word declare.
pub(crate) fn declared_by(word: &Word) -> Option<Declared> {
    Some(match word.spelling() {
        "setting" => Declared::Setting,
        "secrets" => Declared::Group,
        "image" => Declared::Image,
        "volume" => Declared::Volume,
        "config" => Declared::Config,
        "service" | "daemon" => Declared::Service,
        "job" => Declared::Job,
        "cron" => Declared::Cron,
        _ => return None,
    })
}

/// The block of a declaration that has names inside, and the word that declares them there; where
/// there is none, each statement's own head is one.
fn names_inside(kind: Declared) -> Option<(BlockKind, Option<&'static str>)> {
    match kind {
        Declared::Service => Some((BlockKind::Service, Some("port"))),
        Declared::Image => Some((BlockKind::Image, Some("stage"))),
        Declared::Config => Some((BlockKind::Config, None)),
        Declared::Group => Some((BlockKind::Secrets, None)),
        Declared::Setting | Declared::Volume | Declared::Job | Declared::Cron => None,
    }
}

/// Words that declare what others refer to.
const DECLARING: &[&str] =
    &["setting", "secrets", "image", "volume", "config", "service", "daemon", "job", "cron", "port", "stage", "add"];

/// Every name that some statement of an app, in whatever condition, may declare: their heads and the
/// first words of their arguments. `None` where a name is computed or a template may bring it.
fn possible(app: &Block) -> Option<BTreeSet<String>> {
    let mut out = BTreeSet::new();
    let mut todo: Vec<&[Stmt]> = vec![&app.stmts];
    while let Some(stmts) = todo.pop() {
        for stmt in stmts {
            match &stmt.kind {
                StmtKind::Plain(p) => {
                    let head = match &p.head {
                        Written::Word(w) => Some(w.text.clone()),
                        Written::String(s) => s.as_plain().map(str::to_owned),
                        Written::Expr(_) => None,
                    };
                    let first = p.args.first();
                    if head.as_deref().is_some_and(|h| DECLARING.contains(&h))
                        && first.is_some_and(|e| static_text(e).is_none())
                    {
                        return None;
                    }
                    // `extends base.x()` may bring what only that file says.
                    if head.as_deref() == Some("extends") {
                        return None;
                    }
                    out.extend(head);
                    out.extend(first.and_then(static_text));
                    out.extend(p.args.get(1).and_then(static_text));
                    todo.extend(p.block.as_ref().map(|b| b.stmts.as_slice()));
                }
                StmtKind::For { body, .. } | StmtKind::Template { body, .. } => todo.push(&body.stmts),
                StmtKind::If(chosen) => todo.extend(chosen.blocks().map(|b| b.stmts.as_slice())),
                StmtKind::Use { .. } | StmtKind::Let { .. } | StmtKind::Param(_) | StmtKind::Error => {}
            }
        }
    }
    Some(out)
}
