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
    let mut header = vec![context.header()];
    if !docs.lines.is_empty() {
        header.push(String::new());
    }
    header.extend(docs.lines);
    Ok(SourceFile { path, docs: header, items })
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
