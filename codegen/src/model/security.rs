//! Who may ask, and with what.

use super::{Docs, Ident};

/// What a caller has to have for an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// Nothing: anybody may ask.
    None,
    /// A name and a password, for HTTP Basic.
    Basic,
    /// The credential of this name, one of [`Api::credentials`](super::Api::credentials).
    Named(Ident),
    /// All of these, two or more.
    All(Vec<Auth>),
    /// This, or nothing.
    Optional(Box<Auth>),
}

/// A credential that gets a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    pub name: Ident,
    pub docs: Docs,
    pub kind: CredentialKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialKind {
    /// A secret that travels like this.
    Secret(Carrier),
    /// One of several credentials, whichever the caller has.
    OneOf(Vec<Alternative>),
}

/// How a secret travels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carrier {
    /// In the header of this name, in lower case.
    Header(String),
    /// In the query, under this name.
    Query(String),
    /// In the cookie of this name.
    Cookie(String),
    /// In the header `Authorization`, behind the name of this scheme.
    Scheme(String),
}

/// A variant of a credential that is one of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    pub variant: Ident,
    pub docs: Docs,
    /// Never [`Auth::None`] and never [`Auth::Optional`].
    pub auth: Auth,
}
