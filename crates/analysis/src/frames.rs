//! Names that have a value: `let`s, `param`s, loop variables, the arguments of a template, and the
//! files that are used. Frames nest as blocks do; a template's frame stands in the file or app that
//! declares the template, so that its body means the same wherever it is extended.

use std::collections::BTreeMap;
use std::ops::Deref;

use wharf_diagnostics::Span;
use wharf_model::OriginId;
use wharf_syntax::tree::{Block, Expr, ParamDecl};

use crate::value::Val;

/// A frame, by its place in the arena.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Env(usize);

/// An expression and the frame in which its names are looked up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term<'t> {
    pub(crate) expr: &'t Expr,
    pub(crate) env: Env,
}

impl Deref for Term<'_> {
    type Target = Expr;

    fn deref(&self) -> &Expr {
        self.expr
    }
}

/// A place of the source, and the frame it was read in: the same place of a template stands for
/// several things.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) span: Span,
    pub(crate) env: Env,
}

impl From<Term<'_>> for Place {
    fn from(t: Term<'_>) -> Self {
        Self { span: t.expr.span, env: t.env }
    }
}

impl From<Span> for Place {
    /// A place outside of everything that unfolds.
    fn from(span: Span) -> Self {
        Self { span, env: Env::default() }
    }
}

/// `template name(params) { … }`
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template<'t> {
    pub(crate) params: &'t [ParamDecl],
    pub(crate) body: &'t Block,
    /// Where its names are looked up.
    pub(crate) env: Env,
}

/// What a name of a frame stands for.
#[derive(Clone, Debug)]
pub(crate) enum Bound<'t> {
    /// A value that is there already.
    Value(Val),
    /// The value of a `let`, evaluated where it is first used.
    Let(&'t Expr),
    /// A `param` of the app or the file.
    Param(&'t ParamDecl),
    /// `use … as name`: the frame of that file.
    Module(Env),
    Template(Template<'t>),
}

impl Bound<'_> {
    pub(crate) fn described(&self) -> &'static str {
        match self {
            Self::Value(_) => "a value",
            Self::Let(_) => "a `let`",
            Self::Param(_) => "a `param`",
            Self::Module(_) => "a file that is used",
            Self::Template(_) => "a template",
        }
    }

    /// Whether it stands for a value.
    pub(crate) fn is_value(&self) -> bool {
        matches!(self, Self::Value(_) | Self::Let(_) | Self::Param(_))
    }
}

/// A name of a frame, and where it is declared.
#[derive(Clone, Debug)]
pub(crate) struct Binding<'t> {
    pub(crate) span: Span,
    pub(crate) bound: Bound<'t>,
}

/// The names of one block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame<'t> {
    pub(crate) parent: Option<Env>,
    pub(crate) names: BTreeMap<String, Binding<'t>>,
    /// What brought the statements of this frame where they are: a loop or an `extends`.
    pub(crate) within: Option<OriginId>,
    /// The name by which a used file is known, with a dot: `base.`; empty elsewhere.
    pub(crate) prefix: String,
    /// Whether the declarations of the app are in sight.
    pub(crate) sees_app: bool,
    /// The body of the template whose params these are.
    pub(crate) body: Option<Span>,
}

/// All frames of one run.
#[derive(Clone, Debug)]
pub(crate) struct Frames<'t> {
    all: Vec<Frame<'t>>,
}

impl<'t> Frames<'t> {
    /// With one empty frame: the outermost.
    pub(crate) fn new() -> Self {
        Self { all: vec![Frame::default()] }
    }

    pub(crate) fn add(&mut self, frame: Frame<'t>) -> Env {
        self.all.push(frame);
        Env(self.all.len() - 1)
    }

    /// A frame inside of another, that sees what the other sees.
    pub(crate) fn inside(&mut self, parent: Env, within: Option<OriginId>) -> Env {
        let outer = self.get(parent);
        let (sees_app, outer_within) = (outer.is_some_and(|f| f.sees_app), outer.and_then(|f| f.within));
        let within = within.or(outer_within);
        self.add(Frame { parent: Some(parent), within, sees_app, ..Frame::default() })
    }

    pub(crate) fn get(&self, env: Env) -> Option<&Frame<'t>> {
        self.all.get(env.0)
    }

    pub(crate) fn get_mut(&mut self, env: Env) -> Option<&mut Frame<'t>> {
        self.all.get_mut(env.0)
    }

    /// Binds a name; gives the place of the first of the same name in that frame, if there is one.
    pub(crate) fn bind(&mut self, env: Env, name: &str, span: Span, bound: Bound<'t>) -> Option<Span> {
        let frame = self.get_mut(env)?;
        if let Some(first) = frame.names.get(name) {
            return Some(first.span);
        }
        frame.names.insert(name.to_owned(), Binding { span, bound });
        None
    }

    /// What a name stands for, looked up from a frame outwards, and the frame that has it.
    pub(crate) fn find(&self, env: Env, name: &str) -> Option<(Env, &Binding<'t>)> {
        self.outwards(env).find_map(|(at, f)| f.names.get(name).map(|b| (at, b)))
    }

    /// The frames from one outwards.
    pub(crate) fn outwards(&self, env: Env) -> impl Iterator<Item = (Env, &Frame<'t>)> {
        let mut next = Some(env);
        std::iter::from_fn(move || {
            let at = next?;
            let frame = self.get(at)?;
            next = frame.parent;
            Some((at, frame))
        })
    }
}
