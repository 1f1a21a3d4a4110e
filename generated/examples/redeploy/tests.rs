//! What the parts promise each other: the template is valid, what is shown is what is sent, no message shows a secret.
//!
//! The program as a whole is tested from outside, in the tests package.

use vcha_client::{Operation as _, RedeployTask, Rules, SessionId, Validate as _, read_redeploy_spec};

use crate::args::{self, Action, Job};
use crate::console::Console;
use crate::problem::Problem;
use crate::{TEMPLATE, input, show};

fn operation(text: &str) -> RedeployTask {
    let json = input::parse(text).expect("the text is JSON or YAML");
    RedeployTask::new(read_redeploy_spec(&json).expect("the request can be read"))
}

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
    let mut console = Console::default();
    console.hide(&"pass\"word\\1".into());
    console.hide(&"a".into());
    for (said, shown) in [
        ("got pass\"word\\1 from you", "got ******** from you"),
        (r#"got {"password":"pass\"word\\1"} from you"#, r#"got {"password":"********"} from you"#),
        (r#"cut off after pass\"wo"#, "cut off after ********"),
        ("cut off after pas", "cut off after pas"),
    ] {
        assert_eq!(console.mask(said), shown);
    }
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
        let Err(Problem::Other { kind: "syntax", message }) = read else { panic!("no syntax error: {text:?}") };
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
        (&["--server", "https://user:canary@vc.example.com"], "credentials"),
        (&["--frobnicate"], "--frobnicate"),
    ] {
        let words = spec.iter().chain(extra).map(Into::into).collect();
        let Err(Problem::Other { kind: "usage", message }) = args::parse(words) else { panic!("accepted: {extra:?}") };
        assert!(message.contains(says) && !message.contains("canary"), "{message}");
    }
}
