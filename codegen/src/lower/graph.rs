//! Which item uses which: in which direction their values travel, what they hold at any depth, and where a box has to stand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::fault::FaultUse;
use super::item::{Item, ItemKind, Selector};
use super::operation::OperationDraft;
use super::role::Role;
use crate::model::{Type, TypeId, Types};

/// So many structs stand inside each other without a box: a reader has all of them on its stack.
const TALLEST: usize = 32;

/// The items that each item uses, and those that use it.
pub(super) struct Graph {
    uses: Types<Vec<TypeId>>,
    users: Types<Vec<TypeId>>,
}

impl Graph {
    pub(super) fn of(items: &Types<Item<'_>>) -> Self {
        let uses = items.map(|_, item| match &item.kind {
            ItemKind::Object { .. } | ItemKind::Choice(_) => item.slots().filter_map(|slot| slot.ty.inmost()).collect(),
            ItemKind::Faults(selectors) => held(selectors).filter_map(Type::inmost).collect(),
            ItemKind::Enumeration(..) | ItemKind::Newtype(_) => Vec::new(),
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

/// Puts a box wherever a struct would hold itself by value, and wherever too many would stand inside each other.
pub(super) fn cut(items: &mut Types<Item<'_>>) {
    let holds: Types<Vec<TypeId>> =
        items.map(|_, item| item.properties().iter().filter_map(|one| by_value(&one.slot.ty)).collect());
    let circles = circles(&holds);
    let heights = heights(&holds, &circles);
    let ids: Vec<TypeId> = items.entries().map(|(id, _)| id).collect();
    for id in ids {
        let is_cut = |held: TypeId| circles[held] == circles[id] || heights[held].is_multiple_of(TALLEST);
        for property in items[id].properties_mut() {
            if by_value(&property.slot.ty).is_some_and(is_cut) {
                property.slot.ty = property.slot.ty.clone().boxed();
            }
        }
    }
}

/// The items that hold themselves by value, by way of a choice or not, or hold such an item.
pub(super) fn endless(items: &Types<Item<'_>>) -> BTreeSet<TypeId> {
    let holds = items.map(|_, item| {
        let slots = item.properties().iter().map(|one| &one.slot).chain(item.arms().iter().map(|arm| &arm.slot));
        slots.filter_map(|slot| slot.ty.present().named()).collect::<Vec<_>>()
    });
    let circles = circles(&holds);
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    circles.iter().for_each(|circle| *sizes.entry(*circle).or_default() += 1);
    let is_circle = |id: TypeId| sizes.get(&circles[id]).is_some_and(|size| *size > 1) || holds[id].contains(&id);
    reach(holds.entries().map(|(id, _)| id).filter(|id| is_circle(*id)), &reversed(&holds))
}

fn by_value(ty: &Type) -> Option<TypeId> {
    match ty.present() {
        Type::Named(id) => Some(*id),
        Type::Boxed(_) | Type::Primitive(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => None,
    }
}

/// A number for each item: two have the same if each holds the other at any depth (Kosaraju).
fn circles(holds: &Types<Vec<TypeId>>) -> Types<usize> {
    let mut seen = holds.map(|_, _| false);
    let mut ended = Vec::new();
    for (start, _) in holds.entries() {
        let mut open = vec![(start, 0)];
        while let Some((id, next)) = open.pop() {
            if next == 0 && std::mem::replace(&mut seen[id], true) {
                continue;
            }
            match holds[id].get(next) {
                Some(held) => open.extend([(id, next + 1), (*held, 0)]),
                None => ended.push(id),
            }
        }
    }
    let holders = reversed(holds);
    let mut circles = holds.map(|_, _| None);
    for (number, start) in ended.into_iter().rev().enumerate() {
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            if circles[id].is_none() {
                circles[id] = Some(number);
                open.extend(&holders[id]);
            }
        }
    }
    circles.map(|_, number| number.unwrap_or_default())
}

/// How many structs stand inside of each item, itself included, where no circle is gone round.
fn heights(holds: &Types<Vec<TypeId>>, circles: &Types<usize>) -> Types<usize> {
    let inner =
        holds.map(|id, held| held.iter().copied().filter(|held| circles[*held] != circles[id]).collect::<Vec<_>>());
    let holders = reversed(&inner);
    let mut heights = inner.map(|_, _| 1);
    let mut open = inner.map(|_, held| held.len());
    let mut queue: VecDeque<TypeId> = open.entries().filter(|(_, count)| **count == 0).map(|(id, _)| id).collect();
    while let Some(id) = queue.pop_front() {
        let height = heights[id];
        for holder in &holders[id] {
            heights[*holder] = heights[*holder].max(height + 1);
            open[*holder] -= 1;
            if open[*holder] == 0 {
                queue.push_back(*holder);
            }
        }
    }
    heights
}

/// The types of what an operation sends.
pub(super) fn sent<'d>(operation: &'d OperationDraft<'_>) -> impl Iterator<Item = &'d Type> {
    let body = operation.body.iter().flat_map(|body| &body.arms).filter_map(|(_, sent)| sent.carried.ty());
    operation.parameters.iter().map(|parameter| &parameter.ty).chain(body)
}

fn held<'f>(faults: &'f [Selector<'_>]) -> impl Iterator<Item = &'f Type> {
    faults.iter().flat_map(|selector| &selector.arms).map(|arm| &arm.placed.slot.ty)
}
