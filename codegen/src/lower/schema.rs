//! From a schema to its shape. What is not supported is reported here and walked over as any JSON, so that one run
//! reports everything. Docs, constraints and rules are left to building.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use openapiv3::{
    AdditionalProperties, AnySchema, IntegerFormat, ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};

use super::findings::Findings;
use super::object::ObjectView;
use super::plan::{Item, Kind, Layer, OperationPlan, Plan, Shape, SharedFault, Slot};
use crate::diagnostic::{Diagnostic, Place};
use crate::ext;
use crate::parse::Document;
use crate::pointer::Pointer;
use crate::resolve::{Resolved, Resolver};

/// More layers, lists and maps in a row than this are a cycle or a mistake.
const DEEPEST: usize = 64;

/// A schema on the way, or why there is none.
pub(super) type Step<'a> = Result<Resolved<'a, Schema>, Box<Diagnostic>>;

/// Walks over what operations reach.
pub(super) struct Walker<'a> {
    pub(super) resolver: Resolver<'a>,
    pub(super) found: Findings,
    pub(super) visited: BTreeMap<Pointer, &'a Schema>,
    pub(super) faults: BTreeMap<Pointer, SharedFault<'a>>,
    items: BTreeMap<Pointer, Option<Item<'a>>>,
    queue: VecDeque<Pending<'a>>,
}

