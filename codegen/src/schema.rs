//! Every schema of a document as a struct of our own, read once from its node. What a schema says is kept as it is
//! written; what becomes of it is decided in `lower`.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::node::{Node, NodeId, Number, Object, Tree, Value};
use crate::pointer::Pointer;

/// The schemas of a document by their nodes; references are none of them.
pub type Schemas<'t> = BTreeMap<NodeId, Schema<'t>>;

/// What a schema says. A keyword that is absent, or holds what it cannot hold, is `None` or empty.
#[derive(Clone, Debug)]
pub struct Schema<'t> {
    /// The node that it was read from; below it stand its keywords.
    pub node: Node<'t>,
    /// What kind of values it is about.
    pub kind: Kind,
    /// Something is wrong with it that was reported: nothing more is said about it.
    pub is_broken: bool,
    /// `title`.
    pub title: Option<&'t str>,
    /// `description`.
    pub description: Option<&'t str>,
    /// `format`.
    pub format: Option<&'t str>,
    /// `default`.
    pub default: Option<Node<'t>>,
    /// `example`.
    pub example: Option<Node<'t>>,
    /// `url` of `externalDocs`.
    pub see: Option<&'t str>,
    /// `enum`.
    pub values: Vec<Node<'t>>,
    /// `minimum`.
    pub minimum: Option<Number<'t>>,
    /// `maximum`.
    pub maximum: Option<Number<'t>>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: bool,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: bool,
    /// `minLength`.
    pub min_length: Option<u64>,
    /// `maxLength`.
    pub max_length: Option<u64>,
    /// `nullable`.
    pub nullable: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `properties`, each with the node of its schema.
    pub properties: Vec<(&'t str, Node<'t>)>,
    /// `required`.
    pub required: Vec<&'t str>,
    /// `additionalProperties`.
    pub additional: Option<Additional<'t>>,
    /// `items`.
    pub items: Option<Node<'t>>,
    /// The members of `allOf`, `oneOf` or `anyOf`.
    pub parts: Vec<Node<'t>>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator<'t>>,
}

/// What kind of values a schema is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    String,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// `true` and `false`.
    Boolean,
    /// Lists.
    Array,
    /// Objects.
    Object,
    /// What all its parts allow.
    AllOf,
    /// What one of its parts allows.
    OneOf,
    /// What at least one of its parts allows.
    AnyOf,
    /// What another schema does not allow.
    Not,
    /// What several keywords say together: a composition, and one that stands beside it.
    Mixed(&'static str, &'static str),
    /// Everything, as far as its keywords say.
    Any,
}

/// Members beyond `properties`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Additional<'t> {
    /// Of any kind, or none at all.
    Any(bool),
    /// As the schema of this node says.
    Schema(Node<'t>),
}

/// Which member tells the alternatives of a schema apart.
#[derive(Clone, Debug)]
pub struct Discriminator<'t> {
    /// `propertyName`.
    pub property: &'t str,
    /// `mapping`.
    pub mapping: Vec<(&'t str, &'t str)>,
}

/// Keywords that compose schemas.
const COMPOSITIONS: [(&str, Kind); 4] =
    [("allOf", Kind::AllOf), ("oneOf", Kind::OneOf), ("anyOf", Kind::AnyOf), ("not", Kind::Not)];

/// Keywords that say which values are allowed, beside `type` and the compositions.
pub(crate) const ASSERTIONS: [&str; 18] = [
    "properties",
    "additionalProperties",
    "required",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "enum",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "multipleOf",
    "format",
    "exclusiveMinimum",
];

/// Reads the schemas at these nodes, and those inside of them.
pub(crate) fn read<'t>(tree: &'t Tree, roots: impl IntoIterator<Item = NodeId>) -> Schemas<'t> {
    let mut schemas = Schemas::new();
    let mut open: Vec<Node<'t>> = roots.into_iter().filter_map(|root| tree.node(root)).collect();
    while let Some(node) = open.pop() {
        let Some(object) = node.as_object().filter(|object| !object.contains_key("$ref")) else { continue };
        if schemas.contains_key(&node.id()) {
            continue;
        }
        let schema = Schema::of(object);
        open.extend(schema.inside());
        schemas.insert(node.id(), schema);
    }
    schemas
}

impl<'t> Schema<'t> {
    fn of(object: Object<'t>) -> Self {
        let text = |key: &str| object.get(key).and_then(Node::as_str);
        let number = |key: &str| object.get(key).and_then(Node::as_number);
        let count = |key: &str| number(key).and_then(Number::as_u64);
        let is_set = |key: &str| object.get(key).is_some_and(Node::is_true);
        let list = |key: &str| object.get(key).and_then(Node::as_array).into_iter().flatten();
        let members = |key: &str| object.get(key).and_then(Node::as_object).into_iter().flatten();
        let kind = kind(object);
        let parts = COMPOSITIONS.iter().find(|(_, other)| *other == kind).map_or("", |(key, _)| key);
        Self {
            node: object.node(),
            kind,
            is_broken: false,
            title: text("title"),
            description: text("description"),
            format: text("format"),
            default: object.get("default"),
            example: object.get("example"),
            see: object.get("externalDocs").and_then(|docs| docs.get("url")?.as_str()),
            values: list("enum").collect(),
            minimum: number("minimum"),
            maximum: number("maximum"),
            exclusive_minimum: is_set("exclusiveMinimum"),
            exclusive_maximum: is_set("exclusiveMaximum"),
            min_length: count("minLength"),
            max_length: count("maxLength"),
            nullable: is_set("nullable"),
            write_only: is_set("writeOnly"),
            deprecated: is_set("deprecated"),
            properties: members("properties").collect(),
            required: list("required").filter_map(Node::as_str).collect(),
            additional: object.get("additionalProperties").and_then(|more| match more.value() {
                Value::Bool(is_open) => Some(Additional::Any(is_open)),
                Value::Object(_) => Some(Additional::Schema(more)),
                _ => None,
            }),
            items: object.get("items"),
            parts: list(parts).collect(),
            discriminator: object.get("discriminator").and_then(discriminator),
        }
    }

