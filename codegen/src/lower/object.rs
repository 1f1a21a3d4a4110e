//! Object schemas: their members, and envelopes of which only one member is wanted.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type};

use super::plan::{Kind, Layer, MemberPlan, Payload};
use super::schema::Walker;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext;
use crate::pointer::Pointer;

/// An object schema, whether or not it says `type: object`.
pub(super) struct ObjectView<'a> {
    pub(super) properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
    pub(super) required: &'a [String],
    pub(super) additional: Option<&'a AdditionalProperties>,
}

impl<'a> ObjectView<'a> {
    pub(super) fn of(schema: &'a Schema) -> Option<Self> {
        match &schema.schema_kind {
            SchemaKind::Type(Type::Object(object)) => Some(Self {
                properties: &object.properties,
                required: &object.required,
                additional: object.additional_properties.as_ref(),
            }),
            SchemaKind::Any(any) if any.typ.is_none() && !any.properties.is_empty() && has_only_members(any) => {
                Some(Self {
                    properties: &any.properties,
                    required: &any.required,
                    additional: any.additional_properties.as_ref(),
                })
            }
            _ => None,
        }
    }
}

/// Whether every keyword of the schema is one of objects.
fn has_only_members(any: &openapiv3::AnySchema) -> bool {
    let rest = openapiv3::AnySchema {
        properties: IndexMap::new(),
        required: Vec::new(),
        additional_properties: None,
        min_properties: None,
        max_properties: None,
        ..any.clone()
    };
    rest == openapiv3::AnySchema::default()
}

/// How many rules a union may come to: they are its arms times the members that arms list, and so is what is written.
const LARGEST_UNION: usize = 10_000;

/// Which envelope a member is taken out of.
#[derive(Clone, Copy)]
pub(super) struct Envelope<'a> {
    /// The member that the caller sees.
    pub(super) member: &'a str,
    /// A member that is known by other means: the tag of a fault.
    pub(super) tag: Option<&'a str>,
}

impl<'a> Walker<'a> {
    /// The inside of an object.
    pub(super) fn object(&mut self, at: &Pointer, schema: &'a Schema, label: &str) -> Kind<'a> {
        let mut members = Vec::new();
        let view = ObjectView::of(schema);
        let required: BTreeSet<&str> = view.iter().flat_map(|view| view.required).map(String::as_str).collect();
        for (wire, property) in view.iter().flat_map(|view| view.properties) {
            let pointer = at.join("properties").join(wire);
            let start = self.resolver.boxed_schema(property, &pointer);
            let slot = self.slot(start, &format!("{label} {wire}"));
            let required = required.contains(wire.as_str());
            members.push(MemberPlan { wire, pointer, required, slot });
        }
        let union = self
            .resolver
            .document()
            .tree
            .find(at)
            .and_then(ext::union)
            .filter(|union| self.is_sound(union, at, &members));
        Kind::Object { members, union }
    }

    /// Whether the tag can be matched on: always there, and an enum.
    fn is_sound(&mut self, union: &ext::Union, at: &Pointer, members: &[MemberPlan<'a>]) -> bool {
        let place = Place::value(at.join(ext::UNION).join("tag"));
        let Some(tag) = members.iter().find(|member| member.wire == union.tag) else {
            let message = format!("there is no property `{}`", union.tag);
            self.found.push(Diagnostic::error(Code::UnknownMember, place, message));
            return false;
        };
        let is_enum = tag.slot.layers.last().is_some_and(|layer| match &layer.schema.schema_kind {
            SchemaKind::Type(Type::String(string)) => !string.enumeration.is_empty(),
            _ => false,
        });
        // Each arm says of every member that any arm lists whether it must be there.
        let listed: BTreeSet<&String> = union.arms.values().flatten().collect();
        let size = union.arms.len().saturating_mul(listed.len());
        if size > LARGEST_UNION {
            let message = format!(
                "a union of {} arms and {} members is not supported yet: each arm rules on every member, which makes {size} \
                 rules, and at most {LARGEST_UNION} are written",
                union.arms.len(),
                listed.len()
            );
            self.found.refuse(Place::key(at.join(ext::UNION)), message, "split the union into several schemas");
            return false;
        }
        if !tag.required {
            let message = format!("a union whose tag `{}` is optional is not supported yet", union.tag);
            self.found.refuse(place, message, "name the tag in `required`");
        } else if !is_enum {
            let message = format!("a union whose tag `{}` is no enum is not supported yet", union.tag);
            self.found.refuse(place, message, "list the values of the tag as its `enum`");
        }
        tag.required && is_enum
    }

    /// The wanted member of an envelope. `None` after a diagnostic.
    pub(super) fn unwrap(&mut self, layers: &[Layer<'a>], envelope: Envelope<'a>, label: &str) -> Option<Payload<'a>> {
        let layer = layers.last()?;
        let wanted = envelope.member;
        let Some(view) = ObjectView::of(layer.schema) else {
            let message = format!("only an object has a member `{wanted}` to unwrap");
            self.found.push(Diagnostic::error(Code::UnknownMember, Place::value(layer.pointer.clone()), message));
            return None;
        };
        let at = layer.pointer.join("properties");
        let Some(property) = view.properties.get(wanted) else {
            let message = format!("there is no property `{wanted}` to unwrap");
            self.found.push(Diagnostic::error(Code::UnknownMember, Place::value(layer.pointer.clone()), message));
            return None;
        };
        if !view.required.iter().any(|name| name == wanted) {
            let message = format!("unwrapping `{wanted}`, which is optional, is not supported yet");
            self.found.refuse(Place::key(at.join(wanted)), message, "name it in `required`, or leave the key out");
        }
        for name in view.properties.keys().filter(|name| *name != wanted && Some(name.as_str()) != envelope.tag) {
            let message = format!("`{name}`, beside the unwrapped `{wanted}`, is not supported yet");
            self.found.lose(Place::key(at.join(name)), message, "leave out `x-codegen-unwrap` or the member");
        }
        let pointer = at.join(wanted);
        let start = self.resolver.boxed_schema(property, &pointer);
        let slot = self.slot(start, &format!("{label} {wanted}"));
        Some(Payload { slot, member: Some((wanted, pointer)) })
    }
}
