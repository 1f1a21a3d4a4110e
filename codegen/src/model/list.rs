//! The types of a document, by ids that lead somewhere.

use std::ops::{Index, IndexMut};

use super::{Core, Object, Primitive, Type, TypeDef, TypeKind};

/// A type of the document, one of [`Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(usize);

/// Something for each type, in the order of the document. Ids are made here alone, so that what an id names is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Types<T = TypeDef> {
    list: Vec<T>,
    order: Vec<TypeId>,
}

impl<T> Default for Types<T> {
    fn default() -> Self {
        Self { list: Vec::new(), order: Vec::new() }
    }
}

impl<T> Types<T> {
    /// Adds one behind the others.
    pub(crate) fn add(&mut self, one: T) -> TypeId {
        let id = TypeId(self.list.len());
        self.list.push(one);
        self.order.push(id);
        id
    }

    /// Puts them into another order; `place` says where each stands.
    pub(crate) fn sort_by<K: Ord>(&mut self, place: impl Fn(&T) -> K) {
        let mut order = std::mem::take(&mut self.order);
        order.sort_by_key(|id| place(&self[*id]));
        self.order = order;
    }

    /// The same ids with something else, made in their order.
    pub(crate) fn map<U>(&self, mut new: impl FnMut(TypeId, &T) -> U) -> Types<U> {
        let made = self.entries().map(|(id, one)| new(id, one)).collect::<Vec<_>>();
        self.zip(made.into_iter())
    }

    /// The same ids with these, in their order: one for each.
    pub(crate) fn zip<U>(&self, others: impl Iterator<Item = U>) -> Types<U> {
        let mut list: Vec<(TypeId, U)> = self.order.iter().copied().zip(others).collect();
        list.sort_by_key(|(id, _)| *id);
        Types { list: list.into_iter().map(|(_, one)| one).collect(), order: self.order.clone() }
    }

    /// Each id with what it names.
    pub fn entries(&self) -> impl Iterator<Item = (TypeId, &T)> {
        self.order.iter().map(|id| (*id, &self[*id]))
    }

    /// Everything, in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.order.iter().map(|id| &self[*id])
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "an id comes from `add`, which puts something there, and nothing is removed"
)]
impl<T> Index<TypeId> for Types<T> {
    type Output = T;

    fn index(&self, id: TypeId) -> &T {
        &self.list[id.0]
    }
}

#[allow(clippy::indexing_slicing, reason = "as above")]
impl<T> IndexMut<TypeId> for Types<T> {
    fn index_mut(&mut self, id: TypeId) -> &mut T {
        &mut self.list[id.0]
    }
}

impl Types {
    pub fn is_eq(&self, ty: &Type) -> bool {
        match ty.core() {
            Core::Primitive(primitive) => primitive.facts().form.is_eq(),
            Core::Named(id) => self[id].is_eq,
            Core::Any => false,
        }
    }

    pub fn is_judged(&self, ty: &Type) -> bool {
        match ty.core() {
            Core::Named(id) => self[id].is_judged,
            Core::Primitive(_) | Core::Any => false,
        }
    }

    pub fn has_text(&self, ty: &Type) -> bool {
        self.object(ty).is_some_and(|object| object.text.is_some())
    }

    /// Whether it is a file or has one as a member, alone or in a list or a map.
    pub fn has_file(&self, ty: &Type) -> bool {
        let is_file = |ty: &Type| matches!(ty.core(), Core::Primitive(Primitive::File));
        match ty.core() {
            Core::Named(id) => self[id].held().any(is_file),
            Core::Primitive(_) | Core::Any => is_file(ty),
        }
    }

    pub fn object(&self, ty: &Type) -> Option<&Object> {
        match &self[ty.named()?].kind {
            TypeKind::Object(object) => Some(object),
            TypeKind::Choice(_) | TypeKind::Enumeration(_) | TypeKind::Newtype(_) | TypeKind::Fault(_) => None,
        }
    }

    /// About how many bytes a value takes where it stands, as far as `budget` members tell.
    pub fn size(&self, ty: &Type, budget: &mut usize) -> usize {
        match ty {
            Type::Primitive(primitive) => primitive.facts().size,
            Type::Boxed(_) => 8,
            Type::List(_) | Type::Map(_) => 24,
            Type::Nullable(inner) => self.size(inner, budget),
            // With its map in insertion order, as another package in the same build may want it.
            Type::Any => 72,
            Type::Named(id) => match &self[*id].kind {
                TypeKind::Enumeration(_) | TypeKind::Newtype(_) | TypeKind::Fault(_) => 24,
                TypeKind::Object(object) => {
                    let mut size = 0;
                    for member in &object.members {
                        let Some(left) = budget.checked_sub(1) else { break };
                        *budget = left;
                        let is_optional = !member.presence.is_required();
                        size += self.size(&member.ty, budget) + if is_optional { 8 } else { 0 };
                    }
                    size
                }
                TypeKind::Choice(choice) => {
                    let mut size = 0;
                    for arm in choice.arms.iter().filter(|arm| !arm.is_boxed) {
                        let Some(left) = budget.checked_sub(1) else { break };
                        *budget = left;
                        size = size.max(self.size(&arm.ty, budget));
                    }
                    size.max(self.size(&Type::Any, budget)) + 8
                }
            },
        }
    }
}
