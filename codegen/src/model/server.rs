//! Where an API is.

use super::{Docs, Ident};

/// An address for examples, where the document gives none.
pub(crate) const ELSEWHERE: &str = "https://api.example.com";

#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The function that makes the address.
    pub function: Ident,
    /// The function that makes it of the defaults; none without a variable, and none where the host is left to the caller.
    pub by_default: Option<Ident>,
    /// The URL, cut at its variables: literal parts and names in turn.
    pub template: Vec<Segment>,
    pub docs: Docs,
}

/// A part of a server's URL.
#[derive(Debug, Clone, PartialEq)]
pub enum Segment {
    Literal(String),
    /// The address that a URL is relative to, which the caller knows; the first part.
    Address(Ident),
    /// What the caller fills in. A variable that stands twice has the same name in both places.
    Variable {
        name: Ident,
        docs: Docs,
        /// What stands there unless the caller says otherwise.
        default: String,
        /// What may stand there; empty if that is anything.
        choices: Vec<String>,
    },
}

impl Segment {
    /// What stands there unless the caller says otherwise; of an address it is one for examples.
    pub fn by_default(&self) -> &str {
        match self {
            Self::Literal(text) => text,
            Self::Address(_) => ELSEWHERE,
            Self::Variable { default, .. } => default,
        }
    }
}
