//! What cargo has built of the client: the example program, and the libraries that sources of a test are compiled against.
//!
//! Nothing is compiled for it but the program, because the whole workspace is asked for: so the dependencies have the
//! features they were just built with.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;
use vcha_tests::{fixtures, scratch};

/// The example program.
pub(crate) static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut programs = ARTIFACTS.iter().filter(|built| built["target"]["name"] == "redeploy");
    programs.find_map(|built| built["executable"].as_str().map(PathBuf::from)).expect("cargo names the program")
});

/// The library with that name, as rustc knows it.
pub(crate) fn library(name: &str) -> PathBuf {
    let is_library = |built: &&Value| {
        let kinds = built["target"]["kind"].as_array().expect("a target has kinds");
        built["target"]["name"] == name && kinds.iter().any(|kind| kind == "lib")
    };
    let found: Vec<&Value> = ARTIFACTS.iter().filter(is_library).collect();
    let [library] = found.as_slice() else { panic!("one library {name}, not {found:?}") };
    let files = library["filenames"].as_array().expect("a library has files").iter().filter_map(Value::as_str);
    files.map(PathBuf::from).find(|file| file.extension().is_some_and(|is| is == "rlib")).expect("an rlib")
}

/// What cargo says of everything that the program needs.
static ARTIFACTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let words = ["build", "--offline", "--workspace", "--example", "redeploy", "--message-format", "json"];
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(words).current_dir(fixtures::root());
    let output = scratch::forget_the_test(&mut cargo).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("UTF-8");
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.filter(|message| message["reason"] == "compiler-artifact").collect()
});
