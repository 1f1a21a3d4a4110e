//! What ends waiting for a task, and what does not.

use std::ops::ControlFlow;
use std::time::Duration;

use super::super::session::{Family, FaultKind, Session, SessionError};
use super::super::tasks::{Event, TaskState, Wait, WaitError};
use super::{FAMILIES, Virtual, info, logins, open, refusal, run, success, token};
use crate::api::rt::testing::{Answer, Recorded, Script};
use crate::api::rt::{Thumbprint, TransportErrorKind, Untrusted};
use crate::api::types::TaskStatus;
use crate::checks::Rules;

/// What came of waiting, and how it went.
struct Waited {
    outcome: Result<TaskState, WaitError>,
    /// Statuses, and troubles as `!`.
    seen: Vec<String>,
    pauses: Vec<Duration>,
}

fn wait(session: &Session<Script, Rules>, wait: &Wait) -> Waited {
    let (clock, mut seen) = (Virtual::default(), Vec::new());
    let watch = |event: Event<'_>| {
        seen.push(match event {
            Event::State(state) => state.status.to_string(),
            Event::Trouble { .. } => "!".to_owned(),
        });
        ControlFlow::Continue(())
    };
    let outcome = run(session.wait(&"task-7".into(), wait, &clock, watch));
    Waited { outcome, seen, pauses: clock.pauses() }
}

/// Waits with these answers after the login.
fn wait_with(family: Family, answers: impl IntoIterator<Item = Answer>) -> (Waited, Script) {
    let script = answers.into_iter().fold(Script::new().then(token(family, 1)), Script::then);
    (wait(&open(family, &script), &Wait::default()), script)
}

fn state(family: Family, status: &str) -> Answer {
    success(family, &info(status, ""))
}

#[test]
fn success_alone_is_good() {
    for family in FAMILIES {
        let statuses = ["PENDING", "RUNNING", "BLOCKED", "HIBERNATING", "RUNNING", "SUCCEEDED"];
        let (waited, script) = wait_with(family, statuses.map(|status| state(family, status)));
        let task = waited.outcome.expect("it succeeds");
        assert_eq!((task.status, task.id.as_str()), (TaskStatus::Succeeded, "task-7"));
        assert_eq!((waited.seen, waited.pauses.len(), script.remaining()), (statuses.map(String::from).to_vec(), 5, 0));
    }
}

