//! Reading a request that a person wrote, from JSON and from YAML: whatever is wrong is found, at its place, all of it
//! at once, and what can be read is judged all the same.

use serde_json::{Value, json};
use vcha_client::{Json, read_redeploy_spec};
use vcha_tests::fixtures;

use crate::bodies;

/// What is found in a JSON text.
fn in_json(text: &str) -> Vec<String> {
    let json: Json = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    bodies::lines(&bodies::report(&json))
}

/// What is found in a YAML text.
fn in_yaml(text: &str) -> Vec<String> {
    let json: Json = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    bodies::lines(&bodies::report(&json))
}

/// The JSON type of a value, in the sense of the rules: whole numbers are a type of their own.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn every_member_refuses_every_other_type_and_nothing_else_is_found() {
    let body = bodies::everything();
    let mut places = bodies::members(&body);
    places.extend(["/spec/ha_ip/dns_servers/0".to_owned(), "/spec/ha_ip/dns_servers/1".to_owned()]);
    let others = [json!(true), json!(7), json!(1.5), json!("text"), json!([]), json!({})];
    for place in &places {
        let own = kind(body.pointer(place).expect("a member"));
        for other in others.iter().filter(|other| kind(other) != own) {
            let mut wrong = body.clone();
            fixtures::set(&mut wrong, place, other.clone());
            assert_eq!(bodies::found(&wrong), [format!("error R-TYPE {place}")], "{other} at {place}");
        }
    }
}

#[test]
fn null_is_found_and_otherwise_like_a_missing_member() {
    let body = bodies::everything();
    for place in bodies::members(&body).iter().filter(|place| *place != "/spec") {
        let (mut null, mut without) = (body.clone(), body.clone());
        fixtures::set(&mut null, place, json!(null));
        fixtures::unset(&mut without, place);
        // That it is missing need not be said again at the same place.
        let mut expected = bodies::found(&without);
        expected.retain(|line| !line.ends_with(&format!(" {place}")));
        expected.push(format!("error R-TYPE {place}"));
        expected.sort_unstable();
        assert_eq!(bodies::found(&null), expected, "{place}");
    }
}

#[test]
fn a_misspelt_member_is_unknown_and_otherwise_like_a_missing_one() {
    let body = bodies::everything();
    for place in bodies::members(&body).iter().filter(|place| *place != "/spec") {
        let mut without = body.clone();
        let value = without.pointer_mut(place).expect("a member").take();
        fixtures::unset(&mut without, place);
        let misspelt = &place[..place.len() - 1];
        let mut wrong = without.clone();
        fixtures::set(&mut wrong, misspelt, value);
        let mut expected = bodies::found(&without);
        expected.push(format!("error R-UNKNOWN {misspelt}"));
        expected.sort_unstable();
        assert_eq!(bodies::found(&wrong), expected, "{misspelt}");
    }
}

#[test]
fn a_repeated_member_is_found_even_when_it_says_the_same_twice() {
    let body = bodies::everything();
    for place in bodies::members(&body) {
        let text = write(&body, "", &place);
        assert_eq!(in_json(&text), [format!("error R-TYPE {place}")], "{text}");
        assert_eq!(in_yaml(&text), [format!("error R-TYPE {place}")], "{text}");
    }
}

/// A value as JSON text, with the member at `twice` repeated.
fn write(value: &Value, at: &str, twice: &str) -> String {
    let Some(members) = value.as_object() else { return value.to_string() };
    let mut parts = Vec::new();
    for (name, value) in members {
        let place = format!("{at}/{name}");
        let part = format!("\"{name}\":{}", write(value, &place, twice));
        parts.extend(std::iter::repeat_n(part, if place == twice { 2 } else { 1 }));
    }
    format!("{{{}}}", parts.join(","))
}

