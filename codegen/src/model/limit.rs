//! What is judged of a value before it is sent, as far as keywords say it. What hooks judge stands in `check`.

use super::RuleName;

/// What is judged of a value and of what it holds. A type of the document judges itself, wherever it stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limits {
    /// What is judged of the value itself.
    pub own: Vec<Constraint>,
    /// What is judged of each entry, if the value is a list or a map.
    pub entries: Option<Box<Limits>>,
}

impl Limits {
    /// Whether there is nothing to judge.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.entries.as_ref().is_none_or(|entries| entries.is_empty())
    }
}

/// A limit that is checked before sending.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// What it allows.
    pub limit: Limit,
    /// What a breach breaks.
    pub rule: RuleName,
}

/// What a limit allows.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    /// `minimum` and `maximum` of an integer, both included.
    Range(Option<i128>, Option<i128>),
    /// `minimum` of a number.
    AtLeast(f64),
    /// `minimum` of a number, itself excluded.
    Above(f64),
    /// `maximum` of a number.
    AtMost(f64),
    /// `maximum` of a number, itself excluded.
    Below(f64),
    /// `multipleOf`, as digits with at most one dot.
    Multiple(String),
    /// `minLength` and `maxLength`, in characters, both included.
    Length(Option<u64>, Option<u64>),
    /// The `format` of a text.
    Format,
    /// `minItems` and `maxItems`, both included.
    Items(Option<u64>, Option<u64>),
    /// `uniqueItems`
    Unique,
    /// `minProperties` and `maxProperties`, both included.
    Properties(Option<u64>, Option<u64>),
}
