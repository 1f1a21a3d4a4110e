//! Programs that must not compile, and the one in the README that must.
//!
//! The sources stand in `tests/ui`; what rustc says about each is a snapshot. They are compiled against the client as cargo
//! has just built it, so that nothing else has to be compiled.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use vcha_tests::artifacts::library;
use vcha_tests::fixtures;

/// The mark in a source that stands for every hook but the one that the source is about.
const OTHER_HOOKS: &str = "    // Every other hook is put in here.\n";

/// Where sources are put that are made of others.
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");

/// The sources about hooks, and the hook of the trait that each leaves out.
const HOOKS: [(&str, Option<&str>); 3] =
    [("missing", Some("r_conn_5")), ("mistyped", Some("r_conn_5")), ("left_over", None)];

#[test]
fn what_must_not_compile_does_not() {
    let folder = fixtures::root().join("tests/ui");
    let entries = std::fs::read_dir(&folder).expect("the folder is there");
    let files = entries.map(|entry| entry.expect("an entry").path());
    let mut sources: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|is| is == "rs")).collect();
    sources.sort();
    assert!(sources.len() >= 4, "{sources:?}");
    sources.iter().for_each(|source| refused(source));
}

#[test]
fn a_hook_that_is_missing_mistyped_or_left_over_is_named() {
    HOOKS.iter().for_each(|(name, hook)| refused(&with_other_hooks(name, *hook)));
}

/// The program of the README, with a `main` it does without.
#[test]
fn the_program_of_the_readme_compiles() {
    let readme = fixtures::read("README.md");
    let (_, rest) = readme.split_once("```rust\n").expect("the README has a program");
    let (program, _) = rest.split_once("```").expect("the program ends");
    assert!(program.contains("async fn redeploy("), "the first program of the README is the one in ten lines");
    let source = write("readme.rs", &format!("{program}\nfn main() {{\n    let _ = redeploy;\n}}\n"));
    assert_eq!(compile(&source), Ok(()));
}

/// Shows that a source is refused, in the words that are committed.
fn refused(source: &Path) {
    let name = source.file_stem().and_then(|name| name.to_str()).expect("a name");
    let Err(said) = compile(source) else { panic!("{name} compiles") };
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
        snapshot_path => "snapshots/ui",
    }, {
        insta::assert_snapshot!(name, said);
    });
}

/// What rustc says of a program, in short, if it does not take it.
fn compile(source: &Path) -> Result<(), String> {
    let (client, json) = (library("vcha_client"), library("serde_json"));
    // Cargo puts what belongs to the workspace elsewhere as well, and the rest here alone.
    let dependencies = json.parent().expect("a file is in a folder");
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--edition", "2024", "--emit", "metadata", "--error-format", "json", "--out-dir", FOLDER]);
    for (name, path) in [("vcha_client", &client), ("serde_json", &json)] {
        rustc.arg("--extern").arg(format!("{name}={}", path.display()));
    }
    rustc.arg("-L").arg(format!("dependency={}", dependencies.display())).arg(source);
    let output = rustc.output().expect("rustc runs");
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    let errors = said.lines().filter_map(|line| serde_json::from_str(line).ok());
    let errors: String = errors.filter_map(|error: Value| brief(&error)).collect();
    assert!(!errors.is_empty(), "rustc fails for another reason:\n{said}");
    Err(errors)
}

/// An error of a source with its code, its place and the advice that goes with it. What rustc shows of other files is left
/// out: their lines change without being worse.
fn brief(error: &Value) -> Option<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place = error["spans"].as_array()?.iter().find(|place| place["is_primary"] == true)?;
    if error["level"] != "error" {
        return None;
    }
    let file = text(&place["file_name"]);
    let file = Path::new(&file).file_name()?.to_str()?;
    let mut brief = String::new();
    writeln!(brief, "error[{}]: {}", text(&error["code"]["code"]), text(&error["message"])).ok()?;
    let line = format!(" --> {file}:{}:{} {}", place["line_start"], place["column_start"], text(&place["label"]));
    writeln!(brief, "{}", line.trim_end()).ok()?;
    for advice in error["children"].as_array()? {
        // Of a list of examples rustc shows the first eight, and counts the others.
        let message = text(&advice["message"]);
        let message = message.split("\nand ").next()?;
        writeln!(brief, "  {}: {message}", text(&advice["level"])).ok()?;
        for place in advice["spans"].as_array()? {
            if let Some(instead) = place["suggested_replacement"].as_str() {
                writeln!(brief, "    {instead}").ok()?;
            }
        }
    }
    Some(brief)
}

/// A source about hooks with all other methods of the real trait in it, so that what it is about stands out, and
/// nothing here has to change when the description gets another hook.
fn with_other_hooks(name: &str, hook: Option<&str>) -> PathBuf {
    let source = fixtures::read(&format!("tests/ui/hooks/{name}.rs"));
    assert!(source.contains(OTHER_HOOKS), "{name}.rs lacks the mark");
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

fn write(name: &str, text: &str) -> PathBuf {
    let path = Path::new(FOLDER).join(name);
    std::fs::write(&path, text).expect("the source is written");
    path
}
