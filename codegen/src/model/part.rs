//! The parts of the runtime that an output has only when its document needs them.

words! {
    /// A module of the runtime, by its name.
    pub enum Part {
        /// Answers by status and media type, and bodies that are no JSON.
        Answer = "answer",
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
        /// Parameters in every style.
        Style = "style",
    }
}
