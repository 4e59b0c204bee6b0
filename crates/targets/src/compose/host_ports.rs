//! Where ports appear on the developer's machine, so that no two claim one number.

use std::collections::{BTreeMap, BTreeSet};

use wharf_model::{App, Expose, ExposeAs, Name, Port, Protocol, Service};

/// The numbers that are taken, and who opens its ports where.
pub(super) struct HostPorts {
    taken: BTreeSet<(Protocol, u16)>,
    exposed: BTreeMap<(Name, Name), Option<u16>>,
}

impl HostPorts {
    /// Ports that are published come first, then load balancers and node ports in the order of
    /// their services.
    pub(super) fn of(app: &App) -> Self {
        let ports = app.services().flat_map(|s| &s.ports);
        let taken = ports.filter_map(|p| Some((p.protocol, p.publish.as_ref()?.port.get()))).collect();
        let mut this = Self { taken, exposed: BTreeMap::new() };
        for service in app.services() {
            for expose in &service.expose {
                if let Some(port) = service.port(&expose.port).filter(|p| p.publish.is_none()) {
                    let number = this.number(service, port, expose);
                    this.exposed.entry((service.name.value.clone(), port.name.value.clone())).or_insert(number);
                }
            }
        }
        this
    }

    fn number(&mut self, service: &Service, port: &Port, expose: &Expose) -> Option<u16> {
        let wanted = match expose.kind {
            ExposeAs::LoadBalancer(number) => Some(number.unwrap_or(port.number.value)),
            ExposeAs::NodePort(number) => number,
        };
        let wanted = wanted.filter(|_| service.scale.min() <= 1)?.get();
        self.taken.insert((port.protocol, wanted)).then_some(wanted)
    }

    /// Where an exposed port is opened: not at all (`None`), at whatever number is free
    /// (`Some(None)`: several replicas, or the number is taken), or at that one.
    pub(super) fn exposed(&self, service: &Service, port: &Port) -> Option<Option<u16>> {
        self.exposed.get(&(service.name.value.clone(), port.name.value.clone())).copied()
    }

    /// The first free TCP port from this one on.
    pub(super) fn free_from(&self, first: u16) -> u16 {
        (first..u16::MAX).find(|n| !self.taken.contains(&(Protocol::Tcp, *n))).unwrap_or(first)
    }
}
