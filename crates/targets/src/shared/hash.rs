//! Hashes of content, for names that must change when the content does.

use sha2::{Digest, Sha256};

/// Takes parts in order; each counts with its length, so that `ab` `c` is not `a` `bc`.
#[derive(Default)]
pub(crate) struct ContentHash(Sha256);

impl ContentHash {
    /// Adds a part.
    pub(crate) fn add(&mut self, part: &[u8]) {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// The first ten hexadecimal digits: 40 bits, as much as Kubernetes' own pod template hashes
    /// have and more.
    pub(crate) fn finish(self) -> String {
        self.0.finalize().iter().take(5).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The hash of one text.
pub(crate) fn of(text: &str) -> String {
    let mut hash = ContentHash::default();
    hash.add(text.as_bytes());
    hash.finish()
}
