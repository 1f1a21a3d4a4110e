//! What the program does without a server: the template, dry runs, and everything that stops it before sending.

use serde_json::{Value, json};
use vcha_tests::canary;

use super::{Outcome, Run, file, request};

const SERVER: [&str; 2] = ["--server", "vcenter.example.com"];

/// A dry run of the text on standard input.
fn dry_run(input: &str, more: &[&str]) -> Outcome {
    let words = [&["--spec", "-", "--dry-run", "--api", "rest"], &SERVER[..], more].concat();
    Run { words: &words, input, session: Some(canary::TOKEN) }.go()
}

#[test]
fn the_template_passes_and_lists_every_member() {
    let template = Run { words: &["--template"], ..Run::default() }.go().with_code(0);
    assert_eq!(template.err, "");
    let dry = dry_run(&template.out, &[]).with_code(0);
    assert!(dry.err.starts_with("warning: the placement is the example"), "unedited: {}", dry.err);
    let edited = dry_run(&template.out.replace("vc-passive", "vc-7"), &[]).with_code(0);
    assert_eq!(edited.err, "", "no warning either");
    // Members that may be left out stand in lines that begin with `#:`.
    let everything: Value = serde_yaml::from_str(&template.out.replace("#:", "")).expect("YAML");
    let mut members = crate::bodies::members(&everything);
    let mut expected = crate::bodies::members(&crate::bodies::everything());
    let last = |pointer: &String| pointer.rsplit('/').next().map(str::to_owned);
    members.sort_by_key(last);
    expected.sort_by_key(last);
    let missing: Vec<&String> = expected.iter().filter(|member| !members.contains(member)).collect();
    assert_eq!(missing, Vec::<&String>::new());
    assert_eq!(crate::bodies::found(&everything), [""; 0], "nor is anything wrong with everything set");
}

#[test]
fn a_dry_run_prints_the_request_with_stars() {
    let input = r#"{"spec":{"placement":{"name":"vc-passive","folder":"obj-103"},
        "vc_spec":{"active_location":{"hostname":"h","username":"u","password":"secret"}}}}"#;
    let dry = dry_run(input, &[]).with_code(0).without_secrets("a dry run");
    let (head, body) = dry.out.split_once("\n\n").expect("a head and a body");
    let mut lines: Vec<&str> = head.lines().collect();
    assert_eq!(
        lines.remove(0),
        "POST https://vcenter.example.com/rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy"
    );
    lines.sort_unstable();
    assert_eq!(
        lines,
        ["accept: application/json", "content-type: application/json", "vmware-api-session-id: ********"]
    );
    assert!(body.starts_with("{\n  \"spec\": {\n"), "laid out for people: {body}");
    let body: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(body.pointer("/spec/vc_spec/active_location/password"), Some(&json!("********")));
    assert_eq!(body.pointer("/spec/placement"), Some(&json!({"name": "vc-passive", "folder": "obj-103"})));
}

#[test]
fn a_dry_run_as_json_is_one_object() {
    let dry = dry_run(&request(), &["--json"]).with_code(0).without_secrets("a dry run as JSON");
    assert_eq!((dry.out.lines().count(), dry.err.as_str()), (1, ""));
    let shown: Value = serde_json::from_str(&dry.out).expect("JSON");
    let mut keys: Vec<&String> = shown.as_object().expect("an object").keys().collect();
    keys.sort_unstable();
    assert_eq!(keys, ["body", "headers", "method", "url"]);
    assert_eq!(shown["method"], "POST");
    assert_eq!(
        shown["headers"],
        json!({"accept": "application/json", "content-type": "application/json", "vmware-api-session-id": "********"})
    );
    let mut expected = crate::bodies::everything();
    vcha_tests::fixtures::set(&mut expected, "/spec/vc_spec/active_location/password", json!("********"));
    assert_eq!(shown["body"], expected);
}

#[test]
fn secrets_are_shown_when_asked_for() {
    for more in [&["--show-secrets"][..], &["--show-secrets", "--json"]] {
        let dry = dry_run(&request(), more).with_code(0);
        assert!(dry.out.contains(canary::TOKEN), "the token");
        assert!(dry.out.contains(&json!(canary::PASSWORD).to_string()), "the password");
    }
    let words = [&["--spec", "-", "--show-secrets"], &SERVER[..]].concat();
    let refused = Run { words: &words, input: &request(), session: Some(canary::TOKEN) }.go().with_code(4);
    assert_eq!(refused.without_secrets("without --dry-run").out, "");
}

