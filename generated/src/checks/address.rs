//! Reading IP addresses and masks as text, and saying what is wrong with one that cannot be read.
//!
//! Nothing here knows which member a text comes from, and nothing here changes a text: what the caller wrote is what
//! is sent.

use std::net::{IpAddr, Ipv4Addr};

/// The kinds of address that a member takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Ipv4,
    Ipv6,
    Either,
}

/// An address that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// The address without its zone.
    pub(super) ip: IpAddr,
    /// Whether a zone id follows it, as in `fe80::1%eth0`. Whether servers take one is not known.
    pub(super) zone: bool,
}

/// What a warning says about a zone id.
pub(super) const ZONE: &str = "ends in a zone id, which holds on one machine only; leave out the part from the % on";

/// The address that `text` is, if it is one of the wanted kind.
///
/// `std::net` is strict in the ways that matter: no leading zeros, no short forms, no blanks, no brackets.
pub(super) fn parse(text: &str, wanted: Wanted) -> Option<Address> {
    let (bare, zone) = match text.split_once('%') {
        Some((_, "")) => return None,
        Some((bare, _)) => (bare, true),
        None => (text, false),
    };
    let ip: IpAddr = bare.parse().ok()?;
    match (ip, wanted) {
        (IpAddr::V4(_), Wanted::Ipv6) | (IpAddr::V6(_), Wanted::Ipv4) => None,
        (IpAddr::V4(_), _) if zone => None,
        _ => Some(Address { ip, zone }),
    }
}

/// The length of the prefix that `mask` stands for, if its one bits all come first.
pub(super) fn mask_length(mask: Ipv4Addr) -> Option<u32> {
    let ones = mask.to_bits().leading_ones();
    (ones == mask.to_bits().count_ones()).then_some(ones)
}

/// What is wrong with a text that [`parse`] does not take, and what to do. It does not quote the text.
pub(super) fn advice(text: &str, wanted: Wanted) -> &'static str {
    let holds = |letters: &[char]| text.contains(letters);
    if text.is_empty() {
        "must not be empty"
    } else if holds(&[',', ';']) {
        "must be a single address"
    } else if text.chars().any(char::is_whitespace) {
        "must not hold blanks"
    } else if text.contains("://") {
        "is a URL; give the address alone"
    } else if holds(&['/']) {
        match wanted {
            Wanted::Either => "must not have a prefix; leave out the part from the / on",
            _ => "must not have a prefix behind it; leave out the part from the / on, and set `prefix`",
        }
    } else if holds(&['[', ']']) {
        "must be written without brackets and without a port"
    } else if has_port(text) {
        "must be written without a port"
    } else if has_leading_zeros(text) {
        "must be written without leading zeros, which some programs read as octal"
    } else {
        wrong_kind(text, wanted)
    }
}

fn wrong_kind(text: &str, wanted: Wanted) -> &'static str {
    let is_ip = parse(text, Wanted::Either).is_some();
    match wanted {
        Wanted::Ipv4 if is_ip => "is an IPv6 address, must be an IPv4 address; for IPv6 set `ip_family` and `ipv6`",
        Wanted::Ipv6 if is_ip => "is an IPv4 address, must be an IPv6 address; for IPv4 set `ip_family` and `ipv4`",
        Wanted::Ipv4 => "must be four numbers from 0 to 255, joined by dots, such as 192.0.2.10",
        Wanted::Ipv6 => "must be an IPv6 address such as 2001:db8::10",
        Wanted::Either => "must be an IP address such as 192.0.2.1 or 2001:db8::1; names are not taken here",
    }
}

/// Whether `text` is an IPv4 address with `:` and a number behind it.
fn has_port(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(host, port)| host.parse::<Ipv4Addr>().is_ok() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether `text` is four numbers joined by dots, one of them with a zero too many.
fn has_leading_zeros(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').count() == 4
        && text.split('.').all(is_number)
        && text.split('.').any(|part| part.len() > 1 && part.starts_with('0'))
}
