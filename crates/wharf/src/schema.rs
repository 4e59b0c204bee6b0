//! The vocabulary as JSON, for editors and other programs. `grammar/schema.md` is its contract.

use std::collections::BTreeMap;

use serde::Serialize;
use wharf_analysis::vocabulary::{
    self, BlockKind, Form, Head, Key, Label, Merge, Mode, RefKind, Role, Sign, Slot, Ty, Word,
};

/// Grows where a reader of the shape before it would fail: where a field goes away, or means something
/// else. New fields and new values do not count.
const VERSION: u32 = 1;

/// The edition of the language that the vocabulary belongs to.
const EDITION: &str = "2026";

#[derive(Serialize)]
struct Schema {
    version: u32,
    edition: &'static str,
    blocks: BTreeMap<&'static str, BlockOut>,
    words: Vec<WordOut>,
}

#[derive(Serialize)]
struct BlockOut {
    described: &'static str,
    opened_by: Vec<&'static str>,
    words: Vec<&'static str>,
}

#[derive(Serialize)]
struct WordOut {
    spelling: &'static str,
    head: &'static str,
    blocks: Vec<&'static str>,
    role: &'static str,
    key: KeyOut,
    merge: &'static str,
    forms: Vec<FormOut>,
    sign: Option<SignOut>,
    block: Option<OpensOut>,
    doc: &'static str,
    example: &'static str,
    also: &'static [&'static str],
    default: Option<&'static str>,
    since: &'static str,
    foreign: Vec<ForeignOut>,
}

#[derive(Serialize)]
struct KeyOut {
    by: &'static str,
    slots: Vec<&'static str>,
}

#[derive(Serialize)]
struct FormOut {
    written: String,
    selector: Option<&'static str>,
    slots: Vec<SlotOut>,
    labels: Vec<LabelOut>,
    flags: &'static [&'static str],
}

#[derive(Serialize)]
struct LabelOut {
    word: &'static str,
    required: bool,
    many: bool,
    slots: Vec<SlotOut>,
}

#[derive(Serialize)]
struct SignOut {
    sign: &'static str,
    required: bool,
    value: SlotOut,
}

#[derive(Serialize)]
struct OpensOut {
    kind: &'static str,
    required: bool,
}

#[derive(Serialize)]
struct ForeignOut {
    spelling: &'static str,
    hint: &'static str,
    replace: bool,
}

#[derive(Serialize)]
struct SlotOut {
    name: &'static str,
    mode: &'static str,
    #[serde(rename = "type")]
    ty: TypeOut,
    takes: String,
    choices: &'static [&'static str],
    refers_to: Option<&'static str>,
    optional: bool,
    variadic: bool,
    may_be_empty: bool,
    secrets: bool,
    settings: bool,
}

#[derive(Serialize)]
struct TypeOut {
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    of: Vec<TypeOut>,
}

/// The vocabulary of the language as JSON, indented, with a line break at its end: every word, where
/// it may stand, how it is written and what it takes. The shape and its version are documented in
/// `grammar/schema.md`.
#[must_use]
pub fn schema() -> String {
    let schema = Schema {
        version: VERSION,
        edition: EDITION,
        blocks: vocabulary::blocks().into_iter().map(|b| (b.name(), block(b))).collect(),
        words: vocabulary::words().map(word).collect(),
    };
    // Only maps whose keys are no texts can fail, and there are none.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn block(kind: BlockKind) -> BlockOut {
    let mut opened_by: Vec<_> = vocabulary::words().filter(|w| w.block == Some(kind)).map(Word::spelling).collect();
    opened_by.dedup();
    let words = vocabulary::words_in(kind).map(Word::spelling).collect();
    BlockOut { described: kind.described(), opened_by, words }
}

