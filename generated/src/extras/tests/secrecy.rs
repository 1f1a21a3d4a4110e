//! A server may repeat what it was sent: its own words show only to those who ask for them.

use std::error::Error as _;
use std::fmt::{Debug, Display};
use std::ops::ControlFlow;
use std::time::Duration;

use super::super::session::{Family, Session};
use super::super::tasks::{Event, Wait};
use super::{FAMILIES, PASSWORD, Virtual, client, credentials, info, open, run, spec, success, token};
use crate::api::rt::testing::{Answer, Script};

/// Answers of a server that repeats the password wherever there is room for words of its own.
fn answers(family: Family) -> Vec<(Answer, bool)> {
    let fields = format!(
        r#""messages":[{{"id":"a.b","default_message":"No: {PASSWORD}","args":["{PASSWORD}"],"localized":"{PASSWORD}",
        "params":{{"p":{{"s":"{PASSWORD}"}}}}}}],"data":{{"password":"{PASSWORD}"}},"challenge":"{PASSWORD}""#
    );
    let named = |name: &str| match family {
        Family::Rest => format!(r#"{{"type":"x.{name}","value":{{{fields}}}}}"#),
        Family::Api => format!(r#"{{"error_type":"{name}",{fields}}}"#),
    };
    vec![
        // Whether the alternate form gives the words.
        (Answer::json(400, named("invalid_argument")), true),
        (Answer::json(401, named("unauthenticated")), true),
        (Answer::json(400, named("brand_new")), true),
        (Answer::json(400, format!("{{{fields}}}")), true),
        (Answer::json(400, format!(r#"{{"type":7,"value":"{PASSWORD}"}}"#)), false),
        (Answer::new(500, "text/html", format!("<h1>{PASSWORD}</h1>")), false),
        (Answer::json(400, format!(r#"{{"type":"{PASSWORD}"#)), false),
        (Answer::json(200, format!(r#"{{"{PASSWORD}":"{PASSWORD}"}}"#)), false),
        (Answer::new(200, "text/plain", PASSWORD), false),
    ]
}

fn hides<T: Debug>(value: &T) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!shown.contains(PASSWORD) && !shown.contains("Y29ycmVjd"), "{shown}");
    }
}

fn tells<T: Debug + Display>(value: &T, is_told: bool) {
    hides(value);
    assert!(!value.to_string().contains(PASSWORD), "{value}");
    assert_eq!(format!("{value:#}").contains(PASSWORD), is_told, "{value}");
}

#[test]
fn errors_keep_the_words_of_the_server() {
    for family in FAMILIES {
        for (answer, is_told) in answers(family) {
            let script = Script::new().then(answer.clone());
            let refused = run(Session::open(client(script), family, credentials())).expect_err("it is refused");
            tells(&refused, is_told);
            assert!(refused.source().is_none());

            let script = Script::new().then(token(family, 1)).then(answer.clone()).then(answer);
            let session = open(family, &script);
            hides(&session);
            tells(&run(session.redeploy(spec())).expect_err("it is refused"), is_told);
            // A session that has ended makes this a failed login.
            let error = run(session.who_am_i()).expect_err("it is refused");
            if let Some((refusal, _)) = error.refusal() {
                tells(refusal, is_told);
                assert_eq!(refusal.texts().concat().contains(PASSWORD), is_told);
            }
        }
    }
}

#[test]
fn session_errors_keep_them_too() {
    for family in FAMILIES {
        for (answer, is_told) in answers(family) {
            let script = Script::new().then(token(family, 1)).then(answer.clone()).then(answer.clone());
            tells(&run(open(family, &script).who_am_i()).expect_err("it is refused"), is_told);

            let script = Script::new().then(token(family, 1)).then(Answer::empty(401)).then(answer);
            tells(&run(open(family, &script).who_am_i()).expect_err("it is refused"), is_told);
        }
    }
}

#[test]
fn waiting_keeps_them_too() {
    let wait = |family, answer: Answer, deadline| {
        let script = Script::new().then(token(family, 1)).then(answer.clone());
        let script = script.when(|request| request.path().contains("/tasks/"), answer);
        let settings = Wait { deadline, ..Wait::default() };
        let watch = |event: Event<'_>| {
            hides(&event);
            ControlFlow::Continue(())
        };
        run(open(family, &script).wait(&"task-7".into(), &settings, &Virtual::default(), watch)).expect_err("it fails")
    };
    for family in FAMILIES {
        for (answer, is_told) in answers(family) {
            let lost = wait(family, answer, Duration::from_secs(600));
            tells(&lost, is_told);
        }
        let message = format!(r#"{{"id":"a.b","default_message":"{PASSWORD}","args":[]}}"#);
        let error = format!(r#"{{"error_type":"ERROR","messages":[{message}]}}"#);
        let failed = info("FAILED", &format!(r#","error":{error},"result":"{PASSWORD}""#));
        let failed = failed.replace("Redeploy.", PASSWORD).replace("Cloning.", PASSWORD);
        tells(&wait(family, success(family, &failed), Duration::ZERO), true);
        let busy = failed.replace("FAILED", "RUNNING");
        tells(&wait(family, success(family, &busy), Duration::ZERO), false);
    }
}

#[test]
fn names_that_a_server_chooses_forge_no_line() {
    let family = Family::Api;
    let script = Script::new().then(token(family, 1)).then(success(family, &info(r"ODD\n\u202eX", "")));
    let settings = Wait { deadline: Duration::ZERO, ..Wait::default() };
    let watch = |_: Event<'_>| ControlFlow::Continue(());
    let task = "task\u{202e}-7\nERROR".into();
    let late = run(open(family, &script).wait(&task, &settings, &Virtual::default(), watch)).expect_err("it is late");
    assert_eq!(
        late.to_string(),
        "time is up, and task task-7 ERROR goes on; it was in a state that this client does not know last"
    );

    let nasty = r"\u001b[31m\u202eno\u200b\u2028\u009b\u0000";
    let body =
        format!(r#"{{"error_type":"UNVERIFIED{nasty}","messages":[{{"id":"{nasty}","default_message":"{nasty}"}}]}}"#);
    let script = Script::new().then(token(family, 1)).then(Answer::json(400, body.clone()));
    let script = script.then(Answer::json(400, body.replace(&format!("UNVERIFIED{nasty}"), "UNVERIFIED_PEER")));
    let session = open(family, &script);
    for _ in 0..2 {
        let error = run(session.redeploy(spec())).expect_err("it is refused");
        let shown = format!("{error}{error:#}");
        assert!(shown.contains("[31mno"), "{shown}");
        let is_bad = |letter: char| letter.is_control() || "\u{200b}\u{202e}\u{2028}".contains(letter);
        assert!(!shown.contains(is_bad), "{shown:?}");
    }
}
