//! What became of one document, and what went wrong with it.

use super::documents::Document;
use super::facts::Facts;

/// What became of a document.
pub(super) struct Row {
    pub document: Document,
    /// What is known of the document and its output; nothing if the generator did not end well.
    pub facts: Facts,
    /// CPU seconds of `cargo check`, without its dependencies.
    pub check: Option<f64>,
    /// How many values were read and written back.
    pub read: usize,
    pub problems: Vec<Problem>,
}

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// The code of an error, the address of a value, or `generate`, `compile` or `examples` for the step that failed.
    pub place: String,
    pub words: String,
}

impl Problem {
    pub(super) fn new(place: impl Into<String>, words: impl Into<String>) -> Self {
        Self { place: place.into(), words: words.into() }
    }
}
