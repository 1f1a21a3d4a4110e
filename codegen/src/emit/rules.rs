//! `rules.rs`: every rule as a constant.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::file::{self, Built};
use super::imports::Site;
use crate::model::{CommonRules, Rule, RuleName, Weight};

pub(super) fn file(context: &Context<'_>) -> Built {
    let constants = context.api.rules.iter().map(constant);
    let names = context.api.rules.iter().map(|rule| &rule.constant.0);
    let CommonRules { types, required, unknown } = &context.api.common;
    let [types, required, unknown] = [types, required, unknown].map(|rule| &rule.0);
    let items = quote! {
        #(#constants)*

        /// Every rule, in the order of the description.
        pub const ALL: &[rt::Rule] = &[#(#names),*];

        /// The rules that reading reports under.
        pub const READ: rt::ReadRules = rt::ReadRules { types: &#types, required: &#required, unknown: &#unknown };
    };
    let docs = Doc::new(0).paragraph("Every rule, by its identifier.");
    file::file(context, "rules.rs".to_owned(), docs, items, &Site::inside(context.options, 1), &[])
}

fn constant(rule: &Rule) -> TokenStream {
    let Rule { id, constant: RuleName(constant), doc: said, source, .. } = rule;
    let doc = doc(rule, Doc::new(0));
    let severity = match rule.weight {
        Weight::Error => quote!(rt::Severity::Error),
        Weight::Warning => quote!(rt::Severity::Warning),
    };
    quote! {
        #doc
        pub const #constant: rt::Rule = rt::Rule { id: #id, severity: #severity, doc: #said, source: #source };
    }
}

/// What a rule says, how much it weighs and where it comes from.
pub(super) fn doc(rule: &Rule, doc: Doc) -> Doc {
    let weight = rule.weight.as_str();
    let source = match rule.source.as_str() {
        "" => String::new(),
        source => format!(" Source: {source}."),
    };
    doc.text(&format!("{}: {}", code(&rule.id), rule.doc.trim())).text(&format!("Severity: {weight}.{source}"))
}
