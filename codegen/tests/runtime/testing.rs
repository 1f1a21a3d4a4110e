//! The scripted transport: which answer plays, what is noted, and what it says when the script ends.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::rt::testing::{Answer, Recorded, Script};
use crate::rt::{Body, Thumbprint, Transport, TransportError, TransportErrorKind, Untrusted};
use http::{HeaderValue, Request, Response};

fn call(script: &Script, method: &str, uri: &str, body: &str) -> Result<Response<Body>, TransportError> {
    let body = Body::from(body.as_bytes().to_vec());
    let mut request = Request::builder().method(method).uri(uri).body(body).unwrap();
    let mut token = HeaderValue::from_static("canary-token");
    token.set_sensitive(true);
    request.headers_mut().insert("vmware-api-session-id", token);
    let sent = pin!(Transport::call(script, request));
    match sent.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn status(script: &Script, method: &str, uri: &str) -> u16 {
    call(script, method, uri, "").unwrap().status().as_u16()
}

#[test]
fn answers_play_in_order_and_once() {
    let script = Script::new().then(Answer::empty(201)).then(Answer::json(200, "{}").header("x-a", "b"));
    assert_eq!(script.remaining(), 2);
    assert_eq!(status(&script, "POST", "https://a.example/1"), 201);
    let second = call(&script, "GET", "https://a.example/2", "").unwrap();
    assert_eq!((second.status().as_u16(), second.body().as_bytes()), (200, b"{}".as_slice()));
    assert_eq!(second.headers()["content-type"], "application/json");
    assert_eq!(second.headers()["x-a"], "b");
    assert_eq!(script.remaining(), 0);
}

#[test]
fn the_end_of_the_script_names_the_request_but_not_its_query() {
    let script = Script::new().then(Answer::empty(204));
    assert_eq!(status(&script, "GET", "https://a.example/1"), 204);
    let error = call(&script, "POST", "https://a.example/rest/b?c=canary", "").unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Other);
    let said = "the request failed on its way: the script has no answer for request 2, POST /rest/b";
    assert_eq!(error.to_string(), said);
    assert_eq!(script.requests().len(), 2);
}

#[test]
fn a_matcher_goes_first_and_plays_for_ever() {
    let script = Script::new()
        .then(Answer::empty(201))
        .when(|request| request.method() == "GET" && request.path() == "/a", Answer::empty(202))
        .when(|request| request.method() == "GET", Answer::empty(203));
    let seen = ["/a", "/b", "/a"].map(|path| status(&script, "GET", &format!("https://a.example{path}")));
    assert_eq!(seen, [202, 203, 202]);
    assert_eq!(script.remaining(), 1);
    assert_eq!(status(&script, "POST", "https://a.example/a"), 201);
}

#[test]
fn a_matcher_may_look_at_the_script() {
    let script = Script::new();
    let seen = script.clone();
    let script = script.when(move |_| seen.requests().is_empty(), Answer::empty(202)).then(Answer::empty(204));
    assert_eq!(status(&script, "GET", "https://a.example/"), 202);
    assert_eq!(status(&script, "GET", "https://a.example/"), 204);
}

#[test]
fn everything_of_a_request_is_noted_and_no_secret_shows() {
    let script = Script::new().then(Answer::empty(204));
    call(&script, "POST", "https://a.example:8443/b/c?d=e", r#"{"password":"canary-password"}"#).unwrap();
    let requests = script.requests();
    let request: &Recorded = &requests[0];
    assert_eq!((request.method().as_str(), request.path(), request.uri().query()), ("POST", "/b/c", Some("d=e")));
    assert_eq!(request.headers()["vmware-api-session-id"], "canary-token");
    assert_eq!(request.body(), br#"{"password":"canary-password"}"#);
    assert_eq!(request.json().unwrap()["password"], "canary-password");
    let answer = Answer::json(200, "canary").header("x-token", "canary");
    let shown = format!("{script:?} {request:?} {answer:?}");
    assert!(shown.contains("/b/c") && !shown.contains("canary"), "{shown}");
}

#[test]
fn a_body_that_is_no_json_is_none() {
    let script = Script::new().then(Answer::empty(204)).then(Answer::empty(204));
    call(&script, "POST", "https://a.example/", "<html>").unwrap();
    call(&script, "POST", "https://a.example/", "").unwrap();
    assert!(script.requests().iter().all(|request| request.json().is_none()));
}

#[test]
fn failures_play_as_they_were_written() {
    let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    let presented = Untrusted::new("a.example", sha256, sha1, "its issuer is not known");
    let script = Script::new()
        .then(Answer::fails(TransportErrorKind::Timeout, "10 s have passed").header("ignored", "x"))
        .then(Answer::untrusted(presented.clone()));
    let timeout = call(&script, "GET", "https://a.example/", "").unwrap_err();
    assert_eq!(timeout.kind(), TransportErrorKind::Timeout);
    assert!(timeout.to_string().ends_with(": 10 s have passed"));
    let untrusted = call(&script, "GET", "https://a.example/", "").unwrap_err();
    assert_eq!(untrusted.untrusted(), Some(&presented));
}

#[test]
fn an_answer_that_http_does_not_have_is_an_error() {
    let script = Script::new().then(Answer::empty(42)).then(Answer::empty(200).header("a b", "c"));
    for _ in 0..2 {
        let error = call(&script, "GET", "https://a.example/", "").unwrap_err();
        assert!(error.to_string().contains("an answer that HTTP has not"), "{error}");
    }
}

#[test]
fn a_script_serves_several_threads() {
    let script = (0..100).fold(Script::new(), |script, _| script.then(Answer::empty(204)));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..25).for_each(|_| assert_eq!(status(&script, "GET", "https://a.example/"), 204)));
        }
    });
    assert_eq!((script.requests().len(), script.remaining()), (100, 0));
}
