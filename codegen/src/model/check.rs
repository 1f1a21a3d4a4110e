//! Rules of the model: what they are called, what they say, and what enforces them.

use super::{Ident, ItemPath};

/// A rule: one from `x-codegen-checks`, or the general one of a keyword (`type`, `required`, `enum`, ...).
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// As the document spells it: `R-PLACEMENT-1`.
    pub id: String,
    pub constant: RuleName,
    /// What a breach amounts to.
    pub weight: Weight,
    pub doc: String,
    /// Where it comes from; empty when the document does not say.
    pub source: String,
    /// The methods of the trait `Checks` that enforce it, in the order of the document; none if generated code does.
    pub hooks: Vec<Hook>,
}

/// The constant that a rule becomes: `R_PLACEMENT_1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleName(pub Ident);

words! {
    /// How much a breach matters.
    pub enum Weight {
        /// The request is not sent.
        Error = "error",
        /// Worth telling; the request may be sent.
        Warning = "warning",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hook {
    /// `r_placement_1`.
    pub method: Ident,
    /// What the method gets to see.
    pub subject: Subject,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Type(ItemPath),
    Operation(ItemPath),
}

/// A call of a hook, where what it judges is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookCall {
    pub method: Ident,
    /// What it reports under.
    pub rule: RuleName,
}

/// The rules that reading reports under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommonRules {
    /// A value has another JSON type.
    pub types: RuleName,
    /// A required member is missing.
    pub required: RuleName,
    /// A member that the document does not have.
    pub unknown: RuleName,
}
