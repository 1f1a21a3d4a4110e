//! An object of the document as a struct with public fields and constructors.

mod judged;
mod new;
mod text;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::context::{Context, type_path};
use super::doc::{Doc, code, member_fallback};
use super::item::Items;
use super::tokens::{concat, derive, local};
use crate::model::{Demand, Direction, Member, Object, Presence, Rest, Type, TypeDef};

/// Variables of the reading function, which no member's variable may hide.
const TAKEN: &[&str] = &["reader", "slots", "values"];

pub(super) fn items(context: &Context<'_>, def: &TypeDef, object: &Object) -> Items {
    Items {
        definition: definition(context, def, object),
        wire: match object.members.as_slice() {
            [] if object.rest.is_none() => empty(def),
            _ => concat([writing(def, object), reading(def, object)]),
        },
        judged: judged::statements(context, def, object),
    }
}

fn definition(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
    let name = &def.name;
    let doc = Doc::new(0).docs(&def.docs, &format!("The object {}.", code(name.as_str())));
    let derive = derive(&[
        "Clone",
        "Debug",
        if object.has_default { "Default" } else { "" },
        "PartialEq",
        if def.is_eq { "Eq" } else { "" },
    ]);
    let fields = object.members.iter().map(|member| field(context, member));
    let fields = fields.chain(object.rest.iter().map(|rest| rest_field(context, rest)));
    let constructors = object.constructors.iter().map(|each| new::constructor(context, def, object, each));
    let setters = object.members.iter().filter_map(|member| new::setter(context, object, member));
    let display = object.text.as_ref().map(|text| text::items(def, text));
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub struct #name {
            #(#fields),*
        }

        impl #name {
            #(#constructors)*
            #(#setters)*
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
        Presence::OptionalOrNull => quote!(#doc pub #name: rt::Patch<#ty>),
    }
}

/// The field for members that the document does not name.
fn rest_field(context: &Context<'_>, Rest { field, docs, ty, .. }: &Rest) -> TokenStream {
    let doc = Doc::new(4).docs(docs, "The members that the description does not name.");
    let ty = context.ty(ty);
    quote!(#doc pub #field: collections::BTreeMap<String, #ty>)
}

fn writing(def: &TypeDef, object: &Object) -> TokenStream {
    let name = type_path(def);
    let members = object.members.iter().map(entry);
    let fields = object.members.iter().map(|member| &member.field);
    let written = match &object.rest {
        None => quote!(writer.object(Self::MEMBERS, values);),
        Some(Rest { field, .. }) => quote!(writer.open_object(Self::MEMBERS, values, &self.#field);),
    };
    quote! {
        impl #name {
            const MEMBERS: &[rt::KnownMember] = &[#(#members),*];
        }

        impl rt::ToJson for #name {
            fn to_json(&self, writer: &mut rt::Writer<'_>) {
                let values: &[&dyn rt::ToJson] = &[#(&self.#fields),*];
                #written
            }
        }
    }
}

/// A member in the table that reading and writing share.
fn entry(member: &Member) -> TokenStream {
    let wire = &member.wire;
    let nullable = match &member.ty {
        Type::Nullable(_) => quote!(.nullable()),
        Type::Primitive(_) | Type::Named(_) | Type::Boxed(_) | Type::List(_) | Type::Map(_) | Type::Any => quote!(),
    };
    let null = if member.presence == Presence::OptionalOrNull { quote!(.nullable()) } else { quote!() };
    let one_way = match &member.direction {
        Direction::Both => None,
        Direction::Received(demand) => Some((demand, quote!(.read_only()))),
        Direction::Sent(demand) => Some((demand, quote!(.write_only()))),
    };
    match one_way {
        None => {}
        Some((None, way)) => return quote!(rt::KnownMember::optional(#wire)#null #way),
        Some((Some(Demand(rule)), way)) => return quote!(rt::KnownMember::required_by(#wire, &#rule)#null #way),
    }
    match &member.presence {
        Presence::Required(None) => quote!(rt::KnownMember::required(#wire)#nullable),
        Presence::Required(Some(rule)) => quote!(rt::KnownMember::required_by(#wire, &#rule)#nullable),
        Presence::Optional => quote!(rt::KnownMember::optional(#wire)),
        Presence::OptionalOrNull => quote!(rt::KnownMember::optional(#wire).nullable()),
    }
}

fn reading(def: &TypeDef, object: &Object) -> TokenStream {
    let name = type_path(def);
    let unset = object.members.iter().map(|_| quote!(None,));
    let indices: Vec<Literal> = (0..object.members.len()).map(Literal::usize_unsuffixed).collect();
    let value = value_of(object);
    let (rest, members) = match &object.rest {
        None => (quote!(), quote!(reader.members(Self::MEMBERS, slots))),
        Some(Rest { field, .. }) => {
            let field = local(field, TAKEN);
            let rest = quote!(let mut #field = collections::BTreeMap::new(););
            (rest, quote!(reader.open_members(Self::MEMBERS, slots, &mut #field)))
        }
    };
    quote! {
        impl rt::FromJson for #name {
            fn from_json(reader: &mut rt::Reader<'_>) -> Option<Self> {
                let mut values = (#(#unset)*);
                let slots: &mut [&mut dyn rt::Slot] = &mut [#(&mut values.#indices),*];
                #rest
                if !#members {
                    return None;
                }
                #value
            }
        }
    }
}

/// The struct, if each required value is there.
fn value_of(object: &Object) -> TokenStream {
    let fields: Vec<TokenStream> = object.members.iter().map(|Member { field, .. }| local(field, TAKEN)).collect();
    let patterns = object.members.iter().zip(&fields).map(|(member, field)| match member.presence {
        Presence::Required(_) => quote!(Some(#field),),
        Presence::Optional | Presence::OptionalOrNull => quote!(#field,),
    });
    let inits = object.members.iter().zip(&fields).map(|(Member { field, presence, .. }, variable)| match presence {
        Presence::OptionalOrNull => quote!(#field: #variable.unwrap_or_default()),
        Presence::Required(_) | Presence::Optional if field.as_str() == variable.to_string() => quote!(#field),
        Presence::Required(_) | Presence::Optional => quote!(#field: #variable),
    });
    let rest = object.rest.iter().map(|Rest { field, .. }| {
        let variable = local(field, TAKEN);
        if field.as_str() == variable.to_string() { quote!(#field) } else { quote!(#field: #variable) }
    });
    let inits = inits.chain(rest);
    let otherwise = object.members.iter().any(|member| member.presence.is_required());
    let otherwise = otherwise.then(|| quote!(else { return None }));
    quote! {
        let (#(#patterns)*) = values #otherwise;
        Some(Self { #(#inits),* })
    }
}

/// How an object without members is written and read.
fn empty(def: &TypeDef) -> TokenStream {
    let name = type_path(def);
    quote! {
        impl rt::ToJson for #name {
            fn to_json(&self, writer: &mut rt::Writer<'_>) {
                writer.object(&[], &[]);
            }
        }

        impl rt::FromJson for #name {
            fn from_json(reader: &mut rt::Reader<'_>) -> Option<Self> {
                reader.empty_object().map(|()| Self::new())
            }
        }
    }
}
