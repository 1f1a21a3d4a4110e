//! The client that blocks: the same judging and the same outcomes as the one that does not.

use super::client::Rename;
use super::sample::places;
use crate::rt::testing::{Answer, Script};
use crate::rt::{Basic, BlockingClient, BlockingTransport, Error, RawFault, TransportErrorKind};

fn client(script: &Script) -> BlockingClient<Script, ()> {
    BlockingClient::new("vcenter.example.com".parse().unwrap(), script.clone(), ())
}

fn send(name: &str, script: &Script) -> Result<String, Error<RawFault>> {
    client(script).send(&Rename(name), &Basic::new("user", "password"))
}

#[test]
fn what_breaks_a_rule_is_not_sent() {
    let script = Script::new().then(Answer::json(200, r#"{"value": "x"}"#));
    let error = send("", &script).unwrap_err();
    assert!(matches!(error, Error::Invalid(report) if report.violations().len() == 2));
    assert!(script.requests().is_empty());
    let sent = client(&script).send_unchecked(&Rename(""), &Basic::new("user", "password"));
    assert_eq!(sent.unwrap(), "x");
    assert_eq!(script.requests().len(), 1);
}

#[test]
fn warnings_can_be_seen_and_do_not_stop_it() {
    let script = Script::new().then(Answer::json(200, r#"{"value": "vc"}"#));
    assert_eq!(places(&client(&script).validate(&Rename("vc"))), ["R-CONN-6 /name"]);
    assert_eq!(client(&script).base().as_str(), "https://vcenter.example.com");
    assert!(script.requests().is_empty());
    assert_eq!(send("vc", &script).unwrap(), "vc");
    assert_eq!(script.requests()[0].body(), br#""vc""#);
}

#[test]
fn each_stage_has_its_own_error_and_nothing_is_repeated() {
    let script = Script::new()
        .then(Answer::new(503, "text/html", "<html>"))
        .then(Answer::new(200, "text/html", "<html>"))
        .then(Answer::fails(TransportErrorKind::Interrupted, "reset"));
    let refused = send("name", &script).unwrap_err();
    assert!(matches!(refused, Error::Fault(answer) if answer.status == 503 && answer.fault.excerpt() == "<html>"));
    assert!(matches!(send("name", &script).unwrap_err(), Error::Decode(error) if error.status == 200));
    let failed = send("name", &script).unwrap_err();
    assert!(matches!(failed, Error::Transport(error) if error.kind() == TransportErrorKind::Interrupted));
    assert_eq!((script.requests().len(), script.remaining()), (3, 0));
    let unbuilt = client(&script).send(&Rename("name"), &Basic::new("us:er", "password")).unwrap_err();
    assert!(matches!(unbuilt, Error::Build(_)));
    assert_eq!(script.requests().len(), 3);
}

#[test]
fn a_borrowed_transport_is_one_too() {
    fn call(transport: impl BlockingTransport) -> u16 {
        transport.call(http::Request::default()).unwrap().status().as_u16()
    }
    let script = Script::new().then(Answer::empty(204));
    assert_eq!(call(&script), 204);
}
