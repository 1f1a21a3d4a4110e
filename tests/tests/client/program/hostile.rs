//! What the program makes of a server that forges, steers and repeats: nothing of it reaches the terminal as it came.

use serde_json::{Value, json};
use vcha_tests::canary;
use vcha_tests::loopback::{Loopback, Received, Reply};

use super::{Outcome, Run, request};

/// The token that the server gives out when somebody logs in.
fn given() -> String {
    format!("given-{}-out", canary::CORE)
}

/// An answer with that body.
fn said(body: &Value) -> Reply {
    Reply::json("200 OK", &body.to_string())
}

/// A task with that status and that message.
fn task(status: &str, message: &str) -> Reply {
    let message = json!({"id": "a.b", "default_message": message, "args": []});
    let progress = json!({"total": 4, "completed": 1, "message": message});
    let members = json!({"description": message, "service": "s", "operation": "o", "status": status,
        "cancelable": false, "progress": progress, "start_time": "t"});
    said(&json!({"value": members}))
}

fn send(script: Vec<Reply>, more: &[&str]) -> (Outcome, Vec<Received>) {
    let server = Loopback::start(script);
    let url = server.url();
    let words = [&["--spec", "-", "--server", &url, "--plain-http", "--api", "rest", "--poll", "0.01"], more].concat();
    let session = if more.contains(&"--username") { None } else { Some(canary::TOKEN) };
    let outcome = Run { words: &words, input: &request(), session }.go();
    (outcome, server.finish())
}

/// No line but those of the program, and nothing in them that a terminal obeys.
fn assert_tame(what: &str, outcome: &Outcome) {
    for text in [&outcome.out, &outcome.err] {
        let steers =
            |letter: char| letter != '\n' && letter.is_control() || "\u{202e}\u{200b}\u{2028}".contains(letter);
        assert!(!text.contains(steers), "{what}: {text:?}");
        assert!(!text.lines().any(|line| line.starts_with("forged")), "{what}: {text:?}");
    }
}

#[test]
fn the_id_of_a_task_steers_no_terminal_and_stays_whole_for_programs() {
    let id = "task-1\u{1b}[2J\r\nforged\u{202e}\u{2028}";
    let (people, _) = send(vec![said(&json!({"value": id}))], &[]);
    let people = people.with_code(0);
    assert_tame("an id", &people);
    assert_eq!(people.out, "task-1\\u{1b}[2J\\r\\nforged\\u{202e}\\u{2028}\n");
    let (programs, _) = send(vec![said(&json!({"value": id}))], &["--json"]);
    let programs = programs.with_code(0);
    assert_tame("an id in JSON", &programs);
    let told: Value = serde_json::from_str(&programs.out).expect("JSON");
    assert_eq!(told["task"], json!(id));
}

#[test]
fn a_hint_with_an_id_can_be_pasted() {
    for (id, hint) in [
        ("x; rm -rf ~ #", "--follow 'x; rm -rf ~ #'"),
        ("a'b", r"--follow 'a'\''b'"),
        ("7f:com.example", "--follow 7f:com.example"),
        ("task\u{1b}[2J", "its id cannot be typed"),
    ] {
        let ended = Reply::head("401 Unauthorized", "Content-Length: 0\r\n", "");
        let (open, _) = send(vec![said(&json!({"value": id})), ended], &["--wait"]);
        let open = open.with_code(5);
        assert_tame(id, &open);
        assert!(open.err.contains(hint), "{}", open.err);
    }
}

#[test]
fn a_status_and_a_message_forge_no_line() {
    for more in [&["--wait"][..], &["--wait", "--json"]] {
        let ended = Reply::head("401 Unauthorized", "Content-Length: 0\r\n", "");
        let script = vec![said(&json!({"value": "task-1"})), task("RUN\nforged\u{1b}[2J", "a\nforged\u{202e}"), ended];
        let (open, _) = send(script, more);
        let open = open.with_code(5);
        assert_tame("a status", &open);
        assert!(open.err.contains("RUN"), "{}", open.err);
    }
}

#[test]
fn no_secret_comes_back_in_any_member_of_a_fault() {
    let echo = format!("{} {}", given(), canary::PASSWORD);
    let in_json = json!({"password": canary::PASSWORD}).to_string();
    let message = |text: &str| json!([{"id": text, "default_message": "", "args": []}]);
    let peer = "com.vmware.vapi.std.errors.unverified_peer";
    for body in [
        json!({"type": format!("com.example.{echo}"), "value": {"messages": []}}),
        json!({"type": peer, "value": {"messages": message(&echo), "data": {"ssl_thumbprint": echo}}}),
        json!({"type": peer, "value": {"messages": message(&in_json), "data": {"ssl_thumbprint": in_json}}}),
        json!(in_json),
        json!({"oops": echo}),
    ] {
        for more in [&[][..], &["--json"]] {
            let login = ["--username", "operator", "--password-env", "VCHA_TEST_PASSWORD"];
            let refused = Reply::json("400 Bad Request", &body.to_string());
            let out = Reply::head("200 OK", "Content-Length: 0\r\n", "");
            let script = vec![said(&json!({"value": given()})), refused, out];
            let (run, received) = send(script, &[&login[..], more].concat());
            let run = run.with_code(3).without_secrets(&body.to_string().replace(canary::CORE, "…"));
            assert_tame("a fault", &run);
            assert!(received[1].head.contains(&given()) && run.err.contains("********"), "{}", run.err);
        }
    }
}

#[test]
fn the_target_of_a_redirect_and_a_page_are_shown_without_secrets() {
    let target = format!("https://elsewhere.example.com/{}", canary::TOKEN);
    let headers = format!("Location: {target}\r\nContent-Length: 0\r\n");
    let (moved, _) = send(vec![Reply::head("307 Temporary Redirect", &headers, "")], &[]);
    let moved = moved.with_code(3).without_secrets("a redirect");
    assert!(moved.err.contains("elsewhere.example.com") && moved.err.contains("--server"), "{}", moved.err);
    let page = format!("\n  upstream \u{1b}[2J is gone: {}\nforged\n", canary::PASSWORD);
    let (page, _) = send(vec![Reply::text("500 Internal Server Error", "text/plain", &page)], &[]);
    let page = page.with_code(5).without_secrets("a page");
    assert_tame("a page", &page);
    assert!(page.err.contains("upstream \\u{1b}[2J is gone: ********"), "{}", page.err);
}
