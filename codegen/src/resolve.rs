//! References followed to what they name: after this nobody sees `ReferenceOr`. Nothing is judged here that `grammar`
//! has judged; a reference that still fails gives a finding, never a panic.

#[cfg(test)]
mod tests;

use indexmap::IndexMap;
use openapiv3::{Components, Parameter, PathItem, ReferenceOr, RequestBody, Response};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::node::{Node, Object};
use crate::parse::{Document, Targets};
use crate::pointer::Pointer;
use crate::schema::Schema;
use crate::skeleton;

/// More steps than any honest chain of references has; each use of a chain follows all of it.
const MAX_CHAIN: usize = 64;

/// Why a reference leads nowhere; nothing if that was told before.
pub type Unresolved = Option<Box<Diagnostic>>;

/// A thing with the place it is defined at.
#[derive(Clone, Debug)]
pub struct Resolved<'a, T> {
    /// The thing.
    pub value: &'a T,
    /// Where it is defined.
    pub pointer: Pointer,
    /// The description beside the first reference, when it was reached through one.
    pub sibling_description: Option<&'a str>,
    /// Every key beside the first reference, `$ref` included.
    pub siblings: Option<Object<'a>>,
}

/// Follows the references of one document.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'a> {
    document: &'a Document<'a>,
}

/// What stands at the end of one reference.
enum Target<'a, T> {
    Thing(&'a T),
    Another(&'a str),
}

impl<'a> Resolver<'a> {
    /// A resolver over a document.
    pub fn new(document: &'a Document<'a>) -> Self {
        Self { document }
    }

    /// The document.
    pub fn document(&self) -> &'a Document<'a> {
        self.document
    }

    /// The schema of a node, or the one it refers to.
    pub fn schema(&self, node: Node<'a>) -> Result<Resolved<'a, Schema<'a>>, Unresolved> {
        let target = |node: Node<'a>| match node.get("$ref").and_then(Node::as_str) {
            Some(reference) => Some(Target::Another(reference)),
            None => self.document.schemas.get(&node.id()).map(Target::Thing),
        };
        match target(node) {
            Some(Target::Thing(schema)) => Ok(here(schema, node.pointer())),
            Some(Target::Another(reference)) => {
                self.chase(reference, &node.pointer(), |at| target(self.document.tree.find(at)?))
            }
            None => Err(self.dangling("", &node.pointer())),
        }
    }

    /// The schema of a parameter or a media type, or the one it refers to.
    pub fn placed(&self, it: &ReferenceOr<openapiv3::Schema>) -> Result<Resolved<'a, Schema<'a>>, Unresolved> {
        match skeleton::node_of(self.document.tree, it) {
            Some(node) => self.schema(node),
            None => Err(self.dangling("", &Pointer::root())),
        }
    }

    /// A parameter that stands at `at`, or the one it refers to.
    pub fn parameter(
        &self,
        it: &'a ReferenceOr<Parameter>,
        at: &Pointer,
    ) -> Result<Resolved<'a, Parameter>, Unresolved> {
        let components = self.components().map(|all| &all.parameters);
        self.follow(it, at, ("parameters", components), &self.document.targets.parameters)
    }

    /// A response that stands at `at`, or the one it refers to.
    pub fn response(&self, it: &'a ReferenceOr<Response>, at: &Pointer) -> Result<Resolved<'a, Response>, Unresolved> {
        let components = self.components().map(|all| &all.responses);
        self.follow(it, at, ("responses", components), &self.document.targets.responses)
    }

    /// A request body that stands at `at`, or the one it refers to.
    pub fn request_body(
        &self,
        it: &'a ReferenceOr<RequestBody>,
        at: &Pointer,
    ) -> Result<Resolved<'a, RequestBody>, Unresolved> {
        let components = self.components().map(|all| &all.request_bodies);
        self.follow(it, at, ("requestBodies", components), &self.document.targets.request_bodies)
    }

    /// A path item that stands at `at`, or the one it refers to.
    pub fn path_item(&self, it: &'a ReferenceOr<PathItem>, at: &Pointer) -> Result<Resolved<'a, PathItem>, Unresolved> {
        self.follow(it, at, ("pathItems", None), &self.document.targets.path_items)
    }

    fn components(&self) -> Option<&'a Components> {
        self.document.api.components.as_ref()
    }

    fn follow<T>(
        &self,
        it: &'a ReferenceOr<T>,
        at: &Pointer,
        (section, components): (&str, Option<&'a IndexMap<String, ReferenceOr<T>>>),
        targets: &'a Targets<T>,
    ) -> Result<Resolved<'a, T>, Unresolved> {
        let find = |at: &Pointer| {
            let component = name(at, section).and_then(|name| components?.get(&name));
            Some(match component.or_else(|| targets.get(at.as_str()))? {
                ReferenceOr::Item(value) => Target::Thing(value),
                ReferenceOr::Reference { reference } => Target::Another(reference),
            })
        };
        match it {
            ReferenceOr::Item(value) => Ok(here(value, at.clone())),
            ReferenceOr::Reference { reference } => self.chase(reference, at, find),
        }
    }

    /// Follows a chain of references from `at` to its end.
    fn chase<T>(
        &self,
        reference: &'a str,
        at: &Pointer,
        find: impl Fn(&Pointer) -> Option<Target<'a, T>>,
    ) -> Result<Resolved<'a, T>, Unresolved> {
        let siblings = self.document.tree.find(at).and_then(Node::as_object);
        let mut reference = reference;
        let mut seen: Vec<Pointer> = Vec::new();
        loop {
            let target = Pointer::from_reference(reference).ok_or_else(|| self.dangling(reference, at))?;
            if seen.len() >= MAX_CHAIN {
                let message = format!("more than {MAX_CHAIN} references in a row are not supported yet");
                return Err(self.fault(Code::NotSupportedYet, at, message));
            }
            if seen.contains(&target) {
                return Err(self.fault(Code::RefCycle, at, format!("`{reference}` only leads back to itself")));
            }
            match find(&target).ok_or_else(|| self.dangling(reference, at))? {
                Target::Another(next) => {
                    seen.push(target);
                    reference = next;
                }
                Target::Thing(value) => {
                    let description = siblings.and_then(|keys| keys.get("description")).and_then(Node::as_str);
                    return Ok(Resolved { sibling_description: description, siblings, ..here(value, target) });
                }
            }
        }
    }

    fn dangling(&self, reference: &str, at: &Pointer) -> Unresolved {
        self.fault(Code::DanglingRef, at, format!("`{reference}` leads nowhere"))
    }

    /// A finding about a reference, unless what it leads to may be missing because of what was told before.
    fn fault(&self, code: Code, at: &Pointer, message: String) -> Unresolved {
        let finding = Diagnostic::error(code, Place::value(at.join("$ref")), message);
        (!self.document.is_partial()).then(|| Box::new(finding))
    }
}

fn here<T>(value: &T, pointer: Pointer) -> Resolved<'_, T> {
    Resolved { value, pointer, sibling_description: None, siblings: None }
}

/// The name of the component of a section that an address leads to.
fn name(at: &Pointer, section: &str) -> Option<String> {
    let mut tokens = at.tokens();
    let is_there = tokens.next()? == "components" && tokens.next()? == section;
    let name = tokens.next().filter(|_| is_there)?;
    tokens.next().is_none().then(|| name.into_owned())
}
