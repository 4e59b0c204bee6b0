//! What was found in a folder, as far as the written file needs it.

/// What the app is to run.
pub(super) struct Found {
    /// What it is: `a Node program`.
    pub(super) kind: &'static str,
    /// The file that says so.
    pub(super) by: String,
    /// Other files that are no more than a part of it.
    pub(super) belongs: &'static [&'static str],
    /// Where its image comes from.
    pub(super) image: Image,
    /// Its version, which becomes the image's tag.
    pub(super) version: Option<String>,
    /// The port that it is thought to listen to.
    pub(super) port: u16,
    /// The user that it runs as, where the image does not say so itself.
    pub(super) user: Option<u32>,
    /// What Compose can ask it with, inside the container.
    pub(super) probe: Probe,
    /// Comments on the image, each a line.
    pub(super) comments: Vec<String>,
    /// What has to be done before it can be checked or built.
    pub(super) first: Vec<First>,
    /// Other manifests, which were left out.
    pub(super) others: Vec<String>,
}

/// A command that the user has to run, since `init` runs none.
pub(super) struct First {
    /// Why, to follow "first, as".
    pub(super) why: String,
    pub(super) command: String,
}

/// Where an image comes from.
pub(super) enum Image {
    /// `extends images.NAME(ARGUMENTS)`
    Template { name: &'static str, arguments: Vec<(&'static str, Argument)> },
    /// A Dockerfile that is kept as it is.
    Dockerfile(String),
    /// An image of a registry.
    Registry(&'static str),
}

/// What Compose can ask a container with: it has no way to ask from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Probe {
    /// Wharf knows the base, and what it holds.
    Known,
    /// The image has `wget`.
    Wget,
    /// Nobody knows.
    Unknown,
}

/// The value of a template's param.
pub(super) enum Argument {
    Text(String),
    List(Vec<String>),
    Port,
    True,
}

impl Found {
    /// A program that a template builds.
    pub(super) fn template(kind: &'static str, by: impl Into<String>, name: &'static str, port: u16) -> Self {
        Self {
            kind,
            by: by.into(),
            belongs: &[],
            image: Image::Template { name, arguments: Vec::new() },
            version: None,
            port,
            user: None,
            probe: Probe::Known,
            comments: Vec::new(),
            first: Vec::new(),
            others: Vec::new(),
        }
    }

    /// What it is, and how that is known: `a Node program (package.json)`.
    pub(super) fn what(&self) -> String {
        if self.by.is_empty() { self.kind.to_owned() } else { format!("{} ({})", self.kind, self.by) }
    }

    pub(super) fn argument(&mut self, param: &'static str, value: Argument) {
        if let Image::Template { arguments, .. } = &mut self.image {
            arguments.push((param, value));
        }
    }

    pub(super) fn text(&mut self, param: &'static str, value: impl Into<String>) {
        self.argument(param, Argument::Text(value.into()));
    }

    pub(super) fn list<'a>(&mut self, param: &'static str, values: impl IntoIterator<Item = &'a str>) {
        self.argument(param, Argument::List(values.into_iter().map(str::to_owned).collect()));
    }

    pub(super) fn comment(&mut self, line: impl Into<String>) {
        self.comments.push(line.into());
    }

    pub(super) fn first(&mut self, why: impl Into<String>, command: impl Into<String>) {
        self.first.push(First { why: why.into(), command: command.into() });
    }
}

/// `major.minor` of a version that is a number: `3.12` of `3.12.4`, `v3.12` or `3.12`. `None` where
/// there is no minor version.
pub(super) fn minor(version: &str) -> Option<String> {
    let mut parts = version.trim().trim_start_matches('v').split('.');
    let (major, minor) = (parts.next()?.parse::<u32>().ok()?, parts.next()?.parse::<u32>().ok()?);
    Some(format!("{major}.{minor}"))
}

/// The leading number of a version: `22` of `v22.1.0`, `^22` or `22.x`.
pub(super) fn major(version: &str) -> Option<u32> {
    let digits: String =
        version.trim().trim_start_matches(['v', '^', '~', '=', ' ']).chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers() {
        assert_eq!(minor("v3.12.4").as_deref(), Some("3.12"));
        assert_eq!(minor("3"), None);
        assert_eq!(minor("stable"), None);
        assert_eq!(major("^22.1"), Some(22));
        assert_eq!(major("22.x"), Some(22));
        assert_eq!(major("lts/*"), None);
        assert_eq!(major(">=22"), None);
    }
}
