//! Building a tree from the tokens of a text, whatever its format, within limits that keep every document in bounds.

use std::ops::Range;

use super::{Data, FEW, Node, NodeId, NodeName, Record, Tree};

/// Objects and lists inside each other that are read. The deepest published documents have about 25.
pub(crate) const MAX_DEPTH: usize = 200;

/// Bytes of the address of a node that is read. The longest of published documents has about 320; without a limit a
/// finding about each of ten thousand members would repeat a name of a megabyte.
pub(crate) const MAX_ADDRESS: usize = 2000;

/// Why a document is not read further, and at which node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// More than [`MAX_DEPTH`] objects and lists inside each other.
    Depth(NodeId, Range<usize>),
    /// The address of the member of this key would be longer than [`MAX_ADDRESS`].
    Address(NodeId, String),
    /// Aliases make the tree too large.
    Size(NodeId),
}

pub(crate) struct Builder {
    tree: Tree,
    open: Vec<Level>,
    /// How many bytes may still be added: aliases can turn a small text into a huge tree.
    budget: usize,
}

/// An object or a list that is open.
struct Level {
    node: usize,
    count: usize,
    is_list: bool,
    /// The key that is waiting for its value.
    key: Option<(Box<str>, Range<usize>)>,
}

impl Builder {
    /// A tree for a text of this many bytes.
    pub(crate) fn new(length: usize) -> Self {
        let budget = length.saturating_mul(16).saturating_add(1 << 20);
        Self { tree: Tree::default(), open: Vec::new(), budget }
    }

    /// Whether the next text is a key.
    pub(crate) fn wants_key(&self) -> bool {
        self.open.last().is_some_and(|level| !level.is_list && level.key.is_none())
    }

    pub(crate) fn key(&mut self, text: &str, range: Range<usize>) -> Result<(), Limit> {
        self.pay(text.len() + 1)?;
        let Some(level) = self.open.last_mut() else { return Ok(()) };
        level.key = Some((text.into(), range.clone()));
        // An object of YAML without braces has no token of its own; its first key stands for it.
        if let Some(owner) = self.tree.records.get_mut(level.node).filter(|owner| owner.range.is_empty()) {
            owner.range = range;
        }
        Ok(())
    }

    /// Adds what is neither a list nor an object.
    pub(crate) fn scalar(&mut self, data: Data, range: Range<usize>) -> Result<NodeId, Limit> {
        if let Data::String(text) = &data {
            self.pay(text.len())?;
        }
        let node = self.add(data, range)?;
        if let Some(record) = self.tree.records.get_mut(node) {
            record.end = node + 1;
        }
        Ok(NodeId(node))
    }

    pub(crate) fn open(&mut self, is_list: bool, range: Range<usize>) -> Result<NodeId, Limit> {
        let node = self.add(if is_list { Data::Array } else { Data::Object }, range.clone())?;
        self.open.push(Level { node, count: 0, is_list, key: None });
        if self.open.len() > MAX_DEPTH {
            return Err(Limit::Depth(NodeId(node), range));
        }
        Ok(NodeId(node))
    }

    pub(crate) fn close(&mut self) {
        let Some(Level { node, count, is_list, .. }) = self.open.pop() else { return };
        let end = self.tree.records.len();
        if let Some(record) = self.tree.records.get_mut(node) {
            record.end = end;
        }
        let mut entries = Vec::new();
        if !is_list || count > FEW {
            entries.extend(self.tree.entries(node).map(|entry| entry.index));
        }
        if !is_list {
            self.find_repeats(&mut entries);
        }
        if count > FEW {
            self.tree.tables.insert(node, entries);
        }
    }

    /// Sorts the members of an object by key and marks those whose key has been there before.
    fn find_repeats(&mut self, entries: &mut [usize]) {
        let tree = &self.tree;
        let key = |index: &usize| tree.at(*index).and_then(Node::key);
        entries.sort_by(|one, other| key(one).cmp(&key(other)));
        let pairs = entries.iter().zip(entries.iter().skip(1));
        let repeats: Vec<usize> = pairs.filter(|(one, next)| key(one) == key(next)).map(|(_, next)| *next).collect();
        for index in repeats {
            if let Some(record) = self.tree.records.get_mut(index) {
                record.is_repeat = true;
            }
        }
    }

