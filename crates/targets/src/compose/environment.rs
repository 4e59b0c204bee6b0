//! Variables of a container.

use std::collections::BTreeMap;

use wharf_model::{At, Container, EnvName, EnvSource, OriginId, Part, SecretRef, Text};

use super::context::{Context, variable_of_secret};
use super::errors;
use crate::yaml::Cursor;

/// The variables, by name. Those of `env` win over those of whole groups, and a later group over
/// an earlier one.
pub(super) fn environment<C: Cursor<OriginId>>(
    cx: &mut Context<'_>,
    container: &Container,
    at: C,
) -> BTreeMap<String, Option<String>> {
    let own: Vec<&EnvName> = container.env.iter().map(|e| &e.name.value).collect();
    let mut out = BTreeMap::new();
    for source in &container.env_from {
        for (name, value) in group(cx, source) {
            if !own.contains(&&name) {
                at.key(name.as_str()).set(source.origin);
                let value = self::value(cx, &name, &value);
                out.insert(name.to_string(), value);
            }
        }
    }
    for variable in &container.env {
        at.key(variable.name.as_str()).set(variable.value.origin);
        let value = value(cx, &variable.name.value, &variable.value);
        out.insert(variable.name.to_string(), value);
    }
    out
}

/// The variables of a whole group.
fn group(cx: &Context<'_>, source: &At<EnvSource>) -> Vec<(EnvName, At<Text>)> {
    match &source.value {
        EnvSource::Config(name) => {
            let entries = cx.app.config(name).map(|c| c.entries.as_slice()).unwrap_or_default();
            entries.iter().filter_map(|(key, text)| Some((EnvName::new(key).ok()?, text.clone()))).collect()
        }
        EnvSource::Secrets(name) => {
            let keys = cx.app.secret_group(name.as_ref()).map(|g| g.keys.as_slice()).unwrap_or_default();
            let text = |key: &String| {
                let mut text = Text::default();
                text.push(Part::Secret(SecretRef { group: name.clone(), key: key.clone() }));
                At::new(text, source.origin)
            };
            keys.iter().map(|k| (EnvName::of(&k.key), text(&k.key.value))).collect()
        }
    }
}

/// The value of a variable. An optional secret or setting that is all of it is left to the host's
/// variable of the same name, which is absent where the host has none; under another name Compose
/// can only make it empty.
fn value(cx: &mut Context<'_>, name: &EnvName, text: &At<Text>) -> Option<String> {
    let optional = match text.parts() {
        [Part::Secret(secret)] => {
            cx.secret(secret).filter(|s| s.optional).map(|s| (&s.variable, variable_of_secret(s)))
        }
        [Part::Setting(setting)] => {
            let setting = cx.app.setting(setting).filter(|s| s.optional && s.default.is_none());
            setting.map(|s| (&s.name.value, super::context::setting_variable(s)))
        }
        [] | [Part::Literal(_) | Part::Host(_) | Part::Port(_) | Part::Pod(_)] | [_, _, ..] => None,
    };
    match optional {
        Some((variable, _)) if variable == name => None,
        Some((variable, value)) => {
            cx.problem(errors::emulated::empty_for_absent(cx.app, text, name, variable));
            Some(value)
        }
        None => Some(cx.text(text)),
    }
}
