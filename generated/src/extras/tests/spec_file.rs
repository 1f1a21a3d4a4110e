//! Reading a request that is wrong in several ways.

use crate::api::rt::Json;

use super::super::read_redeploy_spec;

/// What is wrong with a request, as `rule pointer`.
fn found(text: &str) -> Vec<String> {
    let json: Json = serde_json::from_str(text).expect("the case is JSON");
    let report = read_redeploy_spec(&json).expect_err("the case is wrong");
    let line = |violation: &crate::Violation| format!("{} {}", violation.rule, violation.pointer);
    report.violations().iter().map(line).collect()
}

#[test]
fn both_forms_give_the_same_request() {
    let bare = r#"{"placement":{"name":"vc-passive","folder":"obj-103"}}"#;
    let read = |text: &str| read_redeploy_spec(&serde_json::from_str(text).expect("JSON")).expect("readable");
    assert_eq!(read(bare), read(&format!(r#"{{"spec":{bare}}}"#)));
}

#[test]
fn what_could_be_read_is_judged_too() {
    let text = r#"{
        "placement": {"name": "", "ha_network": "obj-103"},
        "vc_spec": {"active_location": {"port": 0, "username": 7, "ssl_thumbprint": "AB"}},
        "ha_ip": {"ip_family": "IPV4", "ipv4": {"address": "192.0.2.300", "prefix": "24"}, "default_gateway": "::1"},
        "failover_ip": {"ipv6": {"address": "2001:db8::10"}, "dns_servers": ["nowhere", 5]}
    }"#;
    let mut lines = found(text);
    lines.sort_unstable();
    let expected = [
        "R-CONN-3 /spec/vc_spec/active_location/port",
        "R-CONN-4 /spec/vc_spec/active_location/ssl_thumbprint",
        "R-CONN-6 /spec/vc_spec/active_location/password",
        "R-DNS-1 /spec/failover_ip/dns_servers/0",
        "R-GW-2 /spec/ha_ip/default_gateway",
        "R-IPV4-1 /spec/ha_ip/ipv4/address",
        "R-NAME-1 /spec/placement/name",
        "R-PLACEMENT-1 /spec/placement/ha_network_type",
        "R-REQ-FOLDER /spec/placement/folder",
        "R-REQ-HOSTNAME /spec/vc_spec/active_location/hostname",
        "R-REQ-IPFAMILY /spec/failover_ip/ip_family",
        "R-REQ-IPV6-PREFIX /spec/failover_ip/ipv6/prefix",
        "R-TYPE /spec/failover_ip/dns_servers/1",
        "R-TYPE /spec/ha_ip/ipv4/prefix",
        "R-TYPE /spec/vc_spec/active_location/username",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_broken_place_is_reported_once() {
    for (text, expected) in [
        (r"[]", &["R-TYPE /spec"][..]),
        (r#"{"spec":null}"#, &["R-TYPE /spec"]),
        (r"{}", &["R-REQ-PLACEMENT /spec/placement"]),
        (r#"{"placement":"x","ha_ip":null}"#, &["R-TYPE /spec/placement", "R-TYPE /spec/ha_ip"]),
        (r#"{"placement":{"name":"a","name":"","folder":"f"}}"#, &["R-TYPE /spec/placement/name"]),
        (
            r#"{"placement":{"name":"a","folder":"f","a/b":1,"a/b":2}}"#,
            &[
                "R-UNKNOWN /spec/placement/(member 3)",
                "R-UNKNOWN /spec/placement/(member 4)",
                "R-TYPE /spec/placement/(member 3)",
            ],
        ),
        (
            r#"{"placement":{"name":"a","folder":""},"ha_ip":{"ip_family":"IPV4","ipv4":7}}"#,
            &["R-TYPE /spec/ha_ip/ipv4", "R-ID-FOLDER /spec/placement/folder"],
        ),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn nothing_beside_the_envelope_is_lost() {
    let text = r#"{"spec":{"placement":{"name":"","folder":"f"}},"ha_ip":{}}"#;
    assert_eq!(found(text), ["R-UNKNOWN /spec", "R-NAME-1 /spec/placement/name"]);
    let text = r#"{"spec":{"placement":{"name":"a","folder":"f"}},"spec":{}}"#;
    assert_eq!(found(text), ["R-TYPE /spec"]);
}

#[test]
fn a_file_with_too_many_unknown_members_is_not_judged() {
    // Less than a report holds, so that what the rules find would show.
    for (unknown, is_judged) in [(200, true), (300, false)] {
        let members: Vec<String> = (0..unknown).map(|number| format!("\"m{number}\":0")).collect();
        let mut lines = found(&format!(r#"{{"placement":{{"name":"","folder":""}},{}}}"#, members.join(",")));
        lines.retain(|line| !line.starts_with("R-UNKNOWN /spec/m"));
        assert_eq!(lines == ["R-NAME-1 /spec/placement/name", "R-ID-FOLDER /spec/placement/folder"], is_judged);
        assert_eq!(lines.is_empty(), !is_judged, "{lines:?}");
    }
}
