//! A few cases close to the code. The tables, one for every rule, live in the tests package.

use super::Rules;
use super::address::{Wanted, mask_length, parse};
use super::quote::Quoted;
use crate::api::rt::{Severity, Validate};
use crate::api::types::{ConnectionSpec, IpSpec, Ipv4Spec, Ipv6Spec, PlacementSpec};

/// What validation finds, as `rule pointer`, warnings in brackets.
fn found(value: &impl Validate<Rules>) -> Vec<String> {
    let report = value.validate(&Rules);
    let line = |violation: &crate::api::rt::Violation| {
        let line = format!("{} {}", violation.rule, violation.pointer);
        if violation.severity == Severity::Warning { format!("[{line}]") } else { line }
    };
    report.violations().iter().map(line).collect()
}

fn connection(hostname: &str) -> ConnectionSpec {
    let mut connection = ConnectionSpec::new(hostname);
    connection.username = Some("operator@example.com".to_owned());
    connection.password = Some("correct horse".into());
    connection
}

#[test]
fn host_names_and_addresses_are_hosts() {
    let label = "a".repeat(63);
    let longest = [label.as_str(), &label, &label, &"a".repeat(61)].join(".");
    for good in ["vc", "VC-1.example.com.", "3com.example", "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", &longest] {
        assert_eq!(found(&connection(good)), [""; 0], "{good}");
    }
}

#[test]
fn doubtful_hosts_draw_a_warning() {
    for grey in ["my_vc.example.com", "fe80::1%eth0"] {
        assert_eq!(found(&connection(grey)), ["[R-CONN-1 /hostname]"], "{grey}");
    }
}

#[test]
fn everything_else_is_no_host() {
    let long_label = "a".repeat(64);
    let long_name = ["a".repeat(63).as_str(); 4].join(".");
    let bad = [
        "",
        " ",
        "vc example",
        "https://vc.example.com",
        "vc.example.com/ui",
        "vc.example.com:443",
        "[2001:db8::1]",
        "admin@vc",
        "256.1.1.1",
        "192.0.2.1.",
        "192.0.2.01",
        "1.2.3",
        "443",
        "a..b",
        ".",
        ".vc",
        "-vc",
        "vc-.example",
        "vc!",
        "bücher.example",
        "2001:db8::zz",
        "fe80::1%",
        "192.0.2.1%eth0",
        &long_label,
        &long_name,
    ];
    for bad in bad {
        assert_eq!(found(&connection(bad)), ["R-CONN-1 /hostname"], "{bad:?}");
    }
}

#[test]
fn a_host_with_a_user_is_not_quoted() {
    let report = connection("https://admin:canary@vc.example.com").validate(&Rules);
    assert!(report.has_errors() && !report.to_string().contains("canary"), "{report}");
}

#[test]
fn thumbprints_are_pairs() {
    let pairs = |count: usize| vec!["aF"; count].join(":");
    let mut connection = connection("vc.example.com");
    for (text, expected) in [
        (String::new(), &[][..]),
        (pairs(20), &[]),
        (pairs(32), &["[R-CONN-4 /ssl_thumbprint]"]),
        (pairs(19), &["R-CONN-4 /ssl_thumbprint"]),
        ("aF".repeat(20), &["R-CONN-4 /ssl_thumbprint"]),
        (format!("{}:", pairs(20)), &["R-CONN-4 /ssl_thumbprint"]),
        (pairs(20).replace(':', "-"), &["R-CONN-4 /ssl_thumbprint"]),
        (pairs(20).replace('a', "g"), &["R-CONN-4 /ssl_thumbprint"]),
    ] {
        connection.ssl_thumbprint = Some(text.clone());
        assert_eq!(found(&connection), expected, "{text}");
    }
}

#[test]
fn an_account_is_complete() {
    let mut connection = ConnectionSpec::new("vc.example.com");
    assert_eq!(found(&connection), ["R-CONN-5 /username", "[R-CONN-6 /password]"]);
    connection.username = Some(String::new());
    connection.password = Some("".into());
    assert_eq!(found(&connection), ["R-CONN-5E /username", "[R-CONN-6 /password]"]);
}

