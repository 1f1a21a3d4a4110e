//! The parts of the runtime that an output has only when its document needs them.

words! {
    /// A module of the runtime, by its name.
    pub enum Part {
        /// Answers by status and media type, and bodies that are no JSON.
        Answer = "answer",
        /// Bytes out of base64.
        Base64 = "base64",
        /// Credentials beside Basic and keys in headers or the query, several of them, and none.
        Credential = "credential",
        /// `application/x-www-form-urlencoded`
        Form = "form",
        /// Dates, times, identifiers and bytes as texts.
        Format = "format",
        /// Headers of answers as values.
        Header = "header",
        /// `multipart/form-data`
        Multipart = "multipart",
        /// Members that may be absent, `null`, or there.
        Patch = "patch",
        /// Values as plain text.
        Plain = "plain",
        /// Server-sent events.
        Events = "sse",
        /// Answers that are read while they come.
        Stream = "stream",
        /// Parameters in every style.
        Style = "style",
        /// Bodies that are read while they are sent.
        Upload = "upload",
    }
}

impl Part {
    /// The modules of the runtime that only this part has: the one of its name, and what stands in others for it.
    pub(crate) fn modules(self) -> &'static [&'static str] {
        match self {
            Self::Answer => &["answer"],
            Self::Base64 => &["base64"],
            Self::Credential => &["credential"],
            Self::Form => &["form"],
            Self::Format => &["format"],
            Self::Header => &["header"],
            Self::Multipart => &["multipart"],
            Self::Patch => &["patch"],
            Self::Plain => &["plain"],
            Self::Events => &["sse"],
            Self::Stream => &["stream", "reqwest/stream", "testing/answer/stream"],
            Self::Style => &["style"],
            Self::Upload => &["upload", "reqwest/upload", "testing/upload"],
        }
    }

    /// The parts that this one uses.
    pub(crate) fn needs(self) -> &'static [Self] {
        match self {
            Self::Header => &[Self::Answer],
            Self::Form => &[Self::Style, Self::Plain],
            Self::Format => &[Self::Base64],
            Self::Multipart => &[Self::Plain, Self::Base64],
            Self::Style => &[Self::Plain],
            Self::Events => &[Self::Stream, Self::Answer],
            Self::Stream => &[Self::Answer],
            Self::Upload => &[Self::Stream, Self::Answer],
            Self::Answer | Self::Base64 | Self::Credential | Self::Patch | Self::Plain => &[],
        }
    }
}
