//! What can go wrong, how it is told, and the exit code that it gives.

use std::io::{self, Write as _};

use serde_core::ser::{Serialize, SerializeMap as _, Serializer};
use vcha_client::http::StatusCode;
use vcha_client::{Error, FaultResponse, RedeployTaskFault, Report, Severity, TransportError, Violation};

/// Why nothing came of it.
#[derive(Debug)]
pub(crate) enum Problem {
    /// The request breaks rules.
    Invalid(Report),
    /// The server refused.
    Refused(Box<FaultResponse<RedeployTaskFault>>),
    /// Anything else: its kind, for programs, and a message.
    Other { kind: &'static str, message: String },
}

impl Problem {
    pub(crate) fn other(kind: &'static str, message: impl Into<String>) -> Self {
        Self::Other { kind, message: message.into() }
    }

    /// No answer came. The causes behind the first one are told too: the reason for a failed handshake is deep down.
    pub(crate) fn transport(error: &TransportError) -> Self {
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
            Self::Refused(_) => 3,
            Self::Other { .. } => 4,
        }
    }

    /// Tells it on standard error.
    pub(crate) fn tell(&self, json: bool) {
        match self {
            Self::Invalid(report) => {
                tell_report(report, json);
                if !json {
                    tell(&summary(report));
                }
            }
            Self::Refused(refusal) if json => tell_json(&Refusal(refusal)),
            Self::Refused(refusal) => tell(&refused(refusal)),
            Self::Other { kind, message } if json => tell_json(&Line { rule: kind, message }),
            Self::Other { message, .. } => tell(&format!("error: {message}")),
        }
    }
}

impl From<Error<RedeployTaskFault>> for Problem {
    fn from(error: Error<RedeployTaskFault>) -> Self {
        match error {
            Error::Invalid(report) => Self::Invalid(report),
            Error::Fault(refusal) => Self::Refused(refusal),
            Error::Transport(error) => Self::transport(&error),
            Error::Build(error) => Self::other("build", error.to_string()),
            Error::Decode(error) => Self::other("decode", format!("{error}\nThe task may have started all the same.")),
            other => Self::other("unknown", other.to_string()),
        }
    }
}

/// Tells every violation on standard error, one a line.
pub(crate) fn tell_report(report: &Report, json: bool) {
    for violation in report.violations() {
        if json {
            tell_json(&Broken(violation));
        } else {
            tell(&violation.to_string());
        }
    }
}

fn summary(report: &Report) -> String {
    let errors = report.violations().iter().filter(|violation| violation.severity == Severity::Error).count();
    let plural = if errors == 1 { "" } else { "s" };
    format!("{errors} error{plural}; nothing was sent")
}

fn refused(refusal: &FaultResponse<RedeployTaskFault>) -> String {
    let fault = &refusal.fault;
    let mut text = match (fault, fault.kind()) {
        (RedeployTaskFault::Other(_), Some(kind)) => {
            format!("error: the server refused with status {}: {kind}", refusal.status)
        }
        _ => format!("error: {refusal}"),
    };
    for message in fault.texts() {
        text.push_str("\n  ");
        text.push_str(&message);
    }
    if refusal.status == StatusCode::UNAUTHORIZED && !matches!(fault, RedeployTaskFault::Unauthenticated(_)) {
        text.push_str("\n  The session may have ended: log in again.");
    }
    if let Some(thumbprint) = fault.thumbprint() {
        let shown: String = thumbprint.chars().filter(|letter| !letter.is_control()).take(200).collect();
        text.push_str("\n  thumbprint of the certificate that is not trusted: ");
        text.push_str(&shown);
        text.push_str("\n  If it is the right one, set it as ssl_thumbprint in vc_spec.active_location.");
    }
    text
}

/// Nobody is left to tell when standard error is closed.
fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

fn tell_json(value: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(value) {
        tell(&line);
    }
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

/// A problem that is no violation, in the same form.
struct Line<'a> {
    rule: &'a str,
    message: &'a str,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(4))?;
        object.serialize_entry("rule", self.rule)?;
        object.serialize_entry("severity", "error")?;
        object.serialize_entry("pointer", "")?;
        object.serialize_entry("message", self.message)?;
        object.end()
    }
}

/// A refusal in the same form, with what the server said.
struct Refusal<'a>(&'a FaultResponse<RedeployTaskFault>);

impl Serialize for Refusal<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("rule", "fault")?;
        object.serialize_entry("severity", "error")?;
        object.serialize_entry("pointer", "")?;
        object.serialize_entry("message", &self.0.to_string())?;
        object.serialize_entry("status", &self.0.status.as_u16())?;
        object.serialize_entry("kind", &self.0.fault.kind())?;
        object.serialize_entry("messages", &self.0.fault.texts())?;
        if let Some(thumbprint) = self.0.fault.thumbprint() {
            object.serialize_entry("thumbprint", thumbprint)?;
        }
        object.end()
    }
}
