//! Every schema of a document as a struct of our own, read once from its node, in one list. What a schema says is kept as
//! it is written; `normalise` gives it one spelling, and what becomes of it is decided in `lower`.

mod kind;
#[cfg(test)]
mod tests;

pub(crate) use kind::Kind;

use std::collections::BTreeMap;

use crate::grammar::{Judged, Version};
use crate::node::{Node, NodeId, Number, Object, Tree, Value};
use crate::pointer::Pointer;

/// The schemas of a document in the order of the text, and behind them those that were made of several of them. References
/// are none of them, unless what stands beside one counts.
#[derive(Clone, Debug)]
pub(crate) struct Schemas<'t> {
    /// Which OpenAPI they are written in.
    pub(crate) version: Version,
    list: Vec<Schema<'t>>,
    by_node: BTreeMap<NodeId, SchemaId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SchemaId(usize);

/// A schema inside of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inner<'t> {
    /// Where it is written: a schema, or a reference to one.
    pub(crate) node: Node<'t>,
    /// The schema that was made for this place, instead of the one that is written there.
    pub(crate) made: Option<SchemaId>,
}

impl<'t> From<Node<'t>> for Inner<'t> {
    fn from(node: Node<'t>) -> Self {
        Self { node, made: None }
    }
}

impl<'t> Schemas<'t> {
    /// The schema of a node that is no reference to another one.
    pub(crate) fn of(&self, node: NodeId) -> Option<&Schema<'t>> {
        self.get(*self.by_node.get(&node)?)
    }

    pub(crate) fn get(&self, id: SchemaId) -> Option<&Schema<'t>> {
        self.list.get(id.0)
    }

    pub(crate) fn get_mut(&mut self, id: SchemaId) -> Option<&mut Schema<'t>> {
        self.list.get_mut(id.0)
    }

    /// The number that the next schema gets.
    pub(crate) fn next_id(&self) -> SchemaId {
        SchemaId(self.list.len())
    }

    /// Every number, in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..self.list.len()).map(SchemaId)
    }

    pub(crate) fn add(&mut self, schema: Schema<'t>) {
        self.list.push(schema);
    }

    /// The schema at a place, or the one it refers to.
    pub(crate) fn resolve(&self, inner: Inner<'t>) -> Option<SchemaId> {
        let first = || inner.node.chain().find_map(|node| self.by_node.get(&node.id()).copied());
        inner.made.or_else(first)
    }
}

/// What a schema says. A field without a comment is the keyword of its name; a keyword that is absent, or holds what it
/// cannot hold, is `None` or empty.
#[derive(Clone, Debug)]
pub(crate) struct Schema<'t> {
    pub(crate) id: SchemaId,
    /// The node that it was read from; below it stand its keywords.
    pub(crate) node: Node<'t>,
    /// The nodes of other schemas whose keywords it has taken over.
    pub(crate) more: Vec<Node<'t>>,
    /// What kind of values it is about.
    pub(crate) kind: Kind,
    /// Something is wrong with it that was reported: nothing more is said about it.
    pub(crate) is_broken: bool,
    pub(crate) title: Option<&'t str>,
    pub(crate) description: Option<&'t str>,
    pub(crate) format: Option<&'t str>,
    pub(crate) default: Option<Node<'t>>,
    pub(crate) example: Option<Node<'t>>,
    /// `url` of `externalDocs`.
    pub(crate) see: Option<&'t str>,
    pub(crate) values: Vec<Node<'t>>,
    /// Whether values beside those of `enum` are allowed as well.
    pub(crate) is_open: bool,
    pub(crate) minimum: Option<Number<'t>>,
    pub(crate) maximum: Option<Number<'t>>,
    pub(crate) exclusive_minimum: bool,
    pub(crate) exclusive_maximum: bool,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) multiple_of: Option<Number<'t>>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) unique_items: bool,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    pub(crate) nullable: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) deprecated: bool,
    pub(crate) properties: Vec<(&'t str, Inner<'t>)>,
    pub(crate) required: Vec<&'t str>,
    /// `additionalProperties`.
    pub(crate) additional: Option<Additional<'t>>,
    pub(crate) items: Option<Inner<'t>>,
    /// The alternatives of a choice; the one schema of which this is another name.
    pub(crate) parts: Vec<Inner<'t>>,
    /// `allOf`; none behind `normalise`.
    pub(crate) all_of: Vec<Inner<'t>>,
    /// `oneOf` and `anyOf`; none behind `normalise`.
    pub(crate) choices: Vec<Choice<'t>>,
    pub(crate) discriminator: Option<Discriminator<'t>>,
    /// Whether it is the object that is left of a schema that has become a choice between its heirs.
    pub(crate) is_base: bool,
}