/// Texts in JSON and YAML that say the same, and what is found in each of them.
const BOTH: [(&str, &str, &[&str]); 7] = [
    (
        r#"{"spec":{"placement":{"name":"vc-passive","folder":"obj-103"}}}"#,
        "spec:\n  placement:\n    name: vc-passive\n    folder: obj-103\n",
        &[],
    ),
    (
        r#"{"placement":{"name":"vc-passive","folder":"obj-103"}}"#,
        "placement: {name: vc-passive, folder: obj-103}\n",
        &[],
    ),
    (
        r#"{"spec":{"placement":{"name":4711,"folder":null}}}"#,
        "spec:\n  placement:\n    name: 4711\n    folder:\n",
        &["error R-TYPE /spec/placement/folder", "error R-TYPE /spec/placement/name"],
    ),
    (
        r#"{"spec":{"placement":{"name":"","folder":"","fodler":"x"},"ha_ip":{"ip_family":"IPV4","ipv4":{"prefix":33}}}}"#,
        "spec:\n  placement: {name: '', folder: '', fodler: x}\n  ha_ip: {ip_family: IPV4, ipv4: {prefix: 33}}\n",
        &[
            "error R-ID-FOLDER /spec/placement/folder",
            "error R-IPV4-5 /spec/ha_ip/ipv4/prefix",
            "error R-NAME-1 /spec/placement/name",
            "error R-REQ-IPV4-ADDRESS /spec/ha_ip/ipv4/address",
            "error R-UNKNOWN /spec/placement/fodler",
        ],
    ),
    (
        r#"{"spec":{"placement":{"name":"a","folder":"b"},"vc_spec":{"active_location":{"hostname":"h","hostname":"h","port":"443"}}}}"#,
        "spec:\n  placement: {name: a, folder: b}\n  vc_spec:\n    active_location:\n      hostname: h\n      hostname: h\n      port: '443'\n",
        &[
            "error R-CONN-5 /spec/vc_spec/active_location/username",
            "error R-TYPE /spec/vc_spec/active_location/hostname",
            "error R-TYPE /spec/vc_spec/active_location/port",
            "warning R-CONN-6 /spec/vc_spec/active_location/password",
        ],
    ),
    (
        r#"{"spec":{"placement":{"name":"a","folder":"b"},"ha_ip":{"ip_family":"IPV6","ipv6":{"address":"::1","prefix":64.0},"dns_servers":"192.0.2.53"}}}"#,
        "spec:\n  placement: {name: a, folder: b}\n  ha_ip:\n    ip_family: IPV6\n    ipv6: {address: '::1', prefix: 64.0}\n    dns_servers: 192.0.2.53\n",
        &["error R-TYPE /spec/ha_ip/dns_servers", "error R-TYPE /spec/ha_ip/ipv6/prefix"],
    ),
    (
        r#"{"spec":{"vc_spec":{},"failover_ip":{"ipv4":{},"default_gateway":"nowhere"}}}"#,
        "spec:\n  vc_spec: {}\n  failover_ip: {ipv4: {}, default_gateway: nowhere}\n",
        &[
            "error R-GW-1 /spec/failover_ip/default_gateway",
            "error R-IPV4-2 /spec/failover_ip/ipv4",
            "error R-REQ-IPFAMILY /spec/failover_ip/ip_family",
            "error R-REQ-IPV4-ADDRESS /spec/failover_ip/ipv4/address",
            "error R-REQ-LOCATION /spec/vc_spec/active_location",
            "error R-REQ-PLACEMENT /spec/placement",
        ],
    ),
];

#[test]
fn json_and_yaml_are_read_alike() {
    for (json, yaml, expected) in BOTH {
        assert_eq!(in_json(json), expected, "{json}");
        assert_eq!(in_yaml(yaml), expected, "{yaml}");
        assert_eq!(in_yaml(json), expected, "as YAML: {json}");
    }
}

