//! Which item uses which: their order, which way their values travel, cycles. What they look like is of no concern.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::findings::Findings;
use super::plan::{Item, ItemKind, Plan, Shape};
use crate::diagnostic::Place;
use crate::model::{FaultId, Role, TypeId};
use crate::pointer::Pointer;

/// Structs deeper inside each other than this would make the reader of the output, and rustc, run out of stack.
const DEEPEST: usize = 64;

/// An example of a struct holds examples of the structs that its constructor asks for; of more values than this it
/// would not fit on any screen, and a small document can ask for billions.
const LARGEST: u64 = 1000;

/// The way out of both.
const FLATTEN: &str = "leave the `properties` of one on the way out, and its `type`: it is any JSON then";

/// The items in their order, and what they use.
pub(super) struct Graph<'p> {
    /// The place of each item; [`TypeId`] counts into it.
    pub(super) order: Vec<&'p Pointer>,
    pub(super) ids: BTreeMap<&'p Pointer, TypeId>,
    pub(super) roles: Vec<Role>,
    /// The place of each schema that holds faults; [`FaultId`](crate::model::FaultId) counts into it.
    pub(super) faults: Vec<&'p Pointer>,
    pub(super) fault_ids: BTreeMap<&'p Pointer, FaultId>,
    edges: Vec<Vec<Edge<'p>>>,
}

/// One item uses another.
struct Edge<'p> {
    target: usize,
    /// Whether it holds one rather than a list or a map of them.
    by_value: bool,
    /// Whether its constructor asks for that one.
    is_argument: bool,
    /// The property that does so.
    member: &'p Pointer,
}

impl<'p> Graph<'p> {
    pub(super) fn of(plan: &'p Plan<'_>) -> Self {
        let sorted = |mut places: Vec<&'p Pointer>| {
            places.sort_by_cached_key(|pointer| plan.document.tree.rank(pointer));
            places
        };
        let (order, faults) = (sorted(plan.items.keys().collect()), sorted(plan.faults.keys().collect()));
        let ids: BTreeMap<&Pointer, TypeId> =
            order.iter().enumerate().map(|(index, pointer)| (*pointer, TypeId(index))).collect();
        let fault_ids = faults.iter().enumerate().map(|(index, pointer)| (*pointer, FaultId(index))).collect();
        let edges: Vec<Vec<Edge<'p>>> =
            order.iter().filter_map(|pointer| plan.items.get(*pointer)).map(|item| edges(item, &ids)).collect();
        let mut graph = Self { order, ids, roles: Vec::new(), faults, fault_ids, edges };
        let sent = graph.reach(sent(plan));
        let received = graph.reach(received(plan));
        graph.roles = sent.iter().zip(&received).map(|pair| role(*pair.0, *pair.1)).collect();
        graph
    }

    /// Which items can be reached from the shapes.
    fn reach<'s>(&self, shapes: impl Iterator<Item = &'s Shape<'s>>) -> Vec<bool> {
        let mut marks = vec![false; self.order.len()];
        let roots = shapes.filter_map(|shape| self.ids.get(shape.item()?.0));
        let mut queue: VecDeque<usize> = roots.map(|id| id.0).collect();
        while let Some(index) = queue.pop_front() {
            let Some(mark) = marks.get_mut(index).filter(|mark| !**mark) else { continue };
            *mark = true;
            queue.extend(self.edges.get(index).into_iter().flatten().map(|edge| edge.target));
        }
        marks
    }

    /// Refuses structs that hold themselves by value, which Rust cannot lay out, and those too deep inside each other.
    pub(super) fn check(&self, found: &mut Findings) {
        let Nesting { heights, sizes, endless: rest } = self.nesting();
        for ((pointer, height), size) in self.order.iter().zip(&heights).zip(&sizes) {
            // The one where the limit is passed, not all those around it.
            if *height == DEEPEST + 1 {
                let message = format!("more than {DEEPEST} structs inside each other are not supported yet");
                found.refuse(Place::key((*pointer).clone()), message, FLATTEN);
            }
            if *size > LARGEST && *height <= DEEPEST {
                let message = format!("a struct that needs more than {LARGEST} values is not supported yet");
                found.refuse(Place::key((*pointer).clone()), message, FLATTEN);
            }
        }
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for start in &rest {
            let mut walk: Vec<usize> = Vec::new();
            let mut at = *start;
            while seen.insert(at) {
                walk.push(at);
                match self.next_by_value(at, &rest) {
                    Some(edge) => at = edge.target,
                    None => break,
                }
            }
            if walk.contains(&at)
                && let Some(edge) = self.next_by_value(at, &rest)
            {
                let message = "a struct that holds itself, and not in a list or a map, is not supported yet";
                found.refuse(
                    Place::key(edge.member.clone()),
                    message,
                    "put it into a list, or leave `type` out for any JSON",
                );
            }
        }
    }

    fn next_by_value(&self, index: usize, among: &BTreeSet<usize>) -> Option<&Edge<'p>> {
        self.edges.get(index)?.iter().find(|edge| edge.by_value && among.contains(&edge.target))
    }

    /// Goes through the items from the innermost outwards.
    fn nesting(&self) -> Nesting {
        let count = self.order.len();
        let mut nesting = Nesting { heights: vec![1; count], sizes: vec![1; count], endless: (0..count).collect() };
        let mut open: Vec<usize> = vec![0; count];
        let mut users: Vec<Vec<(usize, bool)>> = vec![Vec::new(); count];
        for (index, edges) in self.edges.iter().enumerate() {
            for edge in edges.iter().filter(|edge| edge.by_value) {
                if let (Some(open), Some(users)) = (open.get_mut(index), users.get_mut(edge.target)) {
                    *open += 1;
                    users.push((index, edge.is_argument));
                }
            }
        }
        let mut queue: VecDeque<usize> = (0..count).filter(|index| open.get(*index) == Some(&0)).collect();
        while let Some(index) = queue.pop_front() {
            nesting.endless.remove(&index);
            let (height, size) = nesting.of(index);
            for (user, is_argument) in users.get(index).into_iter().flatten() {
                nesting.hold(*user, height, if *is_argument { size } else { 0 });
                if let Some(open) = open.get_mut(*user) {
                    *open -= 1;
                    if *open == 0 {
                        queue.push_back(*user);
                    }
                }
            }
        }
        nesting
    }

    /// Marks what holds for an item and for everything that holds such an item.
    pub(super) fn spread(&self, mut marks: Vec<bool>) -> Vec<bool> {
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); marks.len()];
        for (index, edges) in self.edges.iter().enumerate() {
            for edge in edges {
                if let Some(users) = users.get_mut(edge.target) {
                    users.push(index);
                }
            }
        }
        let mut queue: VecDeque<usize> = (0..marks.len()).filter(|index| marks.get(*index) == Some(&true)).collect();
        while let Some(index) = queue.pop_front() {
            for user in users.get(index).into_iter().flatten() {
                if let Some(mark) = marks.get_mut(*user).filter(|mark| !**mark) {
                    *mark = true;
                    queue.push_back(*user);
                }
            }
        }
        marks
    }
}

