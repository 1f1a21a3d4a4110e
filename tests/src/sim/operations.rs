//! The operations of the session service and of the passive node, and the checks that all operations share.
//! The tasks service stands in `tasks`, the rules of a body in `schema` and `relations`.

#![expect(clippy::result_large_err, reason = "errors are few here, and a box around each would only be noise")]

use serde_json::{Value, json};

use super::answer::Answer;
use super::clock::rfc3339;
use super::family::Family;
use super::fault::Fault;
use super::json;
use super::message::{Message, Param};
use super::presets::{invalid_credentials, unverified};
use super::request::Recorded;
use super::schema::{Problem, ProblemKind, judge};
use super::session::{SESSION, Session};
use super::task::{End, Task};
use super::vcenter::{Vcenter, not_served};

/// Names of query parameters that choose an operation.
const SELECTORS: &[&str] = &["action", "~action", "vmw-task"];

impl Vcenter {
    pub(crate) fn login(&mut self, family: Family, request: &Recorded) -> Result<Answer, Fault> {
        query_is(request, &[])?;
        if !matches!(request.body.trim_ascii(), b"" | b"{}") {
            return Err(unexpected_input("body", "A login has no body."));
        }
        let known = (self.account.user.clone(), self.account.password.clone());
        if request.basic() != Some(known) {
            return Err(unauthenticated());
        }
        let token = self.sessions.begin(&self.account.user, self.clock.now());
        let answer = family.value(201, Value::String(token.clone()));
        if request.header("vmware-use-header-authn").is_some() {
            return Ok(answer);
        }
        let path = if family == Family::Rest { "/rest" } else { "/api" };
        let secure = if self.secure { ";Secure" } else { "" };
        Ok(answer.header("set-cookie", &format!("{SESSION}={token};Path={path}{secure};HttpOnly")))
    }

    pub(crate) fn who_am_i(&mut self, family: Family, request: &Recorded) -> Result<Answer, Fault> {
        let wanted: &[_] = if family == Family::Rest { &[("~action", "get")] } else { &[] };
        query_is(request, wanted)?;
        let (_, session) = self.session(request)?;
        let info = json!({
            "user": session.user,
            "created_time": rfc3339(session.created),
            "last_accessed_time": rfc3339(session.last_used),
        });
        Ok(family.value(200, info))
    }

    pub(crate) fn logout(&mut self, family: Family, request: &Recorded) -> Result<Answer, Fault> {
        query_is(request, &[])?;
        let (token, _) = self.session(request)?;
        self.sessions.end(&token);
        Ok(family.void())
    }

    /// The session of a request, or the 401.
    pub(crate) fn session(&mut self, request: &Recorded) -> Result<(String, Session), Fault> {
        let now = self.clock.now();
        self.sessions.of(request, now).ok_or_else(unauthenticated)
    }

    pub(crate) fn redeploy(&mut self, family: Family, request: &Recorded) -> Result<Answer, Fault> {
        query_is(request, &[("action", "redeploy"), ("vmw-task", "true")])?;
        let (_, session) = self.session(request)?;
        let body = json_body(request)?;
        let wrapped = family == Family::Rest;
        refuse(&judge(&body, wrapped))?;
        let spec = if wrapped { body.get("spec").unwrap_or(&Value::Null) } else { &body };
        let end = self.end_for(spec)?;
        let mut script = self.scenario.task.clone();
        script.end = end;
        let id = format!("{}:com.vmware.vcenter.vcha.cluster.passive", self.task_ids.uuid());
        self.tasks.insert(id.clone(), Task::new(script, &session.user, self.clock.now()));
        Ok(family.value(202, Value::String(id)))
    }

