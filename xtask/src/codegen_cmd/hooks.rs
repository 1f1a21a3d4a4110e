//! Reads the hand-written hooks and shows what is wrong with them.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use codegen::Api;
use codegen::diagnostic::Severity;
use codegen::hooks::{HookFindings, check};

use super::job::Job;
use super::levels::weighed;
use crate::Result;
use crate::args::Codegen;
use crate::write::io_error;

/// Where the hooks are, below the root.
const FOLDER: &str = "generated/src/checks";

/// Where a first `impl` would go.
const HOME: &str = "generated/src/checks/mod.rs";

/// Shows every finding; whether none of them is an error.
pub(super) fn show(args: &Codegen, job: &Job, root: &Path, api: &Api) -> Result<bool> {
    let mut files = Vec::new();
    read(&root.join(FOLDER), FOLDER, &mut files)?;
    files.sort();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut is_fine = true;
    for HookFindings { file, found } in check(api, HOME, &files) {
        let found = weighed(args, found);
        super::show(args, job, &file, &found);
        is_fine &= found.iter().all(|one| one.severity != Severity::Error);
    }
    Ok(is_fine)
}

/// Every Rust file below a folder, by its path from the root.
fn read(folder: &Path, shown: &str, files: &mut Vec<(String, String)>) -> Result<()> {
    let complain = |error| io_error("list", folder, &error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(complain(error)),
    };
    for entry in entries {
        let entry = entry.map_err(complain)?;
        let path = entry.path();
        let shown = format!("{shown}/{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(|error| io_error("look at", &path, &error))?;
        if kind.is_dir() {
            read(&path, &shown, files)?;
        } else if shown.ends_with(".rs") {
            // Text that is not UTF-8 is not Rust, and is reported as that.
            let bytes = fs::read(&path).map_err(|error| io_error("read", &path, &error))?;
            files.push((shown, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok(())
}
