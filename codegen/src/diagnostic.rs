//! What can be said about a document: a stable code, a place, a message. How a finding looks and where its place is in
//! the text belong to `render`.

mod code;
mod shown;
mod suggest;

pub use code::Code;
pub(crate) use shown::{may_show, shown, shown_pointer};
pub use suggest::suggest;

use std::ops::Range;

use crate::options::Strictness;
use crate::pointer::Pointer;
use crate::visible::cut;

/// Bytes of each text of a finding that are kept: a document can have thousands of findings about one huge name.
const LONGEST: usize = 1000;

words! {
    /// Whether the document can still be used.
    pub enum Severity {
        /// No output is written.
        Error = "error",
        /// Output is written, something of the document was left aside.
        Warning = "warning",
    }
}

impl Severity {
    /// The weight of something that somebody else's document may lose, and our own may not.
    pub(crate) fn of_loss(strictness: Strictness) -> Self {
        match strictness {
            Strictness::Own => Self::Error,
            Strictness::Foreign => Self::Warning,
        }
    }
}

/// Which token of a node is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The member's key.
    Key,
    /// The value; an object or an array is shown by its key.
    Value,
    /// These bytes of the text, whatever they belong to: for text that could not be read.
    Bytes(Range<usize>),
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The node.
    pub pointer: Pointer,
    /// The token of the node.
    pub part: Part,
}

impl Place {
    /// The key of a member.
    pub fn key(node: impl Into<Pointer>) -> Self {
        Self { pointer: node.into(), part: Part::Key }
    }

    /// A value.
    pub fn value(node: impl Into<Pointer>) -> Self {
        Self { pointer: node.into(), part: Part::Value }
    }

    /// Bytes of the text.
    pub fn bytes(range: Range<usize>) -> Self {
        Self { pointer: Pointer::root(), part: Part::Bytes(range) }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Diagnostic {
    /// What kind of finding; stable over versions.
    pub code: Code,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence without a full stop that names the thing at fault.
    pub message: String,
    /// Where.
    pub place: Place,
    /// A few words beside the caret.
    pub label: Option<String>,
    /// Other places that matter, each with a few words.
    pub related: Vec<(Place, String)>,
    /// What to do about it; where this finding has nothing of its own to say, [`Self::way_out`] has what its code says.
    pub help: Option<String>,
    /// Rust to paste, in whole lines.
    pub stub: Option<String>,
}

impl Diagnostic {
    /// A finding that stops the run.
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, message)
    }

    /// A finding that does not.
    pub fn warning(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, message)
    }

    /// A finding of the given weight.
    pub fn new(severity: Severity, code: Code, place: Place, message: impl Into<String>) -> Self {
        let message = bounded(shown::without_hidden(message.into(), &place.pointer));
        Self { code, severity, message, place, label: None, related: Vec::new(), help: None, stub: None }
    }

    /// Adds a few words beside the caret.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(bounded(label));
        self
    }

    /// Adds another place that matters.
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        let words = bounded(shown::without_hidden(words.into(), &place.pointer));
        self.related.push((place, words));
        self
    }

    /// Adds what to do about it; a second help is joined to the first.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        let help = shown::without_hidden(help.into(), &self.place.pointer);
        self.help = Some(bounded(match self.help.take() {
            Some(before) if before.ends_with('?') => format!("{before} {help}"),
            Some(before) => format!("{before}; {help}"),
            None => help,
        }));
        self
    }

    pub(crate) fn stub(mut self, stub: String) -> Self {
        self.stub = Some(stub);
        self
    }

    /// What to do about it. Every finding has a way out.
    pub fn way_out(&self) -> &str {
        self.help.as_deref().unwrap_or(self.code.way_out())
    }

    /// Adds `did you mean` when one of the candidates is close to the word.
    pub fn did_you_mean<'c>(self, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Self {
        match suggest(word, candidates.into_iter().filter(|word| may_show(word))) {
            Some(close) => self.help(format!("did you mean `{close}`?")),
            None => self,
        }
    }
}

fn bounded(text: impl Into<String>) -> String {
    let text = text.into();
    if text.len() <= LONGEST { text } else { cut(&text, LONGEST).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_a_finding_is_bounded() {
        let long = "é".repeat(100_000);
        let place = || Place::key(Pointer::root());
        let finding = Diagnostic::error(Code::UnknownKey, place(), &long).label(&long).related(place(), &long);
        let finding = finding.help(&long).help("more");
        let related = finding.related.first().map(|(_, words)| words.as_str());
        for text in [Some(finding.message.as_str()), finding.label.as_deref(), related, finding.help.as_deref()] {
            let text = text.unwrap();
            assert!(text.len() <= LONGEST + "…".len() && text.ends_with('…'), "{}", text.len());
        }
    }
}
