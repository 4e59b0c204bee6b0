//! The wording of everything this room reports: one small function for each diagnostic.

pub(crate) mod checks;
pub(crate) mod names;
pub(crate) mod values;
pub(crate) mod words;
