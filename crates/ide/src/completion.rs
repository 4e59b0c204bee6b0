//! What may be written at the cursor.

use crate::data::Completion;
use crate::view::View;

/// What may be written at an offset of the file.
pub(crate) fn completions(_view: &View, _offset: u32) -> Vec<Completion> {
    Vec::new()
}