    /// What the scenario has for a right body: an error at once, or how the task ends.
    fn end_for(&self, spec: &Value) -> Result<End, Fault> {
        let script = &self.scenario.redeploy;
        if let Some(fault) = &script.fault {
            return Err(fault.clone());
        }
        let location = spec.get("vc_spec").and_then(|vc_spec| vc_spec.get("active_location"));
        let member = |name| location.and_then(|location| location.get(name)).and_then(Value::as_str);
        if let Some(peer) = &script.peer
            && !member("ssl_thumbprint").is_some_and(|given| peer.accepts(given))
        {
            return if peer.in_task { Ok(End::Fails(unverified(peer))) } else { Err(unverified(peer)) };
        }
        if let (Some((user, password)), Some(_)) = (&script.credentials, location)
            && (member("username") != Some(user) || member("password").unwrap_or_default() != password)
        {
            return Err(invalid_credentials());
        }
        Ok(self.scenario.task.end.clone())
    }
}

/// The query must be exactly these pairs, in any order.
pub(crate) fn query_is(request: &Recorded, wanted: &[(&str, &str)]) -> Result<(), Fault> {
    let given = request.query_set();
    if wanted.iter().any(|pair| !given.contains(pair)) {
        return Err(not_served(request));
    }
    let mut seen = Vec::new();
    for pair in given {
        if !wanted.contains(&pair) && SELECTORS.contains(&pair.0) {
            return Err(not_served(request));
        }
        if !wanted.contains(&pair) || seen.contains(&pair) {
            return Err(unexpected_input(pair.0, "The query parameter {member} is not expected."));
        }
        seen.push(pair);
    }
    Ok(())
}

fn json_body(request: &Recorded) -> Result<Value, Fault> {
    let content_type = request.header("content-type").unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(named("invalid_request", "content-type", "The header {member} must be application/json."));
    }
    json::read(&request.body).map_err(|problem| match problem {
        json::Problem::Syntax => named("invalid_request", "body", "The {member} is not JSON."),
        json::Problem::Repeated(name) => named("invalid_request", &name, "The member {member} stands there twice."),
    })
}

/// Turns problems into the error of the first one's kind, with a message for each problem of that kind.
fn refuse(problems: &[Problem]) -> Result<(), Fault> {
    let unexpected = |problem: &&Problem| problem.kind == ProblemKind::Unexpected;
    let wrong: Vec<&Problem> = problems.iter().filter(|problem| !unexpected(problem)).collect();
    let (kind, chosen) = if wrong.is_empty() {
        ("unexpected_input", problems.iter().filter(unexpected).collect())
    } else {
        ("invalid_argument", wrong)
    };
    let mut members = chosen.iter().map(|problem| problem.member.clone());
    let Some(primary) = members.next() else { return Ok(()) };
    let mut fault = Fault::new(kind);
    if kind == "invalid_argument" {
        fault = fault.data(json!({ "primary": primary, "secondary": members.collect::<Vec<_>>() }));
    }
    Err(chosen.iter().fold(fault, |fault, problem| fault.message(about(problem))))
}

fn about(problem: &Problem) -> Message {
    let id = match problem.kind {
        ProblemKind::Missing => "vcenter.sim.member.missing",
        ProblemKind::Type => "vcenter.sim.member.type",
        ProblemKind::Value => "vcenter.sim.member.value",
        ProblemKind::Relation => "vcenter.sim.member.relation",
        ProblemKind::Unexpected => "vcenter.sim.member.unexpected",
    };
    Message::new(id, &problem.text).with("member", Param::Text(problem.member.clone()))
}

/// An error whose message names one member.
pub(crate) fn named(kind: &str, member: &str, text: &str) -> Fault {
    let message = Message::new(&format!("vcenter.sim.{kind}"), text);
    Fault::new(kind).message(message.with("member", Param::Text(member.to_owned())))
}

/// The error for something that was not asked for.
pub(crate) fn unexpected_input(member: &str, text: &str) -> Fault {
    named("unexpected_input", member, text)
}

fn unauthenticated() -> Fault {
    let message = Message::new("vcenter.sim.unauthenticated", "The request has no valid session or credentials.");
    let mut fault = Fault::new("unauthenticated").message(message);
    fault.challenge = Some("Basic realm=\"vcenter-sim\"".to_owned());
    fault
}
