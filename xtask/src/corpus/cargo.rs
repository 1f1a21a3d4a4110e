//! Cargo on a generated crate: all crates share one target folder, and a warning is an error.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use codegen::source::Source;
use serde_json::Value;

use super::krate::{PROGRAM, make_anew, options, write};
use super::process::{self, Ended};
use super::row::Problem;
use crate::{Result, workspace};

/// How long one step of cargo may take.
const LIMIT: Duration = Duration::from_secs(900);

/// What tells that rustc or cargo found fault.
const FAULTS: [&str; 2] = ["error", "warning"];

/// A document without a call.
const EMPTY: &str = "openapi: 3.0.3\ninfo: {title: Nothing, version: '1'}\npaths: {}\n";

/// Compiles what every crate depends on, with a crate that has nothing else. What goes wrong with it goes wrong with all.
pub(super) fn warm_up(root: &Path, place: &Path) -> Result<Option<Problem>> {
    let name = "corpus-dependencies";
    let options = options(name, "empty.yaml".to_owned());
    let Ok(output) = codegen::generate(&Source::new("empty.yaml", EMPTY), &options) else {
        return Ok(Some(Problem::new("generate", "a document without a call is refused")));
    };
    let folder = place.join(name);
    make_anew(&folder)?;
    write(&folder, &codegen::crate_files(name, &output))?;
    Ok(["check", "build"].iter().find_map(|step| run(root, place, &folder, &[step]).err()))
}

/// CPU seconds of checking the crate.
pub(super) fn check(root: &Path, place: &Path, folder: &Path) -> std::result::Result<f64, Problem> {
    run(root, place, folder, &["check"]).map(|ended| ended.seconds)
}

/// The values that are not read or do not come back.
pub(super) fn read_examples(root: &Path, place: &Path, folder: &Path) -> std::result::Result<Vec<Problem>, Problem> {
    let ended = run(root, place, folder, &["run", "--example", PROGRAM])?;
    let told = ended.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(told.map(|value| Problem::new(text(&value, "place"), text(&value, "problem"))).collect())
}

fn run(root: &Path, place: &Path, folder: &Path, arguments: &[&str]) -> std::result::Result<Ended, Problem> {
    let step = if arguments.contains(&PROGRAM) { "examples" } else { "compile" };
    let failed = |words: String| Problem::new(step, words);
    // The versions that are locked here, so that nothing is looked for elsewhere.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(|error| failed(error.to_string()))?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    workspace::forget_this_program(&mut command);
    command.args(arguments).args(["--offline", "--quiet"]).current_dir(folder);
    command.env("CARGO_TARGET_DIR", place.join("target")).env("CARGO_INCREMENTAL", "0");
    command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("RUSTFLAGS", "-D warnings").env("CARGO_TERM_COLOR", "never");
    let ended = process::run(&mut command, &folder.join(step), LIMIT).map_err(|error| failed(error.0))?;
    match ended.is_success {
        true => Ok(ended),
        false => Err(failed(format!("{}: {}", ended.how, first_fault(&ended)))),
    }
}

/// The first fault and where it is.
fn first_fault(ended: &Ended) -> String {
    let mut lines = ended.stderr.lines();
    match lines.find(|line| FAULTS.iter().any(|fault| line.starts_with(fault))) {
        Some(fault) => {
            let place = lines.take(3).find_map(|line| line.trim().strip_prefix("--> ")).unwrap_or_default();
            format!("{fault} {place}").trim_end().to_owned()
        }
        None => ended.last_words().to_owned(),
    }
}
