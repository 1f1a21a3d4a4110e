//! What the walk over the operations finds of a schema, before anything has a name: what stands at a place, and the
//! schemas that get a Rust item.

use std::collections::BTreeSet;

use crate::ext;
use crate::model::{Base, EnumValue, Ident, Primitive, Repr, TagForm, Type};
use crate::node::{Node, Object};
use crate::pointer::Pointer;
use crate::schema::{Inner, Kind, Schema};

/// A schema that gets a Rust item.
pub(super) struct Item<'a> {
    pub(super) schema: &'a Schema<'a>,
    /// What the name is made of.
    pub(super) label: String,
    /// The author's choice.
    pub(super) explicit: Option<&'a str>,
    pub(super) kind: ItemKind<'a>,
}

impl<'a> Item<'a> {
    pub(super) fn properties(&self) -> &[Property<'a>] {
        match &self.kind {
            ItemKind::Object { properties, .. } => properties,
            ItemKind::Choice(_) | ItemKind::Enumeration(..) | ItemKind::Newtype(_) | ItemKind::Faults(..) => &[],
        }
    }

    pub(super) fn properties_mut(&mut self) -> &mut [Property<'a>] {
        match &mut self.kind {
            ItemKind::Object { properties, .. } => properties,
            ItemKind::Choice(_) | ItemKind::Enumeration(..) | ItemKind::Newtype(_) | ItemKind::Faults(..) => &mut [],
        }
    }

    /// The members that are no properties, if there may be some.
    pub(super) fn rest(&self) -> Option<&Slot<'a>> {
        match &self.kind {
            ItemKind::Object { rest, .. } => rest.as_ref(),
            ItemKind::Choice(_) | ItemKind::Enumeration(..) | ItemKind::Newtype(_) | ItemKind::Faults(..) => None,
        }
    }

    /// The arms, if it is a choice.
    pub(super) fn arms(&self) -> &[ArmDraft<'a>] {
        match &self.kind {
            ItemKind::Choice(arms) => arms,
            ItemKind::Object { .. } | ItemKind::Enumeration(..) | ItemKind::Newtype(_) | ItemKind::Faults(..) => &[],
        }
    }

    /// What stands inside of it.
    pub(super) fn slots(&self) -> impl Iterator<Item = &Slot<'a>> {
        let members = self.properties().iter().map(|property| &property.slot).chain(self.rest());
        members.chain(self.arms().iter().map(|arm| &arm.slot))
    }
}

pub(super) enum ItemKind<'a> {
    Object {
        properties: Vec<Property<'a>>,
        /// The members that are no properties, if there may be some.
        rest: Option<Slot<'a>>,
        union: Option<TaggedUnion<'a>>,
    },
    Choice(Vec<ArmDraft<'a>>),
    Enumeration(Repr, Vec<EnumValue>),
    Newtype(Primitive),
    /// The members that name faults.
    Faults(Vec<Selector<'a>>),
}

pub(super) struct Property<'a> {
    pub(super) wire: &'a str,
    pub(super) node: Node<'a>,
    pub(super) is_required: bool,
    pub(super) slot: Slot<'a>,
}

/// An arm of a choice.
pub(super) struct ArmDraft<'a> {
    pub(super) node: Node<'a>,
    /// What the variant is named after.
    pub(super) label: String,
    /// The author's choice.
    pub(super) explicit: Option<(&'a str, Pointer)>,
    pub(super) slot: Slot<'a>,
    /// The values of the discriminator that stand for it.
    pub(super) values: Vec<String>,
    /// How they stand in JSON.
    pub(super) form: TagForm,
}

/// Which properties go with which value of a tag.
pub(super) struct TaggedUnion<'a> {
    pub(super) tag: &'a str,
    pub(super) arms: Vec<TaggedArm>,
}

pub(super) struct TaggedArm {
    pub(super) value: String,
    /// The variant of the tag's enumeration.
    pub(super) variant: Ident,
    pub(super) constructor: Ident,
    /// The properties that go with it.
    pub(super) members: BTreeSet<String>,
}

