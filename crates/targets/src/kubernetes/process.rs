//! What services and jobs have in common when they become pods.

use wharf_model::{At, Container, Job, Name, OriginId, Pod, Probe, Service};

use super::metadata::{Component, Identity};

/// A service or a job, as the pods it becomes.
#[derive(Clone, Copy)]
pub(super) struct Process<'a> {
    pub(super) name: &'a At<Name>,
    pub(super) identity: Identity<'a>,
    pub(super) pod: &'a Pod,
    pub(super) container: &'a Container,
    /// The service, where it is one: its ports, probes and scale.
    pub(super) service: Option<&'a Service>,
}

impl<'a> Process<'a> {
    pub(super) fn service(service: &'a Service) -> Self {
        Self {
            name: &service.name,
            identity: Identity {
                name: service.name.as_str(),
                component: Component::Service,
                labels: &service.pod.labels,
                annotations: &service.pod.annotations,
            },
            pod: &service.pod,
            container: &service.pod.container,
            service: Some(service),
        }
    }

    pub(super) fn job(job: &'a Job) -> Self {
        Self {
            name: &job.name,
            identity: Identity {
                name: job.name.as_str(),
                component: Component::Job,
                labels: &job.pod.labels,
                annotations: &job.pod.annotations,
            },
            pod: &job.pod,
            container: &job.pod.container,
            service: None,
        }
    }

    /// The origin of whatever says nothing of its own.
    pub(super) fn origin(&self) -> OriginId {
        self.name.origin
    }

    /// The probes that the source says.
    pub(super) fn probes(&self) -> impl Iterator<Item = &'a Probe> {
        let probes = self.service.map(|s| &s.probes);
        probes.into_iter().flat_map(|p| [&p.startup, &p.ready, &p.live]).flatten()
    }

    /// The user that is known not to be root.
    pub(super) fn unprivileged_user(&self) -> Option<u32> {
        self.container.known_user.filter(|user| *user != 0)
    }
}