#[test]
fn a_dry_run_needs_no_session() {
    let words = [&["--spec", "-", "--dry-run"], &SERVER[..]].concat();
    let dry = Run { words: &words, input: &request(), session: None }.go().with_code(0);
    assert!(dry.out.contains("vmware-api-session-id: ********"), "{}", dry.out);
}

#[test]
fn a_dry_run_needs_no_server_and_says_which_family_it_shows() {
    let shown = |more: &[&str]| {
        let words = [&["--spec", "-", "--dry-run"], more].concat();
        Run { words: &words, input: &request(), session: None }.go().with_code(0)
    };
    let any = shown(&[]);
    assert!(any.out.starts_with("POST https://SERVER/rest/"), "{}", any.out);
    assert!(any.err.contains("under /rest") && any.err.contains("--api api"), "{}", any.err);
    assert_eq!(shown(&["--json"]).problems()[0]["rule"], json!("family"));
    let api = shown(&["--api", "api"]);
    assert!(api.out.starts_with("POST https://SERVER/api/") && api.err.is_empty(), "{}{}", api.out, api.err);
}

#[test]
fn a_number_in_the_place_of_a_text_gets_a_hint_at_quotes() {
    for (folder, hint) in [("7", true), ("1.5", true), ("true", true), ("[x]", false), ("null", false)] {
        let input = format!("placement: {{name: vc-7, folder: {folder}}}");
        for more in [&[][..], &["--json"]] {
            let refused = dry_run(&input, more).with_code(2);
            assert_eq!(refused.err.contains("put quotes around it"), hint, "{folder}: {}", refused.err);
        }
    }
}

#[test]
fn json_yaml_file_and_standard_input_are_the_same() {
    let json = request();
    let yaml = serde_yaml::to_string(&serde_json::from_str::<Value>(&json).expect("JSON")).expect("YAML");
    let expected = dry_run(&json, &[]).with_code(0).out;
    assert_eq!(dry_run(&yaml, &[]).with_code(0).out, expected);
    // The content decides which of the two it is, not the name.
    for (name, text) in [("same.json", &yaml), ("same.yaml", &json), ("same", &format!("\u{feff}{json}"))] {
        let path = file(name, text);
        let words = [&["--spec", &path, "--dry-run", "--api", "rest"], &SERVER[..]].concat();
        let dry = Run { words: &words, ..Run::default() }.go().with_code(0);
        assert_eq!((dry.out, dry.err.as_str()), (expected.clone(), ""), "{name}");
    }
}

#[test]
fn an_invalid_request_stops_it_with_every_violation() {
    let input = r#"{"spec":{"placement":{"name":"","ha_network":"obj-103"},"ha_ip":{"ip_family":"IPV6"},"x":1}}"#;
    let expected = [
        ("R-UNKNOWN", "error", "/spec/x"),
        ("R-REQ-FOLDER", "error", "/spec/placement/folder"),
        ("R-NAME-1", "error", "/spec/placement/name"),
        ("R-PLACEMENT-1", "error", "/spec/placement/ha_network_type"),
        ("R-IP-3", "error", "/spec/ha_ip/ipv6"),
    ];
    let people = dry_run(input, &[]).with_code(2);
    assert_eq!(people.out, "", "nothing is shown that would not be sent");
    for (rule, severity, pointer) in expected {
        assert!(people.err.contains(&format!("{severity}[{rule}] at {pointer}: ")), "{}", people.err);
    }
    let programs = dry_run(input, &["--json"]).with_code(2);
    let problems = programs.problems();
    let told = |problem: &Value, key: &str| problem[key].as_str().map(str::to_owned).unwrap_or_default();
    let mut found: Vec<_> =
        problems.iter().map(|found| (told(found, "rule"), told(found, "severity"), told(found, "pointer"))).collect();
    let mut expected: Vec<_> = expected
        .iter()
        .map(|(rule, severity, pointer)| (rule.to_string(), severity.to_string(), pointer.to_string()))
        .collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(programs.out, "");
}

#[test]
fn a_warning_is_printed_and_does_not_stop_it() {
    let input = r#"{"placement":{"name":"a","folder":"b","storage":{}}}"#;
    let people = dry_run(input, &[]).with_code(0);
    assert!(people.err.starts_with("warning[R-STORAGE-1] at /spec/placement/storage/datastore: "), "{}", people.err);
    assert!(people.out.starts_with("POST "), "{}", people.out);
    let problems = dry_run(input, &["--json"]).with_code(0).problems();
    assert_eq!((problems.len(), &problems[0]["severity"]), (1, &json!("warning")));
}

