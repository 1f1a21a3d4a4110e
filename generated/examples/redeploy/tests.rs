//! What the parts promise each other: the template is valid, what is shown is what is sent, no message shows a secret.
//!
//! The program as a whole is tested from outside, in the tests package.

use std::sync::Arc;

use vcha_client::{
    CallError, Operation as _, RedeployTask, Rules, SessionId, TransportError, TransportErrorKind, Validate as _,
    read_redeploy_spec,
};

use crate::args::{self, Action, Job};
use crate::connect::Link;
use crate::console::Console;
use crate::explain::Explainer;
use crate::problem::Problem;
use crate::sanitize::{Masks, visible_json, visible_lines};
use crate::template::TEMPLATE;
use crate::{address, input, show};

fn operation(text: &str) -> RedeployTask {
    let json = input::parse(text).expect("the text is JSON or YAML");
    RedeployTask::new(read_redeploy_spec(&json).expect("the request can be read"))
}

const SHA1: &str = "ABABABABABABABABABABABABABABABABABABABAB";

/// The template with every member set.
fn everything() -> String {
    TEMPLATE.replace("#:", "")
}

fn job(words: &[&str]) -> Job {
    match args::parse(words.iter().map(Into::into).collect()) {
        Ok(Action::Redeploy(job)) => *job,
        _ => panic!("not a job: {words:?}"),
    }
}

#[test]
fn the_template_is_valid_as_it_is_and_with_everything_set() {
    assert!(operation(TEMPLATE).validate(&Rules).is_clean());
    let everything = operation(&everything());
    assert_eq!(everything.validate(&Rules).to_string(), "");
    let spec = everything.spec;
    assert!(spec.vc_spec.is_some() && spec.ha_ip.is_some() && spec.failover_ip.is_some());
    assert!(spec.placement.host.is_some() && spec.placement.storage.is_some());
}

#[test]
fn what_is_shown_is_what_is_sent() {
    let operation = operation(&everything());
    let words = ["--spec", "-", "--server", "vcenter.example.com", "--dry-run", "--json", "--show-secrets"];
    let shown = show::request(&operation.spec, &job(&words), Some(SessionId::new("token"))).expect("shown");
    let request = operation.to_request(&job(&words).server, &SessionId::new("token")).expect("built");
    let body = String::from_utf8(request.body().as_bytes().to_vec()).expect("UTF-8");
    assert!(shown.ends_with(&format!("\"body\":{body}}}\n")), "{shown}");
    assert!(shown.contains("\"vmware-api-session-id\":\"token\""), "{shown}");
}

#[test]
fn secrets_are_stars_unless_asked_for() {
    let operation = operation(&everything());
    for extra in [&[][..], &["--json"]] {
        let words = [&["--spec", "-", "--server", "vcenter.example.com", "--dry-run"], extra].concat();
        let shown = show::request(&operation.spec, &job(&words), Some(SessionId::new("canary"))).expect("shown");
        assert!(!shown.contains("change-me") && !shown.contains("canary") && shown.contains("********"), "{shown}");
        assert!(shown.contains("https://vcenter.example.com/rest/vcenter/vcha/cluster/passive?"), "{shown}");
    }
}

