//! The services of a Compose file that one service or job becomes: its process, and its init containers and
//! sidecars.

use std::collections::BTreeMap;

use wharf_model::{App, At, Container, Helper, Name, Pod, Role};

/// The name of the service that a helper becomes.
pub(super) fn helper_name(owner: &Name, helper: &Helper) -> String {
    format!("{owner}-{}", helper.name.value)
}

/// What runs under which name, in the order of the app's declarations.
pub(super) fn containers(app: &App) -> Vec<(String, &Container)> {
    let of_pod = |(name, pod): (&At<Name>, &'_ Pod)| -> Vec<String> {
        let helpers = pod.helpers.iter().map(|h| helper_name(name, h));
        std::iter::once(name.to_string()).chain(helpers).collect()
    };
    app.pods().flat_map(|(name, pod)| of_pod((name, pod)).into_iter().zip(pod.containers())).collect()
}

/// Whose pod each service is of.
pub(super) fn owners(app: &App) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (name, pod) in app.pods() {
        let helpers = pod.helpers.iter().map(|h| helper_name(name, h));
        out.extend(helpers.chain([name.to_string()]).map(|service| (service, name.to_string())));
    }
    out
}

/// Which services start before which.
pub(super) fn order(app: &App) -> BTreeMap<String, Vec<String>> {
    let mut out = BTreeMap::new();
    for (name, pod) in app.pods() {
        let mut before: Vec<String> = pod.needs.iter().map(|n| n.name.to_string()).collect();
        for helper in &pod.helpers {
            let own = helper_name(name, helper);
            match helper.role {
                Role::Init => {
                    out.insert(own.clone(), before.clone());
                    before.push(own);
                }
                Role::Sidecar(_) => {
                    out.insert(own, vec![name.to_string()]);
                }
            }
        }
        out.insert(name.to_string(), before);
    }
    out
}
