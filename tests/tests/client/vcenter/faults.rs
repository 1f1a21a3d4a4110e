//! A redeployment that the server refuses, or whose answer is lost: the error, and that nothing is sent again.

use std::time::Duration;

use vcha_client::session::{Family, FaultKind, Session};
use vcha_client::{CallError, Error, TransportErrorKind};
use vcha_tests::sim::{Act, Answer, At, Ending, Fault, Message, Op, Peer, Scenario, Shape, Sim};

use super::{
    FAMILIES, assert_careful, assert_no_secret, client, named, open, operations, run, spec, stand_in, trusting,
};
use crate::e2e;

/// Tries to redeploy once, and logs out.
fn attempt(scenario: Scenario, family: Family) -> (Sim, CallError) {
    let sim = stand_in(scenario);
    let refused = run(async {
        let session = open(&sim, family).await;
        let refused = session.redeploy(spec()).await;
        session.close().await.expect("logged out");
        refused
    });
    assert_eq!(operations(&sim), [Op::Login, Op::Redeploy, Op::Logout], "nothing is sent again");
    assert_careful(&sim);
    let error = refused.expect_err("no task");
    assert_no_secret("a refusal", &error);
    (sim, error)
}

/// What a refusal is expected to be, in the two families: status, kind, tag.
struct Expected {
    name: &'static str,
    rest: (u16, FaultKind, Option<&'static str>),
    api: (u16, FaultKind, Option<&'static str>),
    /// A part of each of the server's texts, where there is a fault with texts.
    texts: &'static [&'static str],
}

const CLONE: &[&str] = &["41.5 percent", "The datastore is full."];

fn expected() -> Vec<Expected> {
    use FaultKind::{InvalidArgument, ServiceUnavailable, TimedOut, Unauthorized, Unknown, UnverifiedPeer};
    const ERROR: FaultKind = FaultKind::Error;
    let of = |name, rest, api, texts| Expected { name, rest, api, texts };
    vec![
        of(
            "invalid_argument",
            (400, InvalidArgument, Some("com.vmware.vapi.std.errors.invalid_argument")),
            (400, InvalidArgument, Some("INVALID_ARGUMENT")),
            &["of the active node are not valid"],
        ),
        of(
            "unauthorized",
            (403, Unauthorized, Some("com.vmware.vapi.std.errors.unauthorized")),
            (403, Unauthorized, Some("UNAUTHORIZED")),
            &["Global.VCServer"],
        ),
        of(
            "unverified_peer",
            (400, UnverifiedPeer, Some("com.vmware.vapi.std.errors.unverified_peer")),
            (400, UnverifiedPeer, Some("UNVERIFIED_PEER")),
            &["cannot be validated", "1 certificate has no known issuer."],
        ),
        of("error", (500, ERROR, Some("com.vmware.vapi.std.errors.error")), (500, ERROR, Some("ERROR")), CLONE),
        of(
            "timed_out",
            (504, TimedOut, Some("com.vmware.vapi.std.errors.timed_out")),
            (500, TimedOut, Some("TIMED_OUT")),
            &["Timed out."],
        ),
        of(
            "service_unavailable",
            (503, ServiceUnavailable, Some("com.vmware.vapi.std.errors.service_unavailable")),
            (503, ServiceUnavailable, Some("SERVICE_UNAVAILABLE")),
            &["The service is starting."],
        ),
        of(
            "unknown-type",
            (500, Unknown, Some("com.example.errors.never_seen")),
            (500, Unknown, Some("NEVER_SEEN")),
            &["New."],
        ),
        of("no-type", (500, Unknown, None), (500, ERROR, Some("ERROR")), CLONE),
        of("bare", (500, ERROR, Some("ERROR")), (500, ERROR, Some("ERROR")), CLONE),
        of("no-error_type", (500, ERROR, Some("com.vmware.vapi.std.errors.error")), (500, Unknown, None), CLONE),
    ]
}

#[test]
fn every_fault_is_recognised_by_its_body_in_both_families() {
    let peer = Peer::made_up(7).sha256;
    for expected in expected() {
        for (family, (status, kind, tag)) in [(Family::Rest, expected.rest), (Family::Api, expected.api)] {
            let (sim, error) = attempt(named(expected.name), family);
            let Error::Fault(response) = &error else { panic!("{}: {error}", expected.name) };
            let fault = &response.fault;
            assert_eq!((response.status.as_u16(), fault.kind(), fault.tag()), (status, kind, tag), "{}", expected.name);
            assert_eq!(fault.texts().len(), expected.texts.len(), "{}: {:?}", expected.name, fault.texts());
            let is_said = |(said, text): (&String, &&str)| said.contains(text);
            assert!(fault.texts().iter().zip(expected.texts).all(is_said), "{:?}", fault.texts());
            assert_eq!(fault.thumbprint(), Some(&*peer).filter(|_| kind == FaultKind::UnverifiedPeer));
            assert!(fault.raw().is_none() && error.to_string().contains(kind.as_str()), "{error}");
            assert_eq!(sim.redeploys(), 0);
        }
    }
}

#[test]
fn what_is_no_fault_is_kept_with_its_status_and_its_beginning() {
    for (name, status, content_type, begin) in [
        ("html", 503, Some("text/html"), "<!DOCTYPE html>"),
        ("empty", 500, None, ""),
        ("truncated", 500, Some("application/json"), "{"),
    ] {
        for family in FAMILIES {
            let (sim, error) = attempt(named(name), family);
            let Error::Fault(response) = &error else { panic!("{name}: {error}") };
            assert_eq!((response.status.as_u16(), response.fault.kind()), (status, FaultKind::Unknown));
            let raw = response.fault.raw().expect("the answer");
            assert_eq!((raw.content_type(), raw.tag()), (content_type, None), "{name}");
            assert!(raw.excerpt().starts_with(begin) && raw.excerpt().len() == raw.body_length(), "{name}");
            assert!(error.to_string().contains(&status.to_string()), "{error}");
            assert_eq!(sim.redeploys(), 0);
        }
    }
}

#[test]
fn a_refusal_without_measure_is_cut_or_given_up() {
    // As large as an answer may be, and one that is not JSON, so that its beginning is kept.
    let message = Message::new("a.b", "The datastore is full.");
    let long = Fault::new("error").message(message).shape(Shape::Huge(64 << 10));
    let page = Answer::of(502, "text/html", "x".repeat(64 << 10));
    for family in FAMILIES {
        let (_, error) = attempt(Scenario::refused(long.clone()), family);
        let Error::Fault(response) = &error else { panic!("{error}") };
        assert_eq!(response.fault.kind(), FaultKind::Error);
        assert!(response.fault.texts().iter().all(|text| text.len() <= 2000), "{:?}", response.fault.texts().len());
        assert_eq!(response.fault.texts().last().map(String::as_str), Some("The datastore is full."));
        assert!(format!("{error:?}").len() < 1000);

        let (_, error) =
            attempt(Scenario::default().inject(At::Every(Op::Redeploy), Act::Answer(page.clone())), family);
        let Error::Fault(response) = &error else { panic!("{error}") };
        let raw = response.fault.raw().expect("the answer");
        assert_eq!((raw.excerpt().len(), raw.body_length()), (2048, 64 << 10));
    }
    let (_, error) = attempt(named("huge"), Family::Rest);
    let Error::Transport(cause) = &error else { panic!("{error}") };
    assert_eq!((cause.kind(), cause.is_not_sent()), (TransportErrorKind::TooLarge, false));
    assert!(error.to_string().contains("may have acted"), "{error}");
}

#[test]
fn a_server_that_repeats_the_request_is_not_repeated() {
    for family in FAMILIES {
        // `attempt` looks for the secrets.
        let (_, error) = attempt(named("echo"), family);
        let Error::Fault(response) = &error else { panic!("{error}") };
        let [echo, _, _] = response.fault.texts() else { panic!("three texts") };
        assert!(echo.contains("vc-mgmt.example.com"), "the texts are there for whoever asks for them: {echo}");
        assert!(!format!("{error} {error:?}").contains("vc-mgmt.example.com"));
    }
}

#[test]
fn a_lost_answer_says_that_the_server_may_have_acted_and_nothing_is_sent_again() {
    for (act, ending, started) in [
        (Act::Close { acted: true }, Ending::Closed, 1),
        (Act::Close { acted: false }, Ending::Closed, 0),
        (Act::Cut { keep: None }, Ending::Cut(200), 1),
        (Act::Cut { keep: Some(0) }, Ending::Cut(200), 1),
    ] {
        for family in FAMILIES {
            // Were it sent again, it would succeed.
            let (sim, error) = attempt(Scenario::default().inject(At::Nth(Op::Redeploy, 0), act.clone()), family);
            let Error::Transport(cause) = &error else { panic!("{act:?}: {error}") };
            assert_eq!((cause.kind(), cause.is_not_sent()), (TransportErrorKind::Interrupted, false), "{act:?}");
            assert!(error.to_string().contains("the server may have acted"), "{error}");
            let accepted = if family == Family::Api && ending == Ending::Cut(200) { Ending::Cut(202) } else { ending };
            assert_eq!((sim.requests()[1].ending, sim.redeploys()), (accepted, started), "{act:?}");
        }
    }
}

#[test]
fn an_answer_that_never_comes_is_given_up_and_nothing_is_sent_again() {
    for family in FAMILIES {
        let sim = stand_in(named("hangs"));
        run(async {
            let session = open(&sim, family).await;
            // Only the request that is never answered has the short limit.
            let impatient = e2e::client(sim.url(), &trusting(&sim).timeout(Duration::from_millis(500)));
            let hurried = Session::resume(impatient, family, session.parts().1);
            let error = hurried.redeploy(spec()).await.expect_err("no answer");
            let Error::Transport(cause) = &error else { panic!("{error}") };
            assert_eq!((cause.kind(), cause.is_not_sent()), (TransportErrorKind::Timeout, false));
            assert!(error.to_string().contains("the server may have acted"), "{error}");
            assert_no_secret("a timeout", &error);
            session.close().await.expect("logged out");
        });
        assert_eq!((operations(&sim), sim.redeploys()), (vec![Op::Login, Op::Redeploy, Op::Logout], 1));
        assert_careful(&sim);
    }
}

#[test]
fn a_success_in_other_words_says_so_and_is_not_repeated() {
    for (answer, family) in [
        (Answer::of(200, "application/json", r#"{"value":null}"#), Family::Rest),
        (Answer::of(200, "application/json", r#"{"value":7}"#), Family::Rest),
        (Answer::empty(202), Family::Api),
        (Answer::of(200, "text/html", "<html>Welcome</html>"), Family::Api),
    ] {
        let act = Act::Answer(answer.clone());
        let (_, error) = attempt(Scenario::default().inject(At::Nth(Op::Redeploy, 0), act), family);
        let Error::Decode(error) = &error else { panic!("{answer:?}: {error}") };
        assert_eq!(error.status.as_u16(), answer.status);
    }
}

#[test]
fn a_request_that_breaks_rules_never_leaves() {
    for family in FAMILIES {
        let sim = stand_in(Scenario::default());
        run(async {
            let session = Session::open(client(&sim), family, super::login()).await.expect("a session");
            let mut spec = spec();
            spec.placement.name.clear();
            let refused = session.redeploy(spec).await;
            assert!(matches!(&refused, Err(Error::Invalid(report)) if report.has_errors()), "{refused:?}");
            session.close().await.expect("logged out");
        });
        assert_eq!(operations(&sim), [Op::Login, Op::Logout]);
        assert_careful(&sim);
    }
}