#[test]
fn failure_tells_why_if_it_can() {
    let words = r#""messages":[{"id":"a.b","default_message":"The clone failed.","args":[]}]"#;
    for family in FAMILIES {
        for (error, kind, shown) in [
            (
                format!(r#","error":{{"error_type":"ERROR",{words}}}"#),
                Some(FaultKind::Error),
                "task task-7 has failed: the server failed to do it (error); the server says: The clone failed.",
            ),
            (
                r#","error":"It broke.""#.to_owned(),
                Some(FaultKind::Unknown),
                "task task-7 has failed: a value that names no fault (11 bytes of JSON)",
            ),
            (String::new(), None, "task task-7 has failed, and the server does not say why"),
            (r#","error":null"#.to_owned(), None, "task task-7 has failed, and the server does not say why"),
        ] {
            let (waited, _) = wait_with(family, [state(family, "RUNNING"), success(family, &info("FAILED", &error))]);
            let failed = waited.outcome.expect_err("it fails");
            assert_eq!((format!("{failed:#}"), waited.seen.len()), (shown.to_owned(), 2));
            let WaitError::Failed(task) = failed else { panic!("not failed") };
            assert_eq!(task.error.map(|error| error.kind()), kind);
        }
    }
}

/// Troubles that pass by themselves, however often they come.
fn passing(family: Family) -> Vec<Answer> {
    vec![
        Answer::fails(TransportErrorKind::Connect, "it fails"),
        Answer::fails(TransportErrorKind::Timeout, "it fails"),
        Answer::fails(TransportErrorKind::Interrupted, "it fails"),
        refusal(family, 503, "service_unavailable"),
        refusal(family, 504, "timed_out"),
        refusal(family, 500, "internal_server_error"),
        refusal(family, 400, "resource_inaccessible"),
        refusal(family, 400, "resource_busy"),
        refusal(family, 500, "brand_new"),
        Answer::new(502, "text/html", "<h1>Bad Gateway</h1>"),
        Answer::empty(503),
        Answer::empty(429),
        Answer::empty(408),
        Answer::fails(TransportErrorKind::TooLarge, "it fails"),
        Answer::fails(TransportErrorKind::Other, "it fails"),
        refusal(family, 500, "error"),
        refusal(family, 409, "brand_new"),
        Answer::empty(403),
        Answer::empty(200),
        Answer::new(200, "text/html", "<h1>Welcome</h1>"),
        success(family, r#"{"status":"RUNNING"}"#),
    ]
}

/// Answers that say that the task is not there: it may be untrue once, but not each time.
fn gone(family: Family) -> Vec<Answer> {
    vec![
        Answer::empty(404),
        Answer::empty(410),
        Answer::empty(301),
        Answer::empty(307),
        refusal(family, 404, "brand_new"),
        Answer::new(404, "text/html", "<h1>Not Found</h1>"),
    ]
}

#[test]
fn troubles_that_pass_do_not_end_it() {
    for family in FAMILIES {
        for answer in passing(family) {
            let shown = format!("{family} {answer:?}");
            let answers = std::iter::repeat_n(answer, 20).chain([state(family, "SUCCEEDED")]);
            let (waited, script) = wait_with(family, answers);
            assert!(waited.outcome.is_ok(), "{shown}");
            assert_eq!((waited.seen[..20].concat(), waited.pauses.len()), ("!".repeat(20), 20), "{shown}");
            assert_eq!((script.remaining(), logins(&script)), (0, 1), "{shown}");
        }
    }
}

#[test]
fn a_task_that_is_gone_each_time_ends_it() {
    for family in FAMILIES {
        for answer in gone(family) {
            let shown = format!("{family} {answer:?}");
            let (waited, script) = wait_with(family, vec![answer.clone(); 9]);
            assert!(matches!(waited.outcome, Err(WaitError::Lost { .. })), "{shown}");
            // The fifth is the outcome itself, and no event.
            assert_eq!((waited.seen.concat(), script.remaining()), ("!!!!".to_owned(), 4), "{shown}");

            // A good answer starts the count anew, and so does a trouble that passes.
            let four = || vec![answer.clone(); 4];
            let good = [four(), vec![state(family, "RUNNING")], four(), vec![state(family, "SUCCEEDED")]].concat();
            assert!(wait_with(family, good).0.outcome.is_ok(), "{shown}");
            for passing in passing(family) {
                let restart = [four(), vec![passing], four(), vec![state(family, "SUCCEEDED")]].concat();
                assert!(wait_with(family, restart).0.outcome.is_ok(), "{shown}");
            }
        }
    }
}

#[test]
fn a_restart_may_take_its_time() {
    for family in FAMILIES {
        for answer in gone(family) {
            let shown = format!("{family} {answer:?}");
            let turns = std::iter::repeat_n([answer, Answer::empty(503)], 50).flatten();
            let (waited, script) = wait_with(family, turns.chain([state(family, "SUCCEEDED")]));
            assert!(waited.outcome.is_ok(), "{shown}: {:?}", waited.outcome);
            assert_eq!((waited.seen.len(), script.remaining()), (101, 0), "{shown}");
        }
    }
}

#[test]
fn troubles_that_stay_end_it_at_once() {
    for family in FAMILIES {
        let presented = Untrusted::new(
            "192.0.2.1",
            Thumbprint::sha256([1; 32]),
            Thumbprint::sha1([2; 20]),
            "its issuer is not known",
        );
        for answer in [
            Answer::fails(TransportErrorKind::Untrusted, "it fails"),
            Answer::untrusted(presented),
            refusal(family, 404, "not_found"),
            refusal(family, 403, "unauthorized"),
            refusal(family, 404, "operation_not_found"),
            refusal(family, 400, "invalid_argument"),
            refusal(family, 400, "unexpected_input"),
            refusal(family, 400, "invalid_request"),
            refusal(family, 400, "unsupported"),
            refusal(family, 400, "not_allowed_in_current_state"),
        ] {
            let shown = format!("{family} {answer:?}");
            let (waited, script) = wait_with(family, [state(family, "RUNNING"), answer, state(family, "SUCCEEDED")]);
            let Err(WaitError::Lost { task, error }) = waited.outcome else { panic!("not lost: {shown}") };
            assert!(matches!(*error, SessionError::Call(_)), "{shown}");
            assert_eq!((task.as_str(), waited.seen.concat()), ("task-7", "RUNNING".to_owned()), "{shown}");
            assert_eq!((script.remaining(), waited.pauses.len()), (1, 1), "{shown}");
        }
    }
}

#[test]
fn a_session_that_ends_is_opened_anew() {
    for family in FAMILIES {
        let dead = || refusal(family, 401, "unauthenticated");
        let (waited, script) = wait_with(family, [dead(), token(family, 2), state(family, "SUCCEEDED")]);
        assert!(waited.outcome.is_ok() && waited.pauses.is_empty());
        assert_eq!((waited.seen.concat(), logins(&script)), ("SUCCEEDED".to_owned(), 2));

        // A server that lets in and forgets: a few times, but not for hours.
        let round = |number| [dead(), token(family, number), dead()];
        let (waited, script) = wait_with(family, (2..9).flat_map(round));
        assert!(matches!(waited.outcome, Err(WaitError::Lost { .. })));
        assert_eq!((waited.seen.concat(), logins(&script)), ("!!!!".to_owned(), 6));
    }
}

#[test]
fn a_login_that_fails_while_waiting() {
    for family in FAMILIES {
        for (answer, is_lost) in [
            // A wrong password is sent once, and never to a server that may be another one.
            (refusal(family, 401, "unauthenticated"), true),
            (Answer::empty(401), true),
            (Answer::json(401, r#"{"type":"about:blank"}"#), true),
            (Answer::empty(403), true),
            (Answer::empty(404), true),
            (refusal(family, 403, "unauthorized"), true),
            (Answer::fails(TransportErrorKind::Untrusted, "it fails"), true),
            // A server that starts.
            (refusal(family, 503, "service_unavailable"), false),
            (Answer::empty(502), false),
            (Answer::fails(TransportErrorKind::Connect, "it fails"), false),
            (refusal(family, 500, "error"), false),
        ] {
            let shown = format!("{family} {answer:?}");
            let dead = || Answer::empty(401);
            let answers = [dead(), answer, dead(), token(family, 2), state(family, "SUCCEEDED")];
            let (waited, script) = wait_with(family, answers);
            if is_lost {
                let Err(WaitError::Lost { error, .. }) = waited.outcome else { panic!("not lost: {shown}") };
                assert!(matches!(*error, SessionError::Login(_)), "{shown}");
                assert_eq!((waited.seen.len(), logins(&script)), (0, 2), "{shown}");
            } else {
                assert!(waited.outcome.is_ok(), "{shown}");
                assert_eq!((waited.seen.concat(), logins(&script)), ("!SUCCEEDED".to_owned(), 3), "{shown}");
            }
        }
    }
}

#[test]
fn whoever_watches_may_stop() {
    let family = Family::Api;
    for (answers, stop_at, status) in [
        (vec![state(family, "RUNNING")], 1, Some(TaskStatus::Running)),
        (vec![state(family, "PENDING"), Answer::empty(503)], 2, Some(TaskStatus::Pending)),
        (vec![Answer::empty(503)], 1, None),
    ] {
        let script = answers.into_iter().fold(Script::new().then(token(family, 1)), Script::then);
        let (session, clock, mut count) = (open(family, &script), Virtual::default(), 0);
        let watch = |_: Event<'_>| {
            count += 1;
            if count == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let stopped = run(session.wait(&"task-7".into(), &Wait::default(), &clock, watch)).expect_err("it stops");
        assert_eq!(stopped.to_string(), "task task-7 goes on, and nobody waits for it");
        let WaitError::Stopped { last, .. } = stopped else { panic!("not stopped") };
        assert_eq!((last.map(|task| task.status), clock.pauses().len()), (status, stop_at - 1));
    }
    // What has ended has ended.
    let script = Script::new().then(token(family, 1)).then(state(family, "SUCCEEDED"));
    let clock = Virtual::default();
    let watch = |_: Event<'_>| ControlFlow::Break(());
    assert!(run(open(family, &script).wait(&"task-7".into(), &Wait::default(), &clock, watch)).is_ok());
}

#[test]
fn time_is_up_at_the_deadline() {
    let family = Family::Api;
    let running = |request: &Recorded| request.path().contains("/tasks/");
    for seconds in [0, 1, 2, 7, 60, 3600] {
        let script = Script::new().then(token(family, 1)).when(running, state(family, "RUNNING"));
        let deadline = Duration::from_secs(seconds);
        let settings = Wait { deadline, ..Wait::default() };
        let waited = wait(&open(family, &script), &settings);
        let late = waited.outcome.expect_err("it never ends");
        assert_eq!(late.to_string(), "time is up, and task task-7 goes on; it was RUNNING last");
        assert!(matches!(late, WaitError::Deadline { last: Some(_), trouble: None, .. }));
        // The pauses fill the time exactly, so the last look is at its end; one look more than pauses.
        assert_eq!(waited.pauses.iter().sum::<Duration>(), deadline);
        assert_eq!((waited.seen.len(), script.requests().len()), (waited.pauses.len() + 1, waited.pauses.len() + 2));
        assert!(waited.pauses.iter().all(|pause| !pause.is_zero()));
    }
}

#[test]
fn a_deadline_tells_the_trouble_of_the_last_look() {
    let family = Family::Api;
    let settings = Wait { deadline: Duration::from_millis(1), ..Wait::default() };
    for (answers, shown, has_last) in [
        (
            [state(family, "RUNNING"), Answer::empty(503)],
            "time is up, and task task-7 goes on; it was RUNNING last; it cannot be asked: the server refused with \
             status 503 Service Unavailable: no body",
            true,
        ),
        (
            [Answer::empty(503), Answer::fails(TransportErrorKind::Timeout, "10 s have passed")],
            "time is up, and task task-7 goes on; it cannot be asked: no answer came in time; the server may have \
             acted: 10 s have passed",
            false,
        ),
        (
            [Answer::empty(503), state(family, "BLOCKED")],
            "time is up, and task task-7 goes on; it was BLOCKED last",
            true,
        ),
    ] {
        let script = answers.into_iter().fold(Script::new().then(token(family, 1)), Script::then);
        let late = wait(&open(family, &script), &settings).outcome.expect_err("it never ends");
        assert_eq!(late.to_string(), shown);
        assert!(matches!(late, WaitError::Deadline { last, .. } if last.is_some() == has_last));
    }
    // An end that is found at the last look counts.
    let script = Script::new().then(token(family, 1)).then(Answer::empty(503)).then(state(family, "SUCCEEDED"));
    assert!(wait(&open(family, &script), &settings).outcome.is_ok());
}

#[test]
fn a_trouble_says_when_it_is_tried_again() {
    let family = Family::Rest;
    let script = (0..9).fold(Script::new().then(token(family, 1)), |script, _| script.then(Answer::empty(503)));
    let (session, clock, mut told) = (open(family, &script), Virtual::default(), Vec::new());
    let settings = Wait { deadline: Duration::from_secs(20), ..Wait::default() };
    let watch = |event: Event<'_>| {
        if let Event::Trouble { retry_in, .. } = event {
            told.push(retry_in);
        }
        ControlFlow::Continue(())
    };
    assert!(run(session.wait(&"task-7".into(), &settings, &clock, watch)).is_err());
    assert_eq!(told.pop(), Some(Duration::ZERO));
    assert_eq!(told, clock.pauses());
}

#[cfg(feature = "reqwest")]
#[test]
fn tokio_has_a_clock() {
    use super::super::tasks::{Clock as _, TokioClock};

    let family = Family::Rest;
    let script = Script::new().then(token(family, 1)).then(Answer::empty(503)).then(state(family, "SUCCEEDED"));
    let session = open(family, &script);
    let settings = Wait { first: Duration::from_millis(40), seed: Some(7), ..Wait::default() };
    let (before, task) = (std::time::Instant::now(), "task-7".into());
    let waiting = session.wait(&task, &settings, &TokioClock, |_| ControlFlow::Continue(()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    assert!(runtime.block_on(waiting).is_ok());
    // The pause is 40 ms, but for chance, and the clock goes with that of the machine.
    assert!(before.elapsed() >= Duration::from_millis(30));
    assert!(runtime.block_on(async { TokioClock.now() }) >= before + Duration::from_millis(30));
}
