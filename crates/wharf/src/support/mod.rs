//! What each target makes of each construct, found out by compiling it.
//!
//! Nothing is declared here: every example of the vocabulary is put into a small app that is compiled
//! for each target with it and without it. What is said of it and what it changes in the outputs is
//! the answer, so the table cannot say anything else than the code does.

mod scene;

use wharf_analysis::vocabulary::{BlockKind, Word, words};
use wharf_diagnostics::{Severity, Span, codes};
use wharf_model::Target;

use crate::{Compiled, Memory, Options, compile};

pub use scene::{FILES, scene};

/// What a target makes of a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It is carried out as it is meant.
    Exact,
    /// It is carried out in another way, of which a note tells (W0703).
    Emulated,
    /// A part of it has no counterpart, of which a warning tells (W0702).
    Lost,
    /// It is an error where the app is for this target.
    Refused,
    /// It changes nothing in this target's outputs: it belongs to another one.
    NoPart,
}

impl Support {
    /// The word for it in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Emulated => "emulated",
            Self::Lost => "lost",
            Self::Refused => "refused",
            Self::NoPart => "–",
        }
    }
}

/// What one target makes of a construct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The target.
    pub target: Target,
    /// What it makes of it.
    pub support: Support,
    /// What is said of it: the messages of the diagnostics that it adds, each with its code; or why it has
    /// no part in the target, where its block does not tell.
    pub says: Vec<String>,
    /// The lines that come from it, each with the path of its file.
    pub lines: Vec<(String, String)>,
}

/// A construct: a statement of the language that targets give an answer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Construct {
    /// The block it stands in, as `wharf schema` calls it: `service`.
    pub block: &'static str,
    /// Its word.
    pub word: &'static str,
    /// The statement, an example of the vocabulary.
    pub statement: &'static str,
    /// The answers, in the order of [`Target::ALL`].
    pub answers: Vec<Answer>,
}

/// Words that bring, change or silence other statements. No target has an answer to them.
const OF_THE_LANGUAGE: &[&str] = &["environment", "extends", "allow", "add", "remove", "targets"];

const ONE_MACHINE: &str = "Compose has one machine, and nothing to choose or to keep up";

const NOT_SCALED: &str = "nothing scales by load, which is said where the scale is";

const NO_SCHEDULER: &str = "Compose has no scheduler, which is said where the cron job is declared";

/// Why a statement changes nothing in a target's outputs, where its block does not tell: the block, the
/// word, the target, and the reason.
const REASONS: &[(&str, &str, Target, &str)] = &[
    ("app", "namespace", Target::Compose, "a Compose project is a namespace of its own, called like the app"),
    ("app", "routing", Target::Compose, "Compose has a gateway of its own, which does all that either does"),
    ("app", "security", Target::Compose, "it is checked; where it is `privileged`, each service says so"),
    ("service", "permit", Target::Compose, "services of other projects reach none of this one but what is published"),
    ("service", "budget", Target::Compose, ONE_MACHINE),
    ("service", "spread", Target::Compose, ONE_MACHINE),
    ("service", "priority", Target::Compose, ONE_MACHINE),
    ("service", "node", Target::Compose, ONE_MACHINE),
    ("service", "tolerate", Target::Compose, ONE_MACHINE),
    ("service", "stop", Target::Compose, "nothing sends requests to a container that is being stopped"),
    ("scale", "metric", Target::Compose, NOT_SCALED),
    ("scale", "external", Target::Compose, NOT_SCALED),
    ("scale", "up", Target::Compose, NOT_SCALED),
    ("scale", "down", Target::Compose, NOT_SCALED),
    ("scale", "settle", Target::Compose, NOT_SCALED),
    ("trigger", "KEY", Target::Compose, NOT_SCALED),
    ("account", "can", Target::Compose, "Compose has no API server, which is said where the account is"),
    ("app", "kubernetes", Target::Compose, "it is said to Kubernetes alone"),
    ("service", "kubernetes", Target::Compose, "it is said to Kubernetes alone"),
    ("app", "compose", Target::Kubernetes, "it is said to Compose alone"),
    ("service", "compose", Target::Kubernetes, "it is said to Compose alone"),
    ("cron", "timezone", Target::Compose, NO_SCHEDULER),
    ("cron", "concurrency", Target::Compose, NO_SCHEDULER),
    ("cron", "history", Target::Compose, NO_SCHEDULER),
    ("cron", "deadline", Target::Compose, NO_SCHEDULER),
    ("cron", "suspended", Target::Compose, NO_SCHEDULER),
    ("job", "ttl", Target::Compose, "what has ended stays until `docker compose down`"),
    ("service", "stateful", Target::Compose, "one container has an identity anyway; several have none, which is said"),
];

