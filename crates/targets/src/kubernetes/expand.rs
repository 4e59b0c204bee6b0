//! `$(NAME)`: what Kubernetes expands in `command`, `args`, the values of `env` and the commands
//! of exec probes.
//!
//! The rules are those of `third_party/forked/golang/expansion` in Kubernetes: `$$` gives `$`;
//! `$(`, up to the next `)`, gives the variable's value, and stays as it is where there is no such
//! variable; `$` and any other **byte** give those two, so that a `$` before a character of
//! several bytes would tear the character apart; a `$` at the end is a dollar sign.

use wharf_model::EnvName;

/// A literal as it has to be written, where `next` is the character that follows it.
///
/// Each dollar sign is doubled that would otherwise not be one: before another, before `(` and
/// before a character outside ASCII. `$HOME` stays readable.
pub(super) fn escape(literal: &str, next: Option<char>) -> String {
    let mut out = String::with_capacity(literal.len());
    let mut rest = literal.chars().peekable();
    while let Some(c) = rest.next() {
        out.push(c);
        let after = rest.peek().copied().or(next);
        if c == '$' && after.is_some_and(|a| a == '$' || a == '(' || !a.is_ascii()) {
            out.push('$');
        }
    }
    out
}

/// The value of a variable that stands before its user.
pub(super) fn reference(name: &EnvName) -> String {
    format!("$({name})")
}

#[cfg(test)]
mod tests {
    use super::super::tests::kubelet::expand;
    use super::*;

    /// Every text of up to `length` pieces out of those that matter.
    fn texts(length: usize) -> Vec<String> {
        let pieces = ["$", "(", ")", "H", "x", "é", " "];
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..length {
            last = last.iter().flat_map(|t| pieces.iter().map(move |p| format!("{t}{p}"))).collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn every_literal_survives() {
        let known = |name: &str| (name == "H" || name.is_empty()).then(|| String::from("EXPANDED"));
        for text in texts(5) {
            assert_eq!(expand(&escape(&text, None), known), text.as_bytes(), "{text}");
        }
    }

    #[test]
    fn literals_survive_around_a_reference() {
        let helper = EnvName::new("H").unwrap();
        let known = |name: &str| (name == "H").then(|| String::from("$(H)$$"));
        for before in texts(3) {
            for after in texts(2) {
                let written = format!("{}{}{}", escape(&before, Some('$')), reference(&helper), escape(&after, None));
                assert_eq!(expand(&written, known), format!("{before}$(H)$${after}").as_bytes(), "{written}");
            }
        }
    }

    #[test]
    fn only_what_has_to_be_doubled_is() {
        assert_eq!(escape("$HOME and $", None), "$HOME and $");
        assert_eq!(escape("$$ $(X) 5$", Some('$')), "$$$ $$(X) 5$$");
        assert_eq!(escape("$é", None), "$$é");
    }
}
