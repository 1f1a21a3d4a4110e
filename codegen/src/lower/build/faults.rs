//! The faults of a schema or of one operation: variants, and the members of a body that lead to them.

use std::collections::{BTreeMap, VecDeque};

use super::super::docs;
use super::super::plan::{ArmPlan, FaultPlan, FaultUse, SelectorPlan};
use super::Builder;
use crate::diagnostic::Place;
use crate::model::{Docs, Fault, FaultArm, FaultCase, FaultDef, FaultEnum, Ident, Origin, Selector};
use crate::name::{Candidate, Namespace};

/// The arms that lead to one variant: the first one, and where each of them stands among those of all selectors.
struct Variant<'p, 'a> {
    first: &'p ArmPlan<'a>,
    /// What the name is made of.
    text: &'p str,
    explicit: Option<&'p (String, crate::pointer::Pointer)>,
}

impl<'a> Builder<'_, 'a> {
    /// The faults of named schemas.
    pub(super) fn faults(&mut self) -> Vec<FaultDef> {
        let (plan, graph, names) = (self.plan, self.graph, self.names);
        let mut faults = Vec::new();
        for (pointer, names) in graph.faults.iter().zip(&names.faults) {
            let Some(shared) = plan.faults.get(*pointer) else { continue };
            faults.push(FaultDef {
                home: names.home.clone(),
                module: names.module.clone(),
                origin: Origin(pointer.to_string()),
                docs: docs::of_type(shared.schema),
                faults: self.fault_enum(&shared.plan, names.name.clone()),
            });
        }
        faults
    }

    /// What a refusal of one operation can say; `own` names the faults that are the operation's alone.
    pub(super) fn fault(&mut self, plan: Option<&FaultUse<'a>>, own: Ident) -> Fault {
        match plan {
            None => Fault::Raw,
            Some(FaultUse::Own(plan)) => Fault::Own(self.fault_enum(plan, own)),
            Some(FaultUse::Shared(at)) => self.graph.fault_ids.get(at).map_or(Fault::Raw, |id| Fault::Shared(*id)),
        }
    }

    fn fault_enum(&mut self, plan: &FaultPlan<'a>, name: Ident) -> FaultEnum {
        let mut variants: Vec<Variant<'_, 'a>> = Vec::new();
        let mut selectors = Vec::new();
        for selector in &plan.selectors {
            selectors.push(self.selector(selector, &mut variants));
        }
        let candidates: Vec<Candidate> = variants
            .iter()
            .map(|variant| {
                let candidate = Candidate::new(variant.text, Place::key(variant.first.pointer.clone()));
                match variant.explicit {
                    Some((name, at)) => candidate.named(Some(name), Place::value(at.clone())),
                    None => candidate,
                }
            })
            .collect();
        let names = self.assign(Namespace::Faults, &candidates);
        let arms = variants.iter().zip(names).map(|(variant, name)| self.fault_arm(variant.first, name)).collect();
        FaultEnum { name, selectors, arms }
    }

    fn selector<'p>(&mut self, plan: &'p SelectorPlan<'a>, variants: &mut Vec<Variant<'p, 'a>>) -> Selector {
        let prefix = common_prefix(plan.arms.iter().map(|arm| arm.value.as_str()));
        let mut cases = Vec::new();
        let mut before: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (position, variant) in variants.iter().enumerate() {
            before.entry(fault_name(variant.first)).or_default().push_back(position);
        }
        for arm in &plan.arms {
            // One selector does not lead to a variant by two of its values.
            let known = before.get_mut(&fault_name(arm)).and_then(VecDeque::pop_front);
            let position = known.unwrap_or(variants.len());
            match variants.get_mut(position) {
                Some(variant) => {
                    self.is_same_content(variant.first, arm);
                    variant.explicit = variant.explicit.or(arm.explicit.as_ref());
                }
                None => {
                    let text = arm.value.get(prefix..).unwrap_or_default();
                    variants.push(Variant { first: arm, text, explicit: arm.explicit.as_ref() });
                }
            }
            let member = arm.payload.member.as_ref().map(|(member, _)| (*member).to_owned());
            cases.push(FaultCase { value: arm.value.clone(), arm: position, member });
        }
        Selector { tag: plan.tag.to_owned(), cases }
    }

    fn is_same_content(&mut self, first: &ArmPlan<'a>, arm: &ArmPlan<'a>) {
        if !first.payload.slot.is_same(&arm.payload.slot) {
            let message =
                format!("the fault `{}` with two different contents is not supported yet", last_part(&arm.value));
            self.found.refuse(Place::value(arm.pointer.clone()), message, "give one of them another value of the tag");
        }
    }

    fn fault_arm(&self, plan: &ArmPlan<'a>, variant: Ident) -> FaultArm {
        let of_slot = docs::of_slot(&plan.payload.slot);
        let said = plan.said.clone().unwrap_or_default();
        let own = docs::of_text(said.doc.as_deref());
        FaultArm {
            value: plan.value.clone(),
            variant,
            docs: Docs {
                description: if own.description.is_empty() { of_slot.description } else { own.description },
                since: said.since.or(of_slot.since),
                deprecated: of_slot.deprecated,
                ..own
            },
            ty: self.ty(&plan.payload.slot.shape),
        }
    }
}

/// What two values of different members that name the same fault have in common: the last part, in any case.
fn fault_name(arm: &ArmPlan<'_>) -> String {
    last_part(&arm.value).to_ascii_lowercase()
}

fn last_part(value: &str) -> &str {
    value.rsplit(SEPARATORS).next().unwrap_or(value)
}

/// What stands between a namespace and a name.
const SEPARATORS: [char; 4] = ['.', '/', ':', '#'];

/// How many bytes of the values, up to and with a separator, are the same in all: a namespace, which tells nothing
/// apart.
fn common_prefix<'v>(mut values: impl Iterator<Item = &'v str>) -> usize {
    let Some(first) = values.next() else { return 0 };
    let same = values.fold(first, |same, value| {
        let length = same.char_indices().zip(value.chars()).take_while(|((_, a), b)| a == b).last();
        same.get(..length.map_or(0, |((at, c), _)| at + c.len_utf8())).unwrap_or_default()
    });
    let end = same.rfind(SEPARATORS).map_or(0, |at| at + 1);
    if end < first.len() { end } else { 0 }
}
