//! Fields of structs, and which of them go with which value of a tag.

use std::collections::BTreeMap;

use super::super::plan::{ItemKind, MemberPlan, Shape};
use super::super::rules::Key;
use super::super::{docs, literal};
use super::Builder;
use crate::diagnostic::Place;
use crate::ext::{self, By};
use crate::model::{Arm, Constraint, Member, Object, Origin, Presence, Role, Union, UnionRule};
use crate::name::{Candidate, Namespace};
use crate::pointer::Pointer;

impl<'a> Builder<'_, 'a> {
    pub(super) fn object(
        &mut self,
        pointer: &Pointer,
        plans: &[MemberPlan<'a>],
        union: Option<&ext::Union>,
        role: Role,
    ) -> Object {
        let candidates: Vec<Candidate> = plans
            .iter()
            .map(|plan| {
                let place = Place::key(plan.pointer.clone());
                let candidate = Candidate::new(plan.wire, place.clone());
                match docs::explicit(&plan.slot, &plan.pointer) {
                    Some((name, at)) => candidate.named(Some(name), Place::value(at)),
                    None => candidate,
                }
            })
            .collect();
        let fields = self.assign(Namespace::Fields, &candidates);
        let mut members = Vec::new();
        for (plan, field) in plans.iter().zip(fields) {
            members.push(Member {
                wire: plan.wire.to_owned(),
                field,
                origin: Origin(plan.pointer.to_string()),
                docs: docs::of_slot(&plan.slot),
                ty: self.ty(&plan.slot.shape),
                presence: self.presence(pointer, plan),
                constraints: self.constraints(pointer, plan, role).into_iter().collect(),
                example: literal::example(&plan.slot, &self.plan.items),
            });
        }
        let union = union.and_then(|union| self.union(pointer, plans, union));
        Object { members, union, text: None }
    }

    fn presence(&mut self, owner: &Pointer, plan: &MemberPlan<'a>) -> Presence {
        if plan.required {
            let key = self.key(owner, By::Required, Some(plan.wire));
            Presence::Required(self.rules.find(&key))
        } else {
            Presence::Optional
        }
    }

    fn constraints(&mut self, owner: &Pointer, plan: &MemberPlan<'a>, role: Role) -> Option<Constraint> {
        let layer = plan.slot.layers.last()?;
        match plan.slot.shape {
            Shape::Int32 | Shape::Int64 => {
                let key = self.key(owner, By::Range, Some(plan.wire));
                self.range(layer.schema, &[key], role)
            }
            Shape::String | Shape::Secret => {
                let on_member = self.key(owner, By::Length, Some(plan.wire));
                let on_schema = self.key(&layer.pointer, By::Length, None);
                self.length(layer.schema, &[on_member, on_schema], role)
            }
            _ => None,
        }
    }

    fn union(&mut self, owner: &Pointer, plans: &[MemberPlan<'a>], union: &ext::Union) -> Option<Union> {
        let tag = plans.iter().position(|plan| plan.wire == union.tag)?;
        let variants = self.variants(plans.get(tag)?);
        let known: Vec<(&String, &Vec<String>, usize)> = union
            .arms
            .iter()
            .filter_map(|(value, members)| Some((value, members, *variants.get(value.as_str())?)))
            .collect();
        let at = owner.join(ext::UNION).join("arms");
        let candidates: Vec<Candidate> =
            known.iter().map(|(value, ..)| Candidate::new(value.as_str(), Place::key(at.join(value)))).collect();
        let constructors = self.assign(Namespace::Constructors, &candidates);
        let mut arms = Vec::new();
        let optional = plans.iter().enumerate().filter(|(_, plan)| !plan.required);
        let places: BTreeMap<&str, usize> = optional.map(|(index, plan)| (plan.wire, index)).collect();
        for ((value, members, variant), constructor) in known.iter().zip(constructors) {
            let members: Vec<usize> = members.iter().filter_map(|name| places.get(name.as_str()).copied()).collect();
            arms.push(Arm { value: (*value).clone(), variant: *variant, constructor, members });
        }
        let rules = self.union_rules(owner, plans, &arms);
        Some(Union { tag, arms, rules })
    }

    fn union_rules(&mut self, owner: &Pointer, plans: &[MemberPlan<'a>], arms: &[Arm]) -> Vec<UnionRule> {
        let mut listed: Vec<usize> = arms.iter().flat_map(|arm| arm.members.iter().copied()).collect();
        listed.sort_unstable();
        listed.dedup();
        let mut rules = Vec::new();
        for (index, arm) in arms.iter().enumerate() {
            for wanted in [true, false] {
                for member in listed.iter().filter(|member| arm.members.contains(member) == wanted) {
                    let Some(plan) = plans.get(*member) else { continue };
                    let when = Some(arm.value.clone());
                    let key = Key { when, ..self.key(owner, By::Union, Some(plan.wire)) };
                    let rule = self.rule(&[key], By::Union);
                    rules.push(UnionRule { arm: index, member: *member, wanted, rule });
                }
            }
        }
        rules
    }

    /// Where the model lists the wire values of a tag's enumeration.
    fn variants(&self, tag: &MemberPlan<'a>) -> BTreeMap<&'a str, usize> {
        let Shape::Named(pointer) = &tag.slot.shape else { return BTreeMap::new() };
        match self.plan.items.get(pointer).map(|item| &item.kind) {
            Some(ItemKind::Enumeration(values)) => {
                super::distinct(values).into_iter().enumerate().map(|(index, (_, value))| (value, index)).collect()
            }
            _ => BTreeMap::new(),
        }
    }
}
