//! What the front desk itself reports.

use wharf_diagnostics::{Diagnostic, Span, codes};
use wharf_model::Target;

pub(crate) fn bad_params(name: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_TEXT, span, format!("`{name}` holds no params"))
        .label(why.to_owned())
        .help("a file of params is a map of names, in JSON or YAML: `{\"domain\": \"example.com\"}`")
}

pub(crate) fn no_app(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NO_APP, span, "there is no app to build")
        .label("no `app` is declared")
        .help("for example: app hello { service web { image \"nginx:1.29\" } }")
}

pub(crate) fn same_app(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE, span, format!("two apps are called `{name}`"))
        .label("again here")
        .also(first, "first here")
        .note("each app is written into a folder of its name")
}

/// The environment that is asked for has nothing for the targets that are asked for.
pub(crate) fn environment_of_other_target(name: &str, span: Span, targets: &[Target]) -> Diagnostic {
    let own: Vec<&str> = targets.iter().map(|t| t.name()).collect();
    Diagnostic::new(codes::REFUSED, span, format!("the environment `{name}` is not for this target"))
        .label(format!("it is for {}", own.join(" and ")))
}
