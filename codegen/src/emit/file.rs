//! One file of the output: its header, its own documentation, its items.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::Doc;
use super::imports::{self, Site};
use crate::print::{SourceFile, Unprintable};

/// A file to be printed, or why it cannot be.
pub(super) type Built = Result<SourceFile, Unprintable>;

/// A file without imports, whose paths are relative to itself.
pub(super) fn index(context: &Context<'_>, path: String, docs: Doc, items: TokenStream) -> Built {
    if let Some(why) = context.take_broken() {
        return Err(Unprintable { path, message: why.to_owned() });
    }
    let gap = (!docs.lines.is_empty()).then(String::new);
    let docs = std::iter::once(context.header()).chain(gap).chain(docs.lines).collect();
    Ok(SourceFile { path, docs, items })
}

/// A file that stands at `site` and defines those names.
pub(super) fn file(
    context: &Context<'_>,
    path: String,
    docs: Doc,
    items: TokenStream,
    site: &Site,
    defined: &[&str],
) -> Built {
    let (uses, items) = imports::resolve(items, TokenStream::new(), site, defined);
    index(context, path, docs, quote!(#uses #items))
}
