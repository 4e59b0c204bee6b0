//! Claims that would change.

use wharf_diagnostics::{Diagnostic, Severity, Span, codes};

/// What is left where a claim cannot become what it should.
fn way_out(diagnostic: Diagnostic, name: &str) -> Diagnostic {
    diagnostic
        .help(format!("give it a new name, and copy what is in `{name}`"))
        .help(format!("where no cluster has it, delete `kubernetes/volume-{name}.yaml` of the outputs and build again"))
}

pub(in super::super) fn shrinks(span: Span, name: &str, was: &str, now: &str) -> Diagnostic {
    let message = format!("the claim `{name}` would shrink from {was} to {now}, which no cluster allows");
    way_out(Diagnostic::new(codes::VOLUME_SHRINKS, span, message).label(format!("{was} in the outputs so far")), name)
}

pub(in super::super) fn grows(span: Span, name: &str, was: &str, now: &str) -> Diagnostic {
    Diagnostic::new(codes::VOLUME_GROWS, span, format!("the claim `{name}` grows from {was} to {now}"))
        .label("its class has to allow it: `allowVolumeExpansion`")
        .note("some classes grow a volume only when its pod is started again")
}

pub(in super::super) fn class_changed(span: Span, name: &str, was: Option<&str>, now: Option<&str>) -> Diagnostic {
    let shown = |class: Option<&str>| class.map_or_else(|| String::from("the cluster's own"), |c| format!("`{c}`"));
    let message = format!("the class of the claim `{name}` would change from {} to {}", shown(was), shown(now));
    let mut diagnostic = Diagnostic::new(codes::CLAIM_FIXED, span, message).label("a claim keeps its class for ever");
    // The cluster has written its own class into the claim: it may be this one.
    if was.is_none() {
        diagnostic.severity = Severity::Warning;
        diagnostic = diagnostic.note("unless that is the one that the cluster chose");
    }
    way_out(diagnostic, name)
}

pub(in super::super) fn access_changed(span: Span, name: &str, was: &str, now: &str) -> Diagnostic {
    let message = format!("the access of the claim `{name}` would change from {was} to {now}");
    way_out(Diagnostic::new(codes::CLAIM_FIXED, span, message).label("a claim keeps its access for ever"), name)
}

/// `what` changed of a template, and whether it only grew.
pub(in super::super) fn template_changed(
    span: Span,
    (namespace, set): (&str, &str),
    template: &str,
    what: &str,
    grown: bool,
) -> Diagnostic {
    let message = format!("the claim template `{template}` of `{set}` changes, which a cluster refuses");
    let again = format!("kubectl delete statefulset {set} --cascade=orphan --namespace {namespace}");
    let diagnostic = Diagnostic::new(codes::TEMPLATE_CHANGED, span, message).label(what.to_owned());
    let diagnostic = diagnostic.help(format!("`{again}`, which leaves its pods running; then apply"));
    if grown {
        diagnostic.help(format!("each claim that is there grows by itself: `kubectl patch pvc {template}-{set}-0 …`"))
    } else {
        diagnostic.note("claims that are there stay as they are: the template is for new replicas")
    }
}
