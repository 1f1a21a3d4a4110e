//! What the program makes of refusals, and of servers that are not what they should be.

use super::*;
use vcha_tests::sim::{Fault, Shape, Tls};

#[test]
fn a_refusal_ends_with_three_a_page_with_five_and_the_echo_is_not_repeated() {
    for api in ["rest", "api"] {
        for (scenario, code, says) in [
            ("invalid_argument", 3, "invalid_argument"),
            ("unauthorized", 3, "Global.VCServer"),
            ("unverified_peer", 3, "ssl_thumbprint"),
            ("unknown-type", 3, "never_seen"),
            ("service_unavailable", 3, "service_unavailable"),
            ("html", 5, "503"),
            ("empty", 5, "no body"),
            ("echo", 3, "The datastore is full."),
        ] {
            let sim = stand_in(named(scenario));
            for more in [&["--wait"][..], &["--wait", "--json"]] {
                let refused = Run::new("refused", &sim).usual().with(&["--api", api]).with(more).go(code);
                let text = refused.err.to_lowercase();
                assert!(text.contains(&says.to_lowercase()) && refused.out.is_empty(), "{scenario}: {}", refused.err);
            }
            assert_eq!((sim.redeploys(), count(&sim, Op::Redeploy)), (0, 2));
            assert_careful(&sim);
        }
    }
}

/// Not up yet for so many logins, in the words of the API and as a page of what stands in front of it.
fn starting(logins: usize) -> Scenario {
    let fault = Fault::new("service_unavailable");
    (0..logins).fold(Scenario::default(), |scenario, nth| {
        let fault = if nth % 2 == 0 { fault.clone() } else { fault.clone().status(503).shape(Shape::Html) };
        scenario.inject(At::Nth(Op::Login, nth), Act::Fault(fault))
    })
}

#[test]
fn a_login_waits_for_a_server_that_is_starting_if_that_was_asked_for() {
    for api in ["rest", "api", "auto"] {
        let sim = stand_in(starting(3));
        let impatient = Run::new("starting", &sim).usual().with(&["--api", api]).go(3);
        assert!(impatient.err.contains("--wait-for-login MINUTES"), "{}", impatient.err);
        assert_eq!(operations(&sim), [Op::Login]);
        let done = Run::new("starting", &sim).usual().with(&["--api", api, "--wait-for-login", "1"]).go(0);
        assert_eq!(done.err.matches("trying again in 1 s").count(), 2, "{}", done.err);
        assert_eq!(done.err.matches("warning: logging in (POST ").count(), 2, "{}", done.err);
        assert_eq!(operations(&sim)[1..], [Op::Login, Op::Login, Op::Login, Op::Redeploy, Op::Logout]);
        assert_careful(&sim);
    }
}

#[test]
fn waiting_for_a_login_ends_with_time_and_with_a_refusal() {
    let sim = stand_in(starting(1000));
    let late = Run::new("starting-late", &sim).usual().with(&["--wait-for-login", "0.002"]).go(3);
    assert!(late.err.contains("may still be starting") && sim.redeploys() == 0, "{}", late.err);
    assert!(!late.err.contains("--wait-for-login MINUTES"), "{}", late.err);

    let sim = stand_in(starting(1));
    let wrong = ["--username", USER, "--password-env", "PATH", "--wait-for-login", "1"];
    let refused = Run::new("starting-wrong", &sim).starting().trusting().with(&wrong).go(3);
    assert!(refused.err.contains("the password is wrong"), "{}", refused.err);
    assert_eq!(operations(&sim), [Op::Login, Op::Login], "a login that was refused is not sent again");

    let sim = stand_in(named("service_unavailable"));
    let refused = Run::new("starting-then", &sim).usual().with(&["--wait-for-login", "1"]).go(3);
    assert!(refused.err.contains("sending the redeployment"), "{}", refused.err);
    assert_eq!(count(&sim, Op::Redeploy), 1, "the redeployment is not sent again");
}

#[test]
fn an_unknown_task_is_not_said_to_go_on() {
    for api in ["rest", "api"] {
        let sim = stand_in(Scenario::default());
        let follow = || Run::new("unknown", &sim).trusting().with(&["--username", USER, "--password-env", VARIABLE]);
        let unknown = follow().with(&["--api", api, "--follow", "task-404"]).go(3);
        assert!(unknown.err.contains("there is no task task-404"), "{}", unknown.err);
        assert!(!unknown.err.contains("goes on") && !unknown.err.contains("--follow"), "{}", unknown.err);
        let problems = follow().with(&["--api", api, "--follow", "task-404", "--json"]).go(3).problems();
        assert_eq!((&problems[0]["rule"], &problems[0]["task"]), (&json!("task"), &json!("task-404")));
        assert_eq!(sim.open_sessions(), 0);
    }
}

#[test]
fn plain_http_to_a_port_with_tls_is_reported() {
    let sim = stand_in(Scenario::default());
    let plain = sim.url().replace("https://", "http://");
    let run = Run::new("plain", &sim).starting().with(&["--username", USER, "--password-env", VARIABLE]);
    let refused = run.with(&["--server", &plain, "--plain-http"]).go(4);
    assert!(refused.err.contains("may speak TLS: leave out http://"), "{}", refused.err);
    assert_eq!(sim.requests().len(), 0);
}

#[test]
fn plain_http_is_refused_unless_it_is_asked_for() {
    let sim = super::super::builder().tls(Tls::Plain).spawn().expect("the stand-in starts");
    let run = || Run::new("plain-http", &sim).starting().with(&["--username", USER, "--password-env", VARIABLE]);
    assert!(run().go(4).err.contains("--plain-http"));
    assert_eq!(sim.connections(), 0);
    run().with(&["--plain-http"]).go(0);
    assert_eq!(sim.redeploys(), 1);
}

#[test]
fn a_pause_that_would_end_the_session_is_shortened_with_a_warning() {
    let sim = stand_in(Scenario::default().steps(0));
    let done = Run::new("poll", &sim).usual().with(&["--wait", "--poll", "3600"]).go(0);
    assert!(done.err.contains("every 10 minutes"), "{}", done.err);
    assert_careful(&sim);
}
