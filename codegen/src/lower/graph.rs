//! Which item uses which: their order, which way their values travel, cycles. What they look like is of no concern here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::findings::Findings;
use super::plan::{Item, Kind, Plan, Shape};
use crate::diagnostic::Place;
use crate::model::{Role, TypeId};
use crate::pointer::Pointer;

/// Structs deeper inside each other than this would make the reader of the output, and rustc, run out of stack.
const DEEPEST: usize = 64;

/// The items in their order, and what they use.
pub(super) struct Graph<'p> {
    /// The place of each item; [`TypeId`] counts into it.
    pub(super) order: Vec<&'p Pointer>,
    pub(super) ids: BTreeMap<&'p Pointer, TypeId>,
    pub(super) roles: Vec<Role>,
    edges: Vec<Vec<Edge<'p>>>,
}

/// One item uses another.
struct Edge<'p> {
    target: usize,
    /// Whether it holds one rather than a list of them.
    by_value: bool,
    /// The property that does so.
    member: &'p Pointer,
}

impl<'p> Graph<'p> {
    pub(super) fn of(plan: &'p Plan<'_>) -> Self {
        let mut order: Vec<&Pointer> = plan.items.keys().collect();
        order.sort_by_cached_key(|pointer| position(&plan.document.value, pointer));
        let ids: BTreeMap<&Pointer, TypeId> =
            order.iter().enumerate().map(|(index, pointer)| (*pointer, TypeId(index))).collect();
        let edges: Vec<Vec<Edge<'p>>> =
            order.iter().filter_map(|pointer| plan.items.get(*pointer)).map(|item| edges(item, &ids)).collect();
        let mut graph = Self { order, ids, roles: Vec::new(), edges };
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

    /// Refuses structs that hold themselves by value, which Rust cannot lay out, and structs too deep inside each other.
    pub(super) fn check(&self, found: &mut Findings) {
        let (heights, rest) = self.heights();
        for (index, pointer) in self.order.iter().enumerate() {
            // The one where the limit is passed, not all those around it.
            if heights.get(index) == Some(&(DEEPEST + 1)) {
                let message = format!("more than {DEEPEST} structs inside each other are not supported yet");
                found.refuse(Place::key((*pointer).clone()), message);
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
                let message = "a struct that holds itself, and not in a list, is not supported yet";
                found.refuse(Place::key(edge.member.clone()), message);
            }
        }
    }

    fn next_by_value(&self, index: usize, among: &BTreeSet<usize>) -> Option<&Edge<'p>> {
        self.edges.get(index)?.iter().find(|edge| edge.by_value && among.contains(&edge.target))
    }

    /// How many structs each item holds inside each other by value, and the items for which that has no end.
    fn heights(&self) -> (Vec<usize>, BTreeSet<usize>) {
        let count = self.order.len();
        let mut heights = vec![1_usize; count];
        let mut open: Vec<usize> = vec![0; count];
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (index, edges) in self.edges.iter().enumerate() {
            for edge in edges.iter().filter(|edge| edge.by_value) {
                if let (Some(open), Some(users)) = (open.get_mut(index), users.get_mut(edge.target)) {
                    *open += 1;
                    users.push(index);
                }
            }
        }
        let mut rest: BTreeSet<usize> = (0..count).collect();
        let mut queue: VecDeque<usize> = (0..count).filter(|index| open.get(*index) == Some(&0)).collect();
        while let Some(index) = queue.pop_front() {
            rest.remove(&index);
            let height = heights.get(index).copied().unwrap_or(1);
            for user in users.get(index).into_iter().flatten() {
                if let (Some(open), Some(above)) = (open.get_mut(*user), heights.get_mut(*user)) {
                    *above = (*above).max(height + 1);
                    *open -= 1;
                    if *open == 0 {
                        queue.push_back(*user);
                    }
                }
            }
        }
        (heights, rest)
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

fn edges<'p>(item: &'p Item<'_>, ids: &BTreeMap<&Pointer, TypeId>) -> Vec<Edge<'p>> {
    let Kind::Object { members, .. } = &item.kind else { return Vec::new() };
    let edge = |member: &'p super::plan::MemberPlan<'_>| {
        let (pointer, by_value) = member.slot.shape.item()?;
        Some(Edge { target: ids.get(pointer)?.0, by_value, member: &member.pointer })
    };
    members.iter().filter_map(edge).collect()
}

fn sent<'p>(plan: &'p Plan<'p>) -> impl Iterator<Item = &'p Shape<'p>> {
    plan.operations.iter().filter_map(|operation| operation.body.as_ref()).map(|body| &body.payload.slot.shape)
}

fn received<'p>(plan: &'p Plan<'p>) -> impl Iterator<Item = &'p Shape<'p>> {
    plan.operations.iter().flat_map(|operation| {
        let arms = operation.fault.iter().flat_map(|fault| &fault.arms).map(|arm| &arm.payload);
        operation.output.iter().chain(arms).map(|payload| &payload.slot.shape)
    })
}

fn role(sent: bool, received: bool) -> Role {
    match (sent, received) {
        (true, true) => Role::Both,
        (true, false) => Role::Request,
        (false, _) => Role::Response,
    }
}

/// Where a node stands in the document: comparing two of these compares their order in the text.
pub(super) fn position(document: &Value, pointer: &Pointer) -> Vec<usize> {
    let mut node = Some(document);
    let mut steps = Vec::new();
    for token in pointer.tokens() {
        let step = match node {
            Some(Value::Object(members)) => members.keys().position(|key| *key == token),
            _ => token.parse().ok(),
        };
        steps.push(step.unwrap_or(usize::MAX));
        node = match node {
            Some(Value::Object(members)) => members.get(&token),
            Some(Value::Array(entries)) => step.and_then(|step| entries.get(step)),
            _ => None,
        };
    }
    steps
}
