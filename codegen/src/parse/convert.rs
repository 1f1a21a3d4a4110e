//! From the judged value to `openapiv3`. What the typed document no longer holds is found by `net` and reported here.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use openapiv3::OpenAPI;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::net::{self, Loss};
use super::{Document, Inner, Strictness};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::grammar::{InnerReference, Kind, Remarks};
use crate::node::Tree;
use crate::pointer::Pointer;

/// Makes the typed document. That `openapiv3` may break down over one is told like any other finding.
pub(super) fn convert<'s>(
    tree: &'s Tree,
    value: Value,
    remarks: Remarks,
    strictness: Strictness,
    found: &mut Vec<Diagnostic>,
) -> Option<Document<'s>> {
    let mut late = Vec::new();
    let act = || make(&value, &remarks, strictness, found, &mut late);
    // What it leaves behind when it unwinds is a list of findings, of which each is whole.
    let made = catch_unwind(AssertUnwindSafe(act));
    found.append(&mut late);
    let (api, inner) = made.unwrap_or_else(|_| {
        let message = "the reader of OpenAPI documents broke down over this document";
        found.push(Diagnostic::error(Code::NotSupportedYet, Place::key(Pointer::root()), message));
        None
    })?;
    Some(Document { tree, api, value, inner, left: remarks.left })
}

fn make(
    value: &Value,
    remarks: &Remarks,
    strictness: Strictness,
    earlier: &[Diagnostic],
    found: &mut Vec<Diagnostic>,
) -> Option<(OpenAPI, Inner)> {
    let mut readable = Cow::Borrowed(value);
    if has_callbacks(value) {
        Sift { strictness, found }.document(readable.to_mut());
    }
    let api: OpenAPI = typed(&readable, &Pointer::root(), found)?;
    match net::losses(&readable, &api) {
        Ok(losses) => found.extend(untold(losses, earlier, &remarks.left).map(|loss| lost(loss, strictness))),
        Err(error) => found.push(unreadable(&Pointer::root(), &error)),
    }
    let inner = inner(value, &remarks.inner, found);
    Some((api, inner))
}

fn typed<T: DeserializeOwned>(value: &Value, at: &Pointer, found: &mut Vec<Diagnostic>) -> Option<T> {
    T::deserialize(value).map_err(|error| found.push(unreadable(at, &error))).ok()
}

fn unreadable(at: &Pointer, error: &serde_json::Error) -> Diagnostic {
    let message = format!("this is legal, but the reader of OpenAPI documents refuses it: {error}");
    Diagnostic::error(Code::NotSupportedYet, Place::value(at.clone()), message)
}

/// What has been said already is not said again.
fn untold<'a>(losses: Vec<Loss>, earlier: &'a [Diagnostic], left: &'a [Diagnostic]) -> impl Iterator<Item = Loss> + 'a {
    let told: BTreeSet<&Pointer> = earlier.iter().chain(left).map(|one| &one.place.pointer).collect();
    losses.into_iter().filter(move |loss| !told.contains(&loss.at))
}

fn lost(Loss { at, what }: Loss, strictness: Strictness) -> Diagnostic {
    let severity = Code::WouldBeLost.severity(strictness);
    let message = format!("{what} is legal here, but nothing reads it");
    let finding = Diagnostic::new(severity, Code::WouldBeLost, Place::key(at), message);
    finding.help("remove it, or say it in the description")
}

fn inner(value: &Value, references: &[InnerReference], found: &mut Vec<Diagnostic>) -> Inner {
    let mut inner = Inner::default();
    for InnerReference { target, kind } in references {
        let Some(node) = target.find(value) else { continue };
        let key = target.as_str().to_owned();
        match kind {
            Kind::Schema => put(&mut inner.schemas, key, node, target, found),
            Kind::Parameter => put(&mut inner.parameters, key, node, target, found),
            Kind::Response => put(&mut inner.responses, key, node, target, found),
            Kind::RequestBody => put(&mut inner.request_bodies, key, node, target, found),
            Kind::Header => put(&mut inner.headers, key, node, target, found),
            Kind::PathItem => put(&mut inner.path_items, key, node, target, found),
            _ => {}
        }
    }
    inner
}

fn put<T: DeserializeOwned>(
    table: &mut std::collections::BTreeMap<String, T>,
    key: String,
    node: &Value,
    at: &Pointer,
    found: &mut Vec<Diagnostic>,
) {
    if let Some(thing) = typed(node, at, found) {
        table.insert(key, thing);
    }
}

/// Whether there is anything to be sifted: most documents need no second copy.
fn has_callbacks(document: &Value) -> bool {
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let operations = paths.filter_map(|(_, item)| item.as_object()).flatten().map(|(_, operation)| operation);
    document.get("components").into_iter().chain(operations).any(|owner| owner.get("callbacks").is_some())
}

/// Takes out what `openapiv3` refuses although it is legal: references and extensions among callbacks.
struct Sift<'f> {
    strictness: Strictness,
    found: &'f mut Vec<Diagnostic>,
}

impl Sift<'_> {
    fn document(&mut self, value: &mut Value) {
        let mut at = Pointer::root().join("components").join("callbacks");
        if let Some(callbacks) = value.pointer_mut(at.as_str()).and_then(Value::as_object_mut) {
            for (name, callback) in callbacks.iter_mut() {
                self.callback(callback, &at.join(name));
            }
        }
        at = Pointer::root().join("paths");
        if let Some(paths) = value.get_mut("paths").and_then(Value::as_object_mut) {
            for (path, item) in paths.iter_mut() {
                self.path_item(item, &at.join(path));
            }
        }
    }

    fn path_item(&mut self, item: &mut Value, at: &Pointer) {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let Some(callbacks) = operation.get_mut("callbacks").and_then(Value::as_object_mut) else { continue };
            let at = at.join(method).join("callbacks");
            callbacks.retain(|name, callback| self.keep(callback, &at.join(name)));
            for (name, callback) in callbacks.iter_mut() {
                self.callback(callback, &at.join(name));
            }
        }
    }

    fn keep(&mut self, callback: &Value, at: &Pointer) -> bool {
        let is_reference = callback.get("$ref").is_some();
        if is_reference {
            let severity = Code::WouldBeLost.severity(self.strictness);
            let place = Place::value(at.join("$ref"));
            let message = "a reference to a callback is not supported yet";
            let finding = Diagnostic::new(severity, Code::NotSupportedYet, place, message);
            self.found.push(finding.help("write the callback out in the operation"));
        }
        !is_reference
    }

    fn callback(&mut self, callback: &mut Value, at: &Pointer) {
        let Some(items) = callback.as_object_mut() else { return };
        if items.contains_key("$ref") {
            return;
        }
        items.retain(|key, _| !key.starts_with("x-"));
        for (expression, item) in items.iter_mut() {
            self.path_item(item, &at.join(expression));
        }
    }
}
