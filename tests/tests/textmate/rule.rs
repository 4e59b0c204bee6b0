//! Rules of a TextMate grammar, as JSON.

use serde_json::{Map, Value, json};

/// A word: `WORD` of `grammar/wharf.ebnf`.
pub(crate) const WORD: &str = "[A-Za-z_](?:[A-Za-z0-9_]|-[A-Za-z0-9])*";

/// Where a word ends.
pub(crate) const ENDS: &str = "(?![A-Za-z0-9_]|-[A-Za-z0-9])";

/// Where no `=` and no `->` follows, before which every word is a key.
pub(crate) const UNBOUND: &str = r"(?!\s*(?:=(?!=)|->))";

/// Where a statement ends. What is open inside of it, such as a bracket, ends first.
pub(crate) const END: &str = "(?=[;}])|$";

/// A rule in the making.
pub(crate) struct Rule(Map<String, Value>);

impl Rule {
    /// What a pattern matches, within one line.
    pub(crate) fn matching(pattern: impl Into<String>) -> Self {
        Self(Map::new()).with("match", pattern.into())
    }

    /// From what a pattern matches to what another one does.
    pub(crate) fn between(begin: impl Into<String>, end: impl Into<String>) -> Self {
        Self(Map::new()).with("begin", begin.into()).with("end", end.into())
    }

    /// One of several rules, the first of which that matches holds.
    pub(crate) fn choice(patterns: impl IntoIterator<Item = Value>) -> Value {
        json!({ "patterns": patterns.into_iter().collect::<Vec<_>>() })
    }

    fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    fn numbered(scopes: &[(usize, &str)]) -> Value {
        scopes.iter().map(|(n, scope)| (n.to_string(), json!({ "name": scoped(scope) }))).collect::<Map<_, _>>().into()
    }

    /// The scope of all of it.
    pub(crate) fn name(self, scope: &str) -> Self {
        self.with("name", scoped(scope))
    }

    /// The scopes of groups of its pattern; of that which begins it, where it has two.
    pub(crate) fn groups(self, scopes: &[(usize, &str)]) -> Self {
        let key = if self.0.contains_key("begin") { "beginCaptures" } else { "captures" };
        self.with(key, Self::numbered(scopes))
    }

    /// The scope of what ends it.
    pub(crate) fn ends(self, scope: &str) -> Self {
        self.with("endCaptures", Self::numbered(&[(0, scope)]))
    }

    /// What stands inside.
    pub(crate) fn holds(self, patterns: impl IntoIterator<Item = Value>) -> Self {
        self.with("patterns", patterns.into_iter().collect::<Vec<_>>())
    }

    /// The whole.
    pub(crate) fn json(self) -> Value {
        Value::Object(self.0)
    }
}

/// The rule of that name.
pub(crate) fn include(name: &str) -> Value {
    json!({ "include": format!("#{name}") })
}

/// Several rules by their names.
pub(crate) fn includes(names: &[&str]) -> Vec<Value> {
    names.iter().map(|n| include(n)).collect()
}

/// One of some words, whole.
pub(crate) fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    format!("(?:{}){ENDS}", words.into_iter().collect::<Vec<_>>().join("|"))
}

fn scoped(scope: &str) -> String {
    format!("{scope}.wharf")
}
