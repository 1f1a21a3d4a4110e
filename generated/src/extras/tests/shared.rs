//! Many calls in one session that has ended: one of them logs in, and a refused password is sent once.

use std::future::Future as _;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use tokio::task::{JoinSet, yield_now};

use super::super::session::{Family, FaultKind, Session, SessionError};
use super::{FAILURES, FAMILIES, WHO, client, credentials, header, logins, refusal, run, sent, success, token};
use crate::api::rt::http::{Request, Response};
use crate::api::rt::testing::{Answer, Recorded, Script};
use crate::api::rt::{Basic, Body, Error, Transport, TransportError, TransportErrorKind};
use crate::checks::Rules;

const CALLS: usize = 20;

/// Answers from the script, but later: other calls come in between. Logins stay out while they are held.
#[derive(Clone)]
struct Late {
    script: Script,
    holds_logins: Arc<AtomicBool>,
}

impl Late {
    fn new(script: &Script) -> Self {
        Self { script: script.clone(), holds_logins: Arc::default() }
    }

    fn hold_logins(&self, hold: bool) {
        self.holds_logins.store(hold, Ordering::SeqCst);
    }
}

impl Transport for Late {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let is_login = request.headers().contains_key("authorization");
        let answer = Transport::call(&self.script, request).await;
        yield_now().await;
        while is_login && self.holds_logins.load(Ordering::SeqCst) {
            yield_now().await;
        }
        answer
    }
}

type Shared = Arc<Session<Late, Rules>>;

fn holds(number: u32) -> impl Fn(&Recorded) -> bool + Send + Sync {
    let token = format!("token-{number}");
    move |request: &Recorded| header(request, "vmware-api-session-id") == token
}

/// A server that has ended the first session and knows the second one, and what it says to each login after the first.
fn ended(family: Family, answers: impl IntoIterator<Item = Answer>) -> (Script, Late, Shared) {
    let script = Script::new().then(token(family, 1)).when(holds(1), Answer::empty(401));
    let script = answers.into_iter().fold(script.when(holds(2), success(family, WHO)), Script::then);
    let late = Late::new(&script);
    let session = run(Session::open(client(late.clone()), family, credentials())).expect("the script lets it in");
    (script, late, Arc::new(session))
}

/// So many calls at the same time, and why those failed that did.
async fn together(session: &Shared, count: usize) -> Vec<SessionError> {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let session = Arc::clone(session);
        calls.spawn(async move { session.who_am_i().await });
    }
    calls.join_all().await.into_iter().filter_map(Result::err).collect()
}

fn is_refused(error: &SessionError) -> bool {
    let kind = error.refusal().map(|(refusal, _)| refusal.kind());
    matches!(error, SessionError::Login(_)) && kind == Some(FaultKind::Unauthenticated)
}

#[test]
fn one_of_many_calls_logs_in() {
    for family in FAMILIES {
        let (script, _, session) = ended(family, [token(family, 2)]);
        assert!(run(together(&session, CALLS)).is_empty());
        assert_eq!((logins(&script), script.remaining()), (2, 0), "{family}");
        assert_eq!(script.requests().len(), 2 + 2 * CALLS, "each call was sent in either session: {:?}", sent(&script));
    }
}

#[test]
fn a_password_that_was_refused_is_not_sent_again() {
    for family in FAMILIES {
        let wrong = || refusal(family, 401, "unauthenticated");
        let (script, _, session) = ended(family, [wrong(), wrong(), token(family, 2)]);
        let errors = run(together(&session, CALLS));
        assert!(errors.len() == CALLS && errors.iter().all(is_refused), "{errors:?}");
        assert_eq!((logins(&script), script.remaining()), (2, 2), "{family}");

        let later = run(session.who_am_i()).expect_err("it is remembered");
        assert!(is_refused(&later), "{later}");
        assert!(later.to_string().ends_with("; these credentials are not tried again"), "{later}");
        assert_eq!(logins(&script), 2, "{family}");

        // Others are tried, once as well.
        session.set_credentials(Basic::new("operator@example.com", "another guess"));
        assert_eq!(run(together(&session, CALLS)).len(), CALLS);
        assert_eq!((logins(&script), script.remaining()), (3, 1), "{family}");
        session.set_credentials(Basic::new("operator@example.com", "battery staple"));
        assert!(run(together(&session, CALLS)).is_empty());
        assert_eq!((logins(&script), script.remaining()), (4, 0), "{family}");
    }
}

