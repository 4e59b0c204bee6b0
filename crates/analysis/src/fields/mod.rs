//! What fields the objects of Kubernetes and a Compose file have: types, documentation, versions.
//!
//! The tables are made by `tests/schemas/generate` from the OpenAPI schemas of Kubernetes and the
//! schema of the Compose specification, and travel deflated. They are read when the first question
//! is asked. Checking, hover and completion all ask here.
//!
//! What this room leaves out: what the API server checks beyond types (bounds, patterns, what
//! excludes what), and the objects of anything but Kubernetes itself.

mod objects;
mod table;
mod types;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

pub use objects::{OBJECTS, OF_COMPOSE_FILE, OF_COMPOSE_SERVICE, ObjectWord, Protected, object_word, protected};
pub use table::{Field, Kind, Object, Tables};
pub use types::{ObjectId, Type, Versions, described};

static KUBERNETES: LazyLock<Tables> = LazyLock::new(|| Tables::inflate(include_bytes!("kubernetes.tables")));
static COMPOSE: LazyLock<Tables> = LazyLock::new(|| Tables::inflate(include_bytes!("compose.tables")));

/// The objects of Kubernetes: its kinds by API version and name.
#[must_use]
pub fn kubernetes() -> &'static Tables {
    &KUBERNETES
}

/// A Compose file: the kinds `File` and `Service`, of the API version `-`.
#[must_use]
pub fn compose() -> &'static Tables {
    &COMPOSE
}
