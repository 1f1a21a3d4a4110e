//! Operations of the model: what goes out, what comes back, who may ask.

use super::{Docs, Ident, Origin, RuleRef, Type};

/// The operations of one tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// snake_case.
    pub name: Ident,
    /// What the document says of it.
    pub docs: Docs,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The `operationId`, as the document spells it.
    pub id: String,
    /// UpperCamelCase: the struct that is one call.
    pub name: Ident,
    /// Where in the document it stands.
    pub origin: Origin,
    /// What the document says of it.
    pub docs: Docs,
    /// How the server is asked.
    pub method: Method,
    /// Where the server is asked.
    pub path: Path,
    /// Who may ask.
    pub auth: Auth,
    /// What the request carries.
    pub body: Body,
    /// What a success gives.
    pub output: Output,
    /// What a refusal can say.
    pub fault: Fault,
    /// Hooks that are called with the operation.
    pub hooks: Vec<RuleRef>,
}

/// The method, in capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
}

/// Where a request goes, below the server. Path variables are a later construct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The path key up to its `?`, fit for a URL as it stands.
    pub fixed: String,
    /// The constants of the path key's query, decoded, in its order.
    pub query: Vec<QueryPair>,
}

/// A constant pair of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryPair {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Who may ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// Anybody.
    None,
    /// Whoever has this: index into [`Api::schemes`](super::Api::schemes).
    Scheme(usize),
}

/// A security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// UpperCamelCase; unused for `Basic`, whose type is the runtime's.
    pub name: Ident,
    /// Where in the document it stands.
    pub origin: Origin,
    /// What the document says of it.
    pub docs: Docs,
    /// What becomes of it.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// A header of that name, in lower case.
    Header(String),
    /// HTTP Basic.
    Basic,
}

/// What a request carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// A value of a type, as a field of the operation.
    Json {
        /// snake_case.
        field: Ident,
        /// Its Rust type.
        ty: Type,
        /// What the document says of it.
        docs: Docs,
    },
    /// The same in an object with this one member, which the caller does not see.
    Wrapped {
        /// The member of the envelope.
        member: String,
        /// snake_case.
        field: Ident,
        /// Its Rust type.
        ty: Type,
        /// What the document says of it.
        docs: Docs,
    },
}

/// What a success gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Nothing.
    Unit,
    /// The body.
    Json(Type),
    /// One required member of the body.
    Wrapped {
        /// The member of the envelope.
        member: String,
        /// Its Rust type.
        ty: Type,
    },
}

/// What a refusal can say.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The document describes no error: everything is raw.
    Raw,
    /// A member of the body names the fault; the status does not matter.
    Tagged {
        /// UpperCamelCase: the operation's name and `Fault`.
        name: Ident,
        /// The member that names it.
        tag: String,
        /// One for each value of the tag.
        arms: Vec<FaultArm>,
    },
}

/// One fault.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultArm {
    /// The tag's value on the wire.
    pub value: String,
    /// UpperCamelCase.
    pub variant: Ident,
    /// What the document says of it.
    pub docs: Docs,
    /// What the variant holds.
    pub ty: Type,
    /// The member that holds it, or the whole body.
    pub member: Option<String>,
}

/// Where the API is.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The URL, cut at its variables: literal parts and names in turn.
    pub template: Vec<Segment>,
    /// What the document says of it.
    pub docs: Docs,
}

/// A part of a server's URL.
#[derive(Debug, Clone, PartialEq)]
pub enum Segment {
    /// As it stands.
    Literal(String),
    /// What the caller fills in.
    Variable {
        /// The name.
        name: Ident,
        /// What the document says of it.
        docs: Docs,
        /// What stands there unless the caller says otherwise.
        default: String,
    },
}
