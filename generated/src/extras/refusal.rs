//! What a server says when it refuses, in one shape for every operation and for both families of URLs.
//!
//! The generated code has a fault type for each operation. This one is for code that goes
//! through several operations, as a session does. What to do about a refusal is not decided here.

use std::borrow::Cow;
use std::fmt;

use crate::api::rt::{Fault, FromJson as _, Json, RawFault, Reader, http::StatusCode, read_fault, support};
use crate::api::rules;

use super::faults;

/// How many messages of a fault are kept: each but the first is the cause of the one before.
const MESSAGES: usize = 50;

/// Why the server refused.
///
/// The body decides, never the status: a text `type`, as `/rest` has it, or else `error_type`, as `/api` has it and as
/// it stands in the error of a failed task. vSphere 6.7 names no fault there, so messages alone will do. A body with
/// none of them is kept as it came, see [`raw`](Self::raw).
///
/// `Display` says in a sentence what it means. The server's own words are in [`texts`](Self::texts), and in the
/// alternate form `{:#}`; a server may repeat there what it was sent, so neither `Display` nor `Debug` shows them.
#[derive(Clone, PartialEq)]
pub struct Refusal {
    kind: FaultKind,
    tag: Option<String>,
    texts: Vec<String>,
    message_ids: Vec<String>,
    thumbprint: Option<String>,
    raw: Option<RawFault>,
}

/// The kinds of fault that matter to a caller; those of vSphere's standard errors that the operations here give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// `invalid_argument`: a value was refused. The active node also says this when the management vCenter Server did
    /// not accept the user name or the password of the request.
    InvalidArgument,
    /// `unexpected_input`: the request has a member that this server does not know.
    UnexpectedInput,
    /// `invalid_request`: the request makes no sense to the server.
    InvalidRequest,
    /// `not_found`: what the request names is not there.
    NotFound,
    /// `operation_not_found`: the server does not have this operation.
    OperationNotFound,
    /// `service_unavailable`: a part of the server is not running.
    ServiceUnavailable,
    /// `timed_out`: it took the server too long.
    TimedOut,
    /// `internal_server_error`: something broke inside the server.
    InternalServerError,
    /// `error`: whatever none of the others covers.
    Error,
    /// `unauthenticated`: the session has ended, or the user name and the password are wrong.
    Unauthenticated,
    /// `unauthorized`: the user lacks a privilege.
    Unauthorized,
    /// `resource_inaccessible`: what the request names cannot be reached at the moment.
    ResourceInaccessible,
    /// `resource_busy`: what the request names is busy with something else.
    ResourceBusy,
    /// `not_allowed_in_current_state`: it is too early or too late for this.
    NotAllowedInCurrentState,
    /// `unsupported`: what was asked for is not possible here.
    Unsupported,
    /// `unverified_peer`: the active node does not trust the certificate of the management vCenter Server.
    UnverifiedPeer,
    /// Any other fault, or a body that names none.
    Unknown,
}

/// Each kind with its name, and what an operator has to know about it.
const KINDS: &[(FaultKind, &str, &str)] = &[
    (
        FaultKind::InvalidArgument,
        "invalid_argument",
        "a value of the request was refused; for a redeployment this also stands for a user name or a password that \
         the management vCenter Server did not accept",
    ),
    (FaultKind::UnexpectedInput, "unexpected_input", "the request has a member that this server does not know"),
    (FaultKind::InvalidRequest, "invalid_request", "the request makes no sense to the server"),
    (FaultKind::NotFound, "not_found", "something that the request names is not there, or no longer"),
    (FaultKind::OperationNotFound, "operation_not_found", "this server does not have the operation"),
    (FaultKind::ServiceUnavailable, "service_unavailable", "a part of the server is not running; try again later"),
    (FaultKind::TimedOut, "timed_out", "it took the server too long; what was asked for may still happen"),
    (FaultKind::InternalServerError, "internal_server_error", "something broke inside the server; its logs tell more"),
    (FaultKind::Error, "error", "the server failed to do it"),
    (
        FaultKind::Unauthenticated,
        "unauthenticated",
        "the server does not know who is asking: the session has ended, or the user name or the password is wrong",
    ),
    (
        FaultKind::Unauthorized,
        "unauthorized",
        "the user lacks a privilege; redeploying needs Global.VCServer, and logging in again does not help",
    ),
    (
        FaultKind::ResourceInaccessible,
        "resource_inaccessible",
        "what the request names cannot be reached at the moment; try again later",
    ),
    (FaultKind::ResourceBusy, "resource_busy", "what the request names is busy; try again later"),
    (FaultKind::NotAllowedInCurrentState, "not_allowed_in_current_state", "this is not possible in the present state"),
    (FaultKind::Unsupported, "unsupported", "this is not possible here"),
    (
        FaultKind::UnverifiedPeer,
        "unverified_peer",
        "the active node does not trust the certificate of the management vCenter Server; compare its thumbprint with \
         what that server shows, and put it into `ssl_thumbprint` if they agree",
    ),
];

