//! The texts of faults that are not described, and what a text may hold.

use super::super::faults::{name, one_line, text};
use crate::api::operations::rest::passive::RedeployTask;
use crate::api::rt::http::{Response, StatusCode};
use crate::api::rt::{Body, Operation as _, ResponseError};
use crate::api::types::rest::RedeployTaskFault;

fn fault(body: &str) -> RedeployTaskFault {
    let mut response = Response::new(Body::from(body.as_bytes().to_vec()));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    match RedeployTask::parse_response(&response) {
        Err(ResponseError::Fault(refusal)) => refusal.fault,
        other => panic!("not a fault: {other:?}"),
    }
}

#[test]
fn faults_that_are_not_described_still_have_texts() {
    let messages = r#""messages":[{"id":"a","default_message":"Too\u001b busy.","args":[]},{"id":"b.c"},7]"#;
    for (body, kind, texts) in [
        (
            format!(r#"{{"type":"com.vmware.vapi.std.errors.service_unavailable","value":{{{messages}}}}}"#),
            Some("service_unavailable"),
            &["Too  busy.", "b.c"][..],
        ),
        (format!(r#"{{"error_type":"UNAUTHENTICATED",{messages}}}"#), Some("unauthenticated"), &["Too  busy.", "b.c"]),
        (String::new(), None, &[]),
        ("<html>no</html>".to_owned(), None, &[]),
        (r#"{"type":7,"value":[]}"#.to_owned(), None, &[]),
    ] {
        let fault = fault(&body);
        assert_eq!((fault.kind().as_deref(), fault.texts()), (kind, texts.iter().map(ToString::to_string).collect()));
        assert!(fault.messages().is_empty() && fault.thumbprint().is_none());
    }
}

#[test]
fn a_line_can_be_printed_as_it_is() {
    for (text, line) in [
        ("", ""),
        ("  plain\n", "plain"),
        ("a\r\nb\tc", "a  b c"),
        ("\u{1b}[31mred\u{1b}[0m", "[31mred [0m"),
        ("\u{9b}31mred\u{7f}", "31mred"),
        ("a\u{2028}b\u{2029}c\u{85}d", "a b c d"),
        ("user\u{202e}txt.exe\u{202c}", "usertxt.exe"),
        ("\u{2066}a\u{2069}\u{200f}b\u{61c}c", "abc"),
        ("pass\u{200b}word\u{feff}\u{ad}\u{2060}", "password"),
        ("\u{e0041}\u{e007f}tag\u{fe0f}\u{3164}", "tag"),
        // What people write stays as it is.
        ("Der Knoten fällt aus — 节点不可用 ✓ עברית", "Der Knoten fällt aus — 节点不可用 ✓ עברית"),
    ] {
        assert_eq!(one_line(text), line, "{text:?}");
        assert_eq!(name(text), line, "{text:?}");
    }
}

#[test]
fn a_line_is_cut_after_what_cannot_be_seen() {
    let hidden = "\u{200b}".repeat(5000);
    assert_eq!(one_line(&format!("{hidden}{}{hidden}", "ä".repeat(5000))), "ä".repeat(1000));
    assert_eq!(name(&"ä".repeat(5000)), "ä".repeat(200));
    assert_eq!(one_line(&format!("{}{}", " ".repeat(5000), "a")), "a");
}

#[test]
fn a_message_that_says_nothing_gives_its_id() {
    for message in ["", " \n", "\u{200b}\u{202e}", "\u{1b}"] {
        assert_eq!(text(message, " com.example.\nid"), "com.example. id", "{message:?}");
    }
    assert_eq!((text("words", "id"), text("", "")), ("words".to_owned(), String::new()));
}
