//! Redeploys the passive node of a VCHA cluster, from a request in a JSON or YAML file, and follows the task.
//!
//! `--help` explains how to use it. The program shows how the parts of the crate fit together; what they do belongs in the
//! crate.

mod address;
mod advice;
mod args;
mod connect;
mod console;
mod explain;
mod follow;
mod input;
mod last_call;
mod password;
mod patience;
mod problem;
mod sanitize;
mod show;
mod signals;
mod template;
mod terminal;
#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::pin::{Pin, pin};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::timeout;
use vcha_client::{RedeploySpec, RedeployTask, Rules, SessionId, TaskId, Validate as _};

use args::{Action, Job, Work};
use connect::{Link, Opened};
use console::{Console, Members};
use explain::{Explainer, UNKNOWN};
use patience::Patience;
use problem::Problem;
use signals::{Signals, Stop};
use terminal::Terminal;

/// How long logging out may take, because a person waits for the program to end.
const LOGOUT: Duration = Duration::from_secs(5);

/// How long a call may go on after a signal, so that it ends in order.
const GRACE: Duration = Duration::from_millis(500);

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    // Known before the rest is understood, so that a mistake in the rest is reported in the right form.
    let console = Arc::new(Console::new(words.iter().any(|word| word == "--json")));
    let outcome = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Err(error) => Err(Problem::other("io", format!("no runtime could be started: {error}"))),
        Ok(runtime) => {
            let outcome = runtime.block_on(async {
                let signals = Signals::new();
                let mut signals = signals.map_err(|error| Problem::other("io", format!("no signals: {error}")))?;
                run(words, &console, &mut signals).await
            });
            // A thread may still wait for a password or for standard input.
            runtime.shutdown_background();
            outcome
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            problem.tell(&console);
            ExitCode::from(problem.code)
        }
    }
}

async fn run(words: Vec<OsString>, console: &Arc<Console>, signals: &mut Signals) -> Result<(), Problem> {
    let job = match args::parse(words)? {
        Action::Help => return Console::print(args::HELP),
        Action::Template => return Console::print(template::TEMPLATE),
        Action::Redeploy(job) => Arc::new(*job),
    };
    let link = Link { console: Arc::clone(console), last_call: Arc::default() };
    let spec = aside(&job, &link, signals, false, |job, console| match &job.work {
        Work::Start(path) | Work::Show(path) => spec(path, console).map(Some),
        Work::Follow(_) => Ok(None),
    });
    let spec = spec.await?;
    if let (Work::Show(_), Some(spec)) = (&job.work, &spec) {
        let session = connect::token(console)?.map(SessionId::new);
        show::tell_family(&job, console);
        return Console::print(&show::request(spec, &job, session)?);
    }
    let session = open(&job, &link, signals).await?;
    let outcome = work(&session, spec, &Explainer { job: &job, link: &link }, signals).await;
    if job.login.is_some() {
        log_out(session, &Explainer { job: &job, link: &link }, signals).await;
    }
    outcome
}

/// Runs what waits for a file or a person on a thread of its own, because a signal cannot end such waiting.
async fn aside<T: Send + 'static>(
    job: &Arc<Job>,
    link: &Link,
    signals: &mut Signals,
    asks: bool,
    work: impl FnOnce(&Job, &Console) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let terminal = asks.then(Terminal::remember);
    let (job, console) = (Arc::clone(job), Arc::clone(&link.console));
    let mut work = spawn_blocking(move || work(&job, &console));
    match signals.race(Pin::new(&mut work)).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => Err(Problem::other("io", format!("a thread could not do its work: {error}"))),
        Err(stop) => {
            // A prompt that Ctrl-C has ended sets the terminal by itself; another signal leaves it waiting.
            let _ended = timeout(GRACE, work).await;
            if let Some(terminal) = terminal {
                terminal.restore();
                console_line_end(&link.console);
            }
            Err(stopped(stop, "nothing was sent"))
        }
    }
}

/// Begins a new line after a prompt.
fn console_line_end(console: &Console) {
    if !console.json {
        console.line("");
    }
}

fn stopped(stop: Stop, state: &str) -> Problem {
    Problem::interrupted(stop.exit_code(), stop.as_str(), state)
}

/// The request in a file, judged.
fn spec(path: &OsStr, console: &Console) -> Result<RedeploySpec, Problem> {
    let json = input::read(path)?;
    let spec = vcha_client::read_redeploy_spec(&json).map_err(Problem::invalid)?;
    let operation = RedeployTask::new(spec);
    let report = operation.validate(&Rules);
    if report.has_errors() {
        return Err(Problem::invalid(report));
    }
    problem::tell_report(&report, console);
    template::warn_of_examples(&operation.spec, console);
    let location = operation.spec.vc_spec.as_ref().map(|spec| &spec.active_location);
    if let Some(password) = location.and_then(|location| location.password.as_ref()) {
        console.masks.hide(password.expose());
    }
    Ok(operation.spec)
}

