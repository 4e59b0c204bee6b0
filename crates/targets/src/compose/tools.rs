//! What an image is known to hold that can ask a probe's question.
//!
//! Compose runs a health check inside the container, so an HTTP or TCP probe needs a tool there.
//! Two families of images are enough: those with bash, which opens connections by itself
//! (`/dev/tcp`, enabled in the packages of Debian, Ubuntu and Red Hat), and those with busybox,
//! which has `wget` and `nc`.

use wharf_model::{App, BuildFrom, BuildImage, ImageRef, ImageSource, Name, Stage};

/// What can be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tools {
    Bash,
    Busybox,
}

/// Official images, and a few others, whose tags stand on Debian, Ubuntu or Oracle Linux, unless the
/// tag says otherwise.
const BASH: [&str; 45] = [
    "almalinux",
    "buildpack-deps",
    "cassandra",
    "debian",
    "drupal",
    "eclipse-temurin",
    "elasticsearch",
    "fedora",
    "flink",
    "ghost",
    "golang",
    "gradle",
    "haproxy",
    "httpd",
    "influxdb",
    "jenkins/jenkins",
    "kibana",
    "logstash",
    "mariadb",
    "maven",
    "mcr.microsoft.com/dotnet/aspnet",
    "mcr.microsoft.com/dotnet/runtime",
    "mcr.microsoft.com/dotnet/sdk",
    "memcached",
    "mongo",
    "mysql",
    "neo4j",
    "nextcloud",
    "nginx",
    "nginxinc/nginx-unprivileged",
    "node",
    "perl",
    "php",
    "postgis/postgis",
    "postgres",
    "python",
    "rabbitmq",
    "redis",
    "rockylinux",
    "ruby",
    "rust",
    "solr",
    "tomcat",
    "ubuntu",
    "valkey/valkey",
];

/// Official images, and a few others, whose tags stand on Alpine or busybox, unless the tag says
/// otherwise.
const BUSYBOX: [&str; 18] = [
    "adminer",
    "alpine",
    "axllent/mailpit",
    "busybox",
    "caddy",
    "docker",
    "eclipse-mosquitto",
    "gitea/gitea",
    "grafana/grafana",
    "hashicorp/consul",
    "hashicorp/vault",
    "prom/alertmanager",
    "prom/blackbox-exporter",
    "prom/node-exporter",
    "prom/prometheus",
    "prom/pushgateway",
    "registry",
    "traefik",
];

/// What the image of a container is known to hold; `None` where nobody can tell.
pub(super) fn of(app: &App, image: &ImageRef) -> Option<Tools> {
    match image {
        ImageRef::Registry(reference) => of_reference(reference.as_str()),
        ImageRef::Built { name, stage, .. } => {
            let image = app.image(name)?;
            match &image.source {
                ImageSource::Build(build) => of_stage(app, build, stage_named(build, stage.as_ref())?, 0),
                ImageSource::Existing(_) => None,
            }
        }
    }
}

fn stage_named<'a>(build: &'a BuildImage, name: Option<&Name>) -> Option<&'a Stage> {
    match name {
        Some(name) => build.stages.iter().find(|s| s.name.as_ref().is_some_and(|n| n.value == *name)),
        None => build.stages.last(),
    }
}

/// A stage holds what its base holds. `depth` bounds a chain of images.
fn of_stage(app: &App, build: &BuildImage, stage: &Stage, depth: u32) -> Option<Tools> {
    if depth > 64 {
        return None;
    }
    match &stage.from.value {
        BuildFrom::Registry(reference) => of_reference(reference),
        BuildFrom::Scratch => None,
        BuildFrom::Stage(name) => of_stage(app, build, stage_named(build, Some(name))?, depth + 1),
        BuildFrom::Image(name) => match &app.image(name)?.source {
            ImageSource::Build(other) => of_stage(app, other, other.stages.last()?, depth + 1),
            ImageSource::Existing(_) => None,
        },
    }
}

/// The tag counts for more than the name: `node:22-alpine` is Alpine's. A `${ARG}` in it may be
/// anything.
fn of_reference(reference: &str) -> Option<Tools> {
    let rest = reference.split('@').next().unwrap_or(reference);
    let (repository, tag) = match rest.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => (repository, tag),
        _ => (rest, ""),
    };
    let name = repository.trim_start_matches("docker.io/").trim_start_matches("library/");
    let known = BASH.contains(&name) || BUSYBOX.contains(&name);
    let other = ["distroless", "scratch", "chiseled", "windows", "nanoserver", "static"];
    let ubuntu = ["ubuntu", "debian", "bookworm", "trixie", "bullseye", "noble", "jammy"];
    if !known || tag.contains('$') || other.iter().any(|o| tag.contains(o)) {
        None
    } else if tag.contains("alpine") || tag.contains("busybox") {
        Some(Tools::Busybox)
    } else if BASH.contains(&name) || ubuntu.iter().any(|u| tag.contains(u)) {
        Some(Tools::Bash)
    } else {
        Some(Tools::Busybox)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_known_by_name_and_tag() {
        for (reference, tools) in [
            ("postgres:17.2", Some(Tools::Bash)),
            ("docker.io/library/postgres:17.2", Some(Tools::Bash)),
            ("postgres:17.2-alpine", Some(Tools::Busybox)),
            ("node:${V}-slim", None),
            ("caddy:2.10", Some(Tools::Busybox)),
            ("grafana/grafana:12.0.0-ubuntu", Some(Tools::Bash)),
            ("prom/prometheus:v3.5.0-distroless", None),
            ("nats:2.11", None),
            ("gcr.io/distroless/static:nonroot", None),
            ("ghcr.io/acme/postgres:1", None),
            ("debian", Some(Tools::Bash)),
            ("nginxinc/nginx-unprivileged:1.30-alpine-slim", Some(Tools::Busybox)),
            ("mcr.microsoft.com/dotnet/aspnet:10.0-noble", Some(Tools::Bash)),
            ("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", None),
        ] {
            assert_eq!(of_reference(reference), tools, "{reference}");
        }
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(BASH.is_sorted() && BUSYBOX.is_sorted());
    }
}
