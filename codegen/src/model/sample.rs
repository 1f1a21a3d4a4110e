//! Values in the examples of the documentation, and what an example shows of them.

use super::{EnumValue, Ident, Type, TypeId};

#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    Bool(bool),
    Integer(i128),
    Double(f64),
    Text(String),
    /// A type that `new` makes from a text.
    Wrapped(Type, String),
    /// Bytes, in one of the types that hold them.
    Bytes(Holder),
    /// A value of an enumeration.
    Variant {
        of: TypeId,
        variant: Ident,
        wire: String,
    },
    List(Vec<Sample>),
    Map,
    /// Any JSON: `null`.
    Any,
    /// No value, where there may be none.
    Null,
    Arm {
        of: TypeId,
        variant: Ident,
        is_boxed: bool,
        held: Box<Sample>,
    },
    Boxed(Box<Sample>),
    Built {
        of: TypeId,
        constructor: Ident,
        arguments: Vec<Sample>,
    },
}

/// What holds bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// A body.
    Body,
    /// A body of that media type.
    TypedBody(String),
    /// A part of a body.
    FilePart,
}

impl Sample {
    /// A value of an enumeration.
    pub fn variant(of: TypeId, value: &EnumValue) -> Self {
        Self::Variant { of, variant: value.variant.clone(), wire: value.wire.clone() }
    }

    /// What it is on the wire, if it is written as a text.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::Integer(value) => Some(value.to_string()),
            Self::Text(text) | Self::Wrapped(_, text) | Self::Variant { wire: text, .. } => Some(text.clone()),
            Self::Double(_) | Self::Bytes(_) | Self::List(_) | Self::Map | Self::Any | Self::Null => None,
            Self::Arm { .. } | Self::Boxed(_) | Self::Built { .. } => None,
        }
    }
}

/// An example of a call that makes something.
#[derive(Debug, Clone, PartialEq)]
pub struct CallExample {
    /// What it is called with.
    pub arguments: Vec<Sample>,
    /// What is shown of what it makes.
    pub shown: Shown,
}

/// What an example says of a value that it has made.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// This field, found by way of those in front of it, is unset.
    Unset(Vec<Ident>),
    Is(Vec<Ident>, Sample),
    /// The whole is the default.
    Default,
}
