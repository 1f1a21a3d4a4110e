//! `mod.rs`: the root of the output, with the addresses of the servers.

use proc_macro2::TokenStream;
use quote::quote;

use super::address;
use super::context::Context;
use super::doc::Doc;
use super::file::{self, Built};

/// The file; `security` says whether there is a module of that name.
pub(super) fn file(context: &Context<'_>, security: bool) -> Built {
    let api = context.api;
    let docs = Doc::new(0).text(&format!("{} ({}).", api.title.trim(), api.version.trim())).docs(&api.docs, "");
    let docs = docs.verbatim(contents(security));
    file::index(context, "mod.rs".to_owned(), docs, items(context, security))
}

/// The modules, in the order in which a caller needs them.
fn contents(security: bool) -> Vec<String> {
    let credentials = if security { "- [`security`]: credentials, one type for each scheme\n" } else { "" };
    let list = format!(
        "- [`operations`]: every operation, by tag\n\
         - [`types`]: what is sent and what comes back\n\
         {credentials}\
         - [`rules`] and [`checks`]: what a request keeps to, and which part of it is written by hand\n\
         - [`rt`]: the runtime, which knows nothing of this API"
    );
    list.lines().map(str::to_owned).collect()
}

fn items(context: &Context<'_>, security: bool) -> TokenStream {
    let security = security.then(|| {
        quote!(
            pub mod security;
        )
    });
    let servers = address::functions(context);
    // The inner form of `rustfmt::skip` is not stable. This one holds for every file of the output.
    quote! {
        #![cfg_attr(rustfmt, rustfmt_skip)]

        pub mod checks;
        pub mod operations;
        pub mod rt;
        pub mod rules;
        #security
        pub mod types;
        mod impls;

        #servers
    }
}
