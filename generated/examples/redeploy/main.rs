//! Redeploys the passive node of a VCHA cluster, from a request in a JSON or YAML file.
//!
//! `--help` tells how to use it. It shows how the parts of the crate fit together; what they do belongs into the crate.

mod args;
mod input;
mod problem;
mod show;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use vcha_client::{Client, RedeployTask, ReqwestTransport, Rules, SessionId, Settings, Validate as _};

use args::{Action, Job};
use problem::Problem;

/// A file to start from, with every member in it.
const TEMPLATE: &str = include_str!("template.yaml");

/// The environment variable that holds the token of the session.
const SESSION: &str = "VCHA_SESSION_ID";

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    // Known before the rest is understood, so that a mistake in the rest is reported in the right form.
    let json = words.iter().any(|word| word == "--json");
    match run(words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            problem.tell(json);
            ExitCode::from(problem.exit_code())
        }
    }
}

fn run(words: Vec<OsString>) -> Result<(), Problem> {
    let job = match args::parse(words)? {
        Action::Help => return print(args::HELP),
        Action::Template => return print(TEMPLATE),
        Action::Redeploy(job) => job,
    };
    let json = input::read(&job.spec)?;
    let spec = vcha_client::read_redeploy_spec(&json).map_err(Problem::Invalid)?;
    let operation = RedeployTask::new(spec);
    let report = operation.validate(&Rules);
    if report.has_errors() {
        return Err(Problem::Invalid(report));
    }
    problem::tell_report(&report, job.json);
    if job.dry_run {
        return print(&show::request(&operation, &job, session()?)?);
    }
    let session = session()?.ok_or_else(|| {
        Problem::other("session", format!("set the variable {SESSION} to the token of a vSphere session"))
    })?;
    let task = send(&operation, &job, &session)?;
    print(&if job.json { format!("{}\n", show::task(&task)?) } else { format!("{task}\n") })
        .map_err(|_| Problem::other("io", format!("the task {task} has started, but its id could not be written")))
}

/// The token from the environment; `None` when there is none.
fn session() -> Result<Option<SessionId>, Problem> {
    match std::env::var(SESSION) {
        Ok(token) if token.is_empty() => Ok(None),
        Ok(token) => Ok(Some(SessionId::new(token))),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(Problem::other("session", format!("the variable {SESSION} does not hold text")))
        }
    }
}

fn send(operation: &RedeployTask, job: &Job, session: &SessionId) -> Result<vcha_client::TaskId, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::other("io", format!("no runtime could be started: {error}")))?;
    // In the runtime's context from the start, because a transport may ask for it when it is made.
    runtime.block_on(async {
        let transport = ReqwestTransport::new(&Settings::default()).map_err(|error| Problem::transport(&error))?;
        // Judged already, and warned about; judging again would tell nothing new.
        Client::new(job.server.clone(), transport, Rules)
            .send_unchecked(operation, session)
            .await
            .map_err(Problem::from)
    })
}

/// Writes to standard output. A reader that has gone away, as in `… | head`, is not an error.
fn print(text: &str) -> Result<(), Problem> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::other("io", format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}
