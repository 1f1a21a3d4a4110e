//! What a node holds: a scalar, a list or an object, and walking over the latter two.

use std::fmt;

use super::{Node, Tree};

/// What a node holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'t> {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number<'t>),
    /// A text.
    String(&'t str),
    /// A list.
    Array(List<'t>),
    /// An object.
    Object(Object<'t>),
}

/// A number as the document writes it, with all its digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number<'t>(pub(super) &'t str);

/// A node that is a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List<'t>(pub(super) Node<'t>);

/// A node that is an object. Of members with one key only the first is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object<'t>(pub(super) Node<'t>);

/// The items of a list, in their order.
#[derive(Clone, Debug)]
pub struct Entries<'t> {
    pub(super) tree: &'t Tree,
    pub(super) next: usize,
    pub(super) end: usize,
}

/// The members of an object in their order, each key once.
#[derive(Clone, Debug)]
pub struct Members<'t>(Entries<'t>);

impl<'t> Number<'t> {
    /// The text of the number.
    pub fn as_str(self) -> &'t str {
        self.0
    }

    /// The nearest double.
    pub fn as_f64(self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The value of an integer that fits.
    pub fn as_i64(self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The value of a whole number from 0 that fits.
    pub fn as_u64(self) -> Option<u64> {
        self.0.parse().ok()
    }

    pub(super) fn to_json(self) -> serde_json::Value {
        let whole = self.as_i64().map(serde_json::Value::from).or_else(|| self.as_u64().map(serde_json::Value::from));
        whole.unwrap_or_else(|| self.as_f64().into())
    }
}

impl fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<'t> List<'t> {
    /// The node itself.
    pub fn node(self) -> Node<'t> {
        self.0
    }

    /// The items.
    pub fn iter(self) -> Entries<'t> {
        self.0.tree.entries(self.0.index)
    }

    /// How many items there are.
    pub fn len(self) -> usize {
        self.0.tree.tables.get(&self.0.index).map_or_else(|| self.iter().count(), Vec::len)
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    /// One item.
    pub fn get(self, index: usize) -> Option<Node<'t>> {
        match self.0.tree.tables.get(&self.0.index) {
            Some(table) => self.0.tree.at(*table.get(index)?),
            None => self.iter().nth(index),
        }
    }
}

impl<'t> Object<'t> {
    /// The node itself.
    pub fn node(self) -> Node<'t> {
        self.0
    }

    /// The members in their order, each key once.
    pub fn iter(self) -> Members<'t> {
        Members(self.0.tree.entries(self.0.index))
    }

    /// The keys in their order.
    pub fn keys(self) -> impl Iterator<Item = &'t str> {
        self.iter().map(|(key, _)| key)
    }

    /// How many keys there are.
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    /// The first member of this key.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        let tree = self.0.tree;
        match tree.tables.get(&self.0.index) {
            Some(table) => {
                let key_of = |index: &usize| tree.at(*index).and_then(Node::key);
                let first = table.partition_point(|index| key_of(index) < Some(key));
                tree.at(*table.get(first)?).filter(|node| node.key() == Some(key))
            }
            None => tree.entries(self.0.index).find(|node| node.key() == Some(key)),
        }
    }

    /// Whether there is a member of this key.
    pub fn contains_key(self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

impl<'t> Iterator for Entries<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let node = self.tree.at(self.next).filter(|node| node.index < self.end)?;
        self.next = node.record.end;
        Some(node)
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = (&'t str, Node<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        let node = self.0.find(|node| !node.is_repeat())?;
        Some((node.key()?, node))
    }
}

impl<'t> IntoIterator for List<'t> {
    type Item = Node<'t>;
    type IntoIter = Entries<'t>;

    fn into_iter(self) -> Entries<'t> {
        self.iter()
    }
}

impl<'t> IntoIterator for Object<'t> {
    type Item = (&'t str, Node<'t>);
    type IntoIter = Members<'t>;

    fn into_iter(self) -> Members<'t> {
        self.iter()
    }
}