#[test]
fn only_a_refusal_of_the_credentials_is_remembered() {
    for family in FAMILIES {
        let mut answers = vec![
            (refusal(family, 401, "unauthenticated"), true),
            (refusal(family, 403, "unauthenticated"), true),
            (Answer::empty(401), true),
            (Answer::json(401, r#"{"type":"about:blank"}"#), true),
            (refusal(family, 503, "service_unavailable"), false),
            (refusal(family, 403, "unauthorized"), false),
            (Answer::empty(403), false),
            (Answer::empty(404), false),
            (Answer::empty(503), false),
            (Answer::new(200, "text/html", "<h1>Welcome</h1>"), false),
        ];
        answers.extend(FAILURES.map(|kind| (Answer::fails(kind, "it fails"), false)));
        for (answer, is_remembered) in answers {
            let shown = format!("{family} {answer:?}");
            let (script, _, session) = ended(family, [answer, token(family, 2)]);
            assert!(matches!(run(session.who_am_i()), Err(SessionError::Login(_))), "{shown}");
            assert_eq!(run(session.who_am_i()).is_err(), is_remembered, "{shown}");
            assert_eq!(logins(&script), if is_remembered { 2 } else { 3 }, "{shown}");
        }
    }
}

#[test]
fn a_call_that_waited_for_a_failed_login_does_not_try_again() {
    for family in FAMILIES {
        let fails = Answer::fails(TransportErrorKind::Timeout, "10 s have passed");
        let (script, _, session) = ended(family, [fails, token(family, 2)]);
        let errors = run(together(&session, CALLS));
        let is_timeout = |error: &SessionError| matches!(error, SessionError::Login(Error::Transport(error)) if error.kind() == TransportErrorKind::Timeout);
        assert!(errors.len() == CALLS && errors.iter().all(is_timeout), "{errors:?}");
        assert_eq!(logins(&script), 2, "{family}");
        assert!(run(together(&session, CALLS)).is_empty());
        assert_eq!((logins(&script), script.remaining()), (3, 0), "{family}");
    }
}

#[test]
fn a_login_that_nobody_waits_for_any_more_is_taken_over() {
    let family = Family::Api;
    let (script, late, session) = ended(family, [token(family, 9), token(family, 2)]);
    run(async {
        late.hold_logins(true);
        let spawn = || {
            let session = Arc::clone(&session);
            tokio::spawn(async move { session.who_am_i().await })
        };
        let first = spawn();
        while logins(&script) < 2 {
            yield_now().await;
        }
        let (second, third) = (spawn(), spawn());
        while script.requests().len() < 5 {
            yield_now().await;
        }
        // Both learn that the session has ended, and wait; one of them gives up, and the others do not mind.
        for _ in 0..10 {
            yield_now().await;
        }
        second.abort();
        assert!(second.await.is_err_and(|error| error.is_cancelled()));
        assert_eq!(logins(&script), 2);
        first.abort();
        assert!(first.await.is_err_and(|error| error.is_cancelled()));
        late.hold_logins(false);
        assert!(third.await.expect("no panic").is_ok());
    });
    assert_eq!((logins(&script), script.remaining()), (3, 0));
}

#[test]
fn a_refusal_of_the_old_credentials_is_not_held_against_the_new_ones() {
    let family = Family::Rest;
    let (script, late, session) = ended(family, [Answer::empty(401), token(family, 2)]);
    run(async {
        late.hold_logins(true);
        let old = {
            let session = Arc::clone(&session);
            tokio::spawn(async move { session.who_am_i().await })
        };
        while logins(&script) < 2 {
            yield_now().await;
        }
        session.set_credentials(Basic::new("operator@example.com", "battery staple"));
        late.hold_logins(false);
        assert!(matches!(old.await.expect("no panic"), Err(SessionError::Login(_))));
        session.who_am_i().await.expect("the new ones are right");
    });
    assert_eq!((logins(&script), script.remaining()), (3, 0));
}

#[test]
fn a_session_from_elsewhere_can_be_given_credentials() {
    let family = Family::Api;
    let script = Script::new().when(holds(1), Answer::empty(401)).when(holds(2), success(family, WHO));
    let script = script.then(token(family, 2));
    let session = Session::resume(client(script.clone()), family, crate::SessionId::new("token-1"));
    assert!(matches!(run(session.who_am_i()), Err(SessionError::Ended(_))));
    session.set_credentials(credentials());
    run(session.who_am_i()).expect("it logs in");
    assert_eq!((logins(&script), script.remaining()), (1, 0));
}

#[test]
fn a_call_that_is_dropped_while_it_logs_in_blocks_nobody() {
    let family = Family::Api;
    let (script, late, session) = ended(family, [token(family, 9), token(family, 2)]);
    late.hold_logins(true);
    {
        let (mut call, mut context) = (pin!(session.who_am_i()), Context::from_waker(Waker::noop()));
        while logins(&script) < 2 {
            assert!(matches!(call.as_mut().poll(&mut context), Poll::Pending));
        }
    }
    late.hold_logins(false);
    run(session.who_am_i()).expect("it logs in itself");
    assert_eq!((logins(&script), script.remaining()), (3, 0));
}
