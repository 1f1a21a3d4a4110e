//! Reads what is on disk. It changes nothing, and never follows symbolic links below the root.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use codegen::files::Files;

use super::{Target, io_error, is_ours, on_disk, temporary};
use crate::{Error, Result};

/// At most this many files in the way are named.
const NAMED: usize = 10;

/// Checks that the root is a folder, or can be created below one.
pub(super) fn check_root(root: &Path) -> Result<()> {
    for folder in root.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
        match fs::metadata(folder) {
            Ok(found) if found.is_dir() => return Ok(()),
            Ok(_) => {
                let message = format!("{} is a file where a folder is needed", folder.display());
                return Err(Error::new(format!("{message}; name a folder with --out DIR")));
            }
            Err(error) if error.kind() == ErrorKind::NotFound && folder.is_symlink() => {
                let message = format!("{} is a symbolic link that leads nowhere", folder.display());
                return Err(Error::new(format!("{message}; remove it, or name another folder with --out DIR")));
            }
            // Below a file the system reports NotADirectory; the next round reports the file itself.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(io_error("look at", folder, &error)),
        }
    }
    Ok(())
}

/// Refuses a module in the folder of a generated crate, and a crate in the folder of a generated module: each would remove
/// the files of the other.
pub(super) fn check_kind(target: &Target) -> Result<()> {
    let root = target.root.display();
    let holds = |path: &str| -> Result<bool> {
        let full = on_disk(&target.root, path);
        Ok(full.is_file() && is_ours(path, &head(&full)?))
    };
    if target.owned.is_empty() {
        for path in ["Cargo.toml", "lib.rs"] {
            if holds(path)? {
                let message = format!("{root} holds a crate that this command generated ({path}), not a module");
                let help = "write the crate again with --crate NAME, or name another folder for the module with --out";
                return Err(Error::new(format!("{message}; nothing was written\n{help}")));
            }
        }
    } else if holds("mod.rs")? {
        let message = format!("{root} holds a module that this command generated (mod.rs), not a crate");
        let help = "write the module again without --crate, or name another folder for the crate with --out DIR";
        return Err(Error::new(format!("{message}; nothing was written\n{help}")));
    }
    Ok(())
}

/// Reads what is at the wanted paths. The error names everything in the way.
pub(super) fn at_wanted(root: &Path, wanted: &Files) -> Result<Files> {
    let mut found = Files::new();
    let mut in_the_way = BTreeSet::new();
    for (path, bytes) in wanted.iter() {
        let full = on_disk(root, path);
        if let Some(obstacle) = obstacle_above(root, &full)? {
            in_the_way.insert(obstacle);
            continue;
        }
        let kind = match fs::symlink_metadata(&full) {
            Ok(kind) => kind,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(io_error("look at", &full, &error)),
        };
        if !kind.is_file() {
            in_the_way.insert(obstacle(&full, if kind.is_dir() { "a folder" } else { "not a regular file" }));
            continue;
        }
        let there = fs::read(&full).map_err(|error| io_error("read", &full, &error))?;
        if there != bytes && !is_blank(&there) && !is_ours(path, &there) {
            in_the_way.insert(obstacle(&full, "not a file that this command generated"));
            continue;
        }
        found.insert(path, there);
    }
    refuse(&in_the_way)?;
    Ok(found)
}

/// Whether a file is empty, or all zeros as a power cut can leave it: overwriting it loses no work.
fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// The first folder on the way that is a file or a symbolic link.
fn obstacle_above(root: &Path, full: &Path) -> Result<Option<String>> {
    let mut folders: Vec<_> = full.ancestors().skip(1).take_while(|folder| *folder != root).collect();
    folders.reverse();
    for folder in folders {
        match fs::symlink_metadata(folder) {
            Ok(kind) if kind.is_dir() => {}
            Ok(kind) if kind.is_symlink() => return Ok(Some(obstacle(folder, "a symbolic link"))),
            Ok(_) => return Ok(Some(obstacle(folder, "a file where a folder is needed"))),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io_error("look at", folder, &error)),
        }
    }
    Ok(None)
}

fn obstacle(path: &Path, what: &str) -> String {
    format!("{} is {what}", path.display())
}

