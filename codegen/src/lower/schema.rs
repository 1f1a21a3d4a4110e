//! From a schema to its shape. What is not supported is reported here and walked over as any JSON, so that one run
//! reports everything. Docs, constraints and rules are left to building.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use super::findings::Findings;
use super::plan::{Item, ItemKind, Layer, OperationPlan, Plan, Shape, SharedFault, Slot};
use crate::diagnostic::Place;
use crate::document::Document;
use crate::document::{Resolved, Resolver, Unresolved};
use crate::ext;
use crate::node::Node;
use crate::pointer::Pointer;
use crate::schema::{Additional, Kind, Schema};

/// More layers, lists and maps in a row than this are a cycle or a mistake.
const DEEPEST: usize = 64;

/// A schema on the way, or why there is none.
pub(super) type Step<'a> = Result<Resolved<'a, Schema<'a>>, Unresolved>;

/// Walks over what operations reach.
pub(super) struct Walker<'a> {
    pub(super) resolver: Resolver<'a>,
    pub(super) found: Findings,
    pub(super) visited: BTreeMap<Pointer, &'a Schema<'a>>,
    pub(super) faults: BTreeMap<Pointer, SharedFault<'a>>,
    items: BTreeMap<Pointer, Option<Item<'a>>>,
    queue: VecDeque<Pending<'a>>,
}

/// An item whose inside is still to be walked.
struct Pending<'a> {
    pointer: Pointer,
    schema: &'a Schema<'a>,
    label: String,
    explicit: Option<&'a str>,
}

impl<'a> Walker<'a> {
    pub(super) fn new(document: &'a Document<'a>, found: Findings) -> Self {
        Self {
            resolver: Resolver::new(document),
            found,
            visited: BTreeMap::new(),
            faults: BTreeMap::new(),
            items: BTreeMap::new(),
            queue: VecDeque::new(),
        }
    }

    /// Walks into every item found so far, and into those found on the way. A queue, not recursion: documents chain
    /// as many schemas as they like.
    pub(super) fn drain(&mut self) {
        while let Some(next) = self.queue.pop_front() {
            let kind = self.kind(&next);
            let Pending { pointer, schema, label, explicit } = next;
            self.items.insert(pointer, Some(Item { schema, label, explicit, kind }));
        }
    }

    pub(super) fn finish(mut self, operations: Vec<OperationPlan<'a>>) -> (Plan<'a>, Findings) {
        let server = self.server();
        let items = self.items.into_iter().filter_map(|(pointer, item)| Some((pointer, item?))).collect();
        let document = self.resolver.document();
        (Plan { document, items, faults: self.faults, operations, visited: self.visited, server }, self.found)
    }

