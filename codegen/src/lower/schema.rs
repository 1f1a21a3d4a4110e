//! From a schema to its type. What is not supported is reported and taken as any JSON, so that one run reports everything.
//! The inside of objects, docs, limits and rules are not looked at here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::enumeration;
use super::findings::Findings;
use super::home::{self, component, own_label};
use super::item::{Item, ItemKind, Layer, Slot};
use super::limit;
use crate::diagnostic::Place;
use crate::document::{Document, Lookup, Resolved};
use crate::ext;
use crate::model::{Base, Primitive, Type, TypeId, Types};
use crate::schema::{Additional, Kind, Schema, SchemaId};

/// More layers, lists and maps in a row than this are a cycle or a mistake.
const DEEPEST: usize = 64;

/// The types of schemas.
pub(crate) type Places = BTreeMap<SchemaId, Type>;

/// A schema on the way, or why there is none.
pub(super) type Step<'a> = Lookup<'a, Schema<'a>>;

/// Walks over what operations reach.
pub(super) struct Walker<'f, 'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) found: &'f mut Findings,
    /// Every schema that was looked at, items or not.
    pub(super) visited: BTreeMap<SchemaId, &'a Schema<'a>>,
    pub(super) items: Types<Item<'a>>,
    /// The item of each schema that has one.
    pub(super) ids: BTreeMap<SchemaId, TypeId>,
    /// The faults that schemas name, with the member that is taken out of the envelope. Such a schema can be a type as well.
    pub(super) faults: BTreeMap<SchemaId, (Option<&'a str>, TypeId)>,
    /// Objects whose inside is still to be walked. A queue, not recursion: documents chain as many schemas as they like.
    pub(super) queue: VecDeque<TypeId>,
    /// The type of each schema, those that are looked through included.
    pub(super) places: Places,
    /// Texts of bytes that are files, because they stand in a body of several parts.
    pub(super) files: BTreeSet<SchemaId>,
}

impl<'f, 'a> Walker<'f, 'a> {
    pub(super) fn new(document: &'a Document<'a>, found: &'f mut Findings) -> Self {
        Self {
            document,
            found,
            visited: BTreeMap::new(),
            items: Types::default(),
            ids: BTreeMap::new(),
            faults: BTreeMap::new(),
            queue: VecDeque::new(),
            places: Places::new(),
            files: BTreeSet::new(),
        }
    }

