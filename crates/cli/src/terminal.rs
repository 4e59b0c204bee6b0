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

/// How long something took since `start`, as people say it: `0.6 ms`, `52 ms`, `1.3 s`.
pub(crate) fn took(start: std::time::Instant) -> String {
    let millis = start.elapsed().as_secs_f64() * 1000.0;
    match millis {
        m if m < 10.0 => format!("{m:.1} ms"),
        m if m < 1000.0 => format!("{m:.0} ms"),
        m => format!("{:.1} s", m / 1000.0),
    }
}
