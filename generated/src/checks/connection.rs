//! Rules about the management vCenter Server: its name, its certificate, the account.
//!
//! No message here may show the password. A host name is quoted only once it is known to hold no `@`, because text in
//! front of that may be a password too.

use std::net::Ipv4Addr;

use super::address::{self, Wanted};
use super::quote::Quoted;
use crate::api::rt::Check;
use crate::api::types::ConnectionSpec;

/// The most characters of a host name (RFC 1123, section 2.1), and of one of its labels.
const NAME_LIMIT: usize = 253;
const LABEL_LIMIT: usize = 63;

/// The pairs of a SHA-1 value and of a SHA-256 value.
const SHA1: usize = 20;
const SHA256: usize = 32;

/// R-CONN-1: `hostname` is the bare name or address of a server.
pub(super) fn hostname(value: &ConnectionSpec, check: &mut Check<'_>) {
    let name = value.hostname.as_str();
    if let Some(message) = no_host(name) {
        if name.is_empty() || name.contains('@') {
            check.fail("/hostname", message);
        } else {
            check.fail("/hostname", format!("is {}: {message}", Quoted(name)));
        }
    } else if name.contains('%') {
        check.warn("/hostname", format!("is {}, which {}", Quoted(name), address::ZONE));
    } else if name.contains('_') {
        let quoted = Quoted(name);
        check
            .warn("/hostname", format!("is {quoted}; an underscore is not allowed in host names, though some resolve"));
    }
}

/// What is wrong with a text that is neither a host name nor an address.
fn no_host(name: &str) -> Option<&'static str> {
    let holds = |letters: &[u8]| name.bytes().any(|byte| letters.contains(&byte));
    if name.is_empty() {
        Some("must not be empty; give a host name or an IP address")
    } else if holds(b"@") {
        Some("must not name a user; leave out the part up to the @, and set `username` and `password`")
    } else if name.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        Some("must not hold blanks or control characters")
    } else if name.contains("://") {
        Some("must not be a URL; give the host name alone, without scheme and path")
    } else if holds(b"/\\?#") {
        Some("must be a host name alone, without a path")
    } else if holds(b"[]") {
        Some("must be written without brackets; a port goes into `port`")
    } else if holds(b":%") {
        address::parse(name, Wanted::Ipv6).is_none().then(|| no_ipv6(name))
    } else if !name.is_ascii() {
        Some("must be ASCII; write an international name in its xn-- form")
    } else {
        no_name(name)
    }
}

/// What is wrong with a text that holds a colon or a percent sign and is no IPv6 address.
fn no_ipv6(name: &str) -> &'static str {
    match name.split_once(':') {
        Some((_, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            "must not have a port behind it; leave out the part from the : on, and set `port`"
        }
        _ => "must be a host name or an IP address",
    }
}

/// What is wrong with an ASCII text without separators of a URL that is no host name.
fn no_name(text: &str) -> Option<&'static str> {
    let name = text.strip_suffix('.').unwrap_or(text);
    let all_digits = name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if name.len() > NAME_LIMIT {
        Some("must have at most 253 characters")
    } else if name.split('.').any(str::is_empty) {
        Some("must not have an empty part between its dots")
    } else if name.split('.').any(|label| label.len() > LABEL_LIMIT) {
        Some("must have at most 63 characters between two dots")
    } else if name.split('.').any(|label| label.starts_with('-') || label.ends_with('-')) {
        Some("must not begin or end a part with a hyphen")
    } else if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)) {
        Some("must consist of letters, digits, hyphens and dots")
    } else if all_digits && text.parse::<Ipv4Addr>().is_err() {
        // Resolvers read such a text as an address in some older notation, so it never works as a name.
        Some("must be four numbers from 0 to 255 without leading zeros, if it is meant as an IPv4 address")
    } else {
        None
    }
}

/// R-CONN-4: the thumbprint is pairs of hexadecimal digits joined by colons. An empty one is as good as none.
pub(super) fn thumbprint(value: &ConnectionSpec, check: &mut Check<'_>) {
    let Some(text) = value.ssl_thumbprint.as_deref().filter(|text| !text.is_empty()) else { return };
    let pairs = || text.as_bytes().split(|byte| *byte == b':');
    if pairs().all(|pair| pair.len() == 2 && pair.iter().all(u8::is_ascii_hexdigit)) {
        match pairs().count() {
            SHA1 => {}
            SHA256 => check.warn(
                "/ssl_thumbprint",
                "has 32 pairs, as SHA-256 has and `unverified_peer` gives; SHA-1 with its 20 pairs is documented here, so \
                 a server, one of 6.7 above all, may want the SHA-1 value of the same certificate instead",
            ),
            count => check.fail("/ssl_thumbprint", format!("has {count} pairs of digits, must have {SHA1} (SHA-1)")),
        }
    } else {
        check.fail("/ssl_thumbprint", no_pairs(text));
    }
}

/// What is wrong with a text that is not pairs of hexadecimal digits joined by colons.
fn no_pairs(text: &str) -> &'static str {
    if text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        "must have a colon after every two digits, as in DA:39:A3"
    } else if text.contains('=') {
        "must be the digits alone; leave out the part up to the ="
    } else if text.contains("BEGIN CERTIFICATE") {
        "must be the thumbprint of the certificate, not the certificate"
    } else {
        "must be pairs of hexadecimal digits joined by colons, as in DA:39:A3, and nothing else"
    }
}

/// R-CONN-5: servers of today report an error without a user name.
pub(super) fn username_is_set(value: &ConnectionSpec, check: &mut Check<'_>) {
    if value.username.is_none() {
        check.fail("/username", "must be set; the server reports an error without it");
    }
}

/// R-CONN-5E: a user name that is set is not empty.
pub(super) fn username_is_not_empty(value: &ConnectionSpec, check: &mut Check<'_>) {
    if value.username.as_deref() == Some("") {
        check.fail("/username", "must not be empty");
    }
}

/// R-CONN-6: without a password the server logs in with an empty one.
pub(super) fn password(value: &ConnectionSpec, check: &mut Check<'_>) {
    match &value.password {
        None => check.fail("/password", "is unset, so that the server tries an empty one; set it if that is not meant"),
        Some(password) if password.is_empty() => check.fail("/password", "is empty; set it if that is not meant"),
        Some(_) => {}
    }
}
