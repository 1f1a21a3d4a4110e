//! Redeploys the passive node of a VCHA cluster, from a request in a JSON or YAML file, and follows the task.
//!
//! `--help` tells how to use it. It shows how the parts of the crate fit together; what they do belongs into the crate.

mod args;
mod connect;
mod console;
mod follow;
mod input;
mod problem;
mod show;
#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::process::ExitCode;
use std::task::Poll;
use std::time::Duration;

use vcha_client::{RedeploySpec, RedeployTask, Rules, SessionId, TaskId, Validate as _};

use args::{Action, Job, Work};
use connect::Opened;
use console::Console;
use problem::Problem;

/// A file to start from, with every member in it.
const TEMPLATE: &str = include_str!("template.yaml");

/// How long the end of the session may take: nobody waits for it.
const LOGOUT: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    // Known before the rest is understood, so that a mistake in the rest is reported in the right form.
    let mut console = Console::new(words.iter().any(|word| word == "--json"));
    match run(words, &mut console) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            problem.tell(&console);
            ExitCode::from(problem.exit_code())
        }
    }
}

fn run(words: Vec<OsString>, console: &mut Console) -> Result<(), Problem> {
    let job = match args::parse(words)? {
        Action::Help => return Console::print(args::HELP),
        Action::Template => return Console::print(TEMPLATE),
        Action::Redeploy(job) => job,
    };
    let spec = match &job.work {
        Work::Start(path) | Work::Show(path) => Some(spec(path, console)?),
        Work::Follow(_) => None,
    };
    if let (Work::Show(_), Some(spec)) = (&job.work, &spec) {
        let session = connect::token()?.map(SessionId::new);
        return Console::print(&show::request(spec, &job, session)?);
    }
    let caller = connect::caller(&job, console)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::other("io", format!("no runtime could be started: {error}")))?;
    // In the runtime's context from the start, because a transport may ask for it when it is made.
    runtime.block_on(async {
        let mut interrupt = pin!(tokio::signal::ctrl_c());
        let opened = race(connect::session(&job, caller, console), interrupt.as_mut()).await;
        let session = opened.unwrap_or(Err(Problem::Interrupted(None)))?;
        let outcome = work(&session, spec, &job, console, interrupt).await;
        if job.login.is_some() {
            log_out(session, console).await;
        }
        outcome
    })
}

/// The request in a file, judged.
fn spec(path: &OsStr, console: &mut Console) -> Result<RedeploySpec, Problem> {
    let json = input::read(path)?;
    let spec = vcha_client::read_redeploy_spec(&json).map_err(Problem::Invalid)?;
    let operation = RedeployTask::new(spec);
    let report = operation.validate(&Rules);
    if report.has_errors() {
        return Err(Problem::Invalid(report));
    }
    problem::tell_report(&report, console);
    let location = operation.spec.vc_spec.as_ref().map(|spec| &spec.active_location);
    if let Some(password) = location.and_then(|location| location.password.as_ref()) {
        console.hide(password);
    }
    Ok(operation.spec)
}

/// Starts the task, or takes the one that is there, and follows it if that was asked for.
async fn work(
    session: &Opened,
    spec: Option<RedeploySpec>,
    job: &Job,
    console: &Console,
    mut interrupt: Pin<&mut impl Future>,
) -> Result<(), Problem> {
    let task = match (&job.work, spec) {
        (Work::Follow(task), _) => task.clone(),
        (_, Some(spec)) => start(session, spec, job, console, interrupt.as_mut()).await?,
        (_, None) => return Ok(()),
    };
    if !job.wait {
        return Ok(());
    }
    match race(follow::follow(session, &task, job, console), interrupt).await {
        None => Err(Problem::Interrupted(Some(task))),
        Some(outcome) => Console::print(&show::ended(&outcome?, console)?),
    }
}

async fn start(
    session: &Opened,
    spec: RedeploySpec,
    job: &Job,
    console: &Console,
    interrupt: Pin<&mut impl Future>,
) -> Result<TaskId, Problem> {
    let sent = race(session.redeploy(spec), interrupt).await.ok_or(Problem::Interrupted(None))?;
    let task = sent.map_err(|error| match Problem::from(error) {
        Problem::Other { kind: "decode", message } => {
            Problem::other("decode", format!("{message}\nThe task may have started all the same."))
        }
        other => other,
    })?;
    if job.wait {
        console.note("task", "info", &format!("task {task} has started"));
        return Ok(task);
    }
    let told = Console::print(&show::started(&task, console.json)?);
    told.map_err(|_| Problem::other("io", format!("the task {task} has started, but its id could not be written")))?;
    Ok(task)
}

/// Ends the session. The work is done, so this can only be worth a warning.
async fn log_out(session: Opened, console: &Console) {
    let reason = match tokio::time::timeout(LOGOUT, session.close()).await {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "no answer came in time".to_owned(),
    };
    console.note("logout", "warning", &format!("the session could not be ended, and will end by itself: {reason}"));
}

/// What the work gives, unless something else happens first.
async fn race<F: Future>(work: F, mut other: Pin<&mut impl Future>) -> Option<F::Output> {
    let mut work = pin!(work);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => other.as_mut().poll(context).map(|_| None),
    })
    .await
}
