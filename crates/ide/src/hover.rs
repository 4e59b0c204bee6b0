//! What is known of the thing under the cursor.
//!
//! The cursor is taken to the end of the word that it is in: what would be due there is what the word is.

use wharf_analysis::functions;
use wharf_analysis::vocabulary::{self, BlockKind, Mode, Slot, Word, takes, written};
use wharf_diagnostics::Code;

use crate::arguments::Matched;
use crate::completion::fields::field;
use crate::completion::{sentence, word_doc};
use crate::context::{Around, Cursor, Due, due};
use crate::data::{Hover, TextRange};
use crate::names;
use crate::view::View;

mod amounts;
mod declarations;
mod targets;

/// What is known of the thing at an offset of the file.
pub(crate) fn hover(view: &View, offset: u32) -> Option<Hover> {
    let text = view.source.text();
    let cursor = Cursor::at(text, word_end(text, offset))?;
    let range = cursor.range;
    if range.start == range.end || !range.touches(offset) {
        return None;
    }
    let around = Around::of(&cursor);
    let due = due(&cursor, &around);
    let word = text.get(range.start as usize..range.end as usize)?;
    let of_language = match &due {
        _ if word.starts_with(|c: char| c.is_ascii_digit()) => amounts::amount(view, range),
        Due::Statement { kind, behind } => statement(*kind, *behind, word, &around),
        Due::Argument { word: of, matched, first, .. } => argument(of, matched, first.is_none(), word),
        Due::Key => of_field(&around, word),
        Due::Value(wanted) | Due::CallArgument { wanted, .. } => {
            choice(wanted.slot, word).or_else(|| function(text, range.end, word)).or_else(|| grammar(word))
        }
        Due::Words(_) => grammar(word),
        Due::Type => of_type(word),
        Due::Member { .. } | Due::Text { .. } | Due::Nothing => None,
    };
    let in_text = matches!(due, Due::Text { .. });
    // A key of the user's is a name before it is a word.
    let known = of_language.or_else(|| {
        let own = declarations::name(view, offset, word, &cursor, &due).filter(|_| !in_text);
        let value = names::value(&view.index, view.source.tree().file, offset).map(|(_, v)| v);
        match (own, value) {
            (Some(own), Some(value)) => Some(format!("{own}\n\n{value}")),
            (own, value) => own.or(value),
        }
    });
    // The sign of a percentage is a part of it.
    let percent = text.get(range.end as usize..).is_some_and(|r| r.starts_with('%'));
    let range = TextRange::new(range.start, range.end + u32::from(percent));
    known.map(|markdown| Hover { range, markdown })
}

/// The end of the word or number at an offset.
fn word_end(text: &str, offset: u32) -> u32 {
    let at = (offset as usize).min(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let of_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut end = rest.find(|c| !of_word(c)).unwrap_or(rest.len());
    // The digits behind the point of a number.
    let before = text.get(..at + end).unwrap_or_default();
    let whole = before.rsplit(|c: char| !of_word(c)).next().unwrap_or_default();
    let after = rest.get(end..).and_then(|r| r.strip_prefix('.')).unwrap_or_default();
    if whole.starts_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit()) {
        end += 1 + after.find(|c| !of_word(c)).unwrap_or(after.len());
    }
    u32::try_from(at + end).unwrap_or(u32::MAX)
}

fn statement(kind: BlockKind, behind: Option<&str>, word: &str, around: &Around<'_>) -> Option<String> {
    if kind == BlockKind::Fields {
        return of_field(around, word);
    }
    let found = vocabulary::word(kind, word).map(|w| (w, kind));
    let of_app = || {
        let outer = if kind == BlockKind::Environment { BlockKind::App } else { BlockKind::Environment };
        let found = vocabulary::word(outer, word).filter(|_| kind == BlockKind::Environment || around.overrides);
        found.map(|w| (w, outer))
    };
    match found.or_else(of_app) {
        Some((w, at)) => {
            let mut out = word_doc(w);
            out.push_str(&targets::targets(w, at));
            Some(out)
        }
        None if behind.is_none() => grammar(word),
        None => None,
    }
}

