//! Where the API is: the function that makes the base address, and the addresses that examples show.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::example;
use super::tokens::{path, plain};
use crate::model::{Ident, Segment, Server};
use crate::percent::encode;

/// What examples call when the document names no server.
const ELSEWHERE: &str = "https://api.example.com";

/// The function `server`, if the document names one.
pub(super) fn function(context: &Context<'_>) -> TokenStream {
    let Some(server) = &context.api.server else { return quote!() };
    let doc = doc(context, server);
    let parameters = server.template.iter().filter_map(|segment| match segment {
        Segment::Literal(_) => None,
        Segment::Variable { name, .. } => Some(path(&parameter(name))),
    });
    let address = address(&server.template);
    quote! {
        #doc
        pub fn server(#(#parameters: &str),*) -> Result<rt::BaseUrl, rt::InvalidBaseUrl> {
            #address
        }
    }
}

/// The address as an expression: the runtime judges each value by its place.
fn address(template: &[Segment]) -> TokenStream {
    let is_constant = |segment: &Segment| matches!(segment, Segment::Literal(_));
    if template.iter().all(is_constant) {
        let url: String = template.iter().map(placeholder).collect();
        return quote!(#url.parse());
    }
    let parts = template.iter().map(|segment| match segment {
        Segment::Literal(text) => quote!(rt::support::ServerPart::Text(#text)),
        Segment::Variable { name, default, choices, .. } => {
            let (shown, value) = (plain(name), path(&parameter(name)));
            quote! {
                rt::support::ServerPart::Variable(rt::support::ServerVariable {
                    name: #shown,
                    value: #value,
                    default: #default,
                    choices: &[#(#choices),*],
                })
            }
        }
    });
    quote!(rt::support::server_address(&[#(#parts),*]))
}

fn placeholder(segment: &Segment) -> String {
    match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Variable { name, .. } => format!("{{{}}}", parameter(name)),
    }
}

/// An argument is not called by a raw identifier.
fn parameter(name: &Ident) -> String {
    match name.as_str().strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None => name.as_str().to_owned(),
    }
}

fn doc(context: &Context<'_>, server: &Server) -> Doc {
    let shown: String = server.template.iter().map(placeholder).collect();
    let mut doc = Doc::new(0).paragraph(&format!("The server at {}.", code(&shown))).docs(&server.docs, "");
    for segment in &server.template {
        match segment {
            Segment::Literal(_) => {}
            Segment::Variable { name, docs, default, .. } => {
                let said = docs.description.trim();
                let default = if default.is_empty() { String::new() } else { format!(" Default: {}.", code(default)) };
                doc = doc.text(&format!("{}: {said}{default}", code(plain(name))));
            }
        }
    }
    let (call, base) = (base_example(context), base(context));
    let statements = quote!(let base = #call?; assert_eq!(base.as_str(), #base););
    doc.verbatim(["# Errors".to_owned()])
        .paragraph("[`rt::InvalidBaseUrl`] when a value does not fit its place in the address, or the whole is not the address of a server.")
        .verbatim(example::fallible(context, quote!(), statements, "api::rt::InvalidBaseUrl"))
}

/// The base address as examples make it.
pub(super) fn base_example(context: &Context<'_>) -> TokenStream {
    let Some(server) = &context.api.server else { return quote!(#ELSEWHERE.parse()) };
    let arguments = server.template.iter().filter_map(|segment| match segment {
        Segment::Literal(_) => None,
        Segment::Variable { default, .. } => Some(default),
    });
    quote!(api::server(#(#arguments),*))
}

/// The base address as text, as the runtime shows it.
pub(super) fn base(context: &Context<'_>) -> String {
    let Some(server) = &context.api.server else { return ELSEWHERE.to_owned() };
    let text: String = server
        .template
        .iter()
        .map(|segment| match segment {
            Segment::Literal(text) => text.as_str(),
            Segment::Variable { default, .. } => default.as_str(),
        })
        .collect();
    let text = if text.contains("://") { text } else { format!("https://{text}") };
    text.trim_end_matches('/').to_owned()
}

/// The query as the runtime encodes it, with its `?`; empty without pairs. A name may stand alone.
pub(super) fn query<'p>(pairs: impl Iterator<Item = (&'p str, Option<&'p str>)>) -> String {
    let pair = |(name, value): (&str, Option<&str>)| match value {
        Some(value) => format!("{}={}", encode(name), encode(value)),
        None => encode(name).into_owned(),
    };
    let pairs: Vec<String> = pairs.map(pair).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}
