//! One file: a header, and objects with `---` between them.

use std::marker::PhantomData;

use serde::Serialize;
use wharf_model::{ObjectPatch, OriginId};

use super::context::Context;
use super::{errors, patches};
use crate::shared::GENERATED;
use crate::yaml::{Cursor, Record, Writer, write};
use crate::{File, LineOrigin};

/// A file that is being written, with the origins of its lines if `R` records any.
pub(super) struct Manifest<R> {
    path: String,
    header: String,
    objects: Writer<OriginId>,
    is_empty: bool,
    origin: OriginId,
    /// Whose objects these are, and the fields that it sets itself.
    patches: Option<(String, Vec<ObjectPatch>)>,
    record: PhantomData<R>,
}

impl<R: Record<OriginId> + 'static> Manifest<R> {
    /// The file `kubernetes/<name>.yaml`. Its header has the origin given.
    pub(super) fn new(name: &str, origin: OriginId) -> Self {
        Self {
            path: format!("kubernetes/{name}.yaml"),
            header: format!("# {GENERATED}\n"),
            objects: Writer::new(),
            is_empty: true,
            origin,
            patches: None,
            record: PhantomData,
        }
    }

    /// With the fields that the owner of the objects sets itself.
    pub(super) fn patched(mut self, owner: String, patches: &[ObjectPatch]) -> Self {
        self.patches = (!patches.is_empty()).then(|| (owner, patches.to_vec()));
        self
    }

    /// An object's text, as far as it is not known where it will stand: for a hash of all of it.
    pub(super) fn text<T: Serialize>(&self, cx: &Context<'_>, object: &T) -> String {
        let written = match &self.patches {
            Some((owner, patches)) => serde_json::to_value(object).ok().and_then(|mut value| {
                patches::lay_over(cx, &mut value, owner, patches, ());
                write::<_, OriginId, ()>(&value, &()).ok()
            }),
            None => write::<_, OriginId, ()>(object, &()).ok(),
        };
        written.map(|d| d.text).unwrap_or_default()
    }

    /// Adds a line of comment to the header.
    pub(super) fn comment(&mut self, line: &str) {
        for line in line.lines() {
            self.header.push_str("# ");
            self.header.push_str(line);
            self.header.push('\n');
        }
    }

    /// Adds an object; `origin` holds for all of it that has no origin of its own.
    pub(super) fn add<T: Serialize>(
        &mut self,
        cx: &Context<'_>,
        origin: OriginId,
        build: impl FnOnce(R::Cursor<'_>) -> T,
    ) {
        self.put(cx, origin, cx.check, build);
    }

    /// Adds an object that the source writes out: it may be one that cannot be written.
    pub(super) fn add_said<T: Serialize>(
        &mut self,
        cx: &Context<'_>,
        origin: OriginId,
        build: impl FnOnce(R::Cursor<'_>) -> T,
    ) {
        self.put(cx, origin, false, build);
    }

    fn put<T: Serialize>(
        &mut self,
        cx: &Context<'_>,
        origin: OriginId,
        unwritten: bool,
        build: impl FnOnce(R::Cursor<'_>) -> T,
    ) {
        let marks = R::default();
        let object = build(marks.root().set(origin));
        self.is_empty = false;
        let span = cx.app.origins.span(origin);
        let done = match &self.patches {
            Some((owner, patches)) => match serde_json::to_value(&object) {
                Ok(mut value) => {
                    patches::lay_over(cx, &mut value, owner, patches, marks.root());
                    self.objects.document(&value, &marks)
                }
                Err(error) => return cx.report(errors::not_written(span, &error)),
            },
            // What our own types hold can be written.
            None if unwritten => Ok(()),
            None => self.objects.document(&object, &marks),
        };
        if let Err(error) = done {
            cx.report(errors::not_written(span, &error));
        }
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// The file. It begins with `---` below its header, so that it can follow another in a stream.
    pub(super) fn finish(self) -> File {
        let objects = self.objects.finish();
        let text = format!("{}---\n{}", self.header, objects.text);
        let mut lines: Vec<LineOrigin> = Vec::new();
        if R::default().trie().is_some() {
            let above = u32::try_from(self.header.lines().count().saturating_add(1)).unwrap_or(u32::MAX);
            lines.push(LineOrigin { line: 0, origin: self.origin });
            for entry in objects.lines {
                let origin = entry.origin.unwrap_or(self.origin);
                if lines.last().is_some_and(|last| last.origin != origin) {
                    lines.push(LineOrigin { line: entry.line.saturating_add(above), origin });
                }
            }
        }
        File { path: self.path, contents: text.into_bytes(), lines }
    }
}
