//! The steps by name. What a step needs that may not be there is asked for first; then it is skipped, not failed.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Outcome;
use super::process::{all, answer, command, outcome, printing};
use crate::args::Codegen;
use crate::manifest::{Entry, entries, features, value};
use crate::{Exit, Result, codegen_cmd, tidy};

/// One step.
pub(super) struct Step {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it does.
    pub what: &'static str,
    pub run: fn(&Path) -> Outcome,
}

/// Every step, cheap ones first.
pub(super) const STEPS: &[Step] = &[
    Step { name: "fmt", what: "every file is formatted", run: fmt },
    Step { name: "clippy", what: "no warning in any target with all features", run: clippy },
    Step { name: "codegen", what: "generated/src/api is what spec/vcha.yaml gives", run: fresh },
    Step { name: "tidy", what: "the house rules", run: |root| own(tidy::run(root, true)) },
    Step { name: "tests", what: "every test passes", run: tests },
    Step {
        name: "long",
        what: "the tests that take minutes: long waits, damaged documents, random texts, each feature, the README",
        run: long,
    },
    Step {
        name: "corpus",
        what: "every document of this project becomes a crate that reads its examples",
        run: corpus,
    },
    Step { name: "doc", what: "no warning from rustdoc, with any feature", run: doc },
    Step { name: "features", what: "vcha-client compiles bare and with each feature alone", run: each_feature },
    Step { name: "msrv", what: "the stated minimum Rust versions, as far as installed", run: msrv },
    Step { name: "spectral", what: "spec/vcha.yaml passes its linter, if npx is there", run: spectral },
];

/// The package that others depend on.
const CLIENT: &str = "vcha-client";

/// The linter; a new major version may bring new rules, so it is chosen by hand.
const SPECTRAL: &str = "@stoplight/spectral-cli@6";

fn cargo(root: &Path, arguments: &[&str]) -> Outcome {
    outcome(&mut command(root, "cargo", arguments))
}

fn fmt(root: &Path) -> Outcome {
    cargo(root, &["fmt", "--all", "--check"])
}

fn clippy(root: &Path) -> Outcome {
    cargo(root, &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"])
}

fn fresh(_: &Path) -> Outcome {
    own(codegen_cmd::run(&Codegen { check: true, quiet: true, ..Codegen::default() }))
}

/// The tasks of this program print their findings themselves.
fn own(done: Result<Exit>) -> Outcome {
    match done {
        Ok(Exit::Fine) => Outcome::Passed,
        Ok(_) => Outcome::Failed(String::new()),
        Err(error) => Outcome::Failed(error.0),
    }
}

fn tests(root: &Path) -> Outcome {
    cargo(root, &["test", "--workspace"])
}

/// The tests that take minutes, which `cargo test` leaves out, each with what cargo calls its binary.
const LONG: [(&[&str], &str); 6] = [
    (&["--workspace", "--test", "client"], "vcenter::soak::ten_thousand_looks_end_well_for_several_seeds"),
    (&["--workspace", "--test", "generator"], "compiled::a_package_of_its_own_compiles_with_each_feature"),
    (
        &["--workspace", "--test", "generator"],
        "corpus::what_is_wrong_is_told_unless_it_is_listed_and_what_is_listed_must_be_wrong",
    ),
    (&["--workspace", "--test", "generator"], "damage::every_node_and_many_more_ends"),
    (&["--workspace", "--test", "generator"], "readme::what_the_readme_adds_passes_every_test"),
    (&["--package", "codegen", "--lib"], "emit::doc::tests::random::a_million_texts_hold_no_code_but_what_is_marked"),
];

fn long(root: &Path) -> Outcome {
    all(LONG.iter().map(|(binary, test)| {
        let arguments = [&["test"], *binary, &["--", "--ignored", "--exact", test]].concat();
        // Otherwise a renamed test would be left out in silence.
        printing(&mut command(root, "cargo", &arguments), " 1 passed")
    }))
}

fn corpus(root: &Path) -> Outcome {
    cargo(root, &["xtask", "corpus", "--check"])
}

fn doc(root: &Path) -> Outcome {
    let documented = |arguments: &[&str]| {
        let arguments = [&["doc", "--no-deps"], arguments].concat();
        outcome(command(root, "cargo", &arguments).env("RUSTDOCFLAGS", "-D warnings"))
    };
    let bare = ["--package", CLIENT, "--no-default-features"];
    // A link to an item of a feature is a warning without the feature. All features come last, because those pages stay.
    match with_each_feature(root, &bare, documented) {
        Outcome::Passed => documented(&["--workspace", "--all-features"]),
        other => other,
    }
}

fn each_feature(root: &Path) -> Outcome {
    with_each_feature(root, &["--package", CLIENT, "--no-default-features"], |arguments| {
        cargo(root, &[&["check"], arguments].concat())
    })
}

/// Runs cargo without a feature of the client, and with each alone.
fn with_each_feature(root: &Path, bare: &[&str], run: impl Fn(&[&str]) -> Outcome) -> Outcome {
    let manifest = match manifest(root, "generated/Cargo.toml") {
        Ok(manifest) => manifest,
        Err(failed) => return failed,
    };
    let alone = features(&manifest).into_iter().map(|name| run(&[bare, &["--features", name]].concat()));
    all(std::iter::once_with(|| run(bare)).chain(alone))
}

fn manifest(root: &Path, path: &str) -> std::result::Result<Vec<Entry>, Outcome> {
    match fs::read_to_string(root.join(path)) {
        Ok(text) => Ok(entries(&text)),
        Err(error) => Err(Outcome::Failed(format!("cannot read {path}: {error}"))),
    }
}

/// What each stated version promises, and the check that shows it.
fn msrv(root: &Path) -> Outcome {
    let (client, workspace) = match (manifest(root, "generated/Cargo.toml"), manifest(root, "Cargo.toml")) {
        (Ok(client), Ok(workspace)) => (client, workspace),
        (Err(failed), _) | (_, Err(failed)) => return failed,
    };
    let stated = [
        (value(&client, "package", "rust-version"), ["check", "--package", CLIENT, "--all-features"].as_slice()),
        (value(&workspace, "workspace.package", "rust-version"), &["check", "--workspace", "--all-targets"]),
    ];
    let Some(installed) = answer(&mut command(root, "rustup", &["toolchain", "list"])) else {
        return Outcome::Skipped("rustup is not there".to_owned());
    };
    let mut missing = Vec::new();
    for (version, arguments) in stated {
        let Some(version) = version else { return Outcome::Failed("a rust-version is not stated".to_owned()) };
        let Some(toolchain) = toolchain(&installed, version) else {
            missing.push(format!("toolchain {version} is not installed"));
            continue;
        };
        let with = outcome(&mut rustup(root, toolchain, arguments));
        if with != Outcome::Passed {
            return with;
        }
    }
    if missing.is_empty() { Outcome::Passed } else { Outcome::Skipped(missing.join(", ")) }
}

/// The installed toolchain of a version: `1.85` is met by `1.85.1-x86_64-unknown-linux-gnu`, not by `1.8`.
fn toolchain<'a>(installed: &'a str, version: &str) -> Option<&'a str> {
    installed.lines().filter_map(|line| line.split_whitespace().next()).find(|name| {
        let number = name.split('-').next().unwrap_or(name);
        number == version || number.strip_prefix(version).is_some_and(|rest| rest.starts_with('.'))
    })
}

