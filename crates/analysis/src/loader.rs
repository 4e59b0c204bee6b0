//! How files come in. The core has no disk; a shell hands it one of these.

use std::fmt;

/// Why a file or folder could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// There is nothing of that name.
    NotFound,
    /// The path leads out of the project's folder, perhaps through a symbolic link.
    Outside,
    /// It is there but cannot be read; the words say why.
    Unreadable(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such file"),
            Self::Outside => f.write_str("the path leads out of the project's folder"),
            Self::Unreadable(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for LoadError {}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// Hands in the files of one project. All paths are relative to the project's folder, normal, with
/// `/` between their parts; `.` is the folder itself. The same path gives the same answer during
/// one run.
pub trait Loader {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Where it is not there, not readable, or outside of the project.
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError>;

    /// All files below a folder, by their paths relative to it, sorted.
    ///
    /// # Errors
    /// Where the folder is not there, not readable, or outside of the project.
    fn list(&self, folder: &str) -> Result<Vec<String>, LoadError>;

    /// What stands at a path.
    ///
    /// # Errors
    /// Where nothing does, or it is outside of the project.
    fn kind(&self, path: &str) -> Result<EntryKind, LoadError>;
}
