//! Bodies of requests as JSON, and what the client finds in them: the vocabulary of the tests in this binary.

use serde_json::Value;
use vcha_client::{Json, RedeploySpec, RedeployTask, Report, Rules, Validate as _, read_redeploy_spec};
use vcha_tests::fixtures;

/// Every member that can be set together; nothing is wrong with it.
pub(crate) fn everything() -> Value {
    fixtures::request_example("everything")
}

/// Only the required members.
pub(crate) fn minimal() -> Value {
    fixtures::request_example("minimal")
}

/// The value in the client's own tree, which keeps what `Value` cannot.
pub(crate) fn tree(body: &Value) -> Json {
    serde_json::from_str(&body.to_string()).expect("a value is JSON")
}

/// The request in a body that is known to be readable.
pub(crate) fn spec(body: &Value) -> RedeploySpec {
    read_redeploy_spec(&tree(body)).unwrap_or_else(|report| panic!("not readable:\n{report}"))
}

/// Reads a body and judges it, the way the example program does.
pub(crate) fn report(json: &Json) -> Report {
    match read_redeploy_spec(json) {
        Ok(spec) => RedeployTask::new(spec).validate(&Rules),
        Err(report) => report,
    }
}

/// A report as sorted lines `severity rule pointer`.
pub(crate) fn lines(report: &Report) -> Vec<String> {
    let line = |found: &vcha_client::Violation| format!("{} {} {}", found.severity, found.rule, found.pointer);
    let mut lines: Vec<String> = report.violations().iter().map(line).collect();
    lines.sort_unstable();
    lines
}

/// What is found in a body, as sorted lines `severity rule pointer`.
pub(crate) fn found(body: &Value) -> Vec<String> {
    lines(&report(&tree(body)))
}

/// The pointer of every member of every object in a body, the outer ones first.
pub(crate) fn members(body: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), body)];
    while let Some((pointer, node)) = open.pop() {
        for (name, value) in node.as_object().into_iter().flatten() {
            let member = format!("{pointer}/{name}");
            found.push(member.clone());
            open.push((member, value));
        }
    }
    found
}
