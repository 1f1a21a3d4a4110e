//! Choices: their variants, which of them hold a `Box`, and what tells them apart.

use super::Builder;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext::By;
use crate::lower::item::{ArmDraft, Item};
use crate::lower::role::Role;
use crate::lower::rules::Key;
use crate::lower::{docs, graph, sample, shape};
use crate::model::{ArmTag, Choice, ChoiceArm, Docs, Told, Type, TypeId, TypeKind, Types};
use crate::name::{Candidate, Namespace};

/// An arm that takes more bytes is held in a `Box`: clippy minds enums whose variants differ much more.
const LARGE: usize = 160;

/// How many members are looked at for that: more of them are large for certain.
const MEMBERS: usize = 64;

impl<'a> Builder<'_, 'a> {
    /// The choice but for what its types say.
    pub(super) fn choice(&mut self, item: &Item<'a>, arms: &[ArmDraft<'a>], role: Role, whole: &Docs) -> Choice {
        let candidates = arms.iter().enumerate().map(|(index, arm)| {
            // Arms of one kind and without a name have nothing but their turn.
            let turn = arms.iter().take(index).filter(|one| one.label == arm.label).count() + 1;
            let candidate = Candidate::new(&arm.label, Place::value(arm.node)).wished(arm.explicit.clone());
            if turn > 1 { candidate.or_else(format!("{} {turn}", arm.label)) } else { candidate }
        });
        let names = self.found.names(Namespace::Arms, candidates);
        let member = item.schema.discriminator.as_ref().map(|discriminator| discriminator.property);
        let mut made = Vec::new();
        for (arm, variant) in arms.iter().zip(names) {
            let ty = arm.slot.ty.clone();
            let is_same = arms.iter().filter(|other| other.slot.ty == ty).count() > 1;
            let tag = member.filter(|_| !arm.values.is_empty()).map(|member| ArmTag {
                member: member.to_owned(),
                values: arm.values.clone(),
                form: arm.form,
            });
            made.push(ChoiceArm {
                variant,
                docs: docs::within(docs::of_slot(&arm.slot), whole),
                is_boxed: false,
                tag,
                limits: self.limits(&arm.slot, &|_| Vec::new(), role),
                is_only: !is_same && ty != Type::Any,
                example: sample::example(&arm.slot, &self.survey.items),
                ty,
            });
        }
        let rule = self.rules.rule(&Key::new(item.schema.node.id(), By::Choice), self.found);
        Choice { arms: made, told: Told::Shape(Vec::new()), rule, example: None }
    }

    /// Adds to every choice what follows from all types.
    pub(super) fn choices(&mut self, types: &mut Types) {
        let endless = graph::endless(&self.survey.items);
        self.each(types, |_, _, id, choice| {
            for arm in &mut choice.arms {
                arm.is_boxed =
                    arm.ty.present().named().is_some_and(|held| endless.contains(&held) && endless.contains(&id));
            }
        });
        self.each(types, |_, types, _, choice| {
            for arm in &mut choice.arms {
                arm.is_boxed |= types.size(&arm.ty, &mut { MEMBERS }) > LARGE;
            }
        });
        self.each(types, |builder, types, id, choice| choice.told = builder.told(types, id, choice));
    }

    fn each(&mut self, types: &mut Types, mut change: impl FnMut(&mut Self, &Types, TypeId, &mut Choice)) {
        let ids: Vec<TypeId> = types.entries().map(|(id, _)| id).collect();
        for id in ids {
            let TypeKind::Choice(choice) = &types[id].kind else { continue };
            let mut choice = choice.clone();
            change(self, types, id, &mut choice);
            types[id].kind = TypeKind::Choice(choice);
        }
    }

    /// What tells the arms apart: their tags, where each of them is an object that has one, else what they look like.
    fn told(&mut self, types: &Types, id: TypeId, choice: &Choice) -> Told {
        let first = choice.arms.first().and_then(|arm| arm.tag.as_ref());
        if let Some(tag) =
            first.filter(|_| choice.arms.iter().all(|arm| arm.tag.is_some() && shape::is_object(types, &arm.ty)))
        {
            return Told::Tag(tag.member.clone());
        }
        let (shapes, same) = shape::of_arms(types, choice);
        for (kept, lost) in same {
            self.ambiguous(id, choice, kept, lost);
        }
        Told::Shape(shapes)
    }

    /// Tells of an arm that no value is read as.
    fn ambiguous(&mut self, id: TypeId, choice: &Choice, kept: usize, lost: usize) {
        let drafts = self.survey.items[id].arms();
        let (Some(one), Some(other)) = (drafts.get(kept), drafts.get(lost)) else { return };
        let (Some(kept), Some(lost)) = (choice.arms.get(kept), choice.arms.get(lost)) else { return };
        let (kept, lost) = (kept.variant.as_str(), lost.variant.as_str());
        let message = format!(
            "nothing in a value tells `{lost}` from `{kept}`: both can be sent, and what is read is always `{kept}`"
        );
        let severity = Code::SameArms.severity(self.found.strictness());
        let finding = Diagnostic::new(severity, Code::SameArms, Place::value(other.node), message);
        self.found.push(finding.related(Place::value(one.node), "this one looks the same"));
    }
}
