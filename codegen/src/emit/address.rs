//! Where the API is: the functions that make base addresses, and the addresses that examples show.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::example;
use super::tokens::{path, plain};
use crate::model::{ELSEWHERE, Ident, Segment, Server};
use crate::percent::encode;

/// The functions of the document's servers.
pub(super) fn functions(context: &Context<'_>) -> TokenStream {
    let owner = Owner {
        indent: 0,
        called: quote!(api),
        itself: quote!(),
        shown: "",
        support: quote!(rt::support),
        error: "rt::InvalidBaseUrl",
    };
    context.api.servers.iter().map(|server| function(context, server, &owner)).collect()
}

/// The functions of an operation that has servers of its own; `called` is how examples name it.
pub(super) fn own(context: &Context<'_>, servers: &[Server], called: &TokenStream) -> TokenStream {
    let owner = Owner {
        indent: 4,
        called: called.clone(),
        itself: quote!(Self::),
        shown: "Self::",
        support: quote!(support),
        error: "InvalidBaseUrl",
    };
    servers.iter().map(|server| function(context, server, &owner)).collect()
}

/// What has the functions: the root of the output, or an operation.
struct Owner<'o> {
    /// How far from the left the functions stand.
    indent: usize,
    /// As examples call it.
    called: TokenStream,
    /// What stands before a call beside the function, and the same in its documentation.
    itself: TokenStream,
    shown: &'o str,
    support: TokenStream,
    /// The error in documentation.
    error: &'static str,
}

fn function(context: &Context<'_>, server: &Server, owner: &Owner<'_>) -> TokenStream {
    let (doc, name) = (doc(context, server, owner), &server.function);
    let parameters = parameters(&server.template).into_iter().map(|name| path(&parameter(name)));
    let address = address(&server.template, &owner.support);
    let by_default = server.by_default.as_ref().map(|name| by_default(context, server, name, owner));
    quote! {
        #doc
        pub fn #name(#(#parameters: &str),*) -> Result<rt::BaseUrl, rt::InvalidBaseUrl> {
            #address
        }

        #by_default
    }
}

/// The function that takes the default of each variable.
fn by_default(context: &Context<'_>, server: &Server, name: &Ident, owner: &Owner<'_>) -> TokenStream {
    let function = &server.function;
    let Owner { itself, shown, called, .. } = owner;
    let said = format!("[`{shown}{}`] with the default of each variable.", function.as_str());
    let base = shown_address(server);
    let statements = quote!(let base = #called::#name()?; assert_eq!(base.as_str(), #base););
    let doc = errors(context, owner, Doc::new(owner.indent).paragraph(&said), statements);
    let defaults = arguments(server);
    quote! {
        #doc
        pub fn #name() -> Result<rt::BaseUrl, rt::InvalidBaseUrl> {
            #itself #function(#(#defaults),*)
        }
    }
}

/// What the caller gives, each once.
fn parameters(template: &[Segment]) -> Vec<&Ident> {
    let mut names = Vec::new();
    for segment in template {
        match segment {
            Segment::Literal(_) => {}
            Segment::Address(name) | Segment::Variable { name, .. } if names.contains(&name) => {}
            Segment::Address(name) | Segment::Variable { name, .. } => names.push(name),
        }
    }
    names
}

