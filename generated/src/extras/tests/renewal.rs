//! Sessions that the server has ended: who logs in again, and how often.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use super::super::session::{Family, FaultKind, Session, SessionError};
use super::{
    FAILURES, FAMILIES, WHO, client, credentials, header, info, login_line, logins, open, refusal, run, sent, success,
    token,
};
use crate::api::rt::http::{Request, Response};
use crate::api::rt::testing::{Answer, Recorded, Script};
use crate::api::rt::{Body, Error, Transport, TransportError};
use crate::checks::Rules;

/// The calls that may be repeated.
#[derive(Clone, Copy, Debug)]
enum Call {
    WhoAmI,
    Task,
    Cancel,
}

const CALLS: [Call; 3] = [Call::WhoAmI, Call::Task, Call::Cancel];

impl Call {
    async fn make(self, session: &Session<Script, Rules>) -> Result<(), SessionError> {
        let task = "task-7".into();
        match self {
            Self::WhoAmI => session.who_am_i().await.map(drop),
            Self::Task => session.task(&task).await.map(drop),
            Self::Cancel => session.cancel(&task).await,
        }
    }

    fn answer(self, family: Family) -> Answer {
        match self {
            Self::WhoAmI => success(family, WHO),
            Self::Task => success(family, &info("RUNNING", "")),
            Self::Cancel => Answer::empty(204),
        }
    }
}

/// Every pair of a family and a call, with each way to say that the session has ended.
fn cases() -> Vec<(Family, Call, Answer)> {
    let ends = |family| {
        let words = Answer::json(401, r#"{"type":"about:blank","title":"Unauthorized"}"#);
        [refusal(family, 401, "unauthenticated"), Answer::empty(401), words]
    };
    let pairs = FAMILIES.into_iter().flat_map(|family| CALLS.map(|call| (family, call)));
    pairs.flat_map(|(family, call)| ends(family).map(|end| (family, call, end))).collect()
}

#[test]
fn a_call_opens_the_session_anew() {
    for (family, call, end) in cases() {
        let script = Script::new().then(token(family, 1)).then(end).then(token(family, 2));
        let script = script.then(call.answer(family)).then(call.answer(family));
        let session = open(family, &script);
        run(call.make(&session)).expect("it is repeated");
        run(call.make(&session)).expect("the new session stays");
        let sent = sent(&script);
        assert_eq!((sent.len(), sent[2].as_str()), (5, login_line(family)), "{family} {call:?}");
        let tokens: Vec<_> = sent.iter().filter_map(|line| line.rsplit_once(" token-")).collect();
        assert_eq!(tokens.iter().map(|(_, number)| *number).collect::<Vec<_>>(), ["1", "2", "2"]);
        assert!(tokens.iter().all(|(line, _)| *line == tokens[0].0), "{sent:?}");
        assert_eq!(logins(&script), 2);
    }
}

#[test]
fn a_call_is_repeated_once() {
    for (family, call, end) in cases() {
        let script = Script::new().then(token(family, 1)).then(end.clone()).then(token(family, 2)).then(end);
        let script = script.then(token(family, 3)).then(call.answer(family));
        let session = open(family, &script);
        let error = run(call.make(&session)).expect_err("it is refused again");
        assert!(matches!(error, SessionError::Call(_)) && error.refusal().is_some(), "{family} {call:?}: {error}");
        assert_eq!((script.requests().len(), logins(&script)), (4, 2), "{family} {call:?}");
    }
}

#[test]
fn a_refused_login_is_an_error_of_the_login() {
    for (family, call, end) in cases() {
        let wrong = refusal(family, 401, "unauthenticated");
        let script = Script::new().then(token(family, 1)).then(end).then(wrong).then(token(family, 2));
        let session = open(family, &script);
        let error = run(call.make(&session)).expect_err("nobody is let in");
        assert!(matches!(error, SessionError::Login(Error::Fault(_))), "{family} {call:?}: {error}");
        assert_eq!(error.refusal().map(|(refusal, _)| refusal.kind()), Some(FaultKind::Unauthenticated));
        assert!(
            error.to_string().starts_with("the session has ended, and logging in again failed: the server refused")
        );
        assert_eq!((script.requests().len(), logins(&script)), (3, 2), "{family} {call:?}");
    }
}

#[test]
fn other_failures_are_not_repeated() {
    for (family, call, _) in cases() {
        let mut answers = vec![
            refusal(family, 403, "unauthorized"),
            refusal(family, 401, "unauthorized"),
            refusal(family, 404, "not_found"),
            refusal(family, 503, "service_unavailable"),
            Answer::empty(403),
            Answer::empty(500),
            Answer::new(502, "text/html", "<h1>Bad Gateway</h1>"),
        ];
        answers.extend(FAILURES.map(|kind| Answer::fails(kind, "it fails")));
        for answer in answers {
            let shown = format!("{family} {call:?} {answer:?}");
            let script = Script::new().then(token(family, 1)).then(answer).then(token(family, 2));
            let error = run(call.make(&open(family, &script))).expect_err("it fails");
            assert!(matches!(error, SessionError::Call(_)), "{shown}");
            assert_eq!((script.requests().len(), logins(&script)), (2, 1), "{shown}");
        }
    }
}

/// Hands on to the script at once, and the answers only when they are let go.
struct Held {
    script: Script,
    is_held: Arc<AtomicBool>,
}

impl Transport for Held {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let answer = Transport::call(&self.script, request).await;
        poll_fn(|_| if self.is_held.load(Ordering::SeqCst) { Poll::Pending } else { Poll::Ready(()) }).await;
        answer
    }
}

#[test]
fn a_later_call_finds_the_new_session() {
    for family in FAMILIES {
        let dead = refusal(family, 401, "unauthenticated");
        let script = Script::new().then(token(family, 1)).then(dead.clone()).then(dead).then(token(family, 2));
        let script = script.then(success(family, WHO)).then(success(family, WHO));
        let is_held = Arc::new(AtomicBool::new(false));
        let held = Held { script: script.clone(), is_held: Arc::clone(&is_held) };
        let session = run(Session::open(client(held), family, credentials())).expect("it opens");

        let mut context = Context::from_waker(Waker::noop());
        let mut late = pin!(session.who_am_i());
        is_held.store(true, Ordering::SeqCst);
        assert!(late.as_mut().poll(&mut context).is_pending());
        is_held.store(false, Ordering::SeqCst);
        run(session.who_am_i()).expect("the first logs in");
        run(late).expect("the second need not");

        let tokens: Vec<_> = sent(&script).iter().filter_map(|line| line.chars().last()?.to_digit(10)).collect();
        assert_eq!((tokens, logins(&script), script.remaining()), (vec![1, 1, 2, 2], 2, 0), "{family}");
    }
}

#[test]
fn many_threads_share_a_session() {
    for family in FAMILIES {
        let holds = |number: u32| {
            let token = format!("token-{number}");
            move |request: &Recorded| header(request, "vmware-api-session-id") == token
        };
        let script = Script::new().then(token(family, 1)).when(holds(1), Answer::empty(401));
        let script = script.when(holds(2), success(family, WHO));
        let session = open(family, &script);
        // From now on every login gives the second token.
        let script = script.when(|_| true, token(family, 2));
        std::thread::scope(|scope| {
            let calls: Vec<_> = (0..4).map(|_| scope.spawn(|| run(session.who_am_i()))).collect();
            for call in calls {
                assert_eq!(call.join().expect("no panic").expect("it answers").user, "operator");
            }
        });
        assert_eq!(logins(&script), 2, "{family}");
    }
}
