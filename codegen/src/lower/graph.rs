//! Which item uses which: in which direction their values travel, what they hold at any depth, and cycles.

use std::collections::{BTreeSet, VecDeque};

use super::fault::FaultUse;
use super::findings::Findings;
use super::item::{Item, ItemKind, Selector};
use super::operation::OperationDraft;
use super::role::Role;
use crate::diagnostic::Place;
use crate::model::{Type, TypeId, Types};

/// With more structs inside each other, rustc and the generated code could run out of stack.
const DEEPEST: usize = 64;

/// The items that each item uses, and those that use it.
pub(super) struct Graph {
    uses: Types<Vec<TypeId>>,
    users: Types<Vec<TypeId>>,
}

impl Graph {
    pub(super) fn of(items: &Types<Item<'_>>) -> Self {
        let uses = items.map(|_, item| match &item.kind {
            ItemKind::Object(..) | ItemKind::Choice(_) => item.slots().filter_map(|slot| slot.ty.inmost()).collect(),
            ItemKind::Faults(selectors) => held(selectors).filter_map(Type::inmost).collect(),
            ItemKind::Enumeration(_) | ItemKind::Newtype(_) => Vec::new(),
        });
        let users = reversed(&uses);
        Self { uses, users }
    }

    /// The direction of each item.
    pub(super) fn roles(&self, operations: &[OperationDraft<'_>]) -> Types<Role> {
        let sent = reach(operations.iter().flat_map(sent).filter_map(Type::inmost), &self.uses);
        let faults = operations.iter().flat_map(|operation| match &operation.answers.fault {
            FaultUse::Own(selectors) => held(selectors).filter_map(Type::inmost).collect(),
            FaultUse::Shared(id) => vec![*id],
            FaultUse::ByStatus(arms) => {
                arms.iter().filter_map(|arm| arm.answer.content.ty()?.inmost()).collect::<Vec<_>>()
            }
            FaultUse::None => Vec::new(),
        });
        let outputs = operations.iter().flat_map(|operation| operation.answers.output.types());
        let headers = operations.iter().flat_map(|operation| &operation.answers.headers).map(|header| &header.ty);
        let received = reach(outputs.chain(headers).filter_map(Type::inmost).chain(faults), &self.uses);
        self.uses.map(|id, _| match (sent.contains(&id), received.contains(&id)) {
            (true, true) => Role::Both,
            (true, false) => Role::Request,
            (false, _) => Role::Response,
        })
    }

    /// What holds for a type as soon as it holds for something inside.
    pub(super) fn spread(&self, marked: impl Iterator<Item = TypeId>) -> BTreeSet<TypeId> {
        reach(marked, &self.users)
    }
}

/// What can be reached from these.
fn reach(from: impl Iterator<Item = TypeId>, next: &Types<Vec<TypeId>>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut queue: VecDeque<TypeId> = from.collect();
    while let Some(id) = queue.pop_front() {
        if reached.insert(id) {
            queue.extend(&next[id]);
        }
    }
    reached
}

fn reversed(edges: &Types<Vec<TypeId>>) -> Types<Vec<TypeId>> {
    let mut reversed = edges.map(|_, _| Vec::new());
    for (from, targets) in edges.entries() {
        for target in targets {
            reversed[*target].push(from);
        }
    }
    reversed
}

/// Refuses structs that hold themselves by value, and too many structs inside each other.
pub(super) fn check(items: &Types<Item<'_>>, found: &mut Findings) {
    let by_value = |item: &Item<'_>| item.properties().iter().filter_map(|one| one.slot.ty.present().named()).collect();
    let holds: Types<Vec<TypeId>> = items.map(|_, item| by_value(item));
    let (heights, endless) = heights(&holds);
    for (id, _) in heights.entries().filter(|(_, height)| **height == DEEPEST + 1) {
        // The one where the limit is passed, not all those around it.
        let message = format!("more than {DEEPEST} structs inside each other are not supported yet");
        let help = "leave the `properties` of one on the way out, and its `type`: it is any JSON then";
        found.refuse(Place::key(items[id].schema.node.pointer()), message, help);
    }
    let next = |id: TypeId| {
        let mut properties = items[id].properties().iter();
        properties.find_map(|one| Some((one, one.slot.ty.present().named().filter(|target| endless.contains(target))?)))
    };
    let mut seen: BTreeSet<TypeId> = BTreeSet::new();
    for (start, _) in items.entries().filter(|(id, _)| endless.contains(id)) {
        let mut walk: Vec<TypeId> = Vec::new();
        let mut at = start;
        while seen.insert(at) {
            walk.push(at);
            let Some((_, target)) = next(at) else { break };
            at = target;
        }
        if walk.contains(&at)
            && let Some((property, _)) = next(at)
        {
            let message = "a struct that holds itself, and not in a list or a map, is not supported yet";
            let help = "put it into a list, or leave `type` out for any JSON";
            found.refuse(Place::key(property.node), message, help);
        }
    }
}

/// The items that hold themselves by value, by way of a choice or not, or hold such an item.
pub(super) fn endless(items: &Types<Item<'_>>) -> BTreeSet<TypeId> {
    heights(&items.map(|_, item| item.slots().filter_map(|slot| slot.ty.present().named()).collect())).1
}

/// How many structs are inside each other, and the items that hold themselves or such an item.
fn heights(holds: &Types<Vec<TypeId>>) -> (Types<usize>, BTreeSet<TypeId>) {
    let holders = reversed(holds);
    let mut heights = holds.map(|_, _| 1);
    let mut open = holds.map(|_, held| held.len());
    let mut endless: BTreeSet<TypeId> = holds.entries().map(|(id, _)| id).collect();
    let mut queue: VecDeque<TypeId> = open.entries().filter(|(_, count)| **count == 0).map(|(id, _)| id).collect();
    while let Some(id) = queue.pop_front() {
        endless.remove(&id);
        let height = heights[id];
        for holder in &holders[id] {
            heights[*holder] = heights[*holder].max(height + 1);
            open[*holder] -= 1;
            if open[*holder] == 0 {
                queue.push_back(*holder);
            }
        }
    }
    (heights, endless)
}

/// The types of what an operation sends.
pub(super) fn sent<'d>(operation: &'d OperationDraft<'_>) -> impl Iterator<Item = &'d Type> {
    let body = operation.body.iter().flat_map(|body| &body.arms).filter_map(|(_, sent)| sent.carried.ty());
    operation.parameters.iter().map(|parameter| &parameter.ty).chain(body)
}

fn held<'f>(faults: &'f [Selector<'_>]) -> impl Iterator<Item = &'f Type> {
    faults.iter().flat_map(|selector| &selector.arms).map(|arm| &arm.placed.slot.ty)
}
