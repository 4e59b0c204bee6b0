//! What private registries are pulled from with.

use crate::{App, At, Container, ImageRef, Name};

/// `pull REGISTRY secret NAME`: the Secret that a cluster shows to a registry to get its images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullSecret {
    /// The registry, or a path in one: `ghcr.io/acme`. It ends without `/`.
    pub registry: At<String>,
    /// The name of a Secret of the type `kubernetes.io/dockerconfigjson`, which has to exist.
    pub secret: At<Name>,
}

impl PullSecret {
    /// The host of the registry.
    #[must_use]
    pub fn host(&self) -> String {
        let full = with_host(&self.registry);
        full.split_once('/').map_or_else(|| full.clone(), |(host, _)| host.to_owned())
    }

    /// Whether an image of that repository comes from there. Paths count by whole elements.
    #[must_use]
    pub fn covers(&self, repository: &str) -> bool {
        let (repository, registry) = (with_host(repository), with_host(&self.registry));
        repository.strip_prefix(&registry).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl App {
    /// What an image is pulled with: of several that cover it, the one that says the longest path.
    #[must_use]
    pub fn pull_secret(&self, image: &ImageRef) -> Option<&PullSecret> {
        let repository = match image {
            ImageRef::Registry(reference) => reference.repository().to_owned(),
            ImageRef::Built { name, .. } => format!("{}/{name}", self.registry.as_ref()?.value),
        };
        self.pulls.iter().filter(|p| p.covers(&repository)).max_by_key(|p| with_host(&p.registry).len())
    }

    /// What the images of some containers are pulled with, by the names of the Secrets.
    #[must_use]
    pub fn pull_secrets<'a>(&'a self, containers: impl Iterator<Item = &'a Container>) -> Vec<&'a PullSecret> {
        let mut all: Vec<&PullSecret> = containers.filter_map(|c| self.pull_secret(&c.image)).collect();
        all.sort_by(|a, b| a.secret.value.cmp(&b.secret.value));
        all.dedup_by(|a, b| a.secret.value == b.secret.value);
        all
    }
}

/// The reference with its registry: what names none is of Docker Hub, and there `library` is where one
/// element alone is (distribution, `ParseNormalizedNamed`).
fn with_host(reference: &str) -> String {
    match reference.split_once('/') {
        Some(("index.docker.io", rest)) => format!("docker.io/{rest}"),
        Some((first, _)) if is_host(first) => reference.to_owned(),
        Some(_) => format!("docker.io/{reference}"),
        None if reference == "index.docker.io" => String::from("docker.io"),
        None if is_host(reference) => reference.to_owned(),
        None => format!("docker.io/library/{reference}"),
    }
}

fn is_host(first: &str) -> bool {
    first.contains(['.', ':']) || first == "localhost"
}

#[cfg(test)]
mod tests {
    use wharf_diagnostics::Span;

    use super::*;
    use crate::{Origin, Origins};

    #[test]
    fn a_registry_covers_what_is_below_it() {
        let covers = |registry: &str, repository: &str| {
            let mut origins = Origins::default();
            let here = origins.add(Origin { span: Span::default(), via: None, within: None });
            let registry = At::new(registry.to_owned(), here);
            let secret = At::new(Name::new("s").unwrap(), here);
            PullSecret { registry, secret }.covers(repository)
        };
        for (registry, repository) in [
            ("ghcr.io", "ghcr.io/acme/api"),
            ("ghcr.io/acme", "ghcr.io/acme/api"),
            ("ghcr.io/acme", "ghcr.io/acme/tools/api"),
            ("localhost:5000", "localhost:5000/api"),
            ("ghcr.io/acme/api", "ghcr.io/acme/api"),
            ("docker.io", "nginx"),
            ("docker.io/library", "nginx"),
            ("docker.io/acme", "acme/api"),
            ("index.docker.io", "acme/api"),
            ("docker.io", "index.docker.io/acme/api"),
        ] {
            assert!(covers(registry, repository), "{registry} {repository}");
        }
        for (registry, repository) in [
            ("ghcr.io/ac", "ghcr.io/acme/api"),
            ("ghcr.io/acme/api", "ghcr.io/acme/apis"),
            ("ghcr.io", "quay.io/ghcr.io/api"),
            ("docker.io", "ghcr.io/acme/api"),
            ("docker.io/library", "acme/api"),
        ] {
            assert!(!covers(registry, repository), "{registry} {repository}");
        }
    }
}
