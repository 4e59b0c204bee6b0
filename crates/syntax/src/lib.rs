//! Text to tree and tree to text: tokens (logos), parser (chumsky), tree, formatter.
//!
//! Parsing never fails: [`parse`] gives a tree and the diagnostics, whatever the text. It knows
//! its one file only, and no word of the language beyond the few that have a form of their own
//! (`use let param template if for`). Names, types and meaning belong to `wharf-analysis`.
//!
//! A text goes through three steps, none of which recurses: `lexer` cuts it into tokens, `layout`
//! matches the brackets and cuts each bracket's inside into rows, `parser` parses each row.

mod errors;
mod format;
mod layout;
mod lexer;
mod parser;
mod pieces;
#[cfg(test)]
mod tests;
mod text;
mod token;
pub mod tree;

pub use format::format;
pub use lexer::units;
pub use pieces::{Piece, PieceKind, pieces};
use wharf_diagnostics::{Diagnostic, FileId};

/// How deep brackets may nest. Checked on the tokens, before parsing, so that parsing, walking and
/// dropping a hostile file are all safe.
///
/// The operators of one expression count too: along any path of the tree there are at most so many
/// brackets and operators together.
pub const MAX_DEPTH: usize = 256;

/// How many bytes a source file may have; a longer one is not read.
pub const MAX_FILE_LEN: usize = 16 << 20;

/// What parsing gives: always a tree, and everything that was wrong with the text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree. Where a diagnostic was given it has holes: `Error` nodes.
    pub tree: tree::Tree,
    /// Sorted by offset.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses a whole file.
///
/// Total: any text gives a tree, in time linear in its length, without a panic and without deep
/// recursion. Offsets in the spans are bytes of `text`. A text above [`MAX_FILE_LEN`] gives an
/// empty tree and W0010.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parsed {
    if text.len() > MAX_FILE_LEN {
        let tree = tree::Tree { file, stmts: Vec::new(), comments: Vec::new() };
        return Parsed { tree, diagnostics: vec![errors::file_too_large(file, text.len(), MAX_FILE_LEN)] };
    }
    let mut lexed = lexer::lex(file, text);
    let mut layout = layout::layout(file, text, &lexed);
    let (tree, mut diagnostics) = parser::parse(file, text, &lexed, &layout);
    diagnostics.append(&mut lexed.diagnostics);
    diagnostics.append(&mut layout.diagnostics);
    wharf_diagnostics::sort(&mut diagnostics);
    Parsed { tree, diagnostics }
}