/// Every construct with the answer of every target, by block, in the order of the vocabulary. It compiles some
/// hundreds of small apps: a few tenths of a second.
#[must_use]
pub fn constructs() -> Vec<Construct> {
    let told = words().filter(|w| !OF_THE_LANGUAGE.contains(&w.spelling()));
    let at_home: Vec<(&'static Word, BlockKind)> = told.filter_map(|w| Some((w, home(w)?))).collect();
    let mut blocks: Vec<BlockKind> = Vec::new();
    for (_, block) in &at_home {
        if !blocks.contains(block) {
            blocks.push(*block);
        }
    }
    let of_block = |b: BlockKind| at_home.iter().filter(move |(_, at)| *at == b).flat_map(move |(w, _)| of_word(w, b));
    blocks.into_iter().flat_map(of_block).collect()
}

/// The block that a word is shown in: one that is enough, where it may stand in several.
fn home(word: &Word) -> Option<BlockKind> {
    let mut all = word.within.iter().copied();
    all.find(|b| !matches!(b, BlockKind::File | BlockKind::Environment | BlockKind::Fields))
}

fn of_word(word: &'static Word, block: BlockKind) -> impl Iterator<Item = Construct> {
    std::iter::once(word.example).chain(word.also.iter().copied()).map(move |statement| Construct {
        block: block.name(),
        word: word.spelling(),
        statement,
        answers: Target::ALL.into_iter().map(|target| answer(block, word.spelling(), statement, target)).collect(),
    })
}

fn answer(block: BlockKind, word: &str, statement: &str, target: Target) -> Answer {
    let with = Tried::new(&scene(block, statement, statement), target);
    let bare = Tried::new(&scene(block, statement, ""), target);
    // Without what the statement takes the place of, the app may not be whole.
    let without = if bare.compiled.report.has_errors() { Tried::new(&scene(block, "", ""), target) } else { bare };
    let known: Vec<(String, bool)> = without.said().map(|d| (d.message.clone(), d.is_error())).collect();
    let new: Vec<_> = with.said().filter(|d| !known.contains(&(d.message.clone(), d.is_error()))).collect();
    let is = |code| new.iter().any(|d| d.code == code);
    let support = if new.iter().any(|d| d.severity == Severity::Error) {
        Support::Refused
    } else if is(codes::LOST) {
        Support::Lost
    } else if is(codes::EMULATED) {
        Support::Emulated
    } else if with.texts() == without.texts() {
        Support::NoPart
    } else {
        Support::Exact
    };
    let reason = REASONS.iter().find(|(b, w, t, _)| *b == block.name() && *w == word && *t == target);
    let reason = reason.filter(|_| support == Support::NoPart).map(|(.., why)| (*why).to_owned());
    let told = new.iter().filter(|d| d.is_error() || [codes::LOST, codes::EMULATED].contains(&d.code));
    Answer {
        target,
        support,
        says: told.map(|d| format!("{}: {}", d.code, d.message)).chain(reason).collect(),
        lines: with.lines(statement),
    }
}

/// A small app, compiled for one target.
struct Tried {
    source: String,
    target: Target,
    compiled: Compiled,
}

impl Tried {
    fn new(source: &str, target: Target) -> Self {
        let files = FILES.iter().map(|f| (*f, "x")).chain([("main.app", source)]);
        let options = Options { targets: Some(vec![target]), provenance: true, ..Options::default() };
        let compiled = compile(&Memory::new(files), &["main.app"], &options);
        Self { source: source.to_owned(), target, compiled }
    }

    fn said(&self) -> impl Iterator<Item = &wharf_diagnostics::Diagnostic> {
        self.compiled.report.diagnostics.iter()
    }

    fn texts(&self) -> Vec<(&str, &[u8])> {
        let files = self.compiled.apps.iter().flat_map(|a| &a.files);
        files
            .filter(|f| wharf_targets::owner(&f.path) == self.target)
            .map(|f| (f.path.as_str(), f.contents.as_slice()))
            .collect()
    }

    /// The lines that come from the statement.
    fn lines(&self, statement: &str) -> Vec<(String, String)> {
        let Some(start) = self.source.rfind(statement) else { return Vec::new() };
        let within = |span: Span| {
            let (from, to) = (span.start as usize, span.end as usize);
            from >= start && to <= start.saturating_add(statement.len()) && to > from
        };
        let mut out = Vec::new();
        for app in &self.compiled.apps {
            for file in &app.files {
                let text = String::from_utf8_lossy(&file.contents);
                let mut marks = file.lines.iter().peekable();
                let mut inside = false;
                for (i, line) in text.lines().enumerate() {
                    while let Some(mark) = marks.next_if(|m| m.line as usize <= i) {
                        inside = within(app.origins.span(mark.origin));
                    }
                    if inside {
                        out.push((file.path.clone(), line.to_owned()));
                    }
                }
            }
        }
        out
    }
}
