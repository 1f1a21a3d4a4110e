//! vAPI errors as data, and every shape in which one has been met on the wire.
//! When an error is raised is decided by the operations and the scenario, not here.

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::family::{Family, Version};
use super::message::Message;

const TYPE_PREFIX: &str = "com.vmware.vapi.std.errors.";

/// An error that the stand-in answers or puts into a failed task.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Last part of the type, such as `unverified_peer`; with a dot in it, the whole type name.
    pub kind: String,
    /// HTTP status; without it the one the kind has in the family.
    pub status: Option<u16>,
    /// What the operation says first, then its causes.
    pub messages: Vec<Message>,
    /// Member `data`.
    pub data: Option<Value>,
    /// Member `challenge`.
    pub challenge: Option<String>,
    /// How it is written.
    pub shape: Shape,
}

/// How an error is written as an answer. Within a task an error is always the bare object.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Shape {
    /// As the family prescribes.
    #[default]
    Family,
    /// `/rest` only: the envelope without `type`.
    NoType,
    /// The inner object alone, in both families.
    Bare,
    /// As the family prescribes, but without `error_type`.
    NoErrorType,
    /// An HTML page, as a proxy sends it.
    Html,
    /// One line of plain text.
    Text,
    /// No body at all.
    Empty,
    /// The first half of the JSON text, with a matching content length.
    Truncated,
    /// The first message is at least this many bytes long.
    Huge(usize),
    /// `{"name","localizableMessages","majorErrorCode"}`, as old endpoints answer.
    OldEndpoint,
    /// The first message repeats the request's body.
    Echo,
}

impl Fault {
    /// An error of this kind without messages.
    pub fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            status: None,
            messages: Vec::new(),
            data: None,
            challenge: None,
            shape: Shape::Family,
        }
    }

    /// Adds a message to the end of the stack.
    #[must_use]
    pub fn message(mut self, message: Message) -> Self {
        self.messages.push(message);
        self
    }

    /// Sets `data`.
    #[must_use]
    pub fn data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets the shape.
    #[must_use]
    pub fn shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    /// The name that stands in `type`.
    pub fn type_name(&self) -> String {
        if self.kind.contains('.') { self.kind.clone() } else { format!("{TYPE_PREFIX}{}", self.kind) }
    }

    /// The word that stands in `error_type`.
    pub fn error_type(&self) -> String {
        self.kind.rsplit('.').next().unwrap_or(&self.kind).to_uppercase()
    }

    /// The bare object: the whole error on `/api`, the `value` on `/rest`, the `error` of a task in both.
    pub(crate) fn object(&self, family: Family, version: Version) -> Value {
        let mut members = Map::new();
        if version == Version::V7_0_2 {
            members.insert("error_type".to_owned(), Value::String(self.error_type()));
        }
        let messages = self.messages.iter().map(|message| message.json(family, version)).collect();
        members.insert("messages".to_owned(), Value::Array(messages));
        if let Some(data) = &self.data {
            members.insert("data".to_owned(), data.clone());
        }
        if let Some(challenge) = &self.challenge {
            members.insert("challenge".to_owned(), Value::String(challenge.clone()));
        }
        Value::Object(members)
    }

    /// The error as an answer to `request_body`.
    pub(crate) fn answer(&self, family: Family, version: Version, request_body: &[u8]) -> Answer {
        let status = self.status.unwrap_or_else(|| status(&self.kind, family));
        let object = || self.object(family, version);
        match self.shape {
            Shape::Family => Answer::json(status, &self.envelope(family, object())),
            Shape::NoType => Answer::json(status, &untyped(family, object())),
            Shape::Bare => Answer::json(status, &object()),
            Shape::NoErrorType => {
                Answer::json(status, &self.envelope(family, self.object(family, Version::V7_0_2).without("error_type")))
            }
            Shape::Html => Answer::of(status, "text/html", html(status)),
            Shape::Text => Answer::of(status, "text/plain", "no healthy upstream"),
            Shape::Empty => Answer::empty(status),
            Shape::Truncated => {
                let mut answer = Answer::json(status, &self.envelope(family, object()));
                answer.body.truncate(answer.body.len() / 2);
                answer
            }
            Shape::Huge(length) => self.spoken(family, version, status, &"x".repeat(length)),
            Shape::Echo => self.spoken(family, version, status, &String::from_utf8_lossy(request_body)),
            Shape::OldEndpoint => Answer::json(status, &self.old_endpoint(status)),
        }
    }

    /// The family's shape with one more message, which comes first.
    fn spoken(&self, family: Family, version: Version, status: u16, text: &str) -> Answer {
        let mut fault = self.clone();
        fault.messages.insert(0, Message::new("vcenter.sim.spoken", text));
        Answer::json(status, &fault.envelope(family, fault.object(family, version)))
    }

    fn envelope(&self, family: Family, object: Value) -> Value {
        match family {
            Family::Rest => json!({ "type": self.type_name(), "value": object }),
            Family::Api => object,
        }
    }

    fn old_endpoint(&self, status: u16) -> Value {
        let messages: Vec<Value> = self
            .messages
            .iter()
            .map(|message| json!({ "id": message.id, "defaultMessage": message.filled() }))
            .collect();
        json!({ "name": self.type_name(), "localizableMessages": messages, "majorErrorCode": status })
    }
}

fn untyped(family: Family, object: Value) -> Value {
    match family {
        Family::Rest => json!({ "value": object }),
        Family::Api => object,
    }
}

trait Without {
    fn without(self, member: &str) -> Self;
}

impl Without for Value {
    fn without(mut self, member: &str) -> Self {
        if let Some(members) = self.as_object_mut() {
            members.shift_remove(member);
        }
        self
    }
}

fn html(status: u16) -> String {
    format!("<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>")
}

/// The status of a kind. The document's own table wins, then the specs per family.
fn status(kind: &str, family: Family) -> u16 {
    match (kind, family) {
        ("unauthenticated", _) => 401,
        ("unauthorized", _) => 403,
        ("not_found" | "operation_not_found", _) => 404,
        ("service_unavailable", _) => 503,
        ("timed_out", Family::Rest) => 504,
        ("concurrent_change", Family::Api) => 409,
        ("resource_busy" | "resource_inaccessible" | "unable_to_allocate_resource", Family::Rest) => 400,
        (
            "invalid_argument"
            | "invalid_request"
            | "unexpected_input"
            | "unverified_peer"
            | "unsupported"
            | "not_allowed_in_current_state"
            | "invalid_element_configuration"
            | "concurrent_change",
            _,
        ) => 400,
        _ => 500,
    }
}

#[cfg(test)]
#[path = "fault_tests.rs"]
mod tests;
