//! What every generated client leans on: JSON in and out, validation, requests, answers, errors.
//!
//! Sans-IO: nothing here opens a connection, reads a clock or keeps global state. The exceptions are the transports
//! behind the feature `reqwest`, and the clock behind `tracing`. Nothing here may name a type or an operation of a
//! document.

mod answer;
mod auth;
mod base64;
mod base_url;
// What needs no dependency is there for every test as well.
#[cfg(any(test, feature = "blocking"))]
mod blocking;
mod body;
mod certificate;
mod client;
mod credential;
mod error;
mod escape;
mod fault;
mod fault_response;
mod form;
mod format;
mod header;
mod json;
mod known_fault;
mod macros;
mod multipart;
mod operation;
mod patch;
mod path;
mod plain;
mod read;
mod report;
#[cfg(feature = "reqwest")]
mod reqwest;
mod scan;
mod secret;
mod server;
mod sse;
mod stream;
mod style;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod text;
mod trace;
mod unlisted;
mod upload;
mod validate;
mod write;

pub use auth::{Authorize, Basic, NoAuth};
pub use base_url::{BaseUrl, InvalidBaseUrl};
#[cfg(any(test, feature = "blocking"))]
pub use blocking::{BlockingClient, BlockingTransport};
pub use body::{Body, TypedBody};
pub use certificate::{InvalidThumbprint, Thumbprint, Untrusted};
pub use client::{Client, Transport};
pub use error::{BuildError, DecodeError, Error, ResponseError, TransportError, TransportErrorKind};
pub use fault::{Fault, RawFault, read_fault};
pub use fault_response::FaultResponse;
pub use format::{Base64, Date, DateTime, InvalidFormat, Time, Uuid};
pub use json::Json;
pub use multipart::FilePart;
pub use operation::Operation;
pub use patch::Patch;
pub use path::Path;
pub use read::{FromJson, KnownMember, Mode, OpenObject, OtherMembers, ReadRules, Reader, Slot, read};
pub use report::{Check, Report, Rule, Severity, Violation};
#[cfg(all(feature = "blocking", feature = "reqwest"))]
pub use reqwest::ReqwestBlockingTransport;
#[cfg(feature = "reqwest")]
pub use reqwest::{InvalidProxy, Proxy, ReqwestTransport, Settings};
pub use secret::Secret;
#[cfg(any(test, feature = "blocking"))]
pub use sse::BlockingEventStream;
pub use sse::{EventOperation, EventReader, EventStream, EventTooLong, ServerEvent};
#[cfg(any(test, feature = "blocking"))]
pub use stream::{BlockingChunks, BlockingStreamTransport};
pub use stream::{ChunkSource, Chunks, StreamOperation, StreamTransport};
pub use unlisted::{Unlisted, UnlistedNumber};
#[cfg(any(test, feature = "blocking"))]
pub use upload::BlockingUploadTransport;
pub use upload::{UploadBody, UploadOperation, UploadTransport};
pub use validate::Validate;
pub use write::{Secrets, ToJson, View, Writer};

/// What generated code calls and nobody else needs to.
#[doc(hidden)]
pub mod support {
    pub use super::answer::{Answer, Answers, Plain, bytes_body, text_body};
    pub use super::answer::{WhichAnswer, fault_of, not_described, show_fault, success_of};
    pub use super::auth::header;
    pub use super::credential::{cookie, scheme};
    pub use super::fault::fault;
    pub use super::form::form;
    pub use super::format::{FORMAT, format};
    pub use super::header::{header_lines, header_list, header_value};
    pub use super::known_fault::{
        FaultContent, FaultNames, FoundFault, KnownFaults, Variant, WhichFault, is_same_fault,
    };
    pub use super::multipart::Multipart;
    pub use super::operation::{RequestBuilder, success, success_member};
    pub use super::read::{Kind, Shape, ShapeMember, Tag, deserialize};
    pub use super::server::{ServerPart, ServerVariable, server_address};
    pub use super::style::{Parameter, Style};
    pub use super::text::{Text, texts};
    pub use super::unlisted::{Scalars, scalar, scalar_text, scalar_value, show_scalar};
    pub use super::validate::{
        Members, above, at_least, at_most, below, enumeration, enumeration_number, items, length, multiple, no_arm,
        properties, range, required, union_member, unique,
    };
    pub use super::write::{Wrapped, serialize};
    // Not public: rustc would name the traits by this path in its messages.
    #[allow(unused_imports, reason = "not every description has types for each of them")]
    pub(crate) use super::{
        Body, Fault, FromJson, Json, Mode, RawFault, ReadRules, Reader, Secret, Secrets, ToJson, Writer,
        http::Response,
        macros::{
            deserialize, display, faults, from_text, headers, newtype, number, scalar, secret, secret_newtype,
            serialize, status_faults, text,
        },
    };
}

/// The crate that requests, answers and headers come from, so that a caller needs no second copy of it.
pub use http;
