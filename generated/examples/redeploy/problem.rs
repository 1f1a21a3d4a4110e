//! What can go wrong, how it is told, and the exit code that it gives.

use serde_core::ser::{Serialize, SerializeMap as _, Serializer};
use vcha_client::http::StatusCode;
use vcha_client::session::SessionError;
use vcha_client::tasks::{TaskState, WaitError};
use vcha_client::{
    CallError, Error, FaultKind, Refusal, Report, Severity, TaskId, TransportError, Untrusted, Violation,
};

use crate::console::Console;

/// Why nothing came of it.
#[derive(Debug)]
pub(crate) enum Problem {
    /// The request breaks rules.
    Invalid(Report),
    /// The server refused.
    Refused(StatusCode, Box<Refusal>),
    /// The task has failed.
    Failed(Box<TaskState>),
    /// The server's certificate is not trusted.
    Untrusted(Untrusted),
    /// The task goes on, and how it ends is not known.
    Open { task: TaskId, message: String },
    /// Ctrl-C; with the task, if one is known.
    Interrupted(Option<TaskId>),
    /// Anything else: its kind, for programs, and a message.
    Other { kind: &'static str, message: String },
}

impl Problem {
    pub(crate) fn other(kind: &'static str, message: impl Into<String>) -> Self {
        Self::Other { kind, message: message.into() }
    }

    /// No answer came. The causes behind the first one are told too: the reason for a failed handshake is deep down.
    pub(crate) fn transport(error: &TransportError) -> Self {
        if let Some(presented) = error.untrusted() {
            return Self::Untrusted(presented.clone());
        }
        let mut message = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            let text = inner.to_string();
            if !message.contains(&text) {
                message = format!("{message}: {text}");
            }
            cause = inner.source();
        }
        Self::other("transport", message)
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Invalid(_) => 2,
            Self::Refused(..) | Self::Failed(_) => 3,
            Self::Other { .. } | Self::Untrusted(_) => 4,
            Self::Open { .. } => 5,
            Self::Interrupted(_) => 130,
        }
    }

    /// Tells it on standard error.
    pub(crate) fn tell(&self, console: &Console) {
        match self {
            Self::Invalid(report) => {
                tell_report(report, console);
                if !console.json {
                    console.line(&summary(report));
                }
            }
            Self::Other { kind, message } => console.note(kind, "error", message),
            _ if console.json => console.object(&Told { problem: self, console }),
            Self::Refused(status, refusal) => {
                let first = format!("the server refused with status {status}: {refusal}");
                console.line(&format!("error: {first}{}", said(refusal, console)));
            }
            Self::Failed(state) => {
                let details = state.error.as_ref().map(|error| said(error, console)).unwrap_or_default();
                console.line(&format!("error: {}{details}", failed(state)));
            }
            Self::Untrusted(presented) => console.line(&untrusted(presented)),
            Self::Open { message, .. } => console.line(&format!("error: {message}")),
            Self::Interrupted(task) => console.line(&interrupted(task.as_ref())),
        }
    }
}

impl From<CallError> for Problem {
    fn from(error: CallError) -> Self {
        match error {
            Error::Invalid(report) => Self::Invalid(report),
            Error::Fault(response) => Self::Refused(response.status, Box::new(response.fault)),
            Error::Transport(error) => Self::transport(&error),
            Error::Build(error) => Self::other("build", error.to_string()),
            Error::Decode(error) => Self::other("decode", error.to_string()),
            other => Self::other("unknown", other.to_string()),
        }
    }
}

impl From<WaitError> for Problem {
    fn from(error: WaitError) -> Self {
        match error {
            WaitError::Failed(state) => Self::Failed(state),
            WaitError::Stopped { task, .. } => Self::Interrupted(Some(task)),
            WaitError::Deadline { ref task, .. } | WaitError::Lost { ref task, .. } => {
                let (task, message) = (task.clone(), with_hint(&error, task));
                Self::Open { task, message }
            }
            other => Self::other("unknown", other.to_string()),
        }
    }
}

fn with_hint(error: &WaitError, task: &TaskId) -> String {
    let cause = match error {
        // The one refusal that another try will not change.
        WaitError::Lost { error, .. } => match &**error {
            SessionError::Login(_) | SessionError::Ended(_) => "log in again, and ",
            _ => "",
        },
        _ => "",
    };
    format!("{error}\n{cause}follow it with --follow {task}")
}

fn interrupted(task: Option<&TaskId>) -> String {
    match task {
        Some(task) => format!("interrupted; task {task} goes on, follow it with --follow {task}"),
        None => "interrupted; if the request was under way, the server may have started a task: look at its tasks \
                 before sending it again"
            .to_owned(),
    }
}

/// Tells every violation on standard error, one a line.
pub(crate) fn tell_report(report: &Report, console: &Console) {
    for violation in report.violations() {
        if console.json {
            console.object(&Broken(violation));
        } else {
            console.line(&violation.to_string());
        }
    }
}

