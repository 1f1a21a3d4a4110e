//! A text to everything that lowering asks of it: its nodes, what `openapiv3` makes of all but the schemas, and the
//! schemas. Reading, judging and typing are done by `read`, `grammar`, `skeleton` and `schema`.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::grammar::{self, InnerReference, Kind, METHODS};
use crate::node::{Node, NodeId, Tree};
use crate::pointer::Pointer;
use crate::schema::{self, Schemas};
use crate::skeleton::Skeleton;
use crate::source::Source;

/// How much is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Our own document: everything that would be lost is an error.
    Own,
    /// Somebody else's document: what can be ignored is a warning.
    Foreign,
}

/// A document, as far as nothing is wrong with it.
#[derive(Clone, Debug)]
pub struct Document<'s> {
    /// Every node of the document.
    pub tree: &'s Tree,
    /// The document without its schemas.
    pub api: OpenAPI,
    /// Its schemas.
    pub schemas: Schemas<'s>,
    /// The nodes that an error was reported at. What stands around them is left out, or marked as broken.
    pub errors: BTreeSet<NodeId>,
    pub(crate) targets: AllTargets,
    /// What the document says and nothing reads; for whoever lowers it to report.
    pub(crate) left: Vec<Diagnostic>,
}

impl Document<'_> {
    /// Whether something is missing because of an error that was reported.
    pub fn is_partial(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Whether an error was reported at a node or inside of it.
    pub(crate) fn is_broken(&self, node: Node<'_>) -> bool {
        self.errors.range(node.id()..node.end()).next().is_some()
    }
}

/// What references point at inside paths and other components; the keys are escaped JSON pointers.
pub(crate) type Targets<T> = BTreeMap<String, ReferenceOr<T>>;

/// The same for every kind of thing that `openapiv3` reads.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllTargets {
    pub(crate) parameters: Targets<Parameter>,
    pub(crate) responses: Targets<Response>,
    pub(crate) request_bodies: Targets<RequestBody>,
    pub(crate) path_items: Targets<PathItem>,
}

/// Reads a document. There is one if it is a document of OpenAPI 3.0 at all, whatever else is wrong with it.
pub fn parse(source: &Source, strictness: Strictness) -> (Option<Document<'_>>, Vec<Diagnostic>) {
    let reading = source.reading();
    let mut found = reading.found.clone();
    let Some(root) = reading.tree.root().filter(|root| reading.is_whole && root.as_object().is_some()) else {
        return (None, found);
    };
    let mut judged = Vec::new();
    let Some(remarks) = grammar::check(&reading.tree, strictness, &mut judged) else {
        found.append(&mut judged);
        return (None, found);
    };
    // What could not be read is not judged as well: one slip, one finding.
    let unread: BTreeSet<&Pointer> = found.iter().map(|slip| &slip.place.pointer).collect();
    judged.retain(|one| !unread.contains(&one.place.pointer));
    found.append(&mut judged);
    let errors = found.iter().filter(|one| one.severity == Severity::Error).map(|one| one.place.pointer.clone());
    let errors: Vec<Node<'_>> = errors.filter_map(|at| reading.tree.way(&at).pop()).collect();
    let document = typed_whole(root, &errors, &remarks.inner, &mut found);
    let document = document.map(|document| Document { left: remarks.left, ..document });
    (document, found)
}

/// Types what is whole.
fn typed_whole<'s>(
    root: Node<'s>,
    errors: &[Node<'s>],
    inner: &[InnerReference],
    found: &mut Vec<Diagnostic>,
) -> Option<Document<'s>> {
    let tree = root.tree();
    let none = BTreeSet::new();
    let mut skeleton = Skeleton::new(&none);
    let mut value = skeleton.of(Kind::OpenApi, root);
    let named = root.get("components").and_then(|all| all.get("schemas")?.as_object()).into_iter().flatten();
    let referred = inner.iter().filter(|one| one.kind == Kind::Schema).filter_map(|one| tree.find(&one.target));
    let others: Vec<NodeId> = named.map(|(_, node)| node).chain(referred).map(Node::id).collect();
    let mut schemas = schema::read(tree, skeleton.schemas.iter().copied().chain(others));
    let mut broken = BTreeSet::new();
    for error in errors {
        let around = || std::iter::successors(Some(*error), |node| node.parent());
        match around().find(|node| schemas.contains_key(&node.id())) {
            Some(node) => schemas.get_mut(&node.id()).into_iter().for_each(|schema| schema.is_broken = true),
            None => broken.extend(unit(*error).map(Node::id)),
        }
    }
    let mut skeleton = Skeleton::new(&broken);
    if !broken.is_empty() {
        value = skeleton.of(Kind::OpenApi, root);
    }
    let api = typed(value, &Pointer::root(), found)?;
    let targets = targets(tree, inner, &mut skeleton, found);
    Some(Document {
        tree,
        api,
        schemas,
        errors: errors.iter().map(|node| node.id()).collect(),
        targets,
        left: Vec::new(),
    })
}

/// What has to be left out because of an error at a node: the smallest thing that nothing else needs.
fn unit(node: Node<'_>) -> Option<Node<'_>> {
    let mut way: Vec<Node<'_>> = std::iter::successors(Some(node), |node| node.parent()).collect();
    way.reverse();
    let keys: Vec<&str> = way.iter().filter_map(|node| node.key()).collect();
    let depth = match keys.as_slice() {
        ["paths", _, method, ..] if METHODS.contains(method) => 3,
        ["paths", _, ..] | ["components", _] => 2,
        ["components", _, _, ..] => 3,
        [] => 0,
        _ => 1,
    };
    way.get(depth).copied()
}

fn typed<T: DeserializeOwned>(value: Value, at: &Pointer, found: &mut Vec<Diagnostic>) -> Option<T> {
    T::deserialize(value).map_err(|error| found.push(unreadable(at, &error))).ok()
}

fn unreadable(at: &Pointer, error: &serde_json::Error) -> Diagnostic {
    let message = format!("this is legal, but the reader of OpenAPI documents refuses it: {error}");
    Diagnostic::error(Code::NotSupportedYet, Place::value(at.clone()), message)
}

fn targets(
    tree: &Tree,
    references: &[InnerReference],
    skeleton: &mut Skeleton<'_>,
    found: &mut Vec<Diagnostic>,
) -> AllTargets {
    let mut all = AllTargets::default();
    for InnerReference { target, kind } in references {
        let Some(node) = tree.find(target).filter(|node| skeleton.is_whole(*node)) else { continue };
        let mut value = || skeleton.of(*kind, node);
        let key = target.as_str().to_owned();
        match kind {
            Kind::Parameter => all.parameters.extend(typed(value(), target, found).map(|thing| (key, thing))),
            Kind::Response => all.responses.extend(typed(value(), target, found).map(|thing| (key, thing))),
            Kind::RequestBody => all.request_bodies.extend(typed(value(), target, found).map(|thing| (key, thing))),
            Kind::PathItem => all.path_items.extend(typed(value(), target, found).map(|thing| (key, thing))),
            _ => {}
        }
    }
    all
}
