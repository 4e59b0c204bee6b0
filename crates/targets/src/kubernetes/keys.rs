//! The forms that the API server asks of keys and values (`apimachinery/pkg/util/validation`).
//! Each check gives what is wrong, in words that follow "on Kubernetes,".

/// A key of a label or an annotation: `[prefix/]name`.
pub(super) fn qualified(key: &str) -> Option<String> {
    let (prefix, name) = key.split_once('/').map_or((None, key), |(p, n)| (Some(p), n));
    if prefix.is_some_and(|p| !is_subdomain(p)) {
        return Some(format!("the prefix of the key `{key}` is a DNS name in lower case, up to one `/`"));
    }
    (!is_word(name, 63))
        .then(|| format!("a key such as `{key}` has 1 to 63 letters, digits, `-`, `_` and `.`, and begins and ends with one of the first two"))
}

/// The most that all annotations of an object hold (`TotalAnnotationSizeLimitB`), with room for
/// Wharf's own.
pub(super) const MAX_ANNOTATIONS: usize = 255 << 10;

/// Whether controllers write this label on the pods that they make. A Job with another value of
/// its own is refused (`validateGeneratedSelector`); elsewhere the value is replaced.
pub(super) fn is_controllers(key: &str) -> bool {
    let own = [
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "pod-template-hash",
        "apps.kubernetes.io/pod-index",
        "statefulset.kubernetes.io/pod-name",
    ];
    own.contains(&key) || key.starts_with("batch.kubernetes.io/")
}

/// The value of a label.
pub(super) fn label_value(value: &str) -> Option<String> {
    (!value.is_empty() && !is_word(value, 63)).then(|| {
        format!("a label's value such as `{value}` has at most 63 letters, digits, `-`, `_` and `.`, and begins and ends with one of the first two")
    })
}

/// The name of a container's port (RFC 6335): what [`wharf_model::Name`] allows beyond it.
pub(super) fn port_name(name: &str) -> Option<String> {
    (name.len() > 15 || name.contains("--"))
        .then(|| format!("a port's name such as `{name}` has at most 15 characters and no two `-` in a row"))
}

/// The most characters of a key of a ConfigMap or a Secret.
pub(super) const MAX: usize = 253;

/// A key of a ConfigMap or a Secret.
pub(super) fn data_key(key: &str) -> Option<String> {
    let good = (1..=MAX).contains(&key.len())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        && key != "."
        && !key.starts_with("..");
    (!good).then(|| {
        format!("a key such as `{key}` has 1 to 253 letters, digits, `-`, `_` and `.`, and does not begin with `..`")
    })
}

/// The name of an HTTP header (`IsHTTPHeaderName`): less than the token of RFC 9110.
pub(super) fn header(name: &str) -> Option<String> {
    let good = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (!good).then(|| format!("a header's name such as `{name}` has letters, digits and `-`, and nothing else"))
}

/// The path of an Ingress's rule.
pub(super) fn ingress_path(path: &str) -> Option<String> {
    let inside = ["//", "/./", "/../", "%2f", "%2F"].iter().find(|part| path.contains(**part));
    let end = ["/..", "/."].iter().find(|part| path.ends_with(**part));
    inside.or(end).map(|part| format!("a route's path has no `{part}`"))
}

fn is_word(text: &str, max: usize) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    (1..=max).contains(&text.len())
        && text.starts_with(edge)
        && text.ends_with(edge)
        && text.chars().all(|c| edge(c) || "-_.".contains(c))
}

fn is_subdomain(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.len() <= 253
        && text.split('.').all(|label| {
            label.starts_with(inner) && label.ends_with(inner) && label.chars().all(|c| inner(c) || c == '-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_follow_the_servers_rules() {
        for good in ["a", "example.com/a_b.c", "prometheus.io/scrape", "A"] {
            assert_eq!(qualified(good), None, "{good}");
        }
        for bad in ["", "a/b/c", "/a", "a/", "-a", "Example.com/a", "a b", "a..b/c"] {
            assert!(qualified(bad).is_some(), "{bad}");
        }
        assert!(label_value("").is_none() && label_value("1.2_x").is_none());
        assert!(label_value("a b").is_some() && label_value(&"a".repeat(64)).is_some());
        assert!(data_key("tls.crt").is_none() && data_key("..data").is_some() && data_key("a/b").is_some());
        assert!(port_name("http").is_none() && port_name("a--b").is_some() && port_name(&"a".repeat(16)).is_some());
        assert!(ingress_path("/api").is_none() && ingress_path("/a/../b").is_some() && ingress_path("/a/.").is_some());
    }
}
