//! Structs: their fields, their constructors, and which fields go with which value of a tag.

use std::collections::BTreeSet;

use super::Builder;
use crate::diagnostic::Place;
use crate::ext::By;
use crate::lower::item::{Property, TaggedArm, TaggedUnion};
use crate::lower::role::Role;
use crate::lower::rules::Key;
use crate::lower::{docs, limit, sample};
use crate::model::{Arm, Constructor, Docs, Ident, Member, Object, Presence, Setting, Type, Union, UnionRule};
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
        let members_keys = |by| vec![Key::new(owner, by)];
        let limits = self.constraints(limit::members(schema).into_iter().collect(), &members_keys, role);
        Object { members, constructors, has_default, limits, union, text: None }
    }

    fn member(&mut self, owner: NodeId, property: &Property<'a>, field: Ident, role: Role, whole: &Docs) -> Member {
        let Property { wire, is_required, slot, .. } = property;
        let mut required = || self.rules.find(&Key::of_member(owner, By::Required, wire));
        let (presence, ty) = match (is_required, &slot.ty) {
            (true, ty) => (Presence::Required(required()), ty),
            (false, Type::Nullable(inner)) => (Presence::OptionalOrNull, inner.as_ref()),
            (false, ty) => (Presence::Optional, ty),
        };
        let limits = self.limits(slot, &|by| vec![Key::of_member(owner, by, wire)], role);
        Member {
            wire: (*wire).to_owned(),
            field,
            docs: docs::within(docs::of_slot(slot), whole),
            ty: ty.clone(),
            presence,
            limits,
            example: sample::example(slot, &self.survey.items),
        }
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
        (Some((_, arm)), _) if arm.members.contains(&member.wire) => Setting::Argument,
        (_, Presence::Optional | Presence::OptionalOrNull) => Setting::Unset,
    };
    Constructor {
        name,
        arm: arm.map(|(_, arm)| arm.value.clone()),
        settings: members.iter().map(setting).collect(),
        example: None,
    }
}