    /// Whether a node is complete, so that it can be copied.
    pub(crate) fn is_closed(&self, id: NodeId) -> bool {
        self.tree.records.get(id.0).is_some_and(|record| record.end > 0)
    }

    /// A node that has been read.
    pub(crate) fn node(&self, id: NodeId) -> Option<Node<'_>> {
        self.tree.node(id)
    }

    /// The text of a node that can stand for a key.
    pub(crate) fn text(&self, id: NodeId) -> Option<String> {
        match &self.tree.records.get(id.0)?.data {
            Data::String(text) | Data::Number(text) => Some(text.to_string()),
            Data::Bool(value) => Some(value.to_string()),
            Data::Null => Some("null".to_owned()),
            Data::Array | Data::Object => None,
        }
    }

    /// Puts a copy of a node here: what stands in the place of an alias, which has these bytes.
    pub(crate) fn copy(&mut self, id: NodeId, range: Range<usize>) -> Result<(), Limit> {
        let own = self.tree.records.len();
        let Some(source) = self.tree.records.get(id.0).cloned() else { return Ok(()) };
        let top = self.record(Data::Null, range.clone())?;
        for index in id.0..source.end {
            let Some(record) = self.tree.records.get(index).cloned() else { break };
            let cost = match (&record.name, &record.data) {
                (NodeName::Key(key, _), Data::String(text)) => key.len() + text.len() + 2,
                (NodeName::Key(text, _), _) | (_, Data::String(text)) => text.len() + 2,
                _ => 1,
            };
            self.pay(cost)?;
            let depth = record.depth.saturating_sub(source.depth).saturating_add(top.depth);
            let address = record.address.saturating_sub(source.address).saturating_add(top.address);
            if usize::from(depth) >= MAX_DEPTH && matches!(record.data, Data::Array | Data::Object) {
                return Err(Limit::Depth(self.here(), range));
            }
            if usize::from(address) >= MAX_ADDRESS {
                return Err(Limit::Address(self.here(), self.text(id).unwrap_or_default()));
            }
            let end = record.end - id.0 + own;
            self.tree.records.push(if index == id.0 {
                Record { end, data: record.data, ..top.clone() }
            } else {
                let parent = record.parent - id.0 + own;
                Record { parent, end, range: range.clone(), depth, address, is_copy: true, ..record }
            });
            if let Some(table) = self.tree.tables.get(&index) {
                let table = table.iter().map(|entry| entry - id.0 + own).collect();
                self.tree.tables.insert(index - id.0 + own, table);
            }
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            self.close();
        }
        self.tree
    }

    fn add(&mut self, data: Data, range: Range<usize>) -> Result<usize, Limit> {
        self.pay(1)?;
        let record = self.record(data, range)?;
        self.tree.records.push(record);
        Ok(self.tree.records.len() - 1)
    }

    /// The next node, where it stands.
    fn record(&mut self, data: Data, range: Range<usize>) -> Result<Record, Limit> {
        let depth = small(self.open.len());
        let (name, address) = (NodeName::Root, 0);
        let root = Record { parent: 0, end: 0, name, data, range, depth, address, is_copy: false, is_repeat: false };
        let Some(level) = self.open.last_mut() else { return Ok(root) };
        let parent = level.node;
        let before = self.tree.records.get(parent).map_or(0, |record| usize::from(record.address));
        let index = level.count;
        level.count += 1;
        let (name, length) = match level.key.take() {
            None => (NodeName::Index(index), index.checked_ilog10().map_or(1, |digits| digits as usize + 1)),
            Some((key, range)) => {
                let length = key.len();
                (NodeName::Key(key, range), length)
            }
        };
        let address = before + 1 + length;
        if address > MAX_ADDRESS {
            let key = match name {
                NodeName::Key(key, _) => key.into(),
                NodeName::Root | NodeName::Index(_) => index.to_string(),
            };
            return Err(Limit::Address(NodeId(parent), key));
        }
        Ok(Record { parent, name, address: small(address), ..root })
    }

    fn pay(&mut self, cost: usize) -> Result<(), Limit> {
        match self.budget.checked_sub(cost) {
            Some(left) => {
                self.budget = left;
                Ok(())
            }
            None => Err(Limit::Size(self.here())),
        }
    }

    /// The innermost object or list that is open.
    fn here(&self) -> NodeId {
        NodeId(self.open.last().map_or(0, |level| level.node))
    }
}

/// Depths and lengths of addresses are bounded far below this.
fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
