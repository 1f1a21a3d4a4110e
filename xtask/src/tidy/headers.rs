//! How files begin: hand-written ones with what they are for, output with its mark, the crates of the tools with their denied
//! lints.

use super::{API, File, Finding};

/// In two parts, so that this file does not carry it.
const MARK: &str = concat!("@", "generated");

/// The lints that keep the tools from panicking, and where they are switched on.
const LINTS: &[&str] = &["unwrap_used", "expect_used", "panic", "indexing_slicing", "todo", "unreachable"];

const CRATES: &[&str] = &["codegen/src/lib.rs", "xtask/src/main.rs"];

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings: Vec<_> = files.iter().filter_map(head).collect();
    findings.extend(files.iter().filter_map(broken));
    findings.extend(files.iter().filter(|file| CRATES.contains(&file.path.as_str())).flat_map(denials));
    findings
}

fn head(file: &File) -> Option<Finding> {
    let mark = file.text.lines().take(5).position(|line| line.contains(MARK));
    if file.path.starts_with(API) {
        let message = format!("no {MARK} in its first five lines; only output belongs here");
        return mark.is_none().then(|| Finding::new(&file.path, 1, message));
    }
    if !file.is_by_hand() || !file.path.ends_with(".rs") {
        return None;
    }
    if let Some(line) = mark {
        let message = format!("{MARK} in the head of a file that nobody generates: it could be overwritten");
        return Some(Finding::new(&file.path, line + 1, message));
    }
    let message = "does not open with `//!` and what it is for";
    (!file.text.starts_with("//!")).then(|| Finding::new(&file.path, 1, message))
}

/// Nothing else in such a file is checked, so it must not pass in silence.
fn broken(file: &File) -> Option<Finding> {
    let message = "is no Rust from here on: look for a bracket or a quote that is not closed";
    file.code.broken_at.map(|line| Finding::new(&file.path, line, message))
}

fn denials(file: &File) -> Vec<Finding> {
    let denied =
        file.text.split_once("deny(").map(|(_, rest)| rest.split(')').next().unwrap_or(rest)).unwrap_or_default();
    let missing = LINTS.iter().filter(|lint| !denied.contains(&format!("clippy::{lint}")));
    missing.map(|lint| Finding::new(&file.path, 1, format!("does not deny clippy::{lint} outside tests"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(&[File::new(path, text)]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_without_a_head_is_found() {
        assert_eq!(
            found("codegen/src/a.rs", "fn f() {}\n"),
            ["codegen/src/a.rs:1: does not open with `//!` and what it is for\n"]
        );
        assert_eq!(found("codegen/src/a.rs", ""), found("codegen/src/a.rs", "// Not for rustdoc.\n"));
        assert_eq!(found("codegen/src/a.rs", "//! For this.\n"), [""; 0]);
        assert_eq!(found("tests/snapshots/a.snap.rs", "fn f() {}\n"), [""; 0]);
        assert_eq!(found("a.md", "# A\n"), [""; 0]);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_found() {
        let words = "is no Rust from here on: look for a bracket or a quote that is not closed";
        for text in ["//! A.\nfn f() { \"", "//! A.\nfn f() ]", "//! A.\n/* open"] {
            assert_eq!(found("a/src/a.rs", text), [format!("a/src/a.rs:2: {words}\n")], "{text}");
            assert_eq!(found("a/tests/a.rs", text).len(), 1, "{text}");
            assert_eq!(found("a/a.md", text), [""; 0], "{text}");
        }
    }

    #[test]
    fn output_without_a_mark_is_found() {
        for path in ["generated/src/api/types/a.rs", "generated/src/api/a.json"] {
            let words = format!("{path}:1: no {MARK} in its first five lines; only output belongs here\n");
            assert_eq!(found(path, "//! By hand.\n"), [words]);
            assert_eq!(found(path, &format!("//! {MARK} by somebody.\n")), [""; 0]);
        }
    }

    #[test]
    fn a_mark_outside_the_output_is_found() {
        let text = format!("//! Copied.\n//! {MARK} by somebody.\n");
        let words = format!("{MARK} in the head of a file that nobody generates: it could be overwritten");
        assert_eq!(found("generated/src/checks/a.rs", &text), [format!("generated/src/checks/a.rs:2: {words}\n")]);
    }

    #[test]
    fn a_missing_denial_is_found() {
        let all = LINTS.iter().map(|lint| format!("clippy::{lint}")).collect::<Vec<_>>().join(", ");
        let head = format!("//! For this.\n#![cfg_attr(not(test), deny({all}))]\n");
        assert_eq!(found("xtask/src/main.rs", &head), [""; 0]);
        let text = head.replace("clippy::panic, ", "");
        assert_eq!(
            found("xtask/src/main.rs", &text),
            ["xtask/src/main.rs:1: does not deny clippy::panic outside tests\n"]
        );
        assert_eq!(found("codegen/src/lib.rs", "//! For this.\n").len(), LINTS.len());
    }
}
