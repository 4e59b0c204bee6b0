//! Values: names in sight, functions, what a statement's own slot takes.

use wharf_analysis::functions;
use wharf_analysis::vocabulary::{Mode, Ty};

use super::snippets::escaped;
use super::{Offer, Thing, sentence, units_of};
use crate::context::{Item, ItemKind, Wanted, bound};
use crate::data::CompletionKind;
use crate::declared::{Template, What, head_line, templates};
use crate::signature::named;

/// The names that only stand before a dot or brackets.
const SPACES: &[(&str, CompletionKind, &str)] = &[
    ("secrets", CompletionKind::Secret, "the app's secrets and groups of them"),
    ("settings", CompletionKind::Setting, "texts that are known when deploying"),
    ("self", CompletionKind::Value, "the service around: its ports and its host"),
    ("pod", CompletionKind::Value, "facts of the pod: `pod.name`, `pod.ip`"),
    ("images", CompletionKind::Value, "the images of the app"),
    ("services", CompletionKind::Value, "a service of a computed name: `services[name]`"),
];

impl Offer<'_, '_> {
    /// A value for a slot.
    pub(super) fn value(&mut self, wanted: Wanted) {
        if let Some(Mode::Choice(_) | Mode::Reference(_)) = wanted.slot.map(|s| s.mode) {
            return;
        }
        let spelling = wanted.word.map_or("", |w| w.spelling());
        let slot = wanted.slot.map_or("", |s| s.name);
        let of_image =
            wanted.word.is_some_and(|w| w.within.iter().any(|b| matches!(b.name(), "image" | "stage" | "run")));
        // Where one kind of thing is meant, only names can stand beside it.
        let mut narrow = true;
        match (spelling, slot) {
            ("extends", _) => return self.extendable(),
            ("image", "image") => {
                self.declarations(&[What::Image], 0);
                self.stages_of_images(5);
            }
            (_, "from") if of_image => {
                self.stages_before();
                if spelling == "from" {
                    self.add(Thing::new("scratch", CompletionKind::Value, 3).detail("an empty image"));
                }
                self.add(Thing::new("images", CompletionKind::Value, 4).detail("the images of the app"));
            }
            (_, "to") => self.ports(0),
            ("file" | "files", "from") | ("env", "source") => {
                self.declarations(&[What::Config], 0);
                self.add(
                    Thing::new("secrets", CompletionKind::Secret, 1).detail("the app's secrets and groups of them"),
                );
            }
            _ => narrow = false,
        }
        if narrow {
            return self.variables();
        }
        let ty = wanted.ty.unwrap_or(Ty::Any);
        if let Some(example) = wanted.word.and_then(|w| example(w, slot)).filter(|_| !units_of(&ty).is_empty()) {
            self.add(Thing::new(example, CompletionKind::Value, 8).detail("an example"));
        }
        self.variables();
        let free = matches!(ty, Ty::Any | Ty::Text | Ty::String | Ty::List(_) | Ty::OneOf(_));
        if free {
            self.declarations(&[What::Service], 60);
            for (name, kind, detail) in SPACES {
                self.add(Thing::new(*name, *kind, 70).detail(*detail));
            }
        }
        if matches!(ty, Ty::Any) {
            self.declarations(&[What::Config, What::Job, What::Volume], 75);
            for b in ["true", "false"] {
                self.add(Thing::new(b, CompletionKind::Value, 80));
            }
            self.add(Thing::new("not", CompletionKind::Word, 120));
        }
        let thing = Thing::new("if", CompletionKind::Word, 120).detail("one of two values");
        self.add(thing.snippet("if ${1:condition} then ${2:value} else ${3:other}"));
        self.functions();
    }

