//! Tasks from the start to the end: what the client reports, how it waits, and what may go wrong meanwhile.

use std::ops::ControlFlow;
use std::time::Duration;

use serde_json::json;
use vcha_client::session::{Family, FaultKind, Refusal, Session, SessionError};
use vcha_client::tasks::{TaskState, WaitError};
use vcha_client::{CallError, Error, TaskStatus, TransportErrorKind};
use vcha_tests::sim::{Act, At, End, Fault, Op, Peer, Scenario, Shape, Sim, TaskScript, Version};

use super::{
    FAMILIES, Virtual, Waited, assert_careful, assert_no_secret, brief, client, count, login, named, open, patience,
    run, spec, stand_in, trusting, wait_for, whole_way,
};
use crate::e2e;

/// The task that waiting says has failed.
fn failed(waited: Waited) -> Box<TaskState> {
    match waited.outcome {
        Err(WaitError::Failed(state)) => state,
        other => panic!("not failed: {other:?}"),
    }
}

/// The kind of the refusal in an answer.
fn kind<T: std::fmt::Debug>(refused: Result<T, SessionError>) -> FaultKind {
    let error = refused.expect_err("refused");
    error.refusal().unwrap_or_else(|| panic!("{error}")).0.kind()
}

#[test]
fn a_task_that_is_blocked_has_not_ended() {
    for family in FAMILIES {
        let sim = stand_in(named("blocked"));
        let (task, waited) = whole_way(&sim, family);
        let seen = ["PENDING", "RUNNING", "RUNNING", "BLOCKED", "BLOCKED", "RUNNING", "SUCCEEDED"];
        assert_eq!(waited.seen, seen);
        let state = waited.outcome.expect("success");
        assert_eq!((&state.id, &state.status), (&task, &TaskStatus::Succeeded));
        assert_eq!(state.operation, "com.vmware.vcenter.vcha.cluster.passive.redeploy$task");
        assert_eq!(
            (state.description.as_str(), state.user.as_deref()),
            ("Redeploy the passive node.", Some(super::USER))
        );
        assert_eq!(state.progress.as_ref().and_then(|progress| progress.percent()), Some(100));
        assert!(state.start_time < state.end_time && state.error.is_none() && state.result.is_none(), "{state:?}");
        assert_careful(&sim);
    }
}

#[test]
fn the_reason_for_a_failed_task_is_reported_in_both_families() {
    let peer = Peer::made_up(7).sha256;
    for (name, kind, texts, thumbprint) in [
        ("invalid_argument", FaultKind::InvalidArgument, &["not valid"][..], None),
        ("unauthorized", FaultKind::Unauthorized, &["Global.VCServer"], None),
        ("unverified_peer", FaultKind::UnverifiedPeer, &["cannot be validated", "no known issuer"], Some(&*peer)),
        ("error", FaultKind::Error, &["41.5 percent", "The datastore is full."], None),
    ] {
        for family in FAMILIES {
            let sim = stand_in(named(&format!("{name}-in-task")));
            let state = failed(whole_way(&sim, family).1);
            let refusal = state.error.as_ref().expect("a reason");
            assert_eq!((refusal.kind(), refusal.thumbprint()), (kind, thumbprint), "{name}");
            assert_eq!(refusal.tag(), Some(&*name.to_uppercase()));
            assert_eq!(refusal.texts().len(), texts.len());
            assert!(refusal.texts().iter().zip(texts).all(|(said, text)| said.contains(text)), "{refusal:#}");
            assert!(refusal.message_ids().iter().all(|id| id.starts_with("vcenter.sim.")));
            let error = WaitError::Failed(state);
            assert!(error.to_string().contains(kind.as_str()), "{error}");
            assert_no_secret(name, &error);
            assert_eq!(sim.redeploys(), 1);
            assert_careful(&sim);
        }
    }
}

#[test]
fn a_task_of_an_older_server_names_no_fault_but_has_messages() {
    let sim = stand_in(Scenario { version: Version::V6_7, ..named("error-in-task") });
    let state = failed(whole_way(&sim, Family::Rest).1);
    let refusal = state.error.as_ref().expect("a reason");
    assert_eq!((refusal.kind(), refusal.tag()), (FaultKind::Unknown, None));
    assert_eq!(refusal.texts().last().map(String::as_str), Some("The datastore is full."));
    assert_careful(&sim);
}

