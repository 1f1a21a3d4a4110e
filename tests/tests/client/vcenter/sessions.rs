//! Sessions from login to logout: which requests there are, in which order, and what happens when one ends too early.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use vcha_client::session::{Family, FaultKind, Session, SessionError};
use vcha_client::tasks::Wait;
use vcha_client::{Basic, BlockingClient, Error, ReqwestBlockingTransport, Rules, TaskId, TaskStatus};
use vcha_tests::canary;
use vcha_tests::sim::{Act, At, Ending, Fault, Op, Scenario, SessionPolicy, Sim, Version};

use super::{
    FAMILIES, Opened, USER, Waited, assert_careful, assert_no_secret, client, count, login, named, open, operations,
    patience, run, spec, stand_in, trusting, wait_for, whole_way,
};

/// Every request of a whole way, with a task that is shown five times, from the position `first` on.
fn way(family: Family, task: &TaskId, first: usize) -> Vec<String> {
    let task = task.as_str().replace(':', "%3A");
    let lines = match family {
        Family::Rest => vec![
            "POST /rest/com/vmware/cis/session -> 200".to_owned(),
            "POST /rest/com/vmware/cis/session?~action=get -> 200".to_owned(),
            "POST /rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy -> 200".to_owned(),
        ],
        _ => vec![
            "POST /api/session -> 201".to_owned(),
            "GET /api/session -> 200".to_owned(),
            "POST /api/vcenter/vcha/cluster/passive?action=redeploy&vmw-task=true -> 202".to_owned(),
        ],
    };
    let polls = vec![format!("GET /{family}/cis/tasks/{task} -> 200"); 5];
    let end = match family {
        Family::Rest => "DELETE /rest/com/vmware/cis/session -> 200",
        _ => "DELETE /api/session -> 204",
    };
    let lines = lines.into_iter().chain(polls).chain([end.to_owned()]);
    lines.enumerate().map(|(nth, line)| format!("{} {line}", nth + first)).collect()
}

/// The whole way in a session that is open, with a look at whose it is.
async fn walk(session: Session<vcha_client::ReqwestTransport, Rules>, sim: &Sim) -> TaskId {
    assert_eq!(session.who_am_i().await.expect("an answer").user, USER);
    let task = session.redeploy(spec()).await.expect("a task");
    let Waited { outcome, seen } = wait_for(&session, &task, &patience(), sim).await;
    assert_eq!(outcome.expect("success").status, TaskStatus::Succeeded);
    assert_eq!(seen, ["PENDING", "RUNNING", "RUNNING", "RUNNING", "SUCCEEDED"]);
    session.close().await.expect("logged out");
    task
}

#[test]
fn the_whole_way_is_these_requests_and_one_connection() {
    for (family, version) in
        [(Family::Rest, Version::V6_7), (Family::Rest, Version::V7_0_2), (Family::Api, Version::V7_0_2)]
    {
        let sim = stand_in(Scenario { version, ..Scenario::default() });
        let task = run(async { walk(open(&sim, family).await, &sim).await });
        assert_eq!(sim.transcript(), way(family, &task, 0), "{version:?}");
        assert_eq!((sim.redeploys(), sim.connections(), sim.failed_handshakes()), (1, 1, 0));
        assert_careful(&sim);
    }
}

#[test]
fn the_family_that_the_server_has_is_found() {
    for (version, family) in [(Version::V6_7, Family::Rest), (Version::V7_0_2, Family::Api)] {
        let sim = stand_in(Scenario { version, ..Scenario::default() });
        let task = run(async {
            let session = Session::open_either(client(&sim), login()).await.expect("a session");
            assert_eq!(session.family(), family);
            walk(session, &sim).await
        });
        let mut expected = Vec::new();
        if version == Version::V6_7 {
            expected.push("0 POST /api/session -> 404".to_owned());
        }
        expected.extend(way(family, &task, expected.len()));
        assert_eq!(sim.transcript(), expected);
        assert_careful(&sim);
    }
}

#[test]
fn a_wrong_password_is_asked_about_once_and_shows_nowhere() {
    let wrong = || Basic::new(USER, format!("{}-wrong", canary::PASSWORD));
    for family in [Some(Family::Rest), Some(Family::Api), None] {
        let sim = stand_in(Scenario::default());
        let refused = run(async {
            match family {
                Some(family) => Session::open(client(&sim), family, wrong()).await,
                None => Session::open_either(client(&sim), wrong()).await,
            }
        });
        let Err(error) = refused else { panic!("somebody is let in") };
        let Error::Fault(response) = &error else { panic!("{error}") };
        assert_eq!((response.status.as_u16(), response.fault.kind()), (401, FaultKind::Unauthenticated));
        assert_no_secret("a refused login", &error);
        // Several tries would lock the account.
        assert_eq!(operations(&sim), [Op::Login]);
        assert_careful(&sim);
    }
}

