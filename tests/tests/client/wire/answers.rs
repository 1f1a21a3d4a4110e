//! Understanding answers without a network: the description's own examples, and all the ways in which an answer can
//! differ from them.

use serde_json::{Value, json};
use vcha_client::http::Response;
use vcha_client::{
    Body, Json, NetworkType, Operation as _, RedeployTask, RedeployTaskFault, ResponseError, TaskId, ToJson as _,
};
use vcha_tests::fixtures;

use crate::bodies;

type Answer = Result<TaskId, ResponseError<RedeployTaskFault>>;

/// What the client makes of an answer.
fn answer(status: u16, body: &str) -> Answer {
    let response = Response::builder().status(status).header("content-type", "application/json");
    RedeployTask::parse_response(&response.body(Body::from(body.as_bytes().to_vec())).expect("an answer"))
}

/// The fault in an answer that is one.
fn fault(status: u16, body: &str) -> RedeployTaskFault {
    match answer(status, body) {
        Err(ResponseError::Fault(refusal)) => {
            assert_eq!(refusal.status, status);
            refusal.fault
        }
        other => panic!("not a fault: {other:?}"),
    }
}

/// What is wrong with an answer of success, as sorted lines.
fn undecodable(status: u16, body: &str) -> Vec<String> {
    match answer(status, body) {
        Err(ResponseError::Decode(error)) => {
            assert_eq!(error.status, status);
            bodies::lines(&error.report)
        }
        other => panic!("not undecodable: {body} {other:?}"),
    }
}

/// Every example of a media type: its name, or the empty one, and the value.
fn examples(media_type: &Value) -> Vec<(String, Value)> {
    let named = media_type["examples"].as_object().into_iter().flatten();
    let mut examples: Vec<(String, Value)> =
        named.map(|(name, example)| (name.clone(), example["value"].clone())).collect();
    examples.extend(media_type.get("example").map(|value| (String::new(), value.clone())));
    examples
}

#[test]
fn the_examples_of_the_request_are_valid() {
    let operation = fixtures::operation();
    let examples = examples(&operation["requestBody"]["content"]["application/json"]);
    assert_eq!(examples.len(), 2);
    for (name, example) in examples {
        assert_eq!(bodies::found(&example), [""; 0], "{name}");
        assert_eq!(super::sent_value(&example), example, "{name}");
    }
}

#[test]
fn the_examples_of_the_answers_are_understood() {
    let operation = fixtures::operation();
    let mut kinds = Vec::new();
    for (status, response) in operation["responses"].as_object().expect("answers") {
        for (name, example) in examples(&response["content"]["application/json"]) {
            let status: u16 = status.parse().expect("a status with an example is a number");
            match answer(status, &example.to_string()) {
                Ok(task) => kinds.push(format!("{status} task {task}")),
                Err(ResponseError::Fault(refusal)) => {
                    let kind = refusal.fault.kind().expect("a kind").into_owned();
                    assert!(!matches!(refusal.fault, RedeployTaskFault::Other(_)), "{status} {name}: {kind}");
                    kinds.push(format!("{status} {kind}"));
                }
                other => panic!("{status} {name}: {other:?}"),
            }
        }
    }
    kinds.sort_unstable();
    let expected = ["200 task obj-103", "400 invalid_argument", "400 unverified_peer", "403 unauthorized", "500 error"];
    assert_eq!(kinds, expected);
}

#[test]
fn any_status_of_success_and_any_further_member_will_do() {
    for status in [200, 201, 202, 299] {
        for body in [
            r#"{"value":"task-1"}"#,
            r#"{"value":"task-1","later":{"null":null},"value2":7}"#,
            "  {\r\n\t\"value\" : \"task-1\" }\n",
            r#"{"value":"task\u002d1"}"#,
        ] {
            assert_eq!(answer(status, body).expect("a task").as_str(), "task-1", "{status} {body}");
        }
    }
}

