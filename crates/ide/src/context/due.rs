//! What is due at a cursor.

use wharf_analysis::functions;
use wharf_analysis::vocabulary::{BlockKind, Sign, Slot, Ty, Word};

use super::blocks::behind;
use super::{Around, Cursor, Item, ItemKind, Opener};
use crate::arguments::{Matched, matched};
use crate::blocks::{Begins, word_of};

/// What a value is for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    /// The word of its statement.
    pub(crate) word: Option<&'static Word>,
    /// The slot that it stands in.
    pub(crate) slot: Option<&'static Slot>,
    /// The type that is due.
    pub(crate) ty: Option<Ty>,
}

/// What is due.
#[derive(Clone, Debug)]
pub(crate) enum Due<'t> {
    /// Nothing that is known.
    Nothing,
    /// The beginning of a statement of a block, behind `add` or `remove` where it is said.
    Statement { kind: BlockKind, behind: Option<&'t str> },
    /// An argument of a statement.
    Argument { kind: BlockKind, word: &'static Word, matched: Matched, first: Option<Item<'t>> },
    /// A value.
    Value(Wanted),
    /// An argument of a call, by its name or as a value: what is called, the names that are given, the place.
    CallArgument { callee: Vec<Item<'t>>, given: Vec<&'t str>, wanted: Wanted },
    /// A name behind a dot: what stands before that.
    Member { base: Vec<Item<'t>>, wanted: Wanted },
    /// A type.
    Type,
    /// Words of the grammar.
    Words(&'static [&'static str]),
    /// A key of a map, or a field.
    Key,
    /// Inside of a string: what the string is for, and where its text begins.
    Text { wanted: Wanted, inside: u32, after: Option<Item<'t>> },
}

const OPERATORS: &[&str] = &["and", "or", "in", "not", "if", "then", "else"];

/// What is due at the cursor.
pub(crate) fn due<'t>(cursor: &Cursor<'t>, around: &Around<'t>) -> Due<'t> {
    let Some(last) = cursor.frames.len().checked_sub(1) else { return Due::Nothing };
    at(cursor, around, last)
}

/// What is due behind the row of a frame. No deeper than brackets are open.
fn at<'t>(cursor: &Cursor<'t>, around: &Around<'t>, index: usize) -> Due<'t> {
    let Some(frame) = cursor.frames.get(index) else { return Due::Nothing };
    let row = frame.row.as_slice();
    let outer = || index.checked_sub(1).map_or(Due::Nothing, |i| at(cursor, around, i));
    let before = index.checked_sub(1).and_then(|i| cursor.frames.get(i)).map_or(&[][..], |f| f.row.as_slice());
    let innermost = index + 1 == cursor.frames.len();
    match frame.opener {
        Opener::Text => {
            let after = before.first().copied();
            Due::Text { wanted: wanted(&outer()), inside: frame.inside, after }
        }
        Opener::Interpolation => expression(cursor, row, Wanted { ty: Some(Ty::Text), ..Wanted::default() }, innermost),
        Opener::Square => {
            let index_of = before.last().is_some_and(|b| b.end == frame.start && ends_operand(b));
            let inner = if index_of { Wanted::default() } else { item_of(wanted(&outer())) };
            expression(cursor, row, inner, innermost)
        }
        Opener::Paren => {
            let called = before.last().is_some_and(|b| b.end == frame.start && ends_operand(b));
            match before {
                [first, _] if first.is("template") => return param(cursor, row, innermost),
                [first, _, ty, ..] if first.is("param") && called && ty.kind == ItemKind::Word && no_bind(before) => {
                    return Due::Type;
                }
                _ => {}
            }
            if !called {
                return expression(cursor, row, wanted(&outer()), innermost);
            }
            let callee = chain(before);
            let given = frame.rows.iter().filter_map(|r| label(r)).collect();
            let found = label(row).map_or_else(|| param_at(&callee, frame.rows.len()), |l| param_of(&callee, l));
            if label(row).is_none() && row.is_empty() {
                return Due::CallArgument { callee, given, wanted: found };
            }
            let value = row.get(if label(row).is_some() { 2 } else { 0 }..).unwrap_or_default();
            expression(cursor, value, found, innermost)
        }
        Opener::Brace if frame.map => match row.iter().position(|i| i.kind == ItemKind::Bind) {
            Some(i) => {
                let value = row.get(i + 1..).unwrap_or_default();
                expression(cursor, value, Wanted::default(), innermost)
            }
            None if row.is_empty() => Due::Key,
            None => Due::Nothing,
        },
        Opener::Brace | Opener::File => match around.kind {
            Some(kind) => statement(cursor, kind, around.overrides, row, innermost),
            None if row.is_empty() => Due::Statement { kind: BlockKind::Service, behind: None },
            None => statement(cursor, BlockKind::Service, around.overrides, row, innermost),
        },
    }
}

fn no_bind(row: &[Item<'_>]) -> bool {
    !row.iter().any(|i| i.kind == ItemKind::Bind)
}

/// `name:` at the beginning of an argument.
fn label<'t>(row: &[Item<'t>]) -> Option<&'t str> {
    match row {
        [name, colon, ..] if name.kind == ItemKind::Word && colon.kind == ItemKind::Colon => Some(name.text),
        _ => None,
    }
}