fn word(w: &'static Word) -> WordOut {
    WordOut {
        spelling: w.spelling(),
        head: match w.head {
            Head::Word(_) => "word",
            Head::Key => "key",
            Head::Path => "path",
        },
        blocks: w.within.iter().map(|b| b.name()).collect(),
        role: match w.role {
            Role::Declares => "declares",
            Role::Sets => "sets",
            Role::Entry => "entry",
            Role::Step => "step",
        },
        key: match w.key {
            Key::Word => KeyOut { by: "word", slots: Vec::new() },
            Key::Head => KeyOut { by: "head", slots: Vec::new() },
            Key::Slot(s) => KeyOut { by: "slots", slots: vec![s] },
            Key::Pair(a, b) => KeyOut { by: "slots", slots: vec![a, b] },
            Key::Whole => KeyOut { by: "whole", slots: Vec::new() },
            Key::None => KeyOut { by: "none", slots: Vec::new() },
        },
        merge: match w.merge {
            Merge::Slots => "slots",
            Merge::Fields => "fields",
            Merge::Whole => "whole",
            Merge::Replace => "replace",
            Merge::Fixed => "fixed",
        },
        forms: forms(w),
        sign: match &w.sign {
            Sign::None => None,
            Sign::OptionalEquals(s) => Some(SignOut { sign: "=", required: false, value: slot(s) }),
            Sign::Equals(s) => Some(SignOut { sign: "=", required: true, value: slot(s) }),
            Sign::Arrow(s) => Some(SignOut { sign: "->", required: true, value: slot(s) }),
        },
        block: w.block.map(|b| OpensOut { kind: b.name(), required: w.block_required }),
        doc: w.doc,
        example: w.example,
        also: w.also,
        default: (!w.default.is_empty()).then_some(w.default),
        since: w.since,
        foreign: w
            .foreign
            .iter()
            .map(|f| ForeignOut { spelling: f.spelling, hint: f.hint, replace: f.replace })
            .collect(),
    }
}

/// A word alone has one form, without slots.
fn forms(w: &'static Word) -> Vec<FormOut> {
    const ALONE: &[Form] = &[Form { selector: None, slots: &[], labels: &[], flags: &[] }];
    let forms = if w.forms.is_empty() { ALONE } else { w.forms };
    forms
        .iter()
        .map(|f| FormOut {
            written: vocabulary::written(w, f),
            selector: f.selector,
            slots: f.slots.iter().map(slot).collect(),
            labels: f.labels.iter().map(label).collect(),
            flags: f.flags,
        })
        .collect()
}

fn label(l: &Label) -> LabelOut {
    LabelOut { word: l.word, required: l.required, many: l.many, slots: l.slots.iter().map(slot).collect() }
}

fn slot(s: &Slot) -> SlotOut {
    let (mode, choices, refers_to): (_, &'static [&'static str], _) = match s.mode {
        Mode::NewName => ("name", &[], None),
        Mode::Key => ("key", &[], None),
        Mode::Reference(kind) => ("reference", &[], Some(refers_to(kind))),
        Mode::Choice(words) => ("choice", words, None),
        Mode::Expr => ("expression", &[], None),
    };
    SlotOut {
        name: s.name,
        mode,
        ty: type_out(&s.ty),
        takes: vocabulary::takes(s),
        choices,
        refers_to,
        optional: s.optional,
        variadic: s.variadic,
        may_be_empty: s.may_be_empty,
        secrets: s.late.secrets,
        settings: s.late.settings,
    }
}

fn refers_to(kind: RefKind) -> &'static str {
    match kind {
        RefKind::Service => "service",
        RefKind::ServiceOrJob => "service-or-job",
        RefKind::OwnPort => "own-port",
        RefKind::Volume => "volume",
        RefKind::SecretKey => "secret-key",
    }
}

/// The types of the vocabulary nest as deep as they are written there: two levels.
fn type_out(ty: &Ty) -> TypeOut {
    let (kind, of): (_, &[Ty]) = match ty {
        Ty::Text => ("text", &[]),
        Ty::String => ("string", &[]),
        Ty::Int => ("int", &[]),
        Ty::Bytes => ("bytes", &[]),
        Ty::Cpu => ("cpu", &[]),
        Ty::Duration => ("duration", &[]),
        Ty::Percent => ("percent", &[]),
        Ty::Range(of) => ("range", std::slice::from_ref(*of)),
        Ty::List(of) => ("list", std::slice::from_ref(*of)),
        Ty::OneOf(all) => ("one-of", all),
        Ty::Any => ("any", &[]),
    };
    TypeOut { kind, of: of.iter().map(type_out).collect() }
}
