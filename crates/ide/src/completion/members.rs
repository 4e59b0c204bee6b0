//! Names behind a dot.

use wharf_syntax::tree::StmtKind;

use super::{Offer, Thing};
use crate::context::{Item, ItemKind, Wanted};
use crate::data::CompletionKind;
use crate::declared::{Named, What, head_line, templates};

const OF_PORT: &[(&str, &str)] = &[
    ("address", "the host and the number, `db:5432`"),
    ("host", "the name that the service is reached by"),
    ("port", "the number"),
];

const OF_POD: &[(&str, &str)] = &[
    ("name", "the pod's name"),
    ("ip", "its address"),
    ("namespace", "its namespace"),
    ("node", "the node that it runs on"),
];

impl Offer<'_, '_> {
    /// A name behind a dot, and what stands before that.
    pub(super) fn member(&mut self, base: &[Item<'_>], wanted: Wanted) {
        let names: Vec<&str> = base.iter().filter(|i| i.kind == ItemKind::Word).map(|i| i.text).collect();
        let indexed = base.iter().any(|i| i.kind == ItemKind::Square);
        match names.as_slice() {
            ["secrets"] => {
                let own: Vec<Named> = self.declared.secrets("").cloned().collect();
                self.named(&own, CompletionKind::Secret, 0);
                let groups: Vec<Named> =
                    self.declared.of(What::Secrets).map(|d| d.own.clone()).filter(|n| !n.name.is_empty()).collect();
                self.named(&groups, CompletionKind::Secret, 1);
            }
            ["secrets", group] => {
                let keys: Vec<Named> = self.declared.secrets(group).cloned().collect();
                self.named(&keys, CompletionKind::Secret, 0);
            }
            ["settings"] => {
                let all: Vec<Named> = self.declared.of(What::Setting).map(|d| d.own.clone()).collect();
                self.named(&all, CompletionKind::Setting, 0);
            }
            ["images"] => self.declarations(&[What::Image], 0),
            ["images", image] => self.inside_image(image),
            ["pod"] => self.parts(OF_POD),
            ["services"] if indexed => {
                let ports: Vec<Named> = self.declared.of(What::Service).flat_map(|d| d.inner.clone()).collect();
                self.named(&ports, CompletionKind::Member, 0);
                self.host();
            }
            ["services", _] if indexed => self.parts(OF_PORT),
            ["self"] => {
                self.own_ports();
                self.host();
            }
            ["self", _] => self.parts(OF_PORT),
            [name] => self.behind(name, wanted),
            [name, _] if self.declared.find(name).is_some_and(|d| d.what == What::Service) => self.parts(OF_PORT),
            _ => {}
        }
    }

    fn behind(&mut self, name: &str, wanted: Wanted) {
        let images_due =
            wanted.word.is_some_and(|w| w.spelling() == "image") || wanted.slot.is_some_and(|s| s.name == "from");
        if images_due && self.declared.image(name).is_some() {
            return self.inside_image(name);
        }
        if let Some((_, file)) = self.view.used.iter().find(|(n, _)| n == name) {
            return self.module(&std::rc::Rc::clone(file), wanted);
        }
        let Some((what, inner)) = self.declared.find(name).map(|d| (d.what, d.inner.clone())) else {
            return self.map(name);
        };
        match what {
            What::Service => {
                self.named(&inner, CompletionKind::Member, 0);
                // A route leads to a port, and not to a host.
                if wanted.slot.is_none_or(|s| s.name != "to") {
                    self.host();
                }
            }
            What::Config => {
                // A key with dots stands in brackets.
                let plain: Vec<Named> = inner.into_iter().filter(|n| !n.name.contains(['.', '/', ' '])).collect();
                self.named(&plain, CompletionKind::Member, 0);
            }
            What::Job | What::Cron | What::Volume | What::Image | What::Setting | What::Secrets => {}
        }
    }

    fn inside_image(&mut self, image: &str) {
        let stages = self.declared.image(image).map(|d| d.inner.clone()).unwrap_or_default();
        self.named(&stages, CompletionKind::Member, 0);
    }

    fn host(&mut self) {
        self.add(Thing::new("host", CompletionKind::Member, 10).detail("the name that the service is reached by"));
    }

    fn parts(&mut self, all: &[(&str, &str)]) {
        for (name, detail) in all {
            self.add(Thing::new(*name, CompletionKind::Member, 0).detail(*detail));
        }
    }

    /// What a used file has: templates behind `extends`, values elsewhere.
    fn module(&mut self, file: &wharf::ParsedFile, wanted: Wanted) {
        if wanted.word.is_some_and(|w| w.spelling() == "extends") {
            let all: Vec<Thing> = templates(file).iter().map(|t| self.template(t, t.name.to_owned(), 0)).collect();
            return all.into_iter().for_each(|t| self.add(t));
        }
        for stmt in &file.tree().stmts {
            let name = match &stmt.kind {
                StmtKind::Let { name, .. } => name,
                StmtKind::Param(p) => &p.name,
                _ => continue,
            };
            let doc = stmt.doc.as_ref().map_or("", |d| d.text.as_str());
            self.add(
                Thing::new(name.text.as_str(), CompletionKind::Variable, 0)
                    .detail(head_line(file.text(), stmt))
                    .doc(doc),
            );
        }
    }

    /// The keys of a map that a `let` in sight holds.
    fn map(&mut self, name: &str) {
        let mut todo: Vec<&[wharf_syntax::tree::Stmt]> = vec![&self.view.source.tree().stmts];
        let mut keys: Vec<String> = Vec::new();
        while let Some(stmts) = todo.pop() {
            for stmt in stmts {
                match &stmt.kind {
                    StmtKind::Let { name: n, value } if n.text == name => {
                        if let wharf_syntax::tree::ExprKind::Map(entries) = &value.kind {
                            keys.extend(entries.iter().filter_map(|e| match &e.key {
                                wharf_syntax::tree::MapKey::Word(w) => Some(w.text.clone()),
                                wharf_syntax::tree::MapKey::String(_) => None,
                            }));
                        }
                    }
                    StmtKind::Plain(p) => todo.extend(p.block.as_ref().map(|b| b.stmts.as_slice())),
                    _ => {}
                }
            }
        }
        keys.into_iter().for_each(|k| self.add(Thing::new(k, CompletionKind::Member, 0)));
    }
}