fn refuse(in_the_way: &BTreeSet<String>) -> Result<()> {
    if in_the_way.is_empty() {
        return Ok(());
    }
    let mut message = String::from("something is in the way; nothing was written:");
    for line in in_the_way.iter().take(NAMED) {
        message.push_str(&format!("\n  {line}"));
    }
    if in_the_way.len() > NAMED {
        message.push_str(&format!("\n  and {} more", in_the_way.len() - NAMED));
    }
    message.push_str("\nmove or remove it, or write to another place with --out DIR");
    Err(Error::new(message))
}

/// What is on disk and not in the output, by its path below the root.
pub(super) struct Unwanted {
    /// Files that this command wrote, below the owned folder.
    pub stale: Vec<String>,
    /// Temporary files of a run that was cut short.
    pub leftovers: Vec<String>,
}

/// Looks through the owned folder, and for temporary files beside every wanted file.
pub(super) fn unwanted(target: &Target, wanted: &Files, found: &Files) -> Result<Unwanted> {
    let folders = folders_of(wanted);
    let mut unwanted = Unwanted { stale: Vec::new(), leftovers: Vec::new() };
    let mut listed = BTreeSet::new();
    let mut open = vec![target.owned.to_owned()];
    // Of a crate, the manifest and the root of its library stand outside of the owned folder.
    let outside = folders.iter().map(String::as_str).chain([""]).filter(|folder| !is_within(folder, target.owned));
    open.extend(outside.map(str::to_owned));
    while let Some(folder) = open.pop() {
        let is_owned = is_within(&folder, target.owned);
        for entry in entries(&on_disk(&target.root, &folder))? {
            // This command writes no name that is not UTF-8.
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let kind = entry.file_type().map_err(|error| io_error("look at", &entry.path(), &error))?;
            if kind.is_file() && temporary::is_one(&name) {
                unwanted.leftovers.extend(temporary::is_abandoned(&entry, &name).then_some(path));
            } else if !is_owned {
                continue;
            } else if kind.is_dir() && may_hold_ours(&entry, &name, folders.contains(&path)) {
                open.push(path);
            } else if kind.is_file() {
                if wanted.get(&path).is_none() && is_ours(&path, &head(&entry.path())?) {
                    unwanted.stale.push(path.clone());
                }
                listed.insert(path);
            }
        }
    }
    unwanted.stale.retain(|path| !is_other_spelling(path, found, &listed));
    unwanted.leftovers.sort();
    Ok(unwanted)
}

fn is_within(folder: &str, owned: &str) -> bool {
    owned.is_empty() || folder == owned || folder.strip_prefix(owned).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether the file is a wanted one in other letters, on a disk that ignores their case: removing it would remove the file
/// that was just written.
fn is_other_spelling(path: &str, found: &Files, listed: &BTreeSet<String>) -> bool {
    let folded = path.to_lowercase();
    found.iter().any(|(other, _)| !listed.contains(other) && other.to_lowercase() == folded)
}

/// Every folder that holds a wanted file, at any depth.
fn folders_of(wanted: &Files) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for (path, _) in wanted.iter() {
        let mut rest = path;
        while let Some((folder, _)) = rest.rsplit_once('/') {
            folders.insert(folder.to_owned());
            rest = folder;
        }
    }
    folders
}

/// Whether to look into a folder: it is not hidden, and neither a package nor the root of another output.
fn may_hold_ours(entry: &DirEntry, name: &str, wanted: bool) -> bool {
    let has = |path: &str| on_disk(&entry.path(), path).exists();
    wanted || !(name.starts_with('.') || has("Cargo.toml") || has("rt/mod.rs"))
}

/// Lists a folder. A missing folder has no entries, and neither has a link, which leads elsewhere.
fn entries(folder: &Path) -> Result<Vec<DirEntry>> {
    let complain = |error| io_error("list", folder, &error);
    let found = match fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(complain(error)),
    };
    found.map(|entry| entry.map_err(complain)).collect()
}

fn head(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(2048).read_to_end(&mut bytes));
    read.map_err(|error| io_error("read", path, &error))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wanted_file_in_other_letters_is_not_stale() {
        let mut found = Files::new();
        found.insert("types/pet.rs", "");
        let listed = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<BTreeSet<_>>();
        assert!(is_other_spelling("Types/Pet.rs", &found, &listed(&["Types/Pet.rs"])));
        // Where both are listed, they are two files.
        assert!(!is_other_spelling("types/Pet.rs", &found, &listed(&["types/Pet.rs", "types/pet.rs"])));
        assert!(!is_other_spelling("types/dog.rs", &found, &listed(&["types/dog.rs"])));
    }
}
