//! Files of params: JSON or YAML, a map of names.

use serde_yaml::Value;
use wharf_analysis::ParamValue;

/// Why a file could not be read, and where.
pub(crate) struct Unread {
    pub(crate) message: String,
    /// A byte of the text.
    pub(crate) offset: usize,
}

/// The entries of a file, in their order. JSON is read as the YAML that it is.
pub(crate) fn read(text: &str) -> Result<Vec<(String, ParamValue)>, Unread> {
    let value: Value = serde_yaml::from_str(text).map_err(|e| Unread {
        message: e.to_string(),
        offset: e.location().map_or(0, |l| l.index().min(text.len())),
    })?;
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Mapping(map) => entries(map),
        _ => Err(Unread { message: String::from("it is no map of names"), offset: 0 }),
    }
}

fn entries(map: serde_yaml::Mapping) -> Result<Vec<(String, ParamValue)>, Unread> {
    map.into_iter()
        .map(|(k, v)| match k {
            Value::String(name) => Ok((name, converted(v)?)),
            _ => Err(Unread { message: String::from("a key is no text"), offset: 0 }),
        })
        .collect()
}

fn converted(value: Value) -> Result<ParamValue, Unread> {
    Ok(match value {
        Value::Null => ParamValue::Null,
        Value::Bool(b) => ParamValue::Bool(b),
        Value::Number(n) => match n.as_i64() {
            Some(i) => ParamValue::Int(i),
            None => match n.as_f64().filter(|f| n.is_f64() && f.is_finite()) {
                Some(f) => ParamValue::Float(f),
                None => return Err(Unread { message: format!("the number {n} is too large, or none"), offset: 0 }),
            },
        },
        Value::String(s) => ParamValue::Text(s),
        Value::Sequence(items) => ParamValue::List(items.into_iter().map(converted).collect::<Result<_, _>>()?),
        Value::Mapping(map) => ParamValue::Map(entries(map)?),
        Value::Tagged(_) => return Err(Unread { message: String::from("tags mean nothing here"), offset: 0 }),
    })
}
