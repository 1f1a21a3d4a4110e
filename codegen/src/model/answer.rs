//! Answers of the model: what a body holds, and what tells the answers of an operation apart. Faults that a member of the body
//! names are in `fault`.

use super::{Docs, Ident, Type};

/// What an operation gives when it went well.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Every success holds the same.
    Same(Answer),
    /// The status or the media type decides; the enum stands beside the operation.
    Several(AnswerEnum),
}

impl Output {
    /// The types of what the bodies hold.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let (same, several) = match self {
            Self::Same(answer) => (Some(answer), None),
            Self::Several(answers) => (None, Some(answers)),
        };
        same.and_then(|answer| answer.content.ty()).into_iter().chain(several.into_iter().flat_map(AnswerEnum::types))
    }
}

/// What of the successes of an operation can be read while it comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Streamed {
    /// The media types of it, without parameters.
    pub media: Vec<String>,
    /// The header `Accept` that asks for it.
    pub accept: String,
    /// What the data of an event is as JSON, if it can be a stream of events.
    pub data: Option<Type>,
}

impl Output {
    /// The contents of the successes.
    pub fn answers(&self) -> Vec<&Answer> {
        match self {
            Self::Same(answer) => vec![answer],
            Self::Several(answers) => answers.arms.iter().map(|arm| &arm.answer).collect(),
        }
    }
}

/// A body that a server sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it holds.
    pub content: Received,
    /// The media types that it may have, without parameters; empty where there is no body.
    pub media: Vec<String>,
}

/// What the body of an answer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// Nothing; what a server sends all the same is passed over.
    Empty,
    /// A value as JSON.
    Json(Type),
    /// The same as the one required member of an object, which the caller does not see.
    Wrapped {
        /// The member.
        member: String,
        /// The type of the value.
        ty: Type,
    },
    /// A value as a text that is no JSON.
    Text(Plain, Type),
    /// Server-sent events, as one text where they are not read while they come. The type is what their data is as JSON.
    Events(Type),
    /// Anything, as the bytes that it is.
    Bytes,
}

impl Received {
    /// The type of the value, where the document has a say in it.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Wrapped { ty, .. } | Self::Text(_, ty) | Self::Events(ty) => Some(ty),
            Self::Empty | Self::Bytes => None,
        }
    }
}

/// How a value stands in a text that is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// The text is the value.
    Text,
    /// As JSON has it, such as a number.
    Json,
}

/// Answers that the status and the media type tell apart: an enum beside the operation.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerEnum {
    /// UpperCamelCase: the name of the operation with `Output` or `Fault`.
    pub name: Ident,
    /// One for each status and media type, in the order of the document.
    pub arms: Vec<AnswerArm>,
    /// Whether it is `Eq`.
    pub is_eq: bool,
    /// Whether one may be much larger than the others.
    pub is_large: bool,
}

impl AnswerEnum {
    /// The types of what the bodies hold.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.arms.iter().filter_map(|arm| arm.answer.content.ty())
    }
}

/// One of the answers.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerArm {
    /// UpperCamelCase.
    pub variant: Ident,
    /// The statuses that it comes with.
    pub status: Status,
    /// What the document says of it.
    pub docs: Docs,
    /// What it holds.
    pub answer: Answer,
    /// Whether what it holds has a text for people.
    pub has_text: bool,
}

/// The statuses of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// One.
    Exact(u16),
    /// All that begin with this digit.
    Range(u16),
    /// All that the document does not list.
    Default,
}

/// The headers of the answers of an operation: a struct beside it that reads them.
#[derive(Debug, Clone, PartialEq)]
pub struct Headers {
    /// UpperCamelCase: the name of the operation and `Headers`.
    pub name: Ident,
    /// Each of them, in the order of the document.
    pub headers: Vec<Header>,
}

/// One header.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The name on the wire, in lower case.
    pub wire: String,
    /// The method that reads it.
    pub method: Ident,
    /// What the document says of it.
    pub docs: Docs,
    /// How often its value may be there.
    pub form: HeaderForm,
    /// How a value stands in it.
    pub plain: Plain,
    /// The type of a value.
    pub ty: Type,
}

/// How many values a header holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderForm {
    /// One.
    Single,
    /// Several, with commas in between.
    List,
    /// One a line, commas and all.
    Lines,
}
