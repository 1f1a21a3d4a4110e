//! Path keys: the path as it goes into a URL, and the constants of the query that VMware publishes as part of the key.

use super::findings::Findings;
use crate::diagnostic::Place;
use crate::model::{Pair, Path, PathPart};
use crate::pointer::Pointer;

/// Cuts a path key; `operation` is where the operation under it stands. Variables count into the names.
pub(super) fn path<'k>(key: &'k str, operation: &Pointer, found: &mut Findings) -> (Path, Vec<&'k str>) {
    let place = || Place::key(operation.parent().unwrap_or_default());
    let (mut rest, query) = key.split_once('?').unwrap_or((key, ""));
    let mut parts = Vec::new();
    let mut names = Vec::new();
    while let Some((fixed, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
        if !fixed.is_empty() {
            parts.push(PathPart::Fixed(encode(fixed)));
        }
        parts.push(PathPart::Variable(names.len()));
        names.push(name);
        rest = behind;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(PathPart::Fixed(encode(rest)));
    }
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some((name, value)) if !value.contains('{') => {
                pairs.push(Pair { name: decode(name), value: decode(value) });
            }
            Some((name, _)) => {
                found.refuse(
                    place(),
                    format!("variables in the query of a path key such as `{name}` are not supported yet"),
                    "declare a parameter `in: query` instead",
                );
            }
            None => found.refuse(
                place(),
                format!("`{pair}` in the query of a path key, without a value, is not supported yet"),
                "write `name=value`, or declare a parameter `in: query`",
            ),
        }
    }
    (Path { parts, query: pairs }, names)
}

/// Percent-encodes what may not stand in the path of a URL (RFC 3986, `pchar` and `/`); what is encoded stays.
fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (at, byte) in path.bytes().enumerate() {
        let is_escape =
            byte == b'%' && path.get(at + 1..at + 3).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) || is_escape {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Resolves percent-encoding as in a query; what is no text afterwards stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        let hex = text.get(at + 1..at + 3).filter(|hex| byte == b'%' && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                at += 3;
            }
            None => {
                bytes.push(if byte == b'+' { b' ' } else { byte });
                at += 1;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
