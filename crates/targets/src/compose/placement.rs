//! What of a machine a process gets. Where it runs is not asked: Compose has one machine.

use wharf_model::{OriginId, Placement};

use super::context::Context;
use super::{errors, types};
use crate::yaml::Cursor;

/// The graphics processors that Docker knows a driver for.
const NVIDIA: &str = "nvidia.com/gpu";

/// The platform of any container of a pod; an image that is built has its own.
pub(super) fn platform<C: Cursor<OriginId>>(said: &Placement, at: C, out: &mut types::Service) {
    if let Some(arch) = said.arch.as_ref().filter(|_| out.platform.is_none()) {
        at.key("platform").set(arch.origin);
        out.platform = Some(format!("linux/{}", arch.name()));
    }
}

/// Devices and limits of the process itself.
pub(super) fn of_process<C: Cursor<OriginId>>(cx: &mut Context<'_>, said: &Placement, at: C, out: &mut types::Service) {
    for (name, count) in &said.devices {
        if name.value != NVIDIA {
            cx.problem(errors::no_such_device(cx.app, name));
            continue;
        }
        at.key("deploy").key("resources").key("reservations").key("devices").set(count.origin);
        out.deploy.resources.reservations.devices.push(types::Device {
            driver: "nvidia",
            count: count.value,
            capabilities: vec!["gpu"],
        });
    }
    for (name, limit) in &said.ulimits {
        at.key("ulimits").key(name.value).set(limit.origin);
        out.ulimits.insert(name.value, limit.value);
    }
}
