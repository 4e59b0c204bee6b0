//! Configs: named texts that services mount as files or read as variables.

use crate::{AbsolutePath, At, Name, RelativePath, Text};

/// `config NAME { key = "…" }`: a ConfigMap in Kubernetes, files in Compose.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Its name.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// Its keys, sorted, with their texts. Hosts and ports may stand in a text; secrets, settings
    /// and pod facts may not.
    pub entries: Vec<(At<String>, At<Text>)>,
}

/// A file or folder of the project that goes to a container: `file PATH from "./x"` and
/// `files PATH from "./dir"`. The contents were read when checking.
#[derive(Clone, Debug, PartialEq)]
pub struct FileTree {
    /// Where it stands on disk.
    pub source: At<RelativePath>,
    /// Where it is mounted: the file itself, or the folder.
    pub path: At<AbsolutePath>,
    /// The files by their path below `source` (empty for a single file), sorted, with their bytes.
    pub contents: Vec<(String, Vec<u8>)>,
}
