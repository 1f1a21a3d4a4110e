//! Which answer a response is, by status and media type, and bodies that are no JSON.

use http::Response;

use super::sample::{READ, places};
use crate::rt::support::{
    Answer, Answers, Plain, bytes_body, fault_of, header_lines, header_list, header_value, not_described, success,
    success_of, text_body,
};
use crate::rt::{Body, DecodeError, Fault, RawFault, ReadRules, Reader};

/// The place in the table; anything else is `Other`.
#[derive(Debug, PartialEq)]
enum Told {
    At(usize),
    Other(RawFault),
}

impl Answers for Told {
    const ANSWERS: &'static [Answer] = &[
        Answer::default(&["application/json"]),
        Answer::range(4, &["application/json"]),
        Answer::exact(404, &["application/json"]),
        Answer::exact(404, &["text/plain", "text/csv"]),
        Answer::exact(404, &["text/*"]),
        Answer::exact(404, &["*/*"]),
        Answer::exact(409, &[]),
        Answer::exact(200, &["image/*"]),
        Answer::exact(200, &["application/problem+json"]),
    ];

    fn read(index: usize, response: &Response<Body>, rules: &'static ReadRules) -> Result<Self, DecodeError> {
        match index {
            8 => success::<i64>(response, rules).map(|_| Self::At(8)),
            index if index < Self::ANSWERS.len() => Ok(Self::At(index)),
            _ => Err(not_described(response, rules)),
        }
    }
}

impl Fault for Told {
    fn from_body(_: &mut Reader<'_>) -> Option<Self> {
        None
    }

    fn tag<'a>(_: &Reader<'a>) -> Option<std::borrow::Cow<'a, str>> {
        None
    }

    fn other(raw: RawFault) -> Self {
        Self::Other(raw)
    }
}

fn response(status: u16, media: Option<&str>, body: &str) -> Response<Body> {
    let response = media.iter().fold(Response::builder().status(status), |it, media| it.header("content-type", *media));
    response.body(Body::from(body.as_bytes().to_vec())).unwrap()
}

#[test]
fn the_nearest_status_decides_then_the_media_type() {
    for (status, media, place) in [
        (500, None, 0),
        (302, Some("text/html"), 0),
        (400, None, 1),
        (499, Some("text/html"), 1),
        (404, None, 2),
        (404, Some(""), 2),
        (404, Some("Application/JSON;charset=utf-8"), 2),
        (404, Some("application/vnd.a+json"), 2),
        (404, Some("text/csv; header=present"), 3),
        (404, Some("TEXT/html"), 4),
        (404, Some("image/png"), 5),
        (404, Some("text"), 5),
        (409, Some("text/html"), 6),
        (200, Some("image/png"), 7),
        (200, None, 7),
    ] {
        let told: Told = fault_of(&response(status, media, ""), &READ);
        assert_eq!(told, Told::At(place), "{status} {media:?}");
    }
    assert_eq!(success_of::<Told>(&response(200, Some("application/json"), "1"), &READ).unwrap(), Told::At(8));
}

#[test]
fn what_is_not_described_or_does_not_fit_is_an_error_that_quotes_nothing() {
    let error = success_of::<Told>(&response(200, Some("text/canary"), "canary"), &READ).unwrap_err();
    let text = "the server answered 200 OK with another content type, but its body cannot be read:\n\
                error[R-TYPE] at the body: has a status or a media type that the description does not have";
    assert_eq!(error.to_string(), text);
    assert!(!format!("{error:?}").contains("canary"));
    let error = success_of::<Told>(&response(200, Some("text/json"), "\"canary\""), &READ).unwrap_err();
    assert_eq!(places(&error.report), ["R-TYPE "]);
    assert!(!format!("{error} {error:?}").contains("canary"));

    let Told::Other(raw) = fault_of(&response(200, Some("text/json"), "\"canary\""), &READ) else {
        panic!("does not fit")
    };
    assert_eq!((raw.excerpt(), places(raw.problems())), ("\"canary\"", vec!["R-TYPE ".to_owned()]));
}

#[test]
fn a_text_is_read_as_its_type_and_in_utf_8() {
    let text = |media, body| text_body::<String>(&response(200, media, body), Plain::Text, &["text/plain"], &READ);
    for body in ["", "null", "\"x\"", "a\nb\u{0}\u{1f}\\ ä"] {
        assert_eq!(text(Some("text/plain"), body).unwrap(), body);
    }
    assert!(text(Some("text/plain; charset=utf-16"), "a").is_err());
    assert!(text(Some("text/plain; charset=US-ASCII"), "a").is_ok());
    assert!(text(Some("text/html"), "a").is_err());
    let wide = Response::new(Body::from(b"a\xe4".to_vec()));
    assert!(text_body::<String>(&wide, Plain::Text, &["text/plain"], &READ).is_err());

    let any = |media, body| text_body::<String>(&response(200, media, body), Plain::Text, &["*/*"], &READ);
    assert_eq!(any(Some("text/html"), "\"a\"").unwrap(), "\"a\"");
    assert_eq!(any(Some("application/json"), "\"a\"").unwrap(), "a");
    assert!(any(Some("application/json"), "a").is_err());

    let number = |body| text_body::<i64>(&response(200, None, body), Plain::Json, &["text/plain"], &READ);
    assert_eq!(number(" -7\r\n").unwrap(), -7);
    for body in ["", "7.5", "\"7\"", "7 8"] {
        assert!(number(body).is_err(), "{body}");
    }
}

#[test]
fn bytes_of_another_media_type_are_refused_unless_nobody_knows_theirs() {
    for (media, is_read) in
        [(None, true), (Some("image/png"), true), (Some("application/octet-stream"), true), (Some("text/html"), false)]
    {
        assert_eq!(bytes_body(&response(200, media, "x"), &["image/*"], &READ).is_ok(), is_read, "{media:?}");
    }
}

#[test]
fn headers_are_values_lists_and_lines() {
    let response = Response::builder()
        .header("a", "7")
        .header("a", "8")
        .header("b", "x, \"y\" ,,z")
        .header("b", "w")
        .header("c", "1,two")
        .header("d", "")
        .header("e", "a\u{e4}".as_bytes())
        .body(())
        .unwrap();
    let headers = response.headers();
    assert_eq!(header_value::<i64>(headers, "a", Plain::Json), Some(7));
    assert_eq!(header_value::<i64>(headers, "b", Plain::Json), None);
    assert_eq!(header_value::<String>(headers, "missing", Plain::Text), None);
    assert_eq!(header_value::<String>(headers, "e", Plain::Text), None);
    let list = |name| header_list::<String>(headers, name, Plain::Text);
    assert_eq!(list("b").unwrap(), ["x", "\"y\"", "z", "w"]);
    assert_eq!((list("d"), list("missing")), (Some(vec![]), None));
    assert_eq!(header_list::<i64>(headers, "c", Plain::Json), None);
    assert_eq!(header_lines::<String>(headers, "b", Plain::Text), ["x, \"y\" ,,z", "w"]);
}