impl FaultKind {
    /// The name, as VMware's documents write it; empty for [`Unknown`](Self::Unknown).
    ///
    /// ```
    /// use vcha_client::FaultKind;
    ///
    /// assert_eq!(FaultKind::UnverifiedPeer.as_str(), "unverified_peer");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        KINDS.iter().find(|(kind, _, _)| *kind == self).map_or("", |(_, name, _)| name)
    }

    fn advice(self) -> Option<&'static str> {
        KINDS.iter().find(|(kind, _, _)| *kind == self).map(|(_, _, advice)| *advice)
    }

    fn from_tag(tag: &str) -> Self {
        let name = tag.rsplit('.').next().unwrap_or(tag);
        KINDS.iter().find(|(_, known, _)| known.eq_ignore_ascii_case(name)).map_or(Self::Unknown, |(kind, _, _)| *kind)
    }
}

impl Refusal {
    /// What kind of fault it is.
    ///
    /// ```
    /// use vcha_client::{FaultKind, Json, Refusal};
    ///
    /// let error = Json::from(serde_json::json!({"error_type": "UNVERIFIED_PEER", "messages": []}));
    /// assert_eq!(Refusal::from_json(&error).kind(), FaultKind::UnverifiedPeer);
    /// ```
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// The name of the fault as the server wrote it, known or not; at most 200 characters of it.
    ///
    /// ```
    /// use vcha_client::{Json, Refusal};
    ///
    /// let error = Json::from(serde_json::json!({"type": "com.vmware.vapi.std.errors.error", "value": {}}));
    /// assert_eq!(Refusal::from_json(&error).tag(), Some("com.vmware.vapi.std.errors.error"));
    /// ```
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The server's own words, the outermost first and its causes after it. Each is a single line of bounded length
    /// that can be printed as it is: nothing in it is invisible or changes the direction of writing. It may repeat what
    /// the server was sent.
    ///
    /// ```
    /// use vcha_client::{Json, Refusal};
    ///
    /// let message = serde_json::json!({"id": "a.b", "default_message": "The clone\nfailed.", "args": []});
    /// let error = Json::from(serde_json::json!({"error_type": "ERROR", "messages": [message]}));
    /// assert_eq!(Refusal::from_json(&error).texts(), ["The clone failed."]);
    /// ```
    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The stable names of the messages, to look for or to quote to support.
    ///
    /// ```
    /// use vcha_client::{Json, Refusal};
    ///
    /// let message = serde_json::json!({"id": "a.b", "default_message": "The clone failed.", "args": []});
    /// let error = Json::from(serde_json::json!({"error_type": "ERROR", "messages": [message]}));
    /// assert_eq!(Refusal::from_json(&error).message_ids(), ["a.b"]);
    /// ```
    #[must_use]
    pub fn message_ids(&self) -> &[String] {
        &self.message_ids
    }

    /// The thumbprint of the certificate that the server does not trust, if this is about one.
    ///
    /// It is what the active node saw, which may be an impostor's: compare it with what the management vCenter Server
    /// shows before putting it into [`ConnectionSpec::ssl_thumbprint`](crate::ConnectionSpec::ssl_thumbprint). What is no
    /// thumbprint is left out.
    ///
    /// ```
    /// use vcha_client::{Json, Refusal};
    ///
    /// let seen = "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09";
    /// let data = serde_json::json!({"ssl_thumbprint": seen});
    /// let error = Json::from(serde_json::json!({"error_type": "UNVERIFIED_PEER", "messages": [], "data": data}));
    /// assert_eq!(Refusal::from_json(&error).thumbprint(), Some(seen));
    /// ```
    #[must_use]
    pub fn thumbprint(&self) -> Option<&str> {
        self.thumbprint.as_deref()
    }

    /// The answer as it came, for one that names no fault: a proxy's page, an empty body.
    ///
    /// ```
    /// use vcha_client::{Json, Refusal};
    ///
    /// let refusal = Refusal::from_json(&Json::from(serde_json::json!({"oops": true})));
    /// assert_eq!(refusal.raw().map(|raw| raw.excerpt()), Some(r#"{"oops":true}"#));
    /// ```
    #[must_use]
    pub fn raw(&self) -> Option<&RawFault> {
        self.raw.as_ref()
    }

