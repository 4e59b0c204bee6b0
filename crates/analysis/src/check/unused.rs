//! What is declared and never used.

use std::rc::Rc;

use wharf_model::App;

use crate::checker::Checker;
use crate::errors::lints;
use crate::frames::Bound;
use crate::scope::{Declared, Entry};

pub(super) fn unused(c: &mut Checker<'_>) {
    let scope = Rc::clone(&c.scope);
    for (name, entry) in scope.names.iter().chain(&scope.images) {
        // An image that copies from a stage of its own uses the stage, and not itself.
        let is_whole = |inner: &String| entry.kind != Declared::Image || inner.is_empty();
        let used = c.used.iter().any(|(k, n, inner)| *k == entry.kind && n == name && is_whole(inner));
        let (what, help) = match entry.kind {
            Declared::Setting => ("the setting", "use it as `settings.NAME` in `env`"),
            Declared::Image => ("the image", "a service runs it by `image NAME`"),
            Declared::Volume => ("the volume", "a service mounts it by `mount NAME PATH`"),
            Declared::Config => ("the config", "a service mounts it by `file PATH from CONFIG.KEY`"),
            Declared::Group => {
                keys(c, name, entry.inner.iter().map(|(k, s)| (k.as_str(), *s)).collect());
                continue;
            }
            Declared::Service | Declared::Job | Declared::Cron => continue,
        };
        if !used {
            c.report(lints::unused(what, name, entry.span, help));
        } else if entry.kind == Declared::Image {
            stages(c, name, entry);
        }
    }
    values(c);
    if let Some(own) = &scope.secrets {
        keys(c, "", own.iter().map(|(k, s)| (k.as_str(), *s)).collect());
    }
}

/// What is pulled with where nothing is pulled.
pub(super) fn pulls(c: &mut Checker<'_>, app: &App) {
    for pull in &app.pulls {
        let mut all = app.pods().flat_map(|(_, pod)| pod.containers());
        if !all.any(|container| app.pull_secret(&container.image) == Some(pull)) {
            let span = c.origins.span(pull.registry.origin);
            c.report(lints::unused_pull(&pull.registry, span));
        }
    }
}

/// The `let`s and `param`s of the app and of its file; what a used file declares is for others.
fn values(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for at in &c.outer {
        for (name, b) in c.frames.get(*at).into_iter().flat_map(|f| &f.names) {
            let what = match b.bound {
                Bound::Let(_) => "the `let`",
                Bound::Param(_) => "the `param`",
                Bound::Value(_) | Bound::Module(_) | Bound::Template(_) => continue,
            };
            if !c.used_definitions.contains(&(*at, name.clone())) {
                found.push(lints::unused(what, name, b.span, ""));
            }
        }
    }
    for d in found {
        c.report(d);
    }
}

fn keys(c: &mut Checker<'_>, group: &str, all: Vec<(&str, wharf_diagnostics::Span)>) {
    for (key, span) in all {
        if !c.used.contains(&(Declared::Group, group.to_owned(), key.to_owned())) {
            c.report(lints::unused(
                "the secret",
                key,
                span,
                "use it as `secrets.KEY` in `env`, or by `file PATH from secrets.KEY`",
            ));
        }
    }
}

fn stages(c: &mut Checker<'_>, image: &str, entry: &Entry) {
    for (stage, span) in &entry.inner {
        if !c.used.contains(&(Declared::Image, image.to_owned(), stage.clone())) {
            c.report(lints::unused(
                "the stage",
                stage,
                *span,
                "a later step copies from it by `copy SRC DST from STAGE`",
            ));
        }
    }
}
