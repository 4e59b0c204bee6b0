//! What services and jobs have in common when they become pods: each container of them.

use wharf_model::{At, Container, Helper, Job, Name, OriginId, Pod, Probe, Probes, Role, Service};

use super::metadata::{Component, Identity};

/// A container of a service or a job, in the pods that these become.
#[derive(Clone, Copy)]
pub(super) struct Process<'a> {
    /// The container's name, which is the owner's for the process itself.
    pub(super) name: &'a At<Name>,
    /// Whose pod it is.
    pub(super) owner: &'a At<Name>,
    pub(super) identity: Identity<'a>,
    pub(super) pod: &'a Pod,
    pub(super) container: &'a Container,
    /// What is asked of it.
    pub(super) probes: Option<&'a Probes>,
    /// What it is for, where it is not the process itself.
    pub(super) role: Option<&'a Role>,
    /// The service, where the pod is of one: its ports and scale.
    pub(super) service: Option<&'a Service>,
}

impl<'a> Process<'a> {
    pub(super) fn service(service: &'a Service) -> Self {
        let component = if service.is_daemon() { Component::Daemon } else { Component::Service };
        let this = Self::of(&service.name, component, &service.pod);
        Self { probes: Some(&service.probes), service: Some(service), ..this }
    }

    pub(super) fn job(job: &'a Job) -> Self {
        Self::of(&job.name, Component::Job, &job.pod)
    }

    pub(super) fn cron(job: &'a Job) -> Self {
        Self::of(&job.name, Component::Cron, &job.pod)
    }

    fn of(name: &'a At<Name>, component: Component, pod: &'a Pod) -> Self {
        Self {
            name,
            owner: name,
            identity: Identity { name: name.as_str(), component, labels: &pod.labels, annotations: &pod.annotations },
            pod,
            container: &pod.container,
            probes: None,
            role: None,
            service: None,
        }
    }

    /// The further containers of its pod, in their order.
    pub(super) fn helpers(&self) -> impl Iterator<Item = Process<'a>> + use<'a> {
        let this = *self;
        this.pod.helpers.iter().map(move |helper: &'a Helper| Self {
            name: &helper.name,
            container: &helper.container,
            probes: if let Role::Sidecar(probes) = &helper.role { Some(&**probes) } else { None },
            role: Some(&helper.role),
            ..this
        })
    }

    /// All containers of its pod: the process itself, then the helpers.
    pub(super) fn containers(&self) -> impl Iterator<Item = Process<'a>> + use<'a> {
        std::iter::once(*self).chain(self.helpers())
    }

    /// What names of objects that belong to the container are made from: `api`, `api-proxy`.
    pub(super) fn base(&self) -> String {
        match self.role {
            None => self.name.to_string(),
            Some(_) => format!("{}-{}", self.owner.value, self.name.value),
        }
    }

    /// The origin of whatever says nothing of its own.
    pub(super) fn origin(&self) -> OriginId {
        self.name.origin
    }

    /// The probes that the source says.
    pub(super) fn probes(&self) -> impl Iterator<Item = &'a Probe> + use<'a> {
        self.probes.into_iter().flat_map(|p| [&p.startup, &p.ready, &p.live]).flatten()
    }

    /// The user that is known not to be root.
    pub(super) fn unprivileged_user(&self) -> Option<u32> {
        self.container.known_user.filter(|user| *user != 0)
    }
}
