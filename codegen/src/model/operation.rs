//! Operations of the model: what goes out, what comes back, who may ask.

use super::{Docs, Fault, Ident, Literal, Origin, RuleRef, Type};

/// The operations of one tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// The modules below `operations` that lead to it, itself the last; snake_case, never empty.
    pub path: Vec<Ident>,
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
    /// The constants that go into the header.
    pub headers: Vec<Pair>,
    /// What the caller fills in beside the body, in the order of the document.
    pub parameters: Vec<Parameter>,
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

/// Where a request goes, below the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The path key up to its `?`, cut at its variables. Slashes belong to the fixed parts.
    pub parts: Vec<PathPart>,
    /// The constants of the query, decoded: those of the path key in its order, then those declared as parameters.
    pub query: Vec<Pair>,
}

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPart {
    /// Fit for a URL as it stands.
    Fixed(String),
    /// What the caller fills in: index into [`Operation::parameters`].
    Variable(usize),
}

/// A constant pair of the query or of the header. The name of a header is in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Something the caller fills in beside the body: a field of the operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name on the wire; that of a header is in lower case.
    pub wire: String,
    /// snake_case.
    pub field: Ident,
    /// Where in the document it stands.
    pub origin: Origin,
    /// What the document says of it.
    pub docs: Docs,
    /// Where it travels.
    pub place: Place,
    /// Its Rust type, one that is written as a text: no secret, no list, no struct.
    pub ty: Type,
    /// Whether it has to be filled in.
    pub required: bool,
    /// A value for examples in the documentation; one that can stand in its place.
    pub example: Literal,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// As one segment of the path, or a part of one.
    Path,
    /// As a pair of the query.
    Query,
    /// As a header.
    Header,
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
        /// What may stand there; empty if that is anything.
        choices: Vec<String>,
    },
}
