//! All combinations of some members, judged a second time in another way: with truth tables and text instead of matches
//! and bit counts.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use vcha_tests::fixtures;

use crate::bodies;

/// What is found in a body whose `ha_ip` is this, as sorted lines.
fn found_in_ha_ip(ha_ip: Value) -> Vec<String> {
    let mut body = bodies::minimal();
    fixtures::set(&mut body, "/spec/ha_ip", ha_ip);
    bodies::found(&body)
}

#[test]
fn tag_and_arms_go_together_in_every_combination() {
    // Columns: the tag, whether ipv4 is set, whether ipv6 is set, what is found.
    let table: [(&str, bool, bool, &[&str]); 12] = [
        ("IPV4", false, false, &["error R-IP-1 /spec/ha_ip/ipv4"]),
        ("IPV4", false, true, &["error R-IP-1 /spec/ha_ip/ipv4", "error R-IP-2 /spec/ha_ip/ipv6"]),
        ("IPV4", true, false, &[]),
        ("IPV4", true, true, &["error R-IP-2 /spec/ha_ip/ipv6"]),
        ("IPV6", false, false, &["error R-IP-3 /spec/ha_ip/ipv6"]),
        ("IPV6", false, true, &[]),
        ("IPV6", true, false, &["error R-IP-3 /spec/ha_ip/ipv6", "error R-IP-4 /spec/ha_ip/ipv4"]),
        ("IPV6", true, true, &["error R-IP-4 /spec/ha_ip/ipv4"]),
        ("IPV8", false, false, &["error R-ENUM-IPFAMILY /spec/ha_ip/ip_family"]),
        ("IPV8", false, true, &["error R-ENUM-IPFAMILY /spec/ha_ip/ip_family"]),
        ("IPV8", true, false, &["error R-ENUM-IPFAMILY /spec/ha_ip/ip_family"]),
        ("IPV8", true, true, &["error R-ENUM-IPFAMILY /spec/ha_ip/ip_family"]),
    ];
    for (tag, ipv4, ipv6, expected) in table {
        let mut ip = Map::new();
        ip.insert("ip_family".to_owned(), json!(tag));
        if ipv4 {
            ip.insert("ipv4".to_owned(), json!({"address": "192.0.2.10", "prefix": 24}));
        }
        if ipv6 {
            ip.insert("ipv6".to_owned(), json!({"address": "2001:db8::10", "prefix": 64}));
        }
        assert_eq!(found_in_ha_ip(ip.into()), expected, "{tag}, ipv4 {ipv4}, ipv6 {ipv6}");
    }
}

/// The mask with that many ones in front, by writing its bits down.
fn mask(ones: usize) -> String {
    let bits: String = (0..32).map(|bit| if bit < ones { '1' } else { '0' }).collect();
    dotted(&bits)
}

/// Thirty-two digits 0 and 1 as four numbers.
fn dotted(bits: &str) -> String {
    let byte = |at: usize| u8::from_str_radix(&bits[at..at + 8], 2).expect("eight bits").to_string();
    [byte(0), byte(8), byte(16), byte(24)].join(".")
}

/// Masks that are none.
const BROKEN: [&str; 9] =
    ["", "0.0.0.255", "255.0.255.0", "255.255.255.1", "128.0.0.1", "24", "/24", "255.255.255.000", "255.255.255"];

/// What the rules say about a mask and a prefix, worked out without any arithmetic on addresses.
fn oracle(mask_text: Option<&str>, prefix: Option<i64>, masks: &[String]) -> Vec<String> {
    let mut expected = BTreeSet::new();
    let length = mask_text.and_then(|text| masks.iter().position(|mask| mask == text));
    match (mask_text, length) {
        (Some(_), None) => expected.insert("error R-IPV4-6 /spec/ha_ip/ipv4/subnet_mask"),
        (Some(_), Some(0)) => expected.insert("warning R-IPV4-6 /spec/ha_ip/ipv4/subnet_mask"),
        _ => false,
    };
    let legal: Vec<i64> = (0..=32).collect();
    match prefix {
        Some(0) => expected.insert("warning R-IPV4-5 /spec/ha_ip/ipv4/prefix"),
        Some(prefix) if !legal.contains(&prefix) => expected.insert("error R-IPV4-5 /spec/ha_ip/ipv4/prefix"),
        _ => false,
    };
    if (mask_text, prefix) == (None, None) {
        expected.insert("error R-IPV4-2 /spec/ha_ip/ipv4");
    }
    if let (Some(length), Some(prefix)) = (length, prefix)
        && legal.contains(&prefix)
        && legal[length] != prefix
    {
        expected.insert("error R-IPV4-4 /spec/ha_ip/ipv4/prefix");
    }
    expected.into_iter().map(str::to_owned).collect()
}

