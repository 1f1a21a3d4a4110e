//! Packages that are made to be measured: what the generator makes of a document, and what a person would write instead.
//! Also the CPU time that cargo takes for them. What is compared with what is for the benches to say.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use codegen::files::Files;
use codegen::source::Source;
use codegen::{Options, Strictness, crate_files, generate};

use crate::{cpu, fixtures, generate, scratch};

/// The package that `cargo xtask codegen --crate NAME` makes of a document.
///
/// # Panics
///
/// When the document is refused.
pub fn client(name: &str, text: &str) -> Files {
    let source = Source::new("trial.yaml", text);
    let options = Options {
        strictness: Strictness::Foreign,
        module_path: Some(format!("{}::api", name.replace('-', "_"))),
        origin: "trial.yaml".to_owned(),
        command: "cargo bench".to_owned(),
    };
    match generate(&source, &options) {
        Ok(output) => crate_files(name, &output),
        Err(failure) => panic!("{}", generate::rendered(&source, &failure.diagnostics)),
    }
}

/// A package of one source with these lines as its dependencies.
pub fn by_hand(name: &str, dependencies: &str, path: &str, source: &str) -> Files {
    let mut files = Files::new();
    let head = format!("[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n");
    files.insert("Cargo.toml", format!("{head}\n[dependencies]\n{dependencies}\n[workspace]\n"));
    files.insert(path, source);
    files
}

/// What the lines of `by_hand` say for serde with its derive, in the versions of this workspace.
pub const DERIVE: &str = "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";

/// Puts a package into a folder of its own below `target`, with the versions that are locked here.
///
/// # Panics
///
/// When the folder cannot be written.
pub fn settle(trial: &str, name: &str, mut files: Files) -> PathBuf {
    let folder = place(trial).join(name);
    files.insert("Cargo.lock", fixtures::read("Cargo.lock"));
    scratch::sync(&folder, &files);
    folder
}

/// Where the packages of a trial are. What cargo makes of them is beside them, and stays for the next time.
pub fn place(trial: &str) -> PathBuf {
    fixtures::root().join("target/trials").join(trial)
}

/// Cargo in a package of a trial, with the settings that a consumer has who sets nothing.
pub fn cargo(trial: &str, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).args(["--offline", "--quiet"]).current_dir(folder);
    command.env("CARGO_TARGET_DIR", place(trial).join("target")).env("CARGO_INCREMENTAL", "0");
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PROFILE_")) {
            command.env_remove(name);
        }
    }
    scratch::forget_the_test(&mut command);
    command
}

/// How a program went that was given a limit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cost {
    /// It ended by itself after so much CPU time, of the system too.
    Took(Duration),
    /// It was ended after the limit.
    Longer(Duration),
}

/// Runs a program with everything that it starts.
///
/// # Panics
///
/// When it cannot be started, or fails by itself: then there is nothing to measure.
pub fn cost(command: &mut Command, limit: Duration) -> Cost {
    let (before, begin) = (cpu::of_children(), Instant::now());
    // A group of its own, so that the compilers that cargo starts can be ended with it.
    let mut child = command.stdin(Stdio::null()).process_group(0).spawn().expect("the program starts");
    loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            assert!(status.success(), "{command:?}: {status}");
            return Cost::Took(cpu::of_children().saturating_sub(before));
        }
        if begin.elapsed() > limit {
            end(&mut child);
            return Cost::Longer(limit);
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn end(child: &mut Child) {
    let group = format!("-{}", child.id());
    let ended = Command::new("kill").args(["-KILL", "--", &group]).status();
    assert!(ended.is_ok_and(|status| status.success()), "the group {group} can be ended");
    drop(child.wait());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_program_is_charged_for_what_it_starts_and_ended_with_it() {
        let busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        let Cost::Took(time) = cost(&mut shell(&format!("sh -c '{busy}'")), Duration::from_secs(60)) else {
            panic!("it ends by itself")
        };
        assert!(time >= Duration::from_millis(20), "{time:?}");
        let limit = Duration::from_millis(300);
        let begin = Instant::now();
        assert_eq!(cost(&mut shell("sleep 60 & sleep 60"), limit), Cost::Longer(limit));
        assert!(begin.elapsed() < Duration::from_secs(30));
    }
}
