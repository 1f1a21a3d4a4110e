//! What stands on disk. Reads only; symbolic links below the root are never followed.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use codegen::files::Files;

use super::{TEMPORARY, Target, io_error, is_generated, on_disk};
use crate::{Error, Result};

/// A temporary file older than this belongs to no run that is still going.
const ABANDONED: Duration = Duration::from_secs(600);

/// At most this many files in the way are named.
const NAMED: usize = 10;

/// The root must be a folder, or nothing yet below something that is a folder.
pub(super) fn check_root(root: &Path) -> Result<()> {
    for folder in root.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
        match fs::metadata(folder) {
            Ok(found) if found.is_dir() => return Ok(()),
            Ok(_) => return Err(Error::new(format!("{} is a file where a folder is needed", folder.display()))),
            // Below a file the system says NotADirectory; the file itself is told of next.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(io_error("look at", folder, &error)),
        }
    }
    Ok(())
}

/// What stands at the wanted paths; an error that names everything in the way.
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
        if there != bytes && !is_generated(&there) {
            in_the_way.insert(obstacle(&full, "not a file that this command generated"));
            continue;
        }
        found.insert(path, there);
    }
    refuse(&in_the_way)?;
    Ok(found)
}

/// A folder on the way that is none, or is one somewhere else.
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

/// Generated files below the owned folder that nobody wants, and temporary files that nobody will come back for.
pub(super) fn nobody_wants(target: &Target, wanted: &Files) -> Result<(Vec<String>, Vec<PathBuf>)> {
    let folders = folders_of(wanted);
    let (mut stale, mut leftovers) = (Vec::new(), Vec::new());
    let mut open = vec![target.owned.to_owned()];
    while let Some(folder) = open.pop() {
        let full = on_disk(&target.root, &folder);
        for entry in entries(&full)? {
            // A name that is not UTF-8 is none of ours.
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let kind = entry.file_type().map_err(|error| io_error("look at", &entry.path(), &error))?;
            if kind.is_dir() && may_hold_ours(&entry, &name, folders.contains(&path)) {
                open.push(path);
            } else if kind.is_file() && name.ends_with(TEMPORARY) {
                leftovers.extend(is_abandoned(&entry).then(|| entry.path()));
            } else if kind.is_file() && wanted.get(&path).is_none() && is_generated(&head(&entry.path())?) {
                stale.push(path);
            }
        }
    }
    Ok((stale, leftovers))
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

/// Not hidden, and neither a package nor the root of another output that was written into a folder below this one.
fn may_hold_ours(entry: &DirEntry, name: &str, wanted: bool) -> bool {
    let has = |path: &str| on_disk(&entry.path(), path).exists();
    wanted || !(name.starts_with('.') || has("Cargo.toml") || has("rt/mod.rs"))
}

/// A folder that is not there has no entries; neither has a link, which leads somewhere else.
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

fn is_abandoned(entry: &DirEntry) -> bool {
    let age = entry.metadata().and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
    age.is_some_and(|age| age > ABANDONED)
}
