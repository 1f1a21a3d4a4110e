//! An enum of whole numbers.

use proc_macro2::TokenStream;
use quote::quote;

use super::variant;
use crate::emit::context::{Context, type_path};
use crate::emit::doc::{Doc, code};
use crate::emit::example;
use crate::emit::item::Items;
use crate::emit::judge;
use crate::emit::tokens::{concat, number, path};
use crate::model::{Enumeration, Primitive, TypeDef};

pub(super) fn items(context: &Context<'_>, def: &TypeDef, enumeration: &Enumeration, primitive: Primitive) -> Items {
    let (name, ty) = (type_path(def), path(primitive.facts().path));
    Items {
        definition: definition(context, def, enumeration, &ty),
        wire: quote!(support::number!(#name, #ty);),
        judged: concat([listed(enumeration), judge::hooks(&def.hooks)]),
    }
}

fn definition(context: &Context<'_>, def: &TypeDef, enumeration: &Enumeration, ty: &TokenStream) -> TokenStream {
    let (name, full) = (&def.name, type_path(def));
    let doc = Doc::new(0).docs(&def.docs, &format!("The values of {}.", code(name.as_str())));
    let variants = enumeration.values.iter().map(variant);
    let unlisted = format!("A value that the description does not list; `{}::from(number)` makes one.", name.as_str());
    let unlisted = Doc::new(4).paragraph(&unlisted);
    // What is listed was read from a number.
    let values: Vec<_> = enumeration
        .values
        .iter()
        .map(|value| (&value.variant, number(value.wire.parse::<i128>().unwrap_or_default())))
        .collect();
    let listed = values.iter().map(|(_, value)| value);
    let to = values.iter().map(|(variant, value)| quote!(Self::#variant => #value));
    let from = values.iter().map(|(variant, value)| quote!(#value => Self::#variant));
    let from = quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                match value {
                    #(#from,)*
                    other => Self::Unlisted(rt::UnlistedNumber::from(other)),
                }
            }
        }
    };
    let statements = values.first().map(|(variant, value)| quote!(assert_eq!(#full::#variant.value(), #value);));
    let example = example::doc(context, "The value as it stands on the wire.", concat(statements));
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unlisted
            Unlisted(rt::UnlistedNumber<#ty>),
        }

        impl #name {
            /// Every listed value, as it stands on the wire.
            pub const LISTED: &[#ty] = &[#(#listed),*];

            #example
            #[must_use]
            pub fn value(self) -> #ty {
                match self {
                    #(#to,)*
                    Self::Unlisted(value) => value.value(),
                }
            }
        }

        #from
    }
}

fn listed(enumeration: &Enumeration) -> TokenStream {
    let rule = &enumeration.rule;
    quote! {
        if let Self::Unlisted(value) = self {
            support::enumeration_number(value.value(), Self::LISTED, &#rule, at, report);
        }
    }
}
