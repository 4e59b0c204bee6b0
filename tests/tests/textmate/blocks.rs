//! The rules of blocks and of the statements in them, from the vocabulary.

use serde_json::{Map, Value};
use wharf_analysis::vocabulary::{self, BlockKind, Head, Mode, RefKind, Role, Slot, Word, words_in};

use crate::rule::{END, ENDS, Rule, UNBOUND, WORD, include, one_of};
use crate::tokens::{flow, statements};

/// What a template may be for, the likeliest first: its body may hold the words of all of these.
const KINDS: &[BlockKind] = &[
    BlockKind::Service,
    BlockKind::Image,
    BlockKind::Job,
    BlockKind::Cron,
    BlockKind::App,
    BlockKind::Stage,
    BlockKind::Route,
    BlockKind::Rule,
    BlockKind::Run,
    BlockKind::Probe,
    BlockKind::Healthcheck,
    BlockKind::Scale,
    BlockKind::Account,
];

/// A key of the user's, or what stands behind a dot.
const KEY: &str = "variable.other.property";

/// What may stand before a statement in an environment.
const LAYERS: &[&str] = &["add", "remove"];

/// What words have in common that are coloured by one rule.
#[derive(PartialEq)]
struct Shape {
    within: &'static [BlockKind],
    scope: &'static str,
    /// What a bare word behind it is.
    first: Option<&'static str>,
    /// Whether all bare words behind it are keys.
    keys: bool,
    /// Selectors, labels, flags and words to choose from.
    labels: Vec<&'static str>,
    /// Labels, and what a bare word behind each is.
    named: Vec<(&'static str, &'static str)>,
    block: Option<BlockKind>,
}

/// Words of one shape, and the name of their rule.
struct Group {
    name: String,
    shape: Shape,
    words: Vec<&'static str>,
}

/// Adds the rules of all blocks, and of what stands in them.
pub(crate) fn add(rules: &mut Map<String, Value>) {
    let groups = groups();
    for group in &groups {
        rules.insert(group.name.clone(), statement(group));
    }
    for (name, rule) in statements() {
        rules.insert(name.to_owned(), rule);
    }
    for kind in vocabulary::blocks() {
        let kinds = if kind == BlockKind::Environment { vec![kind, BlockKind::App] } else { vec![kind] };
        block(rules, kind.name(), &kinds, &groups);
    }
    block(rules, "any", KINDS, &groups);
}

fn groups() -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for word in vocabulary::words() {
        let Head::Word(spelling) = word.head else { continue };
        // They stand before any statement of an environment, and so in all rules.
        if LAYERS.contains(&spelling) && word.within == [BlockKind::Environment] {
            continue;
        }
        let shape = shape(word);
        match out.iter_mut().find(|g| g.shape == shape) {
            Some(group) => group.words.push(spelling),
            None => {
                let block = shape.within.first().map_or("", |b| b.name());
                out.push(Group { name: format!("{block}.{spelling}"), shape, words: vec![spelling] });
            }
        }
    }
    out
}

fn shape(word: &'static Word) -> Shape {
    let (mut labels, mut named): (Vec<&str>, Vec<_>) = Default::default();
    for form in word.forms {
        let slots = form.slots.iter().chain(form.labels.iter().flat_map(|l| l.slots));
        let choices = slots.filter_map(|s| if let Mode::Choice(words) = s.mode { Some(words) } else { None });
        labels.extend(form.selector);
        labels.extend(form.labels.iter().map(|l| l.word));
        labels.extend(form.flags);
        labels.extend(choices.flatten());
        for label in form.labels {
            let scope = label.slots.first().and_then(|s| first(word, s)).map(|scope| (label.word, scope));
            named.extend(scope.filter(|new| !named.contains(new)));
        }
    }
    labels.sort_unstable();
    labels.dedup();
    let slots = word.forms.first().map_or(&[][..], |f| f.slots);
    Shape {
        within: word.within,
        scope: match word.role {
            Role::Declares => "keyword.control.declaration",
            Role::Sets => "keyword.control.setting",
            Role::Entry => "keyword.control.entry",
            Role::Step => "keyword.control.step",
        },
        first: slots.first().and_then(|s| first(word, s)),
        keys: slots.iter().any(|s| s.mode == Mode::Key),
        labels,
        named,
        block: word.block,
    }
}

/// What a bare word in a slot is, the first one of a statement or behind a label.
fn first(word: &Word, slot: &Slot) -> Option<&'static str> {
    let (declared, member) = ("entity.name.type.class", KEY);
    let builds = word.within.iter().any(|b| matches!(b, BlockKind::Image | BlockKind::Stage | BlockKind::Run));
    Some(match slot.mode {
        Mode::NewName => match word.spelling() {
            "setting" => "variable.parameter",
            "secrets" => "entity.name.function.preprocessor",
            "port" | "stage" => member,
            _ => declared,
        },
        Mode::Key | Mode::Reference(RefKind::OwnPort) => member,
        Mode::Reference(RefKind::SecretKey) => "entity.name.function.preprocessor",
        Mode::Reference(RefKind::Service | RefKind::ServiceOrJob | RefKind::Volume) => declared,
        Mode::Expr if word.spelling() == "extends" => "entity.name.type.struct",
        // A stage, or an image of the app.
        Mode::Expr if builds && slot.name == "from" => member,
        Mode::Expr if slot.name == "image" => declared,
        Mode::Choice(_) | Mode::Expr => return None,
    })
}

