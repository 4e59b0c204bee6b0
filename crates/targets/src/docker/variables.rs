//! The `${ARG}`s of `from`.

/// The variables that BuildKit gives every `FROM`.
const PREDEFINED: &[&str] = &[
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDOSVERSION",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETOSVERSION",
    "TARGETARCH",
    "TARGETVARIANT",
    "TARGETSTAGE",
];

/// The names that `text` expands, without BuildKit's own, in their order.
pub(super) fn used(text: &str) -> Vec<&str> {
    text.split('$')
        .skip(1)
        .map(|rest| {
            let rest = rest.strip_prefix('{').unwrap_or(rest);
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        })
        .filter(|name| !name.is_empty() && !PREDEFINED.contains(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_both_notations() {
        assert_eq!(used("a:${V}-$W.x${BUILDPLATFORM}"), ["V", "W"]);
        assert_eq!(used("a:1"), [""; 0]);
    }
}
