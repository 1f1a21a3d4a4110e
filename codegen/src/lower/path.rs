//! Path keys: the path as it goes into a URL, and the constants of the query that VMware publishes as part of the key.

use super::findings::Findings;
use crate::diagnostic::Place;
use crate::model::Pair;
use crate::percent::{decode_query, encode_path};
use crate::pointer::Pointer;

pub(super) struct PathKey<'k> {
    pub(super) parts: Vec<KeyPart<'k>>,
    /// The constants of the query.
    pub(super) query: Vec<Pair>,
}

pub(super) enum KeyPart<'k> {
    Fixed(String),
    Variable(&'k str),
}

/// Cuts a path key; `operation` is where the operation under it stands.
pub(super) fn path<'k>(key: &'k str, operation: &Pointer, found: &mut Findings) -> PathKey<'k> {
    let (mut rest, query) = key.split_once('?').unwrap_or((key, ""));
    let mut parts = Vec::new();
    while let Some((fixed, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
        if !fixed.is_empty() {
            parts.push(KeyPart::Fixed(encode_path(fixed)));
        }
        parts.push(KeyPart::Variable(name));
        rest = behind;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(KeyPart::Fixed(encode_path(rest)));
    }
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (message, help) = match pair.split_once('=') {
            Some((name, value)) if !value.contains('{') => {
                pairs.push(Pair { name: decode_query(name), value: decode_query(value) });
                continue;
            }
            Some((name, _)) => (
                format!("variables in the query of a path key such as `{name}` are not supported yet"),
                "declare a parameter `in: query` instead",
            ),
            None => (
                format!("`{pair}` in the query of a path key, without a value, is not supported yet"),
                "write `name=value`, or declare a parameter `in: query`",
            ),
        };
        found.refuse(Place::key(operation.parent().unwrap_or_default()), message, help);
    }
    PathKey { parts, query: pairs }
}
