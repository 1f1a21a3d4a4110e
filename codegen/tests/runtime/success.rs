//! Answers with a status of success: the value, or all that is wrong with it.

use super::sample::{Connection, READ, answer, places};
use crate::rt::support::{success, success_member};
use crate::rt::{DecodeError, Error, Json, RawFault, ResponseError};

fn id(body: impl AsRef<[u8]>) -> Result<String, DecodeError> {
    success_member(&answer(200, body), "value", &READ)
}

#[test]
fn the_envelope_goes() {
    assert_eq!(id(r#"{"value": "task-1"}"#).as_deref(), Ok("task-1"));
    assert_eq!(id(r#" {"new_in_9": [{}], "value": "task-1"} "#).as_deref(), Ok("task-1"));
    assert_eq!(success::<String>(&answer(202, r#""task-1""#), &READ).as_deref(), Ok("task-1"));
    let connection = success::<Connection>(&answer(200, r#"{"hostname": "vc", "port": null}"#), &READ).unwrap();
    assert_eq!(connection, Connection { hostname: "vc".into(), ..Connection::default() });
}

#[test]
fn an_envelope_that_is_not_as_described_is_an_error_with_its_place() {
    let cases = [
        ("{}", "required /value"),
        (r#"{"value": null}"#, "R-TYPE /value"),
        (r#"{"value": 7}"#, "R-TYPE /value"),
        (r#"{"value": {}}"#, "R-TYPE /value"),
        (r#"{"Value": "x"}"#, "required /value"),
        (r#"{"value": "a", "value": "b"}"#, "R-TYPE /value"),
        (r#""task-1""#, "R-TYPE "),
        ("[]", "R-TYPE "),
        ("null", "R-TYPE "),
    ];
    for (body, place) in cases {
        let error = id(body).unwrap_err();
        assert_eq!(error.status, 200);
        assert_eq!(places(&error.report), [place], "{body}");
    }
}

#[test]
fn everything_wrong_in_a_member_has_its_whole_place() {
    let body = r#"{"value": {"port": "x", "via": [{}]}}"#;
    let error = success_member::<Connection>(&answer(200, body), "value", &READ).unwrap_err();
    let expected = ["R-TYPE /value/port", "R-REQ-HOSTNAME /value/via/0/hostname", "R-REQ-HOSTNAME /value/hostname"];
    assert_eq!(places(&error.report), expected);
}

#[test]
fn a_body_that_is_no_json_is_an_error_that_does_not_quote_it() {
    let cases: [(&[u8], &str); 9] = [
        (b"", "is empty or ends too early for JSON"),
        (b"  ", "is empty or ends too early for JSON"),
        (br#"{"value": "canary"#, "is empty or ends too early for JSON"),
        (br#"{"value": "canary","#, "is empty or ends too early for JSON"),
        (b"<html>canary</html>", "cannot be read as JSON from line 1, column 1 on"),
        (b"\n  canary", "cannot be read as JSON from line 2, column 3 on"),
        (br#"{"value": "canary"} x"#, "cannot be read as JSON from line 1, column 21 on"),
        (b"\"can\xffary\"", "cannot be read as JSON from line 1, column 5 on"),
        (b"\xef\xbb\xbf{}", "cannot be read as JSON from line 1, column 1 on"),
    ];
    for (body, message) in cases {
        let error = id(body).unwrap_err();
        assert_eq!(places(&error.report), ["R-TYPE "]);
        assert!(error.to_string().ends_with(message), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    assert!(id("[".repeat(100_000)).is_err());
}

#[test]
fn an_error_tells_status_and_problem() {
    let error = id(r#"{"value": 7}"#).unwrap_err();
    let text = "the server answered 200 OK, but its body cannot be read:\n\
                error[R-TYPE] at /value: must be a string, is of type integer";
    assert_eq!(error.to_string(), text);
    let error = Error::from(ResponseError::<RawFault>::Decode(error));
    assert_eq!(error.to_string(), text);
    assert!(std::error::Error::source(&error).is_none());
}

#[test]
fn a_text_that_is_cut_ends_too_early() {
    let message = |text: &str| success::<Json>(&answer(200, text), &READ).unwrap_err().report.to_string();
    let text = r#"{"a": [true, null, -1.5e+3, "\u00e4\ud83d\ude00\n", false]}"#;
    for end in 0..text.len() {
        assert_eq!(message(&text[..end]), "error[R-TYPE] at the body: is empty or ends too early for JSON", "{end}");
    }
    for text in [
        "nul ",
        "tru]",
        "01",
        "-x",
        "[1.]",
        "-.5",
        "1e+x",
        "nulx",
        "{n",
        r#"["\u00x"#,
        r#"["\udc00"#,
        r#"["\ud800x"#,
        r#"["\ud800\n"#,
        r#"["\x"#,
        "[1,]",
    ] {
        assert!(message(text).contains("cannot be read as JSON"), "{text}");
    }
}
