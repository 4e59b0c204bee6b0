//! How a pod stops.

use wharf_diagnostics::Diagnostic;

use super::context::Context;
use super::process::Process;
use super::{errors, image};

/// How long a pod that is being stopped still takes requests: its endpoints leave the nodes'
/// tables and the gateways only after a while.
const DRAIN: i64 = 5;

/// The seconds of the `preStop` hook, where others reach the pod.
pub(super) fn drain_seconds(process: &Process<'_>) -> Option<i64> {
    let said = process.pod.stop.drain.as_ref().map(|drain| i64::try_from(drain.whole_seconds()).unwrap_or(i64::MAX));
    said.or_else(|| process.service.filter(|s| !s.ports.is_empty()).map(|_| DRAIN))
}

/// The hook counts as part of the grace period: it is added, so that the process has its own in
/// full.
pub(super) fn grace_seconds(process: &Process<'_>) -> i64 {
    let grace = i64::try_from(process.pod.stop.grace.whole_seconds()).unwrap_or(i64::MAX);
    grace.saturating_add(drain_seconds(process).unwrap_or(0))
}

/// Kubernetes sends the image's own signal. `lifecycle.stopSignal` is behind a feature gate
/// (`ContainerStopSignals`), which clusters do not open by default, and is then dropped unseen.
pub(super) fn problem(cx: &Context<'_>, process: &Process<'_>) -> Option<Diagnostic> {
    let signal = process.pod.stop.signal.as_ref()?;
    let own = image::stop_signal(cx.app, &process.container.image);
    match own {
        Some(own) if own == signal.value => None,
        Some(_) | None => Some(errors::stop_signal(cx.app.span(signal), &signal.value)),
    }
}
