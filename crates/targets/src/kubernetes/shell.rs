//! Texts for `sh -c`, where Kubernetes cannot put a value into a command itself.

use wharf_model::{At, Text};

use super::context::Context;
use super::env::Variables;
use super::text::{Piece, pieces};

/// A command without a shell, as a line that runs the same words.
pub(super) fn command(cx: &Context<'_>, variables: &Variables<'_>, words: &[At<Text>]) -> String {
    let words: Vec<String> = words.iter().map(|w| word(variables, &pieces(cx, variables.service(), w))).collect();
    format!("exec {}", words.join(" "))
}

/// A line of the source. Each value is read from its variable, and quoted by where it stands, so
/// that the shell takes it as text and never as code.
pub(super) fn line(cx: &Context<'_>, variables: &Variables<'_>, line: &At<Text>) -> String {
    let mut out = String::new();
    let mut quoting = Quoting::None;
    for piece in pieces(cx, variables.service(), line) {
        match piece {
            Piece::Literal(literal) => {
                quoting = quoting.after(&literal);
                out.push_str(&literal);
            }
            Piece::Runtime(runtime) => {
                let variable = variables.helper(&runtime).map(|name| format!("${{{name}}}")).unwrap_or_default();
                out.push_str(&match quoting {
                    Quoting::None => format!("\"{variable}\""),
                    Quoting::Double => variable,
                    Quoting::Single => format!("'\"{variable}\"'"),
                });
            }
        }
    }
    out
}

/// What the shell is inside of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    None,
    Single,
    Double,
}

impl Quoting {
    /// After more of the line (POSIX, Shell Command Language, 2.2).
    fn after(self, text: &str) -> Self {
        let mut state = self;
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            state = match (state, c) {
                (Self::None | Self::Double, '\\') => {
                    chars.next();
                    state
                }
                (Self::None, '\'') => Self::Single,
                (Self::None, '"') => Self::Double,
                (Self::Single, '\'') | (Self::Double, '"') => Self::None,
                (state, _) => state,
            };
        }
        state
    }
}

fn word(variables: &Variables<'_>, pieces: &[Piece]) -> String {
    if pieces.is_empty() {
        return String::from("''");
    }
    let piece = |piece: &Piece| match piece {
        Piece::Literal(literal) if literal.chars().all(is_plain) => literal.clone(),
        Piece::Literal(literal) => format!("'{}'", literal.replace('\'', "'\\''")),
        Piece::Runtime(runtime) => variables.helper(runtime).map(|name| format!("\"${{{name}}}\"")).unwrap_or_default(),
    };
    pieces.iter().map(piece).collect()
}

/// Characters that mean nothing to a shell, anywhere in a word.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./:,@%+".contains(c)
}
