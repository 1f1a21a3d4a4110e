//! A document as a tree: its nodes in one list, in the order of the text, each with the bytes it was read from. What the
//! nodes mean is not asked here, and nothing is reported.

mod build;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use value::{Entries, List, Number, Object, Value};

pub(crate) use build::{Builder, Limit, MAX_ADDRESS, MAX_DEPTH};

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use crate::pointer::Pointer;

/// References in a row that are followed; no honest document has so many.
pub(crate) const MAX_CHAIN: usize = 64;

/// Objects and lists of more entries have a table of them: looking for one entry by walking over the others is slow.
const FEW: usize = 16;

#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    records: Vec<Record>,
    /// The entries of large objects by key, and of large lists in order.
    tables: BTreeMap<usize, Vec<usize>>,
}

/// One node of a document: its number, which counts the nodes in the order of the text. The whole document is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(crate) usize);

#[derive(Clone, Debug)]
struct Record {
    parent: usize,
    /// The number of the first node behind all nodes inside of this one; 0 until it is complete.
    end: usize,
    name: NodeName,
    data: Data,
    range: Range<usize>,
    /// Objects and lists around this node.
    depth: u16,
    address: u16,
    /// It was copied for a YAML alias, so it has no bytes of its own.
    is_copy: bool,
    /// A member before it in the same object has the same key.
    is_repeat: bool,
}

/// How a node is reached from the one above.
#[derive(Clone, Debug)]
enum NodeName {
    Root,
    Index(usize),
    Key(Box<str>, Range<usize>),
}

#[derive(Clone, Debug)]
pub(crate) enum Data {
    Null,
    Bool(bool),
    Number(Box<str>),
    String(Box<str>),
    Array,
    Object,
}

/// A node of a tree. Two of these are equal if they are the same node.
#[derive(Clone, Copy)]
pub(crate) struct Node<'t> {
    tree: &'t Tree,
    record: &'t Record,
    index: usize,
}

impl Tree {
    pub(crate) fn root(&self) -> Option<Node<'_>> {
        self.at(0)
    }

    pub(crate) fn node(&self, id: NodeId) -> Option<Node<'_>> {
        self.at(id.0)
    }

    /// The address of a node, to be shown.
    pub(crate) fn pointer(&self, id: NodeId) -> Pointer {
        self.node(id).map(Node::pointer).unwrap_or_default()
    }

    /// What a value in the mapping of a discriminator leads to: it is a reference, or the name of a schema.
    pub(crate) fn mapped(&self, target: &str) -> Option<Node<'_>> {
        let named = || self.root()?.get("components")?.get("schemas")?.get(target);
        self.target(target).or_else(named)
    }

    /// What the text of a reference leads to.
    pub(crate) fn target(&self, reference: &str) -> Option<Node<'_>> {
        self.find(&Pointer::from_reference(reference)?)
    }

    pub(crate) fn find(&self, at: &Pointer) -> Option<Node<'_>> {
        at.tokens().try_fold(self.root()?, |node, token| node.child(&token))
    }

    /// The nodes from the whole document down to this address, as far as there are any.
    pub(crate) fn way(&self, at: &Pointer) -> Vec<Node<'_>> {
        let mut tokens = at.tokens();
        std::iter::successors(self.root(), |node| node.child(&tokens.next()?)).collect()
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.records.iter().enumerate().map(|(index, record)| Node { tree: self, record, index })
    }

    fn at(&self, index: usize) -> Option<Node<'_>> {
        self.records.get(index).map(|record| Node { tree: self, record, index })
    }

    /// Every entry of a node, with those whose key is repeated.
    fn entries(&self, owner: usize) -> Entries<'_> {
        Entries { tree: self, next: owner + 1, end: self.records.get(owner).map_or(0, |record| record.end) }
    }
}

impl<'t> Node<'t> {
    pub(crate) fn id(self) -> NodeId {
        NodeId(self.index)
    }

    /// The number of the first node behind it and everything inside.
    pub(crate) fn end(self) -> NodeId {
        NodeId(self.record.end)
    }

