//! Text to `openapiv3::OpenAPI`, together with everything `openapiv3` does not keep. Judging is left to `grammar`.

mod convert;
mod net;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Header, OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema};
use serde_json::Value;

use crate::deep::deep;
use crate::diagnostic::{Diagnostic, Severity};
use crate::grammar;
use crate::node::Tree;
use crate::pointer::Pointer;
use crate::source::Source;

/// How much is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Our own document: everything that would be lost is an error.
    Own,
    /// Somebody else's document: what can be ignored is a warning.
    Foreign,
}

/// A document that was read without an error.
#[derive(Clone, Debug)]
pub struct Document<'s> {
    /// Every node of the document.
    pub tree: &'s Tree,
    /// The typed document.
    pub api: OpenAPI,
    /// The same document untyped, with every key in its order: what `openapiv3` drops is found here.
    pub value: Value,
    pub(crate) inner: Inner,
    /// What the document says and nothing reads; for whoever lowers it to report.
    pub(crate) left: Vec<Diagnostic>,
}

/// What references point at inside paths and other components, typed; the keys are escaped JSON pointers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inner {
    pub(crate) schemas: BTreeMap<String, ReferenceOr<Schema>>,
    pub(crate) parameters: BTreeMap<String, ReferenceOr<Parameter>>,
    pub(crate) responses: BTreeMap<String, ReferenceOr<Response>>,
    pub(crate) request_bodies: BTreeMap<String, ReferenceOr<RequestBody>>,
    pub(crate) headers: BTreeMap<String, ReferenceOr<Header>>,
    pub(crate) path_items: BTreeMap<String, ReferenceOr<PathItem>>,
}

/// Reads a document. There is one exactly when no diagnostic is an error.
pub fn parse(source: &Source, strictness: Strictness) -> (Option<Document<'_>>, Vec<Diagnostic>) {
    deep(|| parse_here(source, strictness))
}

/// The same where the stack is deep already.
pub(crate) fn parse_here(source: &Source, strictness: Strictness) -> (Option<Document<'_>>, Vec<Diagnostic>) {
    let reading = source.reading();
    let mut found = reading.found.clone();
    let Some(root) = reading.tree.root().filter(|root| reading.is_whole && root.as_object().is_some()) else {
        return (None, found);
    };
    let mut judged = Vec::new();
    let remarks = grammar::check(&reading.tree, strictness, &mut judged);
    // What could not be read is not judged as well: one slip, one finding.
    let unread: BTreeSet<&Pointer> = found.iter().map(|slip| &slip.place.pointer).collect();
    judged.retain(|one| !unread.contains(&one.place.pointer));
    found.append(&mut judged);
    if has_error(&found) {
        return (None, found);
    }
    // Only what the grammar has accepted: `openapiv3` tries twice at each level of a schema that has a fault inside.
    let document = convert::convert(&reading.tree, root.to_json(), remarks, strictness, &mut found);
    (document.filter(|_| !has_error(&found)), found)
}

fn has_error(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
