//! The words by their blocks and spellings: a file has thousands of statements, and each asks.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{BlockKind, Head, Word, blocks, words_in};

/// The words of a block: those that are spelled, and the ones that begin with a key of the user's or a path.
#[derive(Default)]
struct Table {
    spelled: HashMap<&'static str, &'static Word>,
    key: Option<&'static Word>,
    path: Option<&'static Word>,
}

/// The words of every block.
static TABLES: LazyLock<HashMap<BlockKind, Table>> = LazyLock::new(|| {
    let tables = blocks().into_iter().map(|kind| {
        let mut table = Table::default();
        for word in words_in(kind) {
            match word.head {
                Head::Word(w) => drop(table.spelled.insert(w, word)),
                Head::Key => table.key = Some(word),
                Head::Path => table.path = Some(word),
            }
        }
        (kind, table)
    });
    tables.collect()
});

/// The word of a block with that spelling.
#[must_use]
pub fn word(block: BlockKind, spelling: &str) -> Option<&'static Word> {
    TABLES.get(&block)?.spelled.get(spelling).copied()
}

/// The word of a block that begins with a key of the user's.
#[must_use]
pub fn key_of(block: BlockKind) -> Option<&'static Word> {
    TABLES.get(&block)?.key
}

/// The word of a block that begins with a path.
#[must_use]
pub fn path_of(block: BlockKind) -> Option<&'static Word> {
    TABLES.get(&block)?.path
}
