//! The registry: one row for each code. What a diagnostic says is worded by the room that finds
//! the fault; what the code means for ever is here.

use std::fmt;

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The check fails.
    Error,
    /// The check passes; something is lost, risky or useless.
    Warning,
    /// The check passes; something is done differently from how it was written.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A stable code such as `W0201`: one row of the [`REGISTRY`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

impl Code {
    fn row(self) -> Option<&'static Row> {
        REGISTRY.iter().find(|r| r.number == self.0)
    }

    /// The code with that name (`W0201`), if there is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix('W')?.parse().ok()?;
        (text.len() == 5).then(|| REGISTRY.iter().find(|r| r.number == number)).flatten().map(|r| Self(r.number))
    }

    /// Its short name, such as `unknown-name`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("", |r| r.name)
    }

    /// The severity it has unless a caller says otherwise.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.row().map_or(Severity::Error, |r| r.severity)
    }

    /// What it means, in one line.
    #[must_use]
    pub fn summary(self) -> &'static str {
        self.row().map_or("", |r| r.summary)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "W{:04}", self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One row of the registry.
#[derive(Debug)]
pub struct Row {
    /// The number in `W0201`.
    pub number: u16,
    /// A short name in kebab case.
    pub name: &'static str,
    /// The severity unless a caller says otherwise.
    pub severity: Severity,
    /// What it means, in one line.
    pub summary: &'static str,
}

impl Row {
    /// The row's code.
    #[must_use]
    pub fn code(&self) -> Code {
        Code(self.number)
    }
}

