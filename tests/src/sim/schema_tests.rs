//! Every rule of a redeploy body: what is let through and what is refused.

use super::{ProblemKind, judge};
use serde_json::{Value, json};

fn full() -> Value {
    json!({
        "vc_spec": {"active_location": {
            "hostname": "vc.example.test", "port": 443, "ssl_thumbprint": "", "username": "u", "password": ""}},
        "placement": {
            "name": "passive", "folder": "group-v3", "host": "host-1", "resource_pool": "resgroup-1",
            "ha_network_type": "STANDARD_PORTGROUP", "ha_network": "network-1",
            "management_network_type": "DISTRIBUTED_PORTGROUP", "management_network": "network-2",
            "storage": {"datastore": "datastore-1"}},
        "ha_ip": {"ip_family": "IPV4", "ipv4": {"address": "10.0.0.2", "subnet_mask": "255.255.255.0", "prefix": 24},
            "default_gateway": "10.0.0.1", "dns_servers": []},
        "failover_ip": {"ip_family": "IPV6", "ipv6": {"address": "fd00::2", "prefix": 64},
            "dns_servers": ["10.0.0.53", "fd00::53"]}
    })
}

/// Applies `patch` to the full body as a JSON merge patch: null takes a member away.
fn patched(patch: &Value) -> Value {
    fn merge(target: &mut Value, patch: &Value) {
        let (Some(patch), true) = (patch.as_object(), target.is_object()) else {
            *target = patch.clone();
            return;
        };
        for (name, value) in patch {
            if value.is_null() {
                target.as_object_mut().unwrap().shift_remove(name);
            } else {
                merge(&mut target[name], value);
            }
        }
    }
    let mut body = full();
    merge(&mut body, patch);
    body
}

fn problems(body: &Value) -> Vec<(ProblemKind, String)> {
    judge(body, false).into_iter().map(|problem| (problem.kind, problem.member)).collect()
}

