//! Secrets show nowhere but in the request itself: not in debug output, errors, masked JSON, or anything committed.
//!
//! The example program has the same search in `program`.

use std::fmt::{Debug, Display};

use serde_json::{Value, json};
use vcha_client::http::Response;
use vcha_client::{
    Body, Error, Operation as _, RedeployTask, RedeployTaskFault, Secret, SessionId, Settings, ToJson as _,
    read_redeploy_spec,
};
use vcha_tests::canary;
use vcha_tests::fixtures;
use vcha_tests::loopback::Reply;

use crate::bodies;
use crate::e2e;

/// Looks into both forms of debug output.
fn debug(what: &str, value: &dyn Debug) {
    canary::assert_none(what, &format!("{value:?}\n{value:#?}"));
}

/// Looks into an error: debug output, its text, and the texts and debug output of all its causes.
fn error<E: std::error::Error + Debug + Display>(what: &str, error: &E) {
    debug(what, error);
    canary::assert_none(what, &error.to_string());
    let mut cause = error.source();
    while let Some(inner) = cause {
        canary::assert_none(what, &format!("{inner} {inner:?} {inner:#?}"));
        cause = inner.source();
    }
}

/// A body whose every text is a canary, wherever a text may stand.
fn all_canaries() -> Value {
    let mut body = bodies::everything();
    fixtures::set(&mut body, "/spec/vc_spec/active_location/password", json!(canary::PASSWORD));
    body
}

#[test]
fn no_value_shows_a_secret_in_debug_output() {
    let operation = e2e::operation();
    debug("the operation", &operation);
    debug("its request", &operation.spec);
    debug("the connection", &operation.spec.vc_spec);
    debug("a secret", &Secret::new(canary::PASSWORD));
    debug("a session", &SessionId::new(canary::TOKEN));
    debug("a tree", &bodies::tree(&all_canaries()));
    debug("a masked view", &operation.spec.masked());
    debug("an exposed view", &operation.spec.exposed());
    let base = "https://vcenter.example.com".parse().expect("an address");
    let request = operation.to_request(&base, &SessionId::new(canary::TOKEN)).expect("a request");
    assert!(request.body().as_bytes().windows(canary::CORE.len()).any(|window| window == canary::CORE.as_bytes()));
    debug("a request", &request);
    debug("a body", request.body());
}

#[test]
fn masked_json_shows_no_secret_in_any_format() {
    let spec = e2e::operation().spec;
    canary::assert_none("masked JSON", &serde_json::to_string(&spec.masked()).expect("JSON"));
    canary::assert_none("masked JSON", &serde_json::to_string_pretty(&spec.masked()).expect("JSON"));
    canary::assert_none("masked YAML", &serde_yaml::to_string(&spec.masked()).expect("YAML"));
    assert!(serde_json::to_string(&spec.exposed()).expect("JSON").contains(canary::CORE), "exposed is exposed");
}

#[test]
fn no_report_shows_the_password_whatever_is_wrong_with_the_request() {
    let whole = all_canaries();
    for place in bodies::members(&whole) {
        for wrong in [json!(null), json!(7), json!({}), json!([])] {
            let mut body = whole.clone();
            fixtures::set(&mut body, &place, wrong);
            let report = bodies::report(&bodies::tree(&body));
            canary::assert_none(&place, &format!("{report} {report:?} {report:#?}"));
        }
    }
}

#[test]
fn no_report_shows_a_secret_that_stands_in_the_wrong_place() {
    // A password where the type is wrong, in the name of a member, and in texts that name a user in a host name.
    let escaped = fixtures::escaped(canary::PASSWORD);
    for (place, value) in [
        ("/spec/vc_spec/active_location/port", json!(canary::PASSWORD)),
        ("/spec/vc_spec/active_location/password", json!([canary::PASSWORD])),
        ("/spec/vc_spec/active_location/password", json!({"value": canary::PASSWORD})),
        ("/spec/vc_spec/active_location/passwort", json!(canary::PASSWORD)),
        (&*format!("/spec/vc_spec/active_location/password:{escaped}"), json!(null)),
        (&*format!("/spec/vc_spec/active_location/password={escaped}"), json!("")),
        ("/spec/vc_spec/active_location", json!(canary::PASSWORD)),
        ("/spec/vc_spec/active_location/ssl_thumbprint", json!(canary::PASSWORD)),
        ("/spec/vc_spec/active_location/hostname", json!(format!("operator:{}@vc", canary::PASSWORD))),
        ("/spec/vc_spec/active_location/hostname", json!(format!("https://operator:{}@vc/", canary::PASSWORD))),
    ] {
        let mut body = bodies::everything();
        fixtures::set(&mut body, place, value);
        let report = bodies::report(&bodies::tree(&body));
        assert!(report.has_errors(), "{place}");
        canary::assert_none("a report", &format!("{report} {report:?}"));
    }
}

