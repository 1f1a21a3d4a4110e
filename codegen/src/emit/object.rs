//! An object of the document as a struct with public fields and constructors.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, type_path};
use super::doc::{Doc, article, code, member_fallback};
use super::example::{self, Tail};
use super::text;
use super::tokens::{concat, derive};
use crate::model::{Arm, Member, Object, Presence, Type, TypeDef, Union};

/// How many arguments clippy bears.
const ARGUMENTS: usize = 7;

/// The items of an object.
pub(super) fn items(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
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
    let constructors = concat(constructors(object).iter().map(|each| constructor(context, def, object, each)));
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

/// Whether an object with nothing set is one.
fn is_default(object: &Object) -> bool {
    object.union.is_none() && object.members.iter().all(|member| member.presence == Presence::Optional)
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

/// A constructor, decided.
pub(super) struct Constructor<'a> {
    pub(super) name: TokenStream,
    pub(super) arguments: Vec<Argument<'a>>,
    /// The arm that it is for, with the union.
    arm: Option<(&'a Union, &'a Arm)>,
}

/// A member that a constructor takes.
pub(super) struct Argument<'a> {
    pub(super) member: &'a Member,
    index: usize,
}

/// One constructor, or one for each arm of a union.
pub(super) fn constructors(object: &Object) -> Vec<Constructor<'_>> {
    match &object.union {
        None => vec![Constructor { name: quote!(new), arguments: arguments(object, None, &[]), arm: None }],
        Some(union) => union.arms.iter().map(|arm| arm_constructor(object, union, arm)).collect(),
    }
}

fn arm_constructor<'a>(object: &'a Object, union: &'a Union, arm: &'a Arm) -> Constructor<'a> {
    let name = &arm.constructor;
    Constructor {
        name: quote!(#name),
        arguments: arguments(object, Some(union.tag), &arm.members),
        arm: Some((union, arm)),
    }
}

/// The required members but the tag, then those of the arm.
fn arguments<'a>(object: &'a Object, tag: Option<usize>, arm: &[usize]) -> Vec<Argument<'a>> {
    let members = || object.members.iter().enumerate().filter(|(index, _)| Some(*index) != tag);
    let required = members().filter(|(_, member)| matches!(member.presence, Presence::Required(_)));
    let wanted = members().filter(|(index, member)| member.presence == Presence::Optional && arm.contains(index));
    required.chain(wanted).map(|(index, member)| Argument { member, index }).collect()
}

/// A parameter: its declaration, and how the argument becomes the value.
pub(super) fn parameter(context: &Context<'_>, name: &TokenStream, ty: &Type) -> (TokenStream, Option<TokenStream>) {
    let exact = context.ty(ty);
    let converted = matches!(ty, Type::String | Type::Secret | Type::Any) || context.newtype(ty).is_some();
    if converted {
        return (quote!(#name: impl Into<#exact>), Some(quote!(#name.into())));
    }
    (quote!(#name: #exact), None)
}

fn constructor(context: &Context<'_>, def: &TypeDef, object: &Object, constructor: &Constructor<'_>) -> TokenStream {
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

/// What stands on a constructor with so many arguments.
pub(super) fn too_many_arguments(count: usize) -> TokenStream {
    match count {
        0..=ARGUMENTS => quote!(),
        _ => quote!(#[expect(clippy::too_many_arguments, reason = "one for each required member")]),
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

/// The tag's value for an arm, as the field has it.
pub(super) fn tag_value(context: &Context<'_>, object: &Object, union: &Union, arm: &Arm) -> TokenStream {
    let Some(tag) = object.members.get(union.tag) else { return context.missing("a tag") };
    let ty = context.ty(&tag.ty);
    let variant = context.enumeration(&tag.ty).and_then(|tag| tag.values.get(arm.variant)).map(|value| &value.variant);
    let Some(variant) = variant else { return context.missing("a variant of a tag") };
    match tag.presence {
        Presence::Required(_) => quote!(#ty::#variant),
        Presence::Optional => quote!(Some(#ty::#variant)),
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
