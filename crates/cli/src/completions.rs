//! `wharf completions`

use clap::{Args as ClapArgs, Command, CommandFactory};
use clap_complete::Shell;

use crate::args::Args;
use crate::run::{Outcome, Stop};
use crate::terminal::print;

/// `wharf completions`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    wharf completions bash > ~/.local/share/bash-completion/completions/wharf\n  \
    wharf completions fish > ~/.config/fish/completions/wharf.fish\n  \
    wharf completions zsh > ~/.zfunc/_wharf    # with `fpath=(~/.zfunc $fpath)` before `compinit`")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// Prints the script.
pub(crate) fn run(args: &CompletionsArgs) -> Result<Outcome, Stop> {
    let mut script = Vec::new();
    let mut command = Args::command();
    clap_complete::generate(args.shell, &mut command, "wharf", &mut script);
    if args.shell == Shell::Fish {
        script.extend(fish_arguments(&command).into_bytes());
    }
    print(&script)?;
    Ok(Outcome::Clean)
}

/// The values of arguments that are no options, which clap leaves out for fish.
fn fish_arguments(command: &Command) -> String {
    let mut out = String::new();
    for sub in command.get_subcommands() {
        for argument in sub.get_positionals() {
            let values = argument.get_possible_values();
            let names: Vec<&str> = values.iter().map(|v| v.get_name()).collect();
            if !names.is_empty() {
                let condition = format!("__fish_wharf_using_subcommand {}", sub.get_name());
                out.push_str(&format!("complete -c wharf -n \"{condition}\" -f -a \"{}\"\n", names.join(" ")));
            }
        }
    }
    out
}