/// What stands at a place for a schema. A `$ref`, and an `allOf` around one schema, are looked through.
#[derive(Clone)]
pub(super) struct Slot<'a> {
    pub(super) ty: Type,
    /// The schemas that were looked through, the outermost first; the last one decides the type.
    pub(super) layers: Vec<Layer<'a>>,
    /// What the list or the map holds.
    pub(super) inner: Option<Box<Slot<'a>>>,
}

/// A schema on the way to the one that decides.
#[derive(Clone)]
pub(super) struct Layer<'a> {
    pub(super) schema: &'a Schema<'a>,
    /// What stands beside the `$ref` that led here.
    pub(super) beside: Option<Object<'a>>,
    /// Whether a `$ref` led here or to an outer layer: this layer is then about every use, not this one.
    pub(super) is_shared: bool,
}

impl<'a> Layer<'a> {
    /// The schema of a property.
    pub(super) fn property(&self, name: &str) -> Option<Inner<'a>> {
        let object = self.schema.as_object()?;
        object.properties.iter().find(|(property, _)| *property == name).map(|(_, inner)| *inner)
    }
}

impl<'a> Slot<'a> {
    /// A place without a schema: any JSON.
    pub(super) fn any() -> Self {
        Self { ty: Type::Any, layers: Vec::new(), inner: None }
    }

    /// A list or a map of these.
    pub(super) fn within(self, wrap: fn(Box<Type>) -> Type, layers: Vec<Layer<'a>>) -> Self {
        Self { ty: wrap(Box::new(self.ty.clone())), layers, inner: Some(Box::new(self)) }
    }

    /// The same place where `null` may stand, if one of the schemas says so.
    pub(super) fn with_null(self) -> Self {
        match self.layers.iter().any(|layer| layer.schema.nullable) {
            true => Self { ty: self.ty.or_null(), ..self },
            false => self,
        }
    }

    /// The schema that decides; `None` where there is none, or none that could be found.
    pub(super) fn schema(&self) -> Option<&'a Schema<'a>> {
        self.layers.last().map(|layer| layer.schema)
    }

    /// Whether both become the same Rust type. A broken schema may become any.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let is_broken = |slot: &Self| slot.schema().is_some_and(|schema| schema.is_broken);
        is_broken(self) || is_broken(other) || self.ty == other.ty
    }

    /// The `x-codegen-name` of this place, and where it is written; the place is `at`.
    pub(super) fn explicit(&self, at: &Pointer) -> Option<(&'a str, Pointer)> {
        self.layers.iter().find_map(|layer| {
            let own = layer.schema.own(ext::NAME).filter(|_| !layer.is_shared);
            let own = own.map(|name| (name, layer.schema.at(ext::NAME)));
            let beside = || layer.beside?.get(ext::NAME)?.as_str();
            own.or_else(|| Some((beside()?, at.join(ext::NAME))))
        })
    }
}

/// What is sent or received.
pub(super) struct Placed<'a> {
    pub(super) slot: Slot<'a>,
    /// The member of the envelope, and where it is.
    pub(super) member: Option<(&'a str, Pointer)>,
}

impl Placed<'_> {
    /// Whether both become the same Rust type, taken out of the same member.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.slot.is_same(&other.slot) && self.member() == other.member()
    }

    pub(super) fn member(&self) -> Option<String> {
        self.member.as_ref().map(|(name, _)| (*name).to_owned())
    }
}

/// A member that names faults. If there are several, the first one that the body has decides.
pub(super) struct Selector<'a> {
    pub(super) tag: &'a str,
    pub(super) arms: Vec<Arm<'a>>,
}

pub(super) struct Arm<'a> {
    pub(super) value: &'a str,
    pub(super) explicit: Option<(String, Pointer)>,
    /// What is said of this value of the tag.
    pub(super) said: Option<ext::EnumValue>,
    pub(super) schema: &'a Schema<'a>,
    pub(super) placed: Placed<'a>,
}

/// The primitives that values of a schema may be.
pub(super) fn base(schema: &Schema<'_>) -> Option<Base> {
    match schema.kind {
        Kind::String => Some(Base::String),
        Kind::Integer => Some(Base::Integer),
        Kind::Number => Some(Base::Number),
        Kind::Boolean => Some(Base::Boolean),
        Kind::Array | Kind::Object | Kind::Any | Kind::Null => None,
        Kind::Alias | Kind::OneOf | Kind::AnyOf => None,
    }
}
