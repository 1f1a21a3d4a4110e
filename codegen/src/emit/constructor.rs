//! Which constructors an object has and what they take. How they are printed and called is decided elsewhere.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use crate::model::{Arm, Member, Object, Presence, Type, Union};

/// How many arguments clippy takes without complaint.
const ARGUMENTS: usize = 7;

/// A constructor, decided.
pub(super) struct Constructor<'a> {
    pub(super) name: TokenStream,
    pub(super) arguments: Vec<Argument<'a>>,
    /// The arm that it is for, with the union.
    pub(super) arm: Option<(&'a Union, &'a Arm)>,
}

/// A member that a constructor takes.
pub(super) struct Argument<'a> {
    pub(super) member: &'a Member,
    pub(super) index: usize,
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

/// What stands on a constructor with so many arguments.
pub(super) fn too_many_arguments(count: usize) -> TokenStream {
    match count {
        0..=ARGUMENTS => quote!(),
        _ => quote!(#[expect(clippy::too_many_arguments, reason = "one for each required member")]),
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

/// Whether an object with nothing set is one.
pub(super) fn is_default(object: &Object) -> bool {
    object.union.is_none() && object.members.iter().all(|member| member.presence == Presence::Optional)
}
