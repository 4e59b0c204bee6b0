//! `.dockerignore`: which files of a context are left out.
//!
//! The rules are those of the Docker documentation: Go's `filepath.Match` by path element, `**` for
//! any number of elements, `!` for exceptions, and the last pattern that matches decides. A
//! pattern that matches a folder matches all below it.

/// One pattern, split into elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// As it was written.
    pub(super) text: String,
    except: bool,
    elements: Vec<String>,
}

/// The pattern of a line; `None` for a comment or nothing.
pub(super) fn pattern(line: &str) -> Option<Pattern> {
    let text = line.trim();
    if text.is_empty() || text.starts_with('#') {
        return None;
    }
    let (except, body) = text.strip_prefix('!').map_or((false, text), |b| (true, b.trim()));
    let elements: Vec<String> = body.split('/').filter(|e| !e.is_empty() && *e != ".").map(str::to_owned).collect();
    (!elements.is_empty()).then(|| Pattern { text: text.to_owned(), except, elements })
}

/// The pattern that leaves `path` out, if one does.
pub(super) fn ignored<'a>(patterns: &'a [Pattern], path: &str) -> Option<&'a Pattern> {
    let parts: Vec<&str> = path.split('/').collect();
    let mut by = None;
    for p in patterns {
        let hit = (1..=parts.len()).any(|n| parts.get(..n).is_some_and(|head| elements(&p.elements, head)));
        if hit {
            by = (!p.except).then_some(p);
        }
    }
    by
}

/// Whether the elements of a pattern match those of a path, all of them.
pub(super) fn elements(pattern: &[String], path: &[&str]) -> bool {
    match pattern.split_first() {
        None => path.is_empty(),
        Some((first, rest)) if first == "**" => {
            (0..=path.len()).any(|n| path.get(n..).is_some_and(|tail| elements(rest, tail)))
        }
        Some((first, rest)) => match path.split_first() {
            Some((part, tail)) => {
                let (f, p): (Vec<char>, Vec<char>) = (first.chars().collect(), part.chars().collect());
                element(&f, &p) && elements(rest, tail)
            }
            None => false,
        },
    }
}

/// Go's `filepath.Match` within one element: `*`, `?`, `[a-z]`, `\x`.
fn element(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|n| text.get(n..).is_some_and(|tail| element(rest, tail))),
        Some(('?', rest)) => text.split_first().is_some_and(|(_, tail)| element(rest, tail)),
        Some(('[', rest)) => {
            let Some(end) = rest.iter().position(|c| *c == ']') else { return false };
            let (Some(set), Some(after), Some((c, tail))) = (rest.get(..end), rest.get(end + 1..), text.split_first())
            else {
                return false;
            };
            class(set, *c) && element(after, tail)
        }
        Some(('\\', rest)) => match (rest.split_first(), text.split_first()) {
            (Some((p, after)), Some((c, tail))) => p == c && element(after, tail),
            _ => false,
        },
        Some((p, rest)) => text.split_first().is_some_and(|(c, tail)| p == c && element(rest, tail)),
    }
}

fn class(set: &[char], c: char) -> bool {
    let (negated, mut set) = match set.split_first() {
        Some(('^', rest)) => (true, rest),
        _ => (false, set),
    };
    let mut hit = false;
    while let Some((low, rest)) = set.split_first() {
        if let [dash, high, after @ ..] = rest
            && *dash == '-'
        {
            hit |= (*low..=*high).contains(&c);
            set = after;
        } else {
            hit |= *low == c;
            set = rest;
        }
    }
    hit != negated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(lines: &[&str], path: &str) -> bool {
        let all: Vec<Pattern> = lines.iter().filter_map(|l| pattern(l)).collect();
        ignored(&all, path).is_some()
    }

    #[test]
    fn patterns_follow_the_documentation() {
        assert!(out(&["target"], "target/debug/x") && !out(&["target"], "src/target"));
        assert!(out(&["**/target"], "src/target/x") && out(&["*.md"], "README.md") && !out(&["*.md"], "docs/a.md"));
        assert!(!out(&["*.md", "!README.md"], "README.md") && out(&["*.md", "!README.md", "README*"], "README.md"));
        assert!(
            out(&["/temp?"], "tempa")
                && !out(&["/temp?"], "temp")
                && out(&["[a-c]x"], "bx")
                && !out(&["[^a-c]x"], "bx")
        );
        assert!(!out(&["# target", ""], "target"));
    }
}
