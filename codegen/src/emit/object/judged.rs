//! How an object is judged: its limits, its union, its hooks, its members.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::context::Context;
use crate::emit::judge::{self, Judged, Place};
use crate::emit::tokens::{concat, local};
use crate::model::{Demand, Direction, Member, Object, Presence, Rest, Type, TypeDef, Union};

/// Variables of the judging function, which no member's variable may hide.
const TAKEN: &[&str] = &["at", "checks", "members", "report", "tag"];

pub(super) fn statements(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
    let limits = object.members.iter().map(|member| concat([demand(member), limit(member)]));
    let union = object.union.iter().map(|union| union_rules(context, union));
    let members = object.members.iter().filter(|member| context.api.types.is_judged(&member.ty));
    let members = members.map(|Member { wire, field, .. }| judge::judged(field, &quote!(&at.member(#wire))));
    let rest = object.rest.iter().map(|rest| beside(context, object, rest));
    let members = members.chain(rest);
    concat(limits.chain([count(object)]).chain(union).chain([judge::hooks(&def.hooks)]).chain(members))
}

/// What a request cannot do without, where the type alone does not say so.
fn demand(Member { wire, field, presence, direction, .. }: &Member) -> TokenStream {
    let is_there = match presence {
        Presence::Required(_) | Presence::Optional => quote!(self.#field.is_some()),
        Presence::OptionalOrNull => quote!(!self.#field.is_absent()),
    };
    match direction {
        Direction::Sent(Some(Demand(rule))) => {
            quote!(support::required(#is_there, &#rule, &at.member(#wire), report);)
        }
        Direction::Both | Direction::Received(_) | Direction::Sent(None) => quote!(),
    }
}

/// What keywords say of one member.
fn limit(Member { wire, field, presence, ty, limits, .. }: &Member) -> TokenStream {
    if limits.is_empty() {
        return quote!();
    }
    let place = Place::member(wire);
    let variable = local(field, TAKEN);
    let (value, at, depth) = match ty {
        Type::Primitive(primitive) if primitive.facts().form.is_copy() => {
            (Judged::place(variable.clone()), quote!(), 0)
        }
        Type::Primitive(_)
        | Type::Named(_)
        | Type::Boxed(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Any => (Judged::borrowed(variable.clone()), quote!(&), 0),
    };
    match presence {
        Presence::Required(_) => judge::limits(ty, limits, &Judged::place(quote!(self.#field)), &place, depth),
        Presence::Optional => {
            let statements = judge::limits(ty, limits, &value, &place, depth);
            quote!(if let Some(#variable) = #at self.#field { #statements })
        }
        Presence::OptionalOrNull => {
            let statements = judge::limits(ty, limits, &value, &place, depth);
            quote!(if let rt::Patch::Value(#variable) = #at self.#field { #statements })
        }
    }
}

/// What stands beside the members, which come first.
fn beside(context: &Context<'_>, object: &Object, rest: &Rest) -> TokenStream {
    let (field, known) = (&rest.field, object.members.len());
    let limits = judge::rest(rest, known);
    let known = Literal::usize_unsuffixed(known);
    let judged = context.api.types.is_judged(&rest.ty).then(|| {
        quote!(for (index, (key, item)) in (#known..).zip(&self.#field) {
            item.validate_at(checks, &at.key(key, index), report);
        })
    });
    quote!(#limits #judged)
}

/// How many members are set, if that is limited.
fn count(object: &Object) -> TokenStream {
    let fields = object.members.iter().map(|member| &member.field);
    let count = quote!(members);
    let others = match &object.rest {
        None => quote!(0),
        Some(Rest { field, .. }) => quote!(self.#field.len()),
    };
    let statements = object.limits.iter().map(|each| judge::members(each, &count));
    let known = if object.members.is_empty() && object.rest.is_none() { quote!(&[]) } else { quote!(Self::MEMBERS) };
    match object.limits.as_slice() {
        [] => quote!(),
        _ => quote! {
            let members = support::Members(#known, &[#(&self.#fields),*], #others);
            #(#statements)*
        },
    }
}

/// One branch for each arm: which members it needs, and which it forbids.
fn union_rules(context: &Context<'_>, Union { field, wire, ty, arms }: &Union) -> TokenStream {
    let ty = context.ty(ty);
    let arms = arms.iter().filter(|arm| !arm.rules.is_empty());
    concat(arms.map(|arm| {
        let rules = arm.rules.iter().map(|each| {
            let (wanted, field, wire, rule) = (each.is_wanted, &each.field, &each.wire, &each.rule);
            quote!(support::union_member(#wanted, self.#field.is_some(), tag, &#rule, &at.member(#wire), report);)
        });
        // The words for a message: `ip_family is IPV4`.
        let (said, variant) = (format!("{wire} is {}", arm.value), &arm.variant);
        quote! {
            if self.#field == #ty::#variant {
                let tag = #said;
                #(#rules)*
            }
        }
    }))
}
