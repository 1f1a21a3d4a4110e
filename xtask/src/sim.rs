//! `cargo xtask sim`: starts the stand-in for a vCenter. The package of the tests defines what it does and its options;
//! nothing here knows them.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use crate::{Error, Exit, Result, workspace};

/// Builds the program and becomes it, with these words.
pub(crate) fn run(root: &Path, words: &[OsString]) -> Result<Exit> {
    go(command(root, words))
}

/// Run where the caller is, so that paths among the words keep their meaning.
fn command(root: &Path, words: &[OsString]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--package", "vcha-tests", "--bin", "vcenter-sim", "--manifest-path"]);
    command.arg(root.join("Cargo.toml")).arg("--").args(words);
    workspace::forget_this_program(&mut command);
    command
}

/// Replaces this process, as cargo does, so that a signal to it ends the stand-in.
#[cfg(unix)]
fn go(mut command: Command) -> Result<Exit> {
    use std::os::unix::process::CommandExt as _;
    Err(Error::new(format!("cargo cannot be run: {}", command.exec())))
}

#[cfg(not(unix))]
fn go(mut command: Command) -> Result<Exit> {
    match command.status() {
        Ok(status) if status.success() => Ok(Exit::Fine),
        Ok(_) => Ok(Exit::Failed),
        Err(error) => Err(Error::new(format!("cargo cannot be run: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::command;
    use std::path::Path;

    #[test]
    fn words_reach_the_program_behind_those_of_cargo() {
        let command = command(Path::new("root"), &["--seed".into(), "1".into()]);
        let words: Vec<_> = command.get_args().map(|word| word.to_str().unwrap()).collect();
        let at = words.iter().position(|word| *word == "--").unwrap();
        assert_eq!(words[at + 1..], ["--seed", "1"]);
        assert!(words[..at].windows(2).any(|pair| pair == ["--bin", "vcenter-sim"]));
        assert_eq!(Path::new(words[at - 1]), Path::new("root").join("Cargo.toml"));
        assert_eq!(command.get_current_dir(), None);
    }
}
