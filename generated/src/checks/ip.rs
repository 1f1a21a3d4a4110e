//! Rules about the addresses of an interface.
//!
//! Whether an address makes sense in a network (a gateway inside its subnet, two addresses that differ) is the
//! server's to say: nothing in the description supports such a check.

use std::net::{IpAddr, Ipv4Addr};

use super::address::{self, Wanted};
use super::quote::Quoted;
use crate::api::rt::Check;
use crate::api::types::{IpFamily, IpSpec, Ipv4Spec, Ipv6Spec};

/// R-GW-1: the gateway is an address of either family.
pub(super) fn gateway_is_address(value: &IpSpec, check: &mut Check<'_>) {
    let Some(gateway) = &value.default_gateway else { return };
    if gateway.is_empty() {
        check.fail("/default_gateway", "must not be empty; leave it out if there is no gateway");
    } else {
        judge(gateway, Wanted::Either, "/default_gateway", check);
    }
}

/// R-GW-2: the gateway has the family of the interface. Says nothing where either of the two is not known.
pub(super) fn gateway_has_family(value: &IpSpec, check: &mut Check<'_>) {
    let gateway = value.default_gateway.as_deref().and_then(|text| address::parse(text, Wanted::Either));
    let message = match (&value.ip_family, gateway.map(|gateway| gateway.ip)) {
        (IpFamily::Ipv4, Some(IpAddr::V6(_))) => "is an IPv6 address, but `ip_family` is IPV4; the two must agree",
        (IpFamily::Ipv6, Some(IpAddr::V4(_))) => "is an IPv4 address, but `ip_family` is IPV6; the two must agree",
        _ => return,
    };
    check.fail("/default_gateway", message);
}

/// R-DNS-1: every entry is one address, of either family.
pub(super) fn dns_servers(value: &IpSpec, check: &mut Check<'_>) {
    for (index, server) in value.dns_servers.iter().flatten().enumerate() {
        // The pointer of an entry is a new text, which a good entry should not cost.
        if address::parse(server, Wanted::Either).is_some_and(|address| !address.zone) {
            continue;
        }
        if server.contains(',') {
            let quoted = Quoted(server);
            let message = format!("is {quoted}, must be a single address; give each address an entry of its own");
            check.fail(&format!("/dns_servers/{index}"), message);
        } else {
            judge(server, Wanted::Either, &format!("/dns_servers/{index}"), check);
        }
    }
}

/// R-IPV4-1: the address is four decimal numbers joined by dots.
pub(super) fn ipv4_address(value: &Ipv4Spec, check: &mut Check<'_>) {
    judge(&value.address, Wanted::Ipv4, "/address", check);
}

/// R-IPV4-2: a mask, a prefix or both give the size of the network.
pub(super) fn mask_or_prefix(value: &Ipv4Spec, check: &mut Check<'_>) {
    if value.subnet_mask.is_none() && value.prefix.is_none() {
        check.fail("", "has neither `subnet_mask` nor `prefix`; set one of them");
    }
}

/// R-IPV4-4: mask and prefix say the same. Each has a rule of its own for being well-formed.
pub(super) fn mask_equals_prefix(value: &Ipv4Spec, check: &mut Check<'_>) {
    let (Some(mask), Some(prefix @ 0..=32)) = (&value.subnet_mask, value.prefix) else { return };
    let Some(length) = mask.parse().ok().and_then(address::mask_length) else { return };
    if i64::from(length) != prefix {
        let message =
            format!("is {prefix}, but `subnet_mask` {mask} stands for {length}; correct one, or leave one out");
        check.fail("/prefix", message);
    }
}

/// R-IPV4-5, the doubtful case: whether a server takes 0 is not known. The range is checked by generated code.
pub(super) fn ipv4_prefix_is_not_zero(value: &Ipv4Spec, check: &mut Check<'_>) {
    if value.prefix == Some(0) {
        check.warn("/prefix", ZERO);
    }
}

/// R-IPV4-6: the mask is written like an address, and its one bits all come first.
pub(super) fn subnet_mask(value: &Ipv4Spec, check: &mut Check<'_>) {
    let Some(text) = &value.subnet_mask else { return };
    let Ok(mask) = text.parse::<Ipv4Addr>() else {
        check.fail("/subnet_mask", no_mask(text));
        return;
    };
    match address::mask_length(mask) {
        Some(0) => check.warn("/subnet_mask", "is 0.0.0.0, which puts every address into the network"),
        Some(_) => {}
        None => check.fail("/subnet_mask", gaps(mask)),
    }
}

/// R-IPV6-1: the address is IPv6 text, without brackets and prefix.
pub(super) fn ipv6_address(value: &Ipv6Spec, check: &mut Check<'_>) {
    judge(&value.address, Wanted::Ipv6, "/address", check);
}

/// R-IPV6-2, the doubtful case: whether a server takes 0 is not known. The range is checked by generated code.
pub(super) fn ipv6_prefix_is_not_zero(value: &Ipv6Spec, check: &mut Check<'_>) {
    if value.prefix == 0 {
        check.warn("/prefix", ZERO);
    }
}

const ZERO: &str = "is 0, which puts every address into the network";

/// Reports a text that is no address of the wanted kind, and warns of a zone id.
fn judge(text: &str, wanted: Wanted, member: &str, check: &mut Check<'_>) {
    match address::parse(text, wanted) {
        Some(address) if address.zone => check.warn(member, format!("is {}, which {}", Quoted(text), address::ZONE)),
        Some(_) => {}
        None if text.is_empty() => check.fail(member, address::advice(text, wanted)),
        None => check.fail(member, format!("is {}: {}", Quoted(text), address::advice(text, wanted))),
    }
}

fn no_mask(text: &str) -> String {
    if text.is_empty() {
        "must not be empty; leave it out if `prefix` is set".to_owned()
    } else {
        format!("is {}: must be a mask such as 255.255.255.0; a length goes into `prefix`", Quoted(text))
    }
}

fn gaps(mask: Ipv4Addr) -> String {
    let inverted = Ipv4Addr::from_bits(!mask.to_bits());
    if address::mask_length(inverted).is_some() {
        format!("is {mask}, a mask turned inside out; write {inverted}")
    } else {
        format!("is {mask}, whose one bits do not all come first; masks look like 255.255.255.0")
    }
}
