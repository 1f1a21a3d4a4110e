//! Logging in, what is sent in a session, and logging out.

use std::ops::ControlFlow;

use super::super::session::{CallError, Family, FaultKind, InvalidFamily, Session};
use super::super::tasks::Wait;
use super::{
    FAILURES, FAMILIES, Virtual, WHO, client, credentials, header, info, login_line, logins, open, refusal, run, sent,
    spec, success, token,
};
use crate::api::rt::testing::{Answer, Script};
use crate::api::rt::{Basic, Error, TransportErrorKind};
use crate::api::security::SessionId;
use crate::api::types::TaskId;
use crate::checks::Rules;

#[test]
fn families_have_names() {
    for (text, family) in [
        ("rest", Ok(Family::Rest)),
        ("api", Ok(Family::Api)),
        ("", Err(InvalidFamily)),
        ("API", Err(InvalidFamily)),
        ("rest ", Err(InvalidFamily)),
    ] {
        assert_eq!(text.parse::<Family>(), family, "{text}");
        assert!(family.is_err() || family.is_ok_and(|family| family.to_string() == text), "{text}");
    }
    assert_eq!(InvalidFamily.to_string(), "must be `rest` or `api`");
}

#[test]
fn how_a_login_looks() {
    for family in FAMILIES {
        let script = Script::new().then(token(family, 1));
        let session = open(family, &script);
        assert_eq!((session.family(), sent(&script)), (family, vec![login_line(family).to_owned()]));
        let requests = script.requests();
        let request = &requests[0];
        // "operator@example.com:correct horse"
        assert_eq!(header(request, "authorization"), "Basic b3BlcmF0b3JAZXhhbXBsZS5jb206Y29ycmVjdCBob3JzZQ==");
        assert_eq!(header(request, "vmware-use-header-authn"), "true");
        assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));
        assert!(!request.headers().contains_key("cookie"));
    }
}