#[test]
fn a_text_that_is_neither_json_nor_yaml_names_the_place_and_keeps_the_secret() {
    for (text, place) in [
        (format!("{{\"password\": \"{}\",\n  ]", canary::TOKEN), ":2:"),
        (format!("spec:\n  password: \"{}\n", canary::TOKEN), ":"),
        (format!("spec:\n\tpassword: {}\n", canary::TOKEN), ":2:"),
        (format!("password: {}\n- x\n", canary::TOKEN), ":"),
        (format!("password: !{} x\n", canary::TOKEN), ""),
        (format!("a: 1\n--- \n{}\n", canary::TOKEN), ""),
        (format!("password: *{}\n", canary::TOKEN), ""),
        (String::new(), "empty"),
    ] {
        for more in [&[][..], &["--json"]] {
            let stopped = dry_run(&text, more).with_code(4).without_secrets(&text.replace(canary::CORE, "…"));
            assert!(stopped.err.contains("standard input") && stopped.err.contains(place), "{}", stopped.err);
            assert_eq!(stopped.out, "");
        }
    }
}

#[test]
fn no_problem_with_a_request_shows_its_secret() {
    let whole: Value = serde_json::from_str(&request()).expect("JSON");
    for (place, wrong) in [
        ("/spec/placement/name", json!(7)),
        ("/spec/vc_spec/active_location/password", json!([canary::PASSWORD])),
        ("/spec/vc_spec/active_location/hostname", json!(format!("u:{}@h", canary::PASSWORD))),
        ("/spec/vc_spec/active_location/port", json!(canary::PASSWORD)),
        ("/spec/vc_spec/active_location/passwd", json!(canary::PASSWORD)),
    ] {
        let mut body = whole.clone();
        vcha_tests::fixtures::set(&mut body, place, wrong);
        for more in [&[][..], &["--json"]] {
            dry_run(&body.to_string(), more).with_code(2).without_secrets(place);
        }
    }
}

#[test]
fn arguments_that_make_no_sense_end_it_with_a_sentence() {
    let path = file("usage.json", &request());
    for (words, says) in [
        (&[][..], "--spec"),
        (&["--spec", &path], "--server"),
        (&["--server", "vc"], "--spec"),
        (&["--spec"], "--spec"),
        (&["--frobnicate"], "--frobnicate"),
        (&["--spec", &path, "--server", "vc", "--password", canary::TOKEN], "password"),
        (&["--spec", &path, "--server", &format!("https://u:{}@vc", canary::TOKEN)], "credentials"),
        (&["--spec", &path, "--server", "ftp://vc", "--dry-run"], "https"),
        (&["--spec", &path, "--server", "http://vc"], "--plain-http"),
        (&["--spec", &path, "--server", "fd7a::d40"], "[fd7a::d40]"),
        (&["--spec", &path, "--server", "my vcenter"], "blank"),
        (&["--spec", &path, "--server", "vc", "--timeout", "5"], "--wait"),
        (&["--spec", "-", "--server", "vc", "--username", "u", "--password-file", "-"], "once"),
        (&["--spec", &path, "--server", "vc", "--username", "dom:user"], "colon"),
        (
            &["--spec", &path, "--server", "vc", "--proxy", &format!("http://u:{}@p", canary::TOKEN)],
            "--proxy-password-file",
        ),
        (&["--spec", &path, "--server", "vc", "--dry-run=yes"], "--dry-run"),
        (&["--spec", "no-such-file.yaml", "--server", "vc", "--dry-run"], "no-such-file.yaml"),
        (&["--spec", ".", "--server", "vc", "--dry-run"], "."),
    ] {
        let run = Run { words, input: "", session: Some(canary::TOKEN) }.go().with_code(4);
        let run = run.without_secrets("a problem with the arguments");
        assert!(run.err.contains(says) && run.out.is_empty(), "{words:?}: {}", run.err);
        let words = [words, &["--json"]].concat();
        let run = Run { words: &words, input: "", session: Some(canary::TOKEN) }.go().with_code(4);
        let problems = run.without_secrets("the same as JSON").problems();
        assert_eq!((problems.len(), &problems[0]["severity"]), (1, &json!("error")), "{words:?}");
    }
}

#[test]
fn help_names_every_option_and_every_exit_code() {
    let help = Run { words: &["--help"], ..Run::default() }.go().with_code(0);
    let options = "--spec --server --wait --follow --dry-run --show-secrets --api --username --password-file --password-env \
                   --ca --thumbprint --insecure --plain-http --proxy --proxy-password-file --proxy-password-env --timeout --poll --json --template --help VCHA_SESSION_ID";
    for option in options.split_whitespace() {
        assert!(help.out.contains(option), "{option}");
    }
    for code in ["0  ", "2  ", "3  ", "4  ", "5  ", "130  "] {
        assert!(help.out.contains(&format!("\n  {code}")), "{code}");
    }
}
