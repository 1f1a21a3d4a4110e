//! Which package of this workspace may depend on which, and that the client builds nothing of its own.

use super::{File, Finding};
use crate::manifest::{Entry, dependencies, entries};

/// Every package of ours, and which of ours it may name.
const PACKAGES: &[(&str, &str, &[&str])] = &[
    ("codegen", "codegen/Cargo.toml", &[]),
    ("vcha-client", "generated/Cargo.toml", &[]),
    ("vcha-tests", "tests/Cargo.toml", &["codegen", "vcha-client"]),
    ("xtask", "xtask/Cargo.toml", &["codegen"]),
];

/// The folder of the client.
const CLIENT: &str = "generated/";

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        for (name, path, allowed) in PACKAGES {
            if file.path == *path {
                findings.extend(packages_of_ours(file, name, allowed));
            }
        }
        if file.path == format!("{CLIENT}Cargo.toml") {
            findings.extend(entries(&file.text).iter().filter_map(|entry| builds(file, entry)));
        }
        if file.path == format!("{CLIENT}build.rs") {
            findings.push(Finding::new(&file.path, 1, "the client has no build script"));
        }
    }
    findings
}

fn packages_of_ours(file: &File, name: &str, allowed: &[&str]) -> Vec<Finding> {
    let entries = entries(&file.text);
    let ours = |entry: &&Entry| PACKAGES.iter().any(|(package, ..)| *package == entry.key);
    // Itself it may name: that switches features on for its own tests and examples.
    let fine = |entry: &&Entry| entry.key == name || allowed.contains(&entry.key.as_str());
    let refused = dependencies(&entries).filter(ours).filter(|entry| !fine(entry));
    refused
        .map(|entry| Finding::new(&file.path, entry.line, format!("{name} may not depend on {}", entry.key)))
        .collect()
}

fn builds(file: &File, entry: &Entry) -> Option<Finding> {
    let is_script = entry.section == "package" && matches!(entry.key.as_str(), "build" | "links");
    let is_dependency = entry.section.ends_with("build-dependencies");
    (is_script || is_dependency).then(|| Finding::new(&file.path, entry.line, "the client has no build script"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(&[File::new(path, text)]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_package_that_is_out_of_bounds_is_found() {
        for (path, text, words) in [
            (
                "generated/Cargo.toml",
                "[dependencies]\ncodegen.workspace = true\n",
                "2: vcha-client may not depend on codegen",
            ),
            ("generated/Cargo.toml", "[dev-dependencies.vcha-tests]\n", "1: vcha-client may not depend on vcha-tests"),
            (
                "codegen/Cargo.toml",
                "[dependencies]\nvcha-client = { path = \"..\" }\n",
                "2: codegen may not depend on vcha-client",
            ),
            ("xtask/Cargo.toml", "[dependencies]\n\"vcha-client\" = \"1\"\n", "2: xtask may not depend on vcha-client"),
            ("tests/Cargo.toml", "[dependencies]\nxtask = \"1\"\n", "2: vcha-tests may not depend on xtask"),
        ] {
            assert_eq!(found(path, text), [format!("{path}:{words}\n")]);
        }
        assert_eq!(found("xtask/Cargo.toml", "[dependencies]\ncodegen.workspace = true\nlexopt = \"1\"\n"), [""; 0]);
        assert_eq!(found("generated/Cargo.toml", "[dev-dependencies]\nvcha-client = { path = \".\" }\n"), [""; 0]);
        assert_eq!(found("Cargo.toml", "[workspace.dependencies]\ncodegen = \"1\"\n"), [""; 0]);
    }

    #[test]
    fn a_build_script_of_the_client_is_found() {
        let words = "the client has no build script";
        assert_eq!(found("generated/build.rs", "//! A.\n"), [format!("generated/build.rs:1: {words}\n")]);
        for (text, line) in [("[package]\nbuild = \"b.rs\"\n", 2), ("[build-dependencies]\ncc = \"1\"\n", 2)] {
            assert_eq!(found("generated/Cargo.toml", text), [format!("generated/Cargo.toml:{line}: {words}\n")]);
        }
        assert_eq!(found("codegen/build.rs", "//! A.\n"), [""; 0]);
    }
}
