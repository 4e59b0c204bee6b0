//! One file as the features that need no checking see it.

use std::rc::Rc;

use wharf::{Index, ParsedFile};

/// What a feature looks at.
#[derive(Clone, Debug)]
pub(crate) struct View {
    /// The file. It always has a tree, however broken the text is.
    pub(crate) source: Rc<ParsedFile>,
    /// The files that it uses, by the names that it gives them.
    pub(crate) used: Vec<(String, Rc<ParsedFile>)>,
    /// Where the names of the project stand, and what is known of values. Spans carry the id of `source`'s tree.
    pub(crate) index: Rc<Index>,
}