#[test]
fn no_syntax_error_of_a_reader_shows_what_was_read() {
    let text = all_canaries().to_string();
    for cut in (0..text.len()).rev().step_by(7).filter(|cut| text.is_char_boundary(*cut)) {
        if let Err(wrong) = serde_json::from_str::<vcha_client::Json>(&text[..cut]) {
            error("a JSON error", &wrong);
        }
        if let Ok(json) = serde_yaml::from_str::<vcha_client::Json>(&text[..cut])
            && let Err(report) = read_redeploy_spec(&json)
        {
            canary::assert_none("a report", &format!("{report} {report:?}"));
        }
    }
}

#[test]
fn typed_reading_shows_no_secret_in_its_errors() {
    for wrong in [json!({"hostname": "h", "password": [canary::PASSWORD]}), json!({"password": canary::PASSWORD})] {
        let result = serde_json::from_value::<vcha_client::ConnectionSpec>(wrong);
        error("a typed reader's error", &result.expect_err("the value is wrong"));
    }
}

/// Every answer that repeats the request, secrets and all, in a form that is not described.
fn echoes() -> Vec<Reply> {
    let request = all_canaries().to_string();
    let echo = format!("{request} {} {}", canary::TOKEN, canary::PASSWORD);
    let fault = |name: &str, value: Value| json!({"type": name, "value": value}).to_string();
    let known = "com.vmware.vapi.std.errors.invalid_argument";
    let mut replies = Vec::new();
    for status in ["200 OK", "400 Bad Request", "500 Internal Server Error", "307 Temporary Redirect"] {
        replies.push(Reply::text(status, "text/plain", &echo));
        replies.push(Reply::text(status, "text/html", &format!("<pre>{echo}</pre>")));
        replies.push(Reply::json(status, &request));
        replies.push(Reply::json(status, &json!(echo).to_string()));
        replies.push(Reply::json(status, &fault("com.example.later", json!({"request": echo}))));
        replies.push(Reply::json(status, &fault(known, json!([echo]))));
        replies.push(Reply::json(status, &fault(known, json!({"messages": [echo, {"id": [echo]}]}))));
        replies.push(Reply::json(status, &json!({"value": {"value": echo}}).to_string()));
        replies.push(Reply::json(status, &request[..request.len() - 1]));
        // In the place of a name: of a fault, of a content type, of a member that stands twice.
        for word in [canary::PASSWORD, canary::TOKEN] {
            replies.push(Reply::json(status, &fault(word, json!({"messages": []}))));
            replies.push(Reply::json(status, &json!({"error_type": word, "messages": []}).to_string()));
            replies.push(Reply::text(status, word, "<html></html>"));
            replies.push(Reply::text(status, &format!("text/{word}"), "<html></html>"));
            replies.push(Reply::text(status, &format!("text/html; charset={word}"), "<html></html>"));
            let twice = json!(word).to_string();
            let twice = format!("{{{twice}:1,{twice}:2}}");
            replies.push(Reply::json(status, &twice));
            replies.push(Reply::json(status, &format!("{{\"type\":\"{known}\",\"value\":{twice}}}")));
        }
        replies.push(Reply::head(status, &format!("X-Echo: {}\r\nContent-Length: 9\r\n", canary::TOKEN), &echo));
    }
    replies
}

#[test]
fn an_answer_that_repeats_the_request_does_not_make_an_error_repeat_it() {
    for reply in echoes() {
        let (outcome, _) = e2e::exchange(reply.clone(), &Settings::default());
        let wrong = outcome.expect_err("an echo is no answer");
        error(&format!("the error for {}", status_line(&reply)), &wrong);
        if let Error::Fault(refusal) = &wrong {
            debug("the refusal", refusal);
            canary::assert_none("the refusal", &refusal.to_string());
        }
    }
}

fn status_line(reply: &Reply) -> String {
    let Reply::Bytes(bytes) = reply else { return String::new() };
    String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().to_owned()
}