#[test]
fn a_session_that_ends_between_two_looks_is_opened_once_more() {
    for family in FAMILIES {
        let sim = stand_in(named("session-expires"));
        let (_, waited) = whole_way(&sim, family);
        assert_eq!(waited.outcome.expect("success").status, TaskStatus::Succeeded);
        assert_eq!(waited.seen.len(), 5, "the watcher hears nothing of it: {:?}", waited.seen);
        use Op::{Login, Logout, Redeploy, TaskGet};
        let expected = [
            Login, Redeploy, TaskGet, // the session ends here
            TaskGet, Login, TaskGet, TaskGet, TaskGet, TaskGet, Logout,
        ];
        assert_eq!(operations(&sim), expected);
        let unauthenticated: Vec<bool> =
            sim.requests().iter().map(|request| request.ending == Ending::Answered(401)).collect();
        assert_eq!(unauthenticated.iter().position(|refused| *refused), Some(3));
        assert_eq!(unauthenticated.iter().filter(|refused| **refused).count(), 1);
        assert_careful(&sim);
    }
}

#[test]
fn a_session_that_ends_whenever_it_is_idle_is_opened_each_time() {
    for family in FAMILIES {
        let sim = stand_in(named("session-idle").steps(12));
        let (_, waited) = whole_way(&sim, family);
        assert!(waited.outcome.is_ok() && waited.seen.len() == 14, "{:?}", waited.seen);
        let refused = sim.requests().iter().filter(|request| request.ending == Ending::Answered(401)).count();
        // The pauses become longer than the idle time of the session.
        assert!((8..14).contains(&refused), "{:#?}", sim.transcript());
        assert_eq!(count(&sim, Op::Login), 1 + refused);
        assert_careful(&sim);
    }
}

#[test]
fn a_session_that_serves_one_request_is_opened_for_each_look() {
    let sessions = SessionPolicy { max_requests: Some(1), ..SessionPolicy::default() };
    let sim = stand_in(Scenario { sessions, ..Scenario::default() });
    let (_, waited) = whole_way(&sim, Family::Api);
    assert!(waited.outcome.is_ok());
    assert_eq!((count(&sim, Op::Login), count(&sim, Op::Redeploy), sim.redeploys()), (6, 1, 1));
    assert_careful(&sim);
}

#[test]
fn a_redeploy_in_a_session_that_has_ended_starts_nothing_and_is_not_repeated() {
    for family in FAMILIES {
        let sim = stand_in(Scenario::default().inject(At::Nth(Op::Redeploy, 0), Act::EndSessions));
        run(async {
            let session = open(&sim, family).await;
            let refused = session.redeploy(spec()).await;
            let Err(Error::Fault(response)) = &refused else { panic!("{refused:?}") };
            assert_eq!((response.status.as_u16(), response.fault.kind()), (401, FaultKind::Unauthenticated));
            assert_eq!((operations(&sim), sim.redeploys()), (vec![Op::Login, Op::Redeploy], 0));
            // Whoever wants it all the same asks for it.
            session.who_am_i().await.expect("opened anew");
            session.redeploy(spec()).await.expect("a task");
            session.close().await.expect("logged out");
        });
        use Op::{Login, Logout, Redeploy, WhoAmI};
        assert_eq!(operations(&sim), [Login, Redeploy, WhoAmI, Login, WhoAmI, Redeploy, Logout]);
        assert_eq!(sim.redeploys(), 1);
        assert_careful(&sim);
    }
}

#[test]
fn closing_a_session_that_has_ended_is_no_error() {
    for family in FAMILIES {
        let sim = stand_in(Scenario::default());
        run(async {
            let session = open(&sim, family).await;
            sim.end_sessions();
            session.close().await.expect("it has ended");
        });
        assert_eq!(operations(&sim), [Op::Login, Op::Logout]);
        assert_careful(&sim);
    }
}

#[test]
fn a_token_from_elsewhere_is_used_and_never_replaced() {
    for family in FAMILIES {
        let sim = stand_in(Scenario::default());
        run(async {
            let owner = open(&sim, family).await;
            let guest = Session::resume(client(&sim), family, owner.parts().1);
            assert_eq!(guest.who_am_i().await.expect("an answer").user, USER);
            owner.close().await.expect("logged out");
            let ended = guest.who_am_i().await;
            let Err(error @ SessionError::Ended(_)) = &ended else { panic!("{ended:?}") };
            assert_eq!(error.refusal().map(|(refusal, _)| refusal.kind()), Some(FaultKind::Unauthenticated));
        });
        assert_eq!(operations(&sim), [Op::Login, Op::WhoAmI, Op::Logout, Op::WhoAmI]);
        assert_careful(&sim);
    }
}

/// So many calls at the same time, and why those failed that did.
async fn together(session: &Arc<Opened>, count: usize) -> Vec<SessionError> {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let session = Arc::clone(session);
        calls.spawn(async move { session.who_am_i().await });
    }
    calls.join_all().await.into_iter().filter_map(Result::err).collect()
}

