//! `checks.rs`: the trait whose methods are written by hand.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, operation_path};
use super::doc::Doc;
use super::file::{self, Built};
use super::imports::Site;
use super::rules;
use crate::model::{Binding, Hook, Rule, Subject};

/// The file.
pub(super) fn file(context: &Context<'_>) -> Built {
    let hooks: Vec<(&Rule, &Hook)> = context.api.rules.iter().flat_map(hooks).collect();
    let items = match hooks.as_slice() {
        [] => without_hooks(),
        hooks => with_hooks(context, hooks),
    };
    let docs = Doc::new(0).paragraph("The rules that are written by hand: one method each.");
    file::file(context, "checks.rs".to_owned(), docs, items, &Site::Shallow, &["Checks"])
}

fn hooks(rule: &Rule) -> impl Iterator<Item = (&Rule, &Hook)> {
    rule.bindings.iter().filter_map(move |binding| match binding {
        Binding::Hook(hook) => Some((rule, hook)),
        Binding::Keyword(_) | Binding::Wire => None,
    })
}

fn without_hooks() -> TokenStream {
    quote! {
        /// The rules that no keyword of OpenAPI can state. The description has none.
        pub trait Checks {}

        impl Checks for () {}
    }
}

fn with_hooks(context: &Context<'_>, hooks: &[(&Rule, &Hook)]) -> TokenStream {
    let doc =
        Doc::new(0).paragraph("The rules that no keyword of OpenAPI can state, one required method each.").paragraph(
            "A method reports through its [`Check`], which knows the rule and the place. It reports \
         nothing for a valid value.",
        );
    let methods = hooks.iter().map(|(rule, hook)| method(context, rule, hook));
    quote! {
        #doc
        pub trait Checks {
            #(#methods)*
        }
    }
}

fn method(context: &Context<'_>, rule: &Rule, hook: &Hook) -> TokenStream {
    let doc = rules::doc(rule, Doc::new(4));
    let name = &hook.method;
    let subject = match hook.subject {
        Subject::Type(id) => context.type_path(id),
        Subject::Operation { module, operation } => {
            let found = context.operation(module, operation);
            found.map(|(module, operation)| operation_path(module, &operation.name)).unwrap_or_default()
        }
    };
    quote! {
        #doc
        fn #name(&self, value: &#subject, check: &mut rt::Check<'_>);
    }
}
