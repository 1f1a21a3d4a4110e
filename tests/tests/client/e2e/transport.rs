//! What can happen to a request on its way, and that none of it makes the client ask twice or talk to anybody else.

use std::sync::Mutex;
use std::time::Duration;

use vcha_client::http::{Request, Response};
use vcha_client::{
    Body, Client, Error, RedeployTaskFault, Rules, SessionId, Settings, Transport, TransportError, TransportErrorKind,
};
use vcha_tests::canary;
use vcha_tests::loopback::{self, Loopback, Reply};

use super::{Outcome, client, exchange, operation, run, started};

/// Long enough for anything on loopback, short enough to wait for.
const SHORT: Duration = Duration::from_secs(1);

/// The kind of the error, and whether the request was certainly not sent.
fn failure(outcome: &Outcome) -> (TransportErrorKind, bool) {
    match outcome {
        Err(Error::Transport(error)) => (error.kind(), error.is_not_sent()),
        other => panic!("no error of the transport: {other:?}"),
    }
}

#[test]
fn nobody_there_means_that_nothing_was_sent() {
    let client = client(&loopback::nobody(), &Settings::default());
    let outcome = run(client.send(&operation(), &SessionId::new(canary::TOKEN)));
    assert_eq!(failure(&outcome), (TransportErrorKind::Connect, true));
}

#[test]
fn an_answer_that_is_cut_off_is_an_interruption() {
    for reply in [
        Reply::Bytes(Vec::new()),
        Reply::Bytes(b"HTTP/1.1 200".to_vec()),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n".to_vec()),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{\"value\":\"task-1\"}".to_vec()),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"value".to_vec()),
        Reply::Bytes(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{\"type\":".to_vec()),
    ] {
        let (outcome, received) = exchange(reply.clone(), &Settings::default());
        assert_eq!(failure(&outcome), (TransportErrorKind::Interrupted, false), "{reply:?}");
        assert_eq!(received.len(), 1, "nothing is repeated: {reply:?}");
    }
}

#[test]
fn a_connection_that_is_closed_at_once_is_not_tried_again() {
    let (outcome, received) = exchange(Reply::HangUp, &Settings::default());
    assert_eq!(failure(&outcome).0, TransportErrorKind::Interrupted);
    assert_eq!(received, []);
}

#[test]
fn what_is_no_http_is_an_interruption() {
    let (outcome, received) = exchange(Reply::Bytes(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()), &Settings::default());
    assert_eq!(failure(&outcome), (TransportErrorKind::Interrupted, false));
    assert_eq!(received.len(), 1);
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"value\":".to_vec();
    for reply in [Reply::Silence, Reply::Stall(b"HTTP/1.1 200".to_vec()), Reply::Stall(half)] {
        let (outcome, received) = exchange(reply.clone(), &Settings::default().timeout(SHORT));
        assert_eq!(failure(&outcome), (TransportErrorKind::Timeout, false), "{reply:?}");
        assert_eq!(received.len(), 1, "nothing is repeated: {reply:?}");
    }
}

#[test]
fn an_answer_has_a_largest_size() {
    let body = r#"{"value":"task-1"}"#;
    let chunked = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    for reply in [
        Reply::json("200 OK", body),
        Reply::head("200 OK", "", body),
        Reply::head("200 OK", "Transfer-Encoding: chunked\r\n", &chunked),
    ] {
        let settings = Settings::default().max_response_bytes(body.len());
        assert!(exchange(reply.clone(), &settings).0.is_ok(), "as large as allowed: {reply:?}");
        let settings = Settings::default().max_response_bytes(body.len() - 1);
        let (outcome, received) = exchange(reply.clone(), &settings);
        assert_eq!(failure(&outcome), (TransportErrorKind::TooLarge, false), "one byte more: {reply:?}");
        assert_eq!(received.len(), 1);
    }
    let (outcome, _) =
        exchange(Reply::text("502 Bad Gateway", "text/html", &"x".repeat(9 << 20)), &Settings::default());
    assert_eq!(failure(&outcome), (TransportErrorKind::TooLarge, false), "more than the default");
}

#[test]
fn a_redirect_is_an_answer_and_nobody_else_is_asked() {
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let other = Loopback::start(vec![started()]);
        let location = format!("Location: {}/elsewhere\r\nContent-Length: 0\r\n", other.url());
        let (outcome, received) = exchange(Reply::head(status, &location, ""), &Settings::default());
        let Err(Error::Fault(refusal)) = outcome else { panic!("{status}: {outcome:?}") };
        assert!(status.starts_with(refusal.status.as_str()), "{status}");
        assert!(matches!(refusal.fault, RedeployTaskFault::Other(_)));
        assert_eq!(received.len(), 1);
        assert_eq!(other.finish(), [], "{status}: the token went on");
    }
}

#[test]
fn an_address_of_https_is_never_spoken_to_in_plain_text() {
    let server = Loopback::start(vec![started()]);
    let client = client(&format!("https://{}", server.authority()), &Settings::default().connect_timeout(SHORT));
    let outcome = run(client.send(&operation(), &SessionId::new(canary::TOKEN)));
    assert_eq!(failure(&outcome), (TransportErrorKind::Connect, true));
    let [seen] = <[_; 1]>::try_from(server.finish()).expect("one connection");
    // The first byte of a TLS handshake.
    assert!(seen.head.starts_with('\u{16}'), "{seen:?}");
    canary::assert_none("what the server saw", &format!("{seen:?}"));
}

/// A transport that a user of the crate wrote: it keeps the requests and answers from memory.
#[derive(Default)]
struct Memory {
    requests: Mutex<Vec<Request<Body>>>,
}

impl Transport for Memory {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        self.requests.lock().expect("one test, one thread").push(request);
        Ok(Response::new(Body::from(br#"{"value":"task-2"}"#.to_vec())))
    }
}

#[test]
fn another_transport_will_do() {
    let memory = Memory::default();
    let client = Client::new(vcha_client::server("vcenter.example.com").expect("an address"), &memory, Rules);
    let task = run(client.send(&operation(), &SessionId::new("b5a1"))).expect("a task");
    assert_eq!(task.as_str(), "task-2");
    let requests = memory.requests.lock().expect("one test, one thread");
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].uri().host(), Some("vcenter.example.com"));
}

#[test]
fn sending_can_move_between_threads() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let server = Loopback::start(vec![started()]);
    let client = client(&server.url(), &Settings::default());
    let (operation, session) = (operation(), SessionId::new("b5a1"));
    let future = is_send(client.send(&operation, &session));
    assert!(run(future).is_ok());
    assert_eq!(server.finish().len(), 1);
}
