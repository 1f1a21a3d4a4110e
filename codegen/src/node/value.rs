//! What a node holds: a scalar, a list or an object, and walking over the latter two.

use std::fmt;

use super::{Node, Tree};
use crate::pointer::Pointer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value<'t> {
    Null,
    Bool(bool),
    Number(Number<'t>),
    String(&'t str),
    Array(List<'t>),
    Object(Object<'t>),
}

/// A number as the document writes it, with all its digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number<'t>(pub(super) &'t str);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct List<'t>(pub(super) Node<'t>);

/// A node that is an object. Of members with one key only the first is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Object<'t>(pub(super) Node<'t>);

/// The items of a list, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Entries<'t> {
    pub(super) tree: &'t Tree,
    pub(super) next: usize,
    pub(super) end: usize,
}

/// The members of an object in their order, each key once.
#[derive(Clone, Debug)]
pub(crate) struct Members<'t>(Entries<'t>);

impl<'t> Number<'t> {
    pub(crate) fn as_f64(self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The value of an integer that fits.
    pub(crate) fn as_i64(self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The same of a larger one.
    pub(crate) fn as_i128(self) -> Option<i128> {
        self.0.parse().ok()
    }

    /// The value of a whole number from 0 that fits.
    pub(crate) fn as_u64(self) -> Option<u64> {
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
    pub(crate) fn node(self) -> Node<'t> {
        self.0
    }

    pub(crate) fn iter(self) -> Entries<'t> {
        self.0.tree.entries(self.0.index)
    }

    pub(crate) fn len(self) -> usize {
        self.0.tree.tables.get(&self.0.index).map_or_else(|| self.iter().count(), Vec::len)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    pub(crate) fn get(self, index: usize) -> Option<Node<'t>> {
        match self.0.tree.tables.get(&self.0.index) {
            Some(table) => self.0.tree.at(*table.get(index)?),
            None => self.iter().nth(index),
        }
    }
}

impl<'t> Object<'t> {
    pub(crate) fn node(self) -> Node<'t> {
        self.0
    }

    /// The members in their order, each key once.
    pub(crate) fn iter(self) -> Members<'t> {
        Members(self.0.tree.entries(self.0.index))
    }

    pub(crate) fn keys(self) -> impl Iterator<Item = &'t str> {
        self.iter().map(|(key, _)| key)
    }

    pub(crate) fn len(self) -> usize {
        self.iter().count()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    pub(crate) fn get(self, key: &str) -> Option<Node<'t>> {
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

    /// The address of a member, whether there is one or not.
    pub(crate) fn at(self, key: &str) -> Pointer {
        self.0.pointer().join(key)
    }

    pub(crate) fn text(self, key: &str) -> Option<&'t str> {
        self.get(key)?.as_str()
    }

    pub(crate) fn is_set(self, key: &str) -> bool {
        self.get(key).is_some_and(Node::is_true)
    }

    pub(crate) fn items(self, key: &str) -> impl Iterator<Item = Node<'t>> + use<'t> {
        self.get(key).and_then(Node::as_array).into_iter().flatten()
    }

    pub(crate) fn texts(self, key: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.items(key).filter_map(Node::as_str)
    }

    pub(crate) fn members(self, key: &str) -> impl Iterator<Item = (&'t str, Node<'t>)> + use<'t> {
        self.get(key).and_then(Node::as_object).into_iter().flatten()
    }

    pub(crate) fn contains_key(self, key: &str) -> bool {
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
