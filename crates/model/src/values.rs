//! Words that every target takes as they are. Each is checked when it is made and is never
//! rewritten afterwards.

use std::fmt;

/// Why a value cannot be made, in words that follow "a name": lower case, no full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidValue {
    /// What is wrong.
    pub reason: String,
    /// A near value that would do, if there is one.
    pub suggestion: Option<String>,
}

impl InvalidValue {
    pub(crate) fn because(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), suggestion: None }
    }

    fn or(self, suggestion: Option<String>) -> Self {
        Self { suggestion, ..self }
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for InvalidValue {}

macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_value! {
    /// The name of something that becomes an object, a DNS name or a part of one: a DNS label
    /// after RFC 1035 (`[a-z]([-a-z0-9]*[a-z0-9])?`), 63 characters at most, which Kubernetes and
    /// Compose both take. Kinds with a tighter limit check their own.
    Name
}

impl Name {
    /// RFC 1035's limit for a label, and so Kubernetes' for a Service's name.
    pub const MAX: usize = 63;

    /// Checks `text`.
    ///
    /// # Errors
    /// Says which rule it breaks, with the nearest legal name.
    pub fn new(text: &str) -> Result<Self, InvalidValue> {
        let fixed = || {
            let lower: String = text
                .to_lowercase()
                .chars()
                .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
                .collect();
            let trimmed = lower.trim_matches('-').trim_start_matches(|c: char| !c.is_ascii_lowercase());
            (!trimmed.is_empty() && trimmed.len() <= Self::MAX && trimmed != text).then(|| trimmed.to_owned())
        };
        if text.is_empty() {
            return Err(InvalidValue::because("a name is empty"));
        }
        if let Some(bad) = text.chars().find(|&c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')) {
            let why = if bad.is_uppercase() {
                format!("a name is written in lower case, and `{bad}` is a capital")
            } else {
                format!("a name has lower-case letters, digits and `-`, but not `{bad}`")
            };
            return Err(InvalidValue::because(why).or(fixed()));
        }
        if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err(InvalidValue::because("a name begins with a letter").or(fixed()));
        }
        if text.ends_with('-') {
            return Err(InvalidValue::because("a name ends with a letter or a digit").or(fixed()));
        }
        if text.len() > Self::MAX {
            return Err(InvalidValue::because(format!(
                "a name has {} characters at most, and this has {}",
                Self::MAX,
                text.len()
            )));
        }
        Ok(Self(text.to_owned()))
    }
}

text_value! {
    /// The name of an environment variable: `[A-Za-z_][A-Za-z0-9_]*`, the portable set of POSIX,
    /// which shells, Compose and Kubernetes' `$(NAME)` all read.
    EnvName
}

impl EnvName {
    /// Checks `text`.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn new(text: &str) -> Result<Self, InvalidValue> {
        let good = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if text.is_empty() {
            return Err(InvalidValue::because("an environment variable needs a name"));
        }
        if !text.chars().all(good) || text.starts_with(|c: char| c.is_ascii_digit()) {
            let fixed: String = text.chars().map(|c| if good(c) { c } else { '_' }).collect();
            let fixed = if fixed.starts_with(|c: char| c.is_ascii_digit()) { format!("_{fixed}") } else { fixed };
            return Err(InvalidValue::because(
                "an environment variable has letters, digits and `_`, and no digit first",
            )
            .or(Some(fixed)));
        }
        Ok(Self(text.to_owned()))
    }

    /// The variable that a secret or setting is read from where there are only variables:
    /// `db-password` is `DB_PASSWORD`.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let upper: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
        if upper.starts_with(|c: char| c.is_ascii_digit()) || upper.is_empty() {
            Self(format!("_{upper}"))
        } else {
            Self(upper)
        }
    }
}

text_value! {
    /// A normal absolute path inside a container: begins with `/`, has no `.`, `..` or empty
    /// parts, does not end in `/` (but for the root itself), and no `:`, which mount syntaxes
    /// split at.
    AbsolutePath
}

