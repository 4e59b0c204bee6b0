//! Files, folders, images.

use wharf_diagnostics::{Diagnostic, Span, closest, codes, list_some};

use super::{at, circle};
use crate::loader::LoadError;

pub(crate) fn no_file(path: &str, why: &LoadError, span: Span) -> Diagnostic {
    match why {
        LoadError::NotFound => {
            at(codes::MISSING_SOURCE, span, format!("`{path}` is not on disk"), "there is no such file or folder")
        }
        LoadError::Outside => {
            at(codes::OUTSIDE_PROJECT, span, "the path leads out of the project's folder", "outside of the project")
        }
        LoadError::Unreadable(why) => at(codes::FILE_NOT_FOUND, span, format!("`{path}` cannot be read"), why.clone()),
    }
}

pub(crate) fn file_or_folder(is_folder: bool, span: Span) -> Diagnostic {
    if is_folder {
        at(codes::BAD_PATH, span, "a file is due here, and this is a folder", "a folder")
    } else {
        at(codes::BAD_PATH, span, "a folder is due here, and this is a file", "a file")
    }
}

pub(crate) fn file_or_files(is_folder: bool, span: Span) -> Diagnostic {
    file_or_folder(is_folder, span).help("`file` takes a file, `files` a folder")
}

/// Lockfiles, and how each package manager writes its own without installing anything.
const LOCKFILES: [(&str, &str); 7] = [
    ("Cargo.lock", "cargo generate-lockfile"),
    ("Gemfile.lock", "bundle lock"),
    ("composer.lock", "composer update --no-install"),
    ("package-lock.json", "npm install --package-lock-only"),
    ("pnpm-lock.yaml", "pnpm install --lockfile-only"),
    ("uv.lock", "uv lock"),
    ("yarn.lock", "yarn install --mode=update-lockfile"),
];

pub(crate) fn missing_source(source: &str, context: &str, span: Span, known: &[String]) -> Diagnostic {
    let d = at(
        codes::MISSING_SOURCE,
        span,
        format!("`{source}` is not in the image's context"),
        format!("nothing in `{context}` matches"),
    );
    let lockfile = LOCKFILES.iter().find(|(name, _)| source.rsplit('/').next() == Some(name));
    if let Some((_, command)) = lockfile {
        return d.help(format!("`{command}` writes it"));
    }
    match closest(source.trim_start_matches("./"), known.iter().map(String::as_str)) {
        Some(near) => d.unsure_fix(format!("`\"{near}\"`"), span, format!("\"{near}\"")),
        None => d,
    }
}

pub(crate) fn ignored_source(
    source: &str,
    pattern: &str,
    by: &str,
    span: Span,
    pattern_span: Option<Span>,
) -> Diagnostic {
    let d = at(
        codes::IGNORED_SOURCE,
        span,
        format!("`{source}` is left out of the image's context"),
        format!("{by} has the pattern `{pattern}`"),
    );
    match pattern_span {
        Some(s) => d.also(s, "left out here"),
        None => d,
    }
}

pub(crate) fn path_twice(path: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::PATH_MOUNTED_TWICE, span, format!("two things are mounted at `{path}`"), "again here")
        .also(first, "first here")
}

pub(crate) fn mount_over_root(span: Span) -> Diagnostic {
    at(codes::BAD_PATH, span, "nothing can be mounted over the whole container", "the root itself")
}

pub(crate) fn unpinned(image: &str, span: Span) -> Diagnostic {
    at(codes::UNPINNED_IMAGE, span, format!("the image `{image}` is not pinned"), "no tag, or `latest`")
        .note("what is pulled changes from day to day, and Kubernetes pulls it at every start")
}

pub(crate) fn tag_of_text(image: &str, span: Span) -> Diagnostic {
    at(
        codes::WRONG_FORM,
        span,
        "the tag of an image of a registry stands in its text",
        format!("`{image}` has its own"),
    )
    .help("`tag` names another version of an image of the app")
}

pub(crate) fn untagged(image: &str, span: Span) -> Diagnostic {
    at(codes::UNPINNED_IMAGE, span, format!("the image `{image}` has no tag"), "it will be tagged `latest`")
        .help("say one: `tag \"1.0.0\"`")
}

