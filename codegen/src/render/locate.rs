//! From a place of a finding to bytes of the text.

use std::ops::Range;

use crate::diagnostic::{Part, Place, may_show};
use crate::node::{Node, Tree, Value};
use crate::source::Source;

/// Where the nodes of a document stand.
pub(crate) struct Locator<'s> {
    pub(super) source: &'s Source,
    /// Keys that hold more than a name, in the order of the text.
    hidden: Vec<Range<usize>>,
}

impl<'s> Locator<'s> {
    pub(crate) fn of(source: &'s Source) -> Self {
        let nodes = source.reading().tree.nodes();
        let hidden = nodes.filter(|node| !node.is_copy() && !node.key().is_none_or(may_show));
        Self { source, hidden: hidden.filter_map(Node::key_range).collect() }
    }

    /// The bytes to underline for a place; the nearest node above stands in for one that is not in the text.
    pub(crate) fn locate(&self, place: &Place) -> Range<usize> {
        self.source.first_line(&in_tree(&self.source.reading().tree, place))
    }

    /// The keys within a part of the text that are not shown, in their order.
    pub(super) fn hidden(&self, part: &Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let first = self.hidden.partition_point(|range| range.end <= part.start);
        let end = part.end;
        self.hidden.iter().skip(first).take_while(move |range| range.start < end)
    }
}

fn in_tree(tree: &Tree, place: &Place) -> Range<usize> {
    if let Part::Bytes(range) = &place.part {
        return range.clone();
    }
    let way: Vec<Node<'_>> = tree.way(&place.pointer).into_iter().take_while(|node| !node.is_copy()).collect();
    let mut is_exact = way.len() == place.pointer.tokens().count() + 1;
    for node in way.into_iter().rev() {
        if let Some(range) = token(node, &place.part, is_exact) {
            return range;
        }
        is_exact = false;
    }
    0..0
}

/// The bytes to underline; `is_exact` says that the node is the one that is meant, and not one above it.
fn token(node: Node<'_>, part: &Part, is_exact: bool) -> Option<Range<usize>> {
    let is_scalar = !matches!(node.value(), Value::Array(_) | Value::Object(_));
    match part {
        Part::Value if is_exact && is_scalar && !node.range().is_empty() => Some(node.range()),
        _ => Some(node.key_range().unwrap_or_else(|| node.range())),
    }
}
