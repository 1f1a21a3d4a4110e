//! Operations of the model: what goes out, what comes back, who may ask.

use super::{
    Auth, Body, CallExample, Docs, Fault, Headers, HookCall, Ident, Output, Parameter, Server, Streamed, Type,
};

/// The operations of one tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// The modules below `operations` that lead to it, itself the last; snake_case, never empty.
    pub path: Vec<Ident>,
    pub docs: Docs,
    pub operations: Vec<Operation>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The `operationId`, as the document spells it.
    pub id: String,
    /// UpperCamelCase: the struct that is one call.
    pub name: Ident,
    pub docs: Docs,
    pub method: Method,
    pub path: Path,
    /// Its own servers, if they are not those of the document. A request goes where the caller says all the same.
    pub servers: Vec<Server>,
    /// The constants that go into the header.
    pub headers: Vec<Pair>,
    /// What the caller fills in beside the body, in the order of the document.
    pub parameters: Vec<Parameter>,
    pub auth: Auth,
    /// What the request carries.
    pub body: Option<Body>,
    /// The media types of what is read of an answer, for the header `Accept`.
    pub accept: String,
    /// What a success gives.
    pub output: Output,
    /// What of it can be read while it comes.
    pub streamed: Option<Streamed>,
    pub fault: Fault,
    /// The headers of an answer that the document names.
    pub response_headers: Option<Headers>,
    pub is_eq: bool,
    /// Hooks that are called with the operation.
    pub hooks: Vec<HookCall>,
    /// An example of a call of `new`; none where it would be too large to tell anybody anything.
    pub example: Option<CallExample>,
}

impl Operation {
    /// The types of what is read of an answer, but for those of shared faults.
    pub fn received(&self) -> impl Iterator<Item = &Type> {
        let headers = self.response_headers.iter().flat_map(|all| &all.headers).map(|header| &header.ty);
        self.output.types().chain(self.fault.types()).chain(headers)
    }
}

words! {
    /// How a server is asked, as HTTP spells it.
    pub enum Method {
        Get = "GET",
        Put = "PUT",
        Post = "POST",
        Delete = "DELETE",
        Options = "OPTIONS",
        Head = "HEAD",
        Patch = "PATCH",
        Trace = "TRACE",
    }
}

/// Where a request goes, below the server.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The path key up to its `?`, cut at its variables. Slashes belong to the fixed parts.
    pub parts: Vec<PathPart>,
    /// The constants of the query, decoded: those of the path key in its order, then those declared as parameters.
    pub query: Vec<QueryConstant>,
}

/// A constant of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryConstant {
    /// `name=value`
    Pair(Pair),
    /// A name alone.
    Word(String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum PathPart {
    /// Fit for a URL as it stands.
    Fixed(String),
    /// What the caller fills in, one of [`Operation::parameters`].
    Variable(Box<Parameter>),
}

/// A constant pair of the query or of the header. The name of a header is in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub name: String,
    pub value: String,
}
