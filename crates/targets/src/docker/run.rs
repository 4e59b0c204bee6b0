//! RUN.

use wharf_model::{At, BuildMount, BuildMountKind, OriginId, RunCommand};

use super::dockerfile::Image;
use super::quote;
use super::shell::{self, Shell, TRY_PIPEFAIL};

/// Writes a RUN, and before it what its shell needs. `shell` is the stage's; `piping` says
/// whether a shell with `pipefail` was set in this stage already.
pub(super) fn write(
    image: &mut Image<'_>,
    statement: OriginId,
    command: &At<RunCommand>,
    mounts: &[BuildMount],
    network: Option<&At<String>>,
    shell: &Shell,
    piping: &mut bool,
) {
    let mut pieces: Vec<(OriginId, String)> = Vec::new();
    for mount in mounts {
        let value = mount_fields(image, &mount.kind.value).join(",");
        image.check_flag(mount.kind.origin, &value);
        pieces.push((mount.kind.origin, format!("--mount={value}")));
    }
    if let Some(network) = network {
        pieces.push((network.origin, format!("--network={}", image.flag(network.origin, &network.value))));
    }
    let try_pipefail = match &command.value {
        RunCommand::Line(text) | RunCommand::Script(text) => prepare(image, statement, text, shell, piping),
        RunCommand::Exec(_) => false,
    };
    let (body, document) = match &command.value {
        RunCommand::Exec(items) => (quote::json(items.iter().map(String::as_str)), None),
        RunCommand::Line(text) if is_one_line(text) => {
            (if try_pipefail { format!("{TRY_PIPEFAIL}; {text}") } else { text.trim().to_owned() }, None)
        }
        RunCommand::Line(text) | RunCommand::Script(text) => {
            let script = matches!(&command.value, RunCommand::Script(_)) || text.contains('\n');
            let document = document(text, script && shell.is_posix(), try_pipefail);
            // Quoted: BuildKit hands the text to the shell untouched either way, but other
            // builders expand `$X` in it where the delimiter is bare.
            (format!("<<'{}'", document.delimiter), Some(document))
        }
    };
    pieces.push((command.origin, body));
    if let Some((_, first)) = pieces.first_mut() {
        first.insert_str(0, "RUN ");
    }
    image.out.continued(&pieces, 4);
    if let Some(document) = document {
        image.out.line(command.origin, &format!("{}{}", document.text, document.delimiter));
        // hadolint reads on into the next instruction without it.
        image.out.blank();
    }
}

/// Sees to `pipefail`; says whether the command has to try it itself.
fn prepare(image: &mut Image<'_>, statement: OriginId, text: &str, shell: &Shell, piping: &mut bool) -> bool {
    // A script that names its interpreter is run as a file.
    if shell.own.is_some() || *piping || text.starts_with("#!") || !shell::pipes(text) {
        return false;
    }
    if let Some(instruction) = shell.base.shell_instruction() {
        image.out.comment(statement, "A pipe fails where any part of it does.");
        image.out.line(statement, instruction);
        *piping = true;
        return false;
    }
    image.out.comment(
        statement,
        "A pipe fails where any part of it does, if the base's shell can tell.\nhadolint ignore=DL4006,SC3040",
    );
    true
}

/// Whether a text can follow RUN as it is: the builder looks for flags, JSON, here-documents,
/// comments and continued lines in it.
fn is_one_line(text: &str) -> bool {
    let text = text.trim();
    !text.contains('\n')
        && !text.contains("<<")
        && !text.ends_with('\\')
        && !text.starts_with("--")
        && !text.starts_with('#')
        && (!text.starts_with('[') || text.starts_with("[ "))
}

struct Document {
    delimiter: String,
    text: String,
}

/// A here-document: `text` with a delimiter that does not stand in it. `strict` makes it end at
/// the first line that fails, as separate steps would; not `set -u`, which breaks the test for an
/// argument that is not given.
fn document(text: &str, strict: bool, try_pipefail: bool) -> Document {
    let mut out = String::new();
    let has_interpreter = text.starts_with("#!");
    if strict && !has_interpreter && !sets_errexit(text) {
        out.push_str("set -e\n");
    }
    if try_pipefail {
        out.push_str(TRY_PIPEFAIL);
        out.push('\n');
    }
    out.push_str(text);
    if !text.ends_with('\n') {
        out.push('\n');
    }
    let taken = |d: &str| out.lines().any(|l| l.trim_end_matches('\r') == d);
    let mut delimiter = String::from("EOF");
    let mut n = 1;
    while taken(&delimiter) {
        n += 1;
        delimiter = format!("EOF{n}");
    }
    Document { delimiter, text: out }
}