/// An item whose inside is still to be walked.
struct Pending<'a> {
    pointer: Pointer,
    schema: &'a Schema,
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
            if schema.schema_data.nullable {
                let help = "leave the property out of `required` instead: what is unset is absent";
                self.found.refuse(Place::value(pointer.join("nullable")), "`nullable` is not supported yet", help);
            }
            if let SchemaKind::AllOf { all_of } = &schema.schema_kind
                && let [only] = all_of.as_slice()
            {
                next = Some(self.resolver.schema(only, &pointer.join("allOf").join_index(0)));
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
        match &layer.schema.schema_kind {
            SchemaKind::Type(Type::String(string)) => self.string(string, layer, label),
            SchemaKind::Type(Type::Integer(integer)) => match integer.format {
                VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Shape::Int32,
                _ => Shape::Int64,
            },
            SchemaKind::Type(Type::Number(_)) => Shape::Double,
            SchemaKind::Type(Type::Boolean(_)) => Shape::Bool,
            SchemaKind::Type(Type::Array(array)) => {
                let at = layer.pointer.join("items");
                let items = array.items.as_ref().map(|items| self.resolver.boxed_schema(items, &at));
                let inner = match items {
                    Some(items) => self.slot_at(items, &format!("{label} item"), depth),
                    None => Slot { shape: Shape::Any, layers: Vec::new() },
                };
                Shape::List(Box::new(inner))
            }
            SchemaKind::Type(Type::Object(_)) => self.object_shape(layer, label, depth),
            SchemaKind::Any(any) => self.any(any, layer, label, depth),
            SchemaKind::OneOf { .. } => self.combined(layer, "oneOf", "`oneOf` outside an error response"),
            SchemaKind::AnyOf { .. } => self.combined(layer, "anyOf", "`anyOf`"),
            SchemaKind::AllOf { .. } => self.combined(layer, "allOf", "`allOf` of more than one schema"),
            SchemaKind::Not { .. } => self.combined(layer, "not", "`not`"),
        }
    }

    fn combined(&mut self, layer: &Layer<'a>, keyword: &str, what: &str) -> Shape<'a> {
        // One schema alone was looked through, and could not be read further.
        let is_alone = matches!(&layer.schema.schema_kind, SchemaKind::AllOf { all_of } if all_of.len() == 1);
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

    fn string(&mut self, string: &'a StringType, layer: &Layer<'a>, label: &str) -> Shape<'a> {
        if !string.enumeration.is_empty() {
            if string.enumeration.iter().any(Option::is_none) {
                let message = "`null` in an enum is not supported yet";
                self.found.refuse(
                    Place::key(layer.pointer.join("enum")),
                    message,
                    "leave it out: what is unset is absent",
                );
            }
            return self.item(layer, label);
        }
        if component(&layer.pointer).is_some() {
            return self.item(layer, label);
        }
        if is_secret(string) { Shape::Secret } else { Shape::String }
    }

    fn object_shape(&mut self, layer: &Layer<'a>, label: &str, depth: usize) -> Shape<'a> {
        let Some(view) = ObjectView::of(layer.schema) else { return Shape::Any };
        let at = layer.pointer.join("additionalProperties");
        match view.additional {
            Some(AdditionalProperties::Schema(_)) if !view.properties.is_empty() => {
                let message = "`additionalProperties` with a schema beside `properties` is not supported yet";
                let help = "list the members as `properties`, or give the map a property of its own";
                self.found.refuse(Place::key(at), message, help);
            }
            Some(AdditionalProperties::Schema(schema)) if !is_anything(schema) => {
                let start = self.resolver.schema(schema, &at);
                return Shape::Map(Box::new(self.slot_at(start, &format!("{label} value"), depth)));
            }
            Some(AdditionalProperties::Any(true)) if !view.properties.is_empty() => {
                let help = "list the members as `properties`, or leave `properties` out for any JSON";
                self.found.lose(Place::key(at), "members beyond `properties` are not supported yet", help);
            }
            Some(AdditionalProperties::Any(false)) => return self.item(layer, label),
            _ => {}
        }
        if view.properties.is_empty() {
            let help = "list its `properties`, or leave `type` out where any JSON is meant";
            let message = "an object without `properties` is taken as any JSON, an object or not";
            self.found.lose(Place::value(layer.pointer.join("type")), message, help);
            return Shape::Any;
        }
        self.item(layer, label)
    }

    /// No `type`, or keywords that do not belong together.
    fn any(&mut self, any: &AnySchema, layer: &Layer<'a>, label: &str, depth: usize) -> Shape<'a> {
        if *any == AnySchema::default() {
            return Shape::Any;
        }
        if ObjectView::of(layer.schema).is_some() {
            return self.object_shape(layer, label, depth);
        }
        let help = "state the one `type` that the keywords belong to; `{}` is any JSON";
        let message = "this mixture of schema keywords is not supported yet";
        self.found.refuse(Place::value(layer.pointer.clone()), message, help);
        Shape::Any
    }

    fn item(&mut self, layer: &Layer<'a>, label: &str) -> Shape<'a> {
        let pointer = layer.pointer.clone();
        if !self.items.contains_key(&pointer) {
            self.items.insert(pointer.clone(), None);
            let name = own_label(layer.schema, &pointer);
            // On a schema that stands in a property the key names the property.
            let explicit = name.as_ref().and_then(|_| ext::name(&layer.schema.schema_data.extensions));
            let label = name.unwrap_or_else(|| label.to_owned());
            self.queue.push_back(Pending { pointer: pointer.clone(), schema: layer.schema, label, explicit });
        }
        Shape::Named(pointer)
    }

    fn kind(&mut self, pending: &Pending<'a>) -> Kind<'a> {
        match &pending.schema.schema_kind {
            SchemaKind::Type(Type::String(string)) if string.enumeration.is_empty() => {
                Kind::Newtype { secret: is_secret(string) }
            }
            SchemaKind::Type(Type::String(string)) => {
                Kind::Enumeration(string.enumeration.iter().flatten().map(String::as_str).collect())
            }
            _ => self.object(&pending.pointer, pending.schema, pending.explicit.unwrap_or(&pending.label)),
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
pub(super) fn own_label(schema: &Schema, pointer: &Pointer) -> Option<String> {
    let name = component(pointer)?;
    let within = ext::module(&schema.schema_data.extensions).and_then(|module| within(&name, module));
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

pub(super) fn is_secret(string: &StringType) -> bool {
    matches!(string.format, VariantOrUnknownOrEmpty::Item(StringFormat::Password))
}

/// Whether a schema allows everything.
fn is_anything(schema: &ReferenceOr<Schema>) -> bool {
    match schema {
        ReferenceOr::Item(schema) => {
            matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == AnySchema::default())
        }
        ReferenceOr::Reference { .. } => false,
    }
}
