//! Folders that a test fills, and programs that it runs in them. Knows nothing of what is tested.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, process};

use codegen::files::{Files, compare};

use crate::artifacts;
use crate::fixtures::root;
use crate::generate::files_below;

/// A folder outside of every workspace, empty at first and removed with its value.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A folder of its own for the test of that name.
    pub fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("vcha-tests-{}-{name}", process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).unwrap();
        // The real path: on some systems the folder for temporary files is a link.
        Self(path.canonicalize().unwrap())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        write(&self.0.join(path), bytes.as_ref());
    }

    /// Copies a file or a folder of the workspace to the same place below this folder.
    pub fn copy(&self, path: &str) {
        let from = root().join(path);
        if from.is_dir() {
            for (below, bytes) in files_below(&from).iter() {
                self.write(&format!("{path}/{below}"), bytes);
            }
        } else {
            self.write(path, fs::read(&from).unwrap());
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Makes a folder hold exactly these files. A file that is right already keeps its time, so that cargo does not compile it
/// again.
pub fn sync(folder: &Path, files: &Files) {
    fs::create_dir_all(folder).unwrap();
    let changes = compare(files, &files_below(folder));
    for path in changes.added.iter().chain(&changes.changed) {
        write(&folder.join(path), files.get(path).unwrap());
    }
    for path in &changes.stale {
        fs::remove_file(folder.join(path)).unwrap();
    }
}

/// What a program printed, and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; a program that was killed has none.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Ran {
    /// Exit code and output, for messages of tests.
    pub fn shown(&self) -> String {
        format!("exit code {:?}\n{}{}", self.code, self.stdout, self.stderr)
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs cargo in `folder`, without a network. Its output goes to `target`, which several crates may share.
pub fn cargo<S: AsRef<OsStr>>(folder: &Path, target: &Path, arguments: impl IntoIterator<Item = S>) -> Ran {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).arg("--offline").arg("--quiet").arg("--target-dir").arg(target).current_dir(folder);
    command.env("CARGO_TERM_COLOR", "never").env_remove("RUSTDOCFLAGS");
    forget_the_test(&mut command).output().unwrap().into()
}

/// Removes from the environment of a command the variables that cargo set for this test. Build scripts depend on some of
/// them: with other values cargo would compile the same packages again.
pub fn forget_the_test(command: &mut Command) -> &mut Command {
    let is_from_cargo = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names.filter(|name| is_from_cargo(name)).fold(command, |command, name| command.env_remove(name))
}

/// Runs `cargo xtask` in a folder: the program itself, so that it finds the workspace around that folder.
pub fn xtask<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Ran {
    let mut command = Command::new(artifacts::program("xtask"));
    command.args(arguments).current_dir(folder).env_remove("CARGO_MANIFEST_DIR").env("NO_COLOR", "1");
    command.output().unwrap().into()
}
