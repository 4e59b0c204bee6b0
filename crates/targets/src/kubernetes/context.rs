//! What every part of the lowering needs: the app, the names it derives, and a place for problems.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use wharf_diagnostics::Diagnostic;
use wharf_model::{App, Name, Route, SecretGroup, SecretRef, Service};

use super::bundle::Bundle;
use super::{config, names, network, routes, settings};

/// The app that is being lowered.
pub(super) struct Context<'a> {
    pub(super) app: &'a App,
    /// Whether what the files hold is of no interest.
    pub(super) check: bool,
    services: BTreeMap<String, String>,
    routes: BTreeMap<String, String>,
    configs: BTreeMap<&'a Name, Bundle>,
    /// The words of the objects that were written, by their owners, where these set fields of them.
    written: RefCell<BTreeMap<String, BTreeSet<String>>>,
    problems: RefCell<Vec<Diagnostic>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(app: &'a App, check: bool) -> Self {
        let reserved: BTreeSet<String> = app.services().map(|s| s.name.to_string()).collect();
        let services = names::distinct(names::LABEL, &reserved, app.services().flat_map(network::derived_names));
        let routes =
            names::distinct(names::LABEL, &BTreeSet::new(), app.routes().map(|r| routes::derived_name(app, r)));
        let mut cx = Self {
            app,
            check,
            services,
            routes,
            configs: BTreeMap::new(),
            written: RefCell::default(),
            problems: RefCell::new(settings::problems(app)),
        };
        cx.configs = app.configs().map(|c| (&c.name.value, config::bundle(&cx, c))).collect();
        cx
    }

    /// Keeps a problem.
    pub(super) fn report(&self, problem: Diagnostic) {
        self.problems.borrow_mut().push(problem);
    }

    /// Remembers that an object was written.
    pub(super) fn wrote(&self, owner: &str, object: &str) {
        self.written.borrow_mut().entry(owner.to_owned()).or_default().insert(object.to_owned());
    }

    /// The objects that an owner has, as far as it was asked for.
    pub(super) fn written(&self, owner: &str) -> BTreeSet<String> {
        self.written.borrow().get(owner).cloned().unwrap_or_default()
    }

    /// All problems, in the order they were met.
    pub(super) fn into_problems(self) -> Vec<Diagnostic> {
        self.problems.into_inner()
    }

    /// The name of a Service object beside the service's own; the identity is one that
    /// [`network::derived_names`] gives.
    pub(super) fn service_object(&self, identity: &str) -> String {
        self.services.get(identity).cloned().unwrap_or_default()
    }

    /// The name of a route's objects.
    pub(super) fn route_object(&self, route: &Route) -> String {
        let (identity, plain) = routes::derived_name(self.app, route);
        self.routes.get(&identity).cloned().unwrap_or(plain)
    }

    /// The ConfigMap of a config.
    pub(super) fn config(&self, name: &Name) -> Option<&Bundle> {
        self.configs.get(name)
    }

    /// The group that a secret is of.
    pub(super) fn secret_group(&self, secret: &SecretRef) -> Option<&'a SecretGroup> {
        self.app.secret_group(secret.group.as_ref())
    }

    /// The name of the Secret object that holds a secret, and whether the key may be absent.
    pub(super) fn secret(&self, secret: &SecretRef) -> (String, bool) {
        let group = self.secret_group(secret);
        let optional =
            group.and_then(|g| g.keys.iter().find(|k| k.key.value == secret.key)).is_some_and(|k| k.optional);
        (group.map(|g| g.object.to_string()).unwrap_or_default(), optional)
    }

    /// The ports of a service that routes lead to, by number.
    pub(super) fn routed_ports<'s>(&self, service: &'s Service) -> Vec<&'s wharf_model::Port> {
        let leads_to = |port: &Name| {
            self.app
                .routes()
                .flat_map(|r| &r.rules)
                .flat_map(|rule| rule.backends())
                .any(|backend| backend.to.service == service.name.value && backend.to.port == *port)
        };
        service.ports.iter().filter(|p| leads_to(&p.name)).collect()
    }
}