/// Alternatives that stand beside other keywords.
#[derive(Clone, Debug)]
pub(crate) struct Choice<'t> {
    /// [`Kind::OneOf`] or [`Kind::AnyOf`].
    pub(crate) kind: Kind,
    pub(crate) arms: Vec<Inner<'t>>,
    pub(crate) discriminator: Option<Discriminator<'t>>,
}

/// Members beyond `properties`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Additional<'t> {
    /// Of any kind, or none at all.
    Any(bool),
    /// As this schema says.
    Schema(Inner<'t>),
}

/// Which member tells the alternatives of a schema apart.
#[derive(Clone, Debug)]
pub(crate) struct Discriminator<'t> {
    /// `propertyName`.
    pub(crate) property: &'t str,
    /// `mapping`.
    pub(crate) mapping: Vec<(&'t str, &'t str)>,
}

/// Keywords that state alternatives.
const CHOICES: [(&str, Kind); 2] = [("oneOf", Kind::OneOf), ("anyOf", Kind::AnyOf)];

/// Keywords that say which values are allowed, beside `type` and those that compose schemas.
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

/// Reads the schemas of a document. The innermost schema around an error is marked as broken.
pub(crate) fn read<'t>(tree: &'t Tree, judged: &Judged) -> Schemas<'t> {
    let mut schemas = Schemas { version: judged.version, list: Vec::new(), by_node: BTreeMap::new() };
    for node in judged.schemas.iter().filter_map(|id| tree.node(*id)) {
        let id = schemas.next_id();
        schemas.by_node.insert(node.id(), id);
        // `true` says nothing, and that `false` forbids everything was told.
        schemas.add(node.as_object().map_or_else(|| Schema::blank(id, node), |object| Schema::of(id, object)));
    }
    for error in &judged.errors {
        let around = tree.node(*error).and_then(|node| judged.schema_around(node));
        let around = around.and_then(|id| schemas.by_node.get(&id).copied());
        around.and_then(|id| schemas.get_mut(id)).into_iter().for_each(|schema| schema.is_broken = true);
    }
    schemas
}

impl<'t> Schema<'t> {
    /// One that says nothing.
    pub(crate) fn blank(id: SchemaId, node: Node<'t>) -> Self {
        Self {
            id,
            node,
            more: Vec::new(),
            kind: Kind::Any,
            is_broken: false,
            title: None,
            description: None,
            format: None,
            default: None,
            example: None,
            see: None,
            values: Vec::new(),
            is_open: false,
            minimum: None,
            maximum: None,
            exclusive_minimum: false,
            exclusive_maximum: false,
            min_length: None,
            max_length: None,
            multiple_of: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            min_properties: None,
            max_properties: None,
            nullable: false,
            read_only: false,
            write_only: false,
            deprecated: false,
            properties: Vec::new(),
            required: Vec::new(),
            additional: None,
            items: None,
            parts: Vec::new(),
            all_of: Vec::new(),
            choices: Vec::new(),
            discriminator: None,
            is_base: false,
        }
    }

