//! Calls: what is called takes, and which argument the cursor is in.

use wharf_analysis::functions;

use crate::context::{Cursor, Item, ItemKind, Opener, chain};
use crate::data::{Signature, TextRange};
use crate::declared::{Template, head_line, templates};
use crate::view::View;

/// What the call around an offset takes. `None` where there is none, or what is called is not known.
pub(crate) fn signature(view: &View, offset: u32) -> Option<Signature> {
    let cursor = Cursor::at(view.source.text(), offset)?;
    for (index, frame) in cursor.frames.iter().enumerate().rev() {
        if frame.opener != Opener::Paren {
            // Blocks end a call; lists, maps and texts are parts of its arguments.
            if frame.opener == Opener::Brace && !frame.map {
                return None;
            }
            continue;
        }
        let before = cursor.frames.get(index.checked_sub(1)?)?.row.as_slice();
        if before.last().is_none_or(|b| b.end != frame.start) {
            continue;
        }
        let label = match frame.row.as_slice() {
            [name, colon, ..] if colon.kind == ItemKind::Colon => Some(name.text),
            _ => None,
        };
        if let Some(found) = called(view, &chain(before), label, frame.rows.len()) {
            return Some(found);
        }
    }
    None
}

/// The template that a chain of items names: `t`, `module.t`.
pub(crate) fn named<'v>(view: &'v View, callee: &[Item<'_>]) -> Option<Template<'v>> {
    let (file, name) = match callee {
        [module, _, name] => (view.used.iter().find(|(n, _)| n == module.text).map(|(_, f)| &**f)?, name.text),
        [name] => (&*view.source, name.text),
        _ => return None,
    };
    templates(file).into_iter().find(|t| t.name == name)
}

fn called(view: &View, callee: &[Item<'_>], label: Option<&str>, place: usize) -> Option<Signature> {
    if let Some(template) = named(view, callee) {
        let text = template.file.text();
        let shown = |p: &wharf_syntax::tree::ParamDecl| {
            let end = p.default.as_ref().map_or(p.ty.span.end, |d| d.span.end);
            text.get(p.name.span.start as usize..end as usize).unwrap_or_default().to_owned()
        };
        let params = template.params.iter().map(|p| (p.name.text.as_str(), shown(p))).collect();
        let doc = template.stmt.doc.as_ref().map_or("", |d| d.text.as_str());
        return Some(made(&head_line(text, template.stmt), doc, params, label, place));
    }
    let [name] = callee else { return None };
    let function = functions().iter().find(|f| f.name == name.text)?;
    let params = function.params.iter().map(|p| (p.name, p.name.to_owned())).collect();
    Some(made(&function.signature(), function.doc, params, label, place))
}

/// A signature; the parameters' texts stand in its label one after the other.
fn made(label: &str, doc: &str, params: Vec<(&str, String)>, named: Option<&str>, place: usize) -> Signature {
    let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut from = label.find('(').unwrap_or(0);
    let active = match named {
        Some(name) => params.iter().position(|(n, _)| *n == name),
        None => Some(place).filter(|p| *p < params.len()),
    };
    let ranges = params.iter().map(|(_, shown)| {
        let at = label.get(from..).and_then(|rest| rest.find(shown.as_str())).map_or(from, |at| from + at);
        from = at + shown.len();
        TextRange::new(clip(at), clip(from))
    });
    Signature {
        params: ranges.collect(),
        label: label.to_owned(),
        documentation: doc.to_owned(),
        active: active.map(clip),
    }
}
