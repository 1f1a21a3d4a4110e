//! The request as text: for people, or as JSON. Secrets are stars unless the caller asks for them.

use std::collections::BTreeMap;

use serde_core::ser::{Serialize, SerializeMap as _, Serializer};
use vcha_client::http::{HeaderMap, HeaderValue, Request};
use vcha_client::{Body, Operation as _, RedeploySpec, RedeployTask, SessionId, TaskId, ToJson as _};

use crate::args::Job;
use crate::problem::Problem;

/// What stands for a secret, and for a session token that is not there.
const STARS: &str = "********";

/// The request that the job would send, as text.
pub(crate) fn request(operation: &RedeployTask, job: &Job, session: Option<SessionId>) -> Result<String, Problem> {
    let session = session.unwrap_or_else(|| SessionId::new(STARS));
    let request =
        operation.to_request(&job.server, &session).map_err(|error| Problem::other("build", error.to_string()))?;
    let shown = Shown { request: &request, spec: &operation.spec, secrets: job.show_secrets };
    let text = if job.json { serde_json::to_string(&shown).map(|line| format!("{line}\n")) } else { shown.lines() };
    text.map_err(|_| Problem::other("build", "the request cannot be shown"))
}

/// The id of a task as a JSON object.
pub(crate) fn task(task: &TaskId) -> Result<String, Problem> {
    let object = BTreeMap::from([("task", task.as_str())]);
    serde_json::to_string(&object).map_err(|_| Problem::other("io", "the id of the task cannot be written as JSON"))
}

struct Shown<'a> {
    request: &'a Request<Body>,
    spec: &'a RedeploySpec,
    secrets: bool,
}

impl Shown<'_> {
    fn lines(&self) -> Result<String, serde_json::Error> {
        let line = format!("{} {}\n", self.request.method(), self.request.uri());
        let headers = self.request.headers().iter().map(|(name, value)| format!("{name}: {}\n", self.header(value)));
        let head: String = std::iter::once(line).chain(headers).collect();
        let body = serde_json::to_string_pretty(&Envelope(self))?;
        Ok(format!("{head}\n{body}\n"))
    }

    fn header<'a>(&self, value: &'a HeaderValue) -> &'a str {
        if value.is_sensitive() && !self.secrets { STARS } else { value.to_str().unwrap_or(STARS) }
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(4))?;
        object.serialize_entry("method", self.request.method().as_str())?;
        object.serialize_entry("url", &self.request.uri().to_string())?;
        object.serialize_entry("headers", &Headers(self))?;
        object.serialize_entry("body", &Envelope(self))?;
        object.end()
    }
}

struct Headers<'a>(&'a Shown<'a>);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let headers: &HeaderMap = self.0.request.headers();
        serializer.collect_map(headers.iter().map(|(name, value)| (name.as_str(), self.0.header(value))))
    }
}

/// The body, written anew from the request so that it can be masked and laid out. A test holds it to the bytes sent.
struct Envelope<'a>(&'a Shown<'a>);

impl Serialize for Envelope<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let spec = if self.0.secrets { self.0.spec.exposed() } else { self.0.spec.masked() };
        serializer.collect_map([("spec", spec)])
    }
}