/// A statement that begins with a word of the language, perhaps behind `add` or `remove`.
fn statement(group: &Group) -> Value {
    let Group { shape, words, .. } = group;
    let mut begin = format!(r"(?:(add|remove)\s+)?({})(?!\.|\(){UNBOUND}", one_of(words.iter().copied()));
    let mut scopes = vec![(1, "keyword.control.layer"), (2, shape.scope)];
    if let Some(scope) = shape.first {
        let label = match shape.labels.as_slice() {
            [] => String::new(),
            labels => format!("(?!{})", one_of(labels.iter().copied())),
        };
        if words.as_slice() == ["extends"] {
            begin.push_str(&format!(r"(?:\s+(?:({WORD})(\.))?({WORD}))?"));
            scopes.extend([(3, "entity.name.namespace"), (4, "punctuation.accessor"), (5, scope)]);
        } else {
            begin.push_str(&format!(r"(?:\s+{label}({WORD}){ENDS}(?![.(\[]))?"));
            scopes.push((3, scope));
        }
    }
    let mut inside = Vec::new();
    for (label, scope) in &shape.named {
        let pattern = format!(r"({label})\s+({WORD})(?![.(\[])");
        inside.push(Rule::matching(pattern).groups(&[(1, "variable.other.enummember"), (2, scope)]).json());
    }
    if !shape.labels.is_empty() {
        let labels = format!(r"{}(?![.(\[])", one_of(shape.labels.iter().copied()));
        inside.push(Rule::matching(labels).name("variable.other.enummember").json());
    }
    if shape.keys {
        inside.push(Rule::matching(format!(r"{WORD}{ENDS}(?![.(\[])")).name(KEY).json());
    }
    inside.push(include("arguments"));
    inside.push(include(&format!("braces-{}", shape.block.map_or("any", BlockKind::name))));
    Rule::between(begin, END).groups(&scopes).holds(inside).json()
}

/// The block of a name, which holds the words of these kinds.
fn block(rules: &mut Map<String, Value>, name: &str, kinds: &[BlockKind], groups: &[Group]) {
    let own = kinds.first().filter(|_| name != "any").into_iter();
    let own = own.flat_map(|k| words_in(*k)).find(|w| !matches!(w.head, Head::Word(_)));
    let keyed = own.is_some_and(|w| w.head == Head::Key) && name != BlockKind::Environment.name();
    let braces = format!("braces-{}", own.and_then(|w| w.block).map_or("any", BlockKind::name));
    let mut inside: Vec<Value> = ["comment", "use", "let", "param", "template"].map(include).into();
    inside.push(flow(&format!("braces-{name}")));
    let mut seen: Vec<&str> = Vec::new();
    for kind in kinds {
        for group in groups.iter().filter(|g| g.shape.within.contains(kind)) {
            if !seen.contains(&group.name.as_str()) {
                seen.push(&group.name);
                inside.push(include(&group.name));
            }
        }
    }
    // A word before `=` is a key always, and in blocks of keys every other word is one as well.
    let key = match name {
        "secrets" => "entity.name.function.preprocessor",
        "environment" => "variable.other.readwrite",
        _ => KEY,
    };
    let bound = if keyed { "" } else { r"(?=\s*=(?!=))" };
    let labels: Vec<&str> = own.into_iter().flat_map(|w| shape(w).labels).collect();
    let label = Rule::matching(one_of(labels.iter().copied())).name("variable.other.enummember").json();
    let rest = |rule: Rule| {
        let labels = (!labels.is_empty()).then(|| label.clone());
        rule.holds(labels.into_iter().chain([include("arguments"), include(&braces)])).json()
    };
    let layer = |name: &str| format!(r##"(add|remove){ENDS}(?=\s*["#({name}])"##);
    let layer = Rule::between(layer(if keyed { "" } else { "A-Za-z_" }), END);
    inside.push(rest(layer.groups(&[(1, "keyword.control.layer")])));
    let bound = Rule::between(format!(r"(?:(add|remove)\s+)?({WORD}){bound}"), END);
    inside.push(rest(bound.groups(&[(1, "keyword.control.layer"), (2, key)])));
    inside.push(rest(Rule::between(r"(?=[^\s;}])", END)));
    rules.insert(format!("block-{name}"), Rule::choice(inside));
    rules.insert(
        format!("braces-{name}"),
        Rule::between(r"\{", r"\}").holds([include(&format!("block-{name}"))]).json(),
    );
}
