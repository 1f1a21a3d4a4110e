//! Refusals: the typed fault where there is one, everything else as it came, and never a failure to read.

use std::time::Duration;

use super::sample::{Connection, READ, answer, places};
use crate::rt::support::{self, FaultNames, fault};
use crate::rt::{Body, Error, Fault, FaultResponse, FromJson, Mode, RawFault, Reader, ResponseError, read_fault};
use http::Response;

/// Faults written the way generated code writes them.
#[derive(Clone)]
enum Refusal {
    Denied(Connection),
    Bare(Connection),
    Other(RawFault),
}

impl Refusal {
    const KNOWN: &support::KnownFaults = &support::KnownFaults {
        members: &["type"],
        names: &[
            FaultNames { member: "type", content: Some("value"), values: &[(0, "denied")] },
            FaultNames { member: "type", content: None, values: &[(1, "bare")] },
        ],
        variants: &["Denied", "Bare"],
        said: &["It may not.", ""],
    };

    fn known(&self) -> support::WhichFault<'_> {
        match self {
            Self::Denied(content) => Ok((0, content, None)),
            Self::Bare(content) => Ok((1, content, None)),
            Self::Other(raw) => Err(raw),
        }
    }

    fn read(found: &support::FoundFault, reader: &mut Reader<'_>) -> Option<Self> {
        let variant = found.one_of(&[(0, Self::Denied), (1, Self::Bare)])?;
        found.read(reader).map(variant)
    }
}

support::faults!(Refusal);

fn refusal<F: Fault>(response: &Response<Body>) -> FaultResponse<F> {
    match fault(response, &READ) {
        ResponseError::Fault(response) => *response,
        ResponseError::Decode(error) => panic!("{error}"),
    }
}

fn raw(status: u16, body: impl AsRef<[u8]>) -> RawFault {
    match refusal::<Refusal>(&answer(status, body)).fault {
        Refusal::Other(raw) => raw,
        known => panic!("{known:?}"),
    }
}

#[test]
fn faults_are_compared_and_debugged_like_any_enum() {
    /// What the derives would make of it.
    #[derive(Debug, PartialEq)]
    enum Derived {
        Denied(Connection),
        Bare(Connection),
        Other(RawFault),
    }
    let connection = |name: &str| Connection { hostname: name.into(), ..Connection::default() };
    let faults = [
        (Refusal::Denied(connection("a")), Derived::Denied(connection("a"))),
        (Refusal::Denied(connection("b")), Derived::Denied(connection("b"))),
        (Refusal::Bare(connection("a")), Derived::Bare(connection("a"))),
        (Refusal::Other(raw(400, "a")), Derived::Other(raw(400, "a"))),
        (Refusal::Other(raw(500, "a")), Derived::Other(raw(500, "a"))),
    ];
    for (one, derived) in &faults {
        assert_eq!((format!("{one:?}"), format!("{one:#?}")), (format!("{derived:?}"), format!("{derived:#?}")));
        for (other, same) in &faults {
            assert_eq!(one == other, derived == same, "{one:?}, {other:?}");
        }
    }
}

#[test]
fn the_body_names_the_fault_and_the_status_does_not() {
    for status in [302, 400, 401, 403, 404, 500, 503, 599] {
        let body = r#"{"type": "denied", "value": {"hostname": "vc", "port": null, "new_in_9": 1}}"#;
        let response: FaultResponse<Refusal> = refusal(&answer(status, body));
        assert_eq!(response.status.as_u16(), status);
        assert_eq!(response.fault, Refusal::Denied(Connection { hostname: "vc".into(), ..Connection::default() }));
    }
}

