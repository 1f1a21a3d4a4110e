//! The state of a task in both families.

use super::super::session::FaultKind;
use super::super::tasks::{Progress, TaskState};
use super::{FAMILIES, info, open, run, success, token};
use crate::api::rt::testing::Script;
use crate::api::types::TaskStatus;

/// The state that a body is read as, which is the same in both families.
fn state_of(body: &str) -> TaskState {
    let [rest, api] = FAMILIES.map(|family| {
        let script = Script::new().then(token(family, 1)).then(success(family, body));
        run(open(family, &script).task(&"task-7".into())).expect("the body is a task")
    });
    assert_eq!(rest, api, "{body}");
    rest
}

#[test]
fn both_families_tell_the_same() {
    let more =
        r#","end_time":"u","user":"operator","parent":"task-1","target":{"type":"VM","id":"vm-1"},"result":{"a":1}"#;
    let state = state_of(&info("SUCCEEDED", more));
    assert_eq!((state.id.as_str(), state.status.clone(), state.cancelable), ("task-7", TaskStatus::Succeeded, true));
    assert_eq!((state.description.as_str(), state.operation.as_str()), ("Redeploy.", "s.o"));
    let progress = state.progress.as_ref().expect("there is some");
    assert_eq!((progress.total, progress.completed, progress.percent()), (4, 1, Some(25)));
    assert_eq!(progress.message, "Cloning.");
    assert_eq!((state.start_time.as_deref(), state.end_time.as_deref()), (Some("t"), Some("u")));
    assert_eq!((state.user.as_deref(), state.error.is_none()), (Some("operator"), true));
    assert!(state.target.is_some() && state.result.is_some() && state.has_ended());
}

#[test]
fn which_statuses_are_ends() {
    for (status, has_ended) in [
        ("PENDING", false),
        ("RUNNING", false),
        ("BLOCKED", false),
        ("SUCCEEDED", true),
        ("FAILED", true),
        ("CANCELED", false),
        ("succeeded", false),
        ("", false),
    ] {
        assert_eq!(state_of(&info(status, "")).has_ended(), has_ended, "{status}");
    }
}

#[test]
fn errors_of_every_shape() {
    let words = r#""messages":[{"id":"a.b","default_message":"It broke.","args":[]}]"#;
    for (error, expected) in [
        (format!(r#"{{"error_type":"UNVERIFIED_PEER",{words}}}"#), Some((FaultKind::UnverifiedPeer, "It broke."))),
        (format!(r#"{{"type":"x.error","value":{{{words}}}}}"#), Some((FaultKind::Error, "It broke."))),
        (r#""It broke.""#.to_owned(), Some((FaultKind::Unknown, ""))),
        ("{}".to_owned(), Some((FaultKind::Unknown, ""))),
        ("null".to_owned(), None),
    ] {
        let state = state_of(&info("FAILED", &format!(r#","error":{error}"#)));
        let found = state.error.as_ref().map(|refusal| (refusal.kind(), refusal.texts().concat()));
        assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())), "{error}");
    }
}

#[test]
fn texts_are_single_lines() {
    let body = r#"{"description":{"id":"a.b","default_message":"Re\u202edeploy\nnow","args":[]},"service":"s\u0007",
        "operation":"o","status":"RUNNING","cancelable":false,"start_time":"\u001b[2J2030","end_time":"\u200b",
        "user":"eve\r\nroot","progress":{"total":1,"completed":0,"message":{"id":"c.d","default_message":"","args":[]}}}"#;
    let state = state_of(body);
    assert_eq!((state.description.as_str(), state.operation.as_str()), ("Redeploy now", "s .o"));
    assert_eq!((state.start_time.as_deref(), state.end_time.as_deref()), (Some("[2J2030"), Some("")));
    assert_eq!(state.user.as_deref(), Some("eve  root"));
    assert_eq!(state.progress.map(|progress| progress.message).as_deref(), Some("c.d"));
}

#[test]
fn parts_of_work() {
    for (total, completed, percent) in [
        (100, 40, Some(40)),
        (3, 2, Some(66)),
        (1, 1, Some(100)),
        (1, 0, Some(0)),
        (i64::MAX, i64::MAX, Some(100)),
        (i64::MAX, i64::MAX - 1, Some(99)),
        (0, 0, None),
        (10, 11, None),
        (10, -1, None),
        (-10, -5, None),
        (i64::MIN, i64::MAX, None),
    ] {
        let progress = Progress { total, completed, message: String::new() };
        assert_eq!(progress.percent(), percent, "{completed} of {total}");
    }
}
