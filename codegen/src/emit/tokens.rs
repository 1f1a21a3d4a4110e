//! Small pieces of tokens that several printers need. What they print is decided elsewhere.
//!
//! Printers write paths in full, by a handful of heads (`rt::Json`, `types::FolderId`, `rules::R_NAME_1`);
//! [`imports`](super::imports) shortens them and finds the `use` lines.

use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, format_ident, quote};

use super::doc::Doc;
use crate::model::Ident;

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(path(self.as_str()));
    }
}

impl ToTokens for Doc {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(self.lines.iter().map(|line| {
            let line = if line.is_empty() { String::new() } else { format!(" {line}") };
            quote!(#[doc = #line])
        }));
    }
}

/// The identifier without `r#`, as file names and texts have it.
pub(super) fn plain(ident: &Ident) -> &str {
    ident.as_str().strip_prefix("r#").unwrap_or(ident.as_str())
}

/// The identifier as the name of a local variable that stands beside those named in `taken`.
pub(super) fn local(ident: &Ident, taken: &[&str]) -> TokenStream {
    if taken.contains(&ident.as_str()) {
        return format_ident!("{}_", plain(ident)).to_token_stream();
    }
    ident.to_token_stream()
}

/// A path such as `fmt::Display`. Of what is no path, printing the file says so.
pub(super) fn path(text: &str) -> TokenStream {
    let segments: Option<Vec<_>> = text.split("::").map(identifier).collect();
    match segments {
        Some(segments) => quote!(#(#segments)::*),
        None => text.parse().unwrap_or_default(),
    }
}

/// The identifier without a parser, which costs a hundred times as much; nothing for what only a parser can judge.
fn identifier(text: &str) -> Option<proc_macro2::Ident> {
    let mut bytes = text.bytes();
    let plain = bytes.next()?.is_ascii_alphabetic() && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    plain.then(|| proc_macro2::Ident::new(text, Span::call_site()))
}

/// `#[derive(…)]` of the traits that are not empty.
pub(super) fn derive(traits: &[&str]) -> TokenStream {
    let traits = traits.iter().filter(|name| !name.is_empty()).map(|name| format_ident!("{name}"));
    quote!(#[derive(#(#traits),*)])
}

pub(super) fn number(value: impl Into<i128>) -> TokenStream {
    let value = value.into();
    let size = Literal::u128_unsuffixed(value.unsigned_abs());
    if value < 0 { quote!(-#size) } else { quote!(#size) }
}

/// The number with a fraction, without a suffix.
pub(super) fn double(value: f64) -> TokenStream {
    let size = Literal::f64_unsuffixed(value.abs());
    if value < 0.0 { quote!(-#size) } else { quote!(#size) }
}

pub(super) fn option(value: Option<impl Into<i128>>) -> TokenStream {
    match value.map(number) {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

/// `name` if the tokens name that variable, else `_`.
pub(super) fn used(name: &str, tokens: &TokenStream) -> TokenStream {
    if mentions(name, tokens) { path(name) } else { quote!(_) }
}

fn mentions(name: &str, tokens: &TokenStream) -> bool {
    let mut after_dot = false;
    for tree in tokens.clone() {
        let found = match &tree {
            TokenTree::Group(group) => mentions(name, &group.stream()),
            TokenTree::Ident(ident) => !after_dot && ident == name,
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if found {
            return true;
        }
        after_dot = matches!(&tree, TokenTree::Punct(dot) if dot.as_char() == '.');
    }
    false
}

pub(super) fn concat(streams: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    streams.into_iter().collect()
}
