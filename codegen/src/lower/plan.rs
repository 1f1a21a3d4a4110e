//! What operations reach, with references followed and shapes decided, but without names. Walking fills it in, building
//! reads it.

use std::collections::BTreeMap;

use openapiv3::{ParameterData, PathItem};

use crate::document::Document;
use crate::ext;
use crate::model::{Method, Pair, Path, Place, Segment};
use crate::node::Object;
use crate::pointer::Pointer;
use crate::schema::Schema;

/// Everything that operations reach.
pub(super) struct Plan<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) items: BTreeMap<Pointer, Item<'a>>,
    /// The schemas that the error responses of operations refer to.
    pub(super) faults: BTreeMap<Pointer, SharedFault<'a>>,
    pub(super) operations: Vec<OperationPlan<'a>>,
    /// Every schema that was looked at, items or not.
    pub(super) visited: BTreeMap<Pointer, &'a Schema<'a>>,
    /// The server's URL, cut at its variables.
    pub(super) server: Option<ServerPlan<'a>>,
}

/// A schema that gets a Rust item.
pub(super) struct Item<'a> {
    pub(super) schema: &'a Schema<'a>,
    /// What the name is made of.
    pub(super) label: String,
    /// The author's choice.
    pub(super) explicit: Option<&'a str>,
    pub(super) kind: ItemKind<'a>,
}

/// What kind of item.
pub(super) enum ItemKind<'a> {
    Object { members: Vec<MemberPlan<'a>>, union: Option<ext::Union> },
    Enumeration(Vec<&'a str>),
    Newtype { secret: bool },
}

/// A property.
pub(super) struct MemberPlan<'a> {
    pub(super) wire: &'a str,
    pub(super) pointer: Pointer,
    pub(super) required: bool,
    pub(super) slot: Slot<'a>,
}

/// What stands where a schema may stand, everything transparent looked through.
#[derive(Clone)]
pub(super) struct Slot<'a> {
    pub(super) shape: Shape<'a>,
    /// The schemas that were looked through, the outermost first; the last one decides the shape.
    pub(super) layers: Vec<Layer<'a>>,
}

impl Slot<'_> {
    /// Whether both come to the same Rust type; what is broken comes to any.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let is_broken = |slot: &Self| slot.layers.last().is_some_and(|layer| layer.schema.is_broken);
        is_broken(self) || is_broken(other) || self.shape.is_same(&other.shape)
    }
}

/// A schema on the way to the one that decides.
#[derive(Clone)]
pub(super) struct Layer<'a> {
    pub(super) schema: &'a Schema<'a>,
    pub(super) pointer: Pointer,
    /// What stands beside the `$ref` that led here.
    pub(super) beside: Option<Object<'a>>,
    /// Whether a `$ref` led here or to a layer before: what stands here is then said of every use.
    pub(super) shared: bool,
}

/// The type of a slot.
#[derive(Clone)]
pub(super) enum Shape<'a> {
    Bool,
    Int32,
    Int64,
    Double,
    String,
    Secret,
    Any,
    /// The item at this place.
    Named(Pointer),
    List(Box<Slot<'a>>),
    /// Texts to values.
    Map(Box<Slot<'a>>),
}

impl Shape<'_> {
    /// Whether both come to the same Rust type.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Named(one), Self::Named(other)) => one == other,
            (Self::List(one), Self::List(other)) | (Self::Map(one), Self::Map(other)) => {
                one.shape.is_same(&other.shape)
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// The item inside, and whether it stands there by value.
    pub(super) fn item(&self) -> Option<(&Pointer, bool)> {
        match self {
            Self::Named(pointer) => Some((pointer, true)),
            Self::List(inner) | Self::Map(inner) => inner.shape.item().map(|(pointer, _)| (pointer, false)),
            _ => None,
        }
    }
}

/// An operation.
pub(super) struct OperationPlan<'a> {
    pub(super) operation: &'a openapiv3::Operation,
    /// For what the operation does not say itself.
    pub(super) path_item: &'a PathItem,
    pub(super) pointer: Pointer,
    pub(super) method: Method,
    pub(super) id: String,
    pub(super) path: Path,
    /// The constants of the header.
    pub(super) headers: Vec<Pair>,
    pub(super) parameters: Vec<ParameterPlan<'a>>,
    /// The name of the security scheme.
    pub(super) scheme: Option<&'a str>,
    pub(super) body: Option<BodyPlan<'a>>,
    pub(super) output: Option<Payload<'a>>,
    pub(super) fault: Option<FaultUse<'a>>,
}

