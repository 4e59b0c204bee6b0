//! Applying the fixes that are safe, and only where that makes things better.

use std::collections::{BTreeMap, BTreeSet};

use wharf_analysis::Loader;
use wharf_diagnostics::{Applicability, Code, Diagnostic, LineColumn, Severity, SourceMap, Span};

use crate::memory::Overlay;
use crate::pipeline::{Options, Report, check};

/// How often a project is checked at most: a file with more to mend than this is run on again.
const MAX_CHECKS: usize = 500;

/// What [`fix`] gives.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The files that changed, by path, with their new text.
    pub files: BTreeMap<String, String>,
    /// What was done, in that order.
    pub applied: Vec<Applied>,
    /// What is found in the files as they are now.
    pub report: Report,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The file of the fault.
    pub file: String,
    /// Where it stood when it was mended.
    pub at: LineColumn,
    /// The code of what it mends.
    pub code: Code,
    /// What it does, in a few words.
    pub title: String,
}

/// Applies the safe fixes of what [`check`] finds, over as many rounds as there is something to apply.
///
/// After each step everything is checked again. A step is kept where what it mends is gone and no error is
/// there that was not there before, the syntax of each file included; otherwise it is undone. Only `files`
/// themselves are changed, not those that they use.
#[must_use]
pub fn fix(loader: &dyn Loader, files: &[&str], options: &Options) -> Fixed {
    let mut at = State { texts: BTreeMap::new(), report: check(loader, files, options) };
    let mut task = Task { loader, files, options, checks: 1 };
    let (mut applied, mut refused) = (Vec::new(), BTreeSet::new());
    loop {
        let all = steps(&at.report, files, &refused);
        let (kept, done) = match task.next(&at, &all) {
            Some(better) => (better, all),
            // Together they do not do: which of them does?
            None => {
                let mut found = None;
                for step in all {
                    if let Some(better) = task.next(&at, std::slice::from_ref(&step)) {
                        found = Some((better, vec![step]));
                        break;
                    }
                    refused.insert(step.key());
                }
                match found {
                    Some(found) => found,
                    None => break,
                }
            }
        };
        applied.extend(done.iter().map(|s| s.applied(&at.report.sources)));
        at = kept;
    }
    Fixed { files: at.texts, applied, report: at.report }
}

struct Task<'a> {
    loader: &'a dyn Loader,
    files: &'a [&'a str],
    options: &'a Options,
    checks: usize,
}

/// The texts that have changed so far, and what is found with them.
struct State {
    texts: BTreeMap<String, String>,
    report: Report,
}

/// One fix of one diagnostic.
#[derive(Clone, Debug)]
struct Step {
    code: Code,
    message: String,
    span: Span,
    title: String,
    /// The span and what comes there; of files that may be changed.
    edits: Vec<(Span, String)>,
}

impl Step {
    /// What it is known by when places have moved.
    fn key(&self) -> (Code, String, String) {
        (self.code, self.message.clone(), self.title.clone())
    }

    fn applied(&self, sources: &SourceMap) -> Applied {
        let file = sources.get(self.span.file);
        Applied {
            file: file.map_or_else(String::new, |f| f.name().to_owned()),
            at: file.map_or(LineColumn { line: 1, column: 1 }, |f| f.line_column(self.span.start)),
            code: self.code,
            title: self.title.clone(),
        }
    }

    fn meets(&self, other: &Self) -> bool {
        let meet = |a: &Span, b: &Span| a.file == b.file && a.start <= b.end && b.start <= a.end;
        self.edits.iter().any(|(a, _)| other.edits.iter().any(|(b, _)| meet(a, b)))
    }
}

/// The safe fixes that can be applied together.
fn steps(report: &Report, files: &[&str], refused: &BTreeSet<(Code, String, String)>) -> Vec<Step> {
    let may = |span: Span| report.sources.get(span.file).is_some_and(|f| files.contains(&f.name()));
    let mut out: Vec<Step> = Vec::new();
    for d in &report.diagnostics {
        let Some(fix) = d.fixes.iter().find(|f| f.applicability == Applicability::Safe) else { continue };
        let step = Step {
            code: d.code,
            message: d.message.clone(),
            span: d.span,
            title: fix.title.clone(),
            edits: fix.edits.iter().map(|e| (e.span, e.text.clone())).collect(),
        };
        let free = !out.iter().any(|s| s.meets(&step));
        if free && step.edits.iter().all(|(span, _)| may(*span)) && !refused.contains(&step.key()) {
            out.push(step);
        }
    }
    out
}

