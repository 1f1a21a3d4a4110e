//! Structs: their fields, their constructors, and which fields go with which value of a tag.

use std::collections::BTreeSet;

use super::Builder;
use crate::diagnostic::Place;
use crate::ext::By;
use crate::lower::item::{Property, TaggedArm, TaggedUnion};
use crate::lower::role::Role;
use crate::lower::rules::Key;
use crate::lower::{docs, sample};
use crate::model::{
    Arm, Constraint, Constructor, Docs, Form, Ident, Member, Object, Presence, Setting, Type, Union, UnionRule,
};
use crate::name::{Candidate, Namespace};
use crate::node::NodeId;
use crate::schema::Schema;

/// The constructor of an object without a union.
const NEW: &str = "new";

impl<'a> Builder<'_, 'a> {
    pub(super) fn object(
        &mut self,
        schema: &Schema<'a>,
        properties: &[Property<'a>],
        union: Option<&TaggedUnion<'a>>,
        role: Role,
        docs: &Docs,
    ) -> Object {
        let owner = schema.node.id();
        let fields = self.found.names(Namespace::Fields, properties.iter().map(candidate));
        let members: Vec<Member> = properties
            .iter()
            .zip(fields)
            .map(|(property, field)| self.member(owner, property, field, role, docs))
            .collect();
        let constructors = match union {
            None => vec![constructor(Ident::new(NEW), None, &members)],
            Some(union) => union
                .arms
                .iter()
                .map(|arm| constructor(arm.constructor.clone(), Some((union, arm)), &members))
                .collect(),
        };
        let union = union.and_then(|union| self.union(owner, union, &members));
        let is_unset = |member: &Member| !member.presence.is_required();
        let has_default = union.is_none() && members.iter().all(is_unset);
        Object { members, constructors, has_default, union, text: None }
    }

    fn member(&mut self, owner: NodeId, property: &Property<'a>, field: Ident, role: Role, whole: &Docs) -> Member {
        let Property { wire, is_required, slot, .. } = property;
        let presence = match is_required {
            true => Presence::Required(self.rules.find(&Key::of_member(owner, By::Required, wire))),
            false => Presence::Optional,
        };
        Member {
            wire: (*wire).to_owned(),
            field,
            docs: docs::within(docs::of_slot(slot), whole),
            ty: slot.ty.clone(),
            presence,
            constraints: self.constraints(owner, property, role).into_iter().collect(),
            example: sample::example(slot, &self.survey.items),
        }
    }

    /// The limits of a member, whose rule stands on the object or, for those of a text, on the member's own schema.
    fn constraints(&mut self, owner: NodeId, property: &Property<'a>, role: Role) -> Option<Constraint> {
        let schema = property.slot.schema()?;
        let form = match &property.slot.ty {
            Type::Primitive(primitive) => primitive.facts().form,
            Type::Named(_) | Type::List(_) | Type::Map(_) | Type::Any => return None,
        };
        let on_owner = |by| Key::of_member(owner, by, property.wire);
        let keys = match form {
            Form::Truth | Form::Fraction => return None,
            Form::Whole(..) => vec![on_owner(By::Range)],
            Form::Text | Form::Wrapped { .. } => vec![on_owner(By::Length), Key::new(schema.node.id(), By::Length)],
        };
        self.constraint(schema, form.measure()?, &keys, role)
    }

    fn union(&mut self, owner: NodeId, union: &TaggedUnion<'a>, members: &[Member]) -> Option<Union> {
        let tag = members.iter().find(|member| member.wire == union.tag)?;
        let listed: BTreeSet<&String> = union.arms.iter().flat_map(|arm| &arm.members).collect();
        let is_listed = |member: &&Member| !member.presence.is_required() && listed.contains(&member.wire);
        let listed: Vec<&Member> = members.iter().filter(is_listed).collect();
        let mut arms = Vec::new();
        for TaggedArm { value, variant, members: own, .. } in &union.arms {
            let (wanted, others): (Vec<&Member>, _) = listed.iter().partition(|member| own.contains(&member.wire));
            let wanted = wanted.into_iter().map(|member| (true, member));
            let others = others.into_iter().map(|member: &Member| (false, member));
            let rules = wanted.chain(others).map(|(is_wanted, Member { wire, field, .. })| {
                let key = Key { when: Some(value.clone()), ..Key::of_member(owner, By::Union, wire) };
                let rule = self.rules.rule(&key, self.found);
                UnionRule { field: field.clone(), wire: wire.clone(), is_wanted, rule }
            });
            arms.push(Arm { value: value.clone(), variant: variant.clone(), rules: rules.collect() });
        }
        Some(Union { field: tag.field.clone(), wire: tag.wire.clone(), ty: tag.ty.clone(), arms })
    }
}

fn candidate(property: &Property<'_>) -> Candidate {
    let at = property.node.pointer();
    Candidate::new(property.wire, Place::key(property.node)).wished(property.slot.explicit(&at))
}

/// Its arguments are the required members, without the tag, and the members of the arm.
fn constructor(name: Ident, arm: Option<(&TaggedUnion<'_>, &TaggedArm)>, members: &[Member]) -> Constructor {
    let setting = |member: &Member| match (arm, &member.presence) {
        (Some((union, arm)), _) if union.tag == member.wire => Setting::Tag(arm.variant.clone()),
        (_, Presence::Required(_)) => Setting::Argument,
        (Some((_, arm)), Presence::Optional) if arm.members.contains(&member.wire) => Setting::Argument,
        (_, Presence::Optional) => Setting::Unset,
    };
    Constructor {
        name,
        arm: arm.map(|(_, arm)| arm.value.clone()),
        settings: members.iter().map(setting).collect(),
        example: None,
    }
}
