//! The tasks service over the wire.

use std::time::Duration;

use serde_json::json;
use vcha_tests::sim::{Family, Scenario, TaskScript};

use super::client::{FAMILIES, cancel_ask, error, login, plain, redeploy, result, task_ask};

fn statuses(scenario: Scenario, family: Family, polls: usize) -> Vec<String> {
    let sim = plain(scenario);
    let token = login(&sim, family);
    let id = redeploy(&sim, family, &token);
    let status = |_| {
        let got = task_ask(family, &token, &id, "").send(&sim);
        assert_eq!(got.status, 200);
        result(family, &got)["status"].as_str().unwrap().to_owned()
    };
    (0..polls).map(status).collect()
}

#[test]
fn a_task_goes_its_way_one_step_a_poll() {
    for family in FAMILIES {
        assert_eq!(
            statuses(Scenario::default().steps(2), family, 5),
            ["PENDING", "RUNNING", "RUNNING", "SUCCEEDED", "SUCCEEDED"]
        );
    }
    let blocked = statuses(Scenario::blocked().steps(2), Family::Rest, 6);
    assert_eq!(blocked, ["PENDING", "RUNNING", "BLOCKED", "BLOCKED", "RUNNING", "SUCCEEDED"]);
}

#[test]
fn with_a_pace_the_clock_moves_a_task_and_polls_do_not() {
    for family in FAMILIES {
        let second = Duration::from_secs(1);
        let sim = plain(Scenario { tick: Duration::ZERO, ..Scenario::blocked().pace(second) });
        let token = login(&sim, family);
        let id = redeploy(&sim, family, &token);
        let poll = || {
            let info = result(family, &task_ask(family, &token, &id, "").send(&sim));
            (info["status"].as_str().unwrap().to_owned(), info["progress"]["completed"].as_u64())
        };
        assert_eq!((poll(), poll()), (("PENDING".to_owned(), None), ("PENDING".to_owned(), None)));
        for (status, completed) in
            [("RUNNING", 0), ("RUNNING", 33), ("BLOCKED", 66), ("BLOCKED", 66), ("RUNNING", 66), ("SUCCEEDED", 100)]
        {
            sim.advance(second);
            assert_eq!(poll(), (status.to_owned(), Some(completed)));
        }
    }
}

#[test]
fn a_failed_task_has_an_error_without_type_or_none_at_all() {
    for family in FAMILIES {
        for (name, kind) in [
            ("error-in-task", Some("ERROR")),
            ("invalid_argument-in-task", Some("INVALID_ARGUMENT")),
            ("unauthorized-in-task", Some("UNAUTHORIZED")),
            ("unverified_peer-in-task", Some("UNVERIFIED_PEER")),
            ("task-fails-silently", None),
        ] {
            let sim = plain(Scenario::named(name, 7).unwrap().steps(0));
            let token = login(&sim, family);
            let id = redeploy(&sim, family, &token);
            task_ask(family, &token, &id, "").send(&sim);
            let info = result(family, &task_ask(family, &token, &id, "").send(&sim));
            assert_eq!(info["status"], "FAILED");
            assert_eq!(info.get("error").map(|error| error["error_type"].as_str().unwrap()), kind);
            assert!(info.get("error").is_none_or(|error| error.get("type").is_none()));
        }
    }
}

#[test]
fn query_parameters_have_a_prefix_on_rest_only() {
    let script = TaskScript { pending: 0, running: 0, result: Some(json!({"x": 1})), ..TaskScript::default() };
    for (family, own, others) in [(Family::Rest, "spec.", ""), (Family::Api, "", "spec.")] {
        let sim = plain(Scenario { task: script.clone(), ..Scenario::default() });
        let token = login(&sim, family);
        let id = redeploy(&sim, family, &token);
        let get = |query: &str| task_ask(family, &token, &id, query).send(&sim);
        assert_eq!(result(family, &get(""))["result"], json!({"x": 1}));
        let bare = result(family, &get(&format!("?{own}exclude_result=true&{own}return_all=true")));
        assert!(bare.get("result").is_none() && bare.get("parent").is_some());
        let wrong = get(&format!("?{others}return_all=true"));
        assert_eq!(wrong.status, 400);
        error(family, &wrong, "unexpected_input");
        let value = get(&format!("?{own}return_all=1"));
        assert_eq!(value.status, 400);
        error(family, &value, "invalid_argument");
    }
}

#[test]
fn a_colon_in_the_id_may_be_encoded_and_an_unknown_id_is_not_found() {
    for family in FAMILIES {
        let sim = plain(Scenario::default());
        let token = login(&sim, family);
        let id = redeploy(&sim, family, &token);
        assert_eq!(task_ask(family, &token, &id.replace(':', "%3A"), "").send(&sim).status, 200);
        let unknown = task_ask(family, &token, "nothing:here", "").send(&sim);
        assert_eq!(unknown.status, 404);
        assert_eq!(error(family, &unknown, "not_found")["messages"][0]["args"], json!(["nothing:here"]));
        assert_eq!(task_ask(family, "nobody", &id, "").send(&sim).status, 401);
    }
}

#[test]
fn a_task_is_canceled_unless_it_cannot_be_or_has_ended() {
    for family in FAMILIES {
        let sim = plain(Scenario::default());
        let token = login(&sim, family);
        let id = redeploy(&sim, family, &token);
        let done = cancel_ask(family, &token, &id).send(&sim);
        assert_eq!((done.status, done.body.len()), (if family == Family::Rest { 200 } else { 204 }, 0));
        let info = result(family, &task_ask(family, &token, &id, "").send(&sim));
        assert_eq!((&info["status"], &info["error"]["error_type"]), (&json!("FAILED"), &json!("CANCELED")));
        let again = cancel_ask(family, &token, &id).send(&sim);
        assert_eq!(again.status, 400);
        error(family, &again, "not_allowed_in_current_state");

        let script = TaskScript { cancelable: false, ..TaskScript::default() };
        let sim = plain(Scenario { task: script, ..Scenario::default() });
        let token = login(&sim, family);
        let id = redeploy(&sim, family, &token);
        let unsupported = cancel_ask(family, &token, &id).send(&sim);
        assert_eq!(unsupported.status, 400);
        error(family, &unsupported, "unsupported");
    }
}