    /// Reads a fault that stands inside of an answer, such as the error of a failed task. This cannot fail.
    ///
    /// ```
    /// use vcha_client::{FaultKind, Json, Refusal};
    ///
    /// let refusal = Refusal::from_json(&Json::from(serde_json::json!("it broke")));
    /// assert_eq!(refusal.kind(), FaultKind::Unknown);
    /// ```
    #[must_use]
    pub fn from_json(error: &Json) -> Self {
        read_fault(error, &rules::READ)
    }

    /// Whether the server says that it does not know the session. A gateway in front of it may say so in words of its
    /// own, or without any.
    pub(super) fn is_unauthenticated(&self, status: StatusCode) -> bool {
        match self.kind {
            FaultKind::Unauthenticated => true,
            FaultKind::Unknown => status == StatusCode::UNAUTHORIZED,
            _ => false,
        }
    }
}

impl Fault for Refusal {
    fn from_body(reader: &mut Reader<'_>) -> Option<Self> {
        let body = Json::from_json(reader)?;
        let (tag, fields) = match named(&body) {
            Some((tag, fields)) => (Some(tag), fields),
            None => (None, spoken(&body)?),
        };
        let messages = match fields.member("messages") {
            Some(Json::Array(messages)) => messages.as_slice(),
            _ => &[],
        };
        let messages = messages.get(..MESSAGES).unwrap_or(messages);
        let kind = tag.map_or(FaultKind::Unknown, FaultKind::from_tag);
        let thumbprint = || faults::thumbprint(fields.member("data")?.member("ssl_thumbprint")?.as_str()?);
        let present = |text: &String| !text.is_empty();
        Some(Self {
            kind,
            tag: tag.map(faults::name),
            texts: messages.iter().map(text).filter(present).collect(),
            message_ids: messages.iter().map(|message| faults::name(word(message, "id"))).filter(present).collect(),
            thumbprint: if kind == FaultKind::UnverifiedPeer { thumbprint().map(str::to_owned) } else { None },
            raw: None,
        })
    }

    fn tag<'a>(reader: &Reader<'a>) -> Option<Cow<'a, str>> {
        let tag = |member| reader.find_text(member).filter(|tag| !faults::name(tag).is_empty());
        tag("type").or_else(|| tag("error_type"))
    }

    fn other(raw: RawFault) -> Self {
        let (kind, texts, message_ids) = (FaultKind::Unknown, Vec::new(), Vec::new());
        Self { kind, tag: None, texts, message_ids, thumbprint: None, raw: Some(raw) }
    }
}

/// What a body calls its fault, and the object in which the rest of it stands.
fn named(body: &Json) -> Option<(&str, &Json)> {
    // A blank names nothing.
    let tag = |member: &str| Some(word(body, member)).filter(|tag| !faults::name(tag).is_empty());
    let value = || body.member("value").filter(|value| matches!(value, Json::Object(_)));
    match (tag("type"), tag("error_type")) {
        (Some(tag), _) => Some((tag, value().unwrap_or(body))),
        (None, Some(tag)) => Some((tag, body)),
        (None, None) => None,
    }
}

/// Where a body without a name has its messages, if it has any.
fn spoken(body: &Json) -> Option<&Json> {
    let speaks = |fields: &&Json| matches!(fields.member("messages"), Some(Json::Array(said)) if !said.is_empty());
    [Some(body), body.member("value")].into_iter().flatten().find(speaks)
}

/// The text of a member; empty if the member is missing or no text.
fn word<'a>(object: &'a Json, member: &str) -> &'a str {
    object.member(member).and_then(Json::as_str).unwrap_or_default()
}

/// The English text of a message, or its id where there is none.
fn text(message: &Json) -> String {
    faults::text(word(message, "default_message"), word(message, "id"))
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("kind", &self.kind)
            .field(
                "tag",
                &self.tag.as_deref().map(|tag| if self.kind == FaultKind::Unknown { "(unknown)" } else { tag }),
            )
            .field("message_ids", &self.message_ids.len())
            .field("thumbprint", &self.thumbprint)
            .field("raw", &self.raw)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind.advice(), &self.tag, &self.raw) {
            (Some(advice), _, _) => write!(f, "{advice} ({})", self.kind.as_str())?,
            (None, Some(tag), _) if f.alternate() => write!(f, "a fault that this client does not know ({tag})")?,
            (None, Some(_), _) => f.write_str("a fault that this client does not know")?,
            (None, None, Some(raw)) => raw.fmt(f)?,
            (None, None, None) => f.write_str("a fault without a name")?,
        }
        if let Some(thumbprint) = &self.thumbprint {
            write!(f, "; the thumbprint it saw is {thumbprint}")?;
        }
        if f.alternate() && !self.texts.is_empty() {
            f.write_str("; the server says: ")?;
            support::texts(&self.texts, f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}
