//! The declarations of a file.

use crate::data::Symbol;
use crate::view::View;

/// The declarations of the file, in their order.
pub(crate) fn symbols(_view: &View) -> Vec<Symbol> {
    Vec::new()
}
