//! The programs and libraries of this workspace, as cargo has built them.
//!
//! Cargo is asked for the whole workspace: for a part of it, it would enable other features of the dependencies and compile
//! them again.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use crate::{fixtures, scratch};

/// A program or an example.
pub fn program(name: &str) -> PathBuf {
    let mut programs = ARTIFACTS.iter().filter(|built| built["target"]["name"] == name);
    programs.find_map(|built| built["executable"].as_str().map(PathBuf::from)).expect("cargo names the program")
}

/// The library with that name, as rustc knows it.
pub fn library(name: &str) -> PathBuf {
    let is_library = |built: &&Value| {
        let kinds = built["target"]["kind"].as_array().expect("a target has kinds");
        built["target"]["name"] == name && kinds.iter().any(|kind| kind == "lib")
    };
    let found: Vec<&Value> = ARTIFACTS.iter().filter(is_library).collect();
    let [library] = found.as_slice() else { panic!("one library {name}, not {found:?}") };
    let files = library["filenames"].as_array().expect("a library has files").iter().filter_map(Value::as_str);
    files.map(PathBuf::from).find(|file| file.extension().is_some_and(|is| is == "rlib")).expect("an rlib")
}

/// What cargo reports about everything in the workspace but its tests.
static ARTIFACTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    // target/debug/deps/test-... -> target/debug
    let test = env::current_exe().expect("a test is a program");
    let profile =
        if test.ancestors().nth(2).is_some_and(|folder| folder.ends_with("debug")) { "dev" } else { "release" };
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--offline", "--workspace", "--lib", "--bins", "--example", "redeploy", "--profile", profile]);
    cargo.args(["--message-format", "json"]).current_dir(fixtures::root());
    let output = scratch::forget_the_test(&mut cargo).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("UTF-8");
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.filter(|message| message["reason"] == "compiler-artifact").collect()
});
