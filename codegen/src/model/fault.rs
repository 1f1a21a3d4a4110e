//! Faults of the model: what a refusal can say, and what in a body says so. Operations refer to them.

use super::{AnswerEnum, Docs, Ident, ItemPath, Sample, Type, TypeId};

/// What a refusal can say.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The document describes no error: everything is raw.
    Raw,
    /// Faults of this operation alone; the enum stands beside it.
    Own(FaultEnum),
    /// Faults of a named schema, which every operation that refers to it has.
    Shared(TypeId),
    /// The status says which fault it is; the enum stands beside the operation.
    ByStatus(AnswerEnum),
}

impl Fault {
    /// The types of what the operation's own faults hold.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let (by_tag, by_status) = match self {
            Self::Own(faults) => (Some(faults), None),
            Self::ByStatus(answers) => (None, Some(answers)),
            Self::Raw | Self::Shared(_) => (None, None),
        };
        let by_tag = by_tag.into_iter().flat_map(|faults| &faults.arms).map(|arm| &arm.ty);
        by_tag.chain(by_status.into_iter().flat_map(AnswerEnum::types))
    }
}

/// Faults: a member of the body names one, the status does not matter.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultEnum {
    /// UpperCamelCase: the name of the schema, or that of the operation and `Fault`.
    pub name: Ident,
    /// Which member that is; of several the first that the body has as a text decides. Never empty.
    pub members: Vec<String>,
    pub arms: Vec<FaultArm>,
    pub is_eq: bool,
    /// Whether a fault may be much larger than the others.
    pub is_large: bool,
    /// The operations that share them, in the order of the output; empty for the faults of one operation.
    pub users: Vec<ItemPath>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FaultArm {
    /// Its name on the wire, as the first member that knows it spells it.
    pub value: String,
    pub variant: Ident,
    pub docs: Docs,
    pub ty: Type,
    /// Whether what it holds has a text for people.
    pub has_text: bool,
    /// What names it, in the order of the members; the first is how it is called.
    pub cases: Vec<FaultCase>,
    /// What it holds in an example; none if that would be too large.
    pub example: Option<Sample>,
}

/// A value of a member that names a fault.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultCase {
    pub tag: String,
    pub value: String,
    /// The member that holds what the variant holds, or the whole body.
    pub member: Option<String>,
}
