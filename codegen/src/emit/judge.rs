//! What judging consists of, whatever is judged: the `impl Validate`, the calls of hooks, limits, members. What is to be
//! judged of a type is said where the type is printed.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::tokens::{concat, option, used};
use crate::model::{Binding, Constraint, Ident, RuleRef};

/// The `impl Validate` with these statements.
pub(super) fn implementation(name: &TokenStream, statements: &TokenStream) -> TokenStream {
    let checks = used("checks", statements);
    let at = used("at", statements);
    let report = used("report", statements);
    quote! {
        impl<C: checks::Checks + ?Sized> rt::Validate<C> for #name {
            fn validate_at(&self, #checks: &C, #at: &rt::Path<'_>, #report: &mut rt::Report) {
                #statements
            }
        }
    }
}

/// Calls of the hooks of a type or an operation.
pub(super) fn hooks(context: &Context<'_>, hooks: &[RuleRef]) -> TokenStream {
    concat(hooks.iter().map(|hook| {
        let rule = context.rule_path(*hook);
        let bindings = context.rule(*hook).into_iter().flat_map(|rule| &rule.bindings);
        let method = bindings.filter_map(|binding| match binding {
            Binding::Hook(hook) => Some(&hook.method),
            Binding::Keyword(_) | Binding::Wire => None,
        });
        quote!(#(checks.#method(self, &mut report.check(&#rule, at));)*)
    }))
}

/// A limit of a value, which stands at `place`.
pub(super) fn constraint(
    context: &Context<'_>,
    constraint: &Constraint,
    value: &TokenStream,
    place: &TokenStream,
) -> TokenStream {
    match constraint {
        Constraint::Range { minimum, maximum, rule } => {
            let (minimum, maximum, rule) = (option(*minimum), option(*maximum), context.rule_path(*rule));
            quote!(support::range(#value, #minimum, #maximum, &#rule, #place, report);)
        }
        Constraint::Length { minimum, maximum, rule } => {
            let (minimum, maximum, rule) = (option(*minimum), option(*maximum), context.rule_path(*rule));
            quote!(support::length(#value, #minimum, #maximum, &#rule, #place, report);)
        }
    }
}

/// Judges a field at a place, whatever it holds.
pub(super) fn judged(field: &Ident, place: &TokenStream) -> TokenStream {
    quote!(self.#field.validate_at(checks, #place, report);)
}