impl Task<'_> {
    /// The state after some steps, if that is a better one.
    fn next(&mut self, at: &State, steps: &[Step]) -> Option<State> {
        if steps.is_empty() || self.checks >= MAX_CHECKS {
            return None;
        }
        self.checks += 1;
        let mut texts = at.texts.clone();
        let mut edits: Vec<&(Span, String)> = steps.iter().flat_map(|s| &s.edits).collect();
        // The last first, so that none moves another.
        edits.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
        for (span, text) in edits {
            let file = at.report.sources.get(span.file)?;
            let whole = texts.entry(file.name().to_owned()).or_insert_with(|| file.text().to_string());
            whole.get(span.range())?;
            whole.replace_range(span.range(), text);
        }
        let mended = Overlay::new(texts.clone(), self.loader);
        let report = check(&mended, self.files, self.options);
        is_better(&at.report, &report, steps).then_some(State { texts, report })
    }
}

/// How often each error is there. Places move, so that a file and words have to do.
fn errors(report: &Report) -> BTreeMap<(&str, Code, &str), usize> {
    let mut out = BTreeMap::new();
    for d in report.diagnostics.iter().filter(|d| d.is_error()) {
        let file = report.sources.get(d.span.file).map_or("", |f| f.name());
        *out.entry((file, d.code, d.message.as_str())).or_default() += 1;
    }
    out
}

/// Whether no error is new, and what was to be mended has become less by as much as it should.
fn is_better(before: &Report, after: &Report, steps: &[Step]) -> bool {
    let (old, new) = (errors(before), errors(after));
    let nothing_new = new.iter().all(|(error, n)| old.get(error).is_some_and(|o| n <= o));
    let same = |report: &Report, step: &Step| {
        let is = |d: &&Diagnostic| d.code == step.code && d.message == step.message && d.severity != Severity::Note;
        report.diagnostics.iter().filter(is).count()
    };
    nothing_new && steps.iter().all(|s| same(after, s) < same(before, s))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Memory;

    fn fixed(files: &[(&str, &str)], asked: &[&str]) -> Fixed {
        fix(&Memory::new(files.iter().copied()), asked, &Options::default())
    }

    fn left(fixed: &Fixed) -> Vec<String> {
        fixed.report.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.message.clone()).collect()
    }

    #[test]
    fn rounds_go_on_until_nothing_is_left() {
        // The word is known only when the comment is one, and the port only when the word is.
        let text = "# a shop\napp shop {\n  service web { imgae \"nginx:1.29\"; user 101; port http 8080; ready tcp on http }\n  \
                    route \"x.localhost\" { \"/\" -> web.htp }\n}\n";
        let fixed = fixed(&[("a.app", text)], &["a.app"]);
        assert_eq!(left(&fixed), Vec::<String>::new());
        let due = text.replace("# a", "// a").replace("imgae", "image").replace("htp }", "http }");
        assert_eq!(fixed.files.get("a.app"), Some(&due));
        let done: Vec<_> = fixed.applied.iter().map(|a| (a.at.line, a.title.as_str())).collect();
        assert_eq!(done.len(), 3, "{done:?}");
    }

    #[test]
    fn what_would_bring_another_error_is_not_kept_and_the_rest_is() {
        // There is a `memory` near, which would then be said twice.
        let text = "app shop {\n  service web { image \"nginx:1.29\"; user 101; memory 64Mi; memroy 64Mi }\n  \
                    service api { imgae \"nginx:1.29\"; user 101 }\n}\n";
        let fixed = fixed(&[("a.app", text)], &["a.app"]);
        assert_eq!(fixed.files.get("a.app"), Some(&text.replace("imgae", "image")));
        assert_eq!(left(&fixed).len(), 1, "{:?}", left(&fixed));
    }

    #[test]
    fn only_what_was_asked_for_changes() {
        let base = "# base\ntemplate small() {\n  memory 64Mi\n}\n";
        let app = "use \"base.app\" as base\napp shop {\n  service web { image \"nginx:1.29\"; user 101; extends base.small() }\n}\n";
        let files = [("base.app", base), ("a.app", app)];
        assert!(fixed(&files, &["a.app"]).files.is_empty());
        assert_eq!(fixed(&files, &["a.app", "base.app"]).files.len(), 1);
    }

    #[test]
    fn of_two_ways_none_is_taken() {
        let text = "app shop {\n  config c { x = \"1\" }\n  service web {\n    image \"nginx:1.29\"\n    user 101\n    \
                    file \"/x\" from c.x mode 0644\n  }\n}\n";
        let fixed = fixed(&[("a.app", text)], &["a.app"]);
        assert!(left(&fixed).iter().any(|m| m.contains("begins with a zero")), "{:?}", left(&fixed));
        assert!(fixed.files.is_empty(), "{:?}", fixed.files);
    }
}
