//! The faults of a schema or of one operation: variants, and the members of a body that lead to them.

use std::collections::{BTreeMap, VecDeque};

use super::Builder;
use crate::diagnostic::Place;
use crate::lower::docs;
use crate::lower::fault::FaultUse;
use crate::lower::item::{Arm, Selector};
use crate::model::{Fault, FaultArm, FaultCase, FaultEnum, Ident};
use crate::name::{Candidate, Namespace};
use crate::pointer::Pointer;

/// The arms that lead to one variant.
struct Variant<'p, 'a> {
    first: &'p Arm<'a>,
    /// What the name is made of.
    text: &'p str,
    explicit: Option<&'p (String, Pointer)>,
    cases: Vec<FaultCase>,
}

impl<'a> Builder<'_, 'a> {
    /// What a refusal of one operation can say; `own` names the faults that are the operation's alone.
    pub(super) fn fault(&mut self, faults: FaultUse<'a>, own: Ident) -> Fault {
        match faults {
            FaultUse::None => Fault::Raw,
            FaultUse::Own(selectors) => Fault::Own(self.fault_enum(&selectors, own)),
            FaultUse::Shared(id) => Fault::Shared(id),
            FaultUse::ByStatus(arms) => Fault::ByStatus(self.answer_enum(arms, own)),
        }
    }

    /// The faults but for what their types say.
    pub(super) fn fault_enum(&mut self, faults: &[Selector<'a>], name: Ident) -> FaultEnum {
        let mut variants: Vec<Variant<'_, 'a>> = Vec::new();
        for selector in faults {
            self.selector(selector, &mut variants);
        }
        let members = faults.iter().map(|selector| selector.tag.to_owned()).collect();
        let candidates = variants.iter().map(|variant| {
            let explicit = variant.explicit.map(|(name, at)| (name.as_str(), at.clone()));
            Candidate::new(variant.text, Place::key(variant.first.schema.node)).wished(explicit)
        });
        let names = self.found.names(Namespace::Faults, candidates);
        let arms = variants.into_iter().zip(names).map(|(variant, name)| fault_arm(variant, name)).collect();
        FaultEnum { name, members, arms, is_eq: true, is_large: false, users: Vec::new() }
    }

    fn selector<'p>(&mut self, selector: &'p Selector<'a>, variants: &mut Vec<Variant<'p, 'a>>) {
        let prefix = common_prefix(selector.arms.iter().map(|arm| arm.value));
        let mut before: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (position, variant) in variants.iter().enumerate() {
            before.entry(fault_name(variant.first)).or_default().push_back(position);
        }
        for arm in &selector.arms {
            let (tag, member) = (selector.tag.to_owned(), arm.placed.member());
            let case = FaultCase { tag, value: arm.value.to_owned(), member };
            // One selector does not lead to a variant by two of its values.
            let known = before.get_mut(&fault_name(arm)).and_then(VecDeque::pop_front);
            let known = known.and_then(|known| variants.get_mut(known));
            match known.filter(|variant| variant.first.placed.slot.is_same(&arm.placed.slot)) {
                Some(variant) => {
                    variant.explicit = variant.explicit.or(arm.explicit.as_ref());
                    variant.cases.push(case);
                }
                None => {
                    let text = arm.value.get(prefix..).unwrap_or_default();
                    variants.push(Variant { first: arm, text, explicit: arm.explicit.as_ref(), cases: vec![case] });
                }
            }
        }
    }
}

fn fault_arm(variant: Variant<'_, '_>, name: Ident) -> FaultArm {
    let Variant { first, cases, .. } = variant;
    let said = first.said.clone().unwrap_or_default();
    let doc = said.doc.as_deref().or_else(|| docs::said_of(&first.placed.slot));
    FaultArm {
        value: first.value.to_owned(),
        variant: name,
        docs: docs::of_part(doc, said.since.as_deref(), &first.placed.slot),
        ty: first.placed.slot.ty.clone(),
        has_text: false,
        cases,
        example: None,
    }
}

/// The part that two values for one fault in different members have in common: the last one, in lower case.
fn fault_name(arm: &Arm<'_>) -> String {
    last_part(arm.value).to_ascii_lowercase()
}

fn last_part(value: &str) -> &str {
    value.rsplit(SEPARATORS).next().unwrap_or(value)
}

/// What may stand between a namespace and a name.
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
