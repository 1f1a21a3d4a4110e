//! Turns errors of the client into problems: which call failed, where, and with which exit code.
//! What to do about it stands in `advice`.

use serde_json::Value;
use vcha_client::session::SessionError;
use vcha_client::tasks::{TaskState, WaitError};
use vcha_client::{
    CallError, DecodeError, Error, FaultKind, FaultResponse, Refusal, TaskId, TransportError, TransportErrorKind,
    Untrusted,
};

use crate::advice;
use crate::args::{Job, Work};
use crate::connect::Link;
use crate::console::Console;
use crate::last_call::{Call, Step};
use crate::problem::Problem;

/// The exit code of a refusal, and of a task that has failed.
const REFUSED: u8 = 3;

/// The exit code when the outcome is unknown.
pub(crate) const OPEN: u8 = 5;

/// What to do when the answer to a redeployment is lost.
pub(crate) const UNKNOWN: &str = "the server may have started a task: look at its tasks before sending it again";

/// The longest answer whose first line is shown, in bytes.
const SHORT: usize = 1024;

/// What an error is held against.
#[derive(Clone, Copy)]
pub(crate) struct Explainer<'a> {
    pub(crate) job: &'a Job,
    pub(crate) link: &'a Link,
}

impl Explainer<'_> {
    fn console(&self) -> &Console {
        &self.link.console
    }

    /// Any call but the one that is sent once.
    pub(crate) fn call(&self, error: &CallError) -> Problem {
        let call = self.link.last_call.last();
        let problem = match error {
            Error::Invalid(report) => return Problem::invalid(report.clone()),
            Error::Build(error) => return Problem::other("build", self.console().sanitized(&error.to_string())),
            Error::Transport(error) => self.transport(error),
            Error::Fault(response) => self.fault(response, call.as_ref()),
            Error::Decode(error) => self.decode(error),
            other => Problem::other("unknown", self.console().sanitized(&other.to_string())),
        };
        self.at(problem, call.as_ref())
    }

    /// The redeployment: when its answer is lost, its outcome is unknown.
    pub(crate) fn redeploy(&self, error: &CallError) -> Problem {
        let mut problem = self.call(error);
        let open = match error {
            Error::Transport(error) => !error.is_not_sent(),
            Error::Fault(response) => advice::may_have_acted(response),
            Error::Decode(_) => true,
            _ => false,
        };
        if open {
            problem.code = OPEN;
            problem.hints.insert(0, format!("Nobody knows what came of it; {UNKNOWN}."));
        }
        problem
    }

    /// Waiting for a task. `seen`: the server has reported a state of it before.
    pub(crate) fn wait(&self, error: &WaitError, seen: bool) -> Problem {
        let console = self.console();
        match error {
            WaitError::Failed(state) => self.failed(state),
            WaitError::Deadline { task, last, trouble } => {
                let last = last.as_ref().map(|last| format!("; it was {} last", console.word(last.status.as_str())));
                let trouble = trouble.as_ref().map(|error| format!("; it cannot be asked: {}", self.brief(error)));
                let id = console.word(task.as_str());
                let (last, trouble) = (last.unwrap_or_default(), trouble.unwrap_or_default());
                self.open(format!("time is up, and task {id} goes on{last}{trouble}"), task, "")
            }
            WaitError::Lost { task, error } => self.lost(task, error, seen),
            WaitError::Stopped { task, .. } => {
                self.open(format!("task {} goes on, and nobody waits for it", console.word(task.as_str())), task, "")
            }
            other => Problem::other("unknown", console.sanitized(&other.to_string())),
        }
    }

    fn lost(&self, task: &TaskId, error: &SessionError, seen: bool) -> Problem {
        let (console, id) = (self.console(), self.console().word(task.as_str()));
        if matches!(self.job.work, Work::Follow(_)) && !seen && is_no_task(error) {
            let told = self.call(error.cause());
            let message = format!("there is no task {id} on this server, or no longer");
            let hint = "Look at the tasks of the server: it forgets those that ended long ago.";
            let problem = Problem { texts: told.texts, ..Problem::new(REFUSED, "task", message) };
            let guessed = self.job.login.is_none() && self.job.family.is_none();
            let other = "With a session from the environment /rest is asked: try --api api.";
            return problem.hint(hint).hint_if(guessed, other).task(task, console);
        }
        // The one refusal that another try will not change.
        let first = match error {
            SessionError::Login(_) | SessionError::Ended(_) => "log in again, and ",
            _ => "",
        };
        let why = self.brief(error);
        let mut problem = self.open(format!("task {id} cannot be followed any more: {why}"), task, first);
        problem.hints.splice(0..0, self.call(error.cause()).hints);
        problem
    }

    fn open(&self, message: String, task: &TaskId, first: &str) -> Problem {
        let hint = format!("{first}{}", follow(task, self.console()));
        Problem::new(OPEN, "task", message).hint(hint).task(task, self.console())
    }

    /// Why a session could not be used, in one line.
    pub(crate) fn brief(&self, error: &SessionError) -> String {
        let lead = match error {
            SessionError::Login(_) => "the session has ended, and another one cannot be opened: ",
            SessionError::Ended(_) => "the session has ended, and there is no --username to open another one: ",
            _ => "",
        };
        format!("{lead}{}", self.line(error.cause()))
    }

    /// What went wrong, in one line.
    pub(crate) fn line(&self, error: &CallError) -> String {
        let problem = self.call(error);
        let texts: String = problem.texts.iter().map(|text| format!(" {text}")).collect();
        format!("{}{texts}", problem.message)
    }

    fn failed(&self, state: &TaskState) -> Problem {
        let (console, id) = (self.console(), self.console().word(state.id.as_str()));
        let problem = match &state.error {
            None => {
                let message = format!("task {id} has failed, and the server does not say why; its events may");
                Problem::new(REFUSED, "task", message)
            }
            Some(error) => {
                let message = format!("task {id} has failed: {}", meaning(error, console));
                self.refusal(Problem::new(REFUSED, "task", message), error)
            }
        };
        problem.task(&state.id, console)
    }

    fn fault(&self, response: &FaultResponse<Refusal>, call: Option<&Call>) -> Problem {
        let (status, refusal) = (response.status, &response.fault);
        // "Refused" would be too much where nobody knows.
        let is_open = call.is_some_and(|call| call.step == Step::Redeploy) && advice::may_have_acted(response);
        let verb = if is_open { "answered" } else { "refused" };
        let message = format!("the server {verb} with status {status}: {}", meaning(refusal, self.console()));
        let problem = Problem::new(REFUSED, "fault", message).member("status", status.as_u16());
        let problem = self.refusal(problem, refusal);
        advice::on_refusal(problem, response, call, self)
    }

    /// What the server says beside the kind of the fault.
    fn refusal(&self, mut problem: Problem, refusal: &Refusal) -> Problem {
        let console = self.console();
        let kind = Some(refusal.kind().as_str()).filter(|kind| !kind.is_empty());
        problem.texts = refusal.texts().iter().map(|text| console.sanitized(text)).collect();
        if let Some(raw) = refusal.raw().filter(|raw| raw.body_length() <= SHORT) {
            // What is hidden may go over the end of a line, so the line is looked for behind that.
            let body = console.masks.exact(raw.excerpt());
            let first = body.lines().map(str::trim).find(|line| !line.is_empty());
            problem.texts.extend(first.map(|line| console.sanitized(line)));
        }
        let problem = problem.member("kind", kind.map_or(Value::Null, Value::from));
        match refusal.thumbprint() {
            Some(thumbprint) => {
                let thumbprint = console.sanitized(thumbprint);
                advice::on_thumbprint(problem, &thumbprint).member("thumbprint", thumbprint)
            }
            None => problem,
        }
    }

    fn decode(&self, error: &DecodeError) -> Problem {
        let said = |violation| self.console().sanitized(&format!("{violation}"));
        let lines = error.report.violations().iter().map(said).collect();
        let message = format!("the server answered {}, but its body cannot be read:", error.status);
        let problem = Problem { texts: lines, ..Problem::other("decode", message) };
        problem.hint("Is it a vCenter Server that answers there?")
    }

    fn transport(&self, error: &TransportError) -> Problem {
        if let Some(presented) = error.untrusted() {
            return self.untrusted(presented);
        }
        let text = error.to_string();
        // In front of the colon the client says what the kind says, in words that do not know which call it was.
        let cause = self.console().sanitized(text.split_once(": ").map_or(&*text, |(_, cause)| cause));
        let place = self.job.place();
        let call = self.link.last_call.last();
        let acted = if call.as_ref().is_some_and(|call| call.step == Step::Redeploy) {
            "; the server may have acted"
        } else {
            ""
        };
        let what = match error.kind() {
            TransportErrorKind::Connect => format!("no connection could be made to {place}; nothing was sent"),
            TransportErrorKind::Untrusted => format!("{place} did not prove who it is; nothing was sent"),
            TransportErrorKind::Timeout => format!("no answer came from {place} in time{acted}"),
            TransportErrorKind::Interrupted => {
                format!("the connection to {place} broke before the answer ended{acted}")
            }
            TransportErrorKind::TooLarge => format!("the answer of {place} is larger than this program takes{acted}"),
            _ => format!("the request to {place} failed on its way{acted}"),
        };
        let is_first = !call.is_some_and(|call| call.has_answered);
        let problem = Problem::other("transport", format!("{what}: {cause}"));
        advice::on_connection(problem, error.kind(), &cause, is_first, self.job)
    }

    fn untrusted(&self, presented: &Untrusted) -> Problem {
        let console = self.console();
        let (server, reason) = (console.sanitized(presented.server()), console.sanitized(presented.reason()));
        let (sha256, sha1) = (presented.sha256().to_string(), presented.sha1().to_string());
        if presented.is_proxy() {
            let message = format!("the certificate of the proxy {server} is not trusted: {reason}; nothing was sent");
            return Problem::other("untrusted", message)
                .hint(format!("SHA-256  {sha256}"))
                .hint(format!("SHA-1    {sha1}"))
                .hint("Compare one of them with what the proxy itself shows. If they agree, run this again with")
                .hint("--proxy-thumbprint and that value, or with --ca and the certificate of the authority that issued it;")
                .hint("--thumbprint is for the server alone.")
                .member("sha256", sha256)
                .member("sha1", sha1);
        }
        let message = format!("the certificate of {server} is not trusted: {reason}; nothing was sent");
        Problem::other("untrusted", message)
            .hint(format!("SHA-256  {sha256}"))
            .hint(format!("SHA-1    {sha1}"))
            .hint("Compare one of them with what the server itself shows. If they agree, run this again with")
            .hint("--thumbprint and that value, or with --ca and the certificate of the authority that issued it.")
            .hint_if(
                reason.contains("that of an authority"),
                "With --ca, a server that shows the certificate of an authority itself is not trusted either.",
            )
            .hint_if(reason.contains("names no host"), "A certificate without names needs --thumbprint, or a new one.")
            .member("sha256", sha256)
            .member("sha1", sha1)
    }

    /// Names the call.
    fn at(&self, problem: Problem, call: Option<&Call>) -> Problem {
        let Some(call) = call else { return problem };
        let (step, method, url) = (call.step.as_str(), call.method.as_str(), self.console().sanitized(&call.url));
        let message = format!("{step} ({method} {url}): {}", problem.message);
        Problem { message: message.into(), ..problem }.member("step", step).member("method", method).member("url", url)
    }
}

/// How to go on with a task.
pub(crate) fn follow(task: &TaskId, console: &Console) -> String {
    match console.masks.for_shell(task.as_str()) {
        Some(id) => format!("follow it with --follow {id}"),
        None => "its id cannot be typed as it is shown; look at the tasks of the server".to_owned(),
    }
}

/// What a refusal means, without the server's own sentences.
fn meaning(refusal: &Refusal, console: &Console) -> String {
    match (refusal.kind(), refusal.tag(), refusal.raw()) {
        (FaultKind::Unknown, Some(tag), _) => {
            format!("a fault that this program does not know ({})", console.sanitized(tag))
        }
        (FaultKind::Unknown, None, Some(raw)) if raw.body_length() == 0 => "no body".to_owned(),
        _ => console.sanitized(&refusal.to_string()),
    }
}

/// Whether the server says that it has nothing of this name: in words, or as a page that is not there.
fn is_no_task(error: &SessionError) -> bool {
    error.refusal().is_some_and(|(refusal, status)| advice::is_absent(refusal, status))
}