fn summary(report: &Report) -> String {
    let errors = report.violations().iter().filter(|violation| violation.severity == Severity::Error).count();
    let plural = if errors == 1 { "" } else { "s" };
    format!("{errors} error{plural}; nothing was sent")
}

fn failed(state: &TaskState) -> String {
    match &state.error {
        Some(error) => format!("task {} has failed: {error}", state.id),
        None => format!("task {} has failed, and the server does not say why; its events may", state.id),
    }
}

/// What the server calls a fault that this client does not know.
fn unknown(refusal: &Refusal) -> Option<&str> {
    refusal.tag().filter(|_| refusal.kind() == FaultKind::Unknown)
}

/// The server's own words, each in a line, and what to do about a certificate.
fn said(refusal: &Refusal, console: &Console) -> String {
    let mut text =
        unknown(refusal).map(|tag| format!("\n  The server calls it {}.", console.mask(tag))).unwrap_or_default();
    text.extend(refusal.texts().iter().map(|said| format!("\n  {}", console.mask(said))));
    // Only a fault of that kind has one.
    if let Some(thumbprint) = refusal.thumbprint() {
        text.push_str(&format!(
            "\n  If {thumbprint} is the thumbprint that the management vCenter Server shows,\n  set it as ssl_thumbprint \
             in vc_spec.active_location, and run this again."
        ));
    }
    text
}

fn untrusted(presented: &Untrusted) -> String {
    if presented.is_proxy() {
        return format!(
            "error: {presented}; nothing was sent\n  --thumbprint is for the server alone. Run this again with --ca and the \
             certificate of the authority\n  that issued the one of the proxy."
        );
    }
    format!(
        "error: the certificate of {} is not trusted: {}; nothing was sent\n  SHA-256  {}\n  SHA-1    {}\n  Compare one of \
         them with what the server itself shows. If they agree, run this again with --thumbprint and that value,\n  or \
         with --ca and the certificate of the authority that issued it.",
        presented.server(),
        presented.reason(),
        presented.sha256(),
        presented.sha1(),
    )
}

/// A violation as a JSON object.
struct Broken<'a>(&'a Violation);

impl Serialize for Broken<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(4))?;
        object.serialize_entry("rule", self.0.rule)?;
        object.serialize_entry("severity", &self.0.severity.to_string())?;
        object.serialize_entry("pointer", &self.0.pointer)?;
        object.serialize_entry("message", &self.0.message)?;
        object.end()
    }
}

/// A problem with more to it than a message.
struct Told<'a> {
    problem: &'a Problem,
    console: &'a Console,
}

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        let (rule, message) = match self.problem {
            Problem::Refused(status, refusal) => {
                ("fault", format!("the server refused with status {status}: {refusal}"))
            }
            Problem::Failed(state) => ("task", failed(state)),
            Problem::Open { message, .. } => ("task", message.clone()),
            Problem::Untrusted(presented) => ("untrusted", presented.to_string()),
            Problem::Interrupted(task) => ("interrupted", interrupted(task.as_ref())),
            Problem::Other { kind, message } => (*kind, message.clone()),
            Problem::Invalid(report) => ("invalid", summary(report)),
        };
        object.serialize_entry("rule", rule)?;
        object.serialize_entry("severity", "error")?;
        object.serialize_entry("pointer", "")?;
        object.serialize_entry("message", &message)?;
        if let Problem::Refused(status, _) = self.problem {
            object.serialize_entry("status", &status.as_u16())?;
        }
        if let Problem::Untrusted(presented) = self.problem {
            object.serialize_entry("sha256", &presented.sha256().to_string())?;
            object.serialize_entry("sha1", &presented.sha1().to_string())?;
        }
        if let Some(task) = self.problem.task() {
            object.serialize_entry("task", task.as_str())?;
        }
        if let Some(refusal) = self.problem.refusal() {
            object.serialize_entry("kind", &Some(refusal.kind().as_str()).filter(|kind| !kind.is_empty()))?;
            if let Some(tag) = unknown(refusal) {
                object.serialize_entry("type", &self.console.mask(tag))?;
            }
            let texts: Vec<String> = refusal.texts().iter().map(|text| self.console.mask(text)).collect();
            object.serialize_entry("messages", &texts)?;
            if let Some(thumbprint) = refusal.thumbprint() {
                object.serialize_entry("thumbprint", thumbprint)?;
            }
        }
        object.end()
    }
}

impl Problem {
    fn task(&self) -> Option<&TaskId> {
        match self {
            Self::Failed(state) => Some(&state.id),
            Self::Open { task, .. } => Some(task),
            Self::Interrupted(task) => task.as_ref(),
            _ => None,
        }
    }

    fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(_, refusal) => Some(refusal),
            Self::Failed(state) => state.error.as_ref(),
            _ => None,
        }
    }
}
