//! `${…}` in a text: plain, and so perhaps not what was meant.

use wharf_diagnostics::Span;

use crate::checker::Checker;
use crate::errors::lints;
use crate::scope::Declared;

impl Checker<'_> {
    /// Warns of `${…}` around something that `\(…)` would have put there.
    pub(crate) fn dollars(&mut self, text: &str, span: Span) {
        for rest in text.split("${").skip(1) {
            let Some((inside, _)) = rest.split_once('}') else { continue };
            let first = inside.split('.').next().unwrap_or_default();
            let form = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            if inside.is_empty() || !inside.chars().all(form) {
                continue;
            }
            let value = self.frames.find(self.env, inside).is_some_and(|(_, b)| b.bound.is_value());
            let meant = match self.scope.names.get(inside).or_else(|| self.scope.names.get(first)).map(|e| e.kind) {
                _ if value => Some(inside.to_owned()),
                Some(Declared::Setting) => Some(format!("settings.{inside}")),
                Some(Declared::Service) if inside.contains('.') => Some(inside.to_owned()),
                _ if inside.contains('.') && ["secrets", "settings", "self", "pod"].contains(&first) => {
                    Some(inside.to_owned())
                }
                _ => None,
            };
            if let Some(meant) = meant {
                self.report(lints::looks_interpolated(inside, &meant, span));
                return;
            }
        }
    }
}
