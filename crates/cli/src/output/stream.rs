//! `--out -`: one target on the standard output.

use wharf::Target;

use crate::build::BuiltApp;
use crate::run::Stop;

/// The outputs of one target as one text.
pub(crate) fn stream(target: Target, apps: &[BuiltApp]) -> Result<Vec<u8>, Stop> {
    let parts: Vec<(String, &[u8])> = apps
        .iter()
        .flat_map(|app| app.files.iter().map(move |file| (app, file)))
        .filter(|(_, file)| belongs(target, &file.path))
        .map(|(app, file)| (format!("{}/{}", app.folder, file.path), file.contents.as_slice()))
        .collect();
    match target {
        Target::Kubernetes => Ok(documents(&parts)),
        Target::Compose => match parts.as_slice() {
            [] => Ok(Vec::new()),
            [(_, contents)] => Ok(contents.to_vec()),
            [..] => Err(Stop::Usage(format!(
                "`--out -` prints one Compose file, and there are {}: name the file of one app, or leave `--out` out",
                parts.len()
            ))),
        },
        Target::Docker => Ok(dockerfiles(&parts)),
    }
}

/// Whether a file is what a reader of the target's stream wants. Images come with every target,
/// and files beside a Compose file cannot be said in it.
fn belongs(target: Target, path: &str) -> bool {
    match target {
        Target::Kubernetes => path.starts_with("kubernetes/") && (path.ends_with(".yaml") || path.ends_with(".yml")),
        Target::Compose => path == "compose.yaml",
        Target::Docker => path.ends_with("/Dockerfile"),
    }
}

/// YAML documents after each other.
fn documents(parts: &[(String, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (_, contents) in parts {
        if !contents.starts_with(b"---") {
            out.extend_from_slice(b"---\n");
        }
        out.extend_from_slice(contents);
        if !contents.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    out
}

/// A single Dockerfile stays as it is, so that `docker build -f -` takes it with its `# syntax`
/// line first; several get a comment each that says which one begins.
fn dockerfiles(parts: &[(String, &[u8])]) -> Vec<u8> {
    if let [(_, contents)] = parts {
        return contents.to_vec();
    }
    let mut out = Vec::new();
    for (path, contents) in parts {
        let gap = if out.is_empty() { "" } else { "\n" };
        out.extend_from_slice(format!("{gap}# ---- {path}\n").as_bytes());
        out.extend_from_slice(contents);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_begins_with_its_marker_once() {
        let parts = [(String::from("a"), b"x: 1\n".as_slice()), (String::from("b"), b"---\ny: 1".as_slice())];
        assert_eq!(documents(&parts), b"---\nx: 1\n---\ny: 1\n");
    }

    #[test]
    fn several_dockerfiles_are_told_apart() {
        let one = [(String::from("s/images/a/Dockerfile"), b"FROM a\n".as_slice())];
        assert_eq!(dockerfiles(&one), b"FROM a\n");
        let two = [one[0].clone(), (String::from("s/images/b/Dockerfile"), b"FROM b\n".as_slice())];
        assert_eq!(
            dockerfiles(&two),
            b"# ---- s/images/a/Dockerfile\nFROM a\n\n# ---- s/images/b/Dockerfile\nFROM b\n"
        );
    }
}
