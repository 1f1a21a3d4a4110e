//! What a request carries: parameters by place and style, and the body by media type.

use super::{Docs, Ident, Pair, Sample, Type, Types};

/// Something the caller fills in beside the body: a field of the operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name on the wire; that of a header is in lower case.
    pub wire: String,
    /// snake_case.
    pub field: Ident,
    /// What the document says of it.
    pub docs: Docs,
    /// Where it travels.
    pub location: Location,
    /// Its Rust type.
    pub ty: Type,
    /// How its value is written.
    pub written: Written,
    /// Whether it has to be filled in.
    pub required: bool,
    /// A value for examples in the documentation, one that can stand in its place; none for what its own constructor makes.
    pub example: Option<Sample>,
    /// The same as it is sent, if that is one text.
    pub example_text: Option<String>,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// As one segment of the path, or a part of one.
    Path,
    /// As pairs of the query.
    Query,
    /// As a header.
    Header,
    /// As cookies.
    Cookie,
}

/// How the value of a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// As one text, in the usual way of its place.
    Plain(ValueText),
    /// As its style says.
    Styled(Styled),
}

/// How a value is written as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueText {
    /// It is a `String`.
    Itself,
    /// It has `as_str`.
    AsStr,
    /// It has `to_string`.
    ToString,
}

/// `style` and what goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Styled {
    /// How items and members are joined.
    pub style: Style,
    /// Whether each item or member is a parameter of its own.
    pub explode: bool,
    /// `allowReserved`: what RFC 3986 reserves stays as it is.
    pub reserved: bool,
    /// `allowEmptyValue`: an empty list or object is sent.
    pub empty: bool,
    /// Whether no `Debug` of the request may show it.
    pub is_secret: bool,
}

impl Styled {
    /// A style, with the `explode` that it has where nothing is said.
    #[must_use]
    pub fn new(style: Style, explode: Option<bool>) -> Self {
        let explode = explode.unwrap_or(style == Style::Form);
        Self { style, explode, reserved: false, empty: false, is_secret: false }
    }
}

impl Location {
    /// The style that parameters have where nothing is said.
    #[must_use]
    pub fn style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Cookie => Style::Form,
        }
    }
}

/// A `style` of OpenAPI, or `content` in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `blue,black`
    Simple,
    /// `.blue,black`
    Label,
    /// `;color=blue,black`
    Matrix,
    /// `color=blue,black`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color[R]=100`
    DeepObject,
    /// One JSON text.
    Json,
}

/// The body of a request, as a field of the operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// snake_case.
    pub field: Ident,
    /// What the document says of it.
    pub docs: Docs,
    /// Whether there has to be one.
    pub required: bool,
    /// What it holds.
    pub content: Content,
}

/// What a body may hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// One media type.
    One(Sent),
    /// The caller chooses one of several.
    Several(BodyEnum),
}

impl Body {
    /// Whether it may be bytes, or have a file, that are read while they are sent.
    #[must_use]
    pub fn is_upload(&self, types: &Types) -> bool {
        self.content.sent().any(|sent| match &sent.carried {
            Carried::Bytes | Carried::AnyType => true,
            Carried::Multipart { ty, .. } => types.has_file(ty),
            Carried::Json(_) | Carried::Wrapped { .. } | Carried::Text(..) | Carried::Form { .. } => false,
        })
    }
}

/// The media types that a caller chooses from, as an enum beside the operation.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyEnum {
    /// UpperCamelCase.
    pub name: Ident,
    /// In the order of the document.
    pub arms: Vec<BodyArm>,
}

/// One media type of several.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyArm {
    /// UpperCamelCase.
    pub variant: Ident,
    /// What it holds.
    pub sent: Sent,
}

/// A body of one media type.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// As the document spells it.
    pub media_type: String,
    /// What becomes its bytes.
    pub carried: Carried,
}

/// What becomes the bytes of a body.
#[derive(Debug, Clone, PartialEq)]
pub enum Carried {
    /// A value as JSON.
    Json(Type),
    /// The same as the one required member of an object, which the caller does not see.
    Wrapped {
        /// The member.
        member: String,
        /// The type of the value.
        ty: Type,
    },
    /// A value as its text.
    Text(Type, ValueText),
    /// Bytes, as they are.
    Bytes,
    /// Bytes of a media type that the caller says, because the document leaves it open (`image/*`).
    AnyType,
    /// An object as `application/x-www-form-urlencoded`.
    Form {
        /// The type of the value.
        ty: Type,
        /// The members that the document says a style for.
        members: Vec<FormMember>,
    },
    /// An object as `multipart/form-data`.
    Multipart {
        /// The type of the value.
        ty: Type,
        /// The members of which the document says how they are written.
        parts: Vec<PartRule>,
    },
}

impl Carried {
    /// The type of the value; bytes are of none of the document.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty)
            | Self::Wrapped { ty, .. }
            | Self::Text(ty, _)
            | Self::Form { ty, .. }
            | Self::Multipart { ty, .. } => Some(ty),
            Self::Bytes | Self::AnyType => None,
        }
    }
}

impl Content {
    /// The media types, one or several.
    pub fn sent(&self) -> impl Iterator<Item = &Sent> {
        let (one, several) = match self {
            Self::One(sent) => (Some(sent), None),
            Self::Several(choice) => (None, Some(choice.arms.iter().map(|arm| &arm.sent))),
        };
        one.into_iter().chain(several.into_iter().flatten())
    }
}

/// How a member of a form is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormMember {
    /// The member on the wire.
    pub wire: String,
    /// Its style.
    pub styled: Styled,
}

/// How a member becomes parts of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRule {
    /// The member on the wire.
    pub wire: String,
    /// The `Content-Type` of its parts.
    pub media_type: Option<String>,
    /// What else stands in their heads.
    pub headers: Vec<Pair>,
}
