//! Which word a statement begins with, and what kind of block it opens.

use wharf_analysis::TEMPLATE_KINDS;
use wharf_analysis::vocabulary::{BlockKind, Head, Word, key_of, path_of, word as spelled};
use wharf_syntax::tree::{self, Expr, ExprKind, Stmt, StmtKind};

/// How a statement begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begins<'t> {
    /// With a word.
    Word(&'t str),
    /// With a text, or a computed key.
    Text,
}

/// The word of a statement in a block of that kind. `binds` says that `=` follows its head.
pub(crate) fn word_of(kind: BlockKind, begins: Begins<'_>, binds: bool) -> Option<&'static Word> {
    match begins {
        Begins::Text => key_of(kind).or_else(|| path_of(kind)),
        Begins::Word(w) if kind == BlockKind::Environment => {
            if binds {
                return key_of(kind);
            }
            // What is no word of an environment changes a statement of the app.
            spelled(kind, w).or_else(|| spelled(BlockKind::App, w))
        }
        Begins::Word(w @ ("allow" | "extends")) if !binds => spelled(kind, w).or_else(|| key_of(kind)),
        Begins::Word(w) => key_of(kind).or_else(|| spelled(kind, w)),
    }
}

/// The kind of block that most of these words stand in: what a template is for. `None` where they do not tell.
pub(crate) fn guessed<'t>(heads: impl Iterator<Item = &'t str>) -> Option<BlockKind> {
    let telling = |w: &&str| !matches!(*w, "allow" | "extends" | "let" | "if" | "for" | "else");
    let heads: Vec<&str> = heads.filter(telling).collect();
    let count = |kind: BlockKind| heads.iter().filter(|h| spelled(kind, h).is_some()).count();
    let most = TEMPLATE_KINDS.iter().map(|k| (count(*k), *k)).rev().max_by_key(|(n, _)| *n)?;
    (most.0 > 0).then_some(most.1)
}

/// The first words of the statements of a block, those of conditions and loops among them.
pub(crate) fn heads(stmts: &[Stmt]) -> Vec<&str> {
    let (mut out, mut todo) = (Vec::new(), vec![stmts]);
    while let Some(stmts) = todo.pop() {
        for stmt in stmts {
            match &stmt.kind {
                StmtKind::Plain(p) => out.extend(match &p.head {
                    tree::Head::Word(w) => Some(w.text.as_str()),
                    tree::Head::String(_) | tree::Head::Expr(_) => None,
                }),
                StmtKind::If(chosen) => todo.extend(chosen.blocks().map(|b| b.stmts.as_slice())),
                StmtKind::For { body, .. } => todo.push(&body.stmts),
                StmtKind::Use { .. }
                | StmtKind::Let { .. }
                | StmtKind::Param(_)
                | StmtKind::Template { .. }
                | StmtKind::Error => {}
            }
        }
    }
    out
}

/// A plain statement of the tree, without the `add` or `remove` before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'t> {
    /// `add` or `remove`, where it stands.
    pub(crate) before: Option<&'t tree::Word>,
    /// Its word; nothing where it is none of the block's.
    pub(crate) word: Option<&'static Word>,
    /// Its head's text, where it is a word or a plain text.
    pub(crate) head: &'t str,
    /// Where its head stands.
    pub(crate) at: wharf_diagnostics::Span,
    /// Its arguments.
    pub(crate) args: &'t [Expr],
    /// The whole.
    pub(crate) plain: &'t tree::Plain,
}

impl<'t> Said<'t> {
    /// The statement in a block of that kind.
    pub(crate) fn new(kind: BlockKind, plain: &'t tree::Plain) -> Self {
        let binds = plain.value.is_some();
        let (begins, head) = match &plain.head {
            tree::Head::Word(w) => (Begins::Word(&w.text), w.text.as_str()),
            tree::Head::String(s) => (Begins::Text, s.as_plain().unwrap_or_default()),
            tree::Head::Expr(_) => (Begins::Text, ""),
        };
        let own = Self {
            before: None,
            word: word_of(kind, begins, binds),
            head,
            at: plain.head.span(),
            args: &plain.args,
            plain,
        };
        let (tree::Head::Word(first @ tree::Word { text, .. }), Some((second, args))) =
            (&plain.head, plain.args.split_first())
        else {
            return own;
        };
        // An image has a step `add`, which takes a text.
        if !(text == "remove" || text == "add" && matches!(second.kind, ExprKind::Word(_))) {
            return own;
        }
        let (begins, head) = match &second.kind {
            ExprKind::Word(w) => (Begins::Word(w), w.as_str()),
            ExprKind::String(s) => (Begins::Text, s.as_plain().unwrap_or_default()),
            _ => (Begins::Text, ""),
        };
        // A param is no statement that can come or go.
        let kind = if kind == BlockKind::Environment { BlockKind::App } else { kind };
        Self { before: Some(first), word: word_of(kind, begins, binds), head, at: second.span, args, plain }
    }

    /// The kind of its block.
    pub(crate) fn block(&self) -> Option<BlockKind> {
        self.word.and_then(|w| w.block)
    }

    /// Whether it begins with this word of the language.
    pub(crate) fn is(&self, spelling: &str) -> bool {
        self.word.is_some_and(|w| w.head == Head::Word(w.spelling()) && w.spelling() == spelling)
    }

    /// The argument in its slot `name`, or the first one.
    pub(crate) fn name(&self) -> Option<&'t Expr> {
        self.args.first()
    }
}

/// The text of a name: a word, or a text without interpolation.
pub(crate) fn name_of(e: &Expr) -> Option<&str> {
    match &e.kind {
        ExprKind::Word(w) => Some(w),
        ExprKind::String(s) => s.as_plain(),
        _ => None,
    }
}