#[test]
fn networks_go_with_their_types() {
    let mut placement = PlacementSpec::new("vc-passive", "obj-103");
    placement.ha_network = Some("obj-103".into());
    placement.management_network_type = Some("STANDARD_PORTGROUP".into());
    assert_eq!(found(&placement), ["R-PLACEMENT-1 /ha_network_type", "[R-PLACEMENT-4 /management_network_type]"]);
}

#[test]
fn long_and_blank_names_draw_a_warning() {
    for (name, expected) in [("ä".repeat(80), &[][..]), ("a".repeat(81), &["[R-NAME-1 /name]"])] {
        assert_eq!(found(&PlacementSpec::new(name, "obj-103")), expected);
    }
    assert_eq!(found(&PlacementSpec::new("  ", "obj-103")), ["[R-NAME-1 /name]"]);
    assert_eq!(found(&PlacementSpec::new("", "obj-103")), ["R-NAME-1 /name"]);
}

#[test]
fn mask_and_prefix_agree() {
    let mut ipv4 = Ipv4Spec::new("192.0.2.10");
    assert_eq!(found(&ipv4), ["R-IPV4-2 "]);
    for (mask, prefix, expected) in [
        ("255.255.255.0", Some(24), &[][..]),
        ("255.255.255.0", None, &[]),
        ("255.255.255.0", Some(16), &["R-IPV4-4 /prefix"]),
        ("0.0.0.255", Some(24), &["R-IPV4-6 /subnet_mask"]),
        ("255.255.255.00", Some(24), &["R-IPV4-6 /subnet_mask"]),
        ("255.255.255.0", Some(i64::from(u32::MAX) + 25), &["R-IPV4-5 /prefix"]),
        ("0.0.0.0", Some(0), &["[R-IPV4-5 /prefix]", "[R-IPV4-6 /subnet_mask]"]),
    ] {
        ipv4.subnet_mask = Some(mask.to_owned());
        ipv4.prefix = prefix;
        assert_eq!(found(&ipv4), expected, "{mask} {prefix:?}");
    }
}

#[test]
fn gateways_and_name_servers_are_addresses() {
    let mut ip = IpSpec::ipv6(Ipv6Spec::new("2001:db8::10", 64));
    ip.default_gateway = Some("192.0.2.1".to_owned());
    ip.dns_servers = Some(vec!["192.0.2.53".to_owned(), "192.0.2.53,192.0.2.54".to_owned(), "fe80::1%2".to_owned()]);
    assert_eq!(found(&ip), ["R-GW-2 /default_gateway", "R-DNS-1 /dns_servers/1", "[R-DNS-1 /dns_servers/2]"]);
    ip.default_gateway = Some("gateway".to_owned());
    ip.dns_servers = Some(Vec::new());
    assert_eq!(found(&ip), ["R-GW-1 /default_gateway"]);
}

#[test]
fn every_mask_has_its_length() {
    for length in 0..=32 {
        let bits = u32::MAX.checked_shl(32 - length).unwrap_or(0);
        assert_eq!(mask_length(bits.into()), Some(length));
    }
}

#[test]
fn a_zone_needs_a_name_and_ipv6() {
    assert!(parse("fe80::1%eth0", Wanted::Ipv6).is_some_and(|address| address.zone));
    assert_eq!(parse("fe80::1%", Wanted::Ipv6), None);
    assert_eq!(parse("192.0.2.1%eth0", Wanted::Either), None);
}

