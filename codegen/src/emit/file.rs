//! One file of the output: its header, its own documentation, its items.

use proc_macro2::TokenStream;

use super::context::Context;
use super::doc::Doc;
use super::imports::{self, Site};
use crate::print;

/// A file whose text could not be printed: a fault of the generator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unprintable {
    /// The file.
    pub(crate) path: String,
    /// What the parser says.
    pub(crate) message: String,
}

/// A file that is being put together.
#[derive(Debug)]
pub(super) struct File {
    path: String,
    docs: Doc,
    uses: TokenStream,
    items: TokenStream,
}

impl File {
    /// A file without items, whose paths are relative to itself.
    pub(super) fn new(path: impl Into<String>, docs: Doc, items: TokenStream) -> Self {
        Self { path: path.into(), docs, uses: TokenStream::new(), items }
    }

    /// A file that stands at `site` and defines those names.
    pub(super) fn resolved(
        path: impl Into<String>,
        docs: Doc,
        items: TokenStream,
        site: &Site,
        defined: &[&str],
    ) -> Self {
        let (uses, items) = imports::resolve(items, site, defined);
        Self { path: path.into(), docs, uses, items }
    }

    /// The path and the text.
    pub(super) fn print(self, context: &Context<'_>) -> Result<(String, String), Unprintable> {
        let mut header = vec![context.header()];
        let docs = self.docs.into_lines();
        if !docs.is_empty() {
            header.push(String::new());
        }
        header.extend(docs);
        match print::source(&header, self.uses, self.items) {
            Ok(text) => Ok((self.path, text)),
            Err(error) => Err(Unprintable { path: self.path, message: error.to_string() }),
        }
    }
}
