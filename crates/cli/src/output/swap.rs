//! The exchange of a folder for its successor.
//!
//! The successor is made beside the folder as `.<app>.wharf-tmp-<pid>`: new files are written,
//! unchanged ones and those that are not Wharf's are linked into it, so that they stand in both.
//! Then the two change places in one system call where the platform has one, else in two, with
//! the predecessor waiting as `.<app>.wharf-old-<pid>`. A run that finds either name knows from
//! the lock that its owner is dead, and mends what it left.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::folder::Plan;
use super::manifest::{self, Manifest};

fn beside(parent: &Path, app: &str, role: &str) -> PathBuf {
    parent.join(format!(".{app}.wharf-{role}-{}", std::process::id()))
}

/// Puts what the plan says in place of the app's folder.
pub(super) fn replace(parent: &Path, app: &str, plan: &Plan<'_>) -> io::Result<()> {
    let folder = parent.join(app);
    let successor = beside(parent, app, "tmp");
    let exists = folder.symlink_metadata().is_ok();
    let made = fs::create_dir(&successor).and_then(|()| make(&successor, &folder, exists, plan)).and_then(|()| {
        if exists { exchange(parent, app, &successor, &folder) } else { rename_new(&successor, &folder) }
    });
    match made {
        Ok(Some(predecessor)) => {
            rescue(&predecessor, &folder, &|path| plan.gone.contains(path) || plan.files.contains_key(path), true)?;
            fs::remove_dir_all(predecessor)
        }
        Ok(None) => Ok(()),
        Err(error) => {
            // The folder is as it was; what was being made beside it is of no use to anyone.
            let _ = fs::remove_dir_all(&successor);
            Err(error)
        }
    }
}

fn rename_new(successor: &Path, folder: &Path) -> io::Result<Option<PathBuf>> {
    fs::rename(successor, folder).map(|()| None)
}

/// Fills the successor. The manifest comes first: with it, leftovers can be told apart from what
/// is the user's.
fn make(successor: &Path, folder: &Path, exists: bool, plan: &Plan<'_>) -> io::Result<()> {
    fs::write(successor.join(manifest::NAME), &plan.manifest)?;
    for (path, bytes) in &plan.files {
        let target = successor.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        if plan.same.contains(path) {
            link(&folder.join(path), &target)?;
        } else {
            fs::write(target, bytes)?;
        }
    }
    if exists {
        let is_ours = |path: &str| plan.gone.contains(path) || plan.files.contains_key(path);
        carry(folder, successor, "", &is_ours)?;
        fs::set_permissions(successor, fs::metadata(folder)?.permissions())?;
    }
    Ok(())
}

/// Links everything below `from` that is not Wharf's into `to`. `prefix` is the path so far, with
/// a `/` at its end unless it is empty.
fn carry(from: &Path, to: &Path, prefix: &str, is_ours: &dyn Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        // A name that is not UTF-8 is not Wharf's.
        let path = name.to_str().map(|n| format!("{prefix}{n}"));
        let ours = path.as_deref().is_some_and(|p| p == manifest::NAME || is_ours(p));
        let kind = entry.file_type()?;
        let target = to.join(&name);
        if kind.is_dir() {
            let prefix = path.map_or_else(|| String::from("//"), |p| format!("{p}/"));
            let was_empty = fs::read_dir(entry.path())?.next().is_none();
            carry(&entry.path(), &target, &prefix, is_ours)?;
            if was_empty {
                fs::create_dir_all(&target)?;
            }
            if target.is_dir() {
                fs::set_permissions(&target, entry.metadata()?.permissions())?;
            }
        } else if !ours {
            fs::create_dir_all(to)?;
            link(&entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Makes `to` the same file as `from`; a copy with the same time where there are no hard links.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    let kind = fs::symlink_metadata(from)?.file_type();
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    if kind.is_file() {
        fs::copy(from, to)?;
        let time = fs::metadata(from)?.modified()?;
        return fs::File::options().write(true).open(to)?.set_modified(time);
    }
    #[cfg(unix)]
    if kind.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    Err(io::Error::other(format!("`{}` cannot be carried over: keep it outside of the outputs", from.display())))
}

/// Lets the two folders change places; gives the path where the predecessor then stands.
fn exchange(parent: &Path, app: &str, successor: &Path, folder: &Path) -> io::Result<Option<PathBuf>> {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        // Not every file system has it.
        if renameat_with(CWD, successor, CWD, folder, RenameFlags::EXCHANGE).is_ok() {
            return Ok(Some(successor.to_owned()));
        }
    }
    let predecessor = beside(parent, app, "old");
    fs::rename(folder, &predecessor)?;
    match fs::rename(successor, folder) {
        Ok(()) => Ok(Some(predecessor)),
        Err(error) => {
            fs::rename(&predecessor, folder)?;
            Err(error)
        }
    }
}

/// Moves to `folder` what is the user's in `from` and would be lost with it: what `folder` lacks,
/// and, where `newer` says that `from` was the folder until now, what was changed since it was
/// linked.
fn rescue(from: &Path, folder: &Path, is_ours: &dyn Fn(&str) -> bool, newer: bool) -> io::Result<()> {
    let mut open = vec![String::new()];
    while let Some(prefix) = open.pop() {
        for entry in fs::read_dir(from.join(&prefix))? {
            let entry = entry?;
            let Some(name) = entry.file_name().to_str().map(|n| format!("{prefix}{n}")) else { continue };
            let target = folder.join(&name);
            if entry.file_type()?.is_dir() {
                open.push(format!("{name}/"));
            } else if name != manifest::NAME && !is_ours(&name) {
                let lacks = target.symlink_metadata().is_err();
                if lacks || (newer && !is_same(&entry.path(), &target)?) {
                    if let Some(parent) = target.parent() {
                        fs::create_dir_all(parent)?;
                    }
                    fs::rename(entry.path(), target)?;
                }
            }
        }
    }
    Ok(())
}

fn is_same(a: &Path, b: &Path) -> io::Result<bool> {
    let (m, n) = (a.symlink_metadata()?, b.symlink_metadata()?);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if (m.dev(), m.ino()) == (n.dev(), n.ino()) {
            return Ok(true);
        }
    }
    if m.is_symlink() || n.is_symlink() {
        return Ok(m.is_symlink() && n.is_symlink() && fs::read_link(a)? == fs::read_link(b)?);
    }
    Ok(m.is_file() && n.is_file() && m.len() == n.len() && fs::read(a)? == fs::read(b)?)
}

/// Mends what dead runs left of an app: the lock says that they are dead.
pub(super) fn recover(parent: &Path, app: &str) -> io::Result<()> {
    let folder = parent.join(app);
    let mut left = Vec::new();
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let role = name.strip_prefix(&format!(".{app}.wharf-")).and_then(|rest| rest.split_once('-'));
        match role {
            Some(("old", pid)) if is_number(pid) => left.push((0, entry.path())),
            Some(("tmp", pid)) if is_number(pid) => left.push((1, entry.path())),
            Some(_) | None => {}
        }
    }
    left.sort();
    for (order, path) in left {
        if order == 0 && folder.symlink_metadata().is_err() {
            fs::rename(path, &folder)?;
            continue;
        }
        if folder.symlink_metadata().is_ok() {
            let wrote = fs::read(path.join(manifest::NAME)).ok().and_then(|b| Manifest::parse(&b)).unwrap_or_default();
            rescue(&path, &folder, &|p| wrote.files.contains_key(p), false)?;
        }
        fs::remove_dir_all(path)?;
    }
    Ok(())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
