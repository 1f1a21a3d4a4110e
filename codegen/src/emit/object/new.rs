//! The constructors of an object, with their documentation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::constructor::{init, parameter, taken, too_many_arguments};
use crate::emit::context::{Context, type_path};
use crate::emit::doc::{Doc, article, code};
use crate::emit::example;
use crate::model::{Constructor, Member, Object, Presence, Rest, Setting, TypeDef, Union};

pub(super) fn constructor(
    context: &Context<'_>,
    def: &TypeDef,
    object: &Object,
    constructor: &Constructor,
) -> TokenStream {
    let doc = constructor_doc(context, def, object, constructor);
    let name = &constructor.name;
    let parameters = object.arguments(constructor).map(|member| parameter(context, &member.field, &member.ty));
    let lint = too_many_arguments(object.arguments(constructor).count());
    let settings = object.members.iter().zip(&constructor.settings);
    let values = settings.map(|(member, setting)| initial(context, member, setting));
    let rest = object.rest.iter().map(|Rest { field, .. }| quote!(#field: collections::BTreeMap::new()));
    let values = values.chain(rest);
    quote! {
        #doc
        #lint
        #[must_use]
        pub fn #name(#(#parameters),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// The setter of a member that constructors leave unset.
pub(super) fn setter(context: &Context<'_>, object: &Object, member: &Member) -> Option<TokenStream> {
    let Member { wire, field, ty, presence, .. } = member;
    let setter = member.setter.as_ref()?;
    if object.constructors.iter().any(|constructor| constructor.name == *setter) {
        return None;
    }
    let doc = Doc::new(4).paragraph(&format!("The same with {}.", code(wire)));
    let (parameter, value) = (parameter(context, field, ty), taken(context, field, ty));
    let value = match presence {
        Presence::Required(_) => value,
        Presence::Optional => quote!(Some(#value)),
        Presence::OptionalOrNull => quote!(rt::Patch::Value(#value)),
    };
    Some(quote! {
        #doc
        #[must_use]
        pub fn #setter(mut self, #parameter) -> Self {
            self.#field = #value;
            self
        }
    })
}

/// What the constructor sets a member to.
fn initial(context: &Context<'_>, Member { field, ty, presence, .. }: &Member, setting: &Setting) -> TokenStream {
    match setting {
        Setting::Argument => match presence {
            Presence::Required(_) => init(context, field, ty, false),
            Presence::Optional => init(context, field, ty, true),
            Presence::OptionalOrNull => {
                let value = taken(context, field, ty);
                quote!(#field: rt::Patch::Value(#value))
            }
        },
        Setting::Unset => match presence {
            Presence::Required(_) | Presence::Optional => quote!(#field: None),
            Presence::OptionalOrNull => quote!(#field: rt::Patch::Absent),
        },
        Setting::Tag(variant) => {
            let ty = context.ty(ty);
            quote!(#field: #ty::#variant)
        }
    }
}

fn constructor_doc(context: &Context<'_>, def: &TypeDef, object: &Object, constructor: &Constructor) -> Doc {
    let said = match (&constructor.arm, &object.union) {
        (Some(value), Some(union)) => arm_sentence(def, object, constructor, (value, union)),
        (_, _) => plain_sentence(def, object),
    };
    let example = constructor.example.as_ref().map(|example| {
        let (path, name) = (type_path(def), &constructor.name);
        let arguments = example.arguments.iter().map(|sample| example::argument(context, sample));
        let call = quote!(#path::#name(#(#arguments),*));
        example::lines(context, example::shown(context, &example.shown, "value", &call, &path))
    });
    Doc::new(4).paragraph(&said).verbatim(example.into_iter().flatten())
}

/// What the one constructor gives.
fn plain_sentence(def: &TypeDef, object: &Object) -> String {
    let name = def.name.as_str();
    let article = article(name);
    let required = object.members.iter().filter(|member| member.is_asked_for()).count();
    match (required, object.members.len() - required) {
        (0, 0) => format!("{article} `{name}`, which has no members."),
        (0, _) => format!("{article} `{name}` with nothing set."),
        (_, 0) => format!("{article} `{name}` with all its members."),
        (1, _) => format!("{article} `{name}` with its required member; the others are unset."),
        (_, _) => format!("{article} `{name}` with its required members; the others are unset."),
    }
}

/// What the constructor of an arm gives.
fn arm_sentence(def: &TypeDef, object: &Object, constructor: &Constructor, (value, union): (&str, &Union)) -> String {
    let name = def.name.as_str();
    let article = article(name);
    let has_more = object.arguments(constructor).any(|member| !member.is_asked_for());
    let rest = if has_more { ", with what goes with that" } else { "" };
    format!("{article} `{name}` whose {} is {}{rest}.", code(&union.wire), code(value))
}