    /// The nodes of the schemas right inside of this one.
    fn inside(&self) -> impl Iterator<Item = Node<'t>> {
        let additional = match self.additional {
            Some(Additional::Schema(node)) => Some(node),
            _ => None,
        };
        let properties = self.properties.iter().map(|(_, node)| *node).collect::<Vec<_>>();
        properties.into_iter().chain(self.items).chain(additional).chain(self.parts.clone())
    }

    /// Where it stands.
    pub fn pointer(&self) -> Pointer {
        self.node.pointer()
    }

    /// Whether it has a keyword.
    pub fn has(&self, keyword: &str) -> bool {
        self.node.get(keyword).is_some()
    }

    /// Whether it has a keyword that says more than leaving it out.
    pub fn says(&self, keyword: &str) -> bool {
        self.node.get(keyword).is_some_and(|value| match value.value() {
            Value::Null | Value::Bool(false) => false,
            Value::Array(items) => !items.is_empty(),
            Value::Object(members) => !members.is_empty(),
            Value::Bool(true) | Value::Number(_) | Value::String(_) => true,
        })
    }

    /// The text of one of our own keys.
    pub fn own(&self, key: &str) -> Option<&'t str> {
        self.node.get(key)?.as_str()
    }

    /// The schema, if it is about objects.
    pub fn as_object(&self) -> Option<&Self> {
        (self.kind == Kind::Object).then_some(self)
    }

    /// The texts of `enum`, of a schema about texts.
    pub fn texts(&self) -> impl Iterator<Item = &'t str> {
        let values: &[Node<'t>] = if self.kind == Kind::String { &self.values } else { &[] };
        values.iter().filter_map(|value| value.as_str())
    }

    /// Whether it is about texts that are listed.
    pub fn is_enumeration(&self) -> bool {
        self.texts().next().is_some()
    }

    /// Whether it is about texts that are never shown.
    pub fn is_secret(&self) -> bool {
        self.kind == Kind::String && self.format == Some("password")
    }

    /// Whether it allows everything.
    pub fn is_anything(&self) -> bool {
        self.kind == Kind::Any && !ASSERTIONS.iter().any(|keyword| self.says(keyword))
    }
}

fn discriminator(node: Node<'_>) -> Option<Discriminator<'_>> {
    let mapping = node.get("mapping").and_then(Node::as_object).into_iter().flatten();
    Some(Discriminator {
        property: node.get("propertyName")?.as_str()?,
        mapping: mapping.filter_map(|(value, target)| Some((value, target.as_str()?))).collect(),
    })
}

fn kind(object: Object<'_>) -> Kind {
    let mut compositions = COMPOSITIONS.iter().filter(|(key, _)| object.contains_key(key));
    if let Some((keyword, kind)) = compositions.next() {
        let other = ASSERTIONS.iter().copied().find(|other| object.contains_key(other));
        return match compositions.next().map(|(key, _)| *key).or(other) {
            Some(other) => Kind::Mixed(keyword, other),
            None => *kind,
        };
    }
    match object.get("type").and_then(Node::as_str) {
        Some("string") => Kind::String,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        Some("boolean") => Kind::Boolean,
        Some("array") => Kind::Array,
        Some("object") => Kind::Object,
        Some(_) => Kind::Any,
        None => without_type(object),
    }
}

/// What a schema that says no `type` is about, where its keywords leave no doubt.
fn without_type(object: Object<'_>) -> Kind {
    let mut values = object.get("enum").and_then(Node::as_array).into_iter().flatten().peekable();
    let only = |words: &[&str]| {
        let others = ASSERTIONS.iter().filter(|keyword| object.contains_key(keyword));
        others.clone().next().is_some() && others.into_iter().all(|keyword| words.contains(keyword))
    };
    if only(&["enum"]) && values.peek().is_some() && values.all(|value| value.as_str().is_some()) {
        return Kind::String;
    }
    let has_members = object.contains_key("properties") || object.contains_key("additionalProperties");
    if has_members && only(&["properties", "additionalProperties", "required", "minProperties", "maxProperties"]) {
        return Kind::Object;
    }
    if object.contains_key("items") && only(&["items", "minItems", "maxItems", "uniqueItems"]) {
        return Kind::Array;
    }
    Kind::Any
}