/// Something that a call fills in beside the body.
pub(super) struct ParameterPlan<'a> {
    pub(super) data: &'a ParameterData,
    pub(super) pointer: Pointer,
    pub(super) place: Place,
    pub(super) slot: Slot<'a>,
}

/// A request body.
pub(super) struct BodyPlan<'a> {
    /// The author's choice, and where it is written.
    pub(super) explicit: Option<(&'a str, Pointer)>,
    pub(super) payload: Payload<'a>,
    pub(super) description: Option<&'a str>,
    pub(super) since: Option<&'a str>,
}

/// What is sent or received.
pub(super) struct Payload<'a> {
    pub(super) slot: Slot<'a>,
    /// The member of the envelope, and where it is.
    pub(super) member: Option<(&'a str, Pointer)>,
}

/// The faults of an operation.
pub(super) enum FaultUse<'a> {
    Own(FaultPlan<'a>),
    /// Those of the schema at this place.
    Shared(Pointer),
}

/// A named schema that holds faults.
pub(super) struct SharedFault<'a> {
    pub(super) schema: &'a Schema<'a>,
    /// What the name is made of.
    pub(super) label: String,
    /// The author's choice.
    pub(super) explicit: Option<&'a str>,
    /// The member of an envelope, which the first response that refers to the schema says.
    pub(super) unwrap: Option<&'a str>,
    pub(super) plan: FaultPlan<'a>,
}

/// What a refusal can say: the members that name faults, in the order in which they are looked for.
#[derive(Default)]
pub(super) struct FaultPlan<'a> {
    pub(super) selectors: Vec<SelectorPlan<'a>>,
}

/// A member that names faults.
pub(super) struct SelectorPlan<'a> {
    pub(super) tag: &'a str,
    pub(super) arms: Vec<ArmPlan<'a>>,
}

/// One fault.
pub(super) struct ArmPlan<'a> {
    pub(super) value: String,
    pub(super) explicit: Option<(String, Pointer)>,
    /// What is said of this value of the tag.
    pub(super) said: Option<ext::EnumValue>,
    pub(super) pointer: Pointer,
    pub(super) payload: Payload<'a>,
}

impl<'a> FaultPlan<'a> {
    /// Every arm of every selector.
    pub(super) fn arms(&self) -> impl Iterator<Item = &ArmPlan<'a>> {
        self.selectors.iter().flat_map(|selector| &selector.arms)
    }
}

impl<'a> Plan<'a> {
    /// Every enum of faults, each once.
    pub(super) fn all_faults(&self) -> impl Iterator<Item = &FaultPlan<'a>> {
        let own = self.operations.iter().filter_map(|operation| match &operation.fault {
            Some(FaultUse::Own(plan)) => Some(plan),
            Some(FaultUse::Shared(_)) | None => None,
        });
        self.faults.values().map(|fault| &fault.plan).chain(own)
    }
}

/// Where the API is.
pub(super) struct ServerPlan<'a> {
    pub(super) server: &'a openapiv3::Server,
    /// Literal parts and variables in turn; a variable's name is not decided yet.
    pub(super) parts: Vec<ServerPart<'a>>,
}

/// A part of a server's URL.
pub(super) enum ServerPart<'a> {
    Ready(Segment),
    Variable(&'a str, &'a openapiv3::ServerVariable),
}
