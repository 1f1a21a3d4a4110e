//! A string with a name of its own, open or secret.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, type_path};
use super::doc::{Doc, code};
use super::example;
use super::item::Items;
use super::judge;
use super::tokens::{self, concat};
use crate::model::{Form, Newtype, TypeDef};

pub(super) fn items(context: &Context<'_>, def: &TypeDef, newtype: &Newtype) -> Items {
    let doc = Doc::new(0).docs(&def.docs, &format!("The text {}.", code(def.name.as_str())));
    let name = type_path(def);
    let (definition, wire, text) = match newtype.over.facts().form {
        Form::Secret => (secret(context, &doc, def, newtype), quote!(support::secret!(#name);), quote!(self.expose())),
        Form::Text | Form::Formatted | Form::Truth | Form::Whole(..) | Form::Fraction | Form::File => {
            (open(context, &doc, def, newtype), quote!(support::text!(#name);), quote!(self.as_str()))
        }
    };
    let limits = newtype.constraints.iter().map(|each| judge::newtype(each, &text));
    Items { definition, wire, judged: concat(limits.chain([judge::hooks(&def.hooks)])) }
}

fn open(context: &Context<'_>, doc: &Doc, def: &TypeDef, newtype: &Newtype) -> TokenStream {
    let (name, path) = (&def.name, type_path(def));
    let text = &newtype.example;
    let statements = quote!(assert_eq!(#path::new(#text).as_str(), #text););
    let new = example::doc(context, "Takes the text as it stands on the wire.", statements.clone());
    let as_str = example::doc(context, "The text as it stands on the wire.", statements);
    let form = newtype.over.facts().form;
    let over = tokens::path(newtype.over.facts().path);
    let (text, get) = match form {
        Form::Formatted => (
            quote!(self.0.as_str()),
            quote! {
                /// The text by its format, to be judged or converted.
                #[must_use]
                pub fn get(&self) -> &#over {
                    &self.0
                }
            },
        ),
        Form::Text | Form::Secret | Form::Truth | Form::Whole(..) | Form::Fraction | Form::File => {
            (quote!(&self.0), quote!())
        }
    };
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(#over);

        impl #name {
            #new
            #[must_use]
            pub fn new(text: impl Into<#over>) -> Self {
                Self(text.into())
            }

            #as_str
            #[must_use]
            pub fn as_str(&self) -> &str {
                #text
            }

            #get
        }
        support::newtype!(#name);
    }
}

fn secret(context: &Context<'_>, doc: &Doc, def: &TypeDef, newtype: &Newtype) -> TokenStream {
    let (name, path) = (&def.name, type_path(def));
    let text = &newtype.example;
    let statements = quote!(assert_eq!(#path::new(#text).expose(), #text););
    let new = example::doc(context, "Takes the text as it stands on the wire.", statements.clone());
    let expose = example::doc(context, "The text itself. Keep the borrow short, and out of logs.", statements);
    let statements = quote!(assert_eq!(#path::new(#text).as_secret().expose(), #text););
    let as_secret = example::doc(context, "The text, still as a secret.", statements);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct #name(rt::Secret);

        impl #name {
            #new
            #[must_use]
            pub fn new(text: impl Into<rt::Secret>) -> Self {
                Self(text.into())
            }

            #expose
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose()
            }

            #as_secret
            #[must_use]
            pub fn as_secret(&self) -> &rt::Secret {
                &self.0
            }
        }

        support::secret_newtype!(#name);
    }
}
