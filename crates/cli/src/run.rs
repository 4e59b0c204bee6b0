//! From arguments to a command, and from its outcome to an exit code.

use std::panic::{self, UnwindSafe};
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::terminal::Terminal;
use crate::{build, check, completions, explain, fmt, graph, init, lsp, schema, targets, trace};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to complain about: 0.
    Clean,
    /// Something was found, and has been said: 1.
    Findings,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Stop {
    /// It was asked for in a way that has no meaning: 2. The text says so and names the way out.
    Usage(String),
    /// It was right to ask, but the disk or the outputs stand against it: 1.
    Refused(String),
    /// Nobody reads the output any more: 0, as any other tool in a pipe.
    Deaf,
}

impl Stop {
    /// Something went wrong on disk, with what was being done.
    pub(crate) fn disk(what: impl std::fmt::Display, error: &std::io::Error) -> Self {
        Self::Refused(format!("{what}: {error}"))
    }
}

/// Reads the arguments and carries out the command. Clap itself ends with 2 where it cannot read
/// them.
pub(crate) fn run() -> ExitCode {
    let args = Args::parse();
    let terminal = Terminal::new(args.color);
    let outcome = match &args.command {
        Command::Build(args) => build::run(args, &terminal),
        Command::Check(args) => check::run(args, &terminal),
        Command::Fmt(args) => fmt::run(args, &terminal),
        Command::Explain(args) => explain::run(args),
        Command::Init(args) => init::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Schema => schema::run(),
        Command::Graph(args) => graph::run(args, &terminal),
        Command::Trace(args) => trace::run(args, &terminal),
        Command::Lsp(args) => lsp::run(args),
        Command::Targets(args) => targets::run(args),
    };
    match outcome {
        Ok(Outcome::Clean) | Err(Stop::Deaf) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Stop::Refused(message)) => {
            message.lines().for_each(|line| terminal.error(line));
            ExitCode::from(1)
        }
        Err(Stop::Usage(message)) => {
            terminal.error(&message);
            ExitCode::from(2)
        }
    }
}

/// Runs `body`; a panic in it is a bug of ours, which is said so, and ends with 3.
pub(crate) fn guarded(body: impl FnOnce() -> ExitCode + UnwindSafe) -> ExitCode {
    panic::set_hook(Box::new(|info| {
        Terminal::say(&format!(
            "this is a bug in wharf, not in your files: {info}\n\
             please report it, with the files it happened on and this line: wharf {}, {} {}",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH,
        ));
    }));
    panic::catch_unwind(body).unwrap_or_else(|_| ExitCode::from(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_exit_code_three() {
        assert_eq!(guarded(|| panic!("boom")), ExitCode::from(3));
        assert_eq!(guarded(|| ExitCode::from(1)), ExitCode::from(1));
    }
}
