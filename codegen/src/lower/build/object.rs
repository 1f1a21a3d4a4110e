//! Structs: their fields, their constructors, and which fields go with which value of a tag.

use std::collections::BTreeSet;

use super::Builder;
use crate::diagnostic::Place;
use crate::ext::By;
use crate::lower::item::{Property, Slot, TaggedArm, TaggedUnion};
use crate::lower::role::Role;
use crate::lower::rules::Key;
use crate::lower::{docs, limit, sample};
use crate::model::{
    Arm, Constructor, Demand, Direction, Docs, Ident, Member, Object, Presence, Rest, Setting, Type, Union, UnionRule,
};
use crate::name::{Candidate, Namespace};
use crate::node::NodeId;
use crate::schema::Schema;

/// The constructor of an object without a union.
const NEW: &str = "new";

/// What the field for members without a name of their own is called.
const REST: &str = "additional_properties";

impl<'a> Builder<'_, 'a> {
    /// The object without its constructors.
    pub(super) fn object(
        &mut self,
        schema: &Schema<'a>,
        properties: &[Property<'a>],
        rest: Option<&Slot<'a>>,
        role: Role,
        docs: &Docs,
    ) -> Object {
        let owner = schema.node.id();
        let fields = self.found.names(Namespace::Fields, properties.iter().map(candidate));
        let field = rest_field(&fields);
        let members: Vec<Member> = properties
            .iter()
            .zip(fields)
            .map(|(property, field)| self.member(owner, property, field, role, docs))
            .collect();
        let rest = rest.map(|slot| Rest {
            field,
            docs: docs::within(docs::of_slot(slot), docs),
            ty: slot.ty.clone(),
            limits: self.limits(slot, &|_| Vec::new(), role),
        });
        let keys = |by| vec![Key::new(owner, by)];
        let limits = self.constraints(limit::members(schema).into_iter().collect(), &keys, role);
        let has_default = members.iter().all(|member| !member.is_asked_for());
        Object { members, constructors: Vec::new(), has_default, limits, rest, union: None, text: None }
    }

    /// The same with them, one for each arm of its union.
    pub(super) fn with_constructors(
        &mut self,
        object: Object,
        owner: NodeId,
        union: Option<&TaggedUnion<'a>>,
    ) -> Object {
        let constructors = match union {
            None => vec![constructor(Ident::new(NEW), None, &object.members)],
            Some(union) => union
                .arms
                .iter()
                .map(|arm| constructor(arm.constructor.clone(), Some((union, arm)), &object.members))
                .collect(),
        };
        let union = union.and_then(|union| self.union(owner, union, &object.members));
        Object { constructors, has_default: object.has_default && union.is_none(), union, ..object }
    }

    fn member(&mut self, owner: NodeId, property: &Property<'a>, field: Ident, role: Role, whole: &Docs) -> Member {
        let Property { wire, is_required, slot, .. } = property;
        let mut required = || self.rules.find(&Key::of_member(owner, By::Required, wire));
        let (presence, ty) = match (is_required, &slot.ty) {
            (true, ty) => (Presence::Required(required()), ty),
            (false, Type::Nullable(inner)) => (Presence::OptionalOrNull, inner.as_ref()),
            (false, ty) => (Presence::Optional, ty),
        };
        let has = |is_it: &dyn Fn(&Schema<'_>) -> bool| slot.layers.iter().any(|layer| is_it(layer.schema));
        let direction = match (has(&|schema| schema.read_only), has(&|schema| schema.write_only), role) {
            (true, _, Role::Request | Role::Both) => Direction::Received(self.demand(owner, property)),
            (_, true, Role::Both) => Direction::Sent(self.demand(owner, property)),
            (_, true, Role::Response) => Direction::Sent(None),
            (true, _, Role::Response) | (_, true, Role::Request) | (false, false, _) => Direction::Both,
        };
        let presence = match (&direction, presence) {
            (Direction::Both, presence) => presence,
            (Direction::Received(_) | Direction::Sent(_), _) => match &slot.ty {
                Type::Nullable(_) => Presence::OptionalOrNull,
                Type::Primitive(_) | Type::Named(_) | Type::Boxed(_) | Type::List(_) | Type::Map(_) | Type::Any => {
                    Presence::Optional
                }
            },
        };
        let ty = if presence == Presence::OptionalOrNull { slot.ty.present() } else { ty };
        let limits = self.limits(slot, &|by| vec![Key::of_member(owner, by, wire)], role);
        let is_set = role != Role::Response && !presence.is_required() && !matches!(direction, Direction::Received(_));
        let setter = is_set.then(|| setter(&field));
        Member {
            wire: (*wire).to_owned(),
            field,
            docs: docs::of_direction(docs::within(docs::of_slot(slot), whole), &direction),
            ty: ty.clone(),
            presence,
            direction,
            setter,
            limits,
            example: sample::example(slot, &self.survey.items),
        }
    }

    /// What the absence of a member breaks, if it is required.
    fn demand(&mut self, owner: NodeId, property: &Property<'a>) -> Option<Demand> {
        let key = Key::of_member(owner, By::Required, property.wire);
        property.is_required.then(|| Demand(self.rules.rule(&key, self.found)))
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

/// The field for members without a name of their own. A member that is called like it keeps its name.
fn rest_field(fields: &[Ident]) -> Ident {
    let mut name = Ident::new(REST);
    while fields.contains(&name) {
        name = Ident::new(format!("{}_", name.as_str()));
    }
    name
}

/// `with_prefix`
fn setter(field: &Ident) -> Ident {
    Ident::new(format!("with_{}", field.as_str().trim_start_matches("r#")))
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
        (_, _) if member.is_asked_for() => Setting::Argument,
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