#[test]
fn quotes_are_bounded_and_escaped() {
    assert_eq!(Quoted("a\u{1b}\"").to_string(), r#""a\u{1b}\"""#);
    assert_eq!(Quoted(&"ä".repeat(81)).to_string(), format!("\"{}\"…", "ä".repeat(80)));
}

/// The message that a rule gives for the value.
#[track_caller]
fn message(value: &impl Validate<Rules>, rule: &str) -> String {
    let report = value.validate(&Rules);
    let found = report.violations().iter().find(|violation| violation.rule == rule);
    found.unwrap_or_else(|| panic!("{rule} is not broken: {report}")).message.to_string()
}

#[test]
fn the_advice_fits_what_is_wrong_with_an_ipv4_address() {
    for (text, advice) in [
        ("", "must not be empty"),
        ("192.0.2.1,192.0.2.2", "a single address"),
        ("192.0.2. 1", "must not hold blanks"),
        ("http://192.0.2.1", "is a URL"),
        ("192.0.2.1/24", "and set `prefix`"),
        ("[192.0.2.1]", "without brackets"),
        ("192.0.2.1:443", "without a port"),
        ("192.0.2.1:https", "four numbers from 0 to 255"),
        ("192.0.2.a:443", "four numbers from 0 to 255"),
        ("192.0.2.01", "without leading zeros"),
        ("010.0.2.1", "without leading zeros"),
        ("192.0.2.00", "without leading zeros"),
        ("192.0.2.256", "four numbers from 0 to 255"),
        ("10.0.2.300", "four numbers from 0 to 255"),
        ("0.0.0.300", "four numbers from 0 to 255"),
        ("192.0.02", "four numbers from 0 to 255"),
        ("192.0.2.0x", "four numbers from 0 to 255"),
        ("192.0..01", "four numbers from 0 to 255"),
        ("2001:db8::1", "is an IPv6 address"),
        ("vc.example.com", "four numbers from 0 to 255"),
    ] {
        let found = message(&Ipv4Spec::new(text), "R-IPV4-1");
        assert!(found.contains(advice), "{text}: {found}");
    }
}

#[test]
fn the_advice_fits_what_is_wrong_with_other_addresses() {
    for (text, advice) in [
        ("192.0.2.1", "is an IPv4 address"),
        ("2001:db8::1/64", "and set `prefix`"),
        ("2001:db8::x", "such as 2001:db8::10"),
    ] {
        let found = message(&Ipv6Spec::new(text, 64), "R-IPV6-1");
        assert!(found.contains(advice), "{text}: {found}");
    }
    for (text, advice) in [("192.0.2.1/24", "must not have a prefix; leave"), ("gateway", "names are not taken here")] {
        let mut ip = IpSpec::ipv4(Ipv4Spec::new("192.0.2.10"));
        ip.default_gateway = Some(text.to_owned());
        let found = message(&ip, "R-GW-1");
        assert!(found.contains(advice), "{text}: {found}");
    }
}

#[test]
fn the_advice_fits_what_is_wrong_with_a_host() {
    for (text, advice) in [
        ("", "must not be empty"),
        ("admin@vc", "must not name a user"),
        ("v c", "must not hold blanks"),
        ("v\u{7}c", "must not hold blanks"),
        ("https://vc.example.com", "must not be a URL"),
        ("vc.example.com/ui", "without a path"),
        ("[2001:db8::1]", "without brackets"),
        ("vc.example.com:443", "must not have a port"),
        ("vc:https", "must be a host name or an IP address"),
        ("fe80::x%eth0", "must be a host name or an IP address"),
        ("vcenter.münchen.example", "must be ASCII"),
    ] {
        let found = message(&connection(text), "R-CONN-1");
        assert!(found.contains(advice), "{text}: {found}");
    }
}

#[test]
fn the_advice_quotes_what_is_there_and_nothing_else() {
    assert_eq!(message(&Ipv4Spec::new(""), "R-IPV4-1"), "must not be empty");
    assert!(message(&Ipv4Spec::new("vc"), "R-IPV4-1").starts_with("is \"vc\": "), "the text is quoted");
}

#[test]
fn the_advice_fits_what_is_wrong_with_a_list_or_a_mask() {
    let mut ip = IpSpec::ipv4(Ipv4Spec::new("192.0.2.10"));
    ip.dns_servers = Some(vec!["192.0.2.53,192.0.2.54".to_owned()]);
    let found = message(&ip, "R-DNS-1");
    assert!(found.contains("give each address an entry of its own"), "{found}");
    for (mask, advice) in [
        ("", "leave it out if `prefix` is set"),
        ("24", "a length goes into `prefix`"),
        ("0.0.0.255", "turned inside out; write 255.255.255.0"),
        ("255.0.255.0", "do not all come first"),
        ("0.0.0.0", "every address"),
    ] {
        let mut ipv4 = Ipv4Spec::new("192.0.2.10");
        ipv4.subnet_mask = Some(mask.to_owned());
        let found = message(&ipv4, "R-IPV4-6");
        assert!(found.contains(advice), "{mask}: {found}");
    }
}
