//! The `.dockerignore` beside a Dockerfile.

use wharf_model::{BuildImage, Image};

use crate::shared::GENERATED;
use crate::shared::lines::Lines;
use crate::{File, Options};

/// The patterns of the image, in their order. No patterns, no file: BuildKit then takes the
/// context's own, if there is one.
pub(super) fn write(image: &Image, build: &BuildImage, options: &Options) -> Option<File> {
    if build.ignore.is_empty() {
        return None;
    }
    let mut w = Lines::new(options.provenance);
    w.comment(image.name.origin, GENERATED);
    for pattern in &build.ignore {
        w.line(pattern.origin, &line(&pattern.value));
    }
    Some(w.finish(format!("images/{}/Dockerfile.dockerignore", image.name.value)))
}

/// A pattern that begins with `#` would be a comment; a backslash makes it a pattern again.
fn line(pattern: &str) -> String {
    if pattern.starts_with('#') { format!("\\{pattern}") } else { pattern.to_owned() }
}
