//! `wharf explain`

use clap::Args as ClapArgs;
use clap::builder::{PossibleValue, TypedValueParser};
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
    #[arg(value_name = "CODE", value_parser = CodeParser, hide_possible_values = true)]
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

/// Reads `W0201`, `w0201` or `unknown-name`. The codes are known to completions.
#[derive(Clone)]
struct CodeParser;

impl TypedValueParser for CodeParser {
    type Value = Code;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Code, clap::Error> {
        let text = value.to_string_lossy();
        let named = || REGISTRY.iter().find(|row| row.name == text).map(|row| row.code());
        Code::parse(&text.to_ascii_uppercase()).or_else(named).ok_or_else(|| {
            let what = format!("`{text}` is no code: one is written as diagnostics show it, such as `W0201`\n");
            clap::Error::raw(clap::error::ErrorKind::InvalidValue, what).with_cmd(command)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(REGISTRY.iter().map(|row| PossibleValue::new(row.code().to_string()).help(row.name))))
    }
}
