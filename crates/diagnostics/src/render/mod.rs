//! How a diagnostic looks: one file for each form.

pub(crate) mod json;
pub(crate) mod terminal;
