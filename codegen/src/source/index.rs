//! From JSON pointer to byte range: where each key and value stands in the text. Built only when something is shown.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Format, Source, json, yaml};
use crate::diagnostic::{Part, Place, may_show};
use crate::pointer::Pointer;

/// Where the nodes of a document stand in its text.
#[derive(Clone, Debug, Default)]
pub struct Index {
    nodes: BTreeMap<Pointer, Node>,
    /// Where a key stands for the second and further times.
    repeats: BTreeMap<Pointer, Vec<Range<usize>>>,
    /// Keys that hold more than a name, in the order of the text.
    hidden: Vec<Range<usize>>,
}

#[derive(Clone, Debug)]
struct Node {
    key: Option<Range<usize>>,
    value: Range<usize>,
    is_scalar: bool,
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
        self.nodes.get(pointer)?.key.clone()
    }

    /// The bytes of a value; for an object or array, its opening token.
    pub fn value(&self, pointer: &Pointer) -> Option<Range<usize>> {
        Some(self.nodes.get(pointer)?.value.clone())
    }

    /// The bytes of the key's `nth` occurrence, the first being 0.
    pub fn occurrence(&self, pointer: &Pointer, nth: usize) -> Option<Range<usize>> {
        match nth.checked_sub(1) {
            None => self.key(pointer),
            Some(further) => self.repeats.get(pointer)?.get(further).cloned(),
        }
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
        let mut pointer = place.pointer.clone();
        let mut exact = true;
        loop {
            if let Some(range) = self.token(&pointer, &place.part, exact) {
                return range;
            }
            exact = false;
            match pointer.parent() {
                Some(parent) => pointer = parent,
                None => return 0..0,
            }
        }
    }

    fn token(&self, pointer: &Pointer, part: &Part, exact: bool) -> Option<Range<usize>> {
        let node = self.nodes.get(pointer)?;
        let range = match part {
            Part::Occurrence(nth) if exact => self.occurrence(pointer, *nth)?,
            Part::Value if exact && node.is_scalar && !node.value.is_empty() => node.value.clone(),
            _ => node.key.clone().unwrap_or_else(|| node.value.clone()),
        };
        Some(range)
    }

    pub(super) fn has(&self, pointer: &Pointer) -> bool {
        self.nodes.contains_key(pointer)
    }

    pub(super) fn add(&mut self, pointer: &Pointer, key: Option<Range<usize>>, value: Range<usize>, is_scalar: bool) {
        self.nodes.entry(pointer.clone()).or_insert(Node { key, value, is_scalar });
    }

    /// A block mapping has no token of its own; its first key stands for it.
    pub(super) fn stretch(&mut self, pointer: &Pointer, to: &Range<usize>) {
        if let Some(node) = self.nodes.get_mut(pointer).filter(|node| node.value.is_empty()) {
            node.value = to.clone();
        }
    }

    pub(super) fn repeat(&mut self, pointer: &Pointer, key: Range<usize>) {
        self.repeats.entry(pointer.clone()).or_default().push(key);
    }
}

/// What both scanners do with the tokens they find: keep the address, tell first keys from repeated ones.
pub(super) struct Builder<'i> {
    index: &'i mut Index,
    at: Pointer,
    open: Vec<Level>,
    /// Set while the value of a repeated key goes by: the number of levels that were open when it began.
    skip: Option<usize>,
}

enum Level {
    Array(usize),
    /// Whether a key is awaiting its value, and where that key stands.
    Object(Option<Range<usize>>),
}

impl<'i> Builder<'i> {
    pub(super) fn new(index: &'i mut Index) -> Self {
        Self { index, at: Pointer::root(), open: Vec::new(), skip: None }
    }

    /// Whether the next scalar is a key.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Level::Object(None)))
    }

    pub(super) fn key(&mut self, text: &str, range: Range<usize>) {
        if !may_show(text) {
            self.index.hidden.push(range.clone());
        }
        if self.skip.is_none() {
            self.index.stretch(&self.at, &range);
        }
        self.at.push(text);
        if self.skip.is_none() && self.index.has(&self.at) {
            self.index.repeat(&self.at, range.clone());
            self.skip = Some(self.open.len());
        }
        if let Some(Level::Object(pending)) = self.open.last_mut() {
            *pending = Some(range);
        }
    }

    pub(super) fn scalar(&mut self, range: Range<usize>) {
        self.value(range, true);
        self.leave();
    }

    pub(super) fn open(&mut self, range: Range<usize>, is_array: bool) {
        self.value(range, false);
        self.open.push(if is_array { Level::Array(0) } else { Level::Object(None) });
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
        self.leave();
    }

    fn value(&mut self, range: Range<usize>, is_scalar: bool) {
        let key = match self.open.last() {
            Some(Level::Array(next)) => {
                self.at.push_index(*next);
                None
            }
            Some(Level::Object(key)) => key.clone(),
            None => None,
        };
        if self.skip.is_none() {
            self.index.add(&self.at, key, range, is_scalar);
        }
    }

    fn leave(&mut self) {
        match self.open.last_mut() {
            Some(Level::Array(next)) => *next += 1,
            Some(Level::Object(pending)) => *pending = None,
            None => return,
        }
        self.at.pop();
        if self.skip == Some(self.open.len()) {
            self.skip = None;
        }
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