/// What is inside of items, by their index.
struct Nesting {
    /// How many structs are inside each other.
    heights: Vec<usize>,
    /// How many structs an example consists of.
    sizes: Vec<u64>,
    /// Those for which that has no end, and those that hold one of them.
    endless: BTreeSet<usize>,
}

impl Nesting {
    fn of(&self, index: usize) -> (usize, u64) {
        (self.heights.get(index).copied().unwrap_or(1), self.sizes.get(index).copied().unwrap_or(1))
    }

    /// Notes that an item holds another of this height and size.
    fn hold(&mut self, index: usize, height: usize, size: u64) {
        if let (Some(above), Some(sum)) = (self.heights.get_mut(index), self.sizes.get_mut(index)) {
            *above = (*above).max(height + 1);
            *sum = sum.saturating_add(size);
        }
    }
}

fn edges<'p>(item: &'p Item<'_>, ids: &BTreeMap<&Pointer, TypeId>) -> Vec<Edge<'p>> {
    let ItemKind::Object { members, union } = &item.kind else { return Vec::new() };
    let in_arms: BTreeSet<&str> =
        union.iter().flat_map(|union| union.arms.values()).flatten().map(String::as_str).collect();
    let edge = |member: &'p super::plan::MemberPlan<'_>| {
        let (pointer, by_value) = member.slot.shape.item()?;
        let is_argument = member.required || in_arms.contains(member.wire);
        Some(Edge { target: ids.get(pointer)?.0, by_value, is_argument, member: &member.pointer })
    };
    members.iter().filter_map(edge).collect()
}

fn sent<'p>(plan: &'p Plan<'p>) -> impl Iterator<Item = &'p Shape<'p>> {
    plan.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.slot);
        let body = operation.body.iter().map(|body| &body.payload.slot);
        parameters.chain(body).map(|slot| &slot.shape)
    })
}

fn received<'p>(plan: &'p Plan<'p>) -> impl Iterator<Item = &'p Shape<'p>> {
    let outputs = plan.operations.iter().filter_map(|operation| operation.output.as_ref());
    let arms = plan.all_faults().flat_map(|fault| fault.arms()).map(|arm| &arm.payload);
    outputs.chain(arms).map(|payload| &payload.slot.shape)
}

fn role(sent: bool, received: bool) -> Role {
    match (sent, received) {
        (true, true) => Role::Both,
        (true, false) => Role::Request,
        (false, _) => Role::Response,
    }
}
