//! The document without its schemas, typed by `openapiv3`: paths, operations, parameters, bodies, responses, servers, and
//! which security schemes are asked for. Each schema is replaced by a reference that carries the number of its node.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext;
use crate::grammar::{Judged, METHODS, ObjectKind, Shape, is_status};
use crate::node::{Node, NodeId, Object, Tree};

/// What the reference to a schema begins with.
const PREFIX: &str = "#/components/schemas/";

/// A document without its schemas, and without what errors stand in.
pub(crate) struct Skeleton {
    pub(crate) api: OpenAPI,
    pub(crate) targets: Targets,
}

/// What references can lead to, by the nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Targets {
    pub(crate) parameters: BTreeMap<NodeId, Parameter>,
    pub(crate) responses: BTreeMap<NodeId, Response>,
    pub(crate) request_bodies: BTreeMap<NodeId, RequestBody>,
    pub(crate) path_items: BTreeMap<NodeId, PathItem>,
}

/// The node of a schema that was taken out.
pub(crate) fn node_of<'t>(tree: &'t Tree, schema: &ReferenceOr<openapiv3::Schema>) -> Option<Node<'t>> {
    let ReferenceOr::Reference { reference } = schema else { return None };
    tree.node(NodeId(reference.strip_prefix(PREFIX)?.parse().ok()?))
}

/// Types everything that no error stands in. `None` if `openapiv3` refuses a document that is legal.
pub(crate) fn read(root: Object<'_>, judged: &Judged, found: &mut Vec<Diagnostic>) -> Option<Skeleton> {
    let tree = root.node().tree();
    let outside = judged.errors.iter().filter_map(|id| tree.node(*id));
    let outside = outside.filter(|node| judged.schema_around(*node).is_none());
    let bare = Bare { broken: outside.filter_map(unit).map(Node::id).collect() };
    let api = typed(root.node(), bare.of(ObjectKind::OpenApi, root.node()), found)?;
    let mut targets = Targets::default();
    let components = root.get("components").and_then(Node::as_object);
    let sections = [
        ("parameters", ObjectKind::Parameter),
        ("responses", ObjectKind::Response),
        ("requestBodies", ObjectKind::RequestBody),
    ];
    let named = sections.into_iter().flat_map(|(section, kind)| {
        components.into_iter().flat_map(move |all| all.members(section)).map(move |(_, node)| (node, kind))
    });
    let inner = judged.inner.iter().filter_map(|(id, kind)| Some((tree.node(*id)?, *kind)));
    for (node, kind) in named.chain(inner).filter(|(node, _)| node.reference().is_none() && bare.is_whole(*node)) {
        let (id, value) = (node.id(), || bare.of(kind, node));
        match kind {
            ObjectKind::Parameter => targets.parameters.extend(typed(node, value(), found).map(|it| (id, it))),
            ObjectKind::Response => targets.responses.extend(typed(node, value(), found).map(|it| (id, it))),
            ObjectKind::RequestBody => targets.request_bodies.extend(typed(node, value(), found).map(|it| (id, it))),
            ObjectKind::PathItem => targets.path_items.extend(typed(node, value(), found).map(|it| (id, it))),
            _ => {}
        }
    }
    Some(Skeleton { api, targets })
}

fn typed<T: DeserializeOwned>(node: Node<'_>, value: Value, found: &mut Vec<Diagnostic>) -> Option<T> {
    let unreadable = |error| {
        let message = format!("this is legal, but the reader of OpenAPI documents refuses it: {error}");
        Diagnostic::error(Code::NotSupportedYet, Place::value(node), message)
    };
    T::deserialize(value).map_err(|error| found.push(unreadable(error))).ok()
}

/// What is left out because of an error: the operation, path, component or field of the document around it.
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

/// Makes the bare form of a document.
struct Bare {
    broken: BTreeSet<NodeId>,
}

