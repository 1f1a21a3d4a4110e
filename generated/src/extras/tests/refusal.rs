//! Which refusal an answer is, and what is kept of it.

use super::super::family::Plain;
use super::super::session::{FaultKind, Refusal};
use crate::api::operations::rest::passive::RedeployTask;
use crate::api::rt::http::Response;
use crate::api::rt::{Body, FaultResponse, Json, Operation as _, ResponseError};

const KINDS: [(FaultKind, &str); 16] = [
    (FaultKind::InvalidArgument, "invalid_argument"),
    (FaultKind::UnexpectedInput, "unexpected_input"),
    (FaultKind::InvalidRequest, "invalid_request"),
    (FaultKind::NotFound, "not_found"),
    (FaultKind::OperationNotFound, "operation_not_found"),
    (FaultKind::ServiceUnavailable, "service_unavailable"),
    (FaultKind::TimedOut, "timed_out"),
    (FaultKind::InternalServerError, "internal_server_error"),
    (FaultKind::Error, "error"),
    (FaultKind::Unauthenticated, "unauthenticated"),
    (FaultKind::Unauthorized, "unauthorized"),
    (FaultKind::ResourceInaccessible, "resource_inaccessible"),
    (FaultKind::ResourceBusy, "resource_busy"),
    (FaultKind::NotAllowedInCurrentState, "not_allowed_in_current_state"),
    (FaultKind::Unsupported, "unsupported"),
    (FaultKind::UnverifiedPeer, "unverified_peer"),
];

/// What an answer with that body is read as.
fn answered(status: u16, content_type: Option<&str>, body: impl Into<Vec<u8>>) -> FaultResponse<Refusal> {
    let mut response = Response::builder().status(status);
    if let Some(content_type) = content_type {
        response = response.header("content-type", content_type);
    }
    let response = response.body(Body::from(body.into())).expect("a response");
    match Plain::<RedeployTask>::parse_response(&response) {
        Err(ResponseError::Fault(response)) => *response,
        other => panic!("not a refusal: {other:?}"),
    }
}

/// The same from an answer and from inside of one, which must agree where a fault is named.
fn read(body: &str) -> Refusal {
    let refusal = answered(400, Some("application/json"), body).fault;
    let json: Json = serde_json::from_str(body).expect("the case is JSON");
    let inner = Refusal::from_json(&json);
    assert_eq!((inner.kind(), inner.tag(), inner.texts()), (refusal.kind(), refusal.tag(), refusal.texts()), "{body}");
    assert_eq!(inner.raw().is_some(), refusal.raw().is_some(), "{body}");
    refusal
}

