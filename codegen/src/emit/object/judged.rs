//! How an object is judged: its limits, its union, its hooks, its members.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::Context;
use crate::emit::judge;
use crate::emit::tokens::{concat, local};
use crate::model::{Constraint, Measure, Member, Object, Presence, TypeDef, Union};

/// Variables of the judging function, which no member's variable may hide.
const TAKEN: &[&str] = &["at", "checks", "report", "tag"];

pub(super) fn statements(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
    let limits = object.members.iter().flat_map(|member| member.constraints.iter().map(|each| limit(member, each)));
    let union = object.union.iter().map(|union| union_rules(context, union));
    let members = object.members.iter().filter(|member| context.api.types.is_judged(&member.ty));
    let members = members.map(|Member { wire, field, .. }| judge::judged(field, &quote!(&at.member(#wire))));
    concat(limits.chain(union).chain([judge::hooks(&def.hooks)]).chain(members))
}

/// `minimum`, `maxLength` and the like of one member.
fn limit(Member { wire, field, presence, .. }: &Member, constraint: &Constraint) -> TokenStream {
    let judge = |value: TokenStream| judge::constraint(constraint, &value, &quote!(&at.member(#wire)));
    let is_copy = match constraint.measure {
        Measure::Number | Measure::Widened => true,
        Measure::Text | Measure::Method(_) => false,
    };
    match presence {
        Presence::Required(_) if constraint.measure == Measure::Text => judge(quote!(&self.#field)),
        Presence::Required(_) => judge(quote!(self.#field)),
        Presence::Optional => {
            let variable = local(field, TAKEN);
            let (statement, place) = (judge(variable.clone()), if is_copy { quote!() } else { quote!(&) });
            quote!(if let Some(#variable) = #place self.#field { #statement })
        }
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