fn ends_operand(item: &Item<'_>) -> bool {
    match item.kind {
        ItemKind::Word => !OPERATORS.contains(&item.text),
        ItemKind::Paren | ItemKind::Square | ItemKind::Text | ItemKind::Number | ItemKind::Brace => true,
        _ => false,
    }
}

/// The items at the end of a row that belong together: `a.b`, `services[x]`.
pub(crate) fn chain<'t>(row: &[Item<'t>]) -> Vec<Item<'t>> {
    let mut out: Vec<Item<'t>> = Vec::new();
    for item in row.iter().rev() {
        let joined = out.last().is_none_or(|next| {
            next.start == item.end
                && (matches!(next.kind, ItemKind::Dot | ItemKind::Paren | ItemKind::Square)
                    || item.kind == ItemKind::Dot)
        });
        if !joined || item.kind != ItemKind::Dot && !ends_operand(item) {
            break;
        }
        out.push(*item);
    }
    out.reverse();
    out
}

/// What the value is for that would stand at a place.
pub(crate) fn wanted(due: &Due<'_>) -> Wanted {
    match due {
        Due::Value(w) | Due::CallArgument { wanted: w, .. } | Due::Member { wanted: w, .. } => *w,
        Due::Text { wanted, .. } => *wanted,
        Due::Argument { word, matched, .. } => {
            Wanted { word: Some(word), slot: matched.due, ty: matched.due.map(|s| s.ty) }
        }
        _ => Wanted::default(),
    }
}

/// What an item of a list is for.
fn item_of(list: Wanted) -> Wanted {
    let of = |ty: &Ty| match ty {
        Ty::List(of) => Some(**of),
        _ => None,
    };
    let ty = list.ty.and_then(|t| match t {
        Ty::OneOf(all) => all.iter().find_map(of),
        other => of(&other),
    });
    Wanted { ty, ..list }
}

