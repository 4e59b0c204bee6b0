//! Text to tree and tree to text: tokens (logos), parser (chumsky), tree, formatter.
//!
//! Parsing never fails: [`parse`] gives a tree and the diagnostics, whatever the text. It knows
//! its one file only, and no word of the language beyond the few that have a form of their own
//! (`use let param template if for`). Names, types and meaning belong to `wharf-analysis`.

pub mod tree;

/// How deep brackets may nest. Checked on the tokens, before parsing, so that parsing, walking and
/// dropping a hostile file are all safe.
pub const MAX_DEPTH: usize = 256;
