//! A Compose file, and what stands beside it.
//!
//! `compose.yaml` for `docker compose`; `.env.example` with every variable that it reads;
//! `gateway/Caddyfile` where the app has routes; `configs/<config>/<key>` for configs that are
//! mounted as files. What a cluster does and Compose does not (restart the unhealthy, scale by
//! load, size volumes) is said in notes and warnings. Dockerfiles are another target's: the build
//! sections point to where that one writes them.

mod build_uses;
mod builds;
mod caddy_rule;
mod caddyfile;
mod config_files;
mod context;
mod dotenv;
mod environment;
mod errors;
mod format;
mod gateway;
mod health;
mod host_ports;
mod mounts;
mod networks;
mod once;
mod parts;
mod patches;
mod placement;
mod process;
mod rollout;
mod secrets;
mod service;
#[cfg(test)]
mod tests;
mod tools;
mod types;
mod volumes;

use std::collections::BTreeMap;

use wharf_model::{App, Kind, OriginId, Target};

use self::context::{Context, Table};
use self::gateway::Gateway;
use crate::shared::{GENERATED, checks};
use crate::yaml::{self, Cursor, Record, Trie};
use crate::{File, LineOrigin, Lower, Lowered, Options};

/// The target.
pub(crate) struct Compose;

impl Lower for Compose {
    fn target(&self) -> Target {
        Target::Compose
    }

    fn lower(&self, app: &App, options: &Options) -> Lowered {
        if options.provenance { lower::<Trie<OriginId>>(app, options) } else { lower::<()>(app, options) }
    }
}

fn lower<R: Record<OriginId>>(app: &App, options: &Options) -> Lowered {
    let mut cx = Context::new(app, options);
    let marks = R::default();
    let root = marks.root();
    root.set(app.name.origin);
    let services = root.key("services");
    let mut entries: Vec<(String, types::Service)> = Vec::new();
    // Volumes of services give way to the app's in a conflict of names, whatever comes first.
    for volume in app.volumes() {
        volumes::volume(&mut cx, volume);
    }
    for kind in &app.kinds {
        match kind {
            Kind::Service(service) => {
                entries.extend(service::service(&mut cx, service, services));
            }
            Kind::Job(job) => {
                entries.extend(service::job(&mut cx, job, services));
            }
            Kind::Cron(cron) => {
                entries.extend(service::cron(&mut cx, cron, services));
            }
            // Volumes are there already. The others appear where they are used, settings and
            // secrets in `.env.example` as well, and routes in the gateway.
            Kind::Volume(_)
            | Kind::Setting(_)
            | Kind::Secrets(_)
            | Kind::Config(_)
            | Kind::Image(_)
            | Kind::External(_)
            | Kind::Route(_)
            // Kubernetes' alone, which is said once below.
            | Kind::Resource(_) => {}
        }
    }
    for (image, name) in cx.builders.bases().to_vec() {
        if let Some(image) = app.image(&image) {
            entries.push((name.clone(), builds::base(&mut cx, &name, image, services.key(&name))));
        }
    }
    cx.problems.extend(checks::images(app));
    let gateway = Gateway::of(&cx);
    if let Some(gateway) = &gateway {
        let name = gateway.name.clone();
        entries.push((name.clone(), gateway.service(&mut cx, services.key(&name))));
    }
    let networks = networks::assign(&mut cx, &mut entries, gateway.as_ref());
    for (name, service) in &entries {
        for (i, network) in service.networks.iter().enumerate() {
            let origin = networks.get(network).map_or(cx.app.network.origin, |(_, origin)| *origin);
            services.key(name).key("networks").index(i).set(origin);
        }
    }
    once::notes(&mut cx);
    if let Some(file) = dotenv::file(&cx, gateway.as_ref()) {
        cx.files.insert(file.path.clone(), file);
    }
    let project = types::Project {
        name: app.name.to_string(),
        services: types::Entries(entries),
        networks: table(networks, root.key("networks")),
        volumes: table(std::mem::take(&mut cx.volumes), root.key("volumes")),
        configs: table(std::mem::take(&mut cx.configs), root.key("configs")),
        secrets: table(std::mem::take(&mut cx.secrets), root.key("secrets")),
    };
    match patches::write(&mut cx, &project, &marks) {
        Ok(document) => {
            let file = yaml_file(document);
            cx.files.insert(file.path.clone(), file);
        }
        Err(error) => cx.problem(errors::not_yaml(app, &error)),
    }
    wharf_diagnostics::sort(&mut cx.problems);
    Lowered { files: cx.files.into_values().collect(), diagnostics: cx.problems }
}

/// The entries alone, their origins marked.
fn table<T, C: Cursor<OriginId>>(table: Table<T>, at: C) -> BTreeMap<String, T> {
    let mark = |(name, (value, origin)): (String, (T, OriginId))| {
        at.key(&name).set(origin);
        (name, value)
    };
    table.into_iter().map(mark).collect()
}

fn yaml_file(document: yaml::Document<OriginId>) -> File {
    // The header's line is the app's, as the first of the document is.
    let below = |line: u32| if line == 0 { 0 } else { line.saturating_add(1) };
    let lines = document.lines.iter().filter_map(|l| Some(LineOrigin { line: below(l.line), origin: l.origin? }));
    let text = format!("# {GENERATED}\n{}", document.text);
    File { path: String::from("compose.yaml"), lines: lines.collect(), contents: text.into_bytes() }
}
