//! Which argument of a call belongs to which parameter.

use wharf_diagnostics::{Diagnostic, Span};
use wharf_syntax::tree::Arg;

use crate::errors::functions as errors;

/// For each parameter the index of its argument, if it has one. Arguments without a label come first
/// and fill the parameters in their order; labels name the others.
///
/// `who` is what is called, for messages (`` `join` ``, `` template `site` ``); `span` is the call;
/// each parameter is its name and whether it must be given.
///
/// # Errors
/// W0109, one for each fault: too many, an unknown label, one given twice, one without a label after
/// one with, and one for all that are missing.
pub(crate) fn arrange(
    who: &str,
    span: Span,
    params: &[(&str, bool)],
    args: &[Arg],
) -> Result<Vec<Option<usize>>, Vec<Diagnostic>> {
    let mut found: Vec<Option<usize>> = vec![None; params.len()];
    let mut wrong = Vec::new();
    let mut labelled: Option<Span> = None;
    let mut surplus = false;
    for (i, arg) in args.iter().enumerate() {
        let at = arg.label.as_ref().map_or(arg.value.span, |l| l.span);
        let place = match &arg.label {
            Some(label) => {
                labelled = labelled.or(Some(label.span));
                let place = params.iter().position(|(name, _)| *name == label.text);
                if place.is_none() {
                    wrong.push(errors::unknown_label(who, &label.text, params.iter().map(|p| p.0), at));
                }
                place
            }
            None => match labelled {
                Some(first) => {
                    wrong.push(errors::after_label(who, at, first));
                    None
                }
                None if i >= params.len() => {
                    // One diagnostic for all of them.
                    if !std::mem::replace(&mut surplus, true) {
                        wrong.push(errors::too_many(who, params, args.len(), at));
                    }
                    None
                }
                None => Some(i),
            },
        };
        let Some((slot, (name, _))) = place.and_then(|p| Some((found.get_mut(p)?, params.get(p)?))) else { continue };
        match *slot {
            Some(first) => {
                let first = args.get(first).map_or(at, |a| a.label.as_ref().map_or(a.value.span, |l| l.span));
                wrong.push(errors::twice(who, name, at, first));
            }
            None => *slot = Some(i),
        }
    }
    let missing: Vec<&str> =
        params.iter().zip(&found).filter(|((_, required), f)| *required && f.is_none()).map(|((n, _), _)| *n).collect();
    // An argument that found no place may be one of those that are missing.
    if !missing.is_empty() && wrong.is_empty() {
        wrong.push(errors::missing(who, &missing, span));
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}
