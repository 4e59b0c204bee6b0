//! The blocks around a cursor: what may stand in them, and which names they bind.

use wharf_analysis::vocabulary::BlockKind;

use super::{Cursor, Frame, Item, ItemKind, Opener, Row};
use crate::blocks::{Begins, guessed, word_of};

/// What is around a cursor.
#[derive(Clone, Debug)]
pub(crate) struct Around<'t> {
    /// The kind of the innermost block; nothing where it is not known.
    pub(crate) kind: Option<BlockKind>,
    /// Whether it stands in an environment, where it changes what is there.
    pub(crate) overrides: bool,
    /// The index of the innermost block's frame.
    pub(crate) frame: usize,
    /// The name of the service, job or the like around it.
    pub(crate) owner: Option<&'t str>,
    /// The name of the declaration whose block it is: its word and its name.
    pub(crate) declares: Option<(&'t str, &'t str)>,
    /// The heads of the fields that it is inside of, and before them the block's word.
    pub(crate) path: Vec<&'t str>,
    /// The block that the fields are said in.
    pub(crate) fields_of: Option<BlockKind>,
    /// The API version and the kind of a `resource`.
    pub(crate) resource: Option<(&'t str, &'t str)>,
}

/// A name that a block or its head binds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound<'t> {
    /// The name.
    pub(crate) name: &'t str,
    /// What binds it: `let`, `param`, `for`, `template`, `use`.
    pub(crate) by: &'static str,
    /// Where the name stands.
    pub(crate) at: u32,
}

impl<'t> Around<'t> {
    /// What is around the cursor.
    pub(crate) fn of(cursor: &Cursor<'t>) -> Self {
        let mut out = Self {
            kind: Some(BlockKind::File),
            overrides: false,
            frame: 0,
            owner: None,
            declares: None,
            path: Vec::new(),
            fields_of: None,
            resource: None,
        };
        for (i, pair) in cursor.frames.windows(2).enumerate() {
            let [before, frame] = pair else { continue };
            if frame.opener != Opener::Brace {
                continue;
            }
            if frame.map {
                out.path.extend(before.row.first().map(|h| unquoted(h.text)));
                continue;
            }
            out.frame = i + 1;
            out.step(&before.row, frame);
        }
        out
    }

    /// Goes into the block that a row opens.
    fn step(&mut self, row: &Row<'t>, frame: &Frame<'t>) {
        let Some(first) = row.first() else { return self.kind = None };
        if first.kind == ItemKind::Word && matches!(first.text, "if" | "for" | "else") {
            return;
        }
        if first.is("template") && matches!(self.kind, Some(BlockKind::File | BlockKind::App)) {
            let heads = frame.rows.iter().chain(&frame.following).filter_map(|r| r.first());
            let words = heads.filter(|h| h.kind == ItemKind::Word).map(|h| h.text);
            self.kind = guessed(words);
            return;
        }
        let Some(kind) = self.kind else { return };
        let (kind, row) = behind(kind, row);
        let binds = row.get(1).is_some_and(|i| i.kind == ItemKind::Bind);
        let Some(first) = row.first() else { return };
        let begins = if first.kind == ItemKind::Word { Begins::Word(first.text) } else { Begins::Text };
        let word = word_of(kind, begins, binds);
        let opened = word.and_then(|w| w.block);
        if opened == Some(BlockKind::Fields) {
            if kind != BlockKind::Fields {
                self.fields_of = Some(kind);
                self.path.clear();
                let at = |i: usize| row.get(i).map(|i| unquoted(i.text));
                self.resource = at(1).zip(at(2)).filter(|_| first.is("resource"));
            }
            self.path.push(unquoted(first.text));
        }
        let name = row.get(1).filter(|i| matches!(i.kind, ItemKind::Word | ItemKind::Text)).map(|i| unquoted(i.text));
        self.declares = Some((first.text, name.unwrap_or_default()));
        if matches!(opened, Some(BlockKind::Service | BlockKind::Daemon | BlockKind::Job | BlockKind::Cron)) {
            self.owner = name;
        }
        self.overrides |= opened == Some(BlockKind::Environment);
        self.kind = opened;
    }

    /// The rows of the innermost block, before the cursor and behind it.
    pub(crate) fn rows<'c>(&self, cursor: &'c Cursor<'t>) -> impl Iterator<Item = &'c Row<'t>> + use<'c, 't> {
        cursor.frames.get(self.frame).into_iter().flat_map(|f| f.rows.iter().chain(&f.following))
    }
}

/// A row without `add` or `remove` before it, and the kind of block that the rest is read in.
pub(crate) fn behind<'r, 't>(kind: BlockKind, row: &'r [Item<'t>]) -> (BlockKind, &'r [Item<'t>]) {
    let shifted = match row {
        [first, rest @ ..] if first.is("remove") => rest,
        [first, rest @ ..] if first.is("add") && rest.first().is_some_and(|i| i.kind == ItemKind::Word) => rest,
        _ => return (kind, row),
    };
    (if kind == BlockKind::Environment { BlockKind::App } else { kind }, shifted)
}

/// A name without the quotes that it may stand in.
pub(crate) fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').map_or(text, |t| t.strip_suffix('"').unwrap_or(t))
}

/// The names in sight, the innermost first.
pub(crate) fn bound<'t>(cursor: &Cursor<'t>) -> Vec<Bound<'t>> {
    let mut out: Vec<Bound<'t>> = Vec::new();
    let add = |out: &mut Vec<Bound<'t>>, item: &Item<'t>, by: &'static str| {
        if item.kind == ItemKind::Word && !out.iter().any(|b| b.name == item.text) {
            out.push(Bound { name: item.text, by, at: item.start });
        }
    };
    for (i, frame) in cursor.frames.iter().enumerate().rev() {
        let block = matches!(frame.opener, Opener::Brace | Opener::File) && !frame.map;
        if !block {
            continue;
        }
        // What comes next before what came first: the nearest let is the likeliest.
        for row in frame.rows.iter().rev().chain(&frame.following) {
            let by = match row.as_slice() {
                [first, ..] if first.is("let") => "let",
                [first, ..] if first.is("param") => "param",
                [first, ..] if first.is("template") => "template",
                [first, _, second, name] if first.is("use") && second.is("as") => {
                    add(&mut out, name, "use");
                    continue;
                }
                _ => continue,
            };
            row.get(1).into_iter().for_each(|n| add(&mut out, n, by));
        }
        let Some(head) = i.checked_sub(1).and_then(|b| cursor.frames.get(b)).map(|f| f.row.as_slice()) else {
            continue;
        };
        match head {
            [first, rest @ ..] if first.is("for") => {
                rest.iter().take_while(|n| !n.is("in")).for_each(|n| add(&mut out, n, "for"));
            }
            [first, _, params, ..] if first.is("template") && params.kind == ItemKind::Paren => {
                let mut due = true;
                for p in wharf_syntax::pieces(params.text) {
                    let text = params.text.get(p.start as usize..p.end as usize).unwrap_or_default();
                    if due && p.kind == wharf_syntax::PieceKind::Word {
                        let at = params.start.saturating_add(p.start);
                        let end = params.start.saturating_add(p.end);
                        add(&mut out, &Item { kind: ItemKind::Word, text, start: at, end }, "template's");
                    }
                    due = text == "," || p.start == 0 || (due && p.kind == wharf_syntax::PieceKind::Newline);
                }
            }
            _ => {}
        }
    }
    out
}
