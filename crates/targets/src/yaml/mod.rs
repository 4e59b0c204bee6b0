//! The one room that writes YAML.