pub(crate) fn unknown_stage<'a>(
    owner: &str,
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'a str>,
    declared: Span,
) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let d = Diagnostic::new(codes::UNKNOWN_STAGE, span, format!("{owner} has no stage `{name}`"));
    let d = match closest(name, known.iter().copied()) {
        Some(near) => d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{name}` → `{near}`"), span, near),
        None if known.is_empty() => {
            d.label("it has no earlier stage").help(format!("an image of a registry is a text: `\"{name}:…\"`"))
        }
        None => d.label(format!("it has {}", list_some(known.iter().copied()))),
    };
    if declared == span { d } else { d.also(declared, "declared here") }
}

pub(crate) fn later_stage(name: &str, span: Span, declared: Span) -> Diagnostic {
    at(codes::UNKNOWN_STAGE, span, format!("the stage `{name}` stands further below"), "used before it is built")
        .also(declared, "declared here")
}

pub(crate) fn image_from_itself(span: Span) -> Diagnostic {
    at(codes::CYCLE, span, "an image is built from itself", "the image that is being built")
}

pub(crate) fn image_cycle(chain: &[(String, Span)]) -> Option<Diagnostic> {
    let (_, span) = chain.first()?;
    let mut d = at(codes::CYCLE, *span, "images are built from each other in a circle", circle(chain));
    for (name, at) in chain.iter().skip(1) {
        d = d.also(*at, format!("`{name}` is built from the next here"));
    }
    Some(d)
}

pub(crate) fn step_before_from(word: &str, span: Span) -> Diagnostic {
    at(codes::STEP_BEFORE_FROM, span, format!("`{word}` stands before the stage's `from`"), "nothing to build on yet")
        .help("a stage begins with `from`")
}

pub(crate) fn from_twice(span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, "a stage has one `from`", "again here")
        .also(first, "first here")
        .help("further bases are stages of their own: `stage NAME { from … }`")
}

pub(crate) fn step_beside_dockerfile(word: &str, span: Span, dockerfile: Span) -> Diagnostic {
    at(
        codes::WRONG_FORM,
        span,
        format!("`{word}` stands beside `dockerfile`"),
        "a Dockerfile that is kept takes no steps",
    )
    .also(dockerfile, "the Dockerfile is kept as it is")
}

pub(crate) fn target_without_dockerfile(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "`target` stands without `dockerfile`", "there is no Dockerfile to pick a stage of")
        .help("a service picks a stage by `image NAME.STAGE`")
}

pub(crate) fn arg_without_value(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "an argument for a Dockerfile needs a value", "no value")
        .help("write `arg NAME = \"value\"`")
}

pub(crate) fn arg_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("the argument `{name}` is given twice"), "again here").also(first, "first here")
}

pub(crate) fn bad_platform(text: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_TEXT,
        span,
        format!("`{text}` is no platform"),
        "a platform is written `linux/amd64` or `linux/arm64`",
    )
}

pub(crate) fn relative_workdir(text: &str, span: Span) -> Diagnostic {
    let fixed = format!("\"/{}\"", text.trim_start_matches("./"));
    at(
        codes::BAD_PATH,
        span,
        "a working folder is an absolute path",
        "what it is relative to depends on the base image",
    )
    .unsure_fix(format!("`{fixed}`"), span, fixed)
}

pub(crate) fn bad_mode(source: &str, span: Span) -> Diagnostic {
    let d = at(codes::BAD_TEXT, span, "the mode is malformed", "permission bits are written `0o755` or `\"0755\"`");
    let octal = u32::from_str_radix(source, 8).is_ok_and(|n| n <= 0o7777);
    if octal { d.unsure_fix(format!("`0o{source}`"), span, format!("0o{source}")) } else { d }
}

pub(crate) fn copy_many_to_file(destination: &str, span: Span) -> Diagnostic {
    at(codes::BAD_PATH, span, "several sources need a folder to go to", "a folder ends with `/`").unsure_fix(
        format!("`\"{destination}/\"`"),
        span,
        format!("\"{destination}/\""),
    )
}

pub(crate) fn copy_nothing(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "nothing is copied", "an empty source")
}

pub(crate) fn bad_checksum(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "the checksum is malformed", "a checksum is `sha256:` and 64 hexadecimal digits")
}

pub(crate) fn bad_user(text: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_TEXT,
        span,
        format!("`{text}` is no user"),
        "a number, or a name of letters, digits, `_`, `.` and `-`",
    )
}
