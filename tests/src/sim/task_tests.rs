//! The life of a task, poll by poll.

use super::super::family::{Family, Version};
use super::super::fault::Fault;
use super::super::message::{Message, Param};
use super::{CancelRefused, End, GetSpec, Status, Task, TaskScript};
use serde_json::{Value, json};
use std::time::Duration;

fn poll(task: &mut Task) -> Value {
    task.poll(Duration::from_secs(9), GetSpec::default(), Family::Rest, Version::V7_0_2)
}

fn statuses(script: TaskScript, polls: usize) -> Vec<String> {
    let mut task = Task::new(script, "u", Duration::ZERO);
    (0..polls).map(|_| poll(&mut task)["status"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn moves_one_step_with_every_poll_and_then_stays() {
    let script = TaskScript { pending: 1, running: 3, blocked: 1, ..TaskScript::default() };
    let expected = ["PENDING", "RUNNING", "RUNNING", "BLOCKED", "RUNNING", "SUCCEEDED", "SUCCEEDED"];
    assert_eq!(statuses(script, 7), expected);
    let at_once = TaskScript { pending: 0, running: 0, ..TaskScript::default() };
    assert_eq!(statuses(at_once, 2), ["SUCCEEDED", "SUCCEEDED"]);
}

#[test]
fn has_the_members_its_status_needs_and_no_others() {
    let script = TaskScript { blocked: 1, end: End::FailsSilently, ..TaskScript::default() };
    let mut task = Task::new(script, "u", Duration::ZERO);
    loop {
        let info = poll(&mut task);
        let has = |name: &str| info.get(name).is_some();
        for name in ["description", "service", "operation", "status", "cancelable"] {
            assert!(has(name), "{info}");
        }
        let (started, ended) = match task.shown() {
            Status::Pending => (false, false),
            Status::Running | Status::Blocked => (true, false),
            Status::Succeeded | Status::Failed => (true, true),
        };
        assert_eq!([has("progress"), has("start_time"), has("end_time")], [started, started, ended], "{info}");
        assert!(!has("error") && !has("result"));
        if ended {
            break;
        }
    }
}

#[test]
fn progress_grows_up_to_the_end() {
    let mut task = Task::new(TaskScript { running: 4, ..TaskScript::default() }, "u", Duration::ZERO);
    let got: Vec<_> = (0..6).map(|_| poll(&mut task)["progress"]["completed"].clone()).collect();
    assert_eq!(got, [json!(null), json!(0), json!(20), json!(40), json!(60), json!(100)]);
}

#[test]
fn an_error_in_a_task_has_no_type_and_the_family_s_params() {
    let message = Message::new("m", "{a}").with("a", Param::Integer(1));
    let end = End::Fails(Fault::new("timed_out").message(message));
    for (family, params) in
        [(Family::Rest, json!([{"key": "a", "value": {"i": 1}}])), (Family::Api, json!({"a": {"i": 1}}))]
    {
        let script = TaskScript { pending: 0, running: 0, end: end.clone(), ..TaskScript::default() };
        let info =
            Task::new(script, "u", Duration::ZERO).poll(Duration::ZERO, GetSpec::default(), family, Version::V7_0_2);
        assert_eq!(info["status"], "FAILED");
        assert_eq!(info["error"]["error_type"], "TIMED_OUT");
        assert_eq!(info["error"]["messages"][0]["params"], params);
        assert!(info["error"].get("type").is_none() && info["error"].get("value").is_none());
    }
}

#[test]
fn the_result_can_be_left_out_and_return_all_adds_members() {
    let script = TaskScript { pending: 0, running: 0, result: Some(json!({"x": 1})), ..TaskScript::default() };
    let mut task = Task::new(script, "u", Duration::ZERO);
    assert_eq!(poll(&mut task)["result"], json!({"x": 1}));
    let get = GetSpec { return_all: true, exclude_result: true };
    let info = task.poll(Duration::ZERO, get, Family::Api, Version::V7_0_2);
    assert!(info.get("result").is_none() && info.get("parent").is_some());
}

#[test]
fn canceling_ends_a_task_at_the_next_poll() {
    let mut task = Task::new(TaskScript::default(), "u", Duration::ZERO);
    poll(&mut task);
    assert_eq!(task.cancel(), Ok(()));
    assert_eq!(task.cancel(), Err(CancelRefused::Ended));
    let info = poll(&mut task);
    assert_eq!((info["status"].as_str(), info["error"]["error_type"].as_str()), (Some("FAILED"), Some("CANCELED")));
    assert!(info.get("start_time").is_some() && info.get("end_time").is_some());
}

#[test]
fn canceling_is_refused_when_ended_or_not_cancelable() {
    let mut fixed = Task::new(TaskScript { cancelable: false, ..TaskScript::default() }, "u", Duration::ZERO);
    assert_eq!(fixed.cancel(), Err(CancelRefused::Unsupported));
    let mut ended = Task::new(TaskScript { pending: 0, running: 0, ..TaskScript::default() }, "u", Duration::ZERO);
    poll(&mut ended);
    assert_eq!(ended.cancel(), Err(CancelRefused::Ended));
}

#[test]
fn with_a_pace_time_moves_it_and_polls_do_not() {
    let seconds = Duration::from_secs;
    let script = TaskScript { blocked: 2, running: 4, pace: Some(seconds(10)), ..TaskScript::default() };
    let mut task = Task::new(script, "u", seconds(1000));
    let mut at = |second: u64| {
        let info = task.poll(seconds(1000 + second), GetSpec::default(), Family::Api, Version::V7_0_2);
        (info["status"].as_str().unwrap().to_owned(), info["progress"]["completed"].as_u64())
    };
    for (second, status, completed) in [
        (0, "PENDING", None),
        (9, "PENDING", None),
        (10, "RUNNING", Some(0)),
        (10, "RUNNING", Some(0)),
        (15, "RUNNING", Some(12)),
        (29, "RUNNING", Some(47)),
        (30, "BLOCKED", Some(50)),
        (49, "BLOCKED", Some(50)),
        (50, "RUNNING", Some(50)),
        (69, "RUNNING", Some(97)),
        (70, "SUCCEEDED", Some(100)),
        (99, "SUCCEEDED", Some(100)),
    ] {
        assert_eq!(at(second), (status.to_owned(), completed), "{second}");
    }
}

#[test]
fn with_a_pace_the_times_are_those_of_the_steps_and_not_of_the_polls() {
    let seconds = Duration::from_secs;
    let script = TaskScript { running: 2, pace: Some(seconds(10)), ..TaskScript::default() };
    let get = |task: &mut Task, second| task.poll(seconds(second), GetSpec::default(), Family::Api, Version::V7_0_2);
    let mut task = Task::new(script.clone(), "u", Duration::ZERO);
    let info = get(&mut task, 3600);
    assert_eq!(
        (&info["start_time"], &info["end_time"]),
        (&json!("1970-01-01T00:00:10.000Z"), &json!("1970-01-01T00:00:30.000Z"))
    );
    let mut task = Task::new(script, "u", Duration::ZERO);
    assert_eq!(task.cancel(), Ok(()));
    let info = get(&mut task, 7);
    assert_eq!(
        (&info["start_time"], &info["end_time"]),
        (&json!("1970-01-01T00:00:07.000Z"), &json!("1970-01-01T00:00:07.000Z"))
    );
}
