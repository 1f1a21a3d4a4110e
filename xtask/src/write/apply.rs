//! Carries out a plan. It writes every file under a temporary name first and then renames all of them, so that a full disk
//! or a read-only folder changes nothing, and a reader never sees half a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use codegen::files::Files;

use super::{Plan, Target, io_error, on_disk, temporary};
use crate::Result;

/// Names of temporary files that are tried for one file.
const ATTEMPTS: u32 = 100_000;

/// Does what the plan says.
pub(crate) fn apply(target: &Target, wanted: &Files, plan: &Plan) -> Result<()> {
    let mut stage = Stage::default();
    for path in plan.changes.added.iter().chain(&plan.changes.changed) {
        if let Some(bytes) = wanted.get(path) {
            stage.add(&on_disk(&target.root, path), bytes)?;
        }
    }
    stage.commit()?;
    for path in &plan.changes.stale {
        remove(target, path)?;
    }
    for path in &plan.leftovers {
        // No run uses it any more. If it cannot be removed, the next run tries again.
        let _ = fs::remove_file(on_disk(&target.root, path));
    }
    Ok(())
}

/// Files that are written but not in place yet. Whatever is left of it is removed when it goes out of scope.
#[derive(Default)]
struct Stage {
    files: Vec<(PathBuf, PathBuf)>,
    folders: Vec<PathBuf>,
    /// The number of the next temporary file, over all folders: a name that was tried is not tried again.
    next: u32,
}

impl Stage {
    fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        let folder = path.parent().unwrap_or(path);
        self.make(folder)?;
        // Finds out before anything is renamed whether the disk accepts the name.
        if let Err(error) = fs::symlink_metadata(path)
            && error.kind() != ErrorKind::NotFound
        {
            return Err(io_error("create", path, &error));
        }
        let (temporary, mut file) =
            self.create(folder).map_err(|error| io_error("create a file in", folder, &error))?;
        self.files.push((temporary, path.to_path_buf()));
        // Not synced to the medium: after a power cut the files are generated again.
        file.write_all(bytes).and_then(|()| file.flush()).map_err(|error| io_error("write", path, &error))
    }

    /// Makes a folder and those above it, and remembers which ones were not there.
    fn make(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<_> =
            folder.ancestors().take_while(|one| !one.as_os_str().is_empty() && !one.is_dir()).collect();
        for one in missing.into_iter().rev() {
            match fs::create_dir(one) {
                Ok(()) => self.folders.push(one.to_path_buf()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && one.is_dir() => {}
                Err(error) => return Err(io_error("create the folder", one, &error)),
            }
        }
        Ok(())
    }

    /// Creates a file under a name that no other run uses. The name is short, because file names have a limit.
    fn create(&mut self, folder: &Path) -> io::Result<(PathBuf, File)> {
        for _ in 0..ATTEMPTS {
            let path = folder.join(temporary::name(self.next));
            self.next = self.next.wrapping_add(1);
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                // Left by a run that was cut short and had the same number.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => return Ok((path, file)),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    fn commit(mut self) -> Result<()> {
        // From here on the folders have something in them.
        self.folders.clear();
        while let Some((temporary, path)) = self.files.pop() {
            if let Err(error) = fs::rename(&temporary, &path) {
                let _ = fs::remove_file(&temporary);
                return Err(io_error("put into place", &path, &error));
            }
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        for (temporary, _) in &self.files {
            let _ = fs::remove_file(temporary);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes a stale file, and the folders that are empty without it, up to the owned one.
fn remove(target: &Target, path: &str) -> Result<()> {
    let full = on_disk(&target.root, path);
    match fs::remove_file(&full) {
        Ok(()) => {}
        // Another run was faster.
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(io_error("remove", &full, &error)),
    }
    let owned = on_disk(&target.root, target.owned);
    for folder in full.ancestors().skip(1).take_while(|folder| *folder != owned) {
        // Fails where something is left in it, and that is where to stop.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_dir::TestDir;

    #[test]
    fn as_many_names_are_tried_as_files_are_written() {
        let dir = TestDir::new("stage");
        let in_the_way = temporary::name(7);
        dir.file(&in_the_way, "of an earlier process");
        let mut stage = Stage::default();
        for index in 0..100 {
            stage.add(&dir.path().join(format!("{index}.rs")), b"x").unwrap();
        }
        assert_eq!(stage.next, 101);
        stage.commit().unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("99.rs")).unwrap(), "x");
        assert_eq!(fs::read_to_string(dir.path().join(in_the_way)).unwrap(), "of an earlier process");
    }
}
