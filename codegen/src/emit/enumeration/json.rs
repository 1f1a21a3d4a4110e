//! An enum of numbers with a fraction, of truth values, or of values of several kinds: each is known by its JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::{item, listed};
use crate::emit::context::{Context, type_path};
use crate::emit::example;
use crate::emit::item::Items;
use crate::emit::judge;
use crate::emit::tokens::{concat, path};
use crate::model::{EnumValue, Enumeration, TypeDef};

/// `scalars` is what the runtime calls the JSON types that the values have.
pub(super) fn items(context: &Context<'_>, def: &TypeDef, enumeration: &Enumeration, scalars: &str) -> Items {
    let (name, scalars) = (type_path(def), path(scalars));
    Items {
        definition: definition(context, def, enumeration),
        wire: quote!(support::scalar!(#name, #scalars);),
        judged: concat([listed(enumeration), judge::hooks(&def.hooks)]),
    }
}

fn definition(context: &Context<'_>, def: &TypeDef, enumeration: &Enumeration) -> TokenStream {
    let (name, full) = (&def.name, type_path(def));
    let item = item(def, enumeration, "", "&json", &quote!(rt::Unlisted));
    let listed = enumeration.values.iter().map(|value| &value.wire);
    let to = enumeration.values.iter().map(|EnumValue { variant, wire, .. }| quote!(Self::#variant => #wire));
    let from = enumeration.values.iter().map(|EnumValue { variant, wire, .. }| quote!(#wire => Self::#variant));
    let of_json = quote! {
        pub(crate) fn of_json(json: &str) -> Self {
            match json {
                #(#from,)*
                other => Self::Unlisted(rt::Unlisted::from(other)),
            }
        }
    };
    let statements = enumeration.values.first();
    let statements =
        statements.map(|EnumValue { variant, wire, .. }| quote!(assert_eq!(#full::#variant.as_json(), #wire);));
    let example = example::doc(context, "The value as JSON.", concat(statements));
    quote! {
        #item

        impl #name {
            /// Every listed value, as JSON.
            pub const LISTED: &[&str] = &[#(#listed),*];

            #example
            #[must_use]
            pub fn as_json(&self) -> &str {
                match self {
                    #(#to,)*
                    Self::Unlisted(value) => value.as_str(),
                }
            }

            #of_json
        }
    }
}
