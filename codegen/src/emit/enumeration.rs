//! An enum of strings: the listed values, and room for one that a newer server may send. Those of other values are in the
//! files beside this one.

mod json;
mod number;

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, type_path};
use super::doc::{Doc, code};
use super::example;
use super::item::Items;
use super::judge;
use super::tokens::{concat, derive};
use crate::model::{EnumValue, Enumeration, Repr, TypeDef};

pub(super) fn items(context: &Context<'_>, def: &TypeDef, enumeration: &Enumeration) -> Items {
    let name = type_path(def);
    match enumeration.repr {
        Repr::Text => {}
        Repr::Integer(primitive) => return number::items(context, def, enumeration, primitive),
        Repr::Number => return json::items(context, def, enumeration, "Numbers"),
        Repr::Boolean => return json::items(context, def, enumeration, "Booleans"),
        Repr::Mixed => return json::items(context, def, enumeration, "All"),
    }
    Items {
        definition: definition(context, def, enumeration),
        wire: quote!(support::text!(#name);),
        judged: concat([listed(enumeration), judge::hooks(&def.hooks)]),
    }
}

fn definition(context: &Context<'_>, def: &TypeDef, enumeration: &Enumeration) -> TokenStream {
    let item = item(def, enumeration, "", "text", &quote!(rt::Unlisted));
    let own = own(context, def, enumeration);
    let conversions = conversions(def, enumeration);
    quote!(#item #own #conversions)
}

/// The enum; `made_from` is what a value that is not listed is made from, and `unlisted` holds it.
fn item(def: &TypeDef, enumeration: &Enumeration, copy: &str, made_from: &str, unlisted: &TokenStream) -> TokenStream {
    let name = &def.name;
    let doc = Doc::new(0).docs(&def.docs, &format!("The values of {}.", code(name.as_str())));
    let derive = derive(&["Clone", copy, "Debug", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"]);
    let variants = enumeration.values.iter().map(variant);
    let said = format!("A value that the description does not list; `{}::from({made_from})` makes one.", name.as_str());
    let said = Doc::new(4).paragraph(&said);
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #said
            Unlisted(#unlisted),
        }
    }
}

fn variant(value: &EnumValue) -> TokenStream {
    let (doc, name) = (Doc::new(4).value(&value.wire, &value.docs), &value.variant);
    quote!(#doc #name)
}

fn own(context: &Context<'_>, def: &TypeDef, enumeration: &Enumeration) -> TokenStream {
    let name = &def.name;
    let listed = enumeration.values.iter().map(|value| &value.wire);
    let arms = enumeration.values.iter().map(|EnumValue { variant, wire, .. }| quote!(Self::#variant => #wire));
    let path = type_path(def);
    let statements = match enumeration.values.first() {
        Some(EnumValue { variant, wire, .. }) => quote!(assert_eq!(#path::#variant.as_str(), #wire);),
        None => quote!(assert_eq!(#path::from("text").as_str(), "text");),
    };
    let example = example::doc(context, "The value as it stands on the wire.", statements);
    quote! {
        impl #name {
            /// Every listed value, as it stands on the wire.
            pub const LISTED: &[&str] = &[#(#listed),*];

            #example
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#arms,)*
                    Self::Unlisted(value) => value.as_str(),
                }
            }
        }
    }
}

fn conversions(def: &TypeDef, enumeration: &Enumeration) -> TokenStream {
    let name = &def.name;
    let arms = enumeration.values.iter().map(|EnumValue { variant, wire, .. }| quote!(#wire => Self::#variant));
    quote! {
        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#arms,)*
                    other => Self::Unlisted(rt::Unlisted::from(other)),
                }
            }
        }

        support::display!(#name);
    }
}

fn listed(enumeration: &Enumeration) -> TokenStream {
    let Some(rule) = &enumeration.rule else { return TokenStream::new() };
    quote! {
        if let Self::Unlisted(value) = self {
            support::enumeration(value.as_str(), Self::LISTED, &#rule, at, report);
        }
    }
}
