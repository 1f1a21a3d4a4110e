//! Rules between the members of a redeploy body that the document says the server enforces.
//! Presence and types of single members stand in `schema`; members of a wrong type are passed over here.

use std::net::Ipv4Addr;

use serde_json::Value;

use super::schema::{Problem, ProblemKind, below};

/// Adds the problems of a redeploy specification that stands at `at`.
pub(crate) fn judge(spec: &Value, at: &str, problems: &mut Vec<Problem>) {
    if let Some(location) = spec.get("vc_spec").and_then(|vc_spec| vc_spec.get("active_location")) {
        connection(location, &below(at, "vc_spec.active_location"), problems);
    }
    if let Some(placement) = spec.get("placement") {
        for network in ["ha_network", "management_network"] {
            network_and_type(placement, network, &below(at, "placement"), problems);
        }
    }
    for name in ["ha_ip", "failover_ip"] {
        if let Some(ip) = spec.get(name) {
            address(ip, &below(at, name), problems);
        }
    }
}

fn connection(location: &Value, at: &str, problems: &mut Vec<Problem>) {
    if location.is_object() && location.get("username").is_none() {
        problems.push(relation(below(at, "username"), "The member {member} is currently required."));
    }
}

fn network_and_type(placement: &Value, network: &str, at: &str, problems: &mut Vec<Problem>) {
    let kind = format!("{network}_type");
    if placement.get(network).is_some() && placement.get(&kind).is_none() {
        problems.push(relation(below(at, &kind), &format!("The member {{member}} is required with {network}.")));
    }
}

fn address(ip: &Value, at: &str, problems: &mut Vec<Problem>) {
    let (wanted, other) = match ip.get("ip_family").and_then(Value::as_str) {
        Some("IPV4") => ("ipv4", "ipv6"),
        Some("IPV6") => ("ipv6", "ipv4"),
        _ => ("", ""),
    };
    if !wanted.is_empty() && ip.get(wanted).is_none() {
        problems.push(relation(below(at, wanted), "The member {member} is required with this ip_family."));
    }
    if !other.is_empty() && ip.get(other).is_some() {
        problems.push(relation(below(at, other), "The member {member} must be unset with this ip_family."));
    }
    if let Some(ipv4) = ip.get("ipv4").filter(|ipv4| ipv4.is_object()) {
        mask_and_prefix(ipv4, &below(at, "ipv4"), problems);
    }
}

fn mask_and_prefix(ipv4: &Value, at: &str, problems: &mut Vec<Problem>) {
    match (ipv4.get("subnet_mask"), ipv4.get("prefix")) {
        (None, None) => problems.push(relation(below(at, "prefix"), "One of subnet_mask and {member} must be set.")),
        (Some(mask), Some(prefix)) => {
            let (Some(mask), Some(prefix)) = (mask.as_str(), prefix.as_i64()) else { return };
            if ones(mask) != Some(prefix) {
                problems.push(relation(
                    below(at, "subnet_mask"),
                    "The member {member} and the prefix must represent the same value.",
                ));
            }
        }
        _ => {}
    }
}

/// The number of leading ones of a mask that has nothing but zeros after them.
fn ones(mask: &str) -> Option<i64> {
    let bits = u32::from(mask.parse::<Ipv4Addr>().ok()?);
    let ones = bits.leading_ones();
    (ones + bits.trailing_zeros() >= 32).then_some(i64::from(ones))
}

fn relation(member: String, text: &str) -> Problem {
    Problem { kind: ProblemKind::Relation, member, text: text.to_owned() }
}
