//! The client: what it judges, what it sends and how often, and what it makes of the outcome.

use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use super::sample::{HOST, READ, SOFT, answer, places};
use crate::rt::support::{RequestBuilder, fault, success_member};
use crate::rt::{
    Authorize, BaseUrl, Basic, Body, BuildError, Client, Error, NoAuth, Operation, Path, RawFault, Report,
    ResponseError, Transport, TransportError, TransportErrorKind, Validate,
};
use http::{Method, Request, Response};

/// Answers with what it was given and keeps what it was asked.
struct Scripted {
    answer: Mutex<Option<Result<Response<Body>, TransportError>>>,
    requests: Mutex<Vec<Request<Body>>>,
}

impl Scripted {
    fn new(answer: Result<Response<Body>, TransportError>) -> Self {
        Self { answer: Mutex::new(Some(answer)), requests: Mutex::new(Vec::new()) }
    }

    fn sent(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

impl Transport for Scripted {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        self.requests.lock().unwrap().push(request);
        self.answer.lock().unwrap().take().expect("nothing is sent twice")
    }
}

/// Sends a name; an empty one breaks a hard rule, a short one a soft rule.
pub(super) struct Rename<'a>(pub(super) &'a str);

impl Operation for Rename<'_> {
    const ID: &'static str = "rename";
    type Auth = Basic;
    type Output = String;
    type Fault = RawFault;

    fn to_request(&self, base: &BaseUrl, auth: &Basic) -> Result<Request<Body>, BuildError> {
        let mut request = RequestBuilder::new(Method::POST, base, "/name");
        request.authorize(auth)?;
        request.json(&self.0)?;
        request.build()
    }

    fn parse_response(response: &Response<Body>) -> Result<String, ResponseError<RawFault>> {
        if !response.status().is_success() {
            return Err(fault(response, &READ));
        }
        success_member(response, "value", &READ).map_err(ResponseError::Decode)
    }
}

impl<C> Validate<C> for Rename<'_> {
    fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
        if self.0.is_empty() {
            report.add(&HOST, &at.member("name"), "must not be empty");
        }
        if self.0.len() < 3 {
            report.add(&SOFT, &at.member("name"), "is short");
        }
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    match future.as_mut().poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn send(name: &str, transport: &Scripted) -> Result<String, Error<RawFault>> {
    let client = Client::new("vcenter.example.com".parse().unwrap(), transport, ());
    block_on(client.send(&Rename(name), &Basic::new("user", "password")))
}

#[test]
fn what_breaks_a_rule_is_not_sent() {
    let transport = Scripted::new(Ok(answer(200, "")));
    let error = send("", &transport).unwrap_err();
    let expected = "the request was not sent, because it breaks rules:\n\
                    error[R-REQ-HOSTNAME] at /name: must not be empty\n\
                    warning[R-CONN-6] at /name: is short";
    assert_eq!(error.to_string(), expected);
    assert!(std::error::Error::source(&error).is_none());
    assert!(matches!(error, Error::Invalid(report) if report.violations().len() == 2));
    assert_eq!(transport.sent(), 0);
}

