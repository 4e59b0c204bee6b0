//! Where secrets are kept.

use wharf_diagnostics::{Diagnostic, Span, codes};

use super::at;

pub(crate) fn two_origins(first: &str, at_first: Span, second: &str, at_second: Span) -> Diagnostic {
    let (first, at_first, second, at_second) =
        if at_first <= at_second { (first, at_first, second, at_second) } else { (second, at_second, first, at_first) };
    at(
        codes::WRONG_FORM,
        at_second,
        format!("a group of secrets is either `{first}` or `{second}`"),
        "one of them makes the Secret, not both",
    )
    .also(at_first, "already said")
}

pub(crate) fn of_a_store(word: &str, span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, format!("`{word}` is said of a secret that a store keeps"), "no store is named")
        .help("for example: secrets api from store \"vault\" { db-password \"shop/db\" property \"password\" }")
}

pub(crate) fn optional_in_store(key: &str, flag: Span) -> Diagnostic {
    at(
        codes::WRONG_FORM,
        flag,
        format!("`{key}` of a store cannot be optional"),
        "without it no key of the group comes",
    )
    .note("External Secrets makes a Secret when it has found all of its keys")
}

pub(crate) fn nowhere_in_store(key: &str, span: Span) -> Diagnostic {
    at(codes::MISSING, span, format!("it is not said where the store keeps `{key}`"), "no path").help(format!(
        "for example: {key} \"shop/db\"; or `key \"shop/db\"` for all keys of the group, each a property"
    ))
}

pub(crate) fn not_sealed(key: &str, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, format!("`{key}` is not sealed: everybody could read it"), "not what `kubeseal` makes")
        .help(format!("`kubeseal --raw --name NAME --namespace NAMESPACE --from-file={key}` prints what goes here"))
}

pub(crate) fn nothing_sealed(key: &str, span: Span) -> Diagnostic {
    at(codes::MISSING, span, format!("nothing is sealed for `{key}`"), "no text")
        .help(format!("for example: {key} \"AgBy3i4O…\", which `kubeseal --raw` prints"))
}

pub(crate) fn value_of_secret(key: &str, span: Span) -> Diagnostic {
    at(
        codes::SECRET_IN_PLAIN_TEXT,
        span,
        format!("the value of `{key}` would stand in the source"),
        "everybody who has the source could read it",
    )
    .help("leave it out: whoever deploys gives it; or `from store \"NAME\"`, or `sealed`")
}

pub(crate) fn lacks_key(group: &str, key: &str, span: Span, used: Span) -> Diagnostic {
    at(codes::MISSING, span, format!("the secrets `{group}` have no key `{key}`"), "its Secret has to hold it")
        .also(used, "because of this")
        .help(format!("for example: \"{key}\" \"path/in/the/store\""))
}