#[test]
fn a_task_may_fail_without_a_reason() {
    for family in FAMILIES {
        let sim = stand_in(named("task-fails-silently"));
        let state = failed(whole_way(&sim, family).1);
        assert_eq!((&state.status, &state.error), (&TaskStatus::Failed, &None));
        assert!(WaitError::Failed(state).to_string().contains("does not say why"));
        assert_careful(&sim);
    }
}

#[test]
fn a_task_with_a_result_keeps_it_as_it_came() {
    let task = TaskScript { result: Some(json!({"x": [1.5]})), ..TaskScript::default() };
    for family in FAMILIES {
        let sim = stand_in(Scenario { task: task.clone(), ..Scenario::default() });
        let result = whole_way(&sim, family).1.outcome.expect("success").result.expect("a result");
        assert_eq!(serde_json::to_value(&result).expect("JSON"), json!({"x": [1.5]}));
        assert_careful(&sim);
    }
}

#[test]
fn a_task_is_canceled_unless_it_cannot_be_or_has_ended() {
    for family in FAMILIES {
        let sim = stand_in(Scenario::default());
        run(async {
            let session = open(&sim, family).await;
            let task = session.redeploy(spec()).await.expect("a task");
            session.cancel(&task).await.expect("accepted");
            let state = failed(wait_for(&session, &task, &patience(), &sim).await);
            assert_eq!(state.error.as_ref().and_then(Refusal::tag), Some("CANCELED"));
            assert_eq!(kind(session.cancel(&task).await), FaultKind::NotAllowedInCurrentState);
            assert_eq!(kind(session.task(&"nothing:here".into()).await), FaultKind::NotFound);
            session.close().await.expect("logged out");
        });
        assert_eq!(count(&sim, Op::TaskCancel), 2);
        assert_careful(&sim);

        let task = TaskScript { cancelable: false, ..TaskScript::default() };
        let sim = stand_in(Scenario { task, ..Scenario::default() });
        run(async {
            let session = open(&sim, family).await;
            let task = session.redeploy(spec()).await.expect("a task");
            assert!(!session.task(&task).await.expect("a state").cancelable);
            assert_eq!(kind(session.cancel(&task).await), FaultKind::Unsupported);
            let waited = wait_for(&session, &task, &patience(), &sim).await;
            assert_eq!(waited.outcome.expect("it goes on").status, TaskStatus::Succeeded);
            session.close().await.expect("logged out");
        });
        assert_careful(&sim);
    }
}

#[test]
fn an_hour_is_waited_for_with_a_few_hundred_looks() {
    let sim = stand_in(named("blocked").steps(3598).pace(Duration::from_secs(1)));
    let (_, waited) = whole_way(&sim, Family::Api);
    assert_eq!(waited.outcome.expect("success").status, TaskStatus::Succeeded);
    assert!((200..300).contains(&waited.seen.len()), "{}", waited.seen.len());
    assert_careful(&sim);
}

#[test]
fn waiting_ends_at_the_deadline_or_when_stopped_and_the_task_goes_on() {
    for family in FAMILIES {
        let sim = stand_in(Scenario::default().steps(1000));
        run(async {
            let session = open(&sim, family).await;
            let task = session.redeploy(spec()).await.expect("a task");
            let mut wait = patience();
            wait.deadline = Duration::from_secs(600);
            let clock = Virtual::new(&sim);
            let ended = session.wait(&task, &wait, &clock, |_| ControlFlow::Continue(())).await;
            let Err(WaitError::Deadline { last: Some(last), trouble: None, .. }) = &ended else { panic!("{ended:?}") };
            assert_eq!((&last.status, clock.passed()), (&TaskStatus::Running, wait.deadline));
            let looks = count(&sim, Op::TaskGet);
            let ended = session.wait(&task, &wait, &clock, |_| ControlFlow::Break(())).await;
            assert!(matches!(&ended, Err(WaitError::Stopped { task: stopped, .. }) if *stopped == task), "{ended:?}");
            assert_eq!(count(&sim, Op::TaskGet), looks + 1);
            assert_eq!(session.task(&task).await.expect("a state").status, TaskStatus::Running);
            session.close().await.expect("logged out");
        });
        assert_eq!(count(&sim, Op::TaskCancel), 0);
        assert_careful(&sim);
    }
}