impl AbsolutePath {
    /// Checks `text`.
    ///
    /// # Errors
    /// Says which rule it breaks, with the nearest legal path.
    pub fn new(text: &str) -> Result<Self, InvalidValue> {
        let parts: Vec<&str> = text.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
        if text.contains(['\0', ':', '\n']) {
            return Err(InvalidValue::because("a path in a container has no `:`, line break or NUL"));
        }
        if parts.contains(&"..") {
            return Err(InvalidValue::because("a path in a container has no `..`"));
        }
        let normal = format!("/{}", parts.join("/"));
        if !text.starts_with('/') {
            return Err(InvalidValue::because("a path in a container begins with `/`").or(Some(normal)));
        }
        if normal != text {
            return Err(InvalidValue::because("a path in a container is written without `.`, `//` or a final `/`")
                .or(Some(normal)));
        }
        Ok(Self(normal))
    }
}

text_value! {
    /// A path relative to the project's folder, with `/` between its parts, normal (no `.` or
    /// empty parts), that does not lead out of the project; `.` alone is the folder itself.
    RelativePath
}

impl RelativePath {
    /// `text`, relative to `base` (a folder, itself relative to the project's).
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn new(base: &str, text: &str) -> Result<Self, InvalidValue> {
        if text.is_empty() || text.contains(['\0', '\n']) {
            return Err(InvalidValue::because("a path is empty or has a line break or NUL in it"));
        }
        if text.starts_with('/') || text.contains('\\') {
            return Err(InvalidValue::because(
                "a path on disk is relative to the file that names it, with `/` between its parts",
            ));
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in base.split('/').chain(text.split('/')) {
            match part {
                "" | "." => {}
                ".." => {
                    if parts.pop().is_none() {
                        return Err(InvalidValue::because("the path leads out of the project's folder"));
                    }
                }
                p => parts.push(p),
            }
        }
        Ok(Self(if parts.is_empty() { String::from(".") } else { parts.join("/") }))
    }

    /// The path of something below it.
    #[must_use]
    pub fn join(&self, below: &str) -> Self {
        if self.0 == "." { Self(below.to_owned()) } else { Self(format!("{}/{below}", self.0)) }
    }
}

text_value! {
    /// A host name of a route: a DNS name (RFC 1123, 253 characters), or `*.` and one, in lower
    /// case.
    HostName
}

impl HostName {
    /// Checks `text`.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn new(text: &str) -> Result<Self, InvalidValue> {
        let bare = text.strip_prefix("*.").unwrap_or(text);
        let label = |l: &str| {
            !l.is_empty()
                && l.len() <= 63
                && l.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                && !l.starts_with('-')
                && !l.ends_with('-')
        };
        if text.contains("://") || text.contains('/') {
            return Err(InvalidValue::because("a host has no scheme and no path"));
        }
        if text.contains(':') {
            return Err(InvalidValue::because("a host has no port: requests come in on the gateway's own"));
        }
        if bare.len() > 253 || !bare.split('.').all(label) {
            let lower = text.to_lowercase();
            let fixed = (lower != text && Self::new(&lower).is_ok()).then_some(lower);
            return Err(InvalidValue::because(
                "a host is a DNS name in lower case, such as `shop.example.com` or `*.example.com`",
            )
            .or(fixed));
        }
        if bare.split('.').all(|l| l.chars().all(|c| c.is_ascii_digit())) {
            return Err(InvalidValue::because("a host is a name, not an address"));
        }
        Ok(Self(text.to_owned()))
    }
}

text_value! {
    /// A reference to an image of a registry: `[host[:port]/]path[:tag][@digest]`, after the
    /// grammar of the OCI distribution specification.
    ImageReference
}

