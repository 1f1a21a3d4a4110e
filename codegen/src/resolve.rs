//! References followed to what they name: after this nobody sees `ReferenceOr`. Nothing is judged here that `grammar`
//! has judged; a reference that still fails gives a diagnostic, never a panic.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{Components, Header, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema};
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::parse::Document;
use crate::pointer::Pointer;

/// More steps than any honest chain of references has; each use of a chain follows all of it.
const MAX_CHAIN: usize = 64;

/// A thing with the place it is defined at.
#[derive(Clone, Debug)]
pub struct Resolved<'a, T> {
    /// The thing.
    pub value: &'a T,
    /// Where it is defined.
    pub pointer: Pointer,
    /// Its component name, when it was reached through `#/components/`.
    pub name: Option<&'a str>,
    /// The description beside the first reference, when it was reached through one.
    pub sibling_description: Option<&'a str>,
    /// Every key beside the first reference, `$ref` included.
    pub siblings: Option<&'a Map<String, Value>>,
}

impl<'a, T> Resolved<'a, T> {
    /// A text beside the first reference, such as `x-codegen-name`.
    pub fn sibling(&self, key: &str) -> Option<&'a str> {
        self.siblings?.get(key)?.as_str()
    }
}

/// Follows the references of one document.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'a> {
    document: &'a Document<'a>,
}

