//! The session for programs without an async runtime: the same results, with or without one around.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::sync::Barrier;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use super::super::blocking::{Session, finish};
use super::super::session::{Family, FaultKind, SessionError};
use super::super::tasks::{Event, Wait, WaitError};
use super::{FAMILIES, PASSWORD, WHO, credentials, header, info, logins, refusal, run, sent, spec, success, token};
use crate::api::rt::http::{Request, Response};
use crate::api::rt::testing::{Answer, Recorded, Script};
use crate::api::rt::{BlockingClient, BlockingTransport, Body, Error, TransportError, TransportErrorKind};
use crate::api::types::TaskStatus;
use crate::checks::Rules;

fn client(script: &Script) -> BlockingClient<Script, Rules> {
    BlockingClient::new(crate::server("vcenter.example.com").expect("a host"), script.clone(), Rules)
}

fn open(family: Family, script: &Script) -> Session<Script, Rules> {
    Session::open(client(script), family, credentials()).expect("the script lets it in")
}

fn quick() -> Wait {
    Wait { first: Duration::ZERO, most: Duration::ZERO, deadline: Duration::from_secs(60), seed: Some(7) }
}

/// From the login to the logout, with a session that ends in between and troubles while waiting.
fn whole_course(family: Family) {
    let script = Script::new()
        .then(token(family, 1))
        .then(Answer::empty(401))
        .then(token(family, 2))
        .then(success(family, WHO))
        .then(success(family, r#""task-7""#))
        .then(Answer::fails(TransportErrorKind::Interrupted, "it fails"))
        .then(success(family, &info("RUNNING", "")))
        .then(success(family, &info("SUCCEEDED", "")))
        .then(success(family, &info("SUCCEEDED", "")))
        .then(refusal(family, 400, "not_allowed_in_current_state"))
        .then(Answer::empty(204));
    let session = open(family, &script);
    assert_eq!(session.family(), family);
    assert!(!format!("{session:?}").contains(PASSWORD));
    assert_eq!(session.who_am_i().expect("it answers").user, "operator");
    let task = session.redeploy(spec()).expect("it starts");
    let (mut seen, begin) = (Vec::new(), Instant::now());
    let watch = |event: Event<'_>| {
        seen.push(match event {
            Event::State(state) => state.status.to_string(),
            Event::Trouble { .. } => "!".to_owned(),
        });
        ControlFlow::Continue(())
    };
    let state = session.wait(&task, &quick(), watch).expect("it succeeds");
    assert_eq!((state.status, seen.join(" ")), (TaskStatus::Succeeded, "! RUNNING SUCCEEDED".to_owned()));
    // Two pauses of 10 ms, but for chance: it slept, and did not ask without a break.
    assert!(begin.elapsed() >= Duration::from_millis(15));
    assert!(session.task(&task).expect("it answers").has_ended());
    let error = session.cancel(&task).expect_err("it has ended");
    assert_eq!(error.refusal().map(|(refusal, _)| refusal.kind()), Some(FaultKind::NotAllowedInCurrentState));
    session.close().expect("it ends");
    assert_eq!((script.remaining(), logins(&script), sent(&script).len()), (0, 2, 11));
}

#[test]
fn no_runtime_is_needed() {
    assert!(tokio::runtime::Handle::try_current().is_err());
    FAMILIES.into_iter().for_each(whole_course);
}

#[test]
fn a_runtime_does_no_harm() {
    run(async { FAMILIES.into_iter().for_each(whole_course) });
    run(async { tokio::task::spawn_blocking(|| FAMILIES.into_iter().for_each(whole_course)).await }).expect("no panic");
}

#[test]
fn failures_are_those_of_the_other_session() {
    let family = Family::Rest;
    let script = Script::new().then(Answer::empty(404)).then(refusal(family, 401, "unauthenticated"));
    let refused = Session::open_either(client(&script), credentials());
    assert!(matches!(refused, Err(Error::Fault(response)) if response.fault.kind() == FaultKind::Unauthenticated));
    assert_eq!(logins(&script), 2);

    let wrong = refusal(family, 401, "unauthenticated");
    let script = Script::new().then(token(family, 1)).then(Answer::empty(401)).then(wrong);
    assert!(matches!(open(family, &script).who_am_i(), Err(SessionError::Login(_))));

    let script = Script::new().then(token(family, 1)).then(Answer::empty(401));
    let mut invalid = spec();
    invalid.placement.name = String::new();
    let session = open(family, &script);
    assert!(matches!(session.redeploy(invalid), Err(Error::Invalid(_))));
    assert!(matches!(session.redeploy(spec()), Err(Error::Fault(_))));
    assert_eq!((script.requests().len(), logins(&script)), (2, 1));

    let script = Script::new().then(token(family, 1)).then(success(family, &info("RUNNING", "")));
    let stopped = open(family, &script).wait(&"task-7".into(), &quick(), |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(WaitError::Stopped { last: Some(_), .. })));
}

