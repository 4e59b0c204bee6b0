//! The command line: arguments, disk and terminal around the front desk.
//!
//! `main` hands over to [`run::run`], which reads the arguments and calls one command; a file for
//! each. Everything that knows the language lives in the front desk, the crate `wharf`.

mod args;
mod build;
mod check;
mod completions;
mod explain;
mod fmt;
mod form;
mod graph;
mod init;
mod loader;
mod lsp;
mod output;
mod previous;
mod project;
mod report;
mod run;
mod schema;
mod stale;
mod targets;
mod terminal;
mod trace;
mod walk;

use std::process::ExitCode;

/// A check makes and drops many small values: the system's allocator is a third of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    run::guarded(run::run)
}
