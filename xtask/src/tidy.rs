//! `cargo xtask tidy`: the house rules that neither rustc nor clippy knows. Every rule is a pure function of the files.

mod arrows;
mod headers;
mod let_chains;
mod local_paths;
mod manifests;
mod rust;
mod sizes;

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use crate::write::io_error;
use crate::{Error, Exit, Result, out};
use rust::Code;

/// A file that git knows, or would take.
#[derive(Debug)]
pub(crate) struct File {
    /// Path from the root, with `/`.
    pub path: String,
    pub text: String,
    /// The code in it; of a file that is not Rust, none.
    pub code: Code,
}

impl File {
    fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let code = if path.ends_with(".rs") { Code::new(&text, is_for_tests(&path)) } else { Code::default() };
        Self { path, text, code }
    }

    /// Whether a person writes it: neither output nor a snapshot of output.
    fn is_by_hand(&self) -> bool {
        !self.path.starts_with(API) && !self.path.contains("/snapshots/")
    }
}

/// Where the output goes.
const API: &str = "generated/src/api/";

/// One violation of a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    pub message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// A rule; it gets all files at once.
type Rule = fn(&[File]) -> Vec<Finding>;

const RULES: &[Rule] =
    &[arrows::check, headers::check, let_chains::check, local_paths::check, manifests::check, sizes::check];

/// Checks every file against every rule; a quiet run says nothing when all are kept.
pub(crate) fn run(root: &Path, quiet: bool) -> Result<Exit> {
    let files = files(root)?;
    let mut findings: Vec<_> = RULES.iter().flat_map(|rule| rule(&files)).collect();
    findings.sort();
    findings.dedup();
    for finding in &findings {
        out::error(&finding.to_string());
    }
    match findings.len() {
        0 => {
            if !quiet {
                out::print(&format!("{} files are tidy\n", files.len()));
            }
            Ok(Exit::Fine)
        }
        1 => {
            out::error("error: 1 finding; the reasons are in ARCHITECTURE.md\n");
            Ok(Exit::Bad)
        }
        many => {
            out::error(&format!("error: {many} findings; the reasons are in ARCHITECTURE.md\n"));
            Ok(Exit::Bad)
        }
    }
}

/// Every text file that is tracked, or would be if it were added.
fn files(root: &Path) -> Result<Vec<File>> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"])
        .current_dir(root)
        .output()
        .map_err(|error| Error::new(format!("tidy asks git for the files, and git cannot be run: {error}")))?;
    if !listed.status.success() {
        let reason = String::from_utf8_lossy(&listed.stderr).trim().to_owned();
        return Err(Error::new(format!("tidy asks git for the files, and git says: {reason}")));
    }
    let mut files: Vec<File> = Vec::new();
    for path in String::from_utf8_lossy(&listed.stdout).split('\0').filter(|path| !path.is_empty()) {
        let full = root.join(path);
        match fs::read(&full) {
            // The rules look at text files only.
            Ok(bytes) => files.extend(String::from_utf8(bytes).ok().map(|text| File::new(path, text))),
            // Removed but still in the index, a link to nowhere, or a repository of its own.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {}
            Err(error) => return Err(io_error("read", &full, &error)),
        }
    }
    mark_tests(&mut files);
    Ok(files)
}

/// Files of modules that another file declares under `#[cfg(test)]` are for tests, whatever they are called.
fn mark_tests(files: &mut [File]) {
    let mut modules = Vec::new();
    for file in files.iter() {
        let folder = match file.path.rsplit_once('/') {
            Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder,
            _ => file.path.trim_end_matches(".rs"),
        };
        modules.extend(file.code.test_modules.iter().map(|name| format!("{folder}/{name}")));
    }
    for file in files {
        let is_below = |module: &String| {
            file.path.strip_prefix(module.as_str()).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        };
        if modules.iter().any(is_below) {
            file.code.set_test();
        }
    }
}

/// Whether nothing in the file gets into a program that is shipped.
fn is_for_tests(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    let name = parts.next().unwrap_or_default();
    let stem = name.strip_suffix(".rs").unwrap_or(name);
    let in_folder = parts.any(|part| matches!(part, "tests" | "benches"));
    in_folder || stem == "tests" || stem.ends_with("_tests")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_tests_by_their_place() {
        for path in
            ["tests/src/lib.rs", "codegen/tests/bad.rs", "codegen/src/hooks/tests.rs", "xtask/src/args_tests.rs"]
        {
            assert!(is_for_tests(path), "{path}");
        }
        for path in ["codegen/src/lib.rs", "generated/examples/redeploy.rs", "xtask/src/contests.rs"] {
            assert!(!is_for_tests(path), "{path}");
        }
    }

    #[test]
    fn tells_tests_by_how_they_are_declared() {
        let mut files = [
            File::new("a/src/lib.rs", "#[cfg(test)]\nmod sample;\nmod other;\n#[cfg(test)]\nmod inline {}\n"),
            File::new("a/src/emit.rs", "#[cfg(test)] mod model;"),
            File::new("a/src/sample.rs", "mod deep;"),
            File::new("a/src/sample/deep.rs", "fn f() {}"),
            File::new("a/src/emit/model.rs", "fn f() {}"),
            File::new("a/src/other.rs", "fn f() {}"),
            File::new("a/src/model.rs", "fn f() {}"),
        ];
        mark_tests(&mut files);
        let tests: Vec<_> = files.iter().map(|file| file.code.is_test_line(100)).collect();
        assert_eq!(tests, [false, false, true, true, true, false, false]);
    }

    #[test]
    fn the_workspace_itself_is_listed() {
        let root = crate::workspace::root().unwrap();
        let files = files(&root).unwrap();
        assert!(files.iter().any(|file| file.path == "xtask/src/tidy.rs" && !file.code.paths.is_empty()));
        assert!(!files.iter().any(|file| file.path.starts_with("target/")));
    }
}
