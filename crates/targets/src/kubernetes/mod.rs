//! Kubernetes manifests.
//!
//! One file for each declaration, below `kubernetes/`, from k8s-openapi's types, so that a field
//! that does not exist does not compile. `kubectl apply -f kubernetes/` takes the folder as it is,
//! and so does a stream of its files one after the other: each begins with `---`, and the
//! namespace comes first. What the server checks beyond the schemas is checked here, or cannot
//! arise.
//!
//! What this room leaves out: values of secrets (they are only referred to), anything that belongs
//! to one controller (annotations, classes), and order of start, which Kubernetes does not have.

mod account;
mod bundle;
mod claim;
mod config;
mod context;
mod cron;
mod env;
mod errors;
mod expand;
mod image;
mod job;
mod keda;
mod keys;
mod manifest;
mod metadata;
mod names;
mod namespace;
mod network;
mod once;
mod patches;
mod placement;
mod pod;
mod policies;
mod previous;
mod probe;
mod process;
mod resource;
mod rollout;
mod routes;
mod scaling;
mod secrets;
mod security;
mod service;
mod settings;
mod shell;
mod stop;
mod text;
mod volumes;

#[cfg(test)]
mod tests;

use wharf_diagnostics::sort;
use wharf_model::{App, Kind, OriginId, Target};

use crate::shared::checks;
use crate::yaml::{Record, Trie};
use crate::{Lower, Lowered, Options};
use context::Context;
use manifest::Manifest;

/// The target.
pub(crate) struct Kubernetes;

impl Lower for Kubernetes {
    fn target(&self) -> Target {
        Target::Kubernetes
    }

    fn lower(&self, app: &App, options: &Options) -> Lowered {
        if options.provenance { files::<Trie<OriginId>>(app, options) } else { files::<()>(app, options) }
    }
}

fn files<R: Record<OriginId> + 'static>(app: &App, options: &Options) -> Lowered {
    // What stood there before is compared with what is written.
    let cx = Context::new(app, options.check && options.previous.is_empty());
    network::check_node_ports(&cx);
    once::notes(&cx);
    checks::images(app).into_iter().for_each(|problem| cx.report(problem));
    let mut files = vec![namespace::file::<R>(&cx)];
    files.extend(settings::file::<R>(&cx));
    let routes = Manifest::<R>::new("routes", app.name.origin).patched(patches::app(), &app.patches.kubernetes);
    for kind in &app.kinds {
        match kind {
            // All in one file, above.
            Kind::Setting(_) => {}
            // A Secret is never written: `00-namespace.yaml` lists what has to exist.
            Kind::Secrets(group) => files.extend(secrets::file::<R>(&cx, group)),
            // Pulled from a registry.
            Kind::Image(_) => {}
            Kind::Config(config) => files.push(config::file::<R>(&cx, config)),
            Kind::Volume(volume) => files.extend(claim::file::<R>(&cx, volume)),
            Kind::Service(service) => files.push(service::file::<R>(&cx, service)),
            Kind::Job(job) => files.push(job::file::<R>(&cx, job)),
            Kind::Cron(cron) => files.push(cron::file::<R>(&cx, cron)),
            // All in one file, below.
            Kind::Route(_) | Kind::External(_) => {}
            Kind::Resource(resource) => files.push(resource::file::<R>(&cx, resource)),
        }
    }
    files.extend(routes::file(&cx, routes));
    files.extend(policies::file::<R>(&cx));
    patches::check(&cx);
    previous::changes(&cx, &options.previous, &files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut diagnostics = cx.into_problems();
    sort(&mut diagnostics);
    Lowered { files, diagnostics }
}
