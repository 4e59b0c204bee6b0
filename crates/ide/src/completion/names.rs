//! The arguments of statements: what its next slot takes, its labels and flags.

use wharf_analysis::vocabulary::{BlockKind, Label, Mode, RefKind, Slot, Word, takes};
use wharf_diagnostics::{REGISTRY, Severity};

use super::{Offer, Thing, sentence};
use crate::arguments::Matched;
use crate::context::{Item, ItemKind, Wanted, unquoted};
use crate::data::CompletionKind;
use crate::declared::{Named, What, what};

impl Offer<'_, '_> {
    /// An argument of a statement, of which `first` is the first.
    pub(super) fn argument(
        &mut self,
        kind: BlockKind,
        word: &'static Word,
        matched: &Matched,
        first: Option<Item<'_>>,
    ) {
        if first.is_none() {
            for form in word.forms {
                if let Some(selector) = form.selector {
                    let written = wharf_analysis::vocabulary::written(word, form);
                    self.add(Thing::new(selector, CompletionKind::Label, 0).detail(written));
                }
            }
        }
        if let Some(slot) = matched.due {
            self.slot(kind, word, slot);
        }
        for label in &matched.labels {
            self.label(label);
        }
        for flag in &matched.flags {
            self.add(Thing::new(*flag, CompletionKind::Label, 60));
        }
    }

    fn label(&mut self, label: &Label) {
        let slots: Vec<String> = label.slots.iter().map(takes).collect();
        let rank = if label.required { 40 } else { 50 };
        let thing = Thing::new(label.word, CompletionKind::Label, rank).detail(slots.join(", then "));
        self.add(if self.cursor.more || label.slots.is_empty() {
            thing
        } else {
            thing.insert(format!("{} ", label.word))
        });
    }

    fn slot(&mut self, kind: BlockKind, word: &'static Word, slot: &'static Slot) {
        match slot.mode {
            Mode::Choice(all) => {
                for (i, choice) in all.iter().enumerate() {
                    let rank = 10 + u32::try_from(i).unwrap_or(0);
                    self.add(Thing::new(*choice, CompletionKind::Label, rank).detail(slot.name));
                }
            }
            Mode::Reference(to) => self.reference(to),
            Mode::NewName | Mode::Key => self.known_names(kind, word),
            Mode::Expr => self.value(Wanted { word: Some(word), slot: Some(slot), ty: Some(slot.ty) }),
        }
    }

    fn reference(&mut self, to: RefKind) {
        match to {
            RefKind::Service => self.declarations(&[What::Service], 0),
            RefKind::ServiceOrJob => {
                self.declarations(&[What::Service, What::Job], 0);
                // A thing does not wait for itself.
                let own = self.around.owner.unwrap_or_default().to_owned();
                self.out.retain(|c| c.label != own);
            }
            RefKind::Volume => {
                let owner = self.around.owner.unwrap_or_default();
                let own = self.declared.find(owner).map(|d| d.storage.clone()).unwrap_or_default();
                self.named(&own, CompletionKind::Declaration, 0);
                self.declarations(&[What::Volume], 1);
            }
            RefKind::OwnPort => self.own_ports(),
            RefKind::SecretKey => {
                let own: Vec<Named> = self.declared.secrets("").cloned().collect();
                self.named(&own, CompletionKind::Secret, 0);
            }
        }
    }

    /// The ports of the service around the cursor: as the tree has them, and as they are being typed.
    pub(super) fn own_ports(&mut self) {
        let owner = self.around.owner.unwrap_or_default();
        let ports = self.declared.find(owner).map(|d| d.inner.clone()).unwrap_or_default();
        self.named(&ports, CompletionKind::Member, 0);
        let typed: Vec<String> = self
            .cursor
            .frames
            .iter()
            .flat_map(|f| f.rows.iter().chain(&f.following))
            .filter_map(|r| match r.as_slice() {
                [first, name, ..] if first.is("port") && name.kind == ItemKind::Word => Some(name.text.to_owned()),
                _ => None,
            })
            .collect();
        for port in typed {
            self.add(Thing::new(port, CompletionKind::Member, 0));
        }
    }

    /// Names with their documentation.
    pub(super) fn named(&mut self, all: &[Named], kind: CompletionKind, rank: u32) {
        for n in all {
            self.add(Thing::new(n.name.as_str(), kind, rank).detail(n.head.as_str()).doc(n.doc.as_str()));
        }
    }

    /// Where a new name stands: in an environment, one that is there; codes; kinds of objects.
    fn known_names(&mut self, kind: BlockKind, word: &'static Word) {
        match word.spelling() {
            "allow" => {
                for row in REGISTRY.iter().filter(|r| r.severity != Severity::Error) {
                    let thing = Thing::new(row.code().to_string(), CompletionKind::Value, u32::from(row.number))
                        .detail(row.name)
                        .doc(sentence(row.summary));
                    self.add(if self.cursor.more {
                        thing
                    } else {
                        let label = thing.label.clone();
                        thing.snippet(format!("{label} \"${{1:reason}}\""))
                    });
                }
            }
            "resource" => {
                let row = self.cursor.innermost().map_or(&[][..], |f| f.row.as_slice());
                let version = row.iter().find(|i| i.kind == ItemKind::Text).map_or("", |i| unquoted(i.text));
                // The kind stands behind the version, and the name behind the kind.
                if row.len() == 2 {
                    for k in wharf_analysis::fields::kubernetes().kinds().iter().filter(|k| k.api_version == version) {
                        self.add(Thing::new(k.name, CompletionKind::Type, 0).detail(k.api_version));
                    }
                }
            }
            spelling if self.around.overrides || kind == BlockKind::Environment => {
                if let Some(what) = what(spelling) {
                    self.declarations(&[what], 0);
                } else if spelling == "port" {
                    self.own_ports();
                }
            }
            _ => {}
        }
    }
}
