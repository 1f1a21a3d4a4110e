//! The constructors of an object, with their documentation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::constructor::{Constructor, is_default, parameter, tag_value, too_many_arguments};
use crate::emit::context::{Context, type_path};
use crate::emit::doc::{Doc, article, code};
use crate::emit::example::{self, Tail};
use crate::model::{Arm, Member, Object, Presence, TypeDef, Union};

/// One constructor.
pub(super) fn constructor(
    context: &Context<'_>,
    def: &TypeDef,
    object: &Object,
    constructor: &Constructor<'_>,
) -> TokenStream {
    let doc = constructor_doc(context, def, object, constructor);
    let name = &constructor.name;
    let parameters = constructor.arguments.iter().map(|argument| {
        let field = &argument.member.field;
        parameter(context, &quote!(#field), &argument.member.ty).0
    });
    let lint = too_many_arguments(constructor.arguments.len());
    let values =
        object.members.iter().enumerate().map(|(index, member)| initial(context, object, constructor, index, member));
    quote! {
        #doc
        #lint
        #[must_use]
        pub fn #name(#(#parameters),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// What the constructor sets a member to.
fn initial(
    context: &Context<'_>,
    object: &Object,
    constructor: &Constructor<'_>,
    index: usize,
    member: &Member,
) -> TokenStream {
    let field = &member.field;
    if let Some((union, arm)) = constructor.arm.filter(|(union, _)| union.tag == index) {
        let value = tag_value(context, object, union, arm);
        return quote!(#field: #value);
    }
    if !constructor.arguments.iter().any(|argument| argument.index == index) {
        return quote!(#field: None);
    }
    let (_, converted) = parameter(context, &quote!(#field), &member.ty);
    match (&member.presence, converted) {
        (Presence::Required(_), None) => quote!(#field),
        (Presence::Required(_), Some(value)) => quote!(#field: #value),
        (Presence::Optional, None) => quote!(#field: Some(#field)),
        (Presence::Optional, Some(value)) => quote!(#field: Some(#value)),
    }
}

fn constructor_doc(context: &Context<'_>, def: &TypeDef, object: &Object, constructor: &Constructor<'_>) -> Doc {
    let said = match constructor.arm {
        None => plain_sentence(def, object),
        Some((union, arm)) => arm_sentence(def, object, union, arm),
    };
    let example = constructor_example(context, def, object, constructor);
    Doc::new(4).paragraph(&said).verbatim(example.into_iter().flatten())
}

fn constructor_example(
    context: &Context<'_>,
    def: &TypeDef,
    object: &Object,
    constructor: &Constructor<'_>,
) -> Option<Vec<String>> {
    let call = example::call(context, def, &constructor.name, &constructor.arguments)?;
    let shown = match constructor.arm {
        None => example::assertion(context, object, &quote!(value)),
        Some((union, arm)) => {
            let field = object.members.get(union.tag).map(|tag| &tag.field);
            let tag = tag_value(context, object, union, arm);
            Some(quote!(assert_eq!(value.#field, #tag);))
        }
    };
    let path = type_path(def);
    let statements = match shown {
        Some(assertion) => quote!(let value = #call; #assertion),
        None if is_default(object) => quote!(assert_eq!(#call, #path::default());),
        None => quote!(let value = #call; assert_eq!(value, value.clone());),
    };
    Some(example::lines(context, statements, Tail::Plain))
}

/// What the one constructor gives.
fn plain_sentence(def: &TypeDef, object: &Object) -> String {
    let name = def.name.as_str();
    let article = article(name);
    let required = object.members.iter().filter(|member| matches!(member.presence, Presence::Required(_))).count();
    match (required, object.members.len() - required) {
        (0, 0) => format!("{article} `{name}`, which has no members."),
        (0, _) => format!("{article} `{name}` with nothing set."),
        (_, 0) => format!("{article} `{name}` with all its members."),
        (1, _) => format!("{article} `{name}` with its required member; the others are unset."),
        (_, _) => format!("{article} `{name}` with its required members; the others are unset."),
    }
}

/// What the constructor of an arm gives.
fn arm_sentence(def: &TypeDef, object: &Object, union: &Union, arm: &Arm) -> String {
    let name = def.name.as_str();
    let tag = object.members.get(union.tag).map_or("", |tag| tag.wire.as_str());
    let article = article(name);
    let rest = if arm.members.is_empty() { "" } else { ", with what goes with that" };
    format!("{article} `{name}` whose {} is {}{rest}.", code(tag), code(&arm.value))
}