fn param_at(callee: &[Item<'_>], place: usize) -> Wanted {
    typed(callee, |f| f.params.get(place))
}

fn param_of(callee: &[Item<'_>], name: &str) -> Wanted {
    typed(callee, |f| f.params.iter().find(|p| p.name == name))
}

fn typed(
    callee: &[Item<'_>],
    param: impl Fn(&'static wharf_analysis::Function) -> Option<&'static wharf_analysis::Param>,
) -> Wanted {
    let [name] = callee else { return Wanted::default() };
    let found = functions().iter().find(|f| f.name == name.text).and_then(param);
    let ty = found.map(|p| match p.takes {
        wharf_analysis::Takes::Int => Ty::Int,
        wharf_analysis::Takes::Text | wharf_analysis::Takes::AnyText => Ty::Text,
        _ => Ty::Any,
    });
    Wanted { ty, ..Wanted::default() }
}

/// A value of which these items stand before the cursor.
fn expression<'t>(cursor: &Cursor<'t>, row: &[Item<'t>], wanted: Wanted, innermost: bool) -> Due<'t> {
    let Some(last) = row.last() else { return Due::Value(wanted) };
    if !innermost {
        return Due::Value(wanted);
    }
    if last.kind == ItemKind::Dot {
        let mut base = chain(row);
        base.pop();
        return Due::Member { base, wanted };
    }
    if !ends_operand(last) {
        return Due::Value(wanted);
    }
    if cursor.tight(last) {
        return Due::Nothing;
    }
    let open = |word: &str| row.iter().any(|i| i.is(word));
    Due::Words(match (open("if"), open("then"), open("else")) {
        (true, false, _) => &["then", "and", "or", "in"],
        (true, true, false) => &["else", "and", "or", "in"],
        _ => &["and", "or", "in"],
    })
}

/// `name type [in range] [= default]`
fn param<'t>(cursor: &Cursor<'t>, row: &[Item<'t>], innermost: bool) -> Due<'t> {
    let Some(name) = row.first() else { return Due::Nothing };
    if let Some(i) = row.iter().position(|i| i.kind == ItemKind::Bind || i.is("in")) {
        let ty = row.get(1).and_then(|t| named(t.text));
        return expression(cursor, row.get(i + 1..).unwrap_or_default(), Wanted { ty, ..Wanted::default() }, innermost);
    }
    match row.last() {
        Some(last) if last.end == name.end || last.text == "|" => Due::Type,
        Some(last) if cursor.tight(last) => Due::Nothing,
        _ => Due::Words(&["in"]),
    }
}

/// The type of that name, as far as a value of it has a form of its own.
fn named(name: &str) -> Option<Ty> {
    Some(match name {
        "string" => Ty::Text,
        "int" => Ty::Int,
        "bytes" => Ty::Bytes,
        "cpu" => Ty::Cpu,
        "duration" => Ty::Duration,
        "percent" => Ty::Percent,
        _ => return None,
    })
}

/// A statement of which these items stand before the cursor.
fn statement<'t>(cursor: &Cursor<'t>, kind: BlockKind, overrides: bool, row: &[Item<'t>], innermost: bool) -> Due<'t> {
    let Some(first) = row.first() else { return Due::Statement { kind, behind: None } };
    let after = |i: usize| row.get(i..).unwrap_or_default();
    let has = |word: &str| row.iter().position(|i| i.is(word));
    let bind = row.iter().position(|i| i.kind == ItemKind::Bind);
    let headed = bind != Some(1);
    let of_app = matches!(kind, BlockKind::File | BlockKind::App);
    if first.kind == ItemKind::Word && headed {
        match first.text {
            "use" if kind == BlockKind::File => {
                return if row.len() == 2 { Due::Words(&["as"]) } else { Due::Nothing };
            }
            "param" if of_app => return param(cursor, after(1), innermost),
            "template" if of_app => return Due::Nothing,
            "if" if row.last().is_some_and(|l| l.kind == ItemKind::Brace) => return Due::Words(&["else"]),
            "else" if row.len() == 1 => return Due::Words(&["if"]),
            "if" => return expression(cursor, after(1), Wanted::default(), innermost),
            "else" => return expression(cursor, after(2), Wanted::default(), innermost),
            "for" => {
                return match has("in") {
                    Some(i) => expression(cursor, after(i + 1), Wanted::default(), innermost),
                    None if row.len() > 1 => Due::Words(&["in"]),
                    None => Due::Nothing,
                };
            }
            "let" => {
                return match bind {
                    Some(i) => expression(cursor, after(i + 1), Wanted::default(), innermost),
                    None => Due::Nothing,
                };
            }
            _ => {}
        }
    }
    if row.iter().any(|i| i.kind == ItemKind::Brace) && bind.is_none() {
        return Due::Nothing;
    }
    let (within, said) = behind(kind, row);
    let Some(head) = said.first() else {
        return Due::Statement { kind: within, behind: Some(first.text) };
    };
    // `add` alone, before its word.
    if said.len() == 1 && head.is("add") && overrides {
        return Due::Statement {
            kind: if kind == BlockKind::Environment { BlockKind::App } else { kind },
            behind: Some("add"),
        };
    }
    let begins = if head.kind == ItemKind::Word { Begins::Word(head.text) } else { Begins::Text };
    let Some(word) = word_of(within, begins, headed_by_bind(said)) else {
        return match bind {
            Some(i) => expression(cursor, after(i + 1), Wanted::default(), innermost),
            None => Due::Nothing,
        };
    };
    if let Some(i) = said.iter().position(|i| i.kind == ItemKind::Bind) {
        let slot = sign_slot(word);
        let wanted = Wanted { word: Some(word), slot, ty: slot.map(|s| s.ty) };
        return expression(cursor, said.get(i + 1..).unwrap_or_default(), wanted, innermost);
    }
    argument(cursor, within, word, overrides, said.get(1..).unwrap_or_default(), innermost)
}

fn headed_by_bind(row: &[Item<'_>]) -> bool {
    row.get(1).is_some_and(|i| i.kind == ItemKind::Bind)
}

/// What stands behind the sign of a word.
pub(crate) fn sign_slot(word: &'static Word) -> Option<&'static Slot> {
    match &word.sign {
        Sign::Equals(s) | Sign::OptionalEquals(s) | Sign::Arrow(s) => Some(s),
        Sign::None => None,
    }
}

/// The arguments of a row: what belongs together is one.
pub(crate) fn terms<'r, 't>(row: &'r [Item<'t>]) -> Vec<&'r [Item<'t>]> {
    let (mut out, mut from): (Vec<&'r [Item<'t>]>, usize) = (Vec::new(), 0);
    for (i, item) in row.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|b| row.get(b));
        let joined = before.is_some_and(|b| {
            b.kind != ItemKind::Comma
                && item.kind != ItemKind::Comma
                && b.end == item.start
                && (matches!(item.kind, ItemKind::Dot | ItemKind::Range | ItemKind::Paren | ItemKind::Square)
                    || matches!(b.kind, ItemKind::Dot | ItemKind::Range)
                    || b.text == "-")
        });
        if !joined && i > from {
            out.extend(row.get(from..i));
            from = i;
        }
    }
    out.extend(row.get(from..).filter(|r| !r.is_empty()));
    out.retain(|t| t.iter().all(|i| i.kind != ItemKind::Comma));
    out
}

fn argument<'t>(
    cursor: &Cursor<'t>,
    kind: BlockKind,
    word: &'static Word,
    overrides: bool,
    row: &[Item<'t>],
    innermost: bool,
) -> Due<'t> {
    let all = terms(row);
    // What ends with a dot, or with the sign of a range, is the argument that is being written.
    let open = row.last().filter(|l| cursor.tight(l) && matches!(l.kind, ItemKind::Dot | ItemKind::Range));
    let open = open.filter(|_| innermost);
    let count = all.len().saturating_sub(usize::from(open.is_some()));
    let bare: Vec<Option<&str>> = all
        .iter()
        .take(count)
        .map(|t| match t {
            [one] if one.kind == ItemKind::Word => Some(one.text),
            _ => None,
        })
        .collect();
    let found = matched(word, &bare, overrides);
    let wanted = Wanted { word: Some(word), slot: found.due, ty: found.due.map(|s| s.ty) };
    match open {
        Some(dot) if dot.kind == ItemKind::Dot => {
            let mut base = chain(row);
            base.pop();
            Due::Member { base, wanted }
        }
        Some(_) => Due::Value(wanted),
        None if innermost && row.last().is_some_and(|l| cursor.tight(l) && l.kind != ItemKind::Comma) => Due::Nothing,
        None => Due::Argument { kind, word, matched: found, first: row.first().copied() },
    }
}
