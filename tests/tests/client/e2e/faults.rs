//! Refusals over a real connection: the faults that are described, both of those that share a status, and the rest.

use vcha_client::{Error, FaultResponse, RedeployTaskFault, Settings};
use vcha_tests::loopback::Reply;

use super::exchange;

/// The refusal in an answer. One request was received for it, and no second one.
fn refusal(reply: Reply) -> FaultResponse<RedeployTaskFault> {
    let (outcome, received) = exchange(reply, &Settings::default());
    assert_eq!(received.len(), 1, "nothing is repeated");
    match outcome {
        Err(Error::Fault(refusal)) => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// A body with that fault.
fn body(name: &str, rest: &str) -> String {
    format!(
        r#"{{"type":"com.vmware.vapi.std.errors.{name}","value":{{"messages":[{{"id":"com.example.{name}","default_message":"It failed.","args":[]}}]{rest}}}}}"#
    )
}

#[test]
fn refused_credentials_are_an_invalid_argument() {
    let refusal = refusal(Reply::json("400 Bad Request", &body("invalid_argument", "")));
    assert_eq!(refusal.status, 400);
    let RedeployTaskFault::InvalidArgument(fault) = &refusal.fault else { panic!("{refusal:?}") };
    assert_eq!(fault.messages[0].id, "com.example.invalid_argument");
    assert!(refusal.to_string().contains("400"), "{refusal}");
}

#[test]
fn a_refusal_reads_like_a_sentence() {
    let refusal = refusal(Reply::json("403 Forbidden", &body("unauthorized", "")));
    let start = "the server refused with status 403 Forbidden: The user lacks a privilege that this needs: logging in \
                 again does not help.";
    assert_eq!(refusal.to_string(), format!("{start} (com.vmware.vapi.std.errors.unauthorized)"));
    let long = format!("{start} The server says: \"It failed.\" (com.vmware.vapi.std.errors.unauthorized)");
    assert_eq!(format!("{refusal:#}"), long);
}

#[test]
fn an_untrusted_certificate_has_the_same_status_and_another_fault() {
    let data = r#","data":{"ssl_thumbprint":"AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB"},"error_type":"UNVERIFIED_PEER""#;
    let refusal = refusal(Reply::json("400 Bad Request", &body("unverified_peer", data)));
    assert_eq!(
        (refusal.status.as_u16(), refusal.fault.thumbprint()),
        (400, Some("AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB"))
    );
    assert!(matches!(refusal.fault, RedeployTaskFault::UnverifiedPeer(_)));
}

#[test]
fn a_lacking_privilege_is_unauthorized() {
    let refusal = refusal(Reply::json("403 Forbidden", &body("unauthorized", r#","challenge":"Basic""#)));
    let RedeployTaskFault::Unauthorized(fault) = refusal.fault else { panic!("another fault") };
    assert_eq!((refusal.status.as_u16(), fault.challenge.as_deref()), (403, Some("Basic")));
}

#[test]
fn anything_else_that_is_described_is_a_general_error() {
    for status in ["500 Internal Server Error", "400 Bad Request"] {
        let refusal = refusal(Reply::json(status, &body("error", r#","data":{"any":["thing"]}"#)));
        assert_eq!(refusal.fault.kind().as_deref(), Some("error"));
        assert_eq!(refusal.fault.texts(), ["It failed."]);
        assert!(!matches!(refusal.fault, RedeployTaskFault::Other(_)));
    }
}

#[test]
fn what_nobody_described_is_kept_with_its_status() {
    for (reply, status, kind, excerpt) in [
        (Reply::head("401 Unauthorized", "Content-Length: 0\r\n", ""), 401, None, ""),
        (Reply::head("401 Unauthorized", "", ""), 401, None, ""),
        (Reply::text("503 Service Unavailable", "text/html", "<html>"), 503, None, "<html>"),
        (Reply::json("404 Not Found", "{"), 404, None, "{"),
        (Reply::json("400 Bad Request", r#"{"type":"x.y.later"}"#), 400, Some("later"), r#"{"type":"x.y.later"}"#),
        (
            Reply::json("409 Conflict", r#"{"error_type":"CONCURRENT_CHANGE","messages":[]}"#),
            409,
            Some("concurrent_change"),
            r#"{"error_type":"CONCURRENT_CHANGE","messages":[]}"#,
        ),
        (
            Reply::json("404 Not Found", r#"{"name":"x","localizableMessages":[],"majorErrorCode":404}"#),
            404,
            None,
            r#"{"name":"x","localizableMessages":[],"majorErrorCode":404}"#,
        ),
    ] {
        let refusal = refusal(reply);
        assert_eq!((refusal.status.as_u16(), refusal.fault.kind().as_deref()), (status, kind), "{excerpt}");
        let RedeployTaskFault::Other(raw) = &refusal.fault else { panic!("{refusal:?}") };
        assert_eq!((raw.status(), raw.excerpt()), (Some(refusal.status), excerpt));
    }
}

#[test]
fn a_fault_of_a_later_server_keeps_its_name() {
    let reply =
        Reply::json("503 Service Unavailable", &body("unable_to_allocate_resource", r#","data":{"later":true}"#));
    let refusal = refusal(reply);
    assert_eq!(refusal.fault.tag(), Some("com.vmware.vapi.std.errors.unable_to_allocate_resource"));
    assert_eq!(refusal.fault.kind().as_deref(), Some("unable_to_allocate_resource"));
    assert_eq!(refusal.fault.texts(), ["It failed."]);
    assert!(format!("{refusal:#}").contains("unable_to_allocate_resource"), "{refusal:#}");
    assert!(!refusal.to_string().contains("unable_to_allocate_resource"), "{refusal}");
}
