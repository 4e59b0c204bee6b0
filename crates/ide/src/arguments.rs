//! What each argument of a statement is: a slot, a label, a flag; and what is due behind the last one.
//!
//! It follows the order in which the compiler matches (the selector picks the form, required slots fill first, a
//! bare word that is a label or a flag is that), and never complains.

use wharf_analysis::vocabulary::{Key, Label, Slot, Word};

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Role {
    /// The word that picks the form.
    Selector,
    /// What stands in a slot of the form.
    Slot(&'static Slot),
    /// A label.
    Label(&'static Label),
    /// What stands in a slot of a label.
    Of(&'static Label, &'static Slot),
    /// A flag.
    Flag(&'static str),
    /// One too many.
    Extra,
}

/// A statement's arguments, matched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matched {
    /// What each argument is.
    pub(crate) roles: Vec<Role>,
    /// The slot that comes next.
    pub(crate) due: Option<&'static Slot>,
    /// Whether that slot is of a label.
    pub(crate) of_label: bool,
    /// Whether nothing else can come: the slot has to be filled first.
    pub(crate) required: bool,
    /// The labels that may come.
    pub(crate) labels: Vec<&'static Label>,
    /// The flags that may come.
    pub(crate) flags: Vec<&'static str>,
}

/// Matches arguments, of which only those that are bare words tell anything. `partial` says that another layer
/// says the rest, as in an environment.
pub(crate) fn matched(word: &'static Word, args: &[Option<&str>], partial: bool) -> Matched {
    let first = args.first().copied().flatten();
    let selected = first.and_then(|w| word.forms.iter().find(|f| f.selector == Some(w)));
    let Some(form) = selected.or_else(|| word.forms.iter().find(|f| f.selector.is_none())) else {
        return Matched { roles: args.iter().map(|_| Role::Extra).collect(), ..Matched::default() };
    };
    let mut out = Matched::default();
    let known_by = if let Key::Slot(name) | Key::Pair(name, _) = word.key { Some(name) } else { None };
    let needed = |slot: &Slot, filled: bool| {
        let said_elsewhere = partial && word.key != Key::Whole && Some(slot.name) != known_by;
        !(slot.optional || filled || said_elsewhere)
    };
    // The slots of the form that are filled, and those of the last label.
    let (mut next, mut again) = (0, false);
    let mut open: Option<(&'static Label, usize)> = None;
    let is_word = |w: &str| form.labels.iter().any(|l| l.word == w) || form.flags.contains(&w);
    for (i, arg) in args.iter().enumerate() {
        if i == 0 && selected.is_some() && form.selector.is_some() {
            out.roles.push(Role::Selector);
            continue;
        }
        if let Some((label, at)) = open {
            if let Some(slot) = label.slots.get(at)
                && (!slot.optional || !arg.is_some_and(is_word))
            {
                out.roles.push(Role::Of(label, slot));
                open = Some((label, at + 1));
                continue;
            }
            open = None;
        }
        let due = form.slots.get(next);
        let required = due.is_some_and(|s| needed(s, again));
        if let (false, Some(w)) = (required, *arg) {
            if let Some(label) = form.labels.iter().find(|l| l.word == w) {
                out.roles.push(Role::Label(label));
                open = Some((label, 0));
                continue;
            }
            if let Some(flag) = form.flags.iter().find(|f| **f == w) {
                out.roles.push(Role::Flag(flag));
                continue;
            }
        }
        let Some(slot) = due else {
            out.roles.push(Role::Extra);
            continue;
        };
        out.roles.push(Role::Slot(slot));
        again = slot.variadic;
        if !slot.variadic {
            next += 1;
        }
    }
    let of_label = open.and_then(|(label, at)| label.slots.get(at));
    out.of_label = of_label.is_some();
    out.due = of_label.or_else(|| form.slots.get(next));
    out.required = match of_label {
        Some(slot) => !slot.optional,
        None => out.due.is_some_and(|s| needed(s, again)),
    };
    if !out.required {
        let stands = |l: &Label| out.roles.iter().any(|r| matches!(r, Role::Label(o) if o.word == l.word));
        out.labels = form.labels.iter().filter(|l| l.many || !stands(l)).collect();
        out.flags = form.flags.iter().copied().filter(|f| !out.roles.contains(&Role::Flag(f))).collect();
    }
    out
}
