//! Path keys: the path as it goes into a URL, and what stands in the query that some documents publish as part of the key.

use crate::percent::decode_query;

pub(super) struct PathKey<'k> {
    pub(super) parts: Vec<Piece<'k>>,
    /// What stands behind the `?`.
    pub(super) query: Vec<KeyPair<'k>>,
}

/// A part of a text with variables such as `{name}`.
pub(super) enum Piece<'k> {
    Fixed(&'k str),
    Variable(&'k str),
}

/// A part of the query of a path key, names and values decoded.
pub(super) enum KeyPair<'k> {
    /// `name=value`
    Constant(String, String),
    /// A name alone.
    Word(String),
    /// `name={variable}`
    Variable(String, &'k str),
    /// A value that is neither a constant nor one variable.
    Mixed(&'k str),
}

impl<'k> PathKey<'k> {
    /// Every variable, in the order of the key.
    pub(super) fn variables(&self) -> impl Iterator<Item = &'k str> {
        let in_path = self.parts.iter().filter_map(|part| match part {
            Piece::Variable(name) => Some(*name),
            Piece::Fixed(_) => None,
        });
        in_path.chain(self.query.iter().filter_map(|pair| match pair {
            KeyPair::Variable(_, variable) => Some(*variable),
            KeyPair::Constant(..) | KeyPair::Word(_) | KeyPair::Mixed(_) => None,
        }))
    }
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

/// Cuts a path key. A fragment is never sent, and a list of the query as RFC 6570 has it (`{?first,second}`) is no variable of
/// the path: its names are those of parameters.
pub(super) fn path(key: &str) -> PathKey<'_> {
    let key = key.split('#').next().unwrap_or_default();
    let key = key.split_once("{?").map_or(key, |(path, _)| path);
    let (path, query) = key.split_once('?').unwrap_or((key, ""));
    PathKey { parts: cut(path), query: query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect() }
}

fn pair(pair: &str) -> KeyPair<'_> {
    let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value)));
    let has_variable = |text: &str| text.contains('{');
    match (cut(value.unwrap_or(name)).as_slice(), value) {
        _ if value.is_some() && has_variable(name) => KeyPair::Mixed(pair),
        ([Piece::Variable(variable)], Some(_)) => KeyPair::Variable(decode_query(name), variable),
        // `{name}` alone: the pair has the name of its variable.
        ([Piece::Variable(variable)], None) => KeyPair::Variable((*variable).to_owned(), variable),
        _ if has_variable(pair) => KeyPair::Mixed(pair),
        (_, Some(value)) => KeyPair::Constant(decode_query(name), decode_query(value)),
        (_, None) => KeyPair::Word(decode_query(name)),
    }
}
