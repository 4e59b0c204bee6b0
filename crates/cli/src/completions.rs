//! `wharf completions`

use clap::{Args as ClapArgs, CommandFactory};
use clap_complete::Shell;

use crate::args::Args;
use crate::run::{Outcome, Stop};
use crate::terminal::print;

/// `wharf completions`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    wharf completions bash > ~/.local/share/bash-completion/completions/wharf\n  \
    wharf completions fish > ~/.config/fish/completions/wharf.fish\n  \
    wharf completions zsh > \"${fpath[1]}/_wharf\"")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// Prints the script.
pub(crate) fn run(args: &CompletionsArgs) -> Result<Outcome, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "wharf", &mut script);
    print(&script)?;
    Ok(Outcome::Clean)
}
