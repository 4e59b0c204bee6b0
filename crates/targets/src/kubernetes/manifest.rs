//! One file: a header, and objects with `---` between them.

use std::marker::PhantomData;

use serde::Serialize;
use wharf_model::OriginId;

use super::context::Context;
use super::errors;
use crate::shared::GENERATED;
use crate::yaml::{Cursor, Record, Writer};
use crate::{File, LineOrigin};

/// A file that is being written, with the origins of its lines if `R` records any.
pub(super) struct Manifest<R> {
    path: String,
    header: String,
    objects: Writer<OriginId>,
    is_empty: bool,
    origin: OriginId,
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
            record: PhantomData,
        }
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
        let marks = R::default();
        let object = build(marks.root().set(origin));
        self.is_empty = false;
        if let Err(error) = self.objects.document(&object, &marks) {
            cx.report(errors::not_written(cx.app.origins.span(origin), &error));
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