/// Through `rustup run`: inside `cargo xtask` the name `cargo` may mean one toolchain already.
fn rustup(root: &Path, toolchain: &str, arguments: &[&str]) -> Command {
    let mut command = command(root, "rustup", &["run", toolchain, "cargo"]);
    command.args(arguments);
    for name in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(name);
    }
    command
}

fn spectral(root: &Path) -> Outcome {
    if answer(&mut command(root, "npx", &["--version"])).is_none() {
        return Outcome::Skipped("npx is not there".to_owned());
    }
    let start = ["--yes", SPECTRAL];
    let mut fetch = command(root, "npx", &[start.as_slice(), &["--version"]].concat());
    // Without a network npm would try again for minutes.
    if answer(fetch.env("npm_config_fetch_retries", "1")).is_none() {
        return Outcome::Skipped(format!("npx cannot fetch {SPECTRAL}"));
    }
    let lint = ["lint", "--ruleset", "spec/.spectral.yaml", "--fail-severity=hint", "spec/vcha.yaml"];
    outcome(&mut command(root, "npx", &[start.as_slice(), lint.as_slice()].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_toolchain_is_found_by_its_version() {
        let installed =
            "stable-x86_64 (default)\nnightly-x86_64\n1.8.0-x86_64\n1.85.1-x86_64-unknown-linux-gnu (active)\n";
        assert_eq!(toolchain(installed, "1.85"), Some("1.85.1-x86_64-unknown-linux-gnu"));
        assert_eq!(toolchain(installed, "1.85.1"), Some("1.85.1-x86_64-unknown-linux-gnu"));
        for version in ["1.88", "1.85.0", "1.", "5"] {
            assert_eq!(toolchain(installed, version), None, "{version}");
        }
    }

    #[test]
    fn both_minimum_versions_are_stated() {
        let root = crate::workspace::root().unwrap();
        let client = manifest(&root, "generated/Cargo.toml").unwrap();
        let workspace = manifest(&root, "Cargo.toml").unwrap();
        assert!(value(&client, "package", "rust-version").is_some());
        assert!(value(&workspace, "workspace.package", "rust-version").is_some());
    }

    #[test]
    fn what_a_task_could_not_do_is_a_failure() {
        assert_eq!(own(Ok(Exit::Fine)), Outcome::Passed);
        assert_eq!(own(Ok(Exit::Bad)), Outcome::Failed(String::new()));
        assert_eq!(own(Err(crate::Error::new("why"))), Outcome::Failed("why".to_owned()));
    }
}