macro_rules! registry {
    ($($constant:ident = $number:literal $name:literal $severity:ident $summary:literal;)*) => {
        /// Every code there is, in the order of its numbers.
        pub static REGISTRY: &[Row] = &[$(Row { number: $number, name: $name, severity: Severity::$severity, summary: $summary }),*];

        /// The codes by name.
        pub mod codes {
            use super::Code;
            $(#[doc = $summary] pub const $constant: Code = Code($number);)*
        }
    };
}

registry! {
    // 00xx: the text does not parse.
    UNEXPECTED_CHARACTER = 1 "unexpected-character" Error "a character that no token of the language begins with";
    UNTERMINATED_STRING = 2 "unterminated-string" Error "a string is not closed";
    BAD_ESCAPE = 3 "bad-escape" Error "a backslash sequence that strings do not have";
    BAD_NUMBER = 4 "bad-number" Error "a number or its unit is malformed or too large";
    SYNTAX = 5 "syntax" Error "the text does not have the form of a statement or an expression";
    UNCLOSED_BRACKET = 6 "unclosed-bracket" Error "an opening bracket is never closed";
    UNMATCHED_BRACKET = 7 "unmatched-bracket" Error "a closing bracket has no opening one";
    NESTED_TOO_DEEP = 8 "nested-too-deep" Error "brackets are nested deeper than the bound";
    BRACE_ON_OWN_LINE = 9 "brace-on-own-line" Error "a block's `{` stands on a line of its own";
    FILE_TOO_LARGE = 10 "file-too-large" Error "a source file is larger than the bound";

    // 01xx: a value does not fit.
    TYPE_MISMATCH = 101 "type-mismatch" Error "a value has another type than the one that is due";
    OUT_OF_BOUNDS = 102 "out-of-bounds" Error "a number lies outside what is allowed here";
    UNKNOWN_CHOICE = 103 "unknown-choice" Error "a word is not one of the words that are allowed here";
    BAD_NAME = 104 "bad-name" Error "a name has characters that a target does not allow";
    NAME_TOO_LONG = 105 "name-too-long" Error "a name is longer than a target allows";
    NOT_KNOWN_YET = 106 "not-known-yet" Error "a value that is known only when deploying stands where one must be known when compiling";
    ARITHMETIC = 107 "arithmetic" Error "a calculation has no result: overflow or division by zero";
    BAD_INTERPOLATION = 108 "bad-interpolation" Error "a value of this type cannot be written into a string as it is";
    BAD_CALL = 109 "bad-call" Error "a function is unknown or is called with the wrong arguments";
    UNIT_MISMATCH = 110 "unit-mismatch" Error "an amount has the unit of another quantity";
    BAD_PATH = 111 "bad-path" Error "a path does not have the form that is due here";
    BAD_TEXT = 112 "bad-text" Error "a text does not have the form that is due here (an image reference, a host name, a label …)";
    ABSENT = 113 "absent" Error "a value that may be absent stands where one is due";
    UNFOLDS_TOO_FAR = 114 "unfolds-too-far" Error "templates, loops or values grow beyond a bound";

    // 02xx: a name or a word is wrong.
    UNKNOWN_NAME = 201 "unknown-name" Error "nothing has this name here";
    UNKNOWN_WORD = 202 "unknown-word" Error "the language has no such word";
    DUPLICATE = 203 "duplicate" Error "the same thing is said twice";
    MISPLACED_WORD = 204 "misplaced-word" Error "a word stands in a block that does not take it";
    WRONG_FORM = 205 "wrong-form" Error "a statement has too many, too few or the wrong arguments";
    MISSING = 206 "missing" Error "something required is not said";
    CYCLE = 207 "cycle" Error "definitions refer to each other in a circle";
    WRONG_KIND = 208 "wrong-kind" Error "a name refers to another kind of thing than is due here";
    FOREIGN_WORD = 209 "foreign-word" Error "a word of another tool; the language has its own";
    NOT_IN_EDITION = 210 "not-in-edition" Error "a form that this release of the compiler parses but does not carry out";
    MISSING_PARAMS = 211 "missing-params" Error "params without a default were given no value";
    UNKNOWN_FIELD = 212 "unknown-field" Error "an object of Kubernetes or a part of a Compose file has no field of this name";
    FIELD_NOT_SETTABLE = 213 "field-not-settable" Error "a field that connects the outputs with each other is set by hand";
    UNKNOWN_OBJECT = 214 "unknown-object" Error "Kubernetes has no such kind of object";

    // 03xx: resources, scale, storage.
    EMPTY_RANGE = 301 "empty-range" Error "a range's lower end is above its upper end";
    UTILISATION_WITHOUT_REQUEST = 302 "utilisation-without-request" Error "a scale follows the use of a resource that has no request";
    SCALE_TO_ZERO = 303 "scale-to-zero" Error "a range of replicas begins at zero";
    PATH_MOUNTED_TWICE = 304 "path-mounted-twice" Error "two mounts stand at one path of a container";
    ONE_WRITER_VOLUME = 305 "one-writer-volume" Error "a volume with one writer is mounted by several replicas or services";
    CONFIG_TOO_LARGE = 306 "config-too-large" Error "a config holds more than a ConfigMap can";
    REPLICAS_WITH_OWN_VOLUMES = 307 "replicas-with-own-volumes" Error "per-replica volumes have no meaning under several Compose replicas";
    NOT_IN_VERSION = 310 "not-in-version" Error "a field or an object is not there in the chosen version of Kubernetes";
    HOST_PATH = 340 "host-path" Error "a folder or a socket of the machine itself would be mounted into a container";
    VOLUME_SHRINKS = 341 "volume-shrinks" Error "a claim would become smaller, which no cluster allows";
    CLAIM_FIXED = 342 "claim-fixed" Error "a claim would get another class or access, and it keeps both for ever";
    TEMPLATE_CHANGED = 343 "claim-template-changed" Warning "the claim templates of a stateful set change, which a cluster refuses";
    VOLUME_GROWS = 344 "volume-grows" Note "a claim becomes larger, which its class has to allow";

    // 04xx: ports, routes, start order.
    PORT_CONFLICT = 401 "port-conflict" Error "two ports have the same number";
    ROUTE_CONFLICT = 402 "route-conflict" Error "two routes match the same requests";
    PUBLISHED_REPLICAS = 403 "published-replicas" Error "a fixed port of the developer's machine under several replicas";
    NOT_READY = 404 "needs-ready-without-probe" Error "a service waits for the readiness of one that has no `ready`";
    START_CYCLE = 405 "start-cycle" Error "services wait for each other in a circle";
    ROUTED_WITHOUT_READINESS = 406 "routed-without-readiness" Warning "requests are routed to a service that does not say when it is ready";
    LOW_PORT = 407 "low-port" Warning "a user other than root may not be able to open a port below 1024";

    // 05xx: images.
    UNKNOWN_STAGE = 501 "unknown-stage" Error "no earlier stage of the image has this name";
    MISSING_SOURCE = 502 "missing-source" Error "a file that an image or a service needs is not on disk";
    IGNORED_SOURCE = 503 "ignored-source" Error "a file that an image copies is left out by its `.dockerignore`";
    UNPINNED_IMAGE = 504 "unpinned-image" Warning "an image has no tag, or `latest`";
    STEP_BEFORE_FROM = 505 "step-before-from" Error "a step of an image stands before its `from`";
    UNKNOWN_USER = 506 "unknown-user" Warning "it is not known that the container runs as a user other than root";

    // 06xx: secrets and settings.
    SECRET_IN_IMAGE = 601 "secret-in-image" Error "a secret would be written into an image";
    SECRET_IN_PLAIN_TEXT = 602 "secret-in-plain-text" Error "a secret would be written as plain text";
    SECRET_IN_ARGUMENTS = 603 "secret-in-arguments" Warning "a secret stands in a process's arguments, where process lists show it";
    VARIABLE_COLLISION = 604 "variable-collision" Error "two secrets or settings would share one environment variable";

    // 061x: what a process may do.
    PROFILE_NOT_MET = 610 "profile-not-met" Error "a pod is not what the security level that it asks for demands";
    PRIVILEGED = 611 "privileged" Warning "a process gets the rights of the host's root";
    IDLE_CAPABILITY = 612 "idle-capability" Warning "a capability is given to a user who can't have it";
    SECRETS_BY_ACCOUNT = 613 "secrets-by-account" Warning "an account may read secrets through the API server";

    // 07xx: what a target makes of it.
    REFUSED = 701 "refused" Error "a target has no way to carry out a construct";
    LOST = 702 "lost" Warning "a target leaves something out, which changes little";
    EMULATED = 703 "emulated" Note "a target carries out a construct in a way of its own";
    OBJECT_NOT_WRITTEN = 710 "object-not-written" Error "fields are said of an object that is not written";
    UNCHECKED = 711 "unchecked" Note "nothing is known of an object's fields: they are written as they stand";

    // 08xx: lints.
    UNUSED = 801 "unused" Warning "something is declared and never used";
    LOOKS_INTERPOLATED = 802 "looks-interpolated" Warning "a text has `${…}` around something that only `\\(…)` puts there";
    UNUSED_ALLOW = 803 "unused-allow" Warning "an `allow` silences nothing";

    // 09xx: projects and files.
    FILE_NOT_FOUND = 901 "file-not-found" Error "a file that the source names cannot be read";
    OUTSIDE_PROJECT = 902 "outside-project" Error "a path leads out of the project's folder";
    IMPORT_CYCLE = 903 "import-cycle" Error "files use each other in a circle";
    NO_APP = 904 "no-app" Error "no `app` is declared where one is needed";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_and_names_are_unique() {
        for (a, b) in REGISTRY.iter().zip(REGISTRY.iter().skip(1)) {
            assert!(a.number < b.number, "{} before {}", a.number, b.number);
        }
        let mut names: Vec<_> = REGISTRY.iter().map(|r| r.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), REGISTRY.len());
    }

    #[test]
    fn codes_parse_as_they_print() {
        for row in REGISTRY {
            assert_eq!(Code::parse(&row.code().to_string()), Some(row.code()));
        }
        assert_eq!(Code::parse("W9999"), None);
        assert_eq!(Code::parse("W201"), None);
    }
}
