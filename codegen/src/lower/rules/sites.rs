//! Where check entries stand, and what can be judged there.

use crate::diagnostic::Place;
use crate::ext::{self, CheckEntry};
use crate::lower::Survey;
use crate::lower::naming::ModuleDraft;
use crate::lower::role::Role;
use crate::model::{ItemPath, Subject};
use crate::node::{Node, Object};

pub(in crate::lower) struct Entry<'a> {
    pub(super) owner: Node<'a>,
    /// Where it is written.
    written: Object<'a>,
    pub(super) check: CheckEntry,
    pub(super) site: Site,
}

/// What an entry stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Site {
    Root,
    /// An operation, or a schema that is sent and has a Rust type.
    Judged(Subject),
    Received,
    /// A schema without a Rust type of its own.
    Plain,
    /// A component that no operation reaches.
    Unreached,
}

impl Entry<'_> {
    /// The value of a key of the entry.
    pub(super) fn place(&self, key: &str) -> Place {
        Place::value(self.written.at(key))
    }
}

/// Every entry, in the order of the document.
pub(in crate::lower) fn entries<'a>(survey: &Survey<'a>, modules: &[ModuleDraft<'a>]) -> Vec<Entry<'a>> {
    let (document, tree) = (survey.document, survey.document.tree);
    let mut owners: Vec<(Node<'a>, Site)> = tree.root().map(|root| (root, Site::Root)).into_iter().collect();
    for module in modules {
        for operation in &module.operations {
            let path = ItemPath { home: module.path.clone(), name: operation.name.clone() };
            let node = tree.find(&operation.draft.pointer);
            owners.extend(node.map(|node| (node, Site::Judged(Subject::Operation(path)))));
        }
    }
    for schema in survey.visited.values().filter(|schema| !schema.is_broken) {
        let site = match survey.ids.get(&schema.id) {
            None => Site::Plain,
            Some(id) => match survey.roles[*id] {
                Role::Response => Site::Received,
                Role::Request | Role::Both => Site::Judged(Subject::Type(survey.names[*id].clone())),
            },
        };
        owners.push((schema.node, site));
    }
    let schemas = tree.root().and_then(|root| root.get("components")?.get("schemas")?.as_object());
    // In a document with errors, what reaches a schema may be missing.
    for (_, node) in schemas.into_iter().flatten().filter(|_| !document.is_partial()) {
        let schema = document.schemas.of(node.id());
        if schema.is_some_and(|schema| !survey.visited.contains_key(&schema.id)) {
            owners.push((node, Site::Unreached));
        }
    }
    owners.retain(|(node, _)| node.get(ext::CHECKS).is_some());
    owners.sort_by_key(|(node, _)| node.id());
    let entries = owners.into_iter().flat_map(|(node, site)| of_owner(node, &site));
    entries.filter(|entry| !document.is_broken(entry.written.node())).collect()
}

fn of_owner<'a>(owner: Node<'a>, site: &Site) -> Vec<Entry<'a>> {
    let entry = |(written, check)| Entry { owner, written, check, site: site.clone() };
    ext::checks(owner).into_iter().map(entry).collect()
}