#[test]
fn yaml_brings_its_own_ways_of_writing_things() {
    let with = |location: &str| {
        format!(
            "placement: {{name: a, folder: b}}\nvc_spec:\n  active_location:\n    username: u\n    password: p\n{location}"
        )
    };
    for (text, expected) in [
        (with("    hostname: h\n    port: 0x1BB\n"), &[][..]),
        (with("    hostname: 1.5\n"), &["error R-TYPE /spec/vc_spec/active_location/hostname"]),
        (with("    hostname: true\n"), &["error R-TYPE /spec/vc_spec/active_location/hostname"]),
        (with("    hostname: ~\n"), &["error R-TYPE /spec/vc_spec/active_location/hostname"]),
        (with("    hostname: !!str 4711.example\n"), &[]),
        (with("    hostname: h\n    port: 4.43e2\n"), &["error R-TYPE /spec/vc_spec/active_location/port"]),
        (with("    hostname: h\n    <<: {port: 443}\n"), &["error R-UNKNOWN /spec/vc_spec/active_location/(member 4)"]),
        (with("    hostname: h\n    7: x\n"), &["error R-UNKNOWN /spec/vc_spec/active_location/7"]),
    ] {
        assert_eq!(in_yaml(&text), expected, "{text}");
    }
    let aliases = "placement: {name: a, folder: b}
ha_ip: &ip {ip_family: IPV4, ipv4: {address: 192.0.2.10, prefix: 24}}
failover_ip: *ip
";
    assert_eq!(in_yaml(aliases), [""; 0]);
}

#[test]
fn names_that_are_not_plain_are_counted_and_the_rest_is_judged() {
    let text = r#"{"placement":{"name":"a","folder":"b","x/y~z":1,"ha_ip":2,"":3}}"#;
    let expected = [
        "error R-UNKNOWN /spec/placement/(member 3)",
        "error R-UNKNOWN /spec/placement/(member 5)",
        "error R-UNKNOWN /spec/placement/ha_ip",
    ];
    assert_eq!(in_json(text), expected);
    // Several at once, one of them twice, above a value that breaks a rule: the rule is reported all the same.
    let text = r#"{"p:1":1,"p:2":2,"p:1":3,"placement":{"name":"","folder":"b","q r":1}}"#;
    let expected = [
        "error R-NAME-1 /spec/placement/name",
        "error R-TYPE /spec/(member 1)",
        "error R-UNKNOWN /spec/(member 1)",
        "error R-UNKNOWN /spec/(member 2)",
        "error R-UNKNOWN /spec/(member 3)",
        "error R-UNKNOWN /spec/placement/(member 3)",
    ];
    assert_eq!(in_json(text), expected);
}

#[test]
fn a_blank_that_is_missing_behind_a_colon_does_not_show_the_password() {
    let text =
        "placement: {name: a, folder: b}\nvc_spec: {active_location: {hostname: h, username: op, password:hunter2}}";
    let report = bodies::report(&serde_yaml::from_str(text).expect("YAML"));
    assert!(bodies::lines(&report).contains(&"error R-UNKNOWN /spec/vc_spec/active_location/(member 3)".to_owned()));
    let shown = format!("{report} {report:?}");
    assert!(!shown.contains("hunter2") && shown.contains("is a space missing behind the colon?"), "{shown}");
}

#[test]
fn what_is_not_an_object_is_no_request() {
    for text in ["null", "7", "\"spec\"", "[]", "[{\"placement\":{}}]", r#"{"spec":[]}"#, r#"{"spec":"x"}"#] {
        assert_eq!(in_json(text), ["error R-TYPE /spec"], "{text}");
    }
}

#[test]
fn nothing_beside_the_envelope_is_lost() {
    let text = r#"{"spec":{"placement":{"name":"a","folder":"b"}},"ha_ip":{"ip_family":"IPV4"}}"#;
    assert_eq!(in_json(text), ["error R-UNKNOWN /spec"]);
}

#[test]
fn every_cut_of_a_text_is_an_error_and_no_crash() {
    let text = bodies::everything().to_string();
    for end in 0..text.len() {
        let cut = &text[..end];
        assert!(serde_json::from_str::<Json>(cut).is_err(), "{cut}");
        // As YAML some cuts are whole; then they are judged like any other text.
        if let Ok(json) = serde_yaml::from_str::<Json>(cut) {
            assert!(read_redeploy_spec(&json).is_err(), "{cut}");
        }
    }
}
