//! What kind of values schemas are about.

/// What kind of values a schema is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    String,
    Integer,
    Number,
    /// `true` and `false`.
    Boolean,
    Array,
    Object,
    /// Nothing but `null`.
    Null,
    /// What its only part allows: beside that it has docs, and a name maybe.
    Alias,
    /// What one of its parts allows.
    OneOf,
    /// What at least one of its parts allows.
    AnyOf,
    /// Everything, as far as its keywords say.
    Any,
}

impl Kind {
    /// The kind of values that a `type` names.
    pub(crate) fn of_type(word: &str) -> Option<Self> {
        Some(match word {
            "string" => Self::String,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}