/// Whether the first line is `set -e` or the like.
fn sets_errexit(text: &str) -> bool {
    let mut words = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default().split_whitespace();
    words.next() == Some("set")
        && words.next().is_some_and(|w| w.starts_with('-') && !w.starts_with("--") && w.contains('e'))
}

/// The fields of a mount; the type comes first, because BuildKit reads others by it.
fn mount_fields(image: &mut Image<'_>, mount: &BuildMountKind) -> Vec<String> {
    match mount {
        BuildMountKind::Cache { path, id, sharing } => {
            let id = id.as_ref().map(|id| field("id", id));
            let sharing = sharing.as_ref().map(|s| field("sharing", s));
            [Some(String::from("type=cache")), id, Some(field("target", path)), sharing].into_iter().flatten().collect()
        }
        BuildMountKind::Secret { secret, path, env } => {
            let optional = image
                .app
                .secret_group(secret.group.as_ref())
                .and_then(|g| g.keys.iter().find(|k| k.key.value == secret.key))
                .is_some_and(|k| k.optional);
            // Without it, a secret that nobody gave is an empty place, and the step fails later
            // with words of its own.
            let required = (!optional).then(|| String::from("required=true"));
            let target = path.as_ref().map(|p| field("target", p));
            let env = env.as_ref().map(|e| field("env", e.as_str()));
            [Some(String::from("type=secret")), Some(field("id", &secret.key)), target, env, required]
                .into_iter()
                .flatten()
                .collect()
        }
        BuildMountKind::Ssh => vec![String::from("type=ssh")],
        BuildMountKind::Bind { source, path, from, readwrite } => {
            let from = from.as_ref().map(|f| field("from", &image.reference(f)));
            let source = (source != ".").then(|| field("source", source));
            let rw = readwrite.then(|| String::from("rw=true"));
            [Some(String::from("type=bind")), from, source, Some(field("target", path)), rw]
                .into_iter()
                .flatten()
                .collect()
        }
        BuildMountKind::Tmpfs { path, size } => {
            let size = size.map(|s| format!("size={}", s.0));
            [Some(String::from("type=tmpfs")), Some(field("target", path)), size].into_iter().flatten().collect()
        }
    }
}

/// `key=value`, for three readers in turn: the flag's quotes go first, then the mount is split as
/// CSV, then the value is expanded. hadolint wants the quotes around the value alone, and knows no
/// CSV.
fn field(key: &str, value: &str) -> String {
    let value = quote::bare(value);
    if value.contains([',', '"', '\n']) {
        quote::flag(&format!("\"{key}={}\"", value.replace('"', "\"\"")))
    } else {
        format!("{key}={}", quote::flag(&value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_texts_follow_run_directly() {
        for yes in ["cargo build", "[ -f x ] && y", "a | b", "x='\\' y"] {
            assert!(is_one_line(yes), "{yes}");
        }
        for no in ["a\nb", "cat <<X", "echo $((1 << 2))", "a \\", "--x", "# a", "[\"a\"]", "[[ -f x ]]"] {
            assert!(!is_one_line(no), "{no}");
        }
    }

    #[test]
    fn the_delimiter_does_not_stand_in_the_text() {
        let d = document("cat <<EOF\nx\nEOF\n", false, false);
        assert_eq!((d.delimiter.as_str(), d.text.as_str()), ("EOF2", "cat <<EOF\nx\nEOF\n"));
        assert_eq!(document("a", true, false).text, "set -e\na\n");
        assert_eq!(document("set -eux\na\n", true, false).text, "set -eux\na\n");
        assert_eq!(document("#!/bin/perl\na\n", true, false).text, "#!/bin/perl\na\n");
    }

    #[test]
    fn fields_are_csv() {
        assert_eq!(field("target", "/x"), "target=/x");
        assert_eq!(field("target", "/a b"), r#"target="/a b""#);
        assert_eq!(field("target", "/a,b"), r#""\"target=/a,b\"""#);
        assert_eq!(field("id", "$a"), r#"id="\\$a""#);
    }
}
