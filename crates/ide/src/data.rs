//! What the answers are made of.

use serde::Serialize;
pub use wharf_diagnostics::Severity;

/// A half-open range of bytes of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct TextRange {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// The range `start..end`; an `end` below `start` is raised to it.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// All of a text.
    #[must_use]
    pub fn whole(text: &str) -> Self {
        Self { start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) }
    }

    /// Whether an offset lies in it or just behind it, as a cursor does.
    #[must_use]
    pub fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether two ranges share a byte, or touch.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

impl From<wharf_diagnostics::Span> for TextRange {
    fn from(span: wharf_diagnostics::Span) -> Self {
        Self { start: span.start, end: span.end }
    }
}

/// A range of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The file.
    pub path: String,
    /// The bytes in it.
    pub range: TextRange,
}

/// Replaces a range of a file by a text. An empty range inserts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextEdit {
    /// The file.
    pub path: String,
    /// What goes.
    pub range: TextRange,
    /// What comes.
    pub text: String,
}

/// One diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Its stable code: `W0201`.
    pub code: String,
    /// How bad it is.
    #[serde(serialize_with = "severity")]
    pub severity: Severity,
    /// The title, which stands alone.
    pub message: String,
    /// The smallest range that shows the fault.
    pub range: TextRange,
    /// The words under that range; may be empty.
    pub label: String,
    /// Every other cause, in this file and others.
    pub related: Vec<Related>,
    /// Facts and ways out, as sentences.
    pub notes: Vec<String>,
    /// Edits that mend it.
    pub fixes: Vec<QuickFix>,
    /// Whether what stands there has no effect, so that it may be shown faded.
    pub unnecessary: bool,
}

fn severity<S: serde::Serializer>(severity: &Severity, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    })
}

/// Another place that explains a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What to say there.
    pub message: String,
}

/// A way to mend a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuickFix {
    /// What it does, in a few words.
    pub title: String,
    /// The edits; they do not overlap.
    pub edits: Vec<TextEdit>,
    /// Whether the result checks clean and means what was meant.
    pub safe: bool,
}

/// What a completion stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CompletionKind {
    /// A word of the language that begins a statement.
    Word,
    /// A label or flag of a statement, or one of a closed set of words.
    Label,
    /// A service, job, cron job, daemon, volume, config, image or the like.
    Declaration,
    /// A port, key, stage or another name inside of a declaration.
    Member,
    /// A `let`, a `param`, a name of a loop or an argument of a template.
    Variable,
    /// A secret or a group of secrets.
    Secret,
    /// A setting.
    Setting,
    /// A template.
    Template,
    /// A file that is used.
    Module,
    /// A function.
    Function,
    /// A unit of a number.
    Unit,
    /// A type.
    Type,
    /// An environment.
    Environment,
    /// A field of a Kubernetes object or of Compose.
    Field,
    /// A path of a file.
    File,
    /// A literal value.
    Value,
}

/// Something that may be written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// What is shown, and what the typed text is compared with.
    pub label: String,
    /// What it stands for.
    pub kind: CompletionKind,
    /// The form or type, in one line; may be empty.
    pub detail: String,
    /// Markdown; may be empty.
    pub documentation: String,
    /// What it replaces.
    pub range: TextRange,
    /// What it writes. Where `snippet` holds, `${1:name}` and `$0` are places to fill, and `\`, `$`
    /// and `}` are escaped by `\`.
    pub insert: String,
    /// Whether `insert` has places to fill.
    pub snippet: bool,
    /// The likeliest have the lowest.
    pub rank: u32,
}

/// What is known of the thing under the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hover {
    /// The thing.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SymbolKind {
    /// An app.
    App,
    /// An environment.
    Environment,
    /// A service or daemon.
    Service,
    /// A job or cron job.
    Job,
    /// An init container, sidecar or canary.
    Container,
    /// An image.
    Image,
    /// A stage of an image.
    Stage,
    /// A port.
    Port,
    /// A volume.
    Volume,
    /// A config.
    Config,
    /// A group of secrets, or a secret.
    Secret,
    /// A setting.
    Setting,
    /// A route.
    Route,
    /// A `let`.
    Let,
    /// A `param`.
    Param,
    /// A template.
    Template,
    /// A file that is used.
    Module,
    /// An entry with a key of the user's, and whatever else has a name.
    Entry,
}

/// A declaration, with those in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// What stands beside the name, in a few words; may be empty.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The whole statement.
    pub range: TextRange,
    /// The name, inside of `range`.
    pub selection: TextRange,
    /// The declarations in it, in their order.
    pub children: Vec<Symbol>,
}

/// A declaration of some file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The name of what it is declared in; may be empty.
    pub within: String,
    /// The file.
    pub path: String,
    /// The name's place in it.
    pub range: TextRange,
}

/// What a call takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// The template or function with its parameters, in one line.
    pub label: String,
    /// Markdown; may be empty.
    pub documentation: String,
    /// Where each parameter stands in the label, in bytes.
    pub params: Vec<TextRange>,
    /// The number of the parameter that the cursor is at; none where there are too many arguments.
    pub active: Option<u32>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// A word of the language, or of the grammar.
    Keyword,
    /// A label, a flag, or one of a closed set of words.
    Label,
    /// A declaration's name, or a reference to one.
    Declaration,
    /// A name inside of a declaration: a port, a key, a stage.
    Member,
    /// A `let`, a `param`, or a name of a loop or template.
    Variable,
    /// A secret.
    Secret,
    /// A setting.
    Setting,
    /// A template.
    Template,
    /// A file that is used.
    Module,
    /// A function.
    Function,
    /// A type.
    Type,
    /// A key of the user's.
    Key,
    /// A text, in its parts.
    String,
    /// A number with its unit.
    Number,
    /// A comment.
    Comment,
    /// Documentation.
    Doc,
    /// An operator or sign.
    Operator,
}

/// A piece of the text with what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Token {
    /// Where; never across lines.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it declares what it names.
    pub declaration: bool,
}

/// What can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FoldKind {
    /// A block, list or map.
    Block,
    /// Comments on lines of their own that follow each other.
    Comment,
    /// The `use`s at the beginning.
    Imports,
}

/// A range of several lines that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Fold {
    /// From what stays visible to the end.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}

/// The outputs of a file.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Outputs {
    /// Whether an error stands in the way of some of them.
    pub failed: bool,
    /// The apps without an error.
    pub apps: Vec<OutputApp>,
}

/// The outputs of one app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutputApp {
    /// The app.
    pub name: String,
    /// Its folder among the outputs: `shop.prod`.
    pub folder: String,
    /// The environment, where one was asked for.
    pub environment: Option<String>,
    /// The files, by path.
    pub files: Vec<OutputFile>,
}

/// One output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutputFile {
    /// The path below the app's folder.
    pub path: String,
    /// Its text.
    pub text: String,
    /// For each line of the text the place that it comes from.
    pub lines: Vec<Option<Place>>,
}
