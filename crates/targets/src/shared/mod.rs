//! What more than one target has to say in the same way.

pub(crate) mod names;
pub(crate) mod paths;
