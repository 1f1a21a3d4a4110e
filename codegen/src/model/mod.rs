//! What is to be written, fully decided: `lower` fills it in, `emit` prints it.
//!
//! Made of enums rather than flags, so that a new construct is a new variant that the compiler asks every printer
//! about. Imports `std` alone: no OpenAPI, no tokens. Every list is in the order of the document.

mod check;
mod fault;
mod operation;
mod types;

pub use check::{Binding, CommonRules, Hook, Rule, RuleRef, Severity, Subject};
pub use fault::{Fault, FaultArm, FaultCase, FaultDef, FaultEnum, FaultId, Selector};
pub use operation::{
    Auth, Body, Method, Module, Operation, Output, Pair, Parameter, Path, PathPart, Place, Scheme, SchemeKind, Segment,
    Server,
};
pub use types::{
    Arm, Constraint, EnumValue, Enumeration, Literal, Member, Newtype, Object, Presence, Role, Type, TypeDef, TypeId,
    TypeKind, Union, UnionRule,
};

/// A whole API.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// The title of the document.
    pub title: String,
    /// The version of the document.
    pub version: String,
    /// What the document says of itself.
    pub docs: Docs,
    /// The first server, if there is one.
    pub server: Option<Server>,
    /// Every type that an operation reaches, in the order of the document; [`TypeId`] counts into it.
    pub types: Vec<TypeDef>,
    /// Faults that the document names, in its order; [`FaultId`] counts into it.
    pub faults: Vec<FaultDef>,
    /// Operations by tag.
    pub modules: Vec<Module>,
    /// Security schemes that an operation uses.
    pub schemes: Vec<Scheme>,
    /// Every rule, in the order of the document; [`RuleRef`] counts into it.
    pub rules: Vec<Rule>,
    /// The rules that reading reports under.
    pub common: CommonRules,
}

/// Where in the document something comes from: a JSON Pointer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin(pub String);

/// The text for the documentation of an item, as the author wrote it; `emit::doc` makes it safe for rustdoc.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Docs {
    /// `summary`, or empty.
    pub summary: String,
    /// `description`, or empty.
    pub description: String,
    /// `x-codegen-since`.
    pub since: Option<String>,
    /// `deprecated: true`.
    pub deprecated: bool,
}

/// An identifier that Rust accepts as it stands, raw prefix included where needed.
///
/// Only `name` makes one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// Takes a text that `name` has found fit.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, with `r#` where needed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
