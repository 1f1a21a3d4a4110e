//! Where check entries stand, and what can be judged there.

use super::super::graph::Graph;
use super::super::naming::Names;
use super::super::plan::Plan;
use crate::diagnostic::Place;
use crate::ext::{self, CheckEntry, Extensions};
use crate::model::{Role, TypeId};
use crate::pointer::{Order, Pointer};

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
    let api = &plan.document.api;
    let mut owners: Vec<(Pointer, &Extensions, Site)> = vec![(Pointer::root(), &api.extensions, Site::Root)];
    for (module, group) in names.modules.iter().enumerate() {
        for (operation, names) in group.operations.iter().enumerate() {
            if let Some(plan) = plan.operations.get(names.index) {
                let site = Site::Operation { module, operation };
                owners.push((plan.pointer.clone(), &plan.operation.extensions, site));
            }
        }
    }
    for (pointer, schema) in &plan.visited {
        let site = match graph.ids.get(pointer).map(|id| (*id, graph.roles.get(id.0))) {
            Some((_, Some(Role::Response))) => Site::Received,
            Some((id, _)) => Site::Type(id),
            None => Site::Plain,
        };
        owners.push((pointer.clone(), &schema.schema_data.extensions, site));
    }
    let components = Pointer::root().join("components").join("schemas");
    for (name, schema) in api.components.iter().flat_map(|components| &components.schemas) {
        let pointer = components.join(name);
        if let Some(schema) = schema.as_item().filter(|_| !plan.visited.contains_key(&pointer)) {
            owners.push((pointer, &schema.schema_data.extensions, Site::Unreached));
        }
    }
    owners.retain(|(_, extensions, _)| extensions.contains_key(ext::CHECKS));
    if owners.len() > 1 {
        let order = Order::of(&plan.document.value);
        owners.sort_by_cached_key(|(pointer, ..)| order.rank(pointer));
    }
    owners.into_iter().flat_map(|(owner, _, site)| of_owner(plan, &owner, site)).collect()
}

fn of_owner(plan: &Plan<'_>, owner: &Pointer, site: Site) -> Vec<Entry> {
    let list = owner.join(ext::CHECKS);
    let entry = |(index, check)| Entry { owner: owner.clone(), at: list.join_index(index), check, site };
    let checks = plan.document.tree.find(owner).map(ext::checks).unwrap_or_default();
    checks.into_iter().enumerate().map(entry).collect()
}
