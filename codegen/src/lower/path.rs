//! Path keys: the path as it goes into a URL, and the constants of the query that VMware publishes as part of the key.

use super::findings::Findings;
use crate::diagnostic::Place;
use crate::model::Pair;
use crate::percent::decode_query;
use crate::pointer::Pointer;

pub(super) struct PathKey<'k> {
    pub(super) parts: Vec<Piece<'k>>,
    /// The constants of the query.
    pub(super) query: Vec<Pair>,
}

/// A part of a text with variables such as `{name}`.
pub(super) enum Piece<'k> {
    Fixed(&'k str),
    Variable(&'k str),
}

/// The text, cut at its variables.
pub(super) fn cut(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((fixed, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
        pieces.extend([Piece::Fixed(fixed), Piece::Variable(name)]);
        rest = behind;
    }
    pieces.push(Piece::Fixed(rest));
    pieces.retain(|piece| !matches!(piece, Piece::Fixed("")));
    pieces
}

/// Cuts a path key; `operation` is where the operation under it stands.
pub(super) fn path<'k>(key: &'k str, operation: &Pointer, found: &mut Findings) -> PathKey<'k> {
    let (path, query) = key.split_once('?').unwrap_or((key, ""));
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
    PathKey { parts: cut(path), query: pairs }
}