    /// The lets, params and other names in sight, the innermost first.
    fn variables(&mut self) {
        for (i, b) in bound(self.cursor).iter().enumerate() {
            let rest = self.cursor.text.get(b.at as usize..).unwrap_or_default();
            let line = rest.lines().next().unwrap_or_default().trim();
            let (kind, detail) = match b.by {
                "use" => (CompletionKind::Module, String::from("a file that is used")),
                "template" => continue,
                "for" => (CompletionKind::Variable, String::from("of the loop")),
                "let" | "param" => {
                    (CompletionKind::Variable, format!("{} {}", b.by, line.chars().take(60).collect::<String>()))
                }
                _ => {
                    let end = line.find([',', ')']).unwrap_or(line.len());
                    (CompletionKind::Variable, line.get(..end).unwrap_or_default().to_owned())
                }
            };
            self.add(Thing::new(b.name, kind, 10 + u32::try_from(i).unwrap_or(39).min(39)).detail(detail));
        }
    }

    fn functions(&mut self) {
        for f in functions() {
            let call = match f.params.iter().find(|p| !p.optional) {
                Some(_) => {
                    let all = f.params.iter().filter(|p| !p.optional).enumerate();
                    let places: Vec<String> = all.map(|(i, p)| format!("${{{}:{}}}", i + 1, p.name)).collect();
                    format!("{}({})", f.name, places.join(", "))
                }
                None => format!("{}($0)", f.name),
            };
            let (written, gives) = f.example;
            let doc = format!("{}\n\n```wharf\n{written}   // {gives}\n```", sentence(f.doc));
            let thing = Thing::new(f.name, CompletionKind::Function, 150).detail(f.signature()).doc(doc);
            self.add(if self.cursor.more { thing } else { thing.snippet(call) });
        }
    }

    /// The templates that can be extended, and the files that have some.
    fn extendable(&mut self) {
        let own: Vec<Thing> =
            templates(&self.view.source).iter().map(|t| self.template(t, t.name.to_owned(), 0)).collect();
        let used: Vec<Thing> = self
            .view
            .used
            .iter()
            .flat_map(|(module, file)| templates(file).into_iter().map(move |t| (module, t)))
            .map(|(module, t)| self.template(&t, format!("{module}.{}", t.name), 10))
            .collect();
        own.into_iter().chain(used).for_each(|t| self.add(t));
    }

    /// A template with its parameters, the required ones to fill.
    pub(super) fn template(&self, t: &Template<'_>, label: String, rank: u32) -> Thing {
        let required = t.params.iter().filter(|p| p.default.is_none() && !p.ty.alternatives.iter().any(|a| a.optional));
        let places: Vec<String> =
            required.enumerate().map(|(i, p)| format!("{}: ${{{}:{}}}", p.name.text, i + 1, p.name.text)).collect();
        let call = if places.is_empty() { "($0)".to_owned() } else { format!("({})", places.join(", ")) };
        let doc = t.stmt.doc.as_ref().map_or_else(String::new, |d| d.text.clone());
        let text = format!("{}{call}", escaped(&label));
        let thing = Thing::new(label, CompletionKind::Template, rank).detail(head_line(t.file.text(), t.stmt)).doc(doc);
        if self.cursor.more { thing } else { thing.snippet(text) }
    }

