//! Paths with `/` between their parts, as outputs hold them.

/// Whether a path stands for itself wherever it is read: `/a`, or `C:/a` of Windows.
pub(crate) fn is_absolute(path: &str) -> bool {
    let mut chars = path.chars();
    match (chars.next(), chars.next()) {
        (Some('/'), _) => true,
        (Some(letter), Some(':')) => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

/// The path of `below`, which is relative to `base`. The result has no `.` parts (but for `.`
/// itself), and `..` at its front only.
pub(crate) fn join(base: &str, below: &str) -> String {
    if is_absolute(below) {
        return below.to_owned();
    }
    let root = if base.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(below.split('/')) {
        match (part, parts.last()) {
            ("" | ".", _) => {}
            ("..", Some(&last)) if last != ".." => {
                parts.pop();
            }
            ("..", None) if !root.is_empty() => {}
            (part, _) => parts.push(part),
        }
    }
    match (root, parts.as_slice()) {
        ("", []) => String::from("."),
        (root, parts) => format!("{root}{}", parts.join("/")),
    }
}

/// The way from the folder `from` to `to`, both relative to one and the same folder, which `from`
/// does not leave. An absolute `to` stays as it is.
pub(crate) fn relative(from: &str, to: &str) -> String {
    if is_absolute(to) {
        return to.to_owned();
    }
    let up: Vec<&str> = from.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    let down: Vec<&str> = to.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    let shared = up.iter().zip(&down).take_while(|(a, b)| a == b).count();
    let parts: Vec<&str> = up.iter().skip(shared).map(|_| "..").chain(down.iter().skip(shared).copied()).collect();
    if parts.is_empty() { String::from(".") } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_and_normalise() {
        assert_eq!(join("../..", "a/b"), "../../a/b");
        assert_eq!(join("../..", "."), "../..");
        assert_eq!(join(".", "."), ".");
        assert_eq!(join("a/b", "../c"), "a/c");
        assert_eq!(join("/srv/p", "a"), "/srv/p/a");
        assert_eq!(join("/", "../a"), "/a");
        assert_eq!(join("..", "/a"), "/a");
        assert_eq!(join("C:/p", "a"), "C:/p/a");
    }

    #[test]
    fn ways_go_up_and_down() {
        assert_eq!(relative("a/b", "dist/x"), "../../dist/x");
        assert_eq!(relative("a/b", "a/c"), "../c");
        assert_eq!(relative(".", "dist/x"), "dist/x");
        assert_eq!(relative("a", "a"), ".");
        assert_eq!(relative("a", "../out/x"), "../../out/x");
        assert_eq!(relative("a", "/out/x"), "/out/x");
    }
}
