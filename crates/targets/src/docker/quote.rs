//! The three notations of a Dockerfile: words that the builder expands, words of flags, and JSON.
//!
//! Facts from BuildKit's `frontend/dockerfile/shell/lex.go` and `parser/split_command.go`. An
//! expanded word loses quotes and backslashes and has its `$X` replaced; inside double quotes a
//! backslash escapes `"`, `$` and itself only. A flag loses one more layer of quotes before that.

/// A word that the builder expands, in double quotes, so that it gives exactly `text`.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    out.push_str(&inside_quotes(text));
    out.push('"');
    out
}

/// What stands between the double quotes of [`quoted`].
pub(super) fn inside_quotes(text: &str) -> String {
    escape(text, |c| matches!(c, '"' | '\\' | '$'))
}

/// A word that the builder expands, without quotes. `<` is escaped because `<<` begins a
/// here-document.
pub(super) fn bare(text: &str) -> String {
    let heredoc = text.contains("<<");
    escape(text, |c| matches!(c, '"' | '\'' | '\\' | '$') || (heredoc && c == '<'))
}

/// A word that the builder expands, quoted only where it has to be.
pub(super) fn word(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// The value of a flag that the builder takes as it is.
pub(super) fn flag(text: &str) -> String {
    if text.chars().any(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '\\')) {
        format!("\"{}\"", escape(text, |c| matches!(c, '"' | '\\')))
    } else {
        text.to_owned()
    }
}

/// A JSON array on one line.
pub(super) fn json<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.into_iter().map(json_string).collect();
    format!("[{}]", items.join(", "))
}

fn json_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a word means itself in every notation.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['-', '#'])
        && text.chars().all(|c| c.is_alphanumeric() || "/._-:@+,=*?~%".contains(c))
}

/// Sources and destination of a COPY or ADD: words with blanks between them, or a JSON array
/// where a path would not survive that. The items of the array are expanded too.
pub(super) fn paths(paths: &[&str]) -> String {
    let breaks = |p: &&&str| {
        p.is_empty()
            || p.starts_with(['[', '-', '#'])
            || p.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\''))
    };
    let escaped: Vec<String> = paths.iter().map(|p| bare(p)).collect();
    if paths.iter().any(|p| breaks(&p)) { json(escaped.iter().map(String::as_str)) } else { escaped.join(" ") }
}

fn escape(text: &str, special: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expanded_words_are_escaped_once() {
        assert_eq!(quoted(r#"a "b" $C \n 'd'"#), r#""a \"b\" \$C \\n 'd'""#);
        assert_eq!(word("/srv/app"), "/srv/app");
        assert_eq!(word("/a b"), r#""/a b""#);
        assert_eq!(word("$HOME"), r#""\$HOME""#);
        assert_eq!(word("--x"), r#""--x""#);
    }

    #[test]
    fn paths_turn_to_json_where_blanks_would_split_them() {
        assert_eq!(paths(&["a", "b/"]), "a b/");
        assert_eq!(paths(&["a$b", "/x"]), r"a\$b /x");
        assert_eq!(paths(&["a b", "/x"]), r#"["a b", "/x"]"#);
        assert_eq!(paths(&["it's", "/x"]), r#"["it\\'s", "/x"]"#);
        assert_eq!(paths(&["[ab].txt", "/x"]), r#"["[ab].txt", "/x"]"#);
        assert_eq!(paths(&["<<x", "/x"]), r"\<\<x /x");
    }

    #[test]
    fn json_is_json() {
        let text = "a\"b\\c\nd\u{1}ü";
        let written = json([text, "x"]);
        let read: Vec<String> = serde_json::from_str(&written).unwrap();
        assert_eq!(read, [text, "x"]);
    }
}