/// Opens the session. Who has to type a password is asked last, once the server is known to be the right one.
async fn open(job: &Arc<Job>, link: &Link, signals: &mut Signals) -> Result<Opened, Problem> {
    let explainer = Explainer { job, link };
    let settings = aside(job, link, signals, connect::asks_for_proxy(job), connect::settings).await?;
    let carrier = connect::carrier(job, &settings, link)?;
    let patience = Patience::new(&explainer);
    if connect::asks(job) {
        password::check_prompt("--password-file")?;
        let reached = signals.race(pin!(patience.until_up(|| connect::reach(job, &carrier)))).await;
        reached.map_err(|stop| stopped(stop, "nothing was sent"))?.map_err(|error| explainer.call(&error))?;
    }
    let caller = aside(job, link, signals, connect::asks(job), connect::caller).await?;
    let mut opening = pin!(patience.until_up(|| connect::session(job, caller.clone(), carrier.clone())));
    match signals.race(opening.as_mut()).await {
        Ok(opened) => opened.map_err(|error| explainer.call(&error)),
        Err(stop) => {
            // A session that the server opens at this moment would stay open.
            if let Ok(Ok(session)) = timeout(GRACE, opening).await {
                log_out(session, &explainer, signals).await;
            }
            Err(stopped(stop, "nothing was started"))
        }
    }
}

/// Starts the task, or takes the one that is there, and follows it if that was asked for.
async fn work(
    session: &Opened,
    spec: Option<RedeploySpec>,
    explainer: &Explainer<'_>,
    signals: &mut Signals,
) -> Result<(), Problem> {
    let (job, console) = (explainer.job, &*explainer.link.console);
    let task = match (&job.work, spec) {
        (Work::Follow(task), _) => task.clone(),
        (_, Some(spec)) => start(session, spec, explainer, signals).await?,
        (_, None) => return Ok(()),
    };
    if !job.wait {
        return Ok(());
    }
    match signals.race(pin!(follow::follow(session, &task, explainer))).await {
        Err(stop) => {
            let state = format!("task {} goes on, {}", console.word(task.as_str()), explain::follow(&task, console));
            Err(stopped(stop, &state).task(&task, console))
        }
        Ok(outcome) => Console::print(&show::ended(&outcome?, console)?),
    }
}

async fn start(
    session: &Opened,
    spec: RedeploySpec,
    explainer: &Explainer<'_>,
    signals: &mut Signals,
) -> Result<TaskId, Problem> {
    let (console, last_call) = (&*explainer.link.console, &explainer.link.last_call);
    let sent = signals.race(pin!(session.redeploy(spec))).await.map_err(|stop| {
        let unknown = format!("if the request was under way, {UNKNOWN}");
        stopped(stop, if last_call.is_sending() { &unknown } else { "nothing was started" })
    })?;
    let task = sent.map_err(|error| explainer.redeploy(&error))?;
    if task.as_str().is_empty() {
        let message = "the server says that a task has started, but not under which id: look at its tasks";
        return Err(Problem::new(explain::OPEN, "task", message));
    }
    let id = console.word(task.as_str());
    if explainer.job.wait {
        let members: Members = vec![("task", console.masks.exact(task.as_str()).into())];
        console.note_with("task", "info", &format!("task {id} has started"), &members);
        return Ok(task);
    }
    let printed = Console::print(&show::started(&task, console)?);
    printed.map_err(|_| {
        let message = format!("the task {id} has started, but its id could not be written");
        Problem::new(explain::OPEN, "task", message).task(&task, console)
    })?;
    Ok(task)
}

/// Ends the session. The work is done, so this can only be worth a warning; another signal does not wait for it.
async fn log_out(session: Opened, explainer: &Explainer<'_>, signals: &mut Signals) {
    let reason = match signals.race(pin!(timeout(LOGOUT, session.close()))).await {
        Ok(Ok(Ok(()))) => return,
        Ok(Ok(Err(error))) => explainer.call(&error).message.into(),
        Ok(Err(_)) => "no answer came in time".to_owned(),
        Err(_) => "another signal came".to_owned(),
    };
    let message = format!("the session could not be ended, and will end by itself: {reason}");
    explainer.link.console.note("logout", "warning", &message);
}