/// A selector, a label, a flag, one of a closed set of words, or a code.
fn argument(of: &'static Word, matched: &Matched, first: bool, word: &str) -> Option<String> {
    if of.spelling() == "allow"
        && let Some(code) = Code::parse(word)
    {
        let about = sentence(code.summary());
        return Some(format!("**{code}** `{}` ({})\n\n{about}", code.name(), code.severity().name()));
    }
    let form = |text: String| format!("```wharf\n{text}\n```");
    if let Some(selected) = of.forms.iter().find(|f| first && f.selector == Some(word)) {
        return Some(format!("{}\n\n{}", form(written(of, selected)), sentence(of.doc)));
    }
    if !matched.required
        && let Some(label) = matched.labels.iter().find(|l| l.word == word)
    {
        let slots: Vec<String> =
            label.slots.iter().map(|s| format!("`{}`: {}", s.name.to_uppercase(), takes(s))).collect();
        return Some(format!("A label of `{}`.\n\n{}", of.spelling(), slots.join("  \n")));
    }
    if !matched.required && matched.flags.contains(&word) {
        let all: Vec<String> = of.forms.iter().filter(|f| f.flags.contains(&word)).map(|f| written(of, f)).collect();
        return Some(format!("A flag of `{}`.\n\n{}", of.spelling(), form(all.join("\n"))));
    }
    choice(matched.due, word)
}

fn choice(slot: Option<&'static Slot>, word: &str) -> Option<String> {
    let slot = slot?;
    let Mode::Choice(all) = slot.mode else { return None };
    all.contains(&word).then(|| format!("`{word}`: the {}, {}.", slot.name, takes(slot)))
}

fn function(text: &str, end: u32, word: &str) -> Option<String> {
    let called = text.get(end as usize..).is_some_and(|r| r.starts_with('('));
    let f = functions().iter().find(|f| f.name == word).filter(|_| called)?;
    let (example, gives) = f.example;
    Some(format!("```wharf\n{}\n```\n\n{}\n\n```wharf\n{example}   // {gives}\n```", f.signature(), sentence(f.doc)))
}

fn of_field(around: &Around<'_>, word: &str) -> Option<String> {
    if around.path == ["kubernetes"] {
        let o = wharf_analysis::fields::object_word(word)?;
        return Some(format!("`{word}`: the {} of this declaration, {}.", o.kind, o.api_version));
    }
    let f = field(around, word)?;
    let mut out = format!("`{}`: {}", f.name, wharf_analysis::fields::described(&f.types));
    if f.required {
        out.push_str(", which has to be there");
    }
    if !f.doc.is_empty() {
        out.push_str(&format!("\n\n{}", f.doc));
    }
    if let Some(since) = f.versions.since() {
        out.push_str(&format!("\n\nSince Kubernetes {since}."));
    }
    Some(out)
}

/// The words that have a form of their own, and names that only stand before a dot.
fn grammar(word: &str) -> Option<String> {
    let (form, doc) = match word {
        "use" => ("use \"path\" as name", "The lets, params and templates of another file, behind a name."),
        "let" => ("let name = value", "A name for a value."),
        "param" => (
            "param name type [in range] [= default]",
            "A value that is known when compiling. Environments, `--params` and `--set` may change it.",
        ),
        "template" => ("template name(param type, …) { … }", "Statements that others bring in by `extends`."),
        "if" => ("if condition { … } else { … }", "What stands in it holds where the condition does."),
        "else" => ("if condition { … } else { … }", "What holds where the condition does not."),
        "for" => ("for item in items { … }", "What stands in it, once for each item of a list or each entry of a map."),
        "secrets" => ("secrets.key", "The app's secrets: known when deploying, never shown."),
        "settings" => ("settings.NAME", "Texts that are known when deploying."),
        "self" => ("self.port", "The service around: its ports and its host."),
        "pod" => ("pod.name", "Facts of the pod, which Kubernetes knows: `name`, `ip`, `namespace`, `node`."),
        "images" => ("images.name", "The images of the app."),
        "services" => ("services[name]", "The service of a computed name."),
        _ => return None,
    };
    Some(format!("```wharf\n{form}\n```\n\n{doc}"))
}

fn of_type(word: &str) -> Option<String> {
    let doc = match word {
        "string" => "A text.",
        "int" => "A whole number: `8080`, `1_000`, `0o755`.",
        "float" => "A number: `0.5`.",
        "bool" => "`true` or `false`.",
        "bytes" => "An amount of memory, always with its unit: `512Mi`, `64KB`.",
        "cpu" => "An amount of CPU: `250m` are 250 thousandths, `0.5`, `2`.",
        "duration" => "`500ms`, `30s`, `5min`, `1h30min`, `1d`.",
        "percent" => "`70%`.",
        "rate" => "Events in a time: `100/s`.",
        "list" => "A list of items of one type: `list(string)`.",
        "map" => "Values of one type by their keys: `map(int)`.",
        "range" => "Two values with all between them: `2..10`; one value stands for both.",
        _ => return None,
    };
    Some(doc.to_owned())
}
