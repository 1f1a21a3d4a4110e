//! An enum of whole numbers.

use proc_macro2::TokenStream;
use quote::quote;

use super::item;
use crate::emit::context::{Context, type_path};
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
    let item = item(def, enumeration, "Copy", "number", &quote!(rt::UnlistedNumber<#ty>));
    let whole = |wire: &str| {
        wire.parse::<i128>().unwrap_or_else(|_| {
            context.break_file("an enum of integers that lists another value");
            0
        })
    };
    let values: Vec<_> = enumeration.values.iter().map(|value| (&value.variant, number(whole(&value.wire)))).collect();
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
        #item

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