/// The mishaps at the first looks, and what is seen of them.
fn mishaps() -> Vec<(Act, &'static str)> {
    let fault = |kind: &str| Act::Fault(Fault::new(kind));
    vec![
        (fault("service_unavailable"), "503 ServiceUnavailable"),
        (Act::Fault(Fault::new("service_unavailable").shape(Shape::Html)), "503 Unknown"),
        (Act::Fault(Fault::new("error").shape(Shape::Empty)), "500 Unknown"),
        (fault("timed_out"), "TimedOut"),
        (fault("internal_server_error"), "500 InternalServerError"),
        (fault("resource_inaccessible"), "ResourceInaccessible"),
        (fault("error"), "500 Error"),
        (Act::Close { acted: false }, "Interrupted"),
        (Act::Close { acted: true }, "Interrupted"),
        (Act::Cut { keep: Some(0) }, "Interrupted"),
        (Act::Cut { keep: None }, "Interrupted"),
        (Act::EndSessions, "RUNNING"),
        (Act::Trickle { chunk: 16, pause: Duration::from_millis(1) }, "RUNNING"),
        (Act::Late(Duration::from_millis(20)), "RUNNING"),
        (Act::Pad(64 << 10), "RUNNING"),
        (Act::Pad(9 << 20), "TooLarge"),
    ]
}

#[test]
fn what_passes_by_itself_is_waited_out() {
    for family in FAMILIES {
        let mishaps = mishaps();
        let mut scenario = Scenario::default().steps(30);
        scenario.task.pending = 0;
        let mut nth = 0;
        for (act, _) in &mishaps {
            scenario = scenario.inject(At::Nth(Op::TaskGet, nth), act.clone());
            // After the news that the session has ended, the same look takes another request.
            nth += if *act == Act::EndSessions { 2 } else { 1 };
        }
        let sim = stand_in(scenario);
        let (_, waited) = whole_way(&sim, family);
        assert_eq!(waited.outcome.expect("success").status, TaskStatus::Succeeded);
        for (seen, (act, expected)) in waited.seen.iter().zip(&mishaps) {
            assert!(seen.ends_with(expected), "{act:?}: {seen}");
        }
        assert_eq!(sim.redeploys(), 1);
        assert_careful(&sim);
    }
}

#[test]
fn the_ready_made_mishaps_are_waited_out() {
    for (name, looks, troubles) in [("polls-503", 8, 3), ("flaky", 11, 5)] {
        for family in FAMILIES {
            let sim = stand_in(named(name));
            let (_, waited) = whole_way(&sim, family);
            assert!(waited.outcome.is_ok());
            let is_trouble = |seen: &&String| seen.starts_with("503") || *seen == "Interrupted";
            let found = waited.seen.iter().filter(is_trouble).count();
            assert_eq!((waited.seen.len(), found), (looks, troubles), "{name}: {:?}", waited.seen);
            assert_careful(&sim);
        }
    }
}

#[test]
fn an_answer_that_does_not_come_is_asked_for_again() {
    let sim = stand_in(Scenario::default().inject(At::Nth(Op::TaskGet, 1), Act::Hang { acted: true }));
    run(async {
        let session = open(&sim, Family::Rest).await;
        let task = session.redeploy(spec()).await.expect("a task");
        session.task(&task).await.expect("a state");
        // Only the look that is never answered takes place under the short limit.
        let impatient = e2e::client(sim.url(), &trusting(&sim).timeout(Duration::from_millis(300)));
        let hurried = Session::resume(impatient, Family::Rest, session.parts().1);
        let late = hurried.task(&task).await.expect_err("no answer");
        assert_eq!(brief(late.cause()), "Timeout");
        assert!(late.to_string().contains("may have acted"), "{late}");
        assert!(wait_for(&session, &task, &patience(), &sim).await.outcome.is_ok());
        session.close().await.expect("logged out");
    });
    assert_careful(&sim);
}