#[test]
fn it_goes_between_threads() {
    fn is_shared<T: Send + Sync + 'static>(_: &T) {}
    let script = Script::new().then(token(Family::Api, 1)).then(success(Family::Api, WHO));
    let session = open(Family::Api, &script);
    is_shared(&session);
    let user = std::thread::scope(|scope| scope.spawn(|| session.who_am_i()).join().expect("no panic"));
    assert_eq!(user.expect("it answers").user, "operator");
}

/// Holds every login until all threads have learnt that the session has ended.
struct Gathering {
    script: Script,
    ended: Barrier,
}

impl BlockingTransport for Gathering {
    fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let is_late = request.headers().get("vmware-api-session-id").is_some_and(|token| token == "token-1");
        let answer = BlockingTransport::call(&self.script, request);
        if is_late {
            self.ended.wait();
        }
        answer
    }
}

#[test]
fn one_of_many_threads_logs_in() {
    const THREADS: usize = 8;
    for family in FAMILIES {
        for (second, is_ok) in [(token(family, 2), true), (refusal(family, 401, "unauthenticated"), false)] {
            let holds = |name: &'static str| move |request: &Recorded| header(request, "vmware-api-session-id") == name;
            let script = Script::new().then(token(family, 1)).then(second).when(holds("token-1"), Answer::empty(401));
            let script = script.when(holds("token-2"), success(family, WHO));
            let transport = Gathering { script: script.clone(), ended: Barrier::new(THREADS) };
            let client = BlockingClient::new(crate::server("vcenter.example.com").expect("a host"), transport, Rules);
            let session = Session::open(client, family, credentials()).expect("the script lets it in");
            std::thread::scope(|scope| {
                let calls: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| session.who_am_i().is_ok())).collect();
                assert!(calls.into_iter().all(|call| call.join().expect("no panic") == is_ok));
            });
            assert_eq!((logins(&script), script.remaining()), (2, 0), "{family}");
        }
    }
}

#[test]
fn a_thread_sleeps_while_it_waits() {
    let (sender, receiver) = std::sync::mpsc::channel::<Waker>();
    let other = std::thread::spawn(move || {
        let waker = receiver.recv().expect("somebody waits");
        std::thread::sleep(Duration::from_millis(50));
        waker.wake();
    });
    let mut asked = 0;
    finish(poll_fn(|context| {
        asked += 1;
        if asked == 1 {
            sender.send(context.waker().clone()).expect("the other thread runs");
            // Whatever a transport does with its thread is no reason to wake up.
            std::thread::current().unpark();
            return Poll::Pending;
        }
        Poll::Ready(())
    }));
    assert_eq!(asked, 2);
    other.join().expect("no panic");
    // Told before it sleeps, it does not sleep.
    let mut asked = 0;
    finish(poll_fn(|context| {
        asked += 1;
        context.waker().wake_by_ref();
        if asked < 3 { Poll::Pending } else { Poll::Ready(()) }
    }));
}
