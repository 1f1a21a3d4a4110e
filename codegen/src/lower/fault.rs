//! Error responses: one discriminator for all of an operation, because servers and documents disagree about statuses.

use openapiv3::{Discriminator, ReferenceOr, Response, Schema, SchemaKind, Type};

use super::object::{Envelope, ObjectView};
use super::plan::{ArmPlan, FaultPlan, Layer, Payload, Slot};
use super::schema::{Walker, component};
use crate::diagnostic::Place;
use crate::ext;
use crate::pointer::Pointer;

/// A response whose status is no success.
pub(super) struct ErrorResponse<'a> {
    pub(super) response: &'a Response,
    pub(super) pointer: Pointer,
}

/// The alternatives of one response.
struct Alternatives<'a> {
    pointer: Pointer,
    one_of: &'a [ReferenceOr<Schema>],
    discriminator: &'a Discriminator,
    unwrap: Option<&'a str>,
}

impl<'a> Walker<'a> {
    /// What the error responses say together; those without content say nothing.
    pub(super) fn fault(&mut self, responses: &[ErrorResponse<'a>], label: &str) -> Option<FaultPlan<'a>> {
        let mut plan: Option<FaultPlan<'a>> = None;
        for error in responses {
            let Some(alternatives) = self.alternatives(error) else { continue };
            let tag = alternatives.discriminator.property_name.as_str();
            let plan = plan.get_or_insert_with(|| FaultPlan { tag, arms: Vec::new() });
            if plan.tag != tag {
                let place = Place::value(alternatives.pointer.join("discriminator").join("propertyName"));
                let message =
                    format!("error responses told apart by `{}` and by `{tag}` are not supported yet", plan.tag);
                self.found.refuse(place, message);
                continue;
            }
            for arm in self.arms(&alternatives, label) {
                self.merge(plan, arm);
            }
        }
        plan
    }

    fn merge(&mut self, plan: &mut FaultPlan<'a>, arm: ArmPlan<'a>) {
        let Some(known) = plan.arms.iter().find(|known| known.value == arm.value) else {
            return plan.arms.push(arm);
        };
        let member = |payload: &Payload<'a>| payload.member.as_ref().map(|(name, _)| *name);
        let is_same =
            known.payload.slot.shape.is_same(&arm.payload.slot.shape) && member(&known.payload) == member(&arm.payload);
        if !is_same {
            let message = format!("the fault `{}` with two different contents is not supported yet", arm.value);
            self.found.refuse(Place::value(arm.pointer), message);
        }
    }

    fn alternatives(&mut self, error: &ErrorResponse<'a>) -> Option<Alternatives<'a>> {
        let (media, at) = self.json(&error.response.content, &error.pointer)?;
        let start = self.resolver.schema(media.schema.as_ref()?, &at);
        let layers = self.peel(start, 0);
        let layer = layers.last()?;
        let pointer = layer.pointer.clone();
        let discriminator = layer.schema.schema_data.discriminator.as_ref();
        let (SchemaKind::OneOf { one_of }, Some(discriminator)) = (&layer.schema.schema_kind, discriminator) else {
            let message = "an error response that is no `oneOf` with a `discriminator` is not supported yet";
            self.found.refuse(Place::value(pointer), message);
            return None;
        };
        let unwrap = ext::unwrap(&error.response.extensions);
        Some(Alternatives { pointer, one_of, discriminator, unwrap })
    }

    fn arms(&mut self, alternatives: &Alternatives<'a>, label: &str) -> Vec<ArmPlan<'a>> {
        let mut arms = Vec::new();
        let mut used: Vec<&str> = Vec::new();
        for (index, entry) in alternatives.one_of.iter().enumerate() {
            let at = alternatives.pointer.join("oneOf").join_index(index);
            let start = self.resolver.schema(entry, &at);
            let layers = self.peel(start, 0);
            let Some(last) = layers.last() else { continue };
            let mapped: Vec<&str> = mapped(alternatives.discriminator, &layers).collect();
            used.extend(&mapped);
            let values = if mapped.is_empty() { own_value(last, alternatives) } else { owned(&mapped) };
            if values.is_empty() {
                self.found.refuse(
                    Place::value(at),
                    "an arm of a `oneOf` that no value of the discriminator stands for is not supported yet",
                );
            }
            for value in values {
                arms.extend(self.arm(value, &layers, alternatives, label));
            }
        }
        for value in alternatives.discriminator.mapping.keys().filter(|value| !used.contains(&value.as_str())) {
            let place = Place::key(alternatives.pointer.join("discriminator").join("mapping").join(value));
            let help = "list it in `oneOf`, or leave it out";
            self.found.lose(place, format!("`{value}` stands for a schema that is not in `oneOf`"), help);
        }
        arms
    }

    fn arm(
        &mut self,
        value: String,
        layers: &[Layer<'a>],
        alternatives: &Alternatives<'a>,
        label: &str,
    ) -> Option<ArmPlan<'a>> {
        let last = layers.last()?;
        let label = format!("{label} {value}");
        let tag = alternatives.discriminator.property_name.as_str();
        let payload = match alternatives.unwrap {
            Some(member) => self.unwrap(layers, Envelope { member, tag: Some(tag) }, &label)?,
            None => Payload { slot: self.whole(layers, &label), member: None },
        };
        // A folded envelope is no type, so its name is free to name the variant.
        let explicit = ext::name(&last.schema.schema_data.extensions);
        Some(ArmPlan { value, explicit, pointer: last.pointer.clone(), payload })
    }

    fn whole(&mut self, layers: &[Layer<'a>], label: &str) -> Slot<'a> {
        let shape = layers.last().map(|last| self.shape_of(last, label));
        Slot { shape: shape.unwrap_or(super::plan::Shape::Any), layers: layers.to_vec() }
    }
}

/// The values that the mapping gives to a schema or to one it is only another name of.
fn mapped<'m>(discriminator: &'m Discriminator, layers: &[Layer<'_>]) -> impl Iterator<Item = &'m str> {
    let places: Vec<Pointer> = layers.iter().map(|layer| layer.pointer.clone()).collect();
    discriminator.mapping.iter().filter_map(move |(value, target)| {
        let named = Pointer::root().join("components").join("schemas").join(target);
        let target = Pointer::from_reference(target).unwrap_or(named);
        places.contains(&target).then_some(value.as_str())
    })
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// Without a mapping: the one value that the tag can have in this schema, else the schema's name.
fn own_value(layer: &Layer<'_>, alternatives: &Alternatives<'_>) -> Vec<String> {
    let tag = ObjectView::of(layer.schema)
        .and_then(|view| view.properties.get(&alternatives.discriminator.property_name))
        .and_then(ReferenceOr::as_item);
    if let Some(SchemaKind::Type(Type::String(string))) = tag.map(|tag| &tag.schema_kind)
        && let [Some(only)] = string.enumeration.as_slice()
    {
        return vec![only.clone()];
    }
    component(&layer.pointer).into_iter().collect()
}