#[test]
fn a_warning_does_not_keep_it_from_being_sent_once() {
    let transport = Scripted::new(Ok(answer(200, r#"{"value": "vc"}"#)));
    assert_eq!(send("vc", &transport).unwrap(), "vc");
    let requests = transport.requests.lock().unwrap();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].uri(), "https://vcenter.example.com/name");
    assert_eq!(requests[0].body().as_bytes(), br#""vc""#);
    assert_eq!(requests[0].headers()["authorization"], "Basic dXNlcjpwYXNzd29yZA==");
}

#[test]
fn warnings_can_be_seen_beforehand() {
    let transport = Scripted::new(Ok(answer(200, "")));
    let client = Client::new("vcenter.example.com".parse().unwrap(), &transport, ());
    assert_eq!(places(&client.validate(&Rename("vc"))), ["R-CONN-6 /name"]);
    assert!(client.validate(&Rename("vcenter")).is_clean());
    assert_eq!(transport.sent(), 0);
    assert_eq!(client.base().as_str(), "https://vcenter.example.com");
}

#[test]
fn send_unchecked_sends_what_breaks_rules() {
    let transport = Scripted::new(Ok(answer(201, r#"{"value": "x"}"#)));
    let client = Client::new("vcenter.example.com".parse().unwrap(), &transport, ());
    let output = block_on(client.send_unchecked(&Rename(""), &Basic::new("user", "password")));
    assert_eq!(output.unwrap(), "x");
    assert_eq!(transport.sent(), 1);
}

#[test]
fn a_request_that_cannot_be_built_is_not_sent() {
    let transport = Scripted::new(Ok(answer(200, "")));
    let client = Client::new("vcenter.example.com".parse().unwrap(), &transport, ());
    let error = block_on(client.send(&Rename("name"), &Basic::new("us:er", "password"))).unwrap_err();
    assert!(error.to_string().starts_with("the request cannot be built: the user name holds a colon"), "{error}");
    assert!(matches!(error, Error::Build(_)));
    assert_eq!(transport.sent(), 0);
}

#[test]
fn a_refusal_and_a_success_that_cannot_be_read_are_two_things() {
    let refused = send("name", &Scripted::new(Ok(answer(503, "<html>")))).unwrap_err();
    assert!(
        matches!(refused, Error::Fault(response) if response.status == 503 && response.fault.excerpt() == "<html>")
    );
    let unread = send("name", &Scripted::new(Ok(answer(200, "<html>")))).unwrap_err();
    assert!(matches!(unread, Error::Decode(error) if error.status == 200));
    // A redirect is not followed.
    let transport = Scripted::new(Ok(answer(307, "")));
    assert!(matches!(send("name", &transport).unwrap_err(), Error::Fault(response) if response.status == 307));
    assert_eq!(transport.sent(), 1);
}

#[test]
fn nothing_is_repeated_when_the_transport_fails() {
    let cases = [
        (TransportErrorKind::Connect, "nothing was sent", true),
        (TransportErrorKind::Untrusted, "nothing was sent", true),
        (TransportErrorKind::Timeout, "the server may have acted", false),
        (TransportErrorKind::Interrupted, "the server may have acted", false),
        (TransportErrorKind::TooLarge, "the server may have acted", false),
        (TransportErrorKind::Other, "failed on its way", false),
    ];
    for (kind, said, not_sent) in cases {
        let transport = Scripted::new(Err(TransportError::new(kind, "the cause")));
        let error = send("name", &transport).unwrap_err();
        assert_eq!(transport.sent(), 1);
        assert!(error.to_string().contains(said) && error.to_string().ends_with(": the cause"), "{error}");
        let Error::Transport(error) = error else { panic!("{error}") };
        assert_eq!((error.kind(), error.is_not_sent()), (kind, not_sent));
    }
}

#[test]
fn the_chain_of_causes_goes_on_behind_the_first() {
    #[derive(Debug)]
    struct Outer(std::io::Error);
    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("outer")
        }
    }
    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }
    let cause = Outer(std::io::Error::other("inner"));
    let error: Error<RawFault> = Error::Transport(TransportError::new(TransportErrorKind::Other, cause));
    assert_eq!(error.to_string(), "the request failed on its way: outer");
    assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some("inner"));
}

#[test]
fn the_futures_can_be_sent_to_another_thread() {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }
    let client = Client::new("vcenter.example.com".parse().unwrap(), Scripted::new(Ok(answer(500, ""))), ());
    let operation = Rename("name");
    let auth = Basic::new("user", "password");
    drop(assert_send(client.send(&operation, &auth)));
    drop(assert_send(client.send_unchecked(&operation, &auth)));
    assert_eq!(client.base().as_str(), "https://vcenter.example.com");
}

#[test]
fn an_operation_knows_its_name_and_its_scheme() {
    fn scheme<O: Operation<Auth = Basic>>() -> &'static str {
        O::ID
    }
    assert_eq!(scheme::<Rename<'_>>(), "rename");
    assert_eq!(NoAuth.authorize(&mut http::HeaderMap::new()), Ok(()));
}
