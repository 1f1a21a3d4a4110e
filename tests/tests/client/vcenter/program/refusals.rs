//! What the program makes of refusals, and of servers that are not what they should be.

use super::*;
use vcha_tests::sim::Tls;

#[test]
fn a_refusal_ends_with_three_and_keeps_the_echo_to_itself() {
    for api in ["rest", "api"] {
        for (scenario, says) in [
            ("invalid_argument", "invalid_argument"),
            ("unauthorized", "Global.VCServer"),
            ("unverified_peer", "ssl_thumbprint"),
            ("unknown-type", "never_seen"),
            ("html", "503"),
            ("empty", "no body"),
            ("echo", "The datastore is full."),
        ] {
            let sim = stand_in(named(scenario));
            for more in [&["--wait"][..], &["--wait", "--json"]] {
                let refused = Run::new("refused", &sim).usual().with(&["--api", api]).with(more).go(3);
                let text = refused.err.to_lowercase();
                assert!(text.contains(&says.to_lowercase()) && refused.out.is_empty(), "{scenario}: {}", refused.err);
            }
            assert_eq!((sim.redeploys(), count(&sim, Op::Redeploy)), (0, 2));
            assert_careful(&sim);
        }
    }
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
