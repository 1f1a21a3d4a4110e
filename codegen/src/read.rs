//! Text to a tree of nodes, in one reading for JSON and YAML alike: both hand their tokens to one builder, so that no key
//! is overwritten in silence and every node knows its bytes. What the values mean is not asked here.

mod json;
#[cfg(test)]
mod tests;
mod yaml;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::node::{Builder, Limit, MAX_ADDRESS, MAX_DEPTH, Node, NodeId, Object, Tree};
use crate::pointer::Pointer;
use crate::visible::cut;

#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// The nodes, as far as the text could be read.
    pub(crate) tree: Tree,
    /// What is wrong with the text, whatever it means.
    pub(crate) found: Vec<Diagnostic>,
    /// Whether the text was read to its end.
    pub(crate) is_whole: bool,
}

/// Why the text is not read further.
enum Stop {
    Limit(Limit),
    Finding(Box<Diagnostic>),
}

impl Reading {
    /// The document, if the text was read to its end and is an object.
    pub(crate) fn document(&self) -> Option<Object<'_>> {
        self.tree.root().filter(|_| self.is_whole)?.as_object()
    }
}

impl From<Limit> for Stop {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}

impl From<Diagnostic> for Stop {
    fn from(finding: Diagnostic) -> Self {
        Self::Finding(Box::new(finding))
    }
}

impl Stop {
    /// The text is not what it should be.
    fn syntax(range: Range<usize>, message: String) -> Self {
        Diagnostic::error(Code::Syntax, Place::bytes(range), message).into()
    }
}

pub(crate) fn read(text: &str) -> Reading {
    let mut builder = Builder::new(text.len());
    let mut found = Vec::new();
    let read = if is_json(text) { json::read } else { yaml::read };
    let outcome = read(text, &mut builder, &mut found);
    let tree = builder.finish();
    found.extend(keys(&tree));
    let is_whole = outcome.is_ok();
    match outcome {
        Err(Stop::Finding(finding)) => found.push(*finding),
        Err(Stop::Limit(limit)) => found.push(too_much(limit, &tree)),
        Ok(()) => found.extend(no_object(&tree)),
    }
    Reading { tree, found, is_whole }
}

/// Whether a text opens like JSON. YAML in flow style, such as `{openapi: 3.0.3}`, does not quote its first key.
fn is_json(text: &str) -> bool {
    let mut rest = text.chars().filter(|c| !c.is_whitespace());
    matches!((rest.next(), rest.next()), (Some('{'), Some('"' | '}') | None) | (Some('['), _))
}

fn no_object(tree: &Tree) -> Option<Diagnostic> {
    let message = match tree.root() {
        Some(root) if root.as_object().is_some() => return None,
        Some(root) if root.kind() != "null" => format!("an OpenAPI document is an object, this is {}", root.kind()),
        Some(_) | None => "the document is empty".to_owned(),
    };
    Some(Diagnostic::error(Code::NotAnObject, Place::value(Pointer::root()), message))
}

fn too_much(limit: Limit, tree: &Tree) -> Diagnostic {
    let (place, message) = match limit {
        Limit::Depth(at, range) => {
            let place = if range.is_empty() { Place::key(tree.pointer(at)) } else { Place::bytes(range) };
            (place, format!("nested more than {MAX_DEPTH} levels deep"))
        }
        Limit::Size(at) => {
            (Place::key(tree.pointer(at)), "aliases blow this document up to many times its size".to_owned())
        }
        Limit::Address(at, key) => {
            let key = cut(&key, 40);
            let message = format!("the names on the way to `{key}` are longer than {MAX_ADDRESS} bytes together");
            (Place::key(tree.pointer(at)), message)
        }
    };
    Diagnostic::error(Code::TooDeep, place, message)
}

/// Keys that stand twice in one object, and keys that YAML once had a meaning for.
fn keys(tree: &Tree) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut told: BTreeSet<(Option<NodeId>, &str)> = BTreeSet::new();
    for node in tree.nodes().filter(|node| !node.is_copy()) {
        match node.key() {
            Some(key) if node.is_repeat() => {
                let how_often = if told.insert((node.parent().map(Node::id), key)) { "twice" } else { "once more" };
                found.push(repeated(key, node, how_often));
            }
            Some("<<") => {
                let message = "`<<` is an ordinary key here, nothing is merged";
                found.push(Diagnostic::error(Code::MergeKey, Place::key(node), message));
            }
            _ => {}
        }
    }
    found
}

fn repeated(key: &str, node: Node<'_>, how_often: &str) -> Diagnostic {
    let message = format!("`{key}` stands {how_often} in this object");
    let finding = Diagnostic::error(Code::DuplicateKey, place_of_key(node), message);
    let first = node.parent().and_then(|owner| owner.get(key)).unwrap_or(node);
    let finding = finding.related(place_of_key(first), "first here");
    match key.bytes().all(|byte| byte.is_ascii_digit()) {
        true => finding.help(format!("with and without quotes, {key} is the same key")),
        false => finding,
    }
}

/// The bytes of a key: of members with one key, the address names only the first.
fn place_of_key(node: Node<'_>) -> Place {
    Place { pointer: node.pointer(), ..Place::bytes(node.key_range().unwrap_or_default()) }
}

/// A number of the text that no double can hold.
fn not_finite(text: &str, node: Node<'_>) -> Diagnostic {
    let message = format!("`{text}` is a number that JSON does not have");
    Diagnostic::error(Code::NotFinite, Place::value(node), message)
}
