//! What is known of the thing under the cursor.

use crate::data::Hover;
use crate::names;
use crate::view::View;

/// What is known of the thing at an offset of the file.
pub(crate) fn hover(view: &View, offset: u32) -> Option<Hover> {
    let (range, markdown) = names::value(&view.index, view.source.tree().file, offset)?;
    Some(Hover { range, markdown })
}