#[test]
fn every_mask_meets_every_prefix() {
    let masks: Vec<String> = (0..=32).map(mask).collect();
    let outside = [-1, 33, 128, 255, 256, (1 << 32) + 24, i64::MIN, i64::MAX];
    let prefixes: Vec<Option<i64>> = (0..=32).chain(outside).map(Some).chain([None]).collect();
    let texts = masks.iter().map(String::as_str).chain(BROKEN);
    for text in texts.map(Some).chain([None]) {
        for &prefix in &prefixes {
            let mut ipv4 = json!({"address": "192.0.2.10"});
            if let Some(text) = text {
                ipv4["subnet_mask"] = json!(text);
            }
            if let Some(prefix) = prefix {
                ipv4["prefix"] = json!(prefix);
            }
            let found = found_in_ha_ip(json!({"ip_family": "IPV4", "ipv4": ipv4}));
            assert_eq!(found, oracle(text, prefix, &masks), "mask {text:?}, prefix {prefix:?}");
        }
    }
}

#[test]
fn no_mask_with_a_gap_is_taken() {
    // Ones, then zeros, then ones again, then zeros: every mask that has one gap.
    for (a, b) in (0..=30).flat_map(|a| (1..=31 - a).map(move |b| (a, b))) {
        for c in 1..=32 - a - b {
            let bits: String = ["1".repeat(a), "0".repeat(b), "1".repeat(c), "0".repeat(32 - a - b - c)].concat();
            let text = dotted(&bits);
            let found =
                found_in_ha_ip(json!({"ip_family": "IPV4", "ipv4": {"address": "192.0.2.10", "subnet_mask": text}}));
            assert_eq!(found, ["error R-IPV4-6 /spec/ha_ip/ipv4/subnet_mask"], "{text}");
        }
    }
}

#[test]
fn every_ipv6_prefix_has_its_verdict() {
    for prefix in -2..=130 {
        let found = found_in_ha_ip(json!({"ip_family": "IPV6", "ipv6": {"address": "2001:db8::10", "prefix": prefix}}));
        let expected: &[&str] = match prefix {
            0 => &["warning R-IPV6-2 /spec/ha_ip/ipv6/prefix"],
            -2 | -1 | 129 | 130 => &["error R-IPV6-2 /spec/ha_ip/ipv6/prefix"],
            _ => &[],
        };
        assert_eq!(found, expected, "{prefix}");
    }
}

#[test]
fn every_combination_of_networks_and_types_has_its_verdict() {
    // The verdict on one network, by what is set of it: nothing, the type, the network, both.
    let verdicts = [
        ("ha", ["", "warning R-PLACEMENT-2", "error R-PLACEMENT-1", ""]),
        ("management", ["", "warning R-PLACEMENT-4", "error R-PLACEMENT-3", ""]),
    ];
    for combination in 0..16_usize {
        let mut body = bodies::minimal();
        let mut expected = Vec::new();
        for ((network, verdict), set) in verdicts.iter().zip([combination / 4, combination % 4]) {
            if set == 1 || set == 3 {
                fixtures::set(
                    &mut body,
                    &format!("/spec/placement/{network}_network_type"),
                    json!("STANDARD_PORTGROUP"),
                );
            }
            if set >= 2 {
                fixtures::set(&mut body, &format!("/spec/placement/{network}_network"), json!("obj-103"));
            }
            if !verdict[set].is_empty() {
                expected.push(format!("{} /spec/placement/{network}_network_type", verdict[set]));
            }
        }
        expected.sort_unstable();
        assert_eq!(bodies::found(&body), expected, "combination {combination:04b}");
    }
}
