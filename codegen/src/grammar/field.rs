//! What the table says of one field of an object: what it holds, which version has it, and what becomes of it. Which fields
//! there are stands in `table`.

use super::kind::ObjectKind;
use super::version::Version;

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    Any,
    Text,
    Boolean,
    Number,
    /// A whole number from 0.
    Count,
    Word(&'static [&'static str]),
    List(&'static Shape),
    /// An object with names as keys.
    Map(&'static Shape),
    Is(ObjectKind),
    /// The object or a reference to one.
    RefOr(ObjectKind),
    SchemaType,
    /// A schema, or `true` or `false`.
    SchemaOrBoolean,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(super) is_required: bool,
    pub(super) fate: Fate,
    /// The one version that has the field; none if both have it.
    only: Option<Version>,
}

/// What becomes of a field. A test holds every field of every object against what it says here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is in the output.
    Carried,
    /// What the words say is in the output, and lowering tells of the rest.
    InPart(&'static str),
    /// Lowering tells that it is not supported.
    NotYet,
    /// Nothing reads it, and a client is poorer without it; with the way out.
    Left(&'static str),
    /// Nothing reads it, and no request or answer depends on it: it is for people who read the description. Told of in
    /// somebody else's document; our own may be as readable as it likes.
    ForReaders,
    /// A client needs nothing of it.
    Empty,
}

pub(super) const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, is_required: false, fate: Fate::Carried, only: None }
}

pub(super) const fn needed(name: &'static str, shape: Shape) -> Field {
    Field { is_required: true, ..field(name, shape) }
}

impl Field {
    /// Whether this version of OpenAPI has it.
    pub(super) fn is_in(&self, version: Version) -> bool {
        self.only.is_none_or(|only| only == version)
    }

    /// Of 3.0 alone.
    pub(super) const fn until_30(self) -> Self {
        Self { only: Some(Version::V30), ..self }
    }

    /// Of 3.1 alone.
    pub(super) const fn since_31(self) -> Self {
        Self { only: Some(Version::V31), ..self }
    }

    pub(super) const fn in_part(self, what: &'static str) -> Self {
        Self { fate: Fate::InPart(what), ..self }
    }

    pub(super) const fn not_yet(self) -> Self {
        Self { fate: Fate::NotYet, ..self }
    }

    pub(super) const fn left(self, help: &'static str) -> Self {
        Self { fate: Fate::Left(help), ..self }
    }

    pub(super) const fn for_readers(self) -> Self {
        Self { fate: Fate::ForReaders, ..self }
    }

    pub(super) const fn empty(self) -> Self {
        Self { fate: Fate::Empty, ..self }
    }
}
