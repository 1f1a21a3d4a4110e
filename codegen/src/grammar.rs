//! The grammar of OpenAPI 3.0.3, checked on the untyped document in one walk that reports everything it finds. Nothing is
//! changed or lowered here.

mod component;
mod extension;
mod operation;
mod path;
mod reference;
mod schema;
mod security;
mod shape;
mod table;
mod value;
mod version;

#[cfg(test)]
mod fate_tests;
#[cfg(test)]
mod slip_tests;

pub(crate) use path::is_status;
pub(crate) use table::{Kind, METHODS, Shape};

use std::collections::{BTreeMap, BTreeSet};

use crate::node::{Node, NodeId, Object, Tree};

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::parse::Strictness;
use crate::pointer::Pointer;

/// Findings after which nobody reads suggestions any more.
const MAX_HINTS: usize = 200;

/// A reference to something that is not a component, by the place it leads to and what must stand there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct InnerReference {
    pub(crate) target: Pointer,
    pub(crate) kind: Kind,
}

/// What a document has beside its faults.
#[derive(Default)]
pub(crate) struct Remarks {
    /// The references that do not lead to components.
    pub(crate) inner: Vec<InnerReference>,
    /// What the document says and nothing reads. Not among the faults: a document that has some can be lowered, and what
    /// is found there belongs into the same report.
    pub(crate) left: Vec<Diagnostic>,
}

/// Reports everything that is wrong with a document; nothing more is known of one of another version.
pub(crate) fn check(tree: &Tree, strictness: Strictness, found: &mut Vec<Diagnostic>) -> Option<Remarks> {
    let root = tree.root()?;
    if !version::check(root, found) {
        return None;
    }
    let mut walk = Walk::new(root, strictness);
    walk.kind(Kind::OpenApi, root);
    walk.inner_targets();
    found.append(&mut walk.found);
    Some(Remarks { inner: walk.inner.into_keys().collect(), left: walk.left })
}

/// Where the walk is and what it has seen.
struct Walk<'v> {
    root: Node<'v>,
    strictness: Strictness,
    at: Pointer,
    found: Vec<Diagnostic>,
    /// Not only a set: whether the target has been walked as that kind already.
    inner: BTreeMap<InnerReference, bool>,
    /// The tags that the document lists.
    tags: BTreeSet<&'v str>,
    operation_ids: BTreeMap<&'v str, Pointer>,
    paths: BTreeMap<String, Pointer>,
    hooks: BTreeMap<String, Pointer>,
    /// The schema whose required members were asked for last, and their names.
    required: (Option<NodeId>, BTreeSet<&'v str>),
    /// Schemas whose `allOf`, `oneOf` or `anyOf` member is being walked, the innermost last.
    wholes: Vec<Object<'v>>,
    /// What nothing reads.
    left: Vec<Diagnostic>,
    /// Whether the walk is inside of something that was told as a whole.
    is_told: bool,
}

impl<'v> Walk<'v> {
    fn new(root: Node<'v>, strictness: Strictness) -> Self {
        let name = |tag: Node<'v>| tag.get("name")?.as_str();
        let tags = root.get("tags").and_then(Node::as_array);
        Self {
            root,
            strictness,
            at: Pointer::root(),
            found: Vec::new(),
            inner: BTreeMap::new(),
            tags: tags.into_iter().flatten().filter_map(name).collect(),
            operation_ids: BTreeMap::new(),
            paths: BTreeMap::new(),
            hooks: BTreeMap::new(),
            required: (None, BTreeSet::new()),
            wholes: Vec::new(),
            left: Vec::new(),
            is_told: false,
        }
    }

    /// Does something one step down.
    fn within<T>(&mut self, member: &str, act: impl FnOnce(&mut Self) -> T) -> T {
        self.at.push(member);
        let outcome = act(self);
        self.at.pop();
        outcome
    }

    /// Does something one item down.
    fn within_index<T>(&mut self, index: usize, act: impl FnOnce(&mut Self) -> T) -> T {
        self.within(&index.to_string(), act)
    }

    /// A section of the components.
    fn components(&self, section: &str) -> Option<Object<'v>> {
        self.root.get("components")?.get(section)?.as_object()
    }

    /// The node at an address.
    fn find(&self, at: &Pointer) -> Option<Node<'v>> {
        self.root.tree().find(at)
    }

    fn report(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    /// A finding with the weight that its code has in this document, at the value of the current node.
    fn fault(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        self.fault_at(code, Place::value(self.at.clone()), message)
    }

    /// A finding with the weight that its code has in this document.
    fn fault_at(&self, code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code.severity(self.strictness), code, place, message)
    }

    /// A finding on something that somebody else's document may lose, and our own may not.
    fn loose_at(&self, code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::of_loss(self.strictness), code, place, message)
    }

    /// Adds `did you mean` when something similar exists.
    fn hint<'c>(&self, finding: Diagnostic, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Diagnostic {
        if self.has_patience() { finding.did_you_mean(word, candidates) } else { finding }
    }

    /// Whether it is still worth looking for similar words: with every finding the search costs more than reading.
    fn has_patience(&self) -> bool {
        self.found.len() < MAX_HINTS
    }

    /// Walks targets of references that the walk has not come by as what they are taken for, such as examples.
    fn inner_targets(&mut self) {
        let mut told: BTreeMap<(Pointer, Code), Vec<usize>> = BTreeMap::new();
        // Each round may find further references; every pair is walked at most once.
        loop {
            let open: Vec<InnerReference> =
                self.inner.iter().filter(|(_, walked)| !**walked).map(|(next, _)| next.clone()).collect();
            if open.is_empty() {
                break;
            }
            for next in open {
                let (target, kind) = (next.target.clone(), next.kind);
                self.inner.insert(next, true);
                let Some(value) = self.find(&target) else { continue };
                let before = self.found.len();
                self.at = target;
                self.again(kind, value);
                self.forget_repeated(before, &mut told);
            }
        }
    }

    /// Drops findings from `start` on that are among those before; `told` keeps where to look for them.
    fn forget_repeated(&mut self, start: usize, told: &mut BTreeMap<(Pointer, Code), Vec<usize>>) {
        let again = self.found.split_off(start);
        let key = |finding: &Diagnostic| (finding.place.pointer.clone(), finding.code);
        if told.is_empty() {
            for (index, finding) in self.found.iter().enumerate() {
                told.entry(key(finding)).or_default().push(index);
            }
        }
        for finding in again {
            let same = told.entry(key(&finding)).or_default();
            if !same.iter().any(|index| self.found.get(*index) == Some(&finding)) {
                same.push(self.found.len());
                self.found.push(finding);
            }
        }
    }

    /// Walks a node a second time without counting its operations and hooks twice.
    fn again(&mut self, kind: Kind, value: Node<'v>) {
        let ids = std::mem::take(&mut self.operation_ids);
        let hooks = std::mem::take(&mut self.hooks);
        self.reference_or(kind, value);
        self.operation_ids = ids;
        self.hooks = hooks;
    }
}