#[test]
fn a_fault_may_be_the_whole_body() {
    let response: FaultResponse<Refusal> = refusal(&answer(400, r#"{"type": "bare", "hostname": "vc"}"#));
    assert_eq!(response.fault, Refusal::Bare(Connection { hostname: "vc".into(), ..Connection::default() }));
    assert_eq!(response.to_string(), "the server refused with status 400 Bad Request: bare");
}

#[test]
fn an_unknown_fault_keeps_its_name_and_its_body() {
    let body = r#"{"type": "com.vmware.vapi.std.errors.timed_out", "value": {"messages": []}}"#;
    let raw = raw(504, body);
    assert_eq!(raw.status().map(|status| status.as_u16()), Some(504));
    assert_eq!(raw.tag(), Some("com.vmware.vapi.std.errors.timed_out"));
    assert_eq!((raw.excerpt(), raw.body_length()), (body, body.len()));
    assert!(raw.problems().is_clean());
    assert_eq!(raw.to_string(), "a fault of a type that the description does not have");
    let asked = "a fault of a type that the description does not have: com.vmware.vapi.std.errors.timed_out";
    assert_eq!(format!("{raw:#}"), asked);
}

#[test]
fn a_known_fault_that_cannot_be_read_says_why() {
    let cases = [
        (r#"{"type": "denied"}"#, "required /value"),
        (r#"{"type": "denied", "value": null}"#, "R-TYPE /value"),
        (r#"{"type": "denied", "value": {"hostname": 7}}"#, "R-TYPE /value/hostname"),
        (r#"{"type": "denied", "value": {"hostname": "a", "hostname": "b"}}"#, "R-TYPE /value/hostname"),
        (r#"{"type": "denied", "type": "bare", "value": {"hostname": "a"}}"#, "R-TYPE /type"),
    ];
    for (body, place) in cases {
        let raw = raw(400, body);
        assert_eq!(raw.tag(), Some("denied"));
        assert_eq!(places(raw.problems()), [place], "{body}");
        assert_eq!(raw.excerpt(), body);
        assert!(raw.to_string().starts_with("a fault of type denied whose body cannot be read:\nerror["), "{raw}");
    }
}

#[test]
fn what_names_no_fault_is_kept() {
    let cases: [&[u8]; 9] = [
        b"<html><h1>503 Service Unavailable</h1></html>",
        br#"{"type": "denied", "value": {"#,
        br#"{"type": 7}"#,
        br#"{"type": null}"#,
        br#"{"name": "x", "localizableMessages": [], "majorErrorCode": 404}"#,
        b"[]",
        b"null",
        b"\"denied\"",
        b"no JSON at all",
    ];
    for body in cases {
        let raw = raw(503, body);
        assert_eq!((raw.tag(), raw.body_length()), (None, body.len()));
        assert_eq!(raw.excerpt().as_bytes(), body);
        assert!(raw.problems().is_clean());
        let expected = format!("a body that names no fault ({} bytes, no content type)", body.len());
        assert_eq!(raw.to_string(), expected);
    }
}

#[test]
fn an_empty_body_is_one_too() {
    let raw = raw(401, "");
    assert_eq!((raw.excerpt(), raw.body_length(), raw.tag(), raw.content_type()), ("", 0, None, None));
    assert_eq!(raw.to_string(), "no body");
}

#[test]
fn the_content_type_is_shown_unless_no_text() {
    let page = |value: &[u8]| {
        let response = Response::builder().status(502).header("content-type", value).body(Body::from(vec![b'x']));
        refusal::<RawFault>(&response.unwrap()).fault
    };
    assert_eq!(page(b"text/html").to_string(), "a body that names no fault (1 bytes, text/html)");
    assert_eq!(page(b"text/html; \xff").content_type(), None);
    assert_eq!(page("x".repeat(300).as_bytes()).content_type().map(str::len), Some(200));
}

#[test]
fn a_redirect_is_a_refusal_that_nobody_follows() {
    let raw = raw(302, "");
    assert_eq!(raw.status().map(|status| status.as_u16()), Some(302));
}

#[test]
fn of_a_huge_body_little_is_kept() {
    let kept = raw(500, vec![b'x'; 5_000_000]);
    assert_eq!((kept.excerpt().len(), kept.body_length()), (2048, 5_000_000));
    // At worst each byte is no UTF-8 and becomes U+FFFD, which is three bytes long.
    let kept = raw(500, vec![0xff; 5_000_000]);
    assert_eq!((kept.excerpt().len(), kept.body_length()), (3 * 2048, 5_000_000));
    // A letter that the cut goes through becomes one as well.
    let kept = raw(500, format!("x{}", "ä".repeat(2000)));
    assert!(kept.excerpt().ends_with("ä\u{fffd}"));
    assert_eq!(raw(500, vec![b'x'; 2047]).excerpt().len(), 2047);
}

#[test]
fn a_tag_cannot_forge_a_line_of_a_log() {
    let raw = raw(500, r#"{"type": "a\r\n\u001b[31mb\u202ec\u2028d\u200be\u0085f"}"#);
    assert_eq!(raw.tag(), Some("a   [31mbc de f"));
    assert!(format!("{raw:#}").ends_with(": a   [31mbc de f"), "{raw:#}");
    let long = self::raw(500, format!(r#"{{"type": "{}"}}"#, "ä".repeat(1000)));
    assert_eq!(long.tag(), Some("ä".repeat(200).as_str()));
}

#[test]
fn a_member_name_cannot_forge_a_line_of_a_log() {
    for name in ["x\\nerror[R-1]", "canary"] {
        let body = format!(r#"{{"type": "denied", "value": {{"hostname": "a", "{name}": 1, "{name}": 2}}}}"#);
        let raw = raw(500, body);
        let shown = raw.to_string();
        assert!(shown.ends_with("\nerror[R-TYPE] at /value/(member 2): stands more than once"), "{shown}");
        assert!(!format!("{raw:#} {raw:?}").contains("canary"), "{raw:#} {raw:?}");
    }
}

#[test]
fn a_refusal_has_the_headers_of_its_answer_and_does_not_show_them() {
    let mut response = answer(503, "");
    response.headers_mut().insert("www-authenticate", "Basic realm=\"canary\"".parse().unwrap());
    for (value, seconds) in [("7", Some(7)), (" 7 ", Some(7)), ("+7", None), ("-1", None), ("", None), ("soon", None)] {
        response.headers_mut().insert("retry-after", value.parse().unwrap());
        let refusal: FaultResponse<RawFault> = refusal(&response);
        assert_eq!(refusal.retry_after(), seconds.map(Duration::from_secs), "{value}");
        assert_eq!(refusal.headers["www-authenticate"], "Basic realm=\"canary\"");
        let refusal = refusal.map(|fault| fault.to_string());
        assert_eq!(refusal.headers.len(), 2);
        assert!(!format!("{refusal} {refusal:#} {refusal:?}").contains("canary"), "{refusal:?}");
    }
}

#[test]
fn an_operation_without_described_errors_has_raw_faults() {
    let body = r#"{"type": "denied", "value": {"hostname": "vc"}}"#;
    let response: FaultResponse<RawFault> = refusal(&answer(403, body));
    assert_eq!(response.fault, RawFault::from_response(&answer(403, body)));
    assert_eq!(response.fault.tag(), None);
    assert_eq!(response.fault.excerpt(), body);
}

#[test]
fn a_fault_without_a_tag_can_say_what_is_wrong() {
    /// One fault, which no member names.
    struct Only;
    impl Fault for Only {
        fn from_body(reader: &mut Reader<'_>) -> Option<Self> {
            Connection::from_json(reader).map(|_| Self)
        }
        fn tag<'a>(_: &Reader<'a>) -> Option<std::borrow::Cow<'a, str>> {
            None
        }
        fn other(raw: RawFault) -> Self {
            assert_eq!(
                raw.to_string(),
                "a body that names no fault (2 bytes, no content type):\n\
                 error[R-REQ-HOSTNAME] at /hostname: is required and missing"
            );
            Self
        }
    }
    refusal::<Only>(&answer(500, "{}"));
}

#[test]
fn of_several_members_the_first_that_is_a_text_counts() {
    let known = support::KnownFaults {
        members: &["type", "error_type"],
        names: &[
            FaultNames { member: "type", content: Some("value"), values: &[(0, "a")] },
            FaultNames { member: "error_type", content: None, values: &[(0, "A"), (1, "b")] },
        ],
        variants: &["A", "B"],
        said: &["", ""],
    };
    for (body, tag, found) in [
        (r#"{"type": "a", "error_type": "b"}"#, Some("a"), Some(0)),
        (r#"{"error_type": "b", "type": "a"}"#, Some("a"), Some(0)),
        (r#"{"type": "", "error_type": "b"}"#, Some(""), None),
        (r#"{"type": "b", "error_type": "b"}"#, Some("b"), None),
        (r#"{"type": 7, "error_type": "b"}"#, Some("b"), Some(1)),
        (r#"{"type": null, "error_type": "b"}"#, Some("b"), Some(1)),
        (r#"{"error_type": "A"}"#, Some("A"), Some(0)),
        (r#"{"error_type": {}}"#, None, None),
        (r#"{"value": {"type": "a"}}"#, None, None),
        (r#"["type"]"#, None, None),
    ] {
        let reader = Reader::new(body, Mode::Response, &READ);
        assert_eq!(known.tag(&reader).as_deref(), tag, "{body}");
        let index = known.find(&reader).and_then(|found| found.one_of(&[(0, |()| 0), (1, |()| 1)]));
        assert_eq!(index.map(|index| index(())), found, "{body}");
    }
    assert_eq!((known.name(Ok((0, &(), None))), known.name(Ok((1, &(), None)))), (Some("a"), Some("b")));
}

#[test]
fn a_fault_inside_of_an_answer_is_read_like_one_around_it() {
    let inside = |text: &str| read_fault::<Refusal>(&serde_json::from_str(text).unwrap(), &READ);
    let known = inside(r#"{"type": "denied", "value": {"hostname": "vc", "new_in_9": 1}}"#);
    assert_eq!(known, Refusal::Denied(Connection { hostname: "vc".into(), ..Connection::default() }));
    for (text, tag, problems, shown) in [
        (r#"{"type":"gone"}"#, Some("gone"), 0, "a fault of a type that the description does not have"),
        (r#"{"type":"denied"}"#, Some("denied"), 1, "a fault of type denied whose body cannot be read:"),
        (r#""canary""#, None, 0, "a value that names no fault (8 bytes of JSON)"),
        ("[1.5,null,true]", None, 0, "a value that names no fault (15 bytes of JSON)"),
        ("{}", None, 0, "a value that names no fault (2 bytes of JSON)"),
    ] {
        let Refusal::Other(raw) = inside(text) else { panic!("{text}") };
        assert_eq!((raw.status(), raw.content_type(), raw.tag(), raw.excerpt()), (None, None, tag, text));
        assert_eq!((raw.problems().violations().len(), raw.body_length()), (problems, text.len()));
        assert!(raw.to_string().starts_with(shown), "{raw}");
        assert!(!format!("{raw:?}").contains("canary"), "{raw:?}");
    }
    let Refusal::Other(raw) = inside(&format!("\"{}\"", "x".repeat(1_000_000))) else { panic!("no fault") };
    assert_eq!((raw.excerpt().len(), raw.body_length()), (2048, 1_000_002));
}

#[test]
fn debug_leaves_the_body_out() {
    let raw = raw(500, r#"{"type": "gone", "value": "canary"}"#);
    let expected = r#"RawFault { status: Some(500), content_type: "no content type", tag: Some("(unknown)"), body_length: 35, .. }"#;
    assert_eq!(format!("{raw:?}"), expected);
}

#[test]
fn an_error_of_either_type_tells_status_and_fault() {
    let error: ResponseError<Refusal> = fault(&answer(503, ""), &READ);
    let expected = "the server refused with status 503 Service Unavailable: no body";
    assert_eq!(error.to_string(), expected);
    assert!(std::error::Error::source(&error).is_none());
    let error = Error::from(error);
    assert_eq!(error.to_string(), expected);
    assert!(matches!(error, Error::Fault(response) if response.status == 503));
}