impl ImageReference {
    /// Checks `text`.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn new(text: &str) -> Result<Self, InvalidValue> {
        let (rest, digest) = text.split_once('@').map_or((text, None), |(r, d)| (r, Some(d)));
        if let Some(digest) = digest {
            let good = digest.split_once(':').is_some_and(|(a, h)| {
                !a.is_empty()
                    && a.chars().all(|c| c.is_ascii_alphanumeric() || "+._-".contains(c))
                    && h.len() >= 32
                    && h.chars().all(|c| c.is_ascii_hexdigit())
            });
            if !good {
                return Err(InvalidValue::because("an image's digest is `sha256:` and 64 hexadecimal digits"));
            }
        }
        let (name, tag) = match rest.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
            _ => (rest, None),
        };
        if let Some(tag) = tag {
            let first = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if !tag.starts_with(first) || tag.len() > 128 || !tag.chars().all(|c| first(c) || c == '.' || c == '-') {
                return Err(InvalidValue::because(format!(
                    "`{tag}` is not an image's tag: letters, digits, `_`, `.` and `-`"
                )));
            }
        }
        if name.contains("://") {
            return Err(InvalidValue::because("an image has no scheme"));
        }
        let (host, path) = match name.split_once('/') {
            Some((h, p)) if h.contains(['.', ':']) || h == "localhost" => (Some(h), p),
            _ => (None, name),
        };
        let host_good =
            host.is_none_or(|h| !h.is_empty() && h.chars().all(|c| c.is_ascii_alphanumeric() || ".:-".contains(c)));
        let part_good = |p: &str| {
            let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            p.starts_with(edge) && p.ends_with(edge) && p.chars().all(|c| edge(c) || "._-".contains(c))
        };
        if !host_good || !path.split('/').all(part_good) {
            let lower = text.to_lowercase();
            let fixed = (lower != text && Self::new(&lower).is_ok()).then_some(lower);
            return Err(
                InvalidValue::because("an image is written `name:tag` or `registry/name:tag`, in lower case").or(fixed)
            );
        }
        Ok(Self(text.to_owned()))
    }

    /// Its tag, without the colon.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        let rest = self.0.split_once('@').map_or(self.0.as_str(), |(r, _)| r);
        rest.rsplit_once(':').map(|(_, t)| t).filter(|t| !t.contains('/'))
    }

    /// Its digest, with the algorithm.
    #[must_use]
    pub fn digest(&self) -> Option<&str> {
        self.0.split_once('@').map(|(_, d)| d)
    }

    /// Everything before the tag and digest.
    #[must_use]
    pub fn repository(&self) -> &str {
        let rest = self.0.split_once('@').map_or(self.0.as_str(), |(r, _)| r);
        match rest.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => name,
            _ => rest,
        }
    }
}

/// The number of a TCP or UDP port: 1 to 65535.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PortNumber(u16);

impl PortNumber {
    /// Checks `n`.
    ///
    /// # Errors
    /// Where it is not within 1 to 65535.
    pub fn new(n: i64) -> Result<Self, InvalidValue> {
        match u16::try_from(n) {
            Ok(n) if n != 0 => Ok(Self(n)),
            _ => Err(InvalidValue::because(format!("a port is a number from 1 to 65535, not {n}"))),
        }
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for PortNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_dns_labels() {
        assert!(Name::new("api-2").is_ok());
        assert_eq!(Name::new("db_x").unwrap_err().suggestion.as_deref(), Some("db-x"));
        assert_eq!(Name::new("Api").unwrap_err().suggestion.as_deref(), Some("api"));
        assert!(Name::new("2a").is_err() && Name::new("a-").is_err() && Name::new("").is_err());
        assert!(Name::new(&"a".repeat(64)).is_err() && Name::new(&"a".repeat(63)).is_ok());
    }

    #[test]
    fn image_references_follow_the_distribution_grammar() {
        for good in [
            "postgres:17.2",
            "ghcr.io/acme/api:1.0",
            "localhost:5000/a/b",
            "a@sha256:0123456789012345678901234567890101234567890123456789012345678901",
        ] {
            assert!(ImageReference::new(good).is_ok(), "{good}");
        }
        for bad in ["", "Postgres", "a b", "a:", "https://x/y", "a//b", "a:b:c", "-a", "a@sha256:12"] {
            assert!(ImageReference::new(bad).is_err(), "{bad}");
        }
        assert_eq!(ImageReference::new("localhost:5000/a").unwrap().tag(), None);
        assert_eq!(ImageReference::new("localhost:5000/a:1").unwrap().repository(), "localhost:5000/a");
    }

    #[test]
    fn paths_stay_inside() {
        assert_eq!(RelativePath::new("examples/shop", "./api").unwrap().as_str(), "examples/shop/api");
        assert_eq!(RelativePath::new("a", "..").unwrap().as_str(), ".");
        assert!(RelativePath::new("a", "../..").is_err());
        assert!(RelativePath::new("", "/etc").is_err());
        assert_eq!(AbsolutePath::new("/a//b/").unwrap_err().suggestion.as_deref(), Some("/a/b"));
        assert!(AbsolutePath::new("/").is_ok());
    }

    #[test]
    fn hosts_are_names() {
        assert!(HostName::new("*.shop.localhost").is_ok());
        for bad in ["", "10.0.0.1", "https://a.b", "a:80", "a..b", "A.b", "*.*.a"] {
            assert!(HostName::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn variables_come_from_names() {
        assert_eq!(EnvName::of("db-password").as_str(), "DB_PASSWORD");
        assert!(EnvName::new("A-B").is_err());
    }
}