/// The address as an expression: the runtime judges each value by its place.
fn address(template: &[Segment], support: &TokenStream) -> TokenStream {
    let is_constant = |segment: &Segment| matches!(segment, Segment::Literal(_));
    if template.iter().all(is_constant) {
        let url: String = template.iter().map(placeholder).collect();
        return quote!(#url.parse());
    }
    let variable = |name: &Ident, default: &str, choices: &[String]| {
        let (shown, value) = (plain(name), path(&parameter(name)));
        quote! {
            #support::ServerPart::Variable(#support::ServerVariable {
                name: #shown,
                value: #value,
                default: #default,
                choices: &[#(#choices),*],
            })
        }
    };
    let parts = template.iter().map(|segment| match segment {
        Segment::Literal(text) => quote!(#support::ServerPart::Text(#text)),
        Segment::Address(name) => variable(name, "", &[]),
        Segment::Variable { name, default, choices, .. } => variable(name, default, choices),
    });
    quote!(#support::server_address(&[#(#parts),*]))
}

fn placeholder(segment: &Segment) -> String {
    match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Address(name) | Segment::Variable { name, .. } => format!("{{{}}}", parameter(name)),
    }
}

/// An argument is not called by a raw identifier.
fn parameter(name: &Ident) -> String {
    match name.as_str().strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None => name.as_str().to_owned(),
    }
}

fn doc(context: &Context<'_>, server: &Server, owner: &Owner<'_>) -> Doc {
    let shown: String = server.template.iter().map(placeholder).collect();
    let mut doc = Doc::new(owner.indent).paragraph(&format!("The server at {}.", code(&shown))).docs(&server.docs, "");
    let mut told = Vec::new();
    for segment in &server.template {
        match segment {
            Segment::Literal(_) => {}
            Segment::Address(name) => {
                let said = "Where the description was found, which does not say it itself: `https://`, a host, and a path if one is in front.";
                doc = doc.text(&format!("{}: {said}", code(plain(name))));
            }
            Segment::Variable { name, .. } if told.contains(&name) => {}
            Segment::Variable { name, docs, default, .. } => {
                let said = docs.description.trim();
                let default = if default.is_empty() { String::new() } else { format!(" Default: {}.", code(default)) };
                doc = doc.text(&format!("{}: {said}{default}", code(plain(name))));
                told.push(name);
            }
        }
    }
    let (function, defaults, base) = (&server.function, arguments(server), shown_address(server));
    let called = &owner.called;
    let statements = quote!(let base = #called::#function(#(#defaults),*)?; assert_eq!(base.as_str(), #base););
    errors(context, owner, doc, statements)
}

/// When such a function fails, and an example in which it does not.
fn errors(context: &Context<'_>, owner: &Owner<'_>, doc: Doc, statements: TokenStream) -> Doc {
    doc.verbatim(["# Errors".to_owned()])
        .paragraph(&format!(
            "[`{}`] when a value does not fit its place in the address, or the whole is not the address of a server.",
            owner.error
        ))
        .verbatim(example::fallible(context, quote!(), statements, "api::rt::InvalidBaseUrl"))
}

/// What examples give.
fn arguments(server: &Server) -> Vec<&str> {
    let mut seen = Vec::new();
    let mut arguments = Vec::new();
    for segment in &server.template {
        match segment {
            Segment::Literal(_) => {}
            Segment::Address(name) | Segment::Variable { name, .. } if seen.contains(&name) => {}
            Segment::Address(name) | Segment::Variable { name, .. } => {
                seen.push(name);
                arguments.push(segment.by_default());
            }
        }
    }
    arguments
}

/// The base address as examples make it, for an operation with these servers of its own, and how they name it.
pub(super) fn base_example(context: &Context<'_>, own: &[Server], called: &TokenStream) -> TokenStream {
    let (server, called) = match (own.first(), context.api.servers.first()) {
        (Some(own), _) => (own, called.clone()),
        (None, Some(general)) => (general, quote!(api)),
        (None, None) => return quote!(#ELSEWHERE.parse()),
    };
    let (function, arguments) = (&server.function, arguments(server));
    quote!(#called::#function(#(#arguments),*))
}

/// The base address as text, as the runtime shows it.
pub(super) fn base(context: &Context<'_>, own: &[Server]) -> String {
    own.first().or(context.api.servers.first()).map_or_else(|| ELSEWHERE.to_owned(), shown_address)
}

fn shown_address(server: &Server) -> String {
    let text: String = server.template.iter().map(Segment::by_default).collect();
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
