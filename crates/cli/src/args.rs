//! The arguments, as clap reads them.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use wharf::Target;

use crate::form::{Form, FormParser, Kind};
use crate::project::Project;
use crate::run::Stop;

/// Compiles `.app` files to Dockerfiles, a Compose file and Kubernetes manifests.
#[derive(Debug, Parser)]
#[command(name = "wharf", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 clean, 1 problems found, 2 wrong use, 3 a bug in wharf.")]
pub(crate) struct Args {
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, global = true, value_name = "WHEN")]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the outputs of apps to `dist/<app>/`
    ///
    /// Nothing is written if anything that is built has an error. Only files that Wharf wrote are
    /// replaced or deleted; what else stands in the folder stays.
    #[command(visible_alias = "b")]
    Build(BuildArgs),
    /// Report problems, and write nothing
    #[command(visible_alias = "c")]
    Check(CheckArgs),
    /// Bring files into the one form there is
    Fmt(FmtArgs),
    /// Say what a code such as W0201 means, with an example
    Explain(crate::explain::ExplainArgs),
    /// Write a first file for what a folder holds
    ///
    /// A Dockerfile is kept; for Node, Python, Go, Rust, Java, .NET, PHP, Ruby and static sites there
    /// are templates. Nothing is asked, run or overwritten.
    Init(crate::init::InitArgs),
    /// Print a script that completes commands and options in a shell
    Completions(crate::completions::CompletionsArgs),
    /// Print the words of the language as JSON, for editors and other programs
    Schema,
    /// Print who talks to whom: Mermaid, DOT or SVG
    Graph(crate::graph::GraphArgs),
    /// Say which source a line of an output comes from
    Trace(crate::trace::TraceArgs),
    /// Answer an editor, in the Language Server Protocol over the standard input and output
    Lsp(crate::lsp::LspArgs),
    /// Print what each target makes of each construct: exact, emulated, lost or refused
    Targets(crate::targets::TargetsArgs),
}

/// `wharf build`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    wharf build shop.app\n  \
    wharf build shop.app --env prod --set version=1.4.0\n  \
    wharf build shop.app -t kubernetes --out - | kubectl apply -f -")]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) values: Values,
    /// Build every environment, and the apps as they are, side by side
    #[arg(long, conflicts_with = "environment")]
    pub(crate) all_envs: bool,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// Write to DIR/<app>/ instead; `-` prints the one target to the standard output
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Replace files that were edited, or that Wharf did not write
    #[arg(long)]
    pub(crate) force: bool,
    /// Write nothing; list the outputs that are not what the sources make now, and end with 1 if there are any
    #[arg(long, conflicts_with = "force")]
    pub(crate) check: bool,
}

/// `wharf check`
#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Apply the fixes that are safe, and report what is left
    #[arg(long)]
    pub(crate) fix: bool,
    #[command(flatten)]
    pub(crate) values: Values,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

/// `wharf fmt`
#[derive(Debug, ClapArgs)]
pub(crate) struct FmtArgs {
    /// Files, or folders with `.app` files below them; `-` is the standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// What to call the standard input in messages
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// Write nothing; list the files that would change, and end with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing; print what would change, and end with 1 if anything would
    #[arg(long)]
    pub(crate) diff: bool,
}

/// What to look at.
#[derive(Debug, ClapArgs)]
pub(crate) struct Inputs {
    /// Files, or folders with `.app` files below them; `-` is the standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// Where the text of the standard input belongs; other files are found from there
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// Only for this target; may be repeated. All that an app is for, unless said
    #[arg(short, long = "target", value_name = "TARGET", value_parser = target())]
    pub(crate) targets: Vec<Target>,
}

impl Inputs {
    /// The targets, each once; `None` where each app's own are meant.
    pub(crate) fn targets(&self) -> Option<Vec<Target>> {
        let wanted: Vec<Target> = Target::ALL.into_iter().filter(|t| self.targets.contains(t)).collect();
        (!wanted.is_empty()).then_some(wanted)
    }
}

/// The environment, and values for params.
#[derive(Debug, ClapArgs)]
pub(crate) struct Values {
    /// The environment that the apps are for
    #[arg(short, long = "env", value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// A value for a param, such as `replicas=3`; `base.region=eu` for one of a used file
    #[arg(short, long, value_name = "NAME=VALUE", value_parser = setting)]
    pub(crate) set: Vec<(String, String)>,
    /// A file with values for params: JSON or YAML, a map of names
    #[arg(long, value_name = "FILE")]
    pub(crate) params: Vec<PathBuf>,
}

impl Values {
    /// The options with what is said here. Files go by their way from the project's folder.
    pub(crate) fn options(&self, project: &Project, options: wharf::Options) -> Result<wharf::Options, Stop> {
        let mut params = Vec::new();
        for path in &self.params {
            let read =
                path.canonicalize().and_then(|real| Ok((project.way_to(&real), std::fs::read_to_string(&real)?)));
            params.push(read.map_err(|e| Stop::disk(format!("`{}` cannot be read", path.display()), &e))?);
        }
        Ok(wharf::Options { environment: self.environment.clone(), set: self.set.clone(), params, ..options })
    }
}

/// How to report. Where nobody asks, errors are shown to people.
#[derive(Debug, Default, ClapArgs)]
pub(crate) struct ReportArgs {
    /// How to write problems, and a file for it: `sarif=out.sarif`; may be repeated. Without a file,
    /// `full`, which is the default, goes to the standard error, and others to the standard output
    #[arg(long = "format", value_name = "FORM[=FILE]", value_parser = FormParser)]
    pub(crate) formats: Vec<Form>,
    /// Show notes too: what a target does in a way of its own
    #[arg(short = 'v', long, visible_alias = "verbose")]
    pub(crate) notes: bool,
    /// Fail on warnings as on errors
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

impl ReportArgs {
    /// The forms, each once.
    pub(crate) fn forms(&self) -> Vec<Form> {
        let mut out: Vec<Form> = Vec::new();
        if self.formats.is_empty() {
            out.push(Form { kind: Kind::Full, file: None });
        }
        for form in &self.formats {
            if !out.contains(form) {
                out.push(form.clone());
            }
        }
        out
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err(String::from("a value is given as `name=value`")),
    }
}

/// Reads a target's name. The names are known to the help and to completions.
fn target() -> impl TypedValueParser<Value = Target> {
    let names = Target::ALL.iter().map(|t| t.name());
    PossibleValuesParser::new(names).try_map(|name| Target::parse(&name).ok_or("no target has this name"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Args::command().debug_assert();
    }
}