    fn of(id: SchemaId, object: Object<'t>) -> Self {
        let number = |key: &str| object.get(key).and_then(Node::as_number);
        let count = |key: &str| number(key).and_then(Number::as_u64);
        let inside = |key: &str| object.items(key).map(Inner::from).collect::<Vec<_>>();
        let choice = |(key, kind)| Choice { kind, arms: inside(key), discriminator: None };
        let mut schema = Self {
            title: object.text("title"),
            description: object.text("description"),
            format: object.text("format"),
            default: object.get("default"),
            example: object.get("example"),
            see: object.get("externalDocs").and_then(|docs| docs.get("url")?.as_str()),
            values: object.items("enum").collect(),
            minimum: number("minimum"),
            maximum: number("maximum"),
            exclusive_minimum: object.is_set("exclusiveMinimum"),
            exclusive_maximum: object.is_set("exclusiveMaximum"),
            min_length: count("minLength"),
            max_length: count("maxLength"),
            multiple_of: number("multipleOf"),
            min_items: count("minItems"),
            max_items: count("maxItems"),
            unique_items: object.is_set("uniqueItems"),
            min_properties: count("minProperties"),
            max_properties: count("maxProperties"),
            nullable: object.is_set("nullable"),
            read_only: object.is_set("readOnly"),
            write_only: object.is_set("writeOnly"),
            deprecated: object.is_set("deprecated"),
            properties: object.members("properties").map(|(name, node)| (name, node.into())).collect(),
            required: object.texts("required").collect(),
            additional: object.get("additionalProperties").and_then(|more| match more.value() {
                Value::Bool(is_open) => Some(Additional::Any(is_open)),
                Value::Object(_) => Some(Additional::Schema(more.into())),
                _ => None,
            }),
            items: object.get("items").map(Inner::from),
            all_of: inside("allOf"),
            choices: CHOICES.into_iter().map(choice).filter(|choice| !choice.arms.is_empty()).collect(),
            discriminator: object.get("discriminator").and_then(discriminator),
            ..Self::blank(id, object.node())
        };
        schema.kind = match object.text("type") {
            Some(word) => Kind::of_type(word).unwrap_or(Kind::Any),
            None => schema.without_type(),
        };
        if let Some(first) = schema.choices.first_mut() {
            first.discriminator = schema.discriminator.take();
        }
        schema
    }

    /// What a schema that says no `type` is about, where its keywords leave no doubt.
    pub(crate) fn without_type(&self) -> Kind {
        let only = |words: &[&str]| {
            let others = ASSERTIONS.iter().filter(|keyword| self.has(keyword));
            others.clone().next().is_some() && others.into_iter().all(|keyword| words.contains(keyword))
        };
        if only(&["enum"]) && !self.values.is_empty() && self.values.iter().all(|value| value.as_str().is_some()) {
            return Kind::String;
        }
        let has_members = self.has("properties") || self.has("additionalProperties");
        if has_members && only(&["properties", "additionalProperties", "required", "minProperties", "maxProperties"]) {
            return Kind::Object;
        }
        if self.items.is_some() && only(&["items", "minItems", "maxItems", "uniqueItems"]) {
            return Kind::Array;
        }
        Kind::Any
    }

    /// The value of a keyword, where it is written first.
    pub(crate) fn keyword(&self, keyword: &str) -> Option<Node<'t>> {
        std::iter::once(&self.node).chain(&self.more).find_map(|node| node.get(keyword))
    }

    pub(crate) fn at(&self, keyword: &str) -> Pointer {
        self.keyword(keyword).map_or_else(|| self.node.pointer().join(keyword), Node::pointer)
    }

    /// Whether it has a keyword.
    pub(crate) fn has(&self, keyword: &str) -> bool {
        self.keyword(keyword).is_some()
    }

    /// Whether it has a keyword that says more than leaving it out.
    pub(crate) fn says(&self, keyword: &str) -> bool {
        self.keyword(keyword).is_some_and(|value| !value.says_nothing())
    }

    /// The text of one of our own keys.
    pub(crate) fn own(&self, key: &str) -> Option<&'t str> {
        self.node.get(key)?.as_str()
    }

    /// The schema, if it is about objects.
    pub(crate) fn as_object(&self) -> Option<&Self> {
        (self.kind == Kind::Object).then_some(self)
    }

    /// The texts of `enum`, of a schema about texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &'t str> {
        let values: &[Node<'t>] = if self.kind == Kind::String { &self.values } else { &[] };
        values.iter().filter_map(|value| value.as_str())
    }

    /// Whether it is about texts that are listed.
    pub(crate) fn is_enumeration(&self) -> bool {
        self.texts().next().is_some()
    }

    /// Whether it is about texts that are never shown.
    pub(crate) fn is_secret(&self) -> bool {
        self.kind == Kind::String && self.format == Some("password")
    }

    /// Whether it allows everything.
    pub(crate) fn is_anything(&self) -> bool {
        let is_composed = !self.all_of.is_empty() || !self.choices.is_empty();
        self.kind == Kind::Any
            && !is_composed
            && self.values.is_empty()
            && !ASSERTIONS.iter().any(|keyword| self.says(keyword))
    }
}

fn discriminator(node: Node<'_>) -> Option<Discriminator<'_>> {
    let mapping = node.get("mapping").and_then(Node::as_object).into_iter().flatten();
    Some(Discriminator {
        property: node.get("propertyName")?.as_str()?,
        mapping: mapping.filter_map(|(value, target)| Some((value, target.as_str()?))).collect(),
    })
}
