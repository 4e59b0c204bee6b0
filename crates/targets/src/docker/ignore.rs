//! The `.dockerignore` beside a Dockerfile.

use wharf_model::{BuildImage, Image};

use crate::shared::GENERATED;
use crate::shared::lines::Lines;
use crate::shared::paths::{is_absolute, relative};
use crate::{File, Options};

/// What never belongs into an image, whatever a context holds: filled-in variables (the `.env`
/// beside a Compose file has secrets), the history, and what Wharf writes itself.
const NEVER: [&str; 2] = ["**/.env", "**/.git"];

/// The patterns of the image, in their order, behind those that hold for every image: an exception
/// (`!`) of the source's wins.
pub(super) fn write(image: &Image, build: &BuildImage, options: &Options) -> File {
    let mut w = Lines::new(options.provenance);
    w.comment(image.name.origin, GENERATED);
    for pattern in NEVER.into_iter().map(str::to_owned).chain(outputs(image, options)) {
        w.line(image.name.origin, &pattern);
    }
    for pattern in &build.ignore {
        w.line(pattern.origin, &line(&pattern.value));
    }
    w.finish(format!("images/{}/Dockerfile.dockerignore", image.name.value))
}

/// The folder of the outputs, where it stands in the context.
fn outputs(image: &Image, options: &Options) -> Option<String> {
    let placement = &options.placement;
    let inside = relative(image.context.as_str(), &placement.output_from_project);
    (!inside.starts_with("..") && !is_absolute(&inside) && inside != ".").then_some(inside)
}

/// A pattern that begins with `#` would be a comment; a backslash makes it a pattern again.
fn line(pattern: &str) -> String {
    if pattern.starts_with('#') { format!("\\{pattern}") } else { pattern.to_owned() }
}
