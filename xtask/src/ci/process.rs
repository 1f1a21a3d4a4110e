//! Programs that a step runs: what they print is kept, and shown only when they fail.

use std::path::Path;
use std::process::{Command, Output};

use super::Outcome;
use crate::workspace;

/// A program that is run at the root.
pub(super) fn command(root: &Path, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root);
    workspace::forget_this_program(&mut command);
    command
}

/// Runs the command.
pub(super) fn outcome(command: &mut Command) -> Outcome {
    printing(command, "")
}

/// Runs the command. It passes when it succeeds and prints `words` to standard output.
pub(super) fn printing(command: &mut Command, words: &str) -> Outcome {
    match command.output() {
        Ok(output) if !output.status.success() => {
            Outcome::Failed(format!("{}{}: {}", text(&output), shown(command), output.status))
        }
        Ok(output) if !String::from_utf8_lossy(&output.stdout).contains(words) => {
            Outcome::Failed(format!("{}{}: does not print `{words}`", text(&output), shown(command)))
        }
        Ok(_) => Outcome::Passed,
        Err(error) => Outcome::Failed(format!("{} cannot be run: {error}", shown(command))),
    }
}

/// What the command prints to standard output, if it succeeds.
pub(super) fn answer(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first outcome that is not a pass.
pub(super) fn all(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
    outcomes.into_iter().find(|outcome| *outcome != Outcome::Passed).unwrap_or(Outcome::Passed)
}

fn text(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    [out, err].iter().filter(|text| !text.trim().is_empty()).map(|text| format!("{}\n", text.trim_end())).collect()
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    format!("`{}`", words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_ran_and_what_it_said() {
        let root = std::env::temp_dir();
        assert_eq!(outcome(&mut command(&root, "rustc", &["--version"])), Outcome::Passed);
        let Outcome::Failed(text) = outcome(&mut command(&root, "rustc", &["--no-such-flag"])) else {
            panic!("passed")
        };
        assert!(text.contains("no-such-flag'") && text.contains("`rustc --no-such-flag`: exit status: 1"), "{text}");
        let Outcome::Failed(text) = outcome(&mut command(&root, "no-such-program", &[])) else { panic!("passed") };
        assert!(text.contains("`no-such-program` cannot be run"), "{text}");
        assert_eq!(printing(&mut command(&root, "rustc", &["--version"]), "rustc "), Outcome::Passed);
        let Outcome::Failed(text) = printing(&mut command(&root, "rustc", &["--version"]), "cobol ") else {
            panic!("passed")
        };
        assert!(text.ends_with("`rustc --version`: does not print `cobol `"), "{text}");
        assert_eq!(answer(&mut command(&root, "no-such-program", &[])), None);
        assert!(answer(&mut command(&root, "rustc", &["--version"])).unwrap().starts_with("rustc "));
    }

    #[test]
    fn the_first_that_does_not_pass_counts() {
        let skipped = || Outcome::Skipped("a".to_owned());
        assert_eq!(all([Outcome::Passed, skipped(), Outcome::Failed("b".to_owned())]), skipped());
        assert_eq!(all([Outcome::Passed]), Outcome::Passed);
    }
}
