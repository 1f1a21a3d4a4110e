//! The grammar of OpenAPI 3.0.3 and 3.1, checked on the untyped document in one walk that reports everything it finds. Nothing is
//! changed or lowered here.

mod carried;
mod component;
mod extension;
mod field;
mod kind;
mod operation;
mod path;
mod reference;
mod schema;
mod security;
mod table;
mod value;
mod version;
mod walk;

#[cfg(test)]
mod fate_tests;
#[cfg(test)]
mod slip_tests;

pub(crate) use field::Shape;
pub(crate) use kind::ObjectKind;
pub(crate) use path::is_status;
pub(crate) use table::METHODS;
pub(crate) use version::Version;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::node::{Node, NodeId, Object};
use crate::options::Strictness;
use crate::pointer::Pointer;

/// After so many findings no similar words are looked for any more.
const MAX_HINTS: usize = 200;

/// What becomes of each keyword of OpenAPI, as a page in Markdown.
pub fn keywords() -> String {
    carried::page()
}

/// What the walk learns of a document beside its faults.
pub(crate) struct Judged {
    pub(crate) version: Version,
    /// The schemas; a reference is none, unless what stands beside it counts.
    pub(crate) schemas: BTreeSet<NodeId>,
    /// The targets of references that are no components, each with the kind of object that is expected there.
    pub(crate) inner: Vec<(NodeId, ObjectKind)>,
    /// The nodes that an error was reported at.
    pub(crate) errors: BTreeSet<NodeId>,
    /// Findings about what nothing reads. They are kept apart from the faults: whoever lowers the document may have told
    /// of the same place already.
    pub(crate) left: Vec<Diagnostic>,
}

impl Judged {
    /// The innermost schema that a node is or stands in.
    pub(crate) fn schema_around(&self, node: Node<'_>) -> Option<NodeId> {
        let mut around = std::iter::successors(Some(node), |node| node.parent()).map(Node::id);
        around.find(|id| self.schemas.contains(id))
    }
}

/// Reports everything that is wrong with a document; nothing more is known of one of another version. `found` is what
/// reading has found: what could not be read is not judged as well.
pub(crate) fn check(root: Object<'_>, strictness: Strictness, found: &mut Vec<Diagnostic>) -> Option<Judged> {
    let version = version::check(root, found)?;
    let mut walk = Walk::new(root, version, strictness);
    walk.object(ObjectKind::OpenApi, root.node());
    walk.inner_targets();
    let Walk { found: judged, schemas, inner, left, .. } = walk;
    let unread: BTreeSet<Pointer> = found.iter().map(|slip| slip.place.pointer.clone()).collect();
    found.extend(judged.into_iter().filter(|one| !unread.contains(&one.place.pointer)));
    let errors = found.iter().filter(|one| one.severity == Severity::Error);
    let tree = root.node().tree();
    let errors = errors.filter_map(|one| tree.way(&one.place.pointer).pop()).map(Node::id).collect();
    Some(Judged { version, schemas, inner: inner.into_iter().collect(), errors, left })
}

struct Walk<'v> {
    root: Object<'v>,
    version: Version,
    strictness: Strictness,
    found: Vec<Diagnostic>,
    schemas: BTreeSet<NodeId>,
    /// The targets of references that are no components, each with the kind of object that is expected there.
    inner: BTreeSet<(NodeId, ObjectKind)>,
    /// What has been walked, and as which kind of object: nothing is walked twice.
    walked: BTreeSet<(NodeId, ObjectKind)>,
    /// The tags that the document lists.
    tags: BTreeSet<&'v str>,
    operation_ids: BTreeMap<&'v str, Node<'v>>,
    paths: BTreeMap<String, Node<'v>>,
    hooks: BTreeMap<String, Node<'v>>,
    /// The names of all properties of all schemas.
    properties: BTreeSet<&'v str>,
    /// The schema whose required members were asked for last, and their names.
    required: (Option<NodeId>, BTreeSet<&'v str>),
    /// Schemas whose `allOf`, `oneOf` or `anyOf` member is being walked, the innermost last.
    wholes: Vec<Object<'v>>,
    /// Findings about what nothing reads.
    left: Vec<Diagnostic>,
    /// Whether the walk is inside of a field that was reported as a whole.
    is_told: bool,
}

impl<'v> Walk<'v> {
    fn new(root: Object<'v>, version: Version, strictness: Strictness) -> Self {
        let is_property = |node: &Node<'v>| node.parent().is_some_and(|owner| owner.key() == Some("properties"));
        Self {
            root,
            version,
            strictness,
            found: Vec::new(),
            schemas: BTreeSet::new(),
            inner: BTreeSet::new(),
            walked: BTreeSet::new(),
            tags: root.items("tags").filter_map(|tag| tag.as_object()?.text("name")).collect(),
            operation_ids: BTreeMap::new(),
            paths: BTreeMap::new(),
            hooks: BTreeMap::new(),
            properties: root.node().tree().nodes().filter(is_property).filter_map(Node::key).collect(),
            required: (None, BTreeSet::new()),
            wholes: Vec::new(),
            left: Vec::new(),
            is_told: false,
        }
    }

    fn components(&self, section: &str) -> Option<Object<'v>> {
        self.root.get("components")?.get(section)?.as_object()
    }

    /// The object that a value is or refers to.
    fn follow(&self, value: Node<'v>) -> Option<Object<'v>> {
        value.chain().last().filter(|end| end.reference().is_none())?.as_object()
    }

    fn report(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    /// A finding with the weight that its code has in this document.
    fn fault(&self, code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code.severity(self.strictness), code, place, message)
    }

    /// A finding about something that would be lost: an error in our own document, a warning in a foreign one.
    fn loss(&self, code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::of_loss(self.strictness), code, place, message)
    }

    /// Adds `did you mean` when something similar exists.
    fn hint<'c>(&self, finding: Diagnostic, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Diagnostic {
        if self.has_patience() { finding.did_you_mean(word, candidates) } else { finding }
    }

    /// Whether similar words are still looked for: for thousands of findings that would take longer than all the rest.
    fn has_patience(&self) -> bool {
        self.found.len() < MAX_HINTS
    }

    /// Walks the targets of references that have not been walked as the expected kind. Each may lead to others.
    fn inner_targets(&mut self) {
        loop {
            let open: Vec<_> = self.inner.difference(&self.walked).copied().collect();
            if open.is_empty() {
                break;
            }
            for (id, kind) in open {
                self.root.node().tree().node(id).into_iter().for_each(|node| self.reference_or(kind, node));
            }
        }
    }
}
