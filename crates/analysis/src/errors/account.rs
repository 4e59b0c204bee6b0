//! Accounts.

use wharf_diagnostics::{Diagnostic, Span, closest, codes};

use super::at;

pub(crate) fn external_with_rules(name: &str, span: Span) -> Diagnostic {
    at(
        codes::WRONG_FORM,
        span,
        format!("the account `{name}` exists, with permissions of its own"),
        "nothing is added to them",
    )
}

pub(crate) fn account_without_rules(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "an account that may do nothing needs no token", "nothing is allowed")
        .help("for example: account { can get, list pods }")
}

pub(crate) fn verb_or_resource(word: &str, verbs: &[&str], span: Span) -> Diagnostic {
    let what = if verbs.contains(&word) { "it is not said with what" } else { "it is not said what it may do with it" };
    at(codes::WRONG_FORM, span, what, "verbs, and then a resource").help("for example: can get, list pods")
}

pub(crate) fn unknown_verb(word: &str, verbs: &[&'static str], span: Span) -> Diagnostic {
    let d = Diagnostic::new(codes::UNKNOWN_CHOICE, span, format!("`{word}` is nothing that one can do with objects"));
    match closest(word, verbs.iter().copied()) {
        Some(near) => d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{word}` → `{near}`"), span, near),
        None => d.label(format!("the verbs are {}", verbs.join(", "))),
    }
}

pub(crate) fn verb_twice(verb: &str, span: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("`{verb}` stands twice"), "again here")
}

pub(crate) fn bad_resource(word: &str, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, format!("`{word}` is no resource"), "its plural, in lower case, behind its group")
        .help("for example: `pods`, `\"pods/log\"`, `\"apps/deployments\"`, `\"gateway.networking.k8s.io/httproutes\"`")
}

pub(crate) fn reads_secrets(span: Span) -> Diagnostic {
    at(
        codes::SECRETS_BY_ACCOUNT,
        span,
        "whoever takes over this process can read secrets of the namespace by its account",
        "secrets through the API server",
    )
    .help("hand over the one that it needs: `env { TOKEN = secrets.token }`")
}

pub(crate) fn verb_without_names(verb: &str, span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, format!("`{verb}` is not for single objects"), "with `named`, it allows nothing")
}

pub(crate) fn account_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("two accounts are called `{name}`"), "again here")
        .also(first, "first here")
        .help("each has its own; or make one beside the app, and say `account external \"NAME\"`")
}
