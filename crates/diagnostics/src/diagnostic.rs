//! The one structured value that every output of a problem is made from.

use crate::{Code, Severity, Span};

/// A second place that explains the fault, or the words under the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What to say there; short, lower case, no full stop.
    pub message: String,
}

/// What a [`Note`] does for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A fact that explains.
    Note,
    /// A way out.
    Help,
}

/// A sentence below the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Fact or way out.
    pub kind: NoteKind,
    /// The sentence.
    pub message: String,
}

/// How sure a fix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// The result checks clean and means what was meant; `--fix` applies it.
    Safe,
    /// Likely right; a person decides.
    Unsure,
}

/// Replaces the bytes of `span` by `text`. An empty span inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// A way to mend the source, as edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
    /// How sure it is.
    pub applicability: Applicability,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// From the code's row, unless a caller changed it.
    pub severity: Severity,
    /// The title: plain English, lower case, no full stop; it stands alone.
    pub message: String,
    /// The smallest span that still shows the fault.
    pub span: Span,
    /// The words under that span; may be empty.
    pub label: String,
    /// Every other cause.
    pub labels: Vec<Label>,
    /// Facts and ways out.
    pub notes: Vec<Note>,
    /// Edits that mend it.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A problem with its title and place, and the severity of its code.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            span,
            label: String::new(),
            labels: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// The words under the main span.
    #[must_use]
    pub fn label(mut self, message: impl Into<String>) -> Self {
        self.label = message.into();
        self
    }

    /// Another place that explains it. One that is said already is not said again: a place of a
    /// template may stand for several things.
    #[must_use]
    pub fn also(mut self, span: Span, message: impl Into<String>) -> Self {
        let label = Label { span, message: message.into() };
        if !self.labels.contains(&label) {
            self.labels.push(label);
        }
        self
    }

    /// A fact that explains.
    #[must_use]
    pub fn note(mut self, message: impl Into<String>) -> Self {
        self.notes.push(Note { kind: NoteKind::Note, message: message.into() });
        self
    }

    /// A way out.
    #[must_use]
    pub fn help(mut self, message: impl Into<String>) -> Self {
        self.notes.push(Note { kind: NoteKind::Help, message: message.into() });
        self
    }

    /// A fix that is safe: its result checks clean.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.with_fix(title, span, text, Applicability::Safe)
    }

    /// A fix that a person should look at.
    #[must_use]
    pub fn unsure_fix(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.with_fix(title, span, text, Applicability::Unsure)
    }

    /// A name that is near one that there is: the label, and a fix that is safe where nothing else of `known`
    /// can be meant. `text` is how the name is written.
    #[must_use]
    pub fn did_you_mean<'a>(
        self,
        name: &str,
        near: &str,
        span: Span,
        text: impl Into<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let sure = if crate::suggest::is_sure(name, near, known) { Applicability::Safe } else { Applicability::Unsure };
        self.label(format!("did you mean `{near}`?")).with_fix(format!("`{name}` → `{near}`"), span, text, sure)
    }

    fn with_fix(
        mut self,
        title: impl Into<String>,
        span: Span,
        text: impl Into<String>,
        applicability: Applicability,
    ) -> Self {
        self.fixes.push(Fix { title: title.into(), edits: vec![Edit { span, text: text.into() }], applicability });
        self
    }

    /// Makes its spans refer to a map that its own was appended to.
    pub fn shift_files(&mut self, by: u32) {
        let edits = self.fixes.iter_mut().flat_map(|f| &mut f.edits).map(|e| &mut e.span);
        let labels = self.labels.iter_mut().map(|l| &mut l.span);
        for span in std::iter::once(&mut self.span).chain(labels).chain(edits) {
            span.file.0 = span.file.0.saturating_add(by);
        }
    }

    /// Whether it makes a check fail.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts by file and offset, then code and words, and drops exact repeats: one fault met twice (in
/// two environments, say) is shown once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    diagnostics.dedup_by(|a, b| a.span == b.span && a.code == b.code && a.message == b.message);
}
