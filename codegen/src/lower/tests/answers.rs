//! Answers: what a success holds, which of them the status tells apart, media types, headers.

use super::{complaints, document, own};
use crate::diagnostic::{Code, Severity};
use crate::model::{AnswerEnum, Fault, HeaderForm, Operation, Output, Plain, Received, Status};
use crate::options::Strictness;

const SCHEMAS: &str = "
Thing: {type: object, required: [id], properties: {id: {type: string}}}
Problem: {type: object, required: [text], properties: {text: {type: string}}}
";

/// The operation with these responses.
fn call(responses: &str) -> Operation {
    let api = own(&document(&format!("responses: {responses}"), SCHEMAS));
    api.modules[0].operations[0].clone()
}

/// A response with these contents by media type.
fn response(contents: &[(&str, &str)]) -> String {
    let contents: Vec<String> =
        contents.iter().map(|(media, schema)| format!("'{media}': {{schema: {schema}}}")).collect();
    match contents.is_empty() {
        true => "{description: Said.}".to_owned(),
        false => format!("{{description: Said., content: {{{}}}}}", contents.join(", ")),
    }
}

const THING: &str = "{$ref: '#/components/schemas/Thing'}";
const PROBLEM: &str = "{$ref: '#/components/schemas/Problem'}";

/// A content in a word.
fn word(content: &Received) -> &'static str {
    match content {
        Received::Empty => "empty",
        Received::Json(_) => "json",
        Received::Wrapped { .. } => "wrapped",
        Received::Text(Plain::Text, _) => "text",
        Received::Text(Plain::Json, _) => "value",
        Received::Events(_) => "events",
        Received::Bytes => "bytes",
    }
}

fn arms(answers: &AnswerEnum) -> Vec<String> {
    let arm = |arm: &crate::model::AnswerArm| {
        let status = match arm.status {
            Status::Exact(status) => status.to_string(),
            Status::Range(digit) => format!("{digit}XX"),
            Status::Default => "default".to_owned(),
        };
        format!("{status} {} {}", arm.variant.as_str(), word(&arm.answer.content))
    };
    answers.arms.iter().map(arm).collect()
}

/// What an operation gives and how it is refused.
fn told(operation: &Operation) -> (Vec<String>, Vec<String>) {
    let output = match &operation.output {
        Output::Same(answer) => vec![word(&answer.content).to_owned()],
        Output::Several(answers) => arms(answers),
    };
    let fault = match &operation.fault {
        Fault::Raw => vec!["raw".to_owned()],
        Fault::ByStatus(answers) => arms(answers),
        other @ (Fault::Own(_) | Fault::Shared(_)) => panic!("{other:?}"),
    };
    (output, fault)
}

#[test]
fn the_status_tells_answers_apart() {
    let (thing, problem) = (response(&[("application/json", THING)]), response(&[("application/json", PROBLEM)]));
    let (none, text) = (response(&[]), response(&[("text/plain", "{type: string}")]));
    for (responses, output, fault) in [
        (format!("{{'200': {thing}, '201': {thing}, 2XX: {thing}}}"), vec!["json"], vec!["raw"]),
        (
            format!("{{'200': {thing}, '202': {none}, '404': {none}}}"),
            vec!["200 Ok json", "202 Accepted empty"],
            vec!["raw"],
        ),
        (
            format!("{{'202': {none}, 2XX: {none}, '404': {none}, 4XX: {problem}, '503': {text}, default: {problem}}}"),
            vec!["empty"],
            vec!["404 NotFound empty", "4XX ClientError json", "503 ServiceUnavailable text", "default Default json"],
        ),
        (format!("{{default: {thing}}}"), vec!["json"], vec!["default Default json"]),
        (
            format!("{{'404': {none}, default: {problem}}}"),
            vec!["empty"],
            vec!["404 NotFound empty", "default Default json"],
        ),
        (
            format!("{{'304': {none}, '299': {thing}, '599': {problem}}}"),
            vec!["json"],
            vec!["304 NotModified empty", "599 Status599 json"],
        ),
    ] {
        let call = call(&responses);
        assert_eq!(
            told(&call),
            (output.into_iter().map(str::to_owned).collect(), fault.into_iter().map(str::to_owned).collect()),
            "{responses}"
        );
    }
}

