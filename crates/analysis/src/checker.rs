//! The state of checking one app: what is declared, what was found, what was used.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use wharf_diagnostics::{Diagnostic, SourceMap, Span, codes};
use wharf_model::{At, Name, Origin, OriginId, Origins, Service, Via};

use crate::frames::{self, Env, Frames, Term};
use crate::given::Given;
use crate::index::Index;
use crate::loader::Loader;
use crate::scope::{Declared, Scope};
use crate::value::Val;
use crate::vocabulary::Ty;

/// A second version of a service, as a service of its own.
#[derive(Clone, Debug)]
pub(crate) struct Canary {
    /// Whose version it is.
    pub(crate) of: Name,
    /// Its share of the requests, in per cent, from 1 to 99.
    pub(crate) share: At<u32>,
    /// The version.
    pub(crate) service: Service,
}

/// Where a text is going, for the words of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A step of an image.
    Image,
    /// Anywhere else that is plain text.
    Plain,
}

/// A `let` or `param` while it is evaluated.
#[derive(Clone, Debug)]
pub(crate) enum Evaluated {
    /// Where it is declared, and how many were begun before it.
    Running(Span, usize),
    Done(Option<Val>),
}

/// The state of checking one app in one environment.
pub(crate) struct Checker<'t> {
    pub(crate) sources: &'t SourceMap,
    pub(crate) loader: &'t dyn Loader,
    /// The folder of the app's file, relative to the project's.
    pub(crate) folder: String,
    pub(crate) scope: Rc<Scope>,
    pub(crate) frames: Frames<'t>,
    /// The frames of the app and of its file.
    pub(crate) outer: Vec<Env>,
    /// The frame in which names are looked up now.
    pub(crate) env: Env,
    /// The frames of the files that are used, by their paths.
    pub(crate) modules: BTreeMap<&'t str, Env>,
    /// The app's own block.
    pub(crate) root: Option<Span>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Where names stand.
    pub(crate) index: Index,
    /// The environment that is looked at.
    pub(crate) environment: Option<String>,
    pub(crate) origins: Origins,
    /// What was referred to: the kind, the name, and for inner names the name inside.
    pub(crate) used: BTreeSet<(Declared, String, String)>,
    /// The `let`s and `param`s that were referred to.
    pub(crate) used_definitions: BTreeSet<(Env, String)>,
    /// The service that is being built, which `self` means.
    pub(crate) own: Option<Name>,
    /// The canaries that were met.
    pub(crate) canaries: Vec<Canary>,
    /// What the containers of the pod that is being built can share, by name; nothing where that is not
    /// known, because its process is wrong.
    pub(crate) shares: Option<BTreeMap<String, Span>>,
    /// A service is being built whose name is wrong, so that nothing is known of `self`.
    pub(crate) nameless: bool,
    /// A `port` of that service could not be read.
    pub(crate) ports_unread: bool,
    /// The file did not parse as a whole, so that what is missing may stand in the broken part.
    pub(crate) broken: bool,
    /// How often something failed where nothing is said of it.
    pub(crate) unsaid: usize,
    /// A diagnostic was held back, because another one stands for the fault.
    pub(crate) hidden: bool,
    pub(crate) place: Place,
    /// The version of Kubernetes that the app is for.
    pub(crate) kubernetes: wharf_model::KubernetesVersion,
    pub(crate) definitions: BTreeMap<(Env, String), Evaluated>,
    /// Values that come from outside of the sources.
    pub(crate) given: Option<&'t Given>,
    /// The values that the environment gives to params.
    pub(crate) overrides: BTreeMap<String, Term<'t>>,
    /// Params that have no value, by their places.
    pub(crate) missing: BTreeSet<(Span, String)>,
    /// The type that is due in the slot that is being read: what a name may have meant.
    pub(crate) due: Option<Ty>,
    /// How deep the evaluation is nested; a bound, because trees can lean to the left.
    pub(crate) depth: usize,
    /// The templates that are being brought in, with the places that ask for them.
    pub(crate) extending: Vec<(Span, Span)>,
    /// How many layers there are so far.
    pub(crate) layers: u32,
    /// How many statements have been unfolded, and how deep they stand.
    pub(crate) unfolded: usize,
    pub(crate) unfolding: usize,
    /// How much has been evaluated.
    pub(crate) spent: usize,
    /// A bound is reached: nothing is unfolded or evaluated any more.
    pub(crate) exhausted: bool,
    /// Which bound that was.
    pub(crate) reached: Option<Diagnostic>,
    /// What is not unfolded is being checked: names may be declared where it is not known yet.
    pub(crate) surveying: bool,
}

