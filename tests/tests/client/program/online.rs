//! What the program does with a server on loopback: it sends once, prints the task or the refusal, and ends
//! with the promised exit code.

use serde_json::json;
use vcha_tests::canary;
use vcha_tests::loopback::{self, Loopback, Received, Reply};

use super::{Outcome, Run, request};

/// Sends the request with every member to a server with one reply.
fn send(reply: Reply, more: &[&str]) -> (Outcome, Vec<Received>) {
    let server = Loopback::start(vec![reply]);
    let url = server.url();
    let words = [&["--spec", "-", "--server", &url, "--plain-http"], more].concat();
    let outcome = Run { words: &words, input: &request(), session: Some(canary::TOKEN) }.go();
    (outcome, server.finish())
}

#[test]
fn the_task_is_printed_and_nothing_else() {
    let started = Reply::json("200 OK", r#"{"value":"task-1"}"#);
    let (people, received) = send(started.clone(), &[]);
    let people = people.with_code(0).without_secrets("success");
    assert_eq!((people.out.as_str(), people.err.as_str()), ("task-1\n", ""));
    assert_eq!(received.len(), 1);
    assert!(received[0].head.contains(&format!("\r\nvmware-api-session-id: {}", canary::TOKEN)));
    assert_eq!(String::from_utf8_lossy(&received[0].body).matches(canary::CORE).count(), 1);

    let (programs, _) = send(started, &["--json"]);
    assert_eq!(programs.with_code(0).out, "{\"task\":\"task-1\"}\n");
}

#[test]
fn a_refusal_is_reported_with_its_kind_and_its_messages() {
    let body = json!({
        "type": "com.vmware.vapi.std.errors.unverified_peer",
        "value": {
            "messages": [
                {"id": "a", "default_message": "Not trusted.", "args": []},
                {"id": "b.c", "default_message": "", "args": []},
            ],
            "data": {"ssl_thumbprint": "AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB"},
        },
    });
    let reply = Reply::json("400 Bad Request", &body.to_string());
    let (people, received) = send(reply.clone(), &[]);
    let people = people.with_code(3).without_secrets("a refusal");
    assert_eq!((people.out.as_str(), received.len()), ("", 1));
    for text in
        ["400", "unverified_peer", "Not trusted.", "b.c", "AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB"]
    {
        assert!(people.err.contains(text), "{text}: {}", people.err);
    }
    let (programs, _) = send(reply, &["--json"]);
    let problems = programs.with_code(3).problems();
    let [refusal] = problems.as_slice() else { panic!("one line") };
    assert_eq!((&refusal["rule"], &refusal["severity"]), (&json!("fault"), &json!("error")));
    assert_eq!((&refusal["kind"], &refusal["status"]), (&json!("unverified_peer"), &json!(400)));
    assert_eq!(refusal["messages"], json!(["Not trusted.", "b.c"]));
    assert_eq!(refusal["thumbprint"], json!("AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB:AA:BB"));
}

#[test]
fn every_refusal_ends_with_three() {
    for (reply, kind) in [
        (
            Reply::json(
                "403 Forbidden",
                r#"{"type":"com.vmware.vapi.std.errors.unauthorized","value":{"messages":[]}}"#,
            ),
            "unauthorized",
        ),
        (
            Reply::json(
                "401 Unauthorized",
                r#"{"type":"com.vmware.vapi.std.errors.unauthenticated","value":{"messages":[]}}"#,
            ),
            "unauthenticated",
        ),
        (Reply::text("405 Method Not Allowed", "text/html", "<html>"), "405"),
        (Reply::head("401 Unauthorized", "Content-Length: 0\r\n", ""), "401"),
        (Reply::head("302 Found", "Location: http://127.0.0.1:1/\r\nContent-Length: 0\r\n", ""), "302"),
    ] {
        for more in [&[][..], &["--json"]] {
            let (run, received) = send(reply.clone(), more);
            let run = run.with_code(3);
            assert!(run.err.contains(kind) && run.out.is_empty(), "{}", run.err);
            assert_eq!(received.len(), 1);
        }
    }
}

#[test]
fn a_refusal_that_repeats_the_request_does_not_make_the_program_repeat_it() {
    let echo = format!("{} {} {}", request(), canary::TOKEN, canary::PASSWORD);
    let known = "com.vmware.vapi.std.errors.invalid_argument";
    for (body, code) in [
        (echo.clone(), 3),
        (json!(echo).to_string(), 3),
        (json!({"type": "com.example.later", "value": {"data": echo}}).to_string(), 3),
        (json!({"type": known, "value": {"messages": [], "data": {"request": echo}}}).to_string(), 3),
        (json!({"type": known, "value": {"messages": echo}}).to_string(), 3),
    ] {
        for more in [&[][..], &["--json"]] {
            let (run, _) = send(Reply::json("400 Bad Request", &body), more);
            run.with_code(code).without_secrets("a refusal that is an echo");
            let (run, _) = send(Reply::json("200 OK", &body), more);
            run.with_code(5).without_secrets("an answer that is an echo");
        }
    }
}

#[test]
fn an_answer_that_cannot_be_read_says_that_the_task_may_have_started() {
    let (run, received) = send(Reply::json("200 OK", r#"{"value":7}"#), &[]);
    let run = run.with_code(5);
    assert!(run.err.contains("may have started") && run.err.contains("/value"), "{}", run.err);
    assert_eq!(received.len(), 1);
}

#[test]
fn a_task_without_an_id_is_no_success() {
    for more in [&[][..], &["--wait"], &["--json"]] {
        let (run, received) = send(Reply::json("200 OK", r#"{"value":""}"#), more);
        let run = run.with_code(5);
        assert!(run.err.contains("look at its tasks") && run.out.is_empty(), "{}", run.err);
        assert_eq!(received.len(), 1);
    }
}

#[test]
fn nobody_there_ends_with_four() {
    let url = loopback::nobody();
    for more in [&[][..], &["--json"]] {
        let words = [&["--spec", "-", "--server", &url, "--plain-http"], more].concat();
        let run = Run { words: &words, input: &request(), session: Some(canary::TOKEN) }.go().with_code(4);
        let run = run.without_secrets("nobody there");
        let place = url.trim_start_matches("http://");
        assert!(run.err.contains("nothing was sent") && run.err.contains(place), "{}", run.err);
        assert!(run.err.contains("sending the redeployment (POST"), "{}", run.err);
    }
}

#[test]
fn without_a_session_nothing_is_sent() {
    for session in [None, Some("")] {
        let server = Loopback::start(Vec::new());
        let url = server.url();
        let run = Run { words: &["--spec", "-", "--server", &url, "--plain-http"], input: &request(), session }
            .go()
            .with_code(4);
        assert!(run.err.contains("VCHA_SESSION_ID"), "{}", run.err);
        assert_eq!(server.finish(), []);
    }
}

#[test]
fn a_token_that_no_header_can_carry_ends_with_four() {
    let server = Loopback::start(Vec::new());
    let url = server.url();
    let token = format!("{}\n", canary::TOKEN);
    let run =
        Run { words: &["--spec", "-", "--server", &url, "--plain-http"], input: &request(), session: Some(&token) }
            .go();
    run.with_code(4).without_secrets("a bad token");
    assert_eq!(server.finish(), []);
}

#[test]
fn an_invalid_request_ends_with_two_and_is_not_sent() {
    let server = Loopback::start(Vec::new());
    let url = server.url();
    let input = r#"{"placement":{"name":"","folder":"f"}}"#;
    let run = Run { words: &["--spec", "-", "--server", &url, "--plain-http"], input, session: Some(canary::TOKEN) }
        .go()
        .with_code(2);
    assert!(run.err.contains("R-NAME-1") && run.out.is_empty(), "{}", run.err);
    assert_eq!(server.finish(), []);
}