    pub(crate) fn tree(self) -> &'t Tree {
        self.tree
    }

    pub(crate) fn pointer(self) -> Pointer {
        let way: Vec<Node<'t>> = std::iter::successors(Some(self), |node| node.parent()).collect();
        let mut pointer = Pointer::root();
        for node in way.iter().rev() {
            match &node.record.name {
                NodeName::Root => {}
                NodeName::Index(index) => pointer.push(&index.to_string()),
                NodeName::Key(key, _) => pointer.push(key),
            }
        }
        pointer
    }

    pub(crate) fn parent(self) -> Option<Self> {
        match self.record.name {
            NodeName::Root => None,
            NodeName::Index(_) | NodeName::Key(..) => self.tree.at(self.record.parent),
        }
    }

    pub(crate) fn key(self) -> Option<&'t str> {
        if let NodeName::Key(key, _) = &self.record.name { Some(key) } else { None }
    }

    pub(crate) fn key_range(self) -> Option<Range<usize>> {
        if let NodeName::Key(_, range) = &self.record.name { Some(range.clone()) } else { None }
    }

    /// The bytes of its value; of an object or a list, those of its first token.
    pub(crate) fn range(self) -> Range<usize> {
        self.record.range.clone()
    }

    /// Whether it was copied for a YAML alias, so that it has no bytes of its own.
    pub(crate) fn is_copy(self) -> bool {
        self.record.is_copy
    }

    /// Whether a member before it in the same object has the same key.
    pub(crate) fn is_repeat(self) -> bool {
        self.record.is_repeat
    }

    pub(crate) fn value(self) -> Value<'t> {
        match &self.record.data {
            Data::Null => Value::Null,
            Data::Bool(value) => Value::Bool(*value),
            Data::Number(text) => Value::Number(Number(text)),
            Data::String(text) => Value::String(text),
            Data::Array => Value::Array(List(self)),
            Data::Object => Value::Object(Object(self)),
        }
    }

    pub(crate) fn is_null(self) -> bool {
        matches!(self.record.data, Data::Null)
    }

    pub(crate) fn as_str(self) -> Option<&'t str> {
        if let Data::String(text) = &self.record.data { Some(text) } else { None }
    }

    pub(crate) fn as_bool(self) -> Option<bool> {
        if let Data::Bool(value) = self.record.data { Some(value) } else { None }
    }

    pub(crate) fn is_true(self) -> bool {
        self.as_bool() == Some(true)
    }

    pub(crate) fn as_number(self) -> Option<Number<'t>> {
        if let Data::Number(text) = &self.record.data { Some(Number(text)) } else { None }
    }

    pub(crate) fn as_f64(self) -> Option<f64> {
        self.as_number().map(Number::as_f64)
    }

    pub(crate) fn as_object(self) -> Option<Object<'t>> {
        matches!(self.record.data, Data::Object).then_some(Object(self))
    }

    pub(crate) fn as_array(self) -> Option<List<'t>> {
        matches!(self.record.data, Data::Array).then_some(List(self))
    }

    pub(crate) fn get(self, key: &str) -> Option<Self> {
        self.as_object()?.get(key)
    }

    /// The node one step down, as a pointer names it.
    fn child(self, token: &str) -> Option<Self> {
        match self.value() {
            Value::Object(members) => members.get(token),
            Value::Array(items) => items.get(index(token)?),
            _ => None,
        }
    }

    pub(crate) fn reference(self) -> Option<&'t str> {
        self.get("$ref")?.as_str()
    }

    /// The node itself, and each one that the reference before leads to. Nothing is followed further than
    /// [`MAX_CHAIN`], so that circles end.
    pub(crate) fn chain(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |node| self.tree.target(node.reference()?)).take(MAX_CHAIN + 1)
    }

    /// The section and the name of a component, if it is one.
    pub(crate) fn component(self) -> Option<(&'t str, &'t str)> {
        let section = self.parent()?;
        let all = section.parent()?;
        let is_component = all.key()? == "components" && all.parent()?.parent().is_none();
        is_component.then_some((section.key()?, self.key()?))
    }

    /// Its JSON type with the article, for messages.
    pub(crate) fn kind(self) -> &'static str {
        match self.record.data {
            Data::Null => "null",
            Data::Bool(_) => "a boolean",
            Data::Number(_) => "a number",
            Data::String(_) => "a text",
            Data::Array => "a list",
            Data::Object => "an object",
        }
    }

    /// Whether it says no more than leaving its key out.
    pub(crate) fn says_nothing(self) -> bool {
        match self.value() {
            Value::Null | Value::Bool(false) => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
        }
    }

    /// Whether both nodes hold the same value.
    pub(crate) fn is_same(self, other: Self) -> bool {
        self.to_string() == other.to_string()
    }

    /// The same value for readers of another library.
    pub(crate) fn to_json(self) -> serde_json::Value {
        match self.value() {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => value.into(),
            Value::Number(number) => number.to_json(),
            Value::String(text) => text.into(),
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Object(members) => members.iter().map(|(key, value)| (key.to_owned(), value.to_json())).collect(),
        }
    }
}

impl From<Node<'_>> for Pointer {
    fn from(node: Node<'_>) -> Self {
        node.pointer()
    }
}

/// JSON without blanks.
impl fmt::Display for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        match self.value() {
            Value::Null => f.write_str("null"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Number(number) => f.write_str(number.0),
            Value::String(text) => write!(f, "{}", serde_json::Value::from(text)),
            Value::Array(items) => {
                f.write_str("[")?;
                for item in items.iter() {
                    write!(f, "{between}{item}")?;
                    between = ",";
                }
                f.write_str("]")
            }
            Value::Object(members) => {
                f.write_str("{")?;
                for (key, value) in members.iter() {
                    write!(f, "{between}{}:{value}", serde_json::Value::from(key))?;
                    between = ",";
                }
                f.write_str("}")
            }
        }
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "node {}", self.index)
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl Eq for Node<'_> {}

/// The index that a token of a list means: digits alone, and no zero in front of others.
fn index(token: &str) -> Option<usize> {
    let is_plain = token.bytes().all(|byte| byte.is_ascii_digit()) && (token == "0" || !token.starts_with('0'));
    token.parse().ok().filter(|_| is_plain)
}
