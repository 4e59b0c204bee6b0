//! What the writer refuses.

use std::fmt;

/// Why a value could not be written as YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The value nests deeper than this many levels.
    Depth(usize),
    /// A map key of this kind, which is not a string, a whole number or a boolean.
    Key(&'static str),
    /// Raw bytes. YAML's `!!binary` is not read by the tools we write for: encode first.
    Bytes,
    /// A map's value came before its key: a broken `Serialize` implementation.
    ValueBeforeKey,
    /// A `Serialize` implementation's own complaint.
    Custom(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Depth(limit) => write!(f, "the value nests deeper than {limit} levels"),
            Self::Key(kind) => write!(f, "{kind} can't be a map key"),
            Self::Bytes => f.write_str("raw bytes have no form in YAML"),
            Self::ValueBeforeKey => f.write_str("a map's value came before its key"),
            Self::Custom(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

impl serde::ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Custom(message.to_string())
    }
}
