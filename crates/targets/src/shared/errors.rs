//! The words of what more than one target says. Each target says it, in the same words at the same
//! place, so that it is said once whichever are built.

use wharf_diagnostics::{Diagnostic, codes};
use wharf_model::{AbsolutePath, App, At, OriginId, Text};

/// A path below a mount that is read-only: nobody can make the place that it is mounted at.
pub(crate) fn below_read_only(app: &App, inner: &At<AbsolutePath>, outer: &At<AbsolutePath>) -> Diagnostic {
    Diagnostic::new(
        codes::REFUSED,
        app.span(inner),
        format!(
            "nothing can be mounted at `{}`: `{}` is read-only, and this place is not in it",
            inner.value, outer.value
        ),
    )
    .label("a container that starts would make it")
    .also(app.span(outer), "read-only")
    .help("mount it outside of that folder, or the folder's files one by one")
}

/// Two images would have one reference.
pub(crate) fn same_image(app: &App, stage: OriginId, image: OriginId, reference: &str) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, app.origins.span(stage), format!("two images would be called `{reference}`"))
        .label("a stage that is run is an image of its own: the image's name, a dash and the stage's")
        .also(app.origins.span(image), "and this one is called so")
        .help("rename the stage or the image")
}

/// An empty list of arguments, and no command in front of it.
pub(crate) fn empty_args(app: &App, list: &At<Vec<At<Text>>>) -> Diagnostic {
    Diagnostic::new(codes::LOST, app.span(list), "an empty `args` is none: the image's own arguments are used")
        .help("say the `entrypoint` too: the image's own arguments go with the image's own entrypoint")
}
