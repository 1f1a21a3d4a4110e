//! What is inside of object schemas: their members, and envelopes of which only one member is wanted.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Item, ItemKind, Layer, Placed, Property, Slot, TaggedArm, TaggedUnion};
use super::schema::Walker;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext;
use crate::model::{Ident, Type};
use crate::name::{Candidate, Namespace};
use crate::schema::{Additional, Schema};

/// The most rules that a union may have: one for each arm and each member that any arm lists.
const LARGEST_UNION: usize = 10_000;

/// Which envelope a member is taken out of.
#[derive(Clone, Copy)]
pub(super) struct Envelope<'a> {
    /// The member that the caller sees.
    pub(super) member: &'a str,
    /// A member that needs no field: the tag of a fault.
    pub(super) tag: Option<&'a str>,
}

impl<'a> Walker<'_, 'a> {
    /// Walks into every object and choice found so far, and into those found on the way.
    pub(super) fn objects(&mut self) {
        while let Some(id) = self.queue.pop_front() {
            let Item { schema, label, explicit, kind } = &self.items[id];
            let (schema, label) = (*schema, explicit.unwrap_or(label).to_owned());
            self.items[id].kind = match kind {
                ItemKind::Object { .. } => {
                    let properties = self.properties(schema, &label);
                    let rest = schema.additional.and_then(|additional| self.rest(additional, &label));
                    let union = self.union(schema, &properties);
                    ItemKind::Object { properties, rest, union }
                }
                ItemKind::Choice(_) => ItemKind::Choice(self.choice(schema, &label)),
                ItemKind::Enumeration(..) | ItemKind::Newtype(_) | ItemKind::Faults(..) => continue,
            };
        }
    }

    fn properties(&mut self, schema: &'a Schema<'a>, label: &str) -> Vec<Property<'a>> {
        let required: BTreeSet<&str> = schema.required.iter().copied().collect();
        let mut properties = Vec::new();
        for (wire, inner) in &schema.properties {
            let slot = self.slot(self.document.schema(*inner), &format!("{label} {wire}"));
            properties.push(Property { wire, node: inner.node, is_required: required.contains(wire), slot });
        }
        properties
    }

    /// What may stand beside the properties.
    fn rest(&mut self, additional: Additional<'a>, label: &str) -> Option<Slot<'a>> {
        match additional {
            Additional::Any(false) => None,
            Additional::Any(true) => Some(Slot::any()),
            Additional::Schema(values) => Some(self.slot(self.document.schema(values), &format!("{label} value"))),
        }
    }

    /// The union of an object, if its tag can be matched on: it is required, and an enum.
    fn union(&mut self, schema: &'a Schema<'a>, properties: &[Property<'a>]) -> Option<TaggedUnion<'a>> {
        let union = ext::union(schema.node)?;
        let at = schema.at(ext::UNION);
        let place = Place::value(at.join("tag"));
        let Some(tag) = properties.iter().find(|property| property.wire == union.tag) else {
            let message = format!("there is no property `{}`", union.tag);
            self.found.push(Diagnostic::error(Code::UnknownMember, place, message));
            return None;
        };
        tag.slot.schema().filter(|schema| !schema.is_broken)?;
        let listed: BTreeSet<&String> = union.arms.values().flatten().collect();
        let size = union.arms.len().saturating_mul(listed.len());
        if size > LARGEST_UNION {
            let message = format!(
                "a union of {} arms and {} members is not supported yet: each arm rules on every member, which makes {size} \
                 rules, and at most {LARGEST_UNION} are written",
                union.arms.len(),
                listed.len()
            );
            self.found.refuse(Place::key(at), message, "split the union into several schemas");
            return None;
        }
        let values = self.variants(&tag.slot.ty);
        if !tag.is_required {
            let message = format!("a union whose tag `{}` is optional is not supported yet", union.tag);
            self.found.refuse(place, message, "name the tag in `required`");
        } else if values.is_empty() {
            let message = format!("a union whose tag `{}` is no enum is not supported yet", union.tag);
            self.found.refuse(place, message, "list the values of the tag as its `enum`");
        }
        let known = union.arms.into_iter().filter_map(|(wire, members)| {
            let variant = values.get(&wire)?.clone();
            Some((wire, variant, members.into_iter().collect()))
        });
        let known: Vec<(String, Ident, BTreeSet<String>)> = known.collect();
        let candidates = known.iter().map(|(wire, ..)| Candidate::new(wire, Place::key(at.join("arms").join(wire))));
        let names = self.found.names(Namespace::Constructors, candidates);
        let arm = |((value, variant, members), constructor)| TaggedArm { value, variant, constructor, members };
        Some(TaggedUnion { tag: tag.wire, arms: known.into_iter().zip(names).map(arm).collect() })
    }

    /// The variants of a type that is an enum, by their values.
    fn variants(&self, ty: &Type) -> BTreeMap<String, Ident> {
        match ty.named().map(|id| &self.items[id].kind) {
            Some(ItemKind::Enumeration(_, values)) => {
                values.iter().map(|value| (value.wire.clone(), value.variant.clone())).collect()
            }
            Some(ItemKind::Object { .. } | ItemKind::Choice(_) | ItemKind::Newtype(_) | ItemKind::Faults(..))
            | None => BTreeMap::new(),
        }
    }

    /// The wanted member of an envelope. `None` after a diagnostic.
    pub(super) fn unwrap(&mut self, layers: &[Layer<'a>], envelope: Envelope<'a>, label: &str) -> Option<Placed<'a>> {
        let layer = layers.last()?;
        let wanted = envelope.member;
        if layer.schema.is_broken {
            return None;
        }
        let Some(property) = layer.property(wanted) else {
            let message = match layer.schema.as_object() {
                None => format!("only an object has a member `{wanted}` to unwrap"),
                Some(_) => format!("there is no property `{wanted}` to unwrap"),
            };
            self.found.push(Diagnostic::error(Code::UnknownMember, Place::value(layer.schema.node), message));
            return None;
        };
        let at = layer.schema.at("properties");
        if !layer.schema.required.contains(&wanted) {
            let message = format!("unwrapping `{wanted}`, which is optional, is not supported yet");
            self.found.refuse(Place::key(at.join(wanted)), message, "name it in `required`, or leave the key out");
        }
        let names = layer.schema.properties.iter().map(|(name, _)| *name);
        for name in names.filter(|name| *name != wanted && Some(*name) != envelope.tag) {
            let message = format!("`{name}`, beside the unwrapped `{wanted}`, is not supported yet");
            self.found.lose(Place::key(at.join(name)), message, "leave out `x-codegen-unwrap` or the member");
        }
        let slot = self.slot(self.document.schema(property), &format!("{label} {wanted}"));
        Some(Placed { slot, member: Some((wanted, at.join(wanted))) })
    }
}
