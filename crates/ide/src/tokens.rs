//! What each piece of a text is.

use crate::data::Token;
use crate::view::View;

/// The pieces of the file's text, in their order.
pub(crate) fn tokens(_view: &View) -> Vec<Token> {
    Vec::new()
}