#[test]
fn the_media_type_tells_what_a_body_is() {
    for (media, schema, content, accept) in [
        ("application/json; charset=utf-8", THING, "json", "application/json"),
        ("application/problem+json", THING, "json", "application/problem+json"),
        ("*/*", THING, "json", "application/json"),
        ("*/*", "{type: string}", "text", "*/*"),
        ("*/*", "{type: string, format: binary}", "bytes", "*/*"),
        ("*/*", "{}", "bytes", "*/*"),
        ("text/plain", "{type: string}", "text", "text/plain"),
        ("text/plain", "{type: integer}", "value", "text/plain"),
        ("text/csv", "{type: string, format: binary}", "bytes", "text/csv"),
        ("application/xml", "{}", "text", "application/xml"),
        ("application/octet-stream", "{type: string, format: binary}", "bytes", "application/octet-stream"),
        ("image/*", "{}", "bytes", "image/*"),
    ] {
        let call = call(&format!("{{'200': {}}}", response(&[(media, schema)])));
        let Output::Same(answer) = &call.output else { panic!("{:?}", call.output) };
        assert_eq!((word(&answer.content), call.accept.as_str()), (content, accept), "{media} {schema}");
    }
}

#[test]
fn several_media_types_are_one_where_they_say_the_same() {
    let same = response(&[("image/png", "{}"), ("image/jpeg", "{}")]);
    let call_ = call(&format!("{{'200': {same}}}"));
    assert_eq!((told(&call_).0, call_.accept.as_str()), (vec!["bytes".to_owned()], "image/png, image/jpeg"));

    let different =
        response(&[("text/csv", "{type: string}"), ("application/json", THING), ("application/x-tar", "{}")]);
    let call_ = call(&format!("{{'200': {different}, '404': {}}}", response(&[("application/json", PROBLEM)])));
    let expected = ["200 OkTextCsv text", "200 OkJson json", "200 OkXTar bytes"].map(str::to_owned).to_vec();
    assert_eq!((told(&call_).0, call_.accept.as_str()), (expected, "text/csv, application/json, application/x-tar"));

    let copies = response(&[("application/xml", THING), ("application/json", THING), ("text/json", THING)]);
    let found = complaints(&document(&format!("responses: {{'200': {copies}}}"), SCHEMAS), Strictness::Foreign);
    assert_eq!(found.len(), 1, "{found:?}");
    let (code, severity, place, _) = &found[0];
    let at = "/paths/~1call/post/responses/200/content/application~1xml";
    assert_eq!((*code, *severity, place.as_str()), (Code::MediaTypeLeft, Severity::Warning, at));
}

#[test]
fn what_no_body_can_hold_is_told() {
    let text =
        |responses: &str, method: &str| document(&format!("responses: {responses}"), SCHEMAS).replace("post:", method);
    let thing = response(&[("application/json", THING)]);
    for (text, at) in [
        (text(&format!("{{'204': {thing}}}"), "post:"), "post/responses/204/content"),
        (text(&format!("{{'200': {thing}}}"), "head:"), "head/responses/200/content"),
        (
            text(&format!("{{'200': {}}}", response(&[("text/plain", THING)])), "post:"),
            "post/responses/200/content/text~1plain/schema",
        ),
        (text(&format!("{{'200': {}}}", response(&[("json", "{}")])), "post:"), "post/responses/200/content/json"),
    ] {
        let found = complaints(&text, Strictness::Foreign);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0, found[0].2.as_str()), (Code::WouldBeLost, format!("/paths/~1call/{at}").as_str()));
    }
}

#[test]
fn headers_are_those_of_every_response() {
    let operation = call(
        "{'200': {description: Done., headers: {X-Left: {description: How many., schema: {type: integer}}, Set-Cookie: {schema: {type: string}}, X-Tags: {schema: {type: array, items: {type: string}}}}}, '429': {description: Slow., headers: {x-left: {schema: {type: integer}}, X-Page: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}, new: {schema: {}}, Content-Type: {schema: {type: string}}}}}",
    );
    let headers = operation.response_headers.expect("there are some");
    assert_eq!(headers.name.as_str(), "CallHeaders");
    let told: Vec<_> =
        headers.headers.iter().map(|one| (one.wire.as_str(), one.method.as_str(), one.form, one.plain)).collect();
    assert_eq!(
        told,
        [
            ("x-left", "x_left", HeaderForm::Single, Plain::Json),
            ("set-cookie", "set_cookie", HeaderForm::Lines, Plain::Text),
            ("x-tags", "x_tags", HeaderForm::List, Plain::Text),
            ("x-page", "x_page", HeaderForm::Single, Plain::Json),
            ("new", "new_header", HeaderForm::Single, Plain::Text),
        ]
    );
    assert_eq!(headers.headers[0].docs.description, "How many.");
}
