//! The three streams. A reader that has gone away never makes a panic.

use std::io::{self, IsTerminal, Write};

use crate::args::Color;
use crate::run::Stop;

/// Where people read: the standard error. The standard output is for what programs read.
pub(crate) struct Terminal {
    /// Whether to use colours on the standard error.
    pub(crate) color: bool,
}

impl Terminal {
    pub(crate) fn new(color: Color) -> Self {
        // https://no-color.org: any value but the empty one.
        let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Self {
            color: match color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => !refused && io::stderr().is_terminal(),
            },
        }
    }

    /// Prints text to the standard error, with a line break at its end.
    pub(crate) fn say(text: &str) {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        // There is no one left to tell where this fails.
        let _ = write!(io::stderr(), "{text}{end}");
    }

    /// Prints an error that has no place in a source.
    pub(crate) fn error(&self, message: &str) {
        let label = if self.color { "\x1b[1;31merror\x1b[0m" } else { "error" };
        Self::say(&format!("{label}: {message}"));
    }

    /// Prints a warning that has no place in a source.
    pub(crate) fn warning(&self, message: &str) {
        let label = if self.color { "\x1b[1;33mwarning\x1b[0m" } else { "warning" };
        Self::say(&format!("{label}: {message}"));
    }
}

/// Writes to the standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| {
        if e.kind() == io::ErrorKind::BrokenPipe { Stop::Deaf } else { Stop::disk("the standard output", &e) }
    })
}

/// `one thing`, `2 things`.
pub(crate) fn count(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}