impl Bare {
    /// An object of OpenAPI as `openapiv3` is to read it.
    fn of(&self, kind: ObjectKind, node: Node<'_>) -> Value {
        if kind == ObjectKind::Schema {
            return number_of(node);
        }
        let Some(object) = node.as_object() else { return node.to_json() };
        match kind {
            _ if object.contains_key("$ref") => reference_to(object.text("$ref").unwrap_or_default()),
            ObjectKind::SecurityRequirement => node.to_json(),
            ObjectKind::Paths => self.entries(object, ObjectKind::PathItem, |key| key.starts_with('/')),
            ObjectKind::Responses => self.entries(object, ObjectKind::Response, is_status),
            // Nobody asks for more than whether there are any.
            ObjectKind::Encoding => Value::Object(Map::new()),
            ObjectKind::Header | ObjectKind::Link => reference_to("#"),
            _ => self.fields(kind, object),
        }
    }

    fn entries(&self, object: Object<'_>, kind: ObjectKind, is_entry: impl Fn(&str) -> bool) -> Value {
        let entries = object.iter().filter(|(key, node)| is_entry(key) && self.is_whole(*node));
        Value::Object(entries.map(|(key, node)| (key.to_owned(), self.of(kind, node))).collect())
    }

    fn fields(&self, kind: ObjectKind, object: Object<'_>) -> Value {
        let mut members = Map::new();
        for (key, node) in object {
            if ext::KEYS.contains(&key) {
                members.extend(node.as_str().map(|text| (key.to_owned(), text.into())));
                continue;
            }
            let Some(field) = kind.fields().iter().find(|field| field.name == key) else { continue };
            if is_wanted(kind, key) {
                members.extend(self.shape(&field.shape, node).map(|value| (key.to_owned(), value)));
            }
        }
        if kind == ObjectKind::Operation {
            members.entry("responses").or_insert_with(|| Map::new().into());
        }
        // `openapiv3` needs these fields, and each of them may be left out because of an error, or since 3.1.
        if kind == ObjectKind::OpenApi {
            members.entry("openapi").or_insert_with(|| "3.0.3".into());
            members.entry("info").or_insert_with(|| serde_json::json!({"title": "", "version": ""}));
            members.entry("paths").or_insert_with(|| Map::new().into());
        }
        Value::Object(members)
    }

    fn shape(&self, shape: &Shape, node: Node<'_>) -> Option<Value> {
        if !self.is_whole(node) {
            return None;
        }
        Some(match shape {
            Shape::Any => return None,
            Shape::Text | Shape::Boolean | Shape::Number | Shape::Count | Shape::Word(_) | Shape::SchemaType => {
                node.to_json()
            }
            Shape::SchemaOrBoolean => number_of(node),
            Shape::Is(kind) | Shape::RefOr(kind) => self.of(*kind, node),
            Shape::List(item) => node.as_array()?.into_iter().filter_map(|node| self.shape(item, node)).collect(),
            Shape::Map(item) => {
                let members = node.as_object()?.into_iter();
                let members = members.filter_map(|(key, node)| Some((key.to_owned(), self.shape(item, node)?)));
                Value::Object(members.collect())
            }
        })
    }

    fn is_whole(&self, node: Node<'_>) -> bool {
        !self.broken.contains(&node.id())
    }
}

/// Whether anybody asks for a field.
fn is_wanted(kind: ObjectKind, field: &str) -> bool {
    match kind {
        // Components are typed one by one, as targets of references, or read from their nodes.
        ObjectKind::Components => false,
        ObjectKind::Operation => field != "callbacks",
        ObjectKind::OpenApi => !matches!(field, "webhooks" | "jsonSchemaDialect" | "externalDocs"),
        ObjectKind::Info => !matches!(field, "summary" | "contact" | "license"),
        _ => !matches!(field, "examples" | "externalDocs") || kind == ObjectKind::Operation,
    }
}

fn number_of(schema: Node<'_>) -> Value {
    reference_to(&format!("{PREFIX}{}", schema.id().0))
}

fn reference_to(target: &str) -> Value {
    Value::Object(Map::from_iter([("$ref".to_owned(), target.into())]))
}