#[test]
fn what_a_server_repeats_is_masked_in_every_form_it_may_have() {
    let masks = Masks::default();
    masks.hide("pass\"word\\1ä");
    masks.hide("a");
    for (said, shown) in [
        (r#"got pass"word\1ä from you"#, "got ******** from you"),
        (r#"got {"password":"pass\"word\\1ä"} from you"#, r#"got {"password":"********"} from you"#),
        (r#"got "{\"password\":\"pass\\\"word\\\\1ä\"}""#, r#"got "{\"password\":\"********\"}""#),
        (r#"got pass\"word\\1\u00e4 from you"#, "got ******** from you"),
        ("got pass%22word%5C1%C3%A4 from you", "got ******** from you"),
        (r"got pass&quot;word\1ä from you", "got ******** from you"),
        (r#"cut off after pass\"wo"#, "cut off after ********"),
        ("cut off after pas", "cut off after pas"),
    ] {
        assert_eq!(masks.sanitized(said), shown);
    }
}

#[test]
fn what_a_server_says_is_one_line_that_steers_nothing() {
    let masks = Masks::default();
    for (said, shown) in [
        ("task-1\u{1b}[2J\rforged", r"task-1\u{1b}[2J\rforged"),
        ("\u{2028}c\u{85}", r"\u{2028}c\u{85}"),
        ("\u{202e}abc\u{200b}\u{feff}\u{3164}", r"\u{202e}abc\u{200b}\u{feff}\u{3164}"),
        ("ä漢 \u{1f600} \"'\\", "ä漢 \u{1f600} \"'\\"),
    ] {
        assert_eq!((masks.sanitized(said), masks.word(said)), (shown.to_owned(), shown.to_owned()));
        assert_eq!(visible_lines(&format!("x\n{said}")), format!("x\n{shown}"));
    }
    assert_eq!(masks.sanitized("a\nerror: b"), r"a\nerror: b");
    assert_eq!(masks.sanitized(&"x".repeat(5000)).chars().count(), 1001);
    let json = visible_json(&serde_json::to_string("a\u{202e}\u{e0041}\n").expect("JSON"));
    assert_eq!(json, r#""a\u202e\udb40\udc41\n""#);
    assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), "a\u{202e}\u{e0041}\n", "nothing is lost");
}

#[test]
fn an_id_that_is_to_be_typed_is_one_word_for_a_shell() {
    let masks = Masks::default();
    masks.hide("canary-secret");
    for (id, word) in [
        ("7f:com.vmware.vcenter@x_1-2", Some("7f:com.vmware.vcenter@x_1-2")),
        ("x; rm -rf ~ #", Some("'x; rm -rf ~ #'")),
        ("a'b `id` $(id)", Some(r"'a'\''b `id` $(id)'")),
        ("", Some("''")),
        ("a\u{1b}[2J", None),
        ("a\nb", None),
        ("a\u{202e}b", None),
        ("task-canary-secret", None),
    ] {
        assert_eq!(masks.for_shell(id).as_deref(), word, "{id:?}");
    }
    assert_eq!(masks.for_shell(&"x".repeat(201)), None, "what is cut cannot be typed");
}

#[test]
fn errors_of_addresses_say_what_is_wrong() {
    for (text, says) in [
        ("fd7a:0:31:c:0:9:0:d40", "[fd7a:0:31:c:0:9:0:d40]"),
        ("https://::1", "[::1]"),
        ("vcenter.example.com:443:1", "one number behind the host"),
        ("my vcenter", "blank"),
        ("ftp://vcenter.example.com", "https"),
        ("", "vcenter.example.com"),
        ("[fd7a::1", "[fd7a::1]:443"),
        ("https://vcenter.example.com/ui/#/login", "alone"),
        ("fe80::1%eth0", "zone"),
        ("[fe80::1%25eth0]:443", "zone"),
    ] {
        let error = address::server(text).expect_err(text);
        assert!(error.starts_with("--server: ") && error.contains(says), "{error}");
    }
    assert_eq!(address::server("[fd7a::d40]:8443").expect("an address").as_str(), "https://[fd7a::d40]:8443");
    for (text, says) in [
        ("http://fd7a::1", "[fd7a::1]"),
        ("http://user:canary@proxy.example.com:3128", "--proxy-password-file"),
        ("http://user%3Acanary@proxy.example.com:3128", "--proxy-password-file"),
        ("http://us%er@proxy.example.com", "escape"),
        ("proxy.example.com:3128", "http://"),
    ] {
        let error = address::proxy(text).expect_err(text);
        assert!(error.starts_with("--proxy: ") && error.contains(says) && !error.contains("canary"), "{error}");
    }
    let (proxy, user) = address::proxy("http://DOM%5Cuser@[fd7a::1]:3128").expect("an address");
    assert_eq!((proxy.to_string().as_str(), user.as_deref()), ("http://[fd7a::1]:3128", Some("DOM\\user")));
}

#[test]
fn a_syntax_error_tells_the_place_and_not_the_line() {
    for (text, place) in [
        ("spec:\n  password: \"canary\n", ":"),
        ("spec:\n\tpassword: canary\n", "2:1"),
        ("{\"password\": \"canary\",\n \"x\": ]", "2:7: is not JSON"),
        ("spec: {password: canary", "1:"),
        ("a: 1\n---\ncanary: 2\n", ""),
        ("password: !canary x\n", ""),
        ("? [canary]\n: 1\n", ""),
        ("", "empty"),
    ] {
        let path = std::env::temp_dir().join(format!("vcha-redeploy-{}.yaml", std::process::id()));
        std::fs::write(&path, text).expect("written");
        let read = input::read(path.as_os_str());
        std::fs::remove_file(&path).expect("removed");
        let Err(Problem { rule: "syntax", message, .. }) = read else { panic!("no syntax error: {text:?}") };
        assert!(message.contains(place) && !message.contains("canary"), "{message}");
    }
}

#[test]
fn repeated_members_are_kept_for_the_report() {
    for text in ["placement: {name: a, name: b, folder: f}", r#"{"placement":{"name":"a","name":"b","folder":"f"}}"#] {
        let json = input::parse(text).expect("can be parsed");
        let report = read_redeploy_spec(&json).expect_err("a member is repeated");
        assert_eq!(report.violations().len(), 1);
        assert_eq!(report.violations()[0].pointer, "/spec/placement/name");
    }
}

#[test]
fn the_command_line_is_checked() {
    let spec = ["--spec", "f", "--server", "https://vc.example.com"];
    for (extra, says) in [
        (&["--show-secrets"][..], "--dry-run"),
        (&["--password", "canary"], "no argument"),
        (&["--proxy-password", "canary"], "--proxy-password-file"),
        (&["--server", "https://user:canary@vc.example.com"], "credentials"),
        (&["--frobnicate"], "--frobnicate"),
        (&["--server", "http://vc.example.com"], "--plain-http"),
        (&["--timeout", "5"], "--wait"),
        (&["--wait-for-login", "5"], "--username"),
        (&["--wait-for-login", "5", "--username", "u", "--dry-run"], "--dry-run"),
        (&["--username", "u", "--password-file", "canary", "--password-env", "X"], "already"),
        (&["--proxy", "http://u@p", "--proxy-password-env", "X", "--proxy-password-env", "canary"], "already"),
        (&["--proxy-thumbprint", SHA1], "https://"),
        (&["--proxy", "http://proxy.example.com", "--proxy-thumbprint", SHA1], "https://"),
        (&["canary"], "quotes"),
        (&["--username", "DOM:user"], "colon"),
        (&["--username", ""], "empty"),
        (&["--proxy", "http://user:canary@proxy.example.com"], "--proxy-password-file"),
        (&["--proxy", "http://proxy.example.com", "--proxy-password-env", "X"], "USER@HOST"),
        (&["--proxy-password-file", "canary"], "USER@HOST"),
        (&["--spec", "-", "--username", "u", "--password-file", "-"], "once"),
        (&["--spec", "-", "--ca", "-"], "once"),
    ] {
        let words = spec.iter().chain(extra).map(Into::into).collect();
        let Err(Problem { rule: "usage", message, .. }) = args::parse(words) else { panic!("accepted: {extra:?}") };
        assert!(message.contains(says) && !message.contains("canary"), "{message}");
    }
    for id in ["", ".", ".."] {
        let words = ["--follow", id, "--server", "vc.example.com"].map(Into::into).to_vec();
        assert!(args::parse(words).is_err_and(|problem| problem.message.contains("--follow")), "{id}");
    }
    assert!(!job(&["--spec", "f", "--server", "http://vc.example.com", "--plain-http"]).server.is_https());
    assert_eq!(job(&["--spec", "f", "--dry-run"]).server.as_str(), "https://SERVER", "nothing is sent");
}

#[test]
fn a_server_that_does_not_answer_is_told_with_what_to_look_at() {
    let job = job(&["--spec", "-", "--server", "vcenter.example.com"]);
    let link = Link { console: Arc::new(Console::default()), last_call: Arc::default() };
    let error = TransportError::new(TransportErrorKind::Connect, "operation timed out");
    let problem = Explainer { job: &job, link: &link }.call(&CallError::Transport(error));
    assert!(problem.hints.concat().contains("443"), "{:?}", problem.hints);
}

#[test]
fn what_may_have_been_sent_ends_with_five() {
    use TransportErrorKind::{Connect, Interrupted, Other, Timeout, TooLarge, Untrusted};

    let job = job(&["--spec", "-", "--server", "vcenter.example.com"]);
    let link = Link { console: Arc::new(Console::default()), last_call: Arc::default() };
    let explainer = Explainer { job: &job, link: &link };
    for (kind, code) in [(Connect, 4), (Untrusted, 4), (Timeout, 5), (Interrupted, 5), (TooLarge, 5), (Other, 5)] {
        let problem = explainer.redeploy(&CallError::Transport(TransportError::new(kind, "it\u{1b}[2J broke")));
        assert_eq!((problem.code, problem.hints.concat().contains("look at its tasks")), (code, code == 5), "{kind:?}");
        assert!(problem.message.contains("vcenter.example.com:443"), "{}", problem.message);
        assert!(problem.message.ends_with(r": it\u{1b}[2J broke"), "{}", problem.message);
    }
}
