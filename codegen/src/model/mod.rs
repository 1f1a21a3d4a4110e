//! What is to be written, fully decided: `lower` fills it in, `emit` prints it.
//!
//! Made of enums rather than flags, so that the compiler names every printer that has to learn a new construct. An id
//! always leads somewhere. Imports `std` alone: no OpenAPI, no tokens. Every list is in the order of the document.
//!
//! Names that come again and again are explained here, once: `docs` is what the document says of a thing, `wire` its name in
//! JSON, in a query or in a header, `field` and `variant` its name in Rust, `ty` its Rust type.

use std::collections::BTreeSet;

mod answer;
mod check;
mod choice;
mod fault;
mod limit;
mod list;
mod operation;
mod part;
mod primitive;
mod request;
mod sample;
mod security;
mod server;
mod types;

pub(crate) use answer::{
    Answer, AnswerArm, AnswerEnum, Header, HeaderForm, Headers, Output, Plain, Received, Status, Streamed,
};
pub(crate) use check::{CommonRules, Hook, HookCall, Rule, RuleName, Subject, Weight};
pub(crate) use choice::{ArmShape, ArmTag, Choice, ChoiceArm, JsonKind, Shape, ShapeMember, TagForm, Told};
pub(crate) use fault::{Fault, FaultArm, FaultCase, FaultEnum};
pub(crate) use limit::{Constraint, Limit, Limits};
pub(crate) use list::{TypeId, Types};
pub(crate) use operation::{Method, Module, Operation, Pair, Path, PathPart, QueryConstant};
pub(crate) use part::Part;
pub(crate) use primitive::{Base, Form, Primitive};
pub(crate) use request::{
    Body, BodyArm, BodyEnum, Carried, Content, FormMember, Location, Parameter, PartRule, Sent, Style, Styled,
    ValueText, Written,
};
pub(crate) use sample::{CallExample, Holder, Sample, Shown};
pub(crate) use security::{Alternative, Auth, Carrier, Credential, CredentialKind};
pub(crate) use server::{ELSEWHERE, Segment, Server};
pub(crate) use types::{
    Arm, Constructor, Core, Demand, Direction, EnumValue, Enumeration, Member, Newtype, Object, Presence, Reading,
    Repr, Rest, Setting, Text, TextForm, Type, TypeDef, TypeKind, Union, UnionRule,
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
    /// The servers; the first is the one that is meant unless somebody says otherwise.
    pub servers: Vec<Server>,
    /// Every type that an operation reaches.
    pub types: Types,
    /// Operations by tag.
    pub modules: Vec<Module>,
    /// The credentials that operations ask for and that get a type.
    pub credentials: Vec<Credential>,
    /// Every rule.
    pub rules: Vec<Rule>,
    /// The rules that reading reports under.
    pub common: CommonRules,
    /// The parts of the runtime that the document needs beside those that every document needs.
    pub parts: BTreeSet<Part>,
}

/// Where an item stands in the output: the modules that lead to it below `types` or `operations`, and its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemPath {
    pub home: Vec<Ident>,
    pub name: Ident,
}

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

impl Docs {
    /// The first thing that is said.
    pub(crate) fn said(&self) -> Option<&str> {
        [self.summary.trim(), self.description.trim()].into_iter().find(|text| !text.is_empty())
    }
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
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
