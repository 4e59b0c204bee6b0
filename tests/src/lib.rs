//! Case files: one program, what is said of it, and what becomes of it, in one Markdown file.
//!
//! A case is a title, prose, and fenced blocks:
//!
//! - `wharf` (or `wharf file=a/b.app`): a source; `main.app` where no file is named;
//! - `wharf file=a/b.app used`: a source that is not asked for, and only used by others;
//! - `options`: flags of the command line, one on each line: `--env NAME`, `--all-envs`,
//!   `--set name=value`, `--params FILE`, of which the file is one of the case;
//! - `text file=PATH`: another file of the project;
//! - `LANGUAGE previous=APP/PATH`: what stands where an output will, from an earlier build;
//! - `diagnostics`: what is expected, a line each: `W0201@9:14 the title`, with the file before the
//!   line where it is not `main.app`, and with notes only where the block says `diagnostics notes`;
//! - `LANGUAGE out=PATH`: an output file, below the folder of the only app, or of the app whose
//!   folder the path begins with: `a.prod/compose.yaml` in the environment `prod`;
//! - `LANGUAGE part=PATH`: lines that stand in an output file, one after another, at whatever depth.
//!
//! With `UPDATE=1` the expected blocks are written anew; the difference is to be read.
//!
//! What other tests share is here too: the pages of `grammar/errors` ([`Page`]), the examples
//! ([`Project`]), and the dice that property tests throw ([`Dice`]).

mod case;
mod dice;
mod markdown;
mod page;
mod program;
mod project;

pub use case::{Outcome, options, run, sources};
pub use dice::{Dice, mutate};
pub use page::Page;
pub use program::{Node, Program};
pub use project::{Project, below, errors, examples, outputs};
