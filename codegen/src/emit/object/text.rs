//! `Display` of an object that has a text for people.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::Context;
use crate::emit::doc::{Doc, code};
use crate::model::{Member, Object, Presence, Type, TypeDef, TypeKind};

/// The `impl`; none for an object without such a text.
pub(super) fn items(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
    let Some(member) = object.text.and_then(|text| object.members.get(text)) else { return quote!() };
    let said = format!("The text for people, in one line: what {} says.", code(&member.wire));
    let doc = Doc::new(0).paragraph(&said);
    let (name, shown) = (&def.name, shown(context, member));
    quote! {
        #doc
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                #shown
            }
        }
    }
}

/// How a text is written.
enum Text {
    /// A `String`.
    String,
    /// What has `as_str`.
    Named,
    /// What has a `Display` of its own.
    Object,
}

fn kind(context: &Context<'_>, ty: &Type) -> Option<Text> {
    match ty {
        Type::String => Some(Text::String),
        Type::Named(id) => match &context.def(*id)?.kind {
            TypeKind::Newtype(newtype) => (!newtype.secret).then_some(Text::Named),
            TypeKind::Enumeration(_) => Some(Text::Named),
            TypeKind::Object(object) => object.text.is_some().then_some(Text::Object),
        },
        Type::Bool
        | Type::Int32
        | Type::Int64
        | Type::Double
        | Type::Secret
        | Type::Any
        | Type::List(_)
        | Type::Map(_) => None,
    }
}

fn shown(context: &Context<'_>, member: &Member) -> TokenStream {
    let field = &member.field;
    let (ty, is_list) = match &member.ty {
        Type::List(item) => (item.as_ref(), true),
        ty => (ty, false),
    };
    let Some(kind) = kind(context, ty) else { return context.missing("a text for people") };
    let all = match (is_list, &member.presence) {
        (false, Presence::Required(_)) => {
            return match kind {
                Text::String => quote!(support::Text::new(&self.#field).fmt(f)),
                Text::Named => quote!(support::Text::new(self.#field.as_str()).fmt(f)),
                Text::Object => quote!(self.#field.fmt(f)),
            };
        }
        (true, Presence::Optional) => quote!(self.#field.iter().flatten()),
        (true, Presence::Required(_)) | (false, Presence::Optional) => quote!(self.#field.iter()),
    };
    match kind {
        Text::String => quote!(support::texts(#all.map(|text| support::Text::new(text)), f)),
        Text::Named => quote!(support::texts(#all.map(|text| support::Text::new(text.as_str())), f)),
        Text::Object => quote!(support::texts(#all, f)),
    }
}
