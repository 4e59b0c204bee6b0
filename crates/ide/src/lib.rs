//! Editor answers as plain data: problems, completion, hover, where names stand, outputs with the
//! source of each line.
//!
//! A [`Workspace`] holds one project: the files that are open with the text that nobody has saved
//! yet, and the others through a [`Loader`]. Every answer is made of offsets and strings, so that a
//! protocol or a browser only carries it. Offsets are bytes of UTF-8; [`Lines`] turns them into the
//! lines and columns that others count. Paths are relative to the project's folder, with `/` between
//! their parts.
//!
//! This room deliberately knows no protocol and reads no disk, and it checks nothing itself: what is
//! right and wrong is said by the front desk, once for the command line and everybody else.

mod arguments;
mod blocks;
mod completion;
mod context;
mod data;
mod declared;
mod files;
mod folds;
mod hover;
mod lines;
mod names;
mod rename;
mod signature;
mod structure;
mod symbols;
mod tokens;
mod view;
mod workspace;

pub use data::{
    Completion, CompletionKind, Fold, FoldKind, Found, Hover, OutputApp, OutputFile, Outputs, Place, Problem, QuickFix,
    Related, Severity, Signature, Symbol, SymbolKind, TextEdit, TextRange, Token, TokenKind,
};
pub use lines::{Encoding, Lines, Position};
pub use wharf::{EntryKind, LoadError, Loader, Memory};
pub use workspace::Workspace;
