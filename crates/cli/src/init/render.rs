//! The file that is written. It goes through the formatter after this.

use super::found::{Argument, Found, Image, Probe};

/// The text of the app `app`.
pub(super) fn render(app: &str, found: &Found) -> String {
    let mut out = String::from("edition \"2026\"\n");
    if matches!(found.image, Image::Template { .. }) {
        out.push_str("use \"wharf:images\" as images\n");
    }
    out.push_str(&format!("\n/// Begun by `wharf init` as {}.\napp {app} {{\n", found.what()));
    if built(found) {
        out.push_str(&format!(
            "// Where built images are pushed, for a cluster to pull them:\n\
             // registry \"ghcr.io/acme\"\n\n\
             /// The release: the tag of the image.\n\
             param version string = {}\n\n",
            text(&tag(found.version.as_deref()))
        ));
    }
    image(&mut out, found);
    service(&mut out, found);
    route(&mut out, app, found);
    out
}

fn built(found: &Found) -> bool {
    !matches!(found.image, Image::Registry(_))
}

fn image(out: &mut String, found: &Found) {
    if !built(found) {
        return;
    }
    out.push_str("image web {\ntag version\n");
    for line in &found.comments {
        out.push_str(&format!("// {line}\n"));
    }
    match &found.image {
        Image::Template { name, arguments } => {
            let arguments: Vec<String> =
                arguments.iter().map(|(param, value)| format!("{param}: {}", argument(value, found.port))).collect();
            out.push_str(&format!("extends images.{name}({})\n", arguments.join(", ")));
        }
        Image::Dockerfile(file) => out.push_str(&format!("dockerfile {}\n", text(&format!("./{file}")))),
        Image::Registry(_) => {}
    }
    out.push_str("}\n\n");
}

fn service(out: &mut String, found: &Found) {
    out.push_str("service web {\n");
    match &found.image {
        Image::Registry(reference) => out.push_str(&format!(
            "// An image of a registry. In a folder with a Dockerfile or a manifest, `wharf init` begins with one that\n\
             // is built.\n\
             image {}\n",
            text(reference)
        )),
        Image::Template { .. } | Image::Dockerfile(_) => out.push_str("image web\n"),
    }
    if let Some(user) = found.user {
        out.push_str(&format!("user {user} group {user}\n"));
    }
    let publish = match found.probe {
        // Without a route, that is how it is reached.
        Probe::Unknown => format!(" publish {}", if found.port < 1024 { 8080 } else { found.port }),
        Probe::Known | Probe::Wget => String::new(),
    };
    out.push_str(&format!("port http {}{publish}\n", found.port));
    out.push_str("// What it is given at least, and at most.\ncpu 100m..\nmemory 128Mi..512Mi\n");
    let asked = "// Requests come in once this path is answered. Name one that says whether all is well.\n";
    match found.probe {
        Probe::Known => out.push_str(&format!("{asked}ready http \"/\" {{ every 5s; timeout 3s }}\n")),
        Probe::Wget => out.push_str(&format!("{asked}ready http \"/\" with wget {{ every 5s; timeout 3s }}\n")),
        Probe::Unknown => out.push_str(
            "// How it is asked whether it is ready: Compose asks inside the container, so the image needs a tool.\n\
             // ready http \"/\" with curl { every 5s; timeout 3s }\n",
        ),
    }
    out.push_str("}\n\n");
}

fn route(out: &mut String, app: &str, found: &Found) {
    let route = format!("route \"{app}.localhost\" {{ \"/\" -> web.http }}\n");
    match found.probe {
        Probe::Known | Probe::Wget => {
            out.push_str(&format!("// With Compose: http://{app}.localhost:8080/\n{route}}}\n"));
        }
        Probe::Unknown => {
            out.push_str(&format!(
                "// Once it says when it is ready, requests from outside may be routed to it:\n// {route}}}\n"
            ));
        }
    }
}

fn argument(value: &Argument, port: u16) -> String {
    match value {
        Argument::Text(value) => text(value),
        Argument::List(values) => {
            let items: Vec<String> = values.iter().map(|v| text(v)).collect();
            format!("[{}]", items.join(", "))
        }
        Argument::Port => port.to_string(),
        Argument::True => String::from("true"),
    }
}

/// A text of the language. A backslash is the only way to an interpolation, so that escaping it is
/// enough; line breaks and control characters never stand in what is read here, and are left out.
fn text(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// A version as an image's tag may be (OCI distribution specification: `[\w][\w.-]{0,127}`).
fn tag(version: Option<&str>) -> String {
    let plain = version.unwrap_or_default().split('+').next().unwrap_or_default();
    let fits = plain.len() <= 128
        && plain.starts_with(|c: char| c.is_ascii_alphanumeric())
        && plain.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if fits { plain.to_owned() } else { String::from("0.1.0") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_break_out() {
        assert_eq!(text(r#"a"b\(c)"#), r#""a\"b\\(c)""#);
        assert_eq!(text("a\nb"), "\"ab\"");
    }

    #[test]
    fn a_version_becomes_a_tag() {
        assert_eq!(tag(Some("1.2.3-rc.1+build.5")), "1.2.3-rc.1");
        for no in [None, Some(""), Some("${revision}"), Some("a b"), Some("-1")] {
            assert_eq!(tag(no), "0.1.0", "{no:?}");
        }
    }
}
