//! Documentation comments: any text of a document becomes lines that rustdoc takes without a warning.
//!
//! Nothing here knows what the text is about; the sentences themselves are made where the items are.

mod block;
mod html;
mod inline;
mod read;
mod sentence;
#[cfg(test)]
mod tests;
mod words;
mod wrap;

use crate::model::Docs;

pub(crate) use inline::code;
pub(crate) use sentence::first_sentence;
use words::Shown;

/// The last column that a line of documentation may reach.
const COLUMNS: usize = 100;

/// The documentation of one item, built block by block.
#[derive(Debug, Clone)]
pub(crate) struct Doc {
    width: usize,
    /// Without what makes them a comment.
    pub(crate) lines: Vec<String>,
}

impl Doc {
    /// Documentation of an item that stands `indent` columns from the left.
    pub(crate) fn new(indent: usize) -> Self {
        Self { width: COLUMNS.saturating_sub(indent + "/// ".len()), lines: Vec::new() }
    }

    /// Adds a text of the document: CommonMark, HTML, javadoc or plain.
    pub(crate) fn text(mut self, text: &str) -> Self {
        let markdown = html::to_markdown(&inline::visible(text));
        let blocks = read::blocks(&markdown, Shown::Comment);
        self.add(block::lines(&blocks, self.width));
        self
    }

    /// Adds a paragraph of our own, in Markdown that needs no change.
    pub(crate) fn paragraph(mut self, markdown: &str) -> Self {
        self.add(wrap::fill(&wrap::words(markdown), self.width));
        self
    }

    /// Adds lines of our own as they are.
    pub(crate) fn verbatim(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.add(lines.into_iter().collect());
        self
    }

    /// Adds what the document says of an item; `fallback` when it says nothing.
    pub(crate) fn docs(self, docs: &Docs, fallback: &str) -> Self {
        let described = self.summary(docs).description(docs);
        let described = if described.lines.is_empty() { described.paragraph(fallback) } else { described };
        described.history(docs)
    }

    pub(crate) fn summary(self, docs: &Docs) -> Self {
        let summary = docs.summary.trim();
        match summary.chars().next_back() {
            Some(last) if last.is_alphanumeric() => self.text(&format!("{summary}.")),
            _ => self.text(summary),
        }
    }

    /// Adds the description, unless it only repeats the summary.
    pub(crate) fn description(self, docs: &Docs) -> Self {
        let repeats = docs.description.trim().trim_end_matches('.') == docs.summary.trim().trim_end_matches('.');
        if repeats { self } else { self.text(&docs.description) }
    }

    /// Adds since when the item exists, and whether it should still be used.
    pub(crate) fn history(self, docs: &Docs) -> Self {
        let dated = if docs.deprecated { self.paragraph("Deprecated.") } else { self };
        match &docs.since {
            Some(version) => dated.text(&format!("Since {version}.")),
            None => dated,
        }
    }

    /// Adds a listed value, with what the document says of it.
    pub(crate) fn value(self, wire: &str, docs: &Docs) -> Self {
        let wire = code(wire);
        let doc = match docs.said() {
            Some(text) => self.text(&format!("{wire}: {text}")),
            None => self.paragraph(&format!("{wire}.")),
        };
        doc.history(docs)
    }

    fn add(&mut self, block: Vec<String>) {
        if !block.is_empty() && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(block);
    }
}

/// The first sentences of an item about which the document says nothing: its name on the wire.
pub(crate) fn member_fallback(wire: &str) -> String {
    format!("The member {}.", code(wire))
}

/// `A` or `An`, as `name` is spoken.
pub(crate) fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'E', 'I', 'O']) { "An" } else { "A" }
}
