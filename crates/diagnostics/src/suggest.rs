//! "Did you mean": the nearest of the names that would be right here.

/// The candidate nearest to `word`, if it is near enough to be meant.
///
/// Distance is Damerau-Levenshtein over characters, case folded; it must be at most a third of the
/// word's length (one for short words), or one of the two must begin with the other.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = word.to_lowercase().chars().collect();
    let limit = (wanted.len() / 3).max(1);
    candidates
        .into_iter()
        .filter(|c| *c != word)
        .filter_map(|c| {
            let other: Vec<char> = c.to_lowercase().chars().collect();
            let d = distance(&wanted, &other);
            let prefix =
                wanted.len() >= 3 && other.len() >= 3 && (other.starts_with(&wanted) || wanted.starts_with(&other));
            (d <= limit || prefix).then_some((d, c))
        })
        .min()
        .map(|(_, c)| c)
}

/// Whether nothing but `near` can be meant by `word`: they are one letter apart (one more, one less, another,
/// or two that changed places), and no other candidate is within two. Short words are near to everything, and
/// of names that differ in their digits each may be meant.
pub(crate) fn is_sure<'a>(word: &str, near: &str, candidates: impl IntoIterator<Item = &'a str>) -> bool {
    let folded = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (a, b) = (folded(word), folded(near));
    let long_enough = a.len().min(b.len()) >= 3 && a.len().max(b.len()) >= 4;
    long_enough
        && digits(word) == digits(near)
        && distance(&a, &b) <= 1
        && !candidates.into_iter().any(|c| c != near && c != word && distance(&a, &folded(c)) <= 2)
}

/// At most five of the names, sorted, in backticks: `` `a`, `b` and 3 more ``.
pub fn list_some<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names.dedup();
    let quoted: Vec<String> = names.iter().take(5).map(|n| format!("`{n}`")).collect();
    match (names.len(), quoted.split_last()) {
        (n, Some(_)) if n > 5 => format!("{} and {} more", quoted.join(", "), n - 5),
        (_, Some((last, []))) => last.clone(),
        (_, Some((last, rest))) => format!("{} and {last}", rest.join(", ")),
        (_, None) => String::from("none"),
    }
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |r: &[usize], k: usize| r.get(k).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&previous, j + 1) + 1).min(at(&row, j) + 1).min(at(&previous, j) + usize::from(x != y));
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        assert_eq!(closest("htp", ["http", "metrics"]), Some("http"));
        assert_eq!(closest("imgae", ["image", "label"]), Some("image"));
        assert_eq!(closest("replicas", ["scale", "port"]), None);
        assert_eq!(closest("postgres", ["postgres-data", "db"]), Some("postgres-data"));
    }

    #[test]
    fn sure_is_only_what_nothing_else_can_be() {
        let sure = |word, near, all: &[&str]| is_sure(word, near, all.iter().copied());
        assert!(sure("htp", "http", &["http", "metrics"]));
        assert!(sure("imgae", "image", &["image", "label"]));
        assert!(sure("Http", "http", &["http"]));
        assert!(!sure("htp", "http", &["http", "https"]));
        assert!(!sure("db", "dc", &["dc"]));
        assert!(!sure("api", "app", &["app"]));
        assert!(!sure("web-1", "web-2", &["web-2"]));
        assert!(!sure("web1", "web", &["web"]));
        assert!(!sure("sevrcie", "service", &["service"]));
    }

    #[test]
    fn lists_are_cut_at_five() {
        assert_eq!(list_some(["b", "a"]), "`a` and `b`");
        assert_eq!(list_some(["a", "b", "c", "d", "e", "f", "g"]), "`a`, `b`, `c`, `d`, `e` and 2 more");
        assert_eq!(list_some([]), "none");
    }
}
