//! One file as the features that need no checking see it.

use std::rc::Rc;

use wharf_syntax::Parsed;

/// A file with its tree. It always has one, however broken the text is.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its text.
    pub(crate) text: String,
    /// Its tree, and what is wrong with the text.
    pub(crate) parsed: Parsed,
}

/// What a feature looks at.
#[derive(Clone, Debug)]
pub(crate) struct View {
    /// The file.
    pub(crate) source: Rc<Source>,
}
