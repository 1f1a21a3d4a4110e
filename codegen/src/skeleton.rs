//! The document without its schemas, typed by `openapiv3`: paths, operations, parameters, bodies, responses, servers,
//! security. Each schema is replaced by a reference that carries the number of its node.

use std::collections::BTreeSet;

use openapiv3::ReferenceOr;
use serde_json::{Map, Value};

use crate::ext;
use crate::grammar::{Kind, Shape, is_status};
use crate::node::{Node, NodeId, Object, Tree};

/// What the reference to a schema begins with.
const PREFIX: &str = "#/components/schemas/";

/// The bare form of a document, and the nodes of the schemas that were taken out.
pub(crate) struct Skeleton<'b> {
    /// Nodes that something was found wrong inside of; what holds one is left out.
    broken: &'b BTreeSet<NodeId>,
    pub(crate) schemas: Vec<NodeId>,
}

/// The node of a schema that was taken out.
pub(crate) fn node_of<'t>(tree: &'t Tree, schema: &ReferenceOr<openapiv3::Schema>) -> Option<Node<'t>> {
    let ReferenceOr::Reference { reference } = schema else { return None };
    tree.numbered(reference.strip_prefix(PREFIX)?.parse().ok()?)
}

impl<'b> Skeleton<'b> {
    pub(crate) fn new(broken: &'b BTreeSet<NodeId>) -> Self {
        Self { broken, schemas: Vec::new() }
    }

    /// An object of OpenAPI as `openapiv3` is to read it.
    pub(crate) fn of(&mut self, kind: Kind, node: Node<'_>) -> Value {
        let Some(object) = node.as_object() else { return node.to_json() };
        match kind {
            Kind::Schema => self.schema(node),
            _ if object.contains_key("$ref") => reference(object),
            Kind::SecurityRequirement => node.to_json(),
            Kind::Paths => self.entries(object, Kind::PathItem, |key| key.starts_with('/')),
            Kind::Responses => self.entries(object, Kind::Response, is_status),
            // Whether there are any is all that is asked; what is inside may nest without end.
            Kind::Encoding | Kind::OAuthFlows => Value::Object(Map::new()),
            Kind::Header | Kind::Link => reference_to("#"),
            _ => self.fields(kind, object),
        }
    }

    fn schema(&mut self, node: Node<'_>) -> Value {
        self.schemas.push(node.id());
        reference_to(&format!("{PREFIX}{}", node.id().number()))
    }

    fn entries(&mut self, object: Object<'_>, kind: Kind, is_entry: impl Fn(&str) -> bool) -> Value {
        let mut entries = Map::new();
        for (key, node) in object.iter().filter(|(key, _)| is_entry(key)) {
            if self.is_whole(node) {
                entries.insert(key.to_owned(), self.of(kind, node));
            }
        }
        Value::Object(entries)
    }

    fn fields(&mut self, kind: Kind, object: Object<'_>) -> Value {
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
        // What no document goes without, in case that something is wrong with it.
        let needed: &[(&str, Value)] = match kind {
            Kind::OpenApi => &[
                ("openapi", "3.0.3".into()),
                ("info", serde_json::json!({"title": "", "version": ""})),
                ("paths", Map::new().into()),
            ],
            _ => &[],
        };
        for (key, value) in needed {
            members.entry(*key).or_insert_with(|| value.clone());
        }
        Value::Object(members)
    }

    fn shape(&mut self, shape: &Shape, node: Node<'_>) -> Option<Value> {
        if !self.is_whole(node) {
            return None;
        }
        Some(match shape {
            Shape::Any => return None,
            Shape::Text | Shape::Boolean | Shape::Number | Shape::Count | Shape::Word(_) | Shape::SchemaType => {
                node.to_json()
            }
            Shape::SchemaOrBoolean => self.schema(node),
            Shape::Is(kind) | Shape::RefOr(kind) => self.of(*kind, node),
            Shape::List(item) => {
                node.as_array()?.into_iter().filter_map(|node| self.shape(item, node)).collect::<Vec<_>>().into()
            }
            Shape::Map(item) => {
                let members = node.as_object()?.into_iter();
                let members = members.filter_map(|(key, node)| Some((key.to_owned(), self.shape(item, node)?)));
                Value::Object(members.collect())
            }
        })
    }

    /// Whether nothing is wrong with a thing that can be left out.
    pub(crate) fn is_whole(&self, node: Node<'_>) -> bool {
        !self.broken.contains(&node.id())
    }
}

/// Whether anybody asks for a field.
fn is_wanted(kind: Kind, field: &str) -> bool {
    match kind {
        Kind::Components => matches!(field, "parameters" | "responses" | "requestBodies" | "securitySchemes"),
        Kind::Operation => field != "callbacks",
        Kind::Info => !matches!(field, "contact" | "license"),
        _ => !matches!(field, "examples" | "externalDocs") || kind == Kind::Operation,
    }
}

fn reference(object: Object<'_>) -> Value {
    reference_to(object.get("$ref").and_then(Node::as_str).unwrap_or_default())
}

fn reference_to(target: &str) -> Value {
    Value::Object(Map::from_iter([("$ref".to_owned(), target.into())]))
}