    /// The slot of a schema; `label` names an item that the document does not name.
    pub(super) fn slot(&mut self, start: Step<'a>, label: &str) -> Slot<'a> {
        self.slot_at(start, label, 0)
    }

    fn slot_at(&mut self, start: Step<'a>, label: &str, depth: usize) -> Slot<'a> {
        let layers = self.peel(start, depth);
        let shape = match layers.last().cloned() {
            Some(last) => {
                let component = layers.iter().rev().find_map(|layer| own_label(layer.schema, &layer.pointer));
                let label = component.as_deref().unwrap_or(label).to_owned();
                self.shape(&last, &label, depth + layers.len())
            }
            None => Shape::Any,
        };
        Slot { shape, layers }
    }

    /// A schema and, as long as it is nothing but `allOf` around one other, that other.
    pub(super) fn peel(&mut self, start: Step<'a>, depth: usize) -> Vec<Layer<'a>> {
        let mut layers: Vec<Layer<'a>> = Vec::new();
        let mut next = Some(start);
        while let Some(step) = next.take() {
            let Some(resolved) = self.found.ok(step) else { break };
            if depth + layers.len() >= DEEPEST {
                let message = format!(
                    "more than {DEEPEST} schemas inside each other, or one inside itself, are not supported yet"
                );
                self.found.refuse(
                    Place::value(resolved.pointer),
                    message,
                    "put an object with `properties` in between",
                );
                break;
            }
            let shared = resolved.siblings.is_some() || layers.last().is_some_and(|layer| layer.shared);
            let Resolved { value: schema, pointer, siblings: beside, .. } = resolved;
            self.visited.insert(pointer.clone(), schema);
            if schema.nullable {
                let help = "leave the property out of `required` instead: what is unset is absent";
                self.found.refuse(Place::value(pointer.join("nullable")), "`nullable` is not supported yet", help);
            }
            if let (Kind::AllOf, [only]) = (schema.kind, schema.parts.as_slice()) {
                next = Some(self.resolver.schema(*only));
            }
            layers.push(Layer { schema, pointer, beside, shared });
        }
        layers
    }

    /// The shape of a schema that was looked through already.
    pub(super) fn shape_of(&mut self, layer: &Layer<'a>, label: &str) -> Shape<'a> {
        self.shape(layer, label, 0)
    }

    fn shape(&mut self, layer: &Layer<'a>, label: &str, depth: usize) -> Shape<'a> {
        let schema = layer.schema;
        if schema.is_broken {
            return Shape::Any;
        }
        match schema.kind {
            Kind::String => self.string(layer, label),
            Kind::Integer if schema.format == Some("int32") => Shape::Int32,
            Kind::Integer => Shape::Int64,
            Kind::Number => Shape::Double,
            Kind::Boolean => Shape::Bool,
            Kind::Array => {
                let inner = match schema.items.map(|items| self.resolver.schema(items)) {
                    Some(items) => self.slot_at(items, &format!("{label} item"), depth),
                    None => Slot { shape: Shape::Any, layers: Vec::new() },
                };
                Shape::List(Box::new(inner))
            }
            Kind::Object => self.object_shape(layer, label, depth),
            Kind::Any => Shape::Any,
            Kind::OneOf => self.combined(layer, "oneOf", "`oneOf` outside an error response"),
            Kind::AnyOf => self.combined(layer, "anyOf", "`anyOf`"),
            Kind::AllOf => self.combined(layer, "allOf", "`allOf` of more than one schema"),
            Kind::Not => self.combined(layer, "not", "`not`"),
            Kind::Mixed(keyword, other) => self.combined(layer, keyword, &format!("`{keyword}` beside `{other}`")),
        }
    }

    fn combined(&mut self, layer: &Layer<'a>, keyword: &str, what: &str) -> Shape<'a> {
        // One schema alone was looked through, and could not be read further.
        let is_alone = layer.schema.kind == Kind::AllOf && layer.schema.parts.len() == 1;
        if !is_alone {
            let help = match keyword {
                "allOf" => "write the members of all of them into one schema",
                "not" => "leave it out, or state it as a rule in `x-codegen-checks`",
                _ => "describe one schema with all the members, and a tag with `x-codegen-union`; `{}` is any JSON",
            };
            self.found.refuse(Place::key(layer.pointer.join(keyword)), format!("{what} is not supported yet"), help);
        }
        Shape::Any
    }

    fn string(&mut self, layer: &Layer<'a>, label: &str) -> Shape<'a> {
        if layer.schema.values.iter().any(|value| value.is_null()) {
            let help = "leave it out: what is unset is absent";
            self.found.refuse(Place::key(layer.pointer.join("enum")), "`null` in an enum is not supported yet", help);
        }
        if layer.schema.is_enumeration() || component(&layer.pointer).is_some() {
            return self.item(layer, label);
        }
        if layer.schema.is_secret() { Shape::Secret } else { Shape::String }
    }

    fn object_shape(&mut self, layer: &Layer<'a>, label: &str, depth: usize) -> Shape<'a> {
        let Schema { properties, additional, .. } = layer.schema;
        let at = layer.pointer.join("additionalProperties");
        match additional {
            Some(Additional::Schema(_)) if !properties.is_empty() => {
                let message = "`additionalProperties` with a schema beside `properties` is not supported yet";
                let help = "list the members as `properties`, or give the map a property of its own";
                self.found.refuse(Place::key(at), message, help);
            }
            Some(Additional::Schema(node)) if !self.is_anything(*node) => {
                let start = self.resolver.schema(*node);
                return Shape::Map(Box::new(self.slot_at(start, &format!("{label} value"), depth)));
            }
            Some(Additional::Any(true)) if !properties.is_empty() => {
                let help = "list the members as `properties`, or leave `properties` out for any JSON";
                self.found.lose(Place::key(at), "members beyond `properties` are not supported yet", help);
            }
            Some(Additional::Any(false)) => return self.item(layer, label),
            _ => {}
        }
        if properties.is_empty() {
            let help = "list its `properties`, or leave `type` out where any JSON is meant";
            let message = "an object without `properties` is taken as any JSON, an object or not";
            self.found.lose(Place::value(layer.pointer.join("type")), message, help);
            return Shape::Any;
        }
        self.item(layer, label)
    }

    /// Whether a schema that stands here, and not somewhere else, allows everything.
    fn is_anything(&self, node: Node<'a>) -> bool {
        self.resolver.document().schemas.get(&node.id()).is_some_and(Schema::is_anything)
    }

    fn item(&mut self, layer: &Layer<'a>, label: &str) -> Shape<'a> {
        let pointer = layer.pointer.clone();
        if !self.items.contains_key(&pointer) {
            self.items.insert(pointer.clone(), None);
            let name = own_label(layer.schema, &pointer);
            // On a schema that stands in a property the key names the property.
            let explicit = name.as_ref().and_then(|_| layer.schema.own(ext::NAME));
            let label = name.unwrap_or_else(|| label.to_owned());
            self.queue.push_back(Pending { pointer: pointer.clone(), schema: layer.schema, label, explicit });
        }
        Shape::Named(pointer)
    }

    fn kind(&mut self, pending: &Pending<'a>) -> ItemKind<'a> {
        let schema = pending.schema;
        if schema.kind != Kind::String {
            return self.object(&pending.pointer, schema, pending.explicit.unwrap_or(&pending.label));
        }
        match schema.is_enumeration() {
            true => ItemKind::Enumeration(schema.texts().collect()),
            false => ItemKind::Newtype { secret: schema.is_secret() },
        }
    }
}

/// The name of the component that a pointer leads to, if it leads to a schema there and not into one.
pub(super) fn component(pointer: &Pointer) -> Option<Cow<'_, str>> {
    let mut tokens = pointer.tokens();
    if tokens.next()? != "components" || tokens.next()? != "schemas" {
        return None;
    }
    let name = tokens.next()?;
    tokens.next().is_none().then_some(name)
}

/// What a component is called within its module: `rest.TaskInfo` of the module `rest` is `TaskInfo`.
pub(super) fn own_label(schema: &Schema<'_>, pointer: &Pointer) -> Option<String> {
    let name = component(pointer)?;
    let within = schema.own(ext::MODULE).and_then(|module| within(&name, module));
    Some(within.map_or_else(|| name.to_string(), str::to_owned))
}

/// What is left of a name behind that of the module, which has dots where the module has `::`.
fn within<'n>(name: &'n str, module: &str) -> Option<&'n str> {
    let mut rest = name;
    for part in module.split("::") {
        rest = rest.strip_prefix(part)?.strip_prefix('.')?;
    }
    Some(rest).filter(|rest| !rest.is_empty())
}
