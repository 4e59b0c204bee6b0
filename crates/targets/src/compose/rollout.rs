//! How a new version takes the place of the old one: said to those who read `deploy`, such as Swarm.

use wharf_model::{OriginId, Service, Share, Way};

use super::context::Context;
use super::format::duration;
use super::types;
use crate::yaml::Cursor;

/// Fills in `update_config`. `at` is `deploy`.
pub(super) fn update<C: Cursor<OriginId>>(cx: &mut Context<'_>, service: &Service, at: C, deploy: &mut types::Deploy) {
    let rollout = &service.rollout;
    let origins = [
        rollout.way.as_ref().map(|w| w.origin),
        rollout.pause.as_ref().map(|p| p.origin),
        rollout.deadline.as_ref().map(|d| d.origin),
        rollout.history.as_ref().map(|h| h.origin),
    ];
    let Some(first) = origins.into_iter().flatten().next() else { return };
    cx.repeated
        .rollouts
        .push((first, format!("`docker compose up` stops `{}` and starts it anew", service.name.value)));
    let at = at.key("update_config").set(first);
    let mut config = types::UpdateConfig::default();
    match rollout.way.as_ref().map(|w| &w.value) {
        Some(Way::Rolling { surge, unavailable, .. }) => {
            let more = surge.as_ref().is_none_or(|s| !s.value.is_zero());
            config.order = Some(if more { "start-first" } else { "stop-first" });
            let number = if more { surge } else { unavailable };
            if let Some(share) = number {
                at.key("parallelism").set(share.origin);
                config.parallelism = Some(count(share.value, service.scale.min()));
            }
        }
        Some(Way::Recreate) => {
            config.order = Some("stop-first");
            // All at once.
            config.parallelism = Some(0);
        }
        Some(Way::OnDelete) | None => {}
    }
    if let Some(pause) = &rollout.pause {
        at.key("delay").set(pause.origin);
        config.delay = Some(duration(pause.value));
    }
    if config != types::UpdateConfig::default() {
        deploy.update_config = Some(config);
    }
}

/// So many, at least one.
fn count(share: Share, of: u32) -> u32 {
    match share {
        Share::Count(n) => n.max(1),
        Share::Part(part) => of.saturating_mul(u32::try_from(part.whole()).unwrap_or(100)).div_ceil(100).max(1),
    }
}