#[track_caller]
fn refused(patch: &Value, expected: &[(ProblemKind, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(kind, member)| (*kind, (*member).to_owned())).collect();
    assert_eq!(problems(&patched(patch)), expected, "{patch}");
}

#[test]
fn the_full_and_the_smallest_body_pass() {
    assert_eq!(problems(&full()), []);
    assert_eq!(problems(&json!({"placement": {"name": "n", "folder": "f"}})), []);
}

#[test]
fn soft_and_inferred_rules_refuse_nothing() {
    for patch in [
        json!({"placement": {"ha_network": null, "management_network": null}}),
        json!({"placement": {"ha_network": null, "ha_network_type": null}}),
        json!({"placement": {"storage": {"datastore": null}}}),
        json!({"placement": {"ha_network_type": "SOMETHING_NEW"}}),
        json!({"vc_spec": {"active_location": {"port": null, "password": null, "ssl_thumbprint": "zz"}}}),
        json!({"vc_spec": {"active_location": {"port": 99_999_999_999_i64, "username": ""}}}),
        json!({"ha_ip": {"ipv4": {"prefix": null}}}),
        json!({"ha_ip": {"ipv4": {"subnet_mask": null}}}),
        json!({"ha_ip": {"ipv4": {"subnet_mask": "not a mask", "prefix": null}}}),
        json!({"ha_ip": {"default_gateway": "nowhere", "dns_servers": ["a, b"]}}),
        json!({"ha_ip": {"ipv4": {"subnet_mask": "0.0.0.0", "prefix": 0}}}),
    ] {
        refused(&patch, &[]);
    }
}

#[test]
fn required_members_are_named() {
    use ProblemKind::Missing;
    refused(&json!({"placement": null}), &[(Missing, "placement")]);
    refused(
        &json!({"placement": {"name": null, "folder": null}}),
        &[(Missing, "placement.name"), (Missing, "placement.folder")],
    );
    refused(&json!({"vc_spec": {"active_location": null}}), &[(Missing, "vc_spec.active_location")]);
    refused(
        &json!({"vc_spec": {"active_location": {"hostname": null}}}),
        &[(Missing, "vc_spec.active_location.hostname")],
    );
    refused(&json!({"ha_ip": {"ip_family": null}}), &[(Missing, "ha_ip.ip_family")]);
    refused(&json!({"ha_ip": {"ipv4": {"address": null}}}), &[(Missing, "ha_ip.ipv4.address")]);
    refused(
        &json!({"failover_ip": {"ipv6": {"address": null, "prefix": null}}}),
        &[(Missing, "failover_ip.ipv6.address"), (Missing, "failover_ip.ipv6.prefix")],
    );
}

#[test]
fn types_are_strict() {
    use ProblemKind::Type;
    for port in [json!("443"), json!(443.0), json!(true), json!(u64::MAX), json!([])] {
        refused(&json!({"vc_spec": {"active_location": {"port": port}}}), &[(Type, "vc_spec.active_location.port")]);
    }
    refused(
        &json!({"placement": {"name": 7, "storage": "datastore-1"}}),
        &[(Type, "placement.name"), (Type, "placement.storage")],
    );
    refused(&json!({"ha_ip": {"dns_servers": "10.0.0.53"}}), &[(Type, "ha_ip.dns_servers")]);
    refused(&json!({"ha_ip": {"dns_servers": ["a", 1]}}), &[(Type, "ha_ip.dns_servers[1]")]);
    refused(&json!({"placement": []}), &[(Type, "placement")]);
    let mut null = full();
    null["ha_ip"]["default_gateway"] = Value::Null;
    assert_eq!(problems(&null), [(Type, "ha_ip.default_gateway".to_owned())]);
    assert_eq!(problems(&json!([])), [(Type, "body".to_owned())]);
}

#[test]
fn networks_need_their_type() {
    use ProblemKind::Relation;
    refused(&json!({"placement": {"ha_network_type": null}}), &[(Relation, "placement.ha_network_type")]);
    refused(
        &json!({"placement": {"management_network_type": null}}),
        &[(Relation, "placement.management_network_type")],
    );
}

#[test]
fn a_location_needs_a_user_name() {
    refused(
        &json!({"vc_spec": {"active_location": {"username": null}}}),
        &[(ProblemKind::Relation, "vc_spec.active_location.username")],
    );
}

#[test]
fn the_family_decides_which_address_is_given() {
    use ProblemKind::{Relation, Value};
    let v6 = json!({"address": "fd00::2", "prefix": 64});
    let v4 = json!({"address": "10.0.0.2", "prefix": 24});
    refused(&json!({"ha_ip": {"ipv4": null}}), &[(Relation, "ha_ip.ipv4")]);
    refused(&json!({"ha_ip": {"ipv6": v6}}), &[(Relation, "ha_ip.ipv6")]);
    refused(&json!({"ha_ip": {"ipv4": null, "ipv6": v6}}), &[(Relation, "ha_ip.ipv4"), (Relation, "ha_ip.ipv6")]);
    refused(&json!({"failover_ip": {"ipv6": null}}), &[(Relation, "failover_ip.ipv6")]);
    refused(&json!({"failover_ip": {"ipv4": v4}}), &[(Relation, "failover_ip.ipv4")]);
    for wrong in ["ipv4", "IPv4", "IP_v4", ""] {
        refused(&json!({"ha_ip": {"ip_family": wrong}}), &[(Value, "ha_ip.ip_family")]);
    }
}

#[test]
fn mask_and_prefix_say_the_same_or_one_is_missing() {
    use ProblemKind::Relation;
    refused(&json!({"ha_ip": {"ipv4": {"subnet_mask": null, "prefix": null}}}), &[(Relation, "ha_ip.ipv4.prefix")]);
    for (mask, prefix) in [
        ("255.255.255.0", 25),
        ("255.0.255.0", 8),
        ("255.0.255.0", 16),
        ("", 0),
        ("255.255.255.255", 33),
        ("0.0.0.0", -1),
        ("/24", 24),
    ] {
        refused(
            &json!({"ha_ip": {"ipv4": {"subnet_mask": mask, "prefix": prefix}}}),
            &[(Relation, "ha_ip.ipv4.subnet_mask")],
        );
    }
    for prefix in 0..=32_u32 {
        let bits = u32::MAX.checked_shl(32 - prefix).unwrap_or(0);
        let mask = std::net::Ipv4Addr::from(bits).to_string();
        refused(&json!({"ha_ip": {"ipv4": {"subnet_mask": mask, "prefix": prefix}}}), &[]);
    }
}

#[test]
fn unknown_members_are_named_at_every_level() {
    use ProblemKind::Unexpected;
    refused(&json!({"extra": 1}), &[(Unexpected, "extra")]);
    refused(
        &json!({"vc_spec": {"active_location": {"ssl_certificate": "PEM"}}}),
        &[(Unexpected, "vc_spec.active_location.ssl_certificate")],
    );
    refused(&json!({"placement": {"Name": "n"}}), &[(Unexpected, "placement.Name")]);
}

#[test]
fn each_family_wants_its_own_envelope() {
    use ProblemKind::{Missing, Unexpected};
    let kinds = |body: &Value, wrapped| -> Vec<_> {
        judge(body, wrapped).into_iter().map(|problem| (problem.kind, problem.member)).collect()
    };
    let bare = json!({"placement": {"name": "n", "folder": "f"}});
    let wrapped = json!({"spec": bare});
    assert_eq!(kinds(&wrapped, true), []);
    assert_eq!(kinds(&bare, true), [(Missing, "spec".to_owned()), (Unexpected, "placement".to_owned())]);
    assert_eq!(kinds(&wrapped, false), [(Missing, "placement".to_owned()), (Unexpected, "spec".to_owned())]);
    assert_eq!(kinds(&json!({"spec": {}}), true), [(Missing, "spec.placement".to_owned())]);
}
