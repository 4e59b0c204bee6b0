//! The language server: the protocol, and nothing else.
//!
//! [`serve`] speaks the Language Server Protocol 3.17 over a [`Connection`] and carries the answers of
//! `wharf-ide`. It works on one message after the other: an answer is always of the text at the time of its
//! question, a question that was taken back meanwhile is not worked on, and problems are published once nothing
//! else waits, so that fast typing is checked once.
//!
//! This room deliberately reads no disk: files come in through the [`Host`] that a shell hands in.

mod answers;
mod changes;
mod convert;
mod server;

pub use lsp_server::Connection;
pub use server::{Host, serve};
pub use wharf_ide::{EntryKind, LoadError, Loader};
