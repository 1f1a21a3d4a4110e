//! Programs that must not compile, and the one in the README that must.
//!
//! The sources stand in `tests/ui`, each with what rustc says about it. `TRYBUILD=overwrite cargo test` writes that
//! anew, after a change of rustc's words for instance.

use std::path::{Path, PathBuf};

use vcha_tests::fixtures;

/// The mark in a source that stands for every hook but the one that the source is about.
const OTHER_HOOKS: &str = "    // Every other hook is put in here.\n";

/// Where the sources about hooks are committed, and where they are compiled once the other hooks are in.
const COMMITTED: &str = "tests/ui/hooks";
const COMPILED: &str = env!("CARGO_TARGET_TMPDIR");

/// The sources about hooks, and the hook of the trait that each leaves out.
const HOOKS: [(&str, Option<&str>); 3] =
    [("missing", Some("r_conn_5")), ("mistyped", Some("r_conn_5")), ("left_over", None)];

#[test]
fn what_must_not_compile_does_not_and_the_readme_does() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
    cases.pass(readme());
    for (name, hook) in HOOKS {
        cases.compile_fail(with_other_hooks(name, hook));
    }
    drop(cases);
    if std::env::var("TRYBUILD").is_ok_and(|mode| mode == "overwrite") {
        HOOKS.iter().for_each(|(name, _)| bring_back(name));
    }
}

/// The program of the README, with a `main` it does without.
fn readme() -> PathBuf {
    let readme = fixtures::read("README.md");
    let (_, rest) = readme.split_once("```rust\n").expect("the README has a program");
    let (program, _) = rest.split_once("```").expect("the program ends");
    assert!(program.contains("async fn redeploy("), "the first program of the README is the one in ten lines");
    write("readme.rs", &format!("{program}\nfn main() {{\n    let _ = redeploy;\n}}\n"))
}

/// A source about hooks with all other methods of the real trait in it, so that what it is about stands out, and
/// nothing here has to change when the description gets another hook.
fn with_other_hooks(name: &str, hook: Option<&str>) -> PathBuf {
    let source = fixtures::read(&format!("{COMMITTED}/{name}.rs"));
    assert!(source.contains(OTHER_HOOKS), "{name}.rs lacks the mark");
    if let Ok(expected) = std::fs::read_to_string(committed(name)) {
        write(&format!("{name}.stderr"), &expected.replace(COMMITTED, COMPILED));
    }
    write(&format!("{name}.rs"), &source.replace(OTHER_HOOKS, &stubs(hook)))
}

/// An empty method for every hook but one, as text.
fn stubs(but: Option<&str>) -> String {
    let text = fixtures::read("generated/src/api/checks.rs");
    let signatures = text.split("    fn ").skip(1).filter_map(|rest| rest.split(';').next());
    let (this, others): (Vec<&str>, Vec<&str>) =
        signatures.partition(|signature| but.is_some() && signature.split('(').next() == but);
    assert_eq!(this.len(), usize::from(but.is_some()), "the hook {but:?} in the trait");
    others.iter().map(|signature| format!("    fn {signature} {{}}\n")).collect()
}

/// What rustc says about a source about hooks, as it is committed.
fn committed(name: &str) -> PathBuf {
    fixtures::root().join(COMMITTED).join(format!("{name}.stderr"))
}

/// Commits what rustc said anew.
fn bring_back(name: &str) {
    let said =
        std::fs::read_to_string(Path::new(COMPILED).join(format!("{name}.stderr"))).expect("rustc said something");
    std::fs::write(committed(name), said.replace(COMPILED, COMMITTED)).expect("it is written");
}

fn write(name: &str, text: &str) -> PathBuf {
    let path = Path::new(COMPILED).join(name);
    std::fs::write(&path, text).expect("the source is written");
    path
}
