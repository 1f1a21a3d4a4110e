//! The parts of the runtime that an output has only when its document needs them.

/// A module of the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `application/x-www-form-urlencoded`
    Form,
    /// Dates, times, identifiers and bytes as texts.
    Format,
    /// `multipart/form-data`
    Multipart,
    /// Members that may be absent, `null`, or there.
    Patch,
    /// Values as plain text.
    Plain,
    /// Server-sent events.
    Events,
    /// Parameters in every style.
    Style,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 7] =
        [Self::Form, Self::Format, Self::Multipart, Self::Patch, Self::Plain, Self::Events, Self::Style];

    /// The name of the module.
    #[must_use]
    pub fn module(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Format => "format",
            Self::Multipart => "multipart",
            Self::Patch => "patch",
            Self::Plain => "plain",
            Self::Events => "sse",
            Self::Style => "style",
        }
    }
}
