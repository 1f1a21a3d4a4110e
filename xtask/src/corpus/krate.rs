//! The crate of a document on disk. What is in it is decided by the generator.

use std::fs;
use std::path::Path;

use codegen::files::Files;
use codegen::{Options, Strictness};

use crate::Result;
use crate::write::{COMMAND, io_error};

/// The program that reads the values, as cargo calls it.
pub(super) const PROGRAM: &str = "read_examples";

/// Those of somebody else's document that becomes a crate.
pub(super) fn options(krate: &str, origin: String) -> Options {
    Options {
        strictness: Strictness::Foreign,
        module_path: Some(format!("{}::api", krate.replace('-', "_"))),
        origin,
        command: COMMAND.to_owned(),
    }
}

/// Makes an empty folder, in the place of what an earlier run has left.
pub(super) fn make_anew(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| io_error("remove", folder, &error))?;
    }
    fs::create_dir_all(folder).map_err(|error| io_error("make", folder, &error))
}

/// Writes the files into a folder.
pub(super) fn write(folder: &Path, files: &Files) -> Result<()> {
    for (path, bytes) in files.iter() {
        let path = folder.join(path);
        let above = path.parent().unwrap_or(folder);
        fs::create_dir_all(above).map_err(|error| io_error("make", above, &error))?;
        fs::write(&path, bytes).map_err(|error| io_error("write", &path, &error))?;
    }
    Ok(())
}