#[test]
fn a_success_with_another_body_is_an_error_with_its_place() {
    for (body, expected) in [
        ("", "error R-TYPE "),
        ("   ", "error R-TYPE "),
        ("{", "error R-TYPE "),
        (r#"{"value":"task-1"}}"#, "error R-TYPE "),
        ("<html>Welcome</html>", "error R-TYPE "),
        ("null", "error R-TYPE "),
        ("[]", "error R-TYPE "),
        (r#""task-1""#, "error R-TYPE "),
        ("{}", "error required /value"),
        (r#"{"Value":"task-1"}"#, "error required /value"),
        (r#"{"value":null}"#, "error R-TYPE /value"),
        (r#"{"value":7}"#, "error R-TYPE /value"),
        (r#"{"value":["task-1"]}"#, "error R-TYPE /value"),
        (r#"{"value":{"value":"task-1"}}"#, "error R-TYPE /value"),
        (r#"{"value":"task-1","value":"task-2"}"#, "error R-TYPE /value"),
    ] {
        assert_eq!(undecodable(200, body), [expected], "{body}");
    }
    assert_eq!(undecodable(204, ""), ["error R-TYPE "]);
    let no_utf8 = Response::new(Body::from(b"{\"value\":\"\xff\"}".to_vec()));
    assert!(matches!(RedeployTask::parse_response(&no_utf8), Err(ResponseError::Decode(_))));
}

#[test]
fn the_body_decides_which_fault_it_is_and_the_status_does_not() {
    for name in
        ["invalid_argument", "unauthorized", "unauthenticated", "service_unavailable", "unverified_peer", "error"]
    {
        for status in [400, 401, 403, 404, 500, 503, 302, 100, 599] {
            let envelope = format!(r#"{{"type":"com.vmware.vapi.std.errors.{name}","value":{{"messages":[]}}}}"#);
            let bare = format!(r#"{{"error_type":"{}","messages":[]}}"#, name.to_uppercase());
            for body in [envelope, bare] {
                let fault = fault(status, &body);
                assert!(!matches!(fault, RedeployTaskFault::Other(_)), "{status} {body}");
                assert_eq!(fault.kind().as_deref(), Some(name));
            }
        }
    }
}

#[test]
fn a_fault_keeps_all_that_is_described() {
    let message = json!({
        "id": "a.b", "default_message": "It failed.", "args": ["x", "y"], "localized": "Es ging schief.",
        "params": [{"key": "host", "value": {"s": "x"}}], "later": 1,
    });
    let body = json!({
        "type": "com.vmware.vapi.std.errors.unverified_peer",
        "value": {
            "messages": [message], "error_type": "UNVERIFIED_PEER",
            "data": {"ssl_thumbprint": "AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD", "ssl_certificate": "PEM", "later": []},
        },
    });
    let fault = fault(400, &body.to_string());
    assert_eq!(
        (fault.thumbprint(), fault.texts()),
        (Some("AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD"), vec!["It failed.".to_owned()])
    );
    let RedeployTaskFault::UnverifiedPeer(peer) = fault else { panic!("another fault") };
    assert_eq!(peer.error_type.as_deref(), Some("UNVERIFIED_PEER"));
    assert_eq!(peer.data.expect("data").ssl_certificate.as_deref(), Some("PEM"));
    let [message] = peer.messages.as_slice() else { panic!("one message") };
    assert_eq!((message.id.as_str(), message.args.len()), ("a.b", 2));
    assert_eq!(message.localized.as_deref(), Some("Es ging schief."));
    let params = message.params.as_deref().expect("parts by name");
    assert_eq!((params[0].key.as_str(), params[0].value.s.as_deref()), ("host", Some("x")));
}

#[test]
fn an_optional_member_of_an_answer_may_be_null() {
    let body = json!({
        "type": "com.vmware.vapi.std.errors.unauthorized",
        "value": {"messages": [], "data": null, "error_type": null, "challenge": null},
    });
    let RedeployTaskFault::Unauthorized(fault) = fault(403, &body.to_string()) else { panic!("another fault") };
    assert_eq!((fault.error_type, fault.challenge), (None, None));
}

#[test]
fn what_is_no_described_fault_is_kept_as_it_came() {
    for (body, tag) in [
        (String::new(), None),
        ("<html>Bad Gateway</html>".to_owned(), None),
        ("[]".to_owned(), None),
        (r#"{"value":{"messages":[]}}"#.to_owned(), None),
        (r#"{"type":7}"#.to_owned(), None),
        (r#"{"error_type":"LATER","messages":[]}"#.to_owned(), Some("LATER")),
        (r#"{"type":"com.example.later","error_type":"ERROR","messages":[]}"#.to_owned(), Some("com.example.later")),
        (r#"{"type":"com.example.later","value":{"messages":[]}}"#.to_owned(), Some("com.example.later")),
        (r#"{"type":"unverified_peer","value":{"messages":[]}}"#.to_owned(), Some("unverified_peer")),
    ] {
        let RedeployTaskFault::Other(raw) = fault(400, &body) else { panic!("{body} is no described fault") };
        assert_eq!(raw.status().map(|status| status.as_u16()), Some(400));
        assert_eq!((raw.excerpt(), raw.body_length()), (body.as_str(), body.len()));
        assert_eq!((raw.tag(), raw.content_type()), (tag, Some("application/json")));
        assert!(raw.problems().is_clean(), "{body}");
    }
}

#[test]
fn a_described_fault_that_cannot_be_read_tells_why() {
    for (value, expected) in [
        (json!(null), &["error R-TYPE /value"][..]),
        (json!({}), &["error required /value/messages"]),
        (json!({"messages": {}}), &["error R-TYPE /value/messages"]),
        (
            json!({"messages": [{"id": 7, "default_message": "x"}]}),
            &["error R-TYPE /value/messages/0/id", "error required /value/messages/0/args"],
        ),
        (json!({"messages": [], "data": {}}), &["error required /value/data/ssl_thumbprint"]),
    ] {
        let body = json!({"type": "com.vmware.vapi.std.errors.unverified_peer", "value": value});
        let RedeployTaskFault::Other(raw) = fault(400, &body.to_string()) else { panic!("{body} cannot be read") };
        assert_eq!(bodies::lines(raw.problems()), expected, "{body}");
        assert_eq!(raw.tag(), Some("com.vmware.vapi.std.errors.unverified_peer"));
    }
}

#[test]
fn a_huge_body_is_kept_in_part() {
    let RedeployTaskFault::Other(raw) = fault(502, &"ä".repeat(100_000)) else { panic!("no described fault") };
    assert_eq!(raw.body_length(), 200_000);
    assert!(raw.excerpt().len() <= 2048 + 3, "{}", raw.excerpt().len());
}

#[test]
fn a_value_that_is_not_listed_survives_and_is_judged_when_sent() {
    let body = super::with("/spec/placement/ha_network_type", json!("OPAQUE_NETWORK"));
    let spec = bodies::spec(&body);
    assert!(matches!(spec.placement.ha_network_type, Some(NetworkType::Unlisted(_))));
    assert_eq!(serde_json::to_value(spec.exposed()).expect("JSON"), body["spec"]);
    assert_eq!(bodies::found(&body), ["warning R-ENUM-NETTYPE /spec/placement/ha_network_type"]);

    let body = super::with("/spec/ha_ip/ip_family", json!("IPV8"));
    assert_eq!(serde_json::to_value(bodies::spec(&body).exposed()).expect("JSON"), body["spec"]);
    assert_eq!(bodies::found(&body), ["error R-ENUM-IPFAMILY /spec/ha_ip/ip_family"]);
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(undecodable(200, &deep), ["error R-TYPE "]);
    assert!(matches!(fault(500, &deep), RedeployTaskFault::Other(_)));
    assert!(serde_json::from_str::<Json>(&deep).is_err());
}
