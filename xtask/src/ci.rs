//! `cargo xtask ci`: every step that CI runs, one line each. Runs them all, and says at the end which ones failed.

mod process;
mod steps;

use std::path::Path;
use std::time::{Duration, Instant};

use crate::args::{Ci, meant};
use crate::{Error, Exit, Result, out, workspace};
use steps::{STEPS, Step};

/// How a step ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    /// What it said.
    Failed(String),
    /// Why it could not be run. Not a failure.
    Skipped(String),
}

/// Runs the named steps, or all.
pub(crate) fn run(args: &Ci) -> Result<Exit> {
    let steps = chosen(&args.steps)?;
    if args.list {
        for step in steps {
            out::print(&format!("{:10} {}\n", step.name, step.what));
        }
        return Ok(Exit::Fine);
    }
    let root = workspace::root()?;
    let failed = run_all(&steps, &root);
    if failed.is_empty() {
        return Ok(Exit::Fine);
    }
    out::print(&format!("failed: {}\n", failed.join(", ")));
    Ok(Exit::Bad)
}

fn chosen(names: &[String]) -> Result<Vec<&'static Step>> {
    for name in names {
        if !STEPS.iter().any(|step| step.name == name) {
            let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
            let close = meant(name, known.iter().copied());
            return Err(Error::new(format!("there is no step `{name}`;{close} there are {}", known.join(", "))));
        }
    }
    Ok(STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)).collect())
}

/// Runs steps in order and gives the names of those that failed.
fn run_all(steps: &[&'static Step], root: &Path) -> Vec<&'static str> {
    let mut failed = Vec::new();
    for step in steps {
        out::print(&format!("{:10} ", step.name));
        let start = Instant::now();
        let outcome = (step.run)(root);
        out::print(&line(&outcome, start.elapsed()));
        if let Outcome::Failed(text) = outcome {
            out::error(&format!("{}\n", text.trim_end()));
            failed.push(step.name);
        }
    }
    failed
}

fn line(outcome: &Outcome, time: Duration) -> String {
    let time = format!("{:.1} s", time.as_secs_f64());
    match outcome {
        Outcome::Passed => format!("ok       {time}\n"),
        Outcome::Failed(_) => format!("FAILED   {time}\n"),
        Outcome::Skipped(why) => format!("skipped: {why}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_runs_even_after_a_failure() {
        const GOOD: Step = Step { name: "good", what: "", run: |_| Outcome::Passed };
        const BAD: Step = Step { name: "bad", what: "", run: |_| Outcome::Failed("why".to_owned()) };
        const NONE: Step = Step { name: "none", what: "", run: |_| Outcome::Skipped("no tool".to_owned()) };
        assert_eq!(run_all(&[&BAD, &GOOD, &NONE, &BAD], Path::new("")), ["bad", "bad"]);
    }

    #[test]
    fn one_line_a_step() {
        let time = Duration::from_millis(1260);
        assert_eq!(line(&Outcome::Passed, time), "ok       1.3 s\n");
        assert_eq!(line(&Outcome::Failed("why".to_owned()), time), "FAILED   1.3 s\n");
        assert_eq!(line(&Outcome::Skipped("no npx".to_owned()), time), "skipped: no npx\n");
    }

    #[test]
    fn steps_are_chosen_by_name_and_run_in_their_own_order() {
        let names = |steps: Vec<&Step>| steps.iter().map(|step| step.name).collect::<Vec<_>>();
        assert_eq!(names(chosen(&["tidy".to_owned(), "fmt".to_owned()]).unwrap()), ["fmt", "tidy"]);
        assert_eq!(chosen(&[]).unwrap().len(), STEPS.len());
        let error = chosen(&["clipy".to_owned()]).err().unwrap().0;
        assert!(error.starts_with("there is no step `clipy`; did you mean `clippy`? there are fmt, clippy"), "{error}");
        let error = chosen(&["everything".to_owned()]).err().unwrap().0;
        assert!(error.starts_with("there is no step `everything`; there are fmt, clippy"), "{error}");
    }
}
