//! What tells the arms of a choice apart where no discriminator does: JSON types, then constants, then required members, then
//! all members. Decided of the model's types; how a value is held against it is for the runtime.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    ArmShape, ArmTag, Base, Choice, Enumeration, JsonKind, Member, Object, Primitive, Repr, Shape, ShapeMember, Type,
    TypeId, TypeKind, Types,
};

/// Whether every value of the type is an object.
pub(super) fn is_object(types: &Types, ty: &Type) -> bool {
    kinds(types, ty) == [JsonKind::Object] || *ty == Type::Any
}

/// The shapes of the arms, the special ones first, with no more in them than tells them apart; and the pairs of arms that
/// nothing tells apart, of which only the first is ever found.
pub(super) fn of_arms(types: &Types, choice: &Choice) -> (Vec<ArmShape>, Vec<(usize, usize)>) {
    let mut all: Vec<ArmShape> = Vec::new();
    for (arm, one) in choice.arms.iter().enumerate() {
        let shapes = Look { types, seen: BTreeSet::new() }.shapes(&one.ty, one.tag.as_ref());
        all.extend(shapes.into_iter().map(|shape| ArmShape { arm, shape }));
    }
    let full = needed(all);
    // The first detail that tells as much apart as all of them do.
    let best = same(&full).len();
    let details = [Detail::None, Detail::Constants, Detail::Required];
    let fewer = details.into_iter().map(|detail| reduced(&full, detail)).find(|few| same(few).len() == best);
    let mut shapes = fewer.unwrap_or_else(|| reduced(&full, Detail::All));
    let pairs = same(&shapes);
    shapes.sort_by_key(order);
    let mut seen = BTreeSet::new();
    shapes.retain(|one| seen.insert(one.shape.clone()));
    (shapes, pairs)
}

/// How much of objects is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    None,
    Constants,
    Required,
    All,
}

/// Fewer types first, then listed values, then more of what has to be there: an integer goes before a number.
fn order(ArmShape { arm, shape }: &ArmShape) -> (usize, bool, Reverse<usize>, usize) {
    let required = shape.members.iter().filter(|member| member.is_required).count();
    (shape.kinds.len(), shape.values.is_empty(), Reverse(required), *arm)
}

/// The arms that look like an earlier one.
fn same(shapes: &[ArmShape]) -> Vec<(usize, usize)> {
    let mut first: BTreeMap<&Shape, usize> = BTreeMap::new();
    let mut pairs = BTreeMap::new();
    for ArmShape { arm, shape } in shapes {
        let kept = *first.entry(shape).or_insert(*arm);
        if kept != *arm {
            pairs.entry(*arm).or_insert(kept);
        }
    }
    pairs.into_iter().map(|(lost, kept)| (kept, lost)).collect()
}

/// The shapes without what the JSON types alone tell.
fn needed(mut shapes: Vec<ArmShape>) -> Vec<ArmShape> {
    let mut arms: BTreeMap<JsonKind, BTreeSet<usize>> = BTreeMap::new();
    for ArmShape { arm, shape } in &shapes {
        for kind in &shape.kinds {
            arms.entry(*kind).or_default().insert(*arm);
        }
    }
    let is_shared = |kind: &JsonKind| arms.get(kind).is_some_and(|arms| arms.len() > 1);
    for ArmShape { shape, .. } in &mut shapes {
        if !shape.kinds.iter().any(is_shared) {
            let kinds = std::mem::take(&mut shape.kinds);
            *shape = Shape { kinds, ..nothing() };
        }
    }
    shapes
}

/// The shapes with so much of the members, and without what is the same in all of those that have members.
fn reduced(shapes: &[ArmShape], detail: Detail) -> Vec<ArmShape> {
    let is_wanted = |member: &ShapeMember| match detail {
        Detail::None => false,
        Detail::Constants => member.is_required && !member.values.is_empty(),
        Detail::Required => member.is_required,
        Detail::All => true,
    };
    let objects = || shapes.iter().filter(|one| one.shape.kinds.contains(&JsonKind::Object));
    let mut counts: BTreeMap<&ShapeMember, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<&str, BTreeSet<&[JsonKind]>> = BTreeMap::new();
    for member in objects().flat_map(|one| &one.shape.members) {
        *counts.entry(member).or_default() += 1;
        kinds.entry(&member.name).or_default().insert(&member.kinds);
    }
    let all = objects().count();
    let has_one_type = |name: &str| kinds.get(name).is_none_or(|kinds| kinds.len() < 2);
    let told = |member: &ShapeMember| match !member.values.is_empty() || has_one_type(&member.name) {
        true => ShapeMember { kinds: Vec::new(), ..member.clone() },
        false => member.clone(),
    };
    let mut made = Vec::new();
    for ArmShape { arm, shape } in shapes {
        let members = shape.members.iter().filter(|member| is_wanted(member) && counts.get(member) != Some(&all));
        let shape = Shape { members: members.map(told).collect(), ..shape.clone() };
        made.push(ArmShape { arm: *arm, shape });
    }
    made
}

/// The JSON types of a type's values, in order.
fn kinds(types: &Types, ty: &Type) -> Vec<JsonKind> {
    let (mut all, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![ty]);
    while let Some(ty) = open.pop() {
        match ty {
            Type::Primitive(primitive) => all.extend(of_primitive(*primitive)),
            Type::List(_) => all.extend([JsonKind::List]),
            Type::Map(_) => all.extend([JsonKind::Object]),
            Type::Any => all.extend(JsonKind::ALL),
            Type::Nullable(inner) => {
                all.insert(JsonKind::Null);
                open.push(inner);
            }
            Type::Named(id) | Type::Boxed(id) => match &types[*id].kind {
                TypeKind::Object(_) | TypeKind::Fault(_) => all.extend([JsonKind::Object]),
                TypeKind::Enumeration(list) => all.extend(of_enumeration(list)),
                TypeKind::Newtype(_) => all.extend([JsonKind::Text]),
                TypeKind::Choice(choice) if seen.insert(*id) => open.extend(choice.arms.iter().map(|arm| &arm.ty)),
                TypeKind::Choice(_) => {}
            },
        }
    }
    all.into_iter().collect()
}

