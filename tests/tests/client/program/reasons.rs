//! What the program says when a call fails: which one, where, what came of it, and what to do.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use vcha_tests::canary;
use vcha_tests::certificates::{Identity, Kind};
use vcha_tests::loopback::{self, Loopback, Reply};

use super::{Outcome, Run, file, request};

const LOGIN: [&str; 4] = ["--username", "operator", "--password-env", "VCHA_TEST_PASSWORD"];

/// What came of it, and how many requests there were.
fn send(script: Vec<Reply>, more: &[&str]) -> (Outcome, usize) {
    let server = Loopback::start(script);
    let url = server.url();
    let (outcome, received) = (to(&url, more), server.finish().len());
    (outcome, received)
}

fn to(url: &str, more: &[&str]) -> Outcome {
    let words = [&["--spec", "-", "--server", url, "--plain-http"], more].concat();
    let session = if more.contains(&"--username") { None } else { Some(canary::TOKEN) };
    Run { words: &words, input: &request(), session }.go().without_secrets("a reason")
}

fn assert_says(outcome: &Outcome, words: &[&str]) {
    for word in words {
        assert!(outcome.err.contains(word), "{word}: {}", outcome.err);
    }
}

fn fault(kind: &str) -> String {
    format!(r#"{{"type":"com.vmware.vapi.std.errors.{kind}","value":{{"messages":[]}}}}"#)
}

#[test]
fn a_redeployment_whose_answer_is_lost_ends_with_five_and_is_not_sent_again() {
    let cut = Reply::head("200 OK", "Content-Type: application/json\r\nContent-Length: 100\r\n", "{");
    let large = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", 9 << 20);
    let large = Reply::head("200 OK", &large, &" ".repeat(9 << 20));
    for (reply, what) in [(cut, "broke"), (large, "larger"), (Reply::Bytes(Vec::new()), "broke")] {
        let (lost, received) = send(vec![reply.clone()], &[]);
        let lost = lost.with_code(5);
        assert_says(&lost, &[what, "the server may have acted", "look at its tasks before sending it again"]);
        assert_eq!((received, lost.out.as_str()), (1, ""));
        let problems = send(vec![reply], &["--json"]).0.with_code(5).problems();
        assert_eq!(
            (&problems[0]["method"], &problems[0]["step"]),
            (&"POST".into(), &"sending the redeployment".into())
        );
        assert!(problems[0]["url"].as_str().is_some_and(|url| url.contains("/passive?")), "{}", problems[0]);
    }
}

#[test]
fn a_redeployment_that_timed_out_on_the_server_ends_with_five() {
    let gateway = |status| Reply::text(status, "text/plain", "upstream request timeout");
    for (reply, code) in [
        (Reply::json("504 Gateway Timeout", &fault("timed_out")), 5),
        (Reply::json("500 Internal Server Error", &fault("timed_out")), 5),
        (gateway("504 Gateway Timeout"), 5),
        (gateway("502 Bad Gateway"), 5),
        (gateway("503 Service Unavailable"), 5),
        (gateway("500 Internal Server Error"), 5),
        (Reply::head("500 Internal Server Error", "Content-Length: 0\r\n", ""), 5),
        (Reply::json("500 Internal Server Error", &fault("internal_server_error")), 5),
        (gateway("599 Odd"), 5),
        (Reply::head("101 Switching Protocols", "", ""), 5),
    ] {
        let (open, received) = send(vec![reply], &[]);
        let open = open.with_code(code);
        assert_says(&open, &["look at its tasks before sending it again", "the server answered with status"]);
        assert!(!open.err.contains("refused"), "{}", open.err);
        assert_eq!(received, 1);
    }
    for refusal in [
        Reply::json("400 Bad Request", &fault("invalid_argument")),
        Reply::json("503 Service Unavailable", &fault("service_unavailable")),
        gateway("413 Content Too Large"),
        gateway("429 Too Many Requests"),
    ] {
        let (refused, _) = send(vec![refusal], &[]);
        assert!(!refused.with_code(3).err.contains("look at its tasks"));
    }
}

#[test]
fn a_broken_answer_blames_tls_only_if_nothing_has_answered_yet() {
    let garbage = || Reply::Bytes(b"220 mail.example.com ESMTP\r\n\r\n".to_vec());
    let hint = "may speak TLS";
    assert_says(&send(vec![garbage()], &[]).0.with_code(5), &[hint]);
    let script = vec![Reply::json("201 Created", r#""token""#), garbage(), Reply::HangUp];
    let later = send(script, &[&LOGIN[..], &["--api", "api"]].concat()).0.with_code(5);
    assert!(!later.err.contains(hint), "{}", later.err);
}

#[test]
fn a_task_that_cannot_be_followed_says_what_to_do() {
    let moved = "Location: https://other.example.com/api\r\nContent-Length: 0\r\n";
    let script = vec![Reply::head("301 Moved Permanently", moved, ""); 5];
    let server = Loopback::start(script);
    let words = ["--follow", "task-1", "--server", &server.url(), "--plain-http", "--poll", "0.01"];
    let run = Run { words: &words, input: "", session: Some(canary::TOKEN) }.go().with_code(5);
    assert_says(&run, &["cannot be followed", "https://other.example.com/api", "--server", "--follow task-1"]);
    assert_eq!(server.finish().len(), 5);
}

#[test]
fn a_server_that_is_not_up_yet_is_waited_for_if_that_was_asked_for() {
    let place = loopback::nobody().trim_start_matches("http://").to_owned();
    let patient = [&LOGIN[..], &["--wait-for-login", "0.005", "--poll", "0.05"]].concat();
    let refused = to(&place, &patient).with_code(4);
    assert_says(&refused, &["trying again in 1 s", "Nobody listens there"]);
    assert!(!to(&place, &LOGIN).with_code(4).err.contains("trying again"));
}

#[test]
fn the_certificate_of_a_proxy_has_a_pin_of_its_own() {
    let identity = Identity::new(Kind::SelfSigned);
    let proxy = Loopback::start_tls(identity.config(), vec![Reply::json("200 OK", r#"{"value":"task-1"}"#)]);
    let pin = identity.sha256();
    let words = ["--proxy", &proxy.url()];
    for more in [&[][..], &["--thumbprint", &pin], &["--proxy-thumbprint", &"AB".repeat(32)]] {
        let refused = to("http://vcenter.example.com", &[&words[..], more].concat()).with_code(4);
        assert_says(&refused, &["the certificate of the proxy", &pin, "--proxy-thumbprint", "nothing was sent"]);
    }
    let taken = to("http://vcenter.example.com", &[&words[..], &["--proxy-thumbprint", &pin]].concat());
    assert_eq!(taken.with_code(0).out, "task-1\n");
    assert_eq!(proxy.finish().len(), 1);
}

#[test]
fn a_file_of_authorities_that_holds_none_is_named() {
    let path = file("reasons-broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assert_says(&to("vcenter.example.com", &["--ca", &path]).with_code(4), &["--ca", &path, "nothing was sent"]);
}

#[test]
fn a_login_that_fails_says_what_to_do() {
    let not_ready = "503 Service Unavailable (Failed to connect to endpoint: [N7Vmacore4Http20NamedPipe])";
    let empty = |status| Reply::head(status, "Content-Length: 0\r\n", "");
    for (reply, api, says) in [
        (empty("404 Not Found"), "api", &["no /api", "--api rest"][..]),
        (empty("404 Not Found"), "rest", &["no /rest", "--api api"]),
        (empty("401 Unauthorized"), "api", &["user name or the password is wrong", "lock"]),
        (Reply::json("401 Unauthorized", &fault("unauthenticated")), "rest", &["the password is wrong", "lock"]),
        (
            Reply::text("503 Service Unavailable", "text/plain", not_ready),
            "api",
            &["503", "Failed to connect to endpoint", "wait some minutes", "Nothing was started"],
        ),
        (
            Reply::json("503 Service Unavailable", &fault("service_unavailable")),
            "rest",
            &["wait some minutes", "Nothing was started"],
        ),
        (
            Reply::head("302 Found", "Location: https://other.example.com/ui\r\nContent-Length: 0\r\n", ""),
            "api",
            &["https://other.example.com/ui", "--server"],
        ),
    ] {
        let (failed, received) = send(vec![reply], &[&LOGIN[..], &["--api", api]].concat());
        let failed = failed.with_code(3);
        assert_says(&failed, &[&["logging in (POST http://127.0.0.1:"], says].concat());
        assert!(!failed.err.contains("look at its tasks"), "{}", failed.err);
        assert_eq!(received, 1, "a login is not repeated");
    }
    let script = vec![empty("404 Not Found"), empty("404 Not Found")];
    assert_says(&send(script, &LOGIN).0.with_code(3), &["neither /api nor /rest"]);
}

#[test]
fn a_look_at_a_task_that_fails_does_not_say_that_the_server_may_have_acted() {
    let server = Loopback::start(vec![Reply::HangUp, Reply::head("401 Unauthorized", "Content-Length: 0\r\n", "")]);
    let url = server.url();
    let words = ["--follow", "task-1", "--server", &url, "--plain-http", "--poll", "0.01"];
    let run = Run { words: &words, input: "", session: Some(canary::TOKEN) }.go().with_code(5);
    assert_says(&run, &["looking at the task (GET http://127.0.0.1:", "/cis/tasks/task-1", "asking again in"]);
    assert!(!run.err.contains("may have acted"), "{}", run.err);
    assert_eq!(server.finish().len(), 1);
}

#[test]
fn a_connection_that_fails_names_where_it_led() {
    let place = loopback::nobody().trim_start_matches("http://").to_owned();
    for login in [&[][..], &LOGIN] {
        let refused = to(&place, login).with_code(4);
        assert_says(&refused, &[&place, "nothing was sent", "Nobody listens there"]);
        let proxy = format!("http://{place}");
        let refused = to("vcenter.example.com", &[login, &["--proxy", &proxy]].concat()).with_code(4);
        let says = ["vcenter.example.com:443 through the proxy", &proxy, "nothing was sent", "check --proxy"];
        assert_says(&refused, &says);
    }
}

#[test]
fn a_proxy_of_the_environment_is_named_when_nothing_connects() {
    let url = loopback::nobody().replace("http://", "https://");
    let mut command = std::process::Command::new(super::PROGRAM.as_path());
    let spec = file("reasons-proxy.json", &request());
    command.args(["--spec", &spec, "--server", &url]).env("VCHA_SESSION_ID", canary::TOKEN);
    command.env("HTTPS_PROXY", format!("http://u:{}@127.0.0.1:1", canary::PASSWORD));
    let refused = super::outcome(command.output().expect("it ends")).with_code(4).without_secrets("the environment");
    assert_says(&refused, &["HTTPS_PROXY is set, but not used", "--proxy"]);
}

/// Answers the first bytes of a connection, whatever they are, as a server without TLS does.
#[test]
fn a_port_without_tls_and_a_missing_server_give_different_advice() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let _read = stream.read(&mut [0; 16]).expect("a greeting");
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").expect("an answer");
        let _rest = stream.read_to_end(&mut Vec::new());
    });
    let run = to(&address, &[]).with_code(4);
    assert_says(&run, &[&address, "does not speak TLS", "443", "nothing was sent"]);
    server.join().expect("it ends");
}

#[test]
fn a_proxy_gets_its_password_from_a_file_or_a_variable() {
    let path = file("reasons-proxy-password", "p@ss:w\u{f6}rd\n");
    for (words, pair) in [
        (["--proxy-password-file", path.as_str()], "dXNlcjpwQHNzOnfDtnJk"),
        (["--proxy-password-env", "VCHA_TEST_PROXY"], "dXNlcjpzZWNyZXQ="),
    ] {
        let server =
            Loopback::start(vec![Reply::head("407 Proxy Authentication Required", "Content-Length: 0\r\n", "")]);
        let proxy = server.url().replace("http://", "http://user@");
        let mut command = std::process::Command::new(super::PROGRAM.as_path());
        let spec = file("reasons-proxied.json", &request());
        command.args(["--spec", &spec, "--server", "http://vcenter.example.com", "--plain-http", "--proxy", &proxy]);
        command.args(words).env("VCHA_SESSION_ID", canary::TOKEN).env("VCHA_TEST_PROXY", "secret");
        let refused = super::outcome(command.output().expect("it ends")).with_code(3).without_secrets("a proxy");
        assert_says(&refused, &["407", "The proxy wants a user and a password"]);
        let head = server.finish().remove(0).head.to_lowercase();
        assert!(head.contains(&format!("proxy-authorization: basic {}", pair.to_lowercase())), "{head}");
    }
    let path = file("reasons-proxy-empty", "\n");
    let words = ["--proxy", "http://user@127.0.0.1:1", "--proxy-password-file", &path];
    assert_says(&to("vcenter.example.com", &words).with_code(4), &["empty"]);
}

#[test]
fn a_certificate_without_names_says_so_and_can_be_pinned() {
    let identity = Identity::new(Kind::Nameless);
    let server = Loopback::start_tls(identity.config(), vec![Reply::json("200 OK", r#"{"value":"task-1"}"#)]);
    let ca = file("reasons-nameless.pem", &identity.root);
    let refused = to(&server.url(), &["--ca", &ca]).with_code(4);
    assert_says(&refused, &["names no host", &identity.sha256(), "--thumbprint, or a new one"]);
    assert_eq!(to(&server.url(), &["--thumbprint", &identity.sha256()]).with_code(0).out, "task-1\n");
    assert_eq!(server.finish().len(), 1);
}

#[test]
fn a_certificate_of_version_1_is_shown_with_the_reason() {
    let identity = Identity::new(Kind::VersionOne);
    let server = Loopback::start_tls(identity.config(), Vec::new());
    for more in [&[][..], &["--thumbprint", &identity.sha256()]] {
        let refused = to(&server.url(), more).with_code(4);
        assert_says(
            &refused,
            &["X.509 certificate of version 1", &identity.sha256(), "of version 3", "nothing was sent"],
        );
    }
    assert_eq!(server.finish(), []);
}