    /// What stands where this schema does; `label` names an item that the document does not name.
    pub(super) fn slot(&mut self, start: Step<'a>, label: &str) -> Slot<'a> {
        self.slot_at(start, label, 0)
    }

    fn slot_at(&mut self, start: Step<'a>, label: &str, depth: usize) -> Slot<'a> {
        let layers = self.peel(start, depth);
        let component = layers.iter().rev().find_map(|layer| own_label(layer.schema));
        self.slot_of(layers, component.as_deref().unwrap_or(label), depth)
    }

    /// The same for schemas that were looked through already.
    pub(super) fn slot_of(&mut self, layers: Vec<Layer<'a>>, label: &str, depth: usize) -> Slot<'a> {
        let slot = self.typed(layers, label, depth).with_null();
        self.places.extend(slot.layers.iter().map(|layer| (layer.schema.id, slot.ty.clone())));
        slot
    }

    fn typed(&mut self, layers: Vec<Layer<'a>>, label: &str, depth: usize) -> Slot<'a> {
        let schema = layers.last().map(|layer| layer.schema);
        let Some(schema) = schema.filter(|schema| !schema.is_broken) else { return Slot { layers, ..Slot::any() } };
        let depth = depth + layers.len();
        let primitive = |walker: &mut Self, base| match enumeration::repr(schema) {
            Some(_) => walker.item(schema, label),
            None => Type::Primitive(limit::primitive(schema, base)),
        };
        let ty = match schema.kind {
            Kind::String if self.files.contains(&schema.id) => Type::Primitive(Primitive::File),
            Kind::String => self.string(schema, label),
            Kind::Integer => primitive(self, Base::Integer),
            Kind::Number => primitive(self, Base::Number),
            Kind::Boolean => primitive(self, Base::Boolean),
            Kind::Array => {
                let item = schema.items.map(|items| self.document.schema(items));
                let item = item.map(|item| self.slot_at(item, &format!("{label} item"), depth));
                return item.unwrap_or_else(Slot::any).within(Type::List, layers);
            }
            Kind::Object => match (schema.properties.is_empty(), schema.additional) {
                (false, _) | (true, Some(Additional::Any(false))) => self.item(schema, label),
                (true, Some(Additional::Any(true)) | None) => return Slot::any().within(Type::Map, layers),
                (true, Some(Additional::Schema(values))) => {
                    let value = self.slot_at(self.document.schema(values), &format!("{label} value"), depth);
                    return value.within(Type::Map, layers);
                }
            },
            Kind::Any => match enumeration::repr(schema) {
                Some(_) => self.item(schema, label),
                None => Type::Any,
            },
            Kind::Null => Type::Any,
            Kind::OneOf | Kind::AnyOf if schema.parts.is_empty() => Type::Any,
            Kind::OneOf | Kind::AnyOf => self.item(schema, label),
            // Its part could not be found, which was reported.
            Kind::Alias => Type::Any,
        };
        Slot { ty, layers, inner: None }
    }

    /// A schema and, as long as it is another name of one, that one.
    pub(super) fn peel(&mut self, start: Step<'a>, depth: usize) -> Vec<Layer<'a>> {
        let mut layers: Vec<Layer<'a>> = Vec::new();
        let mut next = Some(start);
        while let Some(step) = next.take() {
            let Some(Resolved { value: schema, siblings: beside, .. }) = self.found.ok(step) else { break };
            if depth + layers.len() >= DEEPEST {
                let message = format!(
                    "more than {DEEPEST} schemas inside each other, or one inside itself, are not supported yet"
                );
                let help = "put an object with `properties` in between";
                self.found.refuse(Place::value(schema.node), message, help);
                break;
            }
            self.visited.insert(schema.id, schema);
            if let (Kind::Alias, [only]) = (schema.kind, schema.parts.as_slice()) {
                next = Some(self.document.schema(*only));
            }
            let is_shared = beside.is_some() || layers.last().is_some_and(|layer| layer.is_shared);
            layers.push(Layer { schema, beside, is_shared });
        }
        layers
    }

    fn string(&mut self, schema: &'a Schema<'a>, label: &str) -> Type {
        if schema.is_enumeration() || component(schema.node).is_some() {
            return self.item(schema, label);
        }
        Type::Primitive(limit::primitive(schema, Base::String))
    }

    fn item(&mut self, schema: &'a Schema<'a>, label: &str) -> Type {
        if let Some(id) = self.ids.get(&schema.id) {
            return Type::Named(*id);
        }
        let name = own_label(schema);
        // On a schema that stands in a property the key names the property.
        let explicit = name.as_ref().filter(|_| !schema.is_base).and_then(|_| schema.own(ext::NAME));
        let label = name.unwrap_or_else(|| home::label(schema.node, label));
        let kind = match (enumeration::repr(schema), schema.kind) {
            (Some(repr), _) => ItemKind::Enumeration(repr, enumeration::values(schema, repr, self.found)),
            (None, Kind::String) => ItemKind::Newtype(limit::primitive(schema, Base::String)),
            (None, Kind::OneOf | Kind::AnyOf) => ItemKind::Choice(Vec::new()),
            (None, _) => ItemKind::Object { properties: Vec::new(), rest: None, union: None },
        };
        let id = self.items.add(Item { schema, label, explicit, kind });
        self.ids.insert(schema.id, id);
        self.queue.push_back(id);
        Type::Named(id)
    }
}
