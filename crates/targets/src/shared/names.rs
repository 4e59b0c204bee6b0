//! Names that targets must agree on.

use wharf_model::{App, Image, ImageRef};

/// The reference under which a built image is tagged, pushed and pulled:
/// `<registry>/<image>:<tag>`, and `<app>/<image>:<tag>` where no registry is said. A stage other
/// than the last is an image of its own, `<image>-<stage>`.
pub(crate) fn built_image(app: &App, image: &Image, stage: Option<&str>) -> String {
    tagged(app, image, stage, image.tag.as_ref().map_or("latest", |t| t.value.as_str()))
}

fn tagged(app: &App, image: &Image, stage: Option<&str>, tag: &str) -> String {
    let home = app.registry.as_ref().map_or_else(|| app.name.to_string(), |r| r.value.trim_end_matches('/').to_owned());
    match stage {
        Some(stage) => format!("{home}/{}-{stage}:{tag}", image.name.value),
        None => format!("{home}/{}:{tag}", image.name.value),
    }
}

/// The reference of whatever a container runs.
pub(crate) fn image_reference(app: &App, image: &ImageRef) -> String {
    match image {
        ImageRef::Registry(reference) => reference.to_string(),
        ImageRef::Built { name, stage, tag } => app.image(name).map_or_else(
            || name.to_string(),
            |image| {
                let stage = stage.as_ref().map(|s| s.as_str());
                match tag {
                    Some(tag) => tagged(app, image, stage, tag),
                    None => built_image(app, image, stage),
                }
            },
        ),
    }
}