/// How waiting ends when every look meets this, and with how many looks.
fn every_look(act: Act, family: Family) -> (Result<TaskState, WaitError>, usize) {
    let sim = stand_in(Scenario::default().inject(At::Every(Op::TaskGet), act));
    let (_, waited) = whole_way(&sim, family);
    assert_careful(&sim);
    (waited.outcome, count(&sim, Op::TaskGet))
}

#[test]
fn what_does_not_pass_ends_the_waiting_and_says_that_the_task_goes_on() {
    for (act, looks) in
        [(Act::Fault(Fault::new("unauthorized")), 1), (Act::Fault(Fault::new("not_found")), 1), (Act::Redirect(302), 5)]
    {
        let (outcome, found) = every_look(act.clone(), Family::Api);
        let Err(error @ WaitError::Lost { .. }) = &outcome else { panic!("{act:?}: {outcome:?}") };
        assert_eq!(found, looks, "{act:?}");
        assert!(error.to_string().contains("cannot be followed"), "{error}");
        assert_no_secret("a task that is lost", error);
    }
    for kind in ["service_unavailable", "error"] {
        let (outcome, found) = every_look(Act::Fault(Fault::new(kind)), Family::Rest);
        let Err(WaitError::Deadline { last: None, trouble: Some(_), .. }) = &outcome else { panic!("{outcome:?}") };
        assert!(found > 900, "four hours, a look each quarter of a minute: {found}");
    }
}

#[test]
fn a_password_that_has_changed_meanwhile_is_not_tried_again_and_again() {
    let refused = Act::Fault(Fault::new("unauthenticated"));
    let scenario =
        Scenario::default().inject(At::Nth(Op::TaskGet, 1), Act::EndSessions).inject(At::Nth(Op::Login, 1), refused);
    let sim = stand_in(scenario);
    run(async {
        let session = Session::open(client(&sim), Family::Api, login()).await.expect("a session");
        let task = session.redeploy(spec()).await.expect("a task");
        let waited = wait_for(&session, &task, &patience(), &sim).await;
        let Err(WaitError::Lost { error, .. }) = &waited.outcome else { panic!("{:?}", waited.outcome) };
        assert!(matches!(**error, SessionError::Login(_)), "{error}");
        assert_no_secret("a login in vain", &**error);
    });
    assert_eq!((count(&sim, Op::Login), sim.redeploys()), (2, 1));
    assert_careful(&sim);
}

/// A stand-in whose task fails with something odd.
fn odd(fault: Fault) -> Sim {
    let task = TaskScript { end: End::Fails(fault), ..TaskScript::default() };
    stand_in(Scenario { task, ..Scenario::default() })
}

#[test]
fn a_task_that_failed_for_an_unknown_reason_has_its_name() {
    for family in FAMILIES {
        let sim = odd(Fault::new("com.example.errors.never_seen"));
        let state = failed(whole_way(&sim, family).1);
        let refusal = state.error.as_ref().expect("a reason");
        assert_eq!((refusal.kind(), refusal.tag()), (FaultKind::Unknown, Some("NEVER_SEEN")));
        assert_careful(&sim);
    }
}

#[test]
fn a_server_that_goes_away_is_waited_for() {
    let mut sim = stand_in(Scenario::default());
    run(async {
        let session = open(&sim, Family::Api).await;
        let task = session.redeploy(spec()).await.expect("a task");
        sim.stop();
        let mut wait = patience();
        wait.deadline = Duration::from_secs(60);
        let Waited { outcome, seen } = wait_for(&session, &task, &wait, &sim).await;
        let Err(WaitError::Deadline { trouble: Some(trouble), .. }) = &outcome else { panic!("{outcome:?}") };
        let CallError::Transport(error) = trouble.cause() else { panic!("{trouble}") };
        assert_eq!((error.kind(), error.is_not_sent()), (TransportErrorKind::Connect, true));
        assert!(seen.len() > 5 && seen.iter().skip(1).all(|seen| seen == "Connect"), "{seen:?}");
        assert!(matches!(session.close().await, Err(Error::Transport(_))));
    });
    assert_eq!(sim.warnings(), [""; 0]);
}
