//! Requests: address, query, headers, body.

use super::sample::{CANARY, Connection};
use crate::rt::support::{RequestBuilder, Wrapped};
use crate::rt::{BaseUrl, Basic, Secret};
use http::Method;

fn base() -> BaseUrl {
    "https://vcenter.example.com/proxy/".parse().unwrap()
}

#[test]
fn a_bare_request_asks_for_json_and_sends_nothing() {
    let request = RequestBuilder::new(Method::GET, &base(), "/rest/x").build().unwrap();
    assert_eq!(request.method(), "GET");
    assert_eq!(request.uri(), "https://vcenter.example.com/proxy/rest/x");
    assert_eq!(request.headers().len(), 1);
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(request.body().as_bytes(), b"");
}

#[test]
fn pairs_stand_in_the_order_in_which_they_came() {
    let mut request = RequestBuilder::new(Method::POST, &base(), "/x");
    request.query("vmw-task", "true");
    request.query("action", "redeploy");
    assert_eq!(request.build().unwrap().uri().query(), Some("vmw-task=true&action=redeploy"));
}

#[test]
fn a_query_is_encoded_down_to_the_unreserved_characters() {
    let cases = [
        ("~action", "get", "~action=get"),
        ("a", "Az09-._~", "a=Az09-._~"),
        ("spec.return_all", "", "spec.return_all="),
        ("a b", "c+d", "a%20b=c%2Bd"),
        ("a&b", "c=d", "a%26b=c%3Dd"),
        ("a", "?#/:@", "a=%3F%23%2F%3A%40"),
        ("a", "100%", "a=100%25"),
        ("ä", "€", "%C3%A4=%E2%82%AC"),
        ("a", "\r\n\0\"<>", "a=%0D%0A%00%22%3C%3E"),
    ];
    for (name, value, expected) in cases {
        let mut request = RequestBuilder::new(Method::GET, &base(), "/x");
        request.query(name, value);
        assert_eq!(request.build().unwrap().uri().query(), Some(expected));
    }
}

#[test]
fn a_variable_stays_within_its_segment() {
    let cases = [
        ("task-1", "task-1"),
        ("52a:com.vmware", "52a%3Acom.vmware"),
        ("a/../b", "a%2F..%2Fb"),
        ("/", "%2F"),
        ("?a#b%2f", "%3Fa%23b%252f"),
        ("...", "..."),
        (" ", "%20"),
        ("ä\r\n\0", "%C3%A4%0D%0A%00"),
        ("%2e", "%252e"),
    ];
    for (value, expected) in cases {
        let mut request = RequestBuilder::new(Method::GET, &base(), "/tasks/");
        request.variable("task", value).unwrap();
        request.path("/parts");
        request.query("a", "b");
        let uri = request.build().unwrap().uri().to_string();
        assert_eq!(uri, format!("https://vcenter.example.com/proxy/tasks/{expected}/parts?a=b"));
    }
}

#[test]
fn a_variable_that_would_lead_elsewhere_is_refused() {
    for (value, reason) in [("", "is empty"), (".", "is `.`"), ("..", "is `..`")] {
        let error = RequestBuilder::new(Method::GET, &base(), "/tasks/").variable("task", value).unwrap_err();
        assert_eq!(error.to_string(), format!("the request cannot be built: `task`, a part of the path, {reason}"));
    }
}

#[test]
fn a_header_is_one_line_of_ascii() {
    let mut request = RequestBuilder::new(Method::GET, &base(), "/x");
    request.header("x-a", "a b;c=~").unwrap();
    request.header("x-b", "").unwrap();
    let headers = request.build().unwrap().headers().clone();
    assert_eq!((headers["x-a"].as_bytes(), headers["x-b"].as_bytes()), (b"a b;c=~".as_slice(), b"".as_slice()));
    for value in ["a\r\nb: c", "ä", "\t", " a", "a ", "\u{7f}", "\0"] {
        let error = RequestBuilder::new(Method::GET, &base(), "/x").header("x-a", value).unwrap_err();
        let expected = "the request cannot be built: the value for the header x-a holds a character that no header may";
        assert_eq!(error.to_string(), expected, "{value:?}");
    }
}

#[test]
fn the_credential_has_the_last_word_on_its_header() {
    let mut request = RequestBuilder::new(Method::POST, &base(), "/x");
    request.header("authorization", "none").unwrap();
    request.authorize(&Basic::new("Aladdin", "open sesame")).unwrap();
    let request = request.build().unwrap();
    let all: Vec<_> = request.headers().get_all("authorization").iter().collect();
    assert_eq!(all, ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]);
}

#[test]
fn a_body_is_json_with_its_secrets_however_long() {
    let password = Some(Secret::new(CANARY.repeat(100)));
    let value = Connection { hostname: "vc".into(), port: Some(443), password, ..Connection::default() };
    let mut request = RequestBuilder::new(Method::POST, &base(), "/x");
    request.json(&Wrapped { member: "spec", value: &value }).unwrap();
    let request = request.build().unwrap();
    assert_eq!(request.headers()["content-type"], "application/json");
    let bytes = request.into_body().into_bytes();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let spec = serde_json::json!({"hostname": "vc", "port": 443, "password": CANARY.repeat(100)});
    assert_eq!(json, serde_json::json!({ "spec": spec }));
}

#[test]
fn a_number_that_json_does_not_have_is_never_sent_as_null() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut request = RequestBuilder::new(Method::POST, &base(), "/x");
        let error = request.json(&vec![1.0, number]).unwrap_err();
        assert_eq!(error.to_string(), "the request cannot be built: a value has no form in JSON");
    }
}

#[test]
fn a_credential_goes_into_its_header() {
    let mut request = RequestBuilder::new(Method::POST, &base(), "/x");
    request.authorize(&Basic::new("Aladdin", "open sesame")).unwrap();
    assert!(!format!("{request:?}").contains("QWxhZGRpbj"));
    assert_eq!(request.build().unwrap().headers()["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

#[test]
fn an_address_that_no_library_takes_is_an_error() {
    let long = RequestBuilder::new(Method::GET, &base(), &format!("/{}", "x".repeat(70_000)));
    let error = long.build().unwrap_err();
    assert_eq!(error.to_string(), "the request cannot be built: the address is too long or no URI");
    assert!(RequestBuilder::new(Method::GET, &base(), "/a b").build().is_err());
}