#[test]
fn of_calls_that_find_out_together_one_logs_in() {
    for family in FAMILIES {
        let sim = stand_in(Scenario::default());
        run(async {
            let session = Arc::new(open(&sim, family).await);
            sim.end_sessions();
            assert!(together(&session, 20).await.is_empty());
            assert_eq!((count(&sim, Op::Login), sim.open_sessions()), (2, 1), "{:#?}", sim.transcript());
            let session = Arc::into_inner(session).expect("nobody else holds it");
            session.close().await.expect("logged out");
        });
        assert_careful(&sim);
    }
}

#[test]
fn of_calls_that_find_out_together_one_sends_the_password_that_has_changed() {
    let wrong = Fault::new("unauthenticated");
    for family in FAMILIES {
        let scenario = (1..40).fold(Scenario::default(), |scenario, nth| {
            scenario.inject(At::Nth(Op::Login, nth), Act::Fault(wrong.clone()))
        });
        let sim = stand_in(scenario);
        run(async {
            let session = Arc::new(open(&sim, family).await);
            sim.end_sessions();
            let errors = together(&session, 20).await;
            assert_eq!(errors.len(), 20);
            for error in &errors {
                assert!(matches!(error, SessionError::Login(_)), "{error}");
                assert_eq!(error.refusal().map(|(refusal, _)| refusal.kind()), Some(FaultKind::Unauthenticated));
                assert_no_secret("a login that was refused", error);
            }
            assert_eq!(count(&sim, Op::Login), 2, "{:#?}", sim.transcript());
            // Nor do later ones, whatever they are.
            assert_eq!(together(&session, 1).await.len(), 1);
            assert!(matches!(session.cancel(&"task-7".into()).await, Err(SessionError::Login(_))));
            assert_eq!(count(&sim, Op::Login), 2, "{:#?}", sim.transcript());
        });
        assert_careful(&sim);
    }
}

/// Waits for a task of forty steps where a session ends after `idle`, and returns the numbers of logins and of looks.
fn logins_and_looks(family: Family, idle: Duration, wait: &Wait) -> (usize, usize) {
    let sessions = SessionPolicy { idle: Some(idle), ..SessionPolicy::default() };
    let sim = stand_in(Scenario { sessions, ..Scenario::default() }.steps(40));
    let waited = run(async {
        let session = open(&sim, family).await;
        let task = session.redeploy(spec()).await.expect("a task");
        let waited = wait_for(&session, &task, wait, &sim).await;
        session.close().await.expect("logged out");
        waited
    });
    assert_eq!(waited.outcome.expect("success").status, TaskStatus::Succeeded);
    assert_careful(&sim);
    (count(&sim, Op::Login), waited.seen.len())
}

#[test]
fn pauses_as_they_are_by_default_keep_a_session() {
    for family in FAMILIES {
        let (logins, looks) = logins_and_looks(family, Duration::from_secs(20), &patience());
        assert!(logins == 1 && looks > 40, "{logins} logins, {looks} looks");
    }
}

#[test]
fn a_pause_longer_than_the_idle_time_costs_one_login_for_each_look() {
    let mut wait = patience();
    (wait.first, wait.most, wait.deadline) = (Duration::from_secs(3600), Duration::from_secs(3600), Duration::MAX);
    for family in FAMILIES {
        let (logins, looks) = logins_and_looks(family, Duration::from_secs(30 * 60), &wait);
        // The first look is made at once.
        assert!(logins == looks && looks > 40, "{logins} logins, {looks} looks");
    }
}

#[test]
fn a_program_without_a_runtime_goes_the_same_way() {
    for family in FAMILIES {
        let sim = stand_in(Scenario::default());
        let (url, settings) = (sim.url().to_owned(), trusting(&sim));
        let blocking = std::thread::spawn(move || {
            let transport = ReqwestBlockingTransport::new(&settings).expect("a transport");
            let base = url.parse().expect("an address");
            let client = BlockingClient::new(base, transport, Rules);
            let session =
                vcha_client::blocking::Session::open(client, family, login()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(session.who_am_i().expect("an answer").user, USER);
            let task = session.redeploy(spec()).expect("a task");
            let mut wait = Wait::default();
            wait.most = Duration::from_millis(1);
            let mut seen = 0;
            let watch = |_: vcha_client::tasks::Event<'_>| {
                seen += 1;
                ControlFlow::Continue(())
            };
            assert_eq!(session.wait(&task, &wait, watch).expect("success").status, TaskStatus::Succeeded);
            session.close().expect("logged out");
            (task, seen)
        });
        let (task, seen) = blocking.join().expect("no panic");
        assert_eq!(seen, 5);
        assert_eq!(sim.transcript(), way(family, &task, 0));
        assert_careful(&sim);
    }
}
