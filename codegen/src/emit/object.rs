//! An object of the document as a struct with public fields and constructors.

mod judged;
mod new;
mod text;

use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::{constructors, is_default};
use super::context::{Context, type_path};
use super::doc::{Doc, code, member_fallback};
use super::item::Items;
use super::tokens::{concat, derive, local};
use crate::model::{Member, Object, Presence, TypeDef};

/// Variables of the reading function, which no member's variable may hide.
const TAKEN: &[&str] = &["object", "reader"];

/// All of an object.
pub(super) fn items(context: &Context<'_>, def: &TypeDef, object: &Object) -> Items {
    Items {
        definition: definition(context, def, object),
        wire: concat([writing(def, object), reading(context, def, object)]),
        judged: judged::statements(context, def, object),
    }
}

fn definition(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
    let name = &def.name;
    let doc = Doc::new(0).docs(&def.docs, &format!("The object {}.", code(name.as_str())));
    let derive = derive(&[
        "Clone",
        "Debug",
        if is_default(object) { "Default" } else { "" },
        "PartialEq",
        if def.holds_float { "" } else { "Eq" },
    ]);
    let fields = object.members.iter().map(|member| field(context, member));
    let constructors = concat(constructors(object).iter().map(|each| new::constructor(context, def, object, each)));
    let display = text::items(context, def, object);
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub struct #name {
            #(#fields),*
        }

        impl #name {
            #constructors
        }

        #display
    }
}

fn field(context: &Context<'_>, member: &Member) -> TokenStream {
    let doc = Doc::new(4).docs(&member.docs, &member_fallback(&member.wire));
    let name = &member.field;
    let ty = context.ty(&member.ty);
    match member.presence {
        Presence::Required(_) => quote!(#doc pub #name: #ty),
        Presence::Optional => quote!(#doc pub #name: Option<#ty>),
    }
}

/// How the object is written.
fn writing(def: &TypeDef, object: &Object) -> TokenStream {
    let name = type_path(def);
    let names = object.members.iter().map(|member| &member.wire);
    let writes = object.members.iter().map(|Member { wire, field, presence, .. }| match presence {
        Presence::Required(_) => quote!(object.required(#wire, &self.#field)?;),
        Presence::Optional => quote!(object.optional(#wire, &self.#field)?;),
    });
    let mutable = (!object.members.is_empty()).then(|| quote!(mut));
    quote! {
        const MEMBERS: &[&str] = &[#(#names),*];

        impl rt::ToJson for #name {
            fn to_json<S: ser::Serializer>(&self, serializer: S, secrets: rt::Secrets) -> Result<S::Ok, S::Error> {
                let #mutable object = support::write_object(serializer, secrets)?;
                #(#writes)*
                object.end()
            }
        }
    }
}

/// How the object is read.
fn reading(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
    let name = type_path(def);
    let reads = object.members.iter().map(|member| read_member(context, member));
    let values = object.members.iter().map(|Member { field, .. }| {
        let variable = local(field, TAKEN);
        quote!(#field: #variable?)
    });
    let variable = if object.members.is_empty() { quote!(_) } else { quote!(object) };
    quote! {
        impl rt::FromJson for #name {
            fn from_json(json: &rt::Json, at: &rt::Path<'_>, reader: &mut rt::Reader) -> Option<Self> {
                let #variable = reader.object(json, at, MEMBERS)?;
                #(#reads)*
                Some(Self { #(#values),* })
            }
        }
    }
}

fn read_member(context: &Context<'_>, member: &Member) -> TokenStream {
    let variable = local(&member.field, TAKEN);
    let wire = &member.wire;
    match member.presence {
        Presence::Required(None) => quote!(let #variable = object.required(#wire, None, reader);),
        Presence::Required(Some(rule)) => {
            let rule = context.rule_path(rule);
            quote!(let #variable = object.required(#wire, Some(&#rule), reader);)
        }
        Presence::Optional => quote!(let #variable = object.optional(#wire, reader);),
    }
}