#[test]
fn every_kind_in_both_shapes() {
    let fields = r#""messages":[{"id":"a.b","default_message":"The clone failed.","args":[]}]"#;
    for (kind, name) in KINDS {
        let (tag, capitals) = (format!("com.vmware.vapi.std.errors.{name}"), name.to_uppercase());
        for (body, tag) in [
            (format!(r#"{{"type":"{tag}","value":{{{fields}}}}}"#), tag.as_str()),
            (format!(r#"{{"type":"{tag}","value":{{{fields},"error_type":"{capitals}"}}}}"#), &tag),
            (format!(r#"{{"type":"{name}","value":{{{fields}}}}}"#), name),
            (format!(r#"{{"error_type":"{capitals}",{fields}}}"#), &capitals),
            (format!(r#"{{{fields},"error_type":"{name}"}}"#), name),
        ] {
            let refusal = read(&body);
            assert_eq!((refusal.kind(), refusal.tag()), (kind, Some(tag)), "{body}");
            assert_eq!(refusal.texts(), ["The clone failed."], "{body}");
            assert_eq!(refusal.message_ids(), ["a.b"], "{body}");
            assert!(refusal.raw().is_none(), "{body}");
            let shown = refusal.to_string();
            assert!(shown.ends_with(&format!("({name})")) && !shown.contains("clone failed"), "{shown}");
            assert!(format!("{refusal:#}").ends_with("; the server says: The clone failed."), "{body}");
        }
        assert_eq!(kind.as_str(), name);
    }
    assert_eq!(FaultKind::Unknown.as_str(), "");
}

#[test]
fn which_member_names_the_fault() {
    let text = r#"{"messages":[{"id":"a.b","default_message":"inner","args":[]}]}"#;
    let both = r#""messages":[{"id":"c.d","default_message":"outer","args":[]}]"#;
    for (body, kind, tag, texts) in [
        // `type` decides, and its fields are in `value`.
        (
            format!(r#"{{"error_type":"ERROR",{both},"value":{text},"type":"x.not_found"}}"#),
            FaultKind::NotFound,
            Some("x.not_found"),
            &["inner"][..],
        ),
        (
            format!(r#"{{"type":"x.new_one","error_type":"ERROR","value":{text}}}"#),
            FaultKind::Unknown,
            Some("x.new_one"),
            &["inner"],
        ),
        // Without a `value` that is an object the fields can only be beside it.
        (format!(r#"{{"type":"x.error",{both}}}"#), FaultKind::Error, Some("x.error"), &["outer"]),
        (format!(r#"{{"type":"x.error","value":null,{both}}}"#), FaultKind::Error, Some("x.error"), &["outer"]),
        (r#"{"type":"x.error","value":"no"}"#.to_owned(), FaultKind::Error, Some("x.error"), &[]),
        // What is no text or blank names nothing.
        (format!(r#"{{"type":7,"error_type":"ERROR",{both}}}"#), FaultKind::Error, Some("ERROR"), &["outer"]),
        (format!(r#"{{"type":null,"error_type":"ERROR",{both}}}"#), FaultKind::Error, Some("ERROR"), &["outer"]),
        (format!(r#"{{"type":" ","error_type":"ERROR",{both}}}"#), FaultKind::Error, Some("ERROR"), &["outer"]),
        (r#"{"error_type":["ERROR"]}"#.to_owned(), FaultKind::Unknown, None, &[]),
        (r#"{"error_type":""}"#.to_owned(), FaultKind::Unknown, None, &[]),
        // vSphere 6.7 names no fault in a failed task, but gives messages.
        (format!("{{{both}}}"), FaultKind::Unknown, None, &["outer"]),
        (format!(r#"{{"value":{text}}}"#), FaultKind::Unknown, None, &["inner"]),
        (r#"{"messages":[]}"#.to_owned(), FaultKind::Unknown, None, &[]),
        // The last part of the name counts, and all of it.
        (r#"{"error_type":"Not_Found"}"#.to_owned(), FaultKind::NotFound, Some("Not_Found"), &[]),
        (r#"{"error_type":"my_error"}"#.to_owned(), FaultKind::Unknown, Some("my_error"), &[]),
        (r#"{"type":"x.error."}"#.to_owned(), FaultKind::Unknown, Some("x.error."), &[]),
        ("[]".to_owned(), FaultKind::Unknown, None, &[]),
        (r#""error""#.to_owned(), FaultKind::Unknown, None, &[]),
        ("null".to_owned(), FaultKind::Unknown, None, &[]),
    ] {
        let refusal = read(&body);
        assert_eq!((refusal.kind(), refusal.tag()), (kind, tag), "{body}");
        assert_eq!(refusal.texts(), texts, "{body}");
        assert_eq!(refusal.raw().is_some(), tag.is_none() && texts.is_empty(), "{body}");
    }
}

#[test]
fn unknown_faults_say_their_name() {
    let refusal = read(r#"{"error_type":"CONCURRENT_CHANGE","messages":[{"id":"a.b","default_message":"Busy."}]}"#);
    let asked = "a fault that this client does not know (CONCURRENT_CHANGE); the server says: Busy.";
    assert_eq!((refusal.tag(), format!("{refusal:#}").as_str()), (Some("CONCURRENT_CHANGE"), asked));
    // The name of an unknown fault may be anything, so it is shown only in the alternate form.
    assert_eq!(refusal.to_string(), "a fault that this client does not know");
    assert!(!format!("{refusal:?}").contains("CONCURRENT"), "{refusal:?}");
    assert_eq!((refusal.kind(), refusal.texts()), (FaultKind::Unknown, &["Busy.".to_owned()][..]));
}

#[test]
fn answers_that_name_no_fault_are_kept() {
    let html = "<html><title>503 Service Unavailable</title></html>";
    let truncated = r#"{"type":"com.vmware.vapi.std.errors.error","value":{"messa"#;
    let other = r#"{"name":"com.vmware.vapi.rest.httpNotFound","localizableMessages":[],"majorErrorCode":404}"#;
    let huge = "x".repeat(1 << 20);
    let named = format!(r#"{{"junk":"{huge}"}}"#);
    for (status, content_type, body, shown) in [
        (503, Some("text/html"), html, "a body that names no fault (51 bytes, text/html)"),
        (401, None, "", "no body"),
        (500, Some("application/json"), truncated, "a body that names no fault (58 bytes, application/json)"),
        (404, Some("application/json"), other, "a body that names no fault (90 bytes, application/json)"),
        (502, None, &huge, "a body that names no fault (1048576 bytes, no content type)"),
        (400, Some("text/plain"), &named, "a body that names no fault (1048587 bytes, text/plain)"),
    ] {
        let response = answered(status, content_type, body);
        let refusal = response.fault;
        let raw = refusal.raw().expect("it is kept");
        assert_eq!((response.status.as_u16(), raw.status()), (status, Some(response.status)));
        assert_eq!((raw.content_type(), raw.body_length()), (content_type, body.len()));
        assert!(raw.excerpt().len() <= 2048 && body.starts_with(raw.excerpt()), "{status}");
        assert_eq!((refusal.kind(), refusal.tag(), refusal.thumbprint()), (FaultKind::Unknown, None, None));
        assert!(refusal.texts().is_empty() && refusal.message_ids().is_empty());
        assert_eq!((refusal.to_string(), format!("{refusal:#}")), (shown.to_owned(), shown.to_owned()));
    }
}

#[test]
fn whatever_the_messages_are() {
    let (list, object) = (r#"[{"key":"k","value":{"d":1.5E0}}]"#, r#"{"k":{"l":{"id":"x","params":{}}}}"#);
    for (messages, texts, ids) in [
        (
            r#"[{"id":"a","default_message":"one","args":["x",null,7]},{"id":"b","default_message":"two"}]"#,
            "one|two",
            "a|b",
        ),
        (
            &format!(r#"[{{"id":"a","default_message":"one","args":[],"params":{list},"localized":"eins"}}]"#),
            "one",
            "a",
        ),
        (&format!(r#"[{{"id":"a","default_message":"one","args":null,"params":{object}}}]"#), "one", "a"),
        (r#"[{"id":"a","default_message":" "},{"id":"b"},{"id":"c","default_message":null}]"#, "a|b|c", "a|b|c"),
        (
            r#"[{"default_message":"one"},{"id":7,"default_message":"two"},{"id":"","default_message":""}]"#,
            "one|two",
            "",
        ),
        (r#"[7,null,[],{},"text",{"id":"a","default_message":"one"}]"#, "one", "a"),
        ("null", "", ""),
        (r#""text""#, "", ""),
        (r#"{"id":"a","default_message":"one"}"#, "", ""),
    ] {
        for body in [
            format!(r#"{{"type":"x.error","value":{{"messages":{messages}}}}}"#),
            format!(r#"{{"error_type":"ERROR","messages":{messages}}}"#),
        ] {
            let refusal = read(&body);
            assert_eq!(refusal.kind(), FaultKind::Error, "{body}");
            assert_eq!(
                (refusal.texts().join("|"), refusal.message_ids().join("|")),
                (texts.into(), ids.into()),
                "{body}"
            );
        }
    }
}

#[test]
fn what_is_kept_is_bounded() {
    let message = format!(r#"{{"id":"{}","default_message":"{}"}}"#, "i".repeat(300), "m".repeat(1500));
    let messages = vec![message; 100].join(",");
    let (tag, print) = ("t".repeat(9000), "A".repeat(9000));
    let refusal = read(&format!(r#"{{"error_type":"{tag}","messages":[{messages}]}}"#));
    assert_eq!((refusal.tag().map(str::len), refusal.texts().len(), refusal.message_ids().len()), (Some(200), 50, 50));
    assert!(refusal.texts().iter().all(|text| text.len() == 1000));
    assert!(refusal.message_ids().iter().all(|id| id.len() == 200));
    let refusal = read(&format!(r#"{{"error_type":"UNVERIFIED_PEER","data":{{"ssl_thumbprint":"{print}"}}}}"#));
    assert_eq!(refusal.thumbprint(), None);
}

#[test]
fn whose_thumbprint() {
    let print = r#"{"ssl_thumbprint":"DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09","ssl_certificate":"-----BEGIN"}"#;
    for (kind, data, thumbprint) in [
        ("unverified_peer", print, Some("DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09")),
        ("unverified_peer", r#"{"ssl_thumbprint":"\u202eDA:39\u0007"}"#, None),
        ("unverified_peer", r#"{"ssl_thumbprint":""}"#, None),
        ("unverified_peer", r#"{"ssl_thumbprint":7}"#, None),
        ("unverified_peer", r#"["DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09"]"#, None),
        ("unverified_peer", "null", None),
        // Data is any object: it has that meaning for this fault only.
        ("invalid_argument", print, None),
        ("brand_new", print, None),
    ] {
        for body in [
            format!(r#"{{"type":"x.{kind}","value":{{"messages":[],"data":{data}}}}}"#),
            format!(r#"{{"error_type":"{}","messages":[],"data":{data}}}"#, kind.to_uppercase()),
        ] {
            let refusal = read(&body);
            assert_eq!(refusal.thumbprint(), thumbprint, "{body}");
            let shown = refusal.to_string();
            match thumbprint {
                Some(print) => assert!(shown.ends_with(&format!("; the thumbprint it saw is {print}")), "{shown}"),
                None => assert!(!shown.contains("it saw"), "{shown}"),
            }
        }
    }
}

#[test]
fn which_answers_say_that_the_session_is_unknown() {
    for (status, body, is_unauthenticated) in [
        (401, r#"{"type":"com.vmware.vapi.std.errors.unauthenticated","value":{"messages":[]}}"#, true),
        (401, r#"{"error_type":"UNAUTHENTICATED","messages":[]}"#, true),
        // The body decides.
        (403, r#"{"error_type":"UNAUTHENTICATED","messages":[]}"#, true),
        (401, r#"{"error_type":"UNAUTHORIZED","messages":[]}"#, false),
        (401, r#"{"error_type":"INVALID_ARGUMENT","messages":[]}"#, false),
        // A gateway in front of the server, with or without words of its own.
        (401, "", true),
        (401, "<html>Please log in</html>", true),
        (401, r#"{"type":"about:blank","title":"Unauthorized"}"#, true),
        (403, "", false),
        (407, "", false),
    ] {
        let response = answered(status, None, body);
        assert_eq!(response.fault.is_unauthenticated(response.status), is_unauthenticated, "{status} {body}");
    }
}
