//! How a pod stops.

use wharf_diagnostics::Diagnostic;
use wharf_model::{ImageRef, ImageSource, Stage, StepKind};

use super::context::Context;
use super::errors;
use super::process::Process;

/// How long a pod that is being stopped still takes requests: its endpoints leave the nodes'
/// tables and the gateways only after a while.
const DRAIN: i64 = 5;

/// The seconds of the `preStop` hook, where others reach the pod.
pub(super) fn drain_seconds(process: &Process<'_>) -> Option<i64> {
    process.service.filter(|s| !s.ports.is_empty()).map(|_| DRAIN)
}

/// The hook counts as part of the grace period: it is added, so that the process has its own in
/// full.
pub(super) fn grace_seconds(process: &Process<'_>) -> i64 {
    let grace = i64::try_from(process.stop.grace.whole_seconds()).unwrap_or(i64::MAX);
    grace.saturating_add(drain_seconds(process).unwrap_or(0))
}

/// Kubernetes sends the image's own signal. `lifecycle.stopSignal` is behind a feature gate
/// (`ContainerStopSignals`), which clusters do not open by default, and is then dropped unseen.
pub(super) fn problem(cx: &Context<'_>, process: &Process<'_>) -> Option<Diagnostic> {
    let signal = process.stop.signal.as_ref()?;
    let own = match &process.container.image.value {
        ImageRef::Built { name, stage } => cx.app.image(name).and_then(|image| match &image.source {
            ImageSource::Build(build) => {
                let wanted = |s: &&Stage| s.name.as_ref().map(|n| &n.value) == stage.as_ref();
                build.stages.iter().rev().find(wanted).and_then(stop_signal)
            }
            ImageSource::Existing(_) => None,
        }),
        ImageRef::Registry(_) => None,
    };
    match own {
        Some(own) if own == signal.value => None,
        Some(_) | None => Some(errors::stop_signal(cx.app.span(signal), &signal.value)),
    }
}

fn stop_signal(stage: &Stage) -> Option<&str> {
    stage.steps.iter().rev().find_map(|step| {
        if let StepKind::StopSignal(signal) = &step.kind.value { Some(signal.value.as_str()) } else { None }
    })
}
