//! What is known of the thing under the cursor.

use crate::data::Hover;
use crate::view::View;

/// What is known of the thing at an offset of the file.
pub(crate) fn hover(_view: &View, _offset: u32) -> Option<Hover> {
    None
}