fn of_enumeration(list: &Enumeration) -> Vec<JsonKind> {
    match list.repr {
        Repr::Text => vec![JsonKind::Text],
        Repr::Integer(_) => vec![JsonKind::Integer],
        Repr::Number => vec![JsonKind::Integer, JsonKind::Number],
        Repr::Boolean => vec![JsonKind::Boolean],
        Repr::Mixed => list.values.iter().flat_map(|value| of_json(&value.wire)).collect(),
    }
}

/// A number may come with a fraction or without.
fn of_json(wire: &str) -> Vec<JsonKind> {
    match wire.chars().next() {
        Some('"') => vec![JsonKind::Text],
        Some('t' | 'f') => vec![JsonKind::Boolean],
        _ => vec![JsonKind::Integer, JsonKind::Number],
    }
}

fn bare(wire: &str, repr: Repr) -> String {
    match repr {
        Repr::Text | Repr::Integer(_) => wire.to_owned(),
        Repr::Number | Repr::Boolean | Repr::Mixed => wire.trim_matches('"').to_owned(),
    }
}

fn of_primitive(primitive: Primitive) -> Vec<JsonKind> {
    match primitive.facts().base {
        Base::Boolean => vec![JsonKind::Boolean],
        Base::Integer => vec![JsonKind::Integer],
        Base::Number => vec![JsonKind::Integer, JsonKind::Number],
        Base::String => vec![JsonKind::Text],
    }
}

/// Looks at types, once at each choice.
struct Look<'t> {
    types: &'t Types,
    seen: BTreeSet<TypeId>,
}

impl Look<'_> {
    /// Everything that values of a type may look like. A choice in it has the shapes of its arms.
    fn shapes(&mut self, ty: &Type, tag: Option<&ArmTag>) -> Vec<Shape> {
        let types = self.types;
        let plain = |values| Shape { kinds: kinds(types, ty), values, ..nothing() };
        match ty {
            Type::Primitive(_) => vec![plain(Vec::new())],
            Type::Nullable(inner) => {
                let null = Shape { kinds: vec![JsonKind::Null], ..nothing() };
                [self.shapes(inner, tag), vec![null]].concat()
            }
            Type::Any | Type::Map(_) => vec![with_tag(plain(Vec::new()), tag)],
            Type::List(item) => vec![Shape { items: self.shapes(item, None), ..plain(Vec::new()) }],
            Type::Named(id) | Type::Boxed(id) => match &types[*id].kind {
                TypeKind::Newtype(_) | TypeKind::Fault(_) => vec![plain(Vec::new())],
                TypeKind::Enumeration(list) => {
                    // As a text in JSON is without its quotes.
                    vec![plain(list.values.iter().map(|value| bare(&value.wire, list.repr)).collect())]
                }
                TypeKind::Object(object) => {
                    vec![with_tag(Shape { members: self.members(object), ..plain(Vec::new()) }, tag)]
                }
                TypeKind::Choice(choice) if self.seen.insert(*id) => {
                    let shapes = choice.arms.iter().flat_map(|arm| self.shapes(&arm.ty, arm.tag.as_ref()));
                    shapes.map(|shape| with_tag(shape, tag)).collect()
                }
                TypeKind::Choice(_) => vec![plain(Vec::new())],
            },
        }
    }

    fn members(&self, object: &Object) -> Vec<ShapeMember> {
        let mut members: Vec<ShapeMember> = object.members.iter().map(|member| self.member(member)).collect();
        members.sort();
        members
    }

    fn member(&self, member: &Member) -> ShapeMember {
        let is_required = member.presence.is_required();
        let mut kinds = kinds(self.types, &member.ty);
        // A server may say `null` for what is unset.
        if !is_required && !kinds.contains(&JsonKind::Null) {
            kinds.insert(0, JsonKind::Null);
        }
        ShapeMember { name: member.wire.clone(), is_required, kinds, values: self.constant(&member.ty) }
    }

    /// The value of a type that has only one.
    fn constant(&self, ty: &Type) -> Vec<String> {
        let Some(TypeKind::Enumeration(list)) = ty.present().named().map(|id| &self.types[id].kind) else {
            return Vec::new();
        };
        match list.values.as_slice() {
            [only] => vec![bare(&only.wire, list.repr)],
            _ => Vec::new(),
        }
    }
}

fn nothing() -> Shape {
    Shape { kinds: Vec::new(), values: Vec::new(), members: Vec::new(), items: Vec::new() }
}

/// The shape with the member that names the arm.
fn with_tag(mut shape: Shape, tag: Option<&ArmTag>) -> Shape {
    let Some(ArmTag { member, values, .. }) = tag.filter(|_| shape.kinds.contains(&JsonKind::Object)) else {
        return shape;
    };
    shape.members.retain(|known| known.name != *member);
    let kinds = vec![JsonKind::Boolean, JsonKind::Integer, JsonKind::Number, JsonKind::Text];
    shape.members.push(ShapeMember { name: member.clone(), is_required: true, kinds, values: values.clone() });
    shape.members.sort();
    shape
}
