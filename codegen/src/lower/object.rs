//! Object schemas: their members, and envelopes of which only one member is wanted.

use std::collections::BTreeSet;

use super::plan::{ItemKind, Layer, MemberPlan, Payload};
use super::schema::Walker;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext;
use crate::pointer::Pointer;
use crate::schema::Schema;

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
    pub(super) fn object(&mut self, at: &Pointer, schema: &'a Schema<'a>, label: &str) -> ItemKind<'a> {
        let mut members = Vec::new();
        let required: BTreeSet<&str> = schema.required.iter().copied().collect();
        for (wire, node) in schema.as_object().into_iter().flat_map(|object| &object.properties) {
            let pointer = at.join("properties").join(wire);
            let slot = self.slot(self.resolver.schema(*node), &format!("{label} {wire}"));
            members.push(MemberPlan { wire, pointer, required: required.contains(wire), slot });
        }
        let union = self
            .resolver
            .document()
            .tree
            .find(at)
            .and_then(ext::union)
            .filter(|union| self.is_sound(union, at, &members));
        ItemKind::Object { members, union }
    }

    /// Whether the tag can be matched on: always there, and an enum.
    fn is_sound(&mut self, union: &ext::Union, at: &Pointer, members: &[MemberPlan<'a>]) -> bool {
        let place = Place::value(at.join(ext::UNION).join("tag"));
        let Some(tag) = members.iter().find(|member| member.wire == union.tag) else {
            let message = format!("there is no property `{}`", union.tag);
            self.found.push(Diagnostic::error(Code::UnknownMember, place, message));
            return false;
        };
        let schema = tag.slot.layers.last().map(|layer| layer.schema);
        if schema.is_none_or(|schema| schema.is_broken) {
            return false;
        }
        let is_enum = schema.is_some_and(Schema::is_enumeration);
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
        if layer.schema.is_broken {
            return None;
        }
        let Some(view) = layer.schema.as_object() else {
            let message = format!("only an object has a member `{wanted}` to unwrap");
            self.found.push(Diagnostic::error(Code::UnknownMember, Place::value(layer.pointer.clone()), message));
            return None;
        };
        let at = layer.pointer.join("properties");
        let Some((_, property)) = view.properties.iter().find(|(name, _)| *name == wanted) else {
            let message = format!("there is no property `{wanted}` to unwrap");
            self.found.push(Diagnostic::error(Code::UnknownMember, Place::value(layer.pointer.clone()), message));
            return None;
        };
        if !view.required.contains(&wanted) {
            let message = format!("unwrapping `{wanted}`, which is optional, is not supported yet");
            self.found.refuse(Place::key(at.join(wanted)), message, "name it in `required`, or leave the key out");
        }
        let names = view.properties.iter().map(|(name, _)| *name);
        for name in names.filter(|name| *name != wanted && Some(*name) != envelope.tag) {
            let message = format!("`{name}`, beside the unwrapped `{wanted}`, is not supported yet");
            self.found.lose(Place::key(at.join(name)), message, "leave out `x-codegen-unwrap` or the member");
        }
        let pointer = at.join(wanted);
        let slot = self.slot(self.resolver.schema(*property), &format!("{label} {wanted}"));
        Some(Payload { slot, member: Some((wanted, pointer)) })
    }
}
