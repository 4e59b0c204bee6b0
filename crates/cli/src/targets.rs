//! `wharf targets`

use std::fmt::Write as _;

use clap::{Args as ClapArgs, ValueEnum};
use serde::Serialize;
use wharf::{Construct, Support, Target};

use crate::run::{Outcome, Stop};
use crate::terminal::print;

/// `wharf targets`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    wharf targets\n  \
    wharf targets scale\n  \
    wharf targets --format json")]
pub(crate) struct TargetsArgs {
    /// A word of the language: what each target writes for it, and what it says
    #[arg(value_name = "WORD")]
    pub(crate) word: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// How to print the table.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Prints what each target makes of each construct.
pub(crate) fn run(args: &TargetsArgs) -> Result<Outcome, Stop> {
    let mut all = wharf::constructs();
    if let Some(word) = &args.word {
        all.retain(|c| c.word == word);
        if all.is_empty() {
            return Err(Stop::Usage(format!("the language has no word `{word}` that a target answers to")));
        }
    }
    let text = match args.format {
        Format::Json => json(&all)?,
        Format::Text if args.word.is_some() => at_length(&all),
        Format::Text => table(&all),
    };
    print(text.as_bytes())?;
    Ok(Outcome::Clean)
}

/// The widest statement that keeps its line short.
const WIDEST: usize = 60;

fn table(all: &[Construct]) -> String {
    let width = all.iter().map(|c| c.statement.chars().count().min(WIDEST)).max().unwrap_or(0);
    let mut out = String::from(
        "exact: as it is meant. emulated: in another way, with a note. lost: a part has no counterpart, with a\n\
         warning. refused: an error. –: it belongs to another target. `wharf targets WORD` says more.\n",
    );
    let mut block = "";
    for c in all {
        if c.block != block {
            block = c.block;
            let names: String = Target::ALL.iter().map(|t| format!("  {:<10}", t.name())).collect();
            let _ = write!(out, "\n{}\n", format!("{block:<width$}    {names}").trim_end());
        }
        let answers: String = c.answers.iter().map(|a| format!("  {:<10}", a.support.name())).collect();
        let statement = shortened(c.statement);
        let _ = writeln!(out, "{}", format!("    {statement:<width$}{answers}").trim_end());
    }
    out
}

/// The statement on one line.
fn shortened(statement: &str) -> String {
    let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= WIDEST {
        return line;
    }
    line.chars().take(WIDEST.saturating_sub(1)).chain(['…']).collect()
}

fn at_length(all: &[Construct]) -> String {
    let mut out = String::new();
    for c in all {
        let _ = writeln!(out, "{}    in {}", c.statement, c.block);
        for a in c.answers.iter().filter(|a| a.support != Support::NoPart) {
            let _ = writeln!(out, "  {}: {}", a.target.name(), a.support.name());
            for said in &a.says {
                let _ = writeln!(out, "    {said}");
            }
            let mut file = "";
            for (path, line) in &a.lines {
                if path != file {
                    file = path;
                    let _ = writeln!(out, "    {path}");
                }
                let _ = writeln!(out, "      {line}");
            }
        }
        out.push('\n');
    }
    out
}

#[derive(Serialize)]
struct Row<'a> {
    block: &'a str,
    word: &'a str,
    statement: &'a str,
    targets: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct Cell<'a> {
    target: &'a str,
    support: &'a str,
    says: &'a [String],
}

fn json(all: &[Construct]) -> Result<String, Stop> {
    let cell = |a: &'_ wharf::Answer| Cell {
        target: a.target.name(),
        support: if a.support == Support::NoPart { "none" } else { a.support.name() },
        says: &[],
    };
    let rows: Vec<Row<'_>> = all
        .iter()
        .map(|c| Row {
            block: c.block,
            word: c.word,
            statement: c.statement,
            targets: c.answers.iter().map(|a| Cell { says: &a.says, ..cell(a) }).collect(),
        })
        .collect();
    serde_json::to_string_pretty(&rows)
        .map(|text| format!("{text}\n"))
        .map_err(|e| Stop::Refused(format!("the table cannot be written as JSON: {e}")))
}
