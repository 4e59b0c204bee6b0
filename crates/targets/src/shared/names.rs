//! Names that targets must agree on.

use wharf_model::{App, Image, ImageRef};

/// The reference under which a built image is tagged, pushed and pulled:
/// `<registry>/<image>:<tag>`, and `<app>/<image>:<tag>` where no registry is said. A stage other
/// than the last is an image of its own, `<image>-<stage>`.
pub(crate) fn built_image(app: &App, image: &Image, stage: Option<&str>) -> String {
    let home = app.registry.as_ref().map_or_else(|| app.name.to_string(), |r| r.value.trim_end_matches('/').to_owned());
    let tag = image.tag.as_ref().map_or("latest", |t| t.value.as_str());
    match stage {
        Some(stage) => format!("{home}/{}-{stage}:{tag}", image.name.value),
        None => format!("{home}/{}:{tag}", image.name.value),
    }
}

/// The reference of whatever a container runs.
pub(crate) fn image_reference(app: &App, image: &ImageRef) -> String {
    match image {
        ImageRef::Registry(reference) => reference.to_string(),
        ImageRef::Built { name, stage } => app
            .image(name)
            .map_or_else(|| name.to_string(), |i| built_image(app, i, stage.as_ref().map(|s| s.as_str()))),
    }
}