/// Described faults that repeat the request in the member whose form nothing fixes.
fn faults_with_an_echo() -> Vec<Error<RedeployTaskFault>> {
    let mut faults = Vec::new();
    for (name, data) in [
        ("invalid_argument", all_canaries()),
        ("error", json!([canary::PASSWORD, canary::TOKEN])),
        ("unauthorized", json!(canary::PASSWORD)),
    ] {
        let kind = format!("com.vmware.vapi.std.errors.{name}");
        let body = json!({"type": kind, "value": {"messages": [], "data": data}}).to_string();
        let (outcome, _) = e2e::exchange(Reply::json("400 Bad Request", &body), &Settings::default());
        faults.push(outcome.expect_err("a fault is no task"));
    }
    faults
}

#[test]
fn a_fault_of_any_operation_does_not_repeat_the_request_either() {
    for reply in echoes() {
        let Reply::Bytes(bytes) = reply else { continue };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((_, body)) = text.split_once("\r\n\r\n") else { continue };
        let Ok(body) = serde_json::from_str::<vcha_client::Json>(body) else { continue };
        let refusal = vcha_client::Refusal::from_json(&body);
        error("a refusal", &refusal);
        canary::assert_none("the thumbprint", refusal.thumbprint().unwrap_or_default());
        debug("an answer of any shape", &body);
    }
}

#[test]
fn what_is_no_thumbprint_is_not_taken_for_one() {
    let body = json!({"type": "com.vmware.vapi.std.errors.unverified_peer",
        "value": {"messages": [], "data": {"ssl_thumbprint": canary::PASSWORD}}});
    let (outcome, _) = e2e::exchange(Reply::json("400 Bad Request", &body.to_string()), &Settings::default());
    let Err(Error::Fault(response)) = outcome else { panic!("no fault") };
    canary::assert_none("the text", &format!("{response} {response:#}"));
    assert_eq!(response.fault.thumbprint(), None);
    let refusal = vcha_client::Refusal::from_json(&bodies::tree(&body));
    error("a refusal", &refusal);
    assert_eq!(refusal.thumbprint(), None);
}

#[test]
fn a_described_fault_that_repeats_the_request_does_not_show_it_in_its_text() {
    for fault in faults_with_an_echo() {
        canary::assert_none("the text of a fault", &fault.to_string());
        let Error::Fault(refusal) = fault else { panic!("no fault: {fault}") };
        assert!(!matches!(refusal.fault, RedeployTaskFault::Other(_)), "{refusal}");
        canary::assert_none("the texts of a fault", &format!("{:?}", refusal.fault.texts()));
    }
}

#[test]
fn the_words_of_the_server_show_only_where_they_are_asked_for() {
    let said = format!("No such user: operator:{}.", canary::PASSWORD);
    let message = json!({"id": "com.example.refused", "default_message": said, "args": [canary::PASSWORD]});
    let body = json!({"type": "com.vmware.vapi.std.errors.invalid_argument", "value": {"messages": [message]}});
    let (outcome, _) = e2e::exchange(Reply::json("400 Bad Request", &body.to_string()), &Settings::default());
    let wrong = outcome.expect_err("a fault is no task");
    canary::assert_none("the text of a fault", &wrong.to_string());
    let Error::Fault(refusal) = &wrong else { panic!("no fault: {wrong}") };
    canary::assert_none("the text of a refusal", &format!("{refusal} {}", refusal.fault));
    for asked in [format!("{wrong:#}"), format!("{refusal:#}"), refusal.fault.texts().concat()] {
        assert!(asked.contains(canary::CORE), "{asked}");
    }
}

#[test]
fn a_described_fault_that_repeats_the_request_does_not_show_it_in_debug_output() {
    for fault in faults_with_an_echo() {
        error("a described fault", &fault);
    }
}

#[test]
fn an_error_of_the_transport_shows_no_secret() {
    for reply in [Reply::HangUp, Reply::Bytes(Vec::new()), Reply::Bytes(canary::PASSWORD.as_bytes().to_vec())] {
        let (outcome, _) = e2e::exchange(reply, &Settings::default());
        error("an error of the transport", &outcome.expect_err("no answer"));
    }
}

#[test]
fn an_answer_in_memory_shows_nothing_in_debug_output() {
    let response = Response::new(Body::from(all_canaries().to_string().into_bytes()));
    debug("an answer", &response);
    let wrong = RedeployTask::parse_response(&response).expect_err("no answer of success");
    error("the error", &wrong);
}

#[test]
fn no_committed_file_holds_a_canary() {
    let own = fixtures::root().join("tests/src/canary.rs");
    let mut seen = 0;
    for folder in ["tests", "generated", "spec", "codegen", "xtask"] {
        for path in fixtures::files_below(folder).into_iter().filter(|path| *path != own) {
            let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            canary::assert_none(&path.display().to_string(), &String::from_utf8_lossy(&bytes));
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} files were looked at");
}
