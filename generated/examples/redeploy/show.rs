//! What is printed: the request as text, for people or as JSON, and the task. Secrets are stars unless asked for.

use serde_core::ser::{Serialize, SerializeMap as _, Serializer};
use vcha_client::api::operations::{api, rest};
use vcha_client::http::{HeaderMap, HeaderValue, Request};
use vcha_client::session::Family;
use vcha_client::tasks::TaskState;
use vcha_client::{Body, Operation as _, RedeploySpec, SessionId, TaskId, ToJson as _};

use crate::args::Job;
use crate::console::{self, Console, Members};
use crate::follow;
use crate::problem::Problem;
use crate::sanitize::STARS;

/// The request that the job would send, as text.
pub(crate) fn request(spec: &RedeploySpec, job: &Job, session: Option<SessionId>) -> Result<String, Problem> {
    let session = session.unwrap_or_else(|| SessionId::new(STARS));
    let family = job.family.unwrap_or(Family::Rest);
    let request = match family {
        Family::Api => api::passive::RedeployTask::new(spec.clone()).to_request(&job.server, &session),
        _ => rest::passive::RedeployTask::new(spec.clone()).to_request(&job.server, &session),
    };
    let request = request.map_err(|error| Problem::other("build", error.to_string()))?;
    let shown = Shown { request: &request, spec, family, secrets: job.show_secrets };
    let text = if job.json { serde_json::to_string(&shown).map(|line| format!("{line}\n")) } else { shown.lines() };
    text.map_err(|_| Problem::other("build", "the request cannot be shown"))
}

/// Says under which URLs the request is shown, unless the command line did: sending it asks the server first.
pub(crate) fn tell_family(job: &Job, console: &Console) {
    if job.family.is_none() {
        let message = "this is the request under /rest; a server that has /api gets the one that --api api shows";
        console.note("family", "info", message);
    }
}

/// The task that was started.
pub(crate) fn started(task: &TaskId, console: &Console) -> Result<String, Problem> {
    if !console.json {
        return Ok(format!("{}\n", console.word(task.as_str())));
    }
    object(&vec![("task", console.masks.exact(task.as_str()).into())])
}

/// The task that has succeeded.
pub(crate) fn ended(state: &TaskState, console: &Console) -> Result<String, Problem> {
    if !console.json {
        return Ok(format!("{} {}\n", console.word(state.id.as_str()), console.word(state.status.as_str())));
    }
    let mut members = follow::members(state, console);
    for (name, time) in [("start_time", &state.start_time), ("end_time", &state.end_time)] {
        members.extend(time.as_deref().map(|time| (name, console.masks.exact(time).into())));
    }
    object(&members)
}

fn object(members: &Members) -> Result<String, Problem> {
    let line = console::json(&Object(members)).map(|line| format!("{line}\n"));
    line.map_err(|_| Problem::other("io", "the task cannot be written as JSON"))
}

struct Object<'a>(&'a Members);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

struct Shown<'a> {
    request: &'a Request<Body>,
    spec: &'a RedeploySpec,
    family: Family,
    secrets: bool,
}

impl Shown<'_> {
    fn lines(&self) -> Result<String, serde_json::Error> {
        let line = format!("{} {}\n", self.request.method(), self.request.uri());
        let headers = self.request.headers().iter().map(|(name, value)| format!("{name}: {}\n", self.header(value)));
        let head: String = std::iter::once(line).chain(headers).collect();
        let body = serde_json::to_string_pretty(&Sent(self))?;
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
        object.serialize_entry("body", &Sent(self))?;
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
struct Sent<'a>(&'a Shown<'a>);

impl Serialize for Sent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let spec = if self.0.secrets { self.0.spec.exposed() } else { self.0.spec.masked() };
        match self.0.family {
            Family::Api => spec.serialize(serializer),
            _ => serializer.collect_map([("spec", spec)]),
        }
    }
}
