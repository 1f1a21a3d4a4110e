//! From JSON pointer to byte range: where each key and value stands in the text. Built only when something is shown.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Format, Source, json, yaml};
use crate::diagnostic::{Part, Place, may_show};
use crate::pointer::Pointer;

/// Where the nodes of a document stand in its text. A tree like the document, so that it grows with the text: as a table
/// by address it would repeat each long key for everything below it.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The whole document first, then its nodes in their order.
    nodes: Vec<Node>,
    /// Keys that hold more than a name, in the order of the text.
    hidden: Vec<Range<usize>>,
}

#[derive(Clone, Debug)]
struct Node {
    key: Option<Range<usize>>,
    value: Range<usize>,
    is_scalar: bool,
    /// The nodes below, by the step that leads there.
    below: BTreeMap<String, usize>,
    /// Where the key stands for the second and further times.
    repeats: Vec<Range<usize>>,
}

impl Index {
    /// Reads the text once more, for positions only. A text that cannot be read gives an index of what came before.
    pub fn build(source: &Source) -> Self {
        let mut index = Self::default();
        match source.format() {
            Format::Json => json::scan(source.text(), &mut index),
            Format::Yaml => yaml::scan(source.text(), &mut index),
        }
        index
    }

    /// The bytes of a member's key; for a repeated key, the first.
    pub fn key(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.node(pointer)?.key.clone()
    }

    /// The bytes of a value; for an object or array, its opening token.
    pub fn value(&self, pointer: &Pointer) -> Option<Range<usize>> {
        Some(self.node(pointer)?.value.clone())
    }

    /// The bytes of the key's `nth` occurrence, the first being 0.
    pub fn occurrence(&self, pointer: &Pointer, nth: usize) -> Option<Range<usize>> {
        self.node(pointer)?.occurrence(nth)
    }

    /// The keys within a part of the text that are not shown, in their order.
    pub(crate) fn hidden(&self, part: &Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let first = self.hidden.partition_point(|range| range.end <= part.start);
        let end = part.end;
        self.hidden.iter().skip(first).take_while(move |range| range.start < end)
    }

    /// The bytes to underline for a place; the nearest node above stands in for one that is not in the text.
    pub fn locate(&self, place: &Place) -> Range<usize> {
        if let Part::Bytes(range) = &place.part {
            return range.clone();
        }
        let mut way: Vec<&Node> = self.way(&place.pointer).collect();
        let mut exact = way.len() == place.pointer.tokens().count() + 1;
        while let Some(node) = way.pop() {
            if let Some(range) = node.token(&place.part, exact) {
                return range;
            }
            exact = false;
        }
        0..0
    }

    /// The nodes from the whole document down to this one, as far as they are in the text.
    fn way<'i>(&'i self, pointer: &'i Pointer) -> impl Iterator<Item = &'i Node> {
        let mut tokens = pointer.tokens();
        std::iter::successors(self.nodes.first(), move |node| {
            let below = node.below.get(&*tokens.next()?)?;
            self.nodes.get(*below)
        })
    }

    fn node(&self, pointer: &Pointer) -> Option<&Node> {
        pointer.tokens().try_fold(self.nodes.first()?, |node, token| self.nodes.get(*node.below.get(&*token)?))
    }
}

impl Node {
    fn occurrence(&self, nth: usize) -> Option<Range<usize>> {
        match nth.checked_sub(1) {
            None => self.key.clone(),
            Some(further) => self.repeats.get(further).cloned(),
        }
    }

    /// The bytes to underline; `exact` says that the node is the one that is meant, and not one above it.
    fn token(&self, part: &Part, exact: bool) -> Option<Range<usize>> {
        let range = match part {
            Part::Occurrence(nth) if exact => self.occurrence(*nth)?,
            Part::Value if exact && self.is_scalar && !self.value.is_empty() => self.value.clone(),
            _ => self.key.clone().unwrap_or_else(|| self.value.clone()),
        };
        Some(range)
    }
}

/// What both scanners do with the tokens they find: build the tree, tell first keys from repeated ones.
pub(super) struct Builder<'i> {
    index: &'i mut Index,
    open: Vec<Level>,
    /// Set while the value of a repeated key goes by: the number of levels that were open when it began.
    skip: Option<usize>,
}

/// A list or an object that is open, and its node.
enum Level {
    Array {
        node: usize,
        next: usize,
    },
    /// With the key that is awaiting its value, and where that key stands.
    Object {
        node: usize,
        key: Option<(String, Range<usize>)>,
    },
}

impl<'i> Builder<'i> {
    pub(super) fn new(index: &'i mut Index) -> Self {
        Self { index, open: Vec::new(), skip: None }
    }

    /// Whether the next scalar is a key.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Level::Object { key: None, .. }))
    }

    /// Whether the scanner may stop: nothing is read that stands deeper.
    pub(super) fn is_too_deep(&self) -> bool {
        self.open.len() > super::MAX_DEPTH
    }

    pub(super) fn key(&mut self, text: &str, range: Range<usize>) {
        if !may_show(text) {
            self.index.hidden.push(range.clone());
        }
        let Some(Level::Object { node, key }) = self.open.last_mut() else { return };
        *key = Some((text.to_owned(), range.clone()));
        if self.skip.is_some() {
            return;
        }
        let Some(owner) = self.index.nodes.get_mut(*node) else { return };
        // A block mapping has no token of its own; its first key stands for it.
        if owner.value.is_empty() {
            owner.value = range.clone();
        }
        let first = owner.below.get(text).copied();
        if let Some(first) = first.and_then(|first| self.index.nodes.get_mut(first)) {
            first.repeats.push(range);
            self.skip = Some(self.open.len());
        }
    }

    pub(super) fn scalar(&mut self, range: Range<usize>) {
        self.value(range, true);
        self.leave();
    }

    pub(super) fn open(&mut self, range: Range<usize>, is_array: bool) {
        let node = self.value(range, false);
        self.open.push(if is_array { Level::Array { node, next: 0 } } else { Level::Object { node, key: None } });
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
        self.leave();
    }

    /// Adds a node and says which; what goes by unseen counts as the whole document.
    fn value(&mut self, range: Range<usize>, is_scalar: bool) -> usize {
        let (owner, step, key) = match self.open.last_mut() {
            _ if self.skip.is_some() => return 0,
            Some(Level::Array { node, next }) => (*node, next.to_string(), None),
            Some(Level::Object { node, key: Some((text, range)) }) => {
                (*node, std::mem::take(text), Some(range.clone()))
            }
            Some(Level::Object { key: None, .. }) => return 0,
            None if self.index.nodes.is_empty() => (0, String::new(), None),
            None => return 0,
        };
        let own = self.index.nodes.len();
        if let Some(owner) = self.index.nodes.get_mut(owner) {
            owner.below.insert(step, own);
        }
        self.index.nodes.push(Node { key, value: range, is_scalar, below: BTreeMap::new(), repeats: Vec::new() });
        own
    }

    fn leave(&mut self) {
        match self.open.last_mut() {
            Some(Level::Array { next, .. }) => *next += 1,
            Some(Level::Object { key, .. }) => *key = None,
            None => return,
        }
        if self.skip == Some(self.open.len()) {
            self.skip = None;
        }
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
