//! Names that Wharf derives. Names of the source are never rewritten.

use std::collections::{BTreeMap, BTreeSet};

use crate::shared::hash;

/// The limit of a DNS label (RFC 1035), and of a label's value.
pub(super) const LABEL: usize = 63;

/// The limit of a StatefulSet's and a Job's name: what their pods' labels append
/// (`-<revision>`, `-<hash>`) has to fit into [`LABEL`] too.
pub(super) const GROWING: usize = 52;

/// The text in the letters of a DNS label: lower case, digits and single `-` inside. May be empty.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The text if it has at most `max` characters, else its beginning and a hash of the whole. ASCII.
pub(super) fn fit(text: &str, max: usize) -> String {
    if text.len() <= max { text.to_owned() } else { hashed(text, text, max) }
}

/// Gives each identity a name of its own, of at most `max` characters: the plain one it asks for,
/// or that with a hash of the identity where it is reserved or another asks for the same. What an
/// identity gets does not depend on the order in which they ask.
pub(super) fn distinct(
    max: usize,
    reserved: &BTreeSet<String>,
    wanted: impl IntoIterator<Item = (String, String)>,
) -> BTreeMap<String, String> {
    let wanted: BTreeMap<String, String> = wanted.into_iter().collect();
    let mut askers: BTreeMap<&str, usize> = BTreeMap::new();
    for plain in wanted.values() {
        *askers.entry(plain).or_default() += 1;
    }
    wanted
        .iter()
        .map(|(identity, plain)| {
            let alone = askers.get(plain.as_str()) == Some(&1) && !reserved.contains(plain);
            let name = if alone && plain.len() <= max { plain.clone() } else { hashed(plain, identity, max) };
            (identity.clone(), name)
        })
        .collect()
}

fn hashed(plain: &str, identity: &str, max: usize) -> String {
    let hash = hash::of(identity);
    let room = max.saturating_sub(hash.len() + 1);
    let head: String = plain.chars().take(room).collect();
    match head.trim_end_matches(['-', '.']) {
        "" => hash,
        head => format!("{head}-{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_dns_labels() {
        assert_eq!(slug("/var/lib/My_App/"), "var-lib-my-app");
        assert_eq!(slug("*.shop.example.com"), "shop-example-com");
        assert_eq!(slug("/"), "");
    }

    #[test]
    fn long_names_keep_their_beginning_and_differ() {
        let long = "a".repeat(80);
        let other = format!("{}b", "a".repeat(79));
        assert_eq!(fit("short", LABEL), "short");
        assert_eq!(fit(&long, LABEL).len(), LABEL);
        assert_ne!(fit(&long, LABEL), fit(&other, LABEL));
    }

    #[test]
    fn who_asks_for_the_same_name_gets_a_hash() {
        let reserved = BTreeSet::from([String::from("db-pods")]);
        let ask = |pairs: &[(&str, &str)]| {
            distinct(LABEL, &reserved, pairs.iter().map(|(i, p)| ((*i).to_owned(), (*p).to_owned())))
        };
        let names = ask(&[("1", "x"), ("2", "a-b"), ("3", "a-b"), ("4", "db-pods")]);
        assert_eq!(names["1"], "x");
        assert!(names["2"].starts_with("a-b-") && names["3"].starts_with("a-b-") && names["2"] != names["3"]);
        assert!(names["4"].starts_with("db-pods-"));
        assert_eq!(names, ask(&[("4", "db-pods"), ("3", "a-b"), ("2", "a-b"), ("1", "x")]));
    }
}
