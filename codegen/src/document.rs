//! A document as `lower` asks for it: what was read of it, with references followed. Nothing is judged here that
//! `grammar` has judged; a reference that still fails gives a finding, never a panic.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, ReferenceOr};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::node::{MAX_CHAIN, Node, NodeId, Object, Tree};
use crate::only::Only;
use crate::pointer::Pointer;
use crate::schema::{Inner, Schema, Schemas};
use crate::skeleton::{self, Targets};

/// A document, as far as nothing is wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct Document<'s> {
    pub(crate) tree: &'s Tree,
    /// The document without its schemas.
    pub(crate) api: OpenAPI,
    /// What references lead to, beside schemas.
    pub(crate) targets: Targets,
    pub(crate) schemas: Schemas<'s>,
    /// The nodes that an error was reported at. What stands around them is left out, or marked as broken.
    pub(crate) errors: BTreeSet<NodeId>,
    /// Findings about what nothing reads, which `lower` reports unless it has told of the place already.
    pub(crate) left: Vec<Diagnostic>,
    /// The operations that are wanted.
    pub(crate) only: Only,
}

impl Document<'_> {
    /// Whether something is missing because of an error that was reported.
    pub(crate) fn is_partial(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Whether an error was reported at a node or inside of it.
    pub(crate) fn is_broken(&self, node: Node<'_>) -> bool {
        self.errors.range(node.id()..node.end()).next().is_some()
    }
}

/// Why a reference cannot be followed; `None` if that was reported before.
pub(crate) type Unresolved = Option<Box<Diagnostic>>;

pub(crate) type Lookup<'a, T> = Result<Resolved<'a, T>, Unresolved>;

/// A thing with the place it is defined at.
#[derive(Clone, Debug)]
pub(crate) struct Resolved<'a, T> {
    pub(crate) value: &'a T,
    /// Where it is defined.
    pub(crate) pointer: Pointer,
    /// Every key beside the first reference, `$ref` included.
    pub(crate) siblings: Option<Object<'a>>,
}

impl<'a> Document<'a> {
    /// The schema of a node, the one it refers to, or the one that was made for it.
    pub(crate) fn schema(&'a self, it: impl Into<Inner<'a>>) -> Lookup<'a, Schema<'a>> {
        let Inner { node, made } = it.into();
        match made.and_then(|id| self.schemas.get(id)) {
            Some(value) => Ok(Resolved { value, pointer: value.node.pointer(), siblings: None }),
            None => self.follow(node, |id| self.schemas.of(id)),
        }
    }

    /// The schema of a parameter or a media type, or the one it refers to.
    pub(crate) fn placed(&'a self, it: &ReferenceOr<openapiv3::Schema>) -> Lookup<'a, Schema<'a>> {
        match skeleton::node_of(self.tree, it) {
            Some(node) => self.schema(node),
            None => Err(self.fault(Code::DanglingRef, Pointer::root(), "this schema leads nowhere".to_owned())),
        }
    }

    /// A thing that stands at `at`, or the one of these that it refers to.
    pub(crate) fn resolve<T>(
        &'a self,
        it: &'a ReferenceOr<T>,
        at: &Pointer,
        things: &'a BTreeMap<NodeId, T>,
    ) -> Lookup<'a, T> {
        match (it, self.tree.find(at)) {
            (ReferenceOr::Reference { .. }, Some(node)) => self.follow(node, |id| things.get(&id)),
            (ReferenceOr::Reference { reference }, None) => Err(self.dangling(reference, at.clone())),
            (ReferenceOr::Item(value), _) => Ok(Resolved { value, pointer: at.clone(), siblings: None }),
        }
    }

    /// What a node is, or refers to.
    fn follow<T>(&'a self, node: Node<'a>, thing: impl Fn(NodeId) -> Option<&'a T>) -> Lookup<'a, T> {
        let chain: Vec<Node<'a>> = node.chain().collect();
        let end = chain.iter().find(|node| thing(node.id()).is_some()).or(chain.last()).copied().unwrap_or(node);
        let last = chain.iter().rev().find_map(|node| node.reference()).unwrap_or_default();
        if thing(end.id()).is_none() && end.reference().is_some() && chain.len() > MAX_CHAIN {
            let (code, message) = match chain.iter().rev().skip(1).any(|other| *other == end) {
                true => (Code::RefCycle, format!("`{last}` only leads back to itself")),
                false => {
                    (Code::NotSupportedYet, format!("more than {MAX_CHAIN} references in a row are not supported yet"))
                }
            };
            return Err(self.fault(code, node.pointer(), message));
        }
        let value = thing(end.id()).ok_or_else(|| self.dangling(last, node.pointer()))?;
        let siblings = node.as_object().filter(|_| end != node);
        Ok(Resolved { value, pointer: end.pointer(), siblings })
    }

    fn dangling(&self, reference: &str, at: Pointer) -> Unresolved {
        self.fault(Code::DanglingRef, at, format!("`{reference}` leads nowhere"))
    }

    /// A finding about a reference, unless an error that was reported may be why its target is missing.
    fn fault(&self, code: Code, at: Pointer, message: String) -> Unresolved {
        let finding = Diagnostic::error(code, Place::value(at.join("$ref")), message);
        (!self.is_partial()).then(|| Box::new(finding))
    }
}