impl<'t> Checker<'t> {
    pub(crate) fn new(sources: &'t SourceMap, loader: &'t dyn Loader, folder: String) -> Self {
        Self {
            sources,
            loader,
            folder,
            scope: Rc::default(),
            frames: Frames::new(),
            outer: Vec::new(),
            env: Env::default(),
            modules: BTreeMap::new(),
            root: None,
            diagnostics: Vec::new(),
            index: Index::default(),
            environment: None,
            origins: Origins::default(),
            used: BTreeSet::new(),
            used_definitions: BTreeSet::new(),
            own: None,
            canaries: Vec::new(),
            shares: Some(BTreeMap::new()),
            nameless: false,
            ports_unread: false,
            broken: false,
            unsaid: 0,
            hidden: false,
            place: Place::Plain,
            kubernetes: wharf_model::KubernetesVersion::NEWEST,
            definitions: BTreeMap::new(),
            given: None,
            overrides: BTreeMap::new(),
            missing: BTreeSet::new(),
            due: None,
            depth: 0,
            extending: Vec::new(),
            layers: 0,
            unfolded: 0,
            unfolding: 0,
            spent: 0,
            exhausted: false,
            reached: None,
            surveying: false,
        }
    }

    /// Reports a diagnostic, unless it misses a name that is said in a statement which could not be
    /// read: then that is the one fault.
    pub(crate) fn report(&mut self, d: Diagnostic) {
        let misses = matches!(d.code, codes::UNKNOWN_NAME | codes::UNKNOWN_STAGE);
        let is_cause = self.scope.unread.causes.iter().any(|c| c.contains(d.span));
        if misses && !is_cause && self.may_be_declared(self.source(d.span)) {
            self.hidden = true;
            return;
        }
        let d = self.shown_from(d);
        self.diagnostics.push(d);
    }

    /// Adds the `extends` that brought in the template in which a diagnostic stands.
    fn shown_from(&self, mut d: Diagnostic) -> Diagnostic {
        if self.surveying {
            return d;
        }
        let mut at = self.within_of(self.env);
        let mut shown = 0;
        while let Some(origin) = at.and_then(|id| self.origins.get(id)) {
            at = origin.within;
            let elsewhere =
                origin.span.file != d.span.file || d.span.start < origin.span.start || d.span.end > origin.span.end;
            let template = matches!(origin.via, Some(Via::Template(_)));
            let inside = self.frames.outwards(self.env).any(|(_, f)| f.body.is_some_and(|b| b.contains(d.span)));
            if template && elsewhere && inside && shown < 3 {
                d = d.also(origin.span, "the template is extended here");
                shown += 1;
            }
        }
        d
    }

    /// Evaluates without a word: it is done again where it counts. What it uses is used.
    pub(crate) fn quietly<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        let said = self.diagnostics.len();
        let (hidden, env, depth) = (self.hidden, self.env, self.depth);
        let (extending, unfolding, unfolded) = (self.extending.len(), self.unfolding, self.unfolded);
        let found = f(self);
        if self.diagnostics.len() > said {
            self.unsaid += 1;
            self.diagnostics.truncate(said);
            // What failed is tried again where its fault is reported.
            self.definitions.retain(|_, e| !matches!(e, Evaluated::Done(None)));
        }
        (self.hidden, self.env, self.depth) = (hidden, env, depth);
        self.extending.truncate(extending);
        (self.unfolding, self.unfolded) = (unfolding, unfolded);
        found
    }

    fn may_be_declared(&self, name: &str) -> bool {
        let inside =
            |text: &str| text.split(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c))).any(|w| w == name);
        self.scope.unread.words.contains(name) || self.scope.unread.spans.iter().any(|s| inside(self.source(*s)))
    }

    /// Reports the diagnostic and gives nothing, for `?` and `return`.
    pub(crate) fn fail<T>(&mut self, d: Diagnostic) -> Option<T> {
        self.report(d);
        None
    }

    pub(crate) fn source(&self, span: Span) -> &'t str {
        self.sources.slice(span)
    }

    pub(crate) fn mark_used(&mut self, kind: Declared, name: &str, inner: &str) {
        self.used.insert((kind, name.to_owned(), inner.to_owned()));
    }

    /// A value that stands at a place.
    pub(crate) fn at<T>(&mut self, value: T, place: impl Into<frames::Place>) -> At<T> {
        let frames::Place { span, env } = place.into();
        let within = self.within_of(env);
        At::new(value, self.origins.add(Origin { span, via: None, within }))
    }

    /// A value that nobody wrote: the rule, and what it applies to.
    pub(crate) fn default_at<T>(&mut self, value: T, rule: &'static str, place: impl Into<frames::Place>) -> At<T> {
        let frames::Place { span, env } = place.into();
        let within = self.within_of(env);
        At::new(value, self.origins.add(Origin { span, via: Some(Via::Default(rule)), within }))
    }

    pub(crate) fn origin_of(&mut self, val: &Val) -> OriginId {
        self.origins.add(Origin { span: val.span, via: val.via.map(Via::Reference), within: val.within })
    }
}