/// Where things of one kind are defined.
struct Tables<'a, T> {
    section: &'static str,
    components: Option<&'a IndexMap<String, ReferenceOr<T>>>,
    inner: &'a BTreeMap<String, ReferenceOr<T>>,
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

    /// A schema that stands at `at`, or the one it refers to.
    pub fn schema(&self, it: &'a ReferenceOr<Schema>, at: &Pointer) -> Result<Resolved<'a, Schema>, Box<Diagnostic>> {
        self.follow(it, at, &self.schemas())
    }

    /// The same for a property or the items of an array.
    pub fn boxed_schema(
        &self,
        it: &'a ReferenceOr<Box<Schema>>,
        at: &Pointer,
    ) -> Result<Resolved<'a, Schema>, Box<Diagnostic>> {
        match it {
            ReferenceOr::Item(schema) => Ok(self.here(schema.as_ref(), at, &self.schemas())),
            ReferenceOr::Reference { reference } => self.chase(reference, at, &self.schemas()),
        }
    }

    /// A parameter that stands at `at`, or the one it refers to.
    pub fn parameter(
        &self,
        it: &'a ReferenceOr<Parameter>,
        at: &Pointer,
    ) -> Result<Resolved<'a, Parameter>, Box<Diagnostic>> {
        self.follow(it, at, &self.tables("parameters", |all| &all.parameters, &self.document.inner.parameters))
    }

    /// A response that stands at `at`, or the one it refers to.
    pub fn response(
        &self,
        it: &'a ReferenceOr<Response>,
        at: &Pointer,
    ) -> Result<Resolved<'a, Response>, Box<Diagnostic>> {
        self.follow(it, at, &self.tables("responses", |all| &all.responses, &self.document.inner.responses))
    }

    /// A request body that stands at `at`, or the one it refers to.
    pub fn request_body(
        &self,
        it: &'a ReferenceOr<RequestBody>,
        at: &Pointer,
    ) -> Result<Resolved<'a, RequestBody>, Box<Diagnostic>> {
        self.follow(
            it,
            at,
            &self.tables("requestBodies", |all| &all.request_bodies, &self.document.inner.request_bodies),
        )
    }

    /// A header that stands at `at`, or the one it refers to.
    pub fn header(&self, it: &'a ReferenceOr<Header>, at: &Pointer) -> Result<Resolved<'a, Header>, Box<Diagnostic>> {
        self.follow(it, at, &self.tables("headers", |all| &all.headers, &self.document.inner.headers))
    }

    /// A path item that stands at `at`, or the one it refers to.
    pub fn path_item(
        &self,
        it: &'a ReferenceOr<PathItem>,
        at: &Pointer,
    ) -> Result<Resolved<'a, PathItem>, Box<Diagnostic>> {
        let tables = Tables { section: "pathItems", components: None, inner: &self.document.inner.path_items };
        self.follow(it, at, &tables)
    }

    fn schemas(&self) -> Tables<'a, Schema> {
        self.tables("schemas", |all| &all.schemas, &self.document.inner.schemas)
    }

    fn tables<T>(
        &self,
        section: &'static str,
        pick: impl Fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
        inner: &'a BTreeMap<String, ReferenceOr<T>>,
    ) -> Tables<'a, T> {
        Tables { section, components: self.document.api.components.as_ref().map(pick), inner }
    }

    fn follow<T>(
        &self,
        it: &'a ReferenceOr<T>,
        at: &Pointer,
        tables: &Tables<'a, T>,
    ) -> Result<Resolved<'a, T>, Box<Diagnostic>> {
        match it {
            ReferenceOr::Item(value) => Ok(self.here(value, at, tables)),
            ReferenceOr::Reference { reference } => self.chase(reference, at, tables),
        }
    }

    /// A component keeps its name even when somebody walks over the components themselves.
    fn here<T>(&self, value: &'a T, at: &Pointer, tables: &Tables<'a, T>) -> Resolved<'a, T> {
        let name = component(at, tables).map(|(name, _)| name);
        Resolved { value, pointer: at.clone(), name, sibling_description: None, siblings: None }
    }

    fn chase<T>(
        &self,
        reference: &'a str,
        at: &Pointer,
        tables: &Tables<'a, T>,
    ) -> Result<Resolved<'a, T>, Box<Diagnostic>> {
        let siblings = at.find(&self.document.value).and_then(Value::as_object);
        let mut reference = reference;
        let mut seen: Vec<Pointer> = Vec::new();
        loop {
            let target = Pointer::from_reference(reference).ok_or_else(|| dangling(reference, at))?;
            if seen.len() >= MAX_CHAIN {
                let message = format!("more than {MAX_CHAIN} references in a row are not supported yet");
                return Err(Box::new(Diagnostic::error(Code::NotSupportedYet, Place::value(at.join("$ref")), message)));
            }
            if seen.contains(&target) {
                let message = format!("`{reference}` only leads back to itself");
                return Err(Box::new(Diagnostic::error(Code::RefCycle, Place::value(at.join("$ref")), message)));
            }
            let found = match component(&target, tables) {
                Some((_, found)) => found,
                None => tables.inner.get(target.as_str()).ok_or_else(|| dangling(reference, at))?,
            };
            match found {
                ReferenceOr::Reference { reference: next } => {
                    seen.push(target);
                    reference = next;
                }
                ReferenceOr::Item(value) => {
                    let description = siblings.and_then(|keys| keys.get("description")).and_then(Value::as_str);
                    let resolved = self.here(value, &target, tables);
                    return Ok(Resolved { sibling_description: description, siblings, ..resolved });
                }
            }
        }
    }
}

/// The component a pointer names, if it names one of this kind.
fn component<'a, T>(pointer: &Pointer, tables: &Tables<'a, T>) -> Option<(&'a str, &'a ReferenceOr<T>)> {
    let mut tokens = pointer.tokens();
    if tokens.next()? != "components" || tokens.next()? != tables.section {
        return None;
    }
    let name = tokens.next()?;
    if tokens.next().is_some() {
        return None;
    }
    tables.components?.get_key_value(&*name).map(|(name, found)| (name.as_str(), found))
}

fn dangling(reference: &str, at: &Pointer) -> Box<Diagnostic> {
    let message = format!("`{reference}` leads nowhere");
    Box::new(Diagnostic::error(Code::DanglingRef, Place::value(at.join("$ref")), message))
}
