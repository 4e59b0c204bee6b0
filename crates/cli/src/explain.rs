//! `wharf explain`

use clap::Args as ClapArgs;
use wharf::diagnostics::{Code, REGISTRY};

use crate::run::{Outcome, Stop};
use crate::terminal::print;

/// `wharf explain`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    wharf explain W0201\n  \
    wharf explain unknown-name")]
pub(crate) struct ExplainArgs {
    /// A code, or the name that belongs to it
    #[arg(value_name = "CODE", value_parser = code)]
    pub(crate) code: Code,
}

/// Prints the code's page, or its one line where it has no page.
pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome, Stop> {
    let code = args.code;
    match wharf::explain(code) {
        Some(page) => print(page.as_bytes())?,
        None => print(format!("# {code}: {}\n\n{}\n", code.name(), code.summary()).as_bytes())?,
    }
    Ok(Outcome::Clean)
}

/// `W0201`, `w0201` or `unknown-name`.
fn code(text: &str) -> Result<Code, String> {
    let named = || REGISTRY.iter().find(|row| row.name == text).map(|row| row.code());
    Code::parse(&text.to_ascii_uppercase())
        .or_else(named)
        .ok_or_else(|| String::from("a code is written as diagnostics show it, such as `W0201`"))
}