    /// An argument of a call: the names of its parameters that are free, then values.
    pub(super) fn call_argument(&mut self, callee: &[Item<'_>], given: &[&str], wanted: Wanted) {
        let found = named(self.view, callee);
        let params: Vec<Thing> = found
            .iter()
            .flat_map(|t| t.params.iter().map(move |p| (t.file, p)))
            .filter(|(_, p)| !given.contains(&p.name.text.as_str()))
            .enumerate()
            .map(|(i, (file, p))| {
                let to = p.default.as_ref().map_or(p.ty.span, |d| p.ty.span.to(d.span));
                let ty = file.text().get(to.start as usize..to.end as usize).unwrap_or_default();
                Thing::new(format!("{}:", p.name.text), CompletionKind::Label, u32::try_from(i).unwrap_or(0))
                    .detail(ty)
                    .insert(format!("{}: ", p.name.text))
            })
            .collect();
        params.into_iter().for_each(|t| self.add(t));
        self.value(wanted);
    }

    /// The number at the cursor with each unit of a type.
    pub(super) fn units(&mut self, ty: Option<Ty>) {
        let typed = self.cursor.prefix;
        let digits = typed.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        for (i, unit) in ty.iter().flat_map(units_of).enumerate() {
            let rank = u32::try_from(i).unwrap_or(0);
            self.add(Thing::new(format!("{digits}{unit}"), CompletionKind::Unit, rank).detail(meaning(unit)));
        }
    }

    /// The stages of the image around that stand before the cursor.
    fn stages_before(&mut self) {
        let rows = self.cursor.frames.iter().flat_map(|f| &f.rows);
        let names: Vec<String> = rows
            .filter_map(|r| match r.as_slice() {
                [first, name, ..] if first.is("stage") && name.kind == ItemKind::Word => Some(name.text.to_owned()),
                _ => None,
            })
            .collect();
        names
            .into_iter()
            .for_each(|n| self.add(Thing::new(n, CompletionKind::Member, 0).detail("a stage of this image")));
    }

    fn stages_of_images(&mut self, rank: u32) {
        let all: Vec<String> = self
            .declared
            .of(What::Image)
            .flat_map(|d| d.inner.iter().map(|s| format!("{}.{}", d.own.name, s.name)))
            .collect();
        all.into_iter()
            .for_each(|n| self.add(Thing::new(n, CompletionKind::Member, rank).detail("a stage of an image")));
    }

    /// The ports of all services: `api.http`.
    fn ports(&mut self, rank: u32) {
        let all: Vec<(String, String)> = self
            .declared
            .of(What::Service)
            .flat_map(|d| d.inner.iter().map(|p| (format!("{}.{}", d.own.name, p.name), p.head.clone())))
            .collect();
        all.into_iter().for_each(|(n, head)| self.add(Thing::new(n, CompletionKind::Member, rank).detail(head)));
    }
}

/// What a unit is.
pub(crate) fn meaning(unit: &str) -> &'static str {
    match unit {
        "Ki" | "KiB" => "kibibytes: 1024 bytes",
        "Mi" | "MiB" => "mebibytes: 1024 Ki",
        "Gi" | "GiB" => "gibibytes: 1024 Mi",
        "Ti" | "TiB" => "tebibytes: 1024 Gi",
        "KB" => "kilobytes: 1000 bytes",
        "MB" => "megabytes: 1000 KB",
        "GB" => "gigabytes: 1000 MB",
        "TB" => "terabytes: 1000 GB",
        "m" => "thousandths of a CPU",
        "ms" => "milliseconds",
        "s" => "seconds",
        "min" => "minutes",
        "h" => "hours",
        "d" => "days",
        "%" => "per cent",
        _ => "",
    }
}

/// What a word's example has in a slot.
fn example(word: &'static wharf_analysis::vocabulary::Word, slot: &str) -> Option<String> {
    let parsed = wharf_syntax::parse(wharf_diagnostics::FileId::default(), word.example);
    let wharf_syntax::tree::StmtKind::Plain(plain) = &parsed.tree.stmts.first()?.kind else { return None };
    let bare: Vec<Option<&str>> = plain
        .args
        .iter()
        .map(|e| if let wharf_syntax::tree::ExprKind::Word(w) = &e.kind { Some(w.as_str()) } else { None })
        .collect();
    let roles = crate::arguments::matched(word, &bare, false).roles;
    let is = |r: &crate::arguments::Role| match r {
        crate::arguments::Role::Slot(s) | crate::arguments::Role::Of(_, s) => s.name == slot,
        _ => false,
    };
    let at = plain.args.get(roles.iter().position(is)?)?.span;
    word.example.get(at.start as usize..at.end as usize).map(str::to_owned)
}
