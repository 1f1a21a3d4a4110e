//! Where check entries stand, and what can be judged there.

use super::super::graph::Graph;
use super::super::naming::Names;
use super::super::plan::Plan;
use crate::diagnostic::Place;
use crate::ext::{self, CheckEntry};
use crate::model::{Role, TypeId};
use crate::node::{Node, Object};
use crate::pointer::Pointer;

/// An entry and its surroundings.
pub(super) struct Entry {
    pub(super) owner: Pointer,
    /// The entry itself.
    pub(super) at: Pointer,
    pub(super) check: CheckEntry,
    pub(super) site: Site,
}

/// What an entry stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// The document.
    Root,
    /// An operation, by its module and its place in it.
    Operation { module: usize, operation: usize },
    /// A schema that is sent and has a Rust type.
    Type(TypeId),
    /// A schema that is only received.
    Received,
    /// A schema without a Rust type of its own.
    Plain,
    /// A component that no operation reaches.
    Unreached,
}

impl Entry {
    /// The value of a key of the entry.
    pub(super) fn place(&self, key: &str) -> Place {
        Place::value(self.at.join(key))
    }
}

/// Every entry, in the order of the document.
pub(super) fn entries(plan: &Plan<'_>, graph: &Graph<'_>, names: &Names<'_>) -> Vec<Entry> {
    let tree = plan.document.tree;
    let mut owners: Vec<(Pointer, Site)> = vec![(Pointer::root(), Site::Root)];
    for (module, group) in names.modules.iter().enumerate() {
        for (operation, names) in group.operations.iter().enumerate() {
            if let Some(plan) = plan.operations.get(names.index) {
                owners.push((plan.pointer.clone(), Site::Operation { module, operation }));
            }
        }
    }
    for pointer in plan.visited.keys() {
        let site = match graph.ids.get(pointer).map(|id| (*id, graph.roles.get(id.0))) {
            Some((_, Some(Role::Response))) => Site::Received,
            Some((id, _)) => Site::Type(id),
            None => Site::Plain,
        };
        owners.push((pointer.clone(), site));
    }
    let components = Pointer::root().join("components").join("schemas");
    let schemas = tree.find(&components).and_then(Node::as_object).into_iter().flatten();
    // What is left out because of an error may well be what reaches a schema.
    for (name, schema) in schemas.filter(|_| !plan.document.is_partial()) {
        let pointer = components.join(name);
        if schema.get("$ref").is_none() && !plan.visited.contains_key(&pointer) {
            owners.push((pointer, Site::Unreached));
        }
    }
    owners.retain(|(at, _)| !plan.visited.get(at).is_some_and(|schema| schema.is_broken));
    let nodes = owners.into_iter().filter_map(|(pointer, site)| Some((tree.find(&pointer)?, pointer, site)));
    let mut nodes: Vec<(Node<'_>, Pointer, Site)> =
        nodes.filter(|(node, ..)| node.get(ext::CHECKS).is_some()).collect();
    nodes.sort_by_key(|(node, ..)| node.id());
    let entries = nodes.iter().flat_map(|(node, owner, site)| of_owner(*node, owner, *site));
    entries.filter(|entry| !tree.find(&entry.at).is_some_and(|node| plan.document.is_broken(node))).collect()
}

fn of_owner(node: Node<'_>, owner: &Pointer, site: Site) -> Vec<Entry> {
    let entry =
        |(written, check): (Object<'_>, _)| Entry { owner: owner.clone(), at: written.node().into(), check, site };
    ext::checks(node).into_iter().map(entry).collect()
}
