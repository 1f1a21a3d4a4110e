//! How an object is judged: its limits, its union, its hooks, its members.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::constructor::tag_value;
use crate::emit::context::Context;
use crate::emit::judge;
use crate::emit::tokens::{concat, local};
use crate::model::{Arm, Member, Newtype, Object, Presence, Type, TypeDef, Union};

/// Variables of the judging function, which no member's variable may hide.
const TAKEN: &[&str] = &["at", "checks", "report", "tag"];

/// The statements that judge it.
pub(super) fn statements(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
    let limits = object.members.iter().map(|member| limits(context, member));
    let union = object.union.iter().map(|union| union_rules(context, object, union));
    let hooks = judge::hooks(context, &def.hooks);
    concat(limits.chain(union).chain([hooks, members(context, object)]))
}

/// `minimum`, `maxLength` and the like of one member.
fn limits(context: &Context<'_>, member: &Member) -> TokenStream {
    if member.constraints.is_empty() {
        return quote!();
    }
    let Member { wire, field, ty, presence, .. } = member;
    let place = quote!(&at.member(#wire));
    let judge = |value: &TokenStream| {
        let measured = measured(context, ty, value);
        concat(member.constraints.iter().map(|each| judge::constraint(context, each, &measured, &place)))
    };
    match (presence, ty) {
        (Presence::Required(_), Type::String) => judge(&quote!(&self.#field)),
        (Presence::Required(_), _) => judge(&quote!(self.#field)),
        (Presence::Optional, Type::Int32 | Type::Int64) => {
            let variable = local(field, TAKEN);
            let statements = judge(&variable);
            quote!(if let Some(#variable) = self.#field { #statements })
        }
        (Presence::Optional, _) => {
            let variable = local(field, TAKEN);
            let statements = judge(&variable);
            quote!(if let Some(#variable) = &self.#field { #statements })
        }
    }
}

/// What a constraint looks at: a number of 64 bits, or a text.
fn measured(context: &Context<'_>, ty: &Type, value: &TokenStream) -> TokenStream {
    match ty {
        Type::Int32 => quote!(i64::from(#value)),
        Type::Int64 | Type::String => value.clone(),
        Type::Secret => quote!(#value.expose()),
        Type::Named(_) => match context.newtype(ty) {
            Some(Newtype { secret: true, .. }) => quote!(#value.expose()),
            Some(Newtype { secret: false, .. }) => quote!(#value.as_str()),
            None => context.missing("a text with a limit"),
        },
        Type::Bool | Type::Double | Type::Any | Type::List(_) | Type::Map(_) => {
            context.missing("a number or a text with a limit")
        }
    }
}

/// One branch for each arm: which members it needs, and which it forbids.
fn union_rules(context: &Context<'_>, object: &Object, union: &Union) -> TokenStream {
    let Some(tag) = object.members.get(union.tag) else { return context.missing("a tag") };
    let field = &tag.field;
    // Arm by arm, as they are listed.
    let mut rules = union.rules.as_slice();
    concat(union.arms.iter().enumerate().map(|(index, arm)| {
        let (own, others) = rules.split_at(rules.iter().take_while(|rule| rule.arm == index).count());
        rules = others;
        let rules = own.iter();
        let members =
            rules.filter_map(|rule| Some((context.known(object.members.get(rule.member), "a member")?, rule)));
        let checks = members.map(|(Member { wire, field, .. }, rule)| {
            let wanted = rule.wanted;
            let rule = context.rule_path(rule.rule);
            quote!(support::union_member(#wanted, self.#field.is_some(), tag, &#rule, &at.member(#wire), report);)
        });
        let checks = concat(checks);
        if checks.is_empty() {
            return checks;
        }
        let said = said(tag, arm);
        let value = tag_value(context, object, union, arm);
        quote! {
            if self.#field == #value {
                let tag = #said;
                #checks
            }
        }
    }))
}

/// The words for a message: `ip_family is IPV4`.
fn said(tag: &Member, arm: &Arm) -> String {
    format!("{} is {}", tag.wire, arm.value)
}

/// Judges the members that have rules of their own.
fn members(context: &Context<'_>, object: &Object) -> TokenStream {
    let members = object.members.iter().filter(|member| context.has_rules(&member.ty));
    concat(members.map(|Member { wire, field, .. }| judge::judged(field, &quote!(&at.member(#wire)))))
}
