//! How a diagnostic looks: one file for each form, all of the same value.

pub(crate) mod concise;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod json;
pub(crate) mod junit;
mod place;
pub(crate) mod sarif;
pub(crate) mod terminal;
mod words;

#[cfg(test)]
mod tests;
