//! What judging consists of, whatever is judged: the `impl Validate`, the calls of hooks, limits, members. What is to be
//! judged of a type is said where the type is printed.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{option, path, used};
use crate::model::{Constraint, HookCall, Ident, Limit, Measure};

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
pub(super) fn hooks(hooks: &[HookCall]) -> TokenStream {
    let calls =
        hooks.iter().map(|HookCall { method, rule }| quote!(checks.#method(self, &mut report.check(&#rule, at));));
    calls.collect()
}

/// A limit of a value, which stands at `place`.
pub(super) fn constraint(constraint: &Constraint, value: &TokenStream, place: &TokenStream) -> TokenStream {
    let Constraint { measure, limit, rule } = constraint;
    let value = match measure {
        Measure::Number | Measure::Text => value.clone(),
        Measure::Widened => quote!(i64::from(#value)),
        Measure::Method(method) => {
            let method = path(method);
            quote!(#value.#method())
        }
    };
    let (function, minimum, maximum) = match limit {
        Limit::Range(minimum, maximum) => (quote!(range), option(*minimum), option(*maximum)),
        Limit::Length(minimum, maximum) => (quote!(length), option(*minimum), option(*maximum)),
    };
    quote!(support::#function(#value, #minimum, #maximum, &#rule, #place, report);)
}

/// Judges a field at a place, whatever it holds.
pub(super) fn judged(field: &Ident, place: &TokenStream) -> TokenStream {
    quote!(self.#field.validate_at(checks, #place, report);)
}
