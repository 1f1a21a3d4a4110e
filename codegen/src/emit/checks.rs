//! `checks.rs`: the trait whose methods are written by hand.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::Doc;
use super::file::{self, Built};
use super::imports::Site;
use super::rules;
use crate::model::{Hook, ItemPath, Rule, Subject};

pub(super) fn file(context: &Context<'_>) -> Built {
    let hooks: Vec<(&Rule, &Hook)> =
        context.api.rules.iter().flat_map(|rule| rule.hooks.iter().map(move |hook| (rule, hook))).collect();
    let items = match hooks.as_slice() {
        [] => without_hooks(),
        hooks => with_hooks(hooks),
    };
    let docs = Doc::new(0).paragraph("The rules that are written by hand: one method each.");
    file::file(context, "checks.rs".to_owned(), docs, items, &Site::inside(context.options, 1), &["Checks"])
}

fn without_hooks() -> TokenStream {
    quote! {
        /// The rules that no keyword of OpenAPI can state. The description has none.
        pub trait Checks {}

        impl Checks for () {}
    }
}

fn with_hooks(hooks: &[(&Rule, &Hook)]) -> TokenStream {
    let doc =
        Doc::new(0).paragraph("The rules that no keyword of OpenAPI can state, one required method each.").paragraph(
            "A method reports through its [`Check`], which knows the rule and the place. It reports \
         nothing for a valid value.",
        );
    let methods = hooks.iter().map(|(rule, hook)| method(rule, hook));
    quote! {
        #doc
        pub trait Checks {
            #(#methods)*
        }
    }
}

fn method(rule: &Rule, hook: &Hook) -> TokenStream {
    let doc = rules::doc(rule, Doc::new(4));
    let name = &hook.method;
    let (root, ItemPath { home, name: subject }) = match &hook.subject {
        Subject::Type(path) => (quote!(types), path),
        Subject::Operation(path) => (quote!(operations), path),
    };
    quote! {
        #doc
        fn #name(&self, value: &#root::#(#home::)*#subject, check: &mut rt::Check<'_>);
    }
}