#[test]
fn what_is_sent_in_a_session() {
    for family in FAMILIES {
        let script = Script::new()
            .then(token(family, 1))
            .then(success(family, WHO))
            .then(success(family, r#""a:b/c?d""#))
            .then(success(family, &info("RUNNING", "")))
            .then(Answer::empty(204))
            .then(Answer::empty(204));
        let session = open(family, &script);
        run(async {
            assert_eq!(session.who_am_i().await.expect("it answers").user, "operator");
            let task = session.redeploy(spec()).await.expect("it starts");
            assert_eq!(task.as_str(), "a:b/c?d");
            assert_eq!(session.task(&task).await.expect("it answers").id, task);
            session.cancel(&task).await.expect("it stops");
            let (client, token) = session.parts();
            assert_eq!((client.base().as_str(), token), ("https://vcenter.example.com", SessionId::new("token-1")));
            session.close().await.expect("it ends");
        });
        let expected = match family {
            Family::Rest => [
                "POST /rest/com/vmware/cis/session",
                "POST /rest/com/vmware/cis/session?~action=get token-1",
                "POST /rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy token-1",
                "GET /rest/cis/tasks/a%3Ab%2Fc%3Fd token-1",
                "POST /rest/cis/tasks/a%3Ab%2Fc%3Fd?action=cancel token-1",
                "DELETE /rest/com/vmware/cis/session token-1",
            ],
            Family::Api => [
                "POST /api/session",
                "GET /api/session token-1",
                "POST /api/vcenter/vcha/cluster/passive?action=redeploy&vmw-task=true token-1",
                "GET /api/cis/tasks/a%3Ab%2Fc%3Fd token-1",
                "POST /api/cis/tasks/a%3Ab%2Fc%3Fd?action=cancel token-1",
                "DELETE /api/session token-1",
            ],
        };
        assert_eq!(sent(&script), expected);
        assert_eq!((logins(&script), script.remaining()), (1, 0));
    }
}

#[test]
fn when_the_other_family_is_tried() {
    let other = r#"{"name":"com.vmware.vapi.rest.httpNotFound","localizableMessages":[],"majorErrorCode":404}"#;
    for (answer, is_tried) in [
        (Answer::empty(404), true),
        (Answer::json(404, other), true),
        (Answer::new(404, "text/html", "<h1>Not Found</h1>"), true),
        (refusal(Family::Api, 404, "operation_not_found"), true),
        (refusal(Family::Rest, 404, "operation_not_found"), true),
        (refusal(Family::Api, 404, "not_found"), true),
        // The body decides.
        (refusal(Family::Api, 400, "operation_not_found"), true),
        (refusal(Family::Api, 404, "unauthenticated"), false),
        (refusal(Family::Api, 401, "unauthenticated"), false),
        (Answer::empty(401), false),
        (Answer::empty(400), false),
        (Answer::empty(403), false),
        (Answer::empty(307), false),
        (refusal(Family::Api, 503, "service_unavailable"), false),
        (Answer::new(503, "text/html", "<h1>Unavailable</h1>"), false),
        (Answer::empty(500), false),
        // A success that cannot be read has logged in all the same.
        (Answer::json(201, r#"{"value":"token-1"}"#), false),
    ] {
        let shown = format!("{answer:?}");
        let script = Script::new().then(answer).then(token(Family::Rest, 1));
        let opened = run(Session::open_either(client(script.clone()), credentials()));
        assert_eq!(opened.as_ref().map(Session::family).ok(), is_tried.then_some(Family::Rest), "{shown}");
        assert_eq!(logins(&script), if is_tried { 2 } else { 1 }, "{shown}");
        assert_eq!(sent(&script)[0], "POST /api/session");
    }
    for kind in FAILURES {
        let script = Script::new().then(Answer::fails(kind, "it fails")).then(token(Family::Rest, 1));
        let failed = run(Session::open_either(client(script.clone()), credentials()));
        assert!(matches!(failed, Err(Error::Transport(error)) if error.kind() == kind));
        assert_eq!(script.requests().len(), 1, "{kind:?}");
    }
    let script = Script::new().then(token(Family::Api, 1));
    let session = run(Session::open_either(client(script.clone()), credentials())).expect("it opens");
    assert_eq!((session.family(), script.requests().len()), (Family::Api, 1));
}

#[test]
fn a_login_that_is_refused_under_both() {
    let script = Script::new().then(Answer::empty(404)).then(refusal(Family::Rest, 401, "unauthenticated"));
    let refused = run(Session::open_either(client(script.clone()), credentials()));
    assert!(matches!(refused, Err(Error::Fault(response)) if response.fault.kind() == FaultKind::Unauthenticated));
    assert_eq!(logins(&script), 2);
}

#[test]
fn a_redeployment_is_sent_once() {
    for family in FAMILIES {
        let mut answers = vec![
            refusal(family, 401, "unauthenticated"),
            refusal(family, 400, "invalid_argument"),
            refusal(family, 400, "unverified_peer"),
            refusal(family, 403, "unauthorized"),
            refusal(family, 503, "service_unavailable"),
            refusal(family, 504, "timed_out"),
            refusal(family, 500, "error"),
            Answer::empty(401),
            Answer::empty(307).header("location", "https://elsewhere.example.com/"),
            Answer::empty(408),
            Answer::empty(429),
            Answer::new(502, "text/html", "<h1>Bad Gateway</h1>"),
            Answer::new(200, "text/html", "<h1>Welcome</h1>"),
            Answer::empty(200),
            success(family, "null"),
            success(family, "7"),
        ];
        answers.extend(FAILURES.map(|kind| Answer::fails(kind, "it fails")));
        for answer in answers {
            let shown = format!("{family} {answer:?}");
            let script = Script::new().then(token(family, 1)).then(answer).then(success(family, r#""task-8""#));
            let session = open(family, &script);
            assert!(run(session.redeploy(spec())).is_err(), "{shown}");
            assert_eq!((script.requests().len(), logins(&script)), (2, 1), "{shown}");
        }
    }
}

#[test]
fn what_breaks_rules_is_not_sent() {
    for family in FAMILIES {
        let script = Script::new().then(token(family, 1));
        let session = open(family, &script);
        let mut spec = spec();
        spec.placement.name = String::new();
        spec.placement.ha_network = Some("obj-1".into());
        let Err(Error::Invalid(report)) = run(session.redeploy(spec)) else { panic!("it is invalid") };
        let rules: Vec<_> = report.violations().iter().map(|violation| violation.rule).collect();
        assert_eq!(rules, ["R-NAME-1", "R-PLACEMENT-1"]);
        for id in ["", "..", "."] {
            assert!(run(session.task(&id.into())).is_err(), "{id:?}");
            assert!(run(session.cancel(&id.into())).is_err(), "{id:?}");
        }
        assert_eq!(script.requests().len(), 1);
    }
    let script = Script::new();
    let colon = Basic::new("a:b", "c");
    assert!(matches!(run(Session::open_either(client(script.clone()), colon)), Err(Error::Build(_))));
    assert!(script.requests().is_empty());
}

#[test]
fn how_a_session_ends() {
    for family in FAMILIES {
        for (answer, is_fine) in [
            (Answer::empty(200), true),
            (Answer::empty(204), true),
            (Answer::empty(401), true),
            (refusal(family, 401, "unauthenticated"), true),
            (refusal(family, 403, "unauthorized"), false),
            (Answer::empty(404), false),
            (refusal(family, 503, "service_unavailable"), false),
            (Answer::new(502, "text/html", "<h1>Bad Gateway</h1>"), false),
            (Answer::fails(TransportErrorKind::Timeout, "it fails"), false),
        ] {
            let shown = format!("{family} {answer:?}");
            let script = Script::new().then(token(family, 1)).then(answer);
            let closed: Result<(), CallError> = run(open(family, &script).close());
            assert_eq!(closed.is_ok(), is_fine, "{shown}");
            assert_eq!((script.requests().len(), logins(&script)), (2, 1), "{shown}");
            assert!(sent(&script)[1].starts_with("DELETE "), "{shown}");
        }
        let script = Script::new().then(token(family, 1));
        drop(open(family, &script));
        assert_eq!(script.requests().len(), 1);
    }
}

#[test]
fn sessions_and_their_futures_go_between_threads() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    fn is_shared<T: Send + Sync + 'static>(value: T) -> T {
        value
    }
    let script = Script::new().then(token(Family::Api, 1));
    let session: Session<Script, Rules> = is_shared(open(Family::Api, &script));
    let (task, wait) = (TaskId::new("task-7"), Wait::default());
    let clock = Virtual::default();
    drop(is_send(Session::open(client(script.clone()), Family::Api, credentials())));
    drop(is_send(Session::open_either(client(script.clone()), credentials())));
    drop(is_send(session.who_am_i()));
    drop(is_send(session.redeploy(spec())));
    drop(is_send(session.task(&task)));
    drop(is_send(session.cancel(&task)));
    drop(is_send(session.wait(&task, &wait, &clock, |_| ControlFlow::Continue(()))));
    drop(is_send(session.close()));
    // A future that is not polled does nothing.
    assert_eq!(script.requests().len(), 1);
}
