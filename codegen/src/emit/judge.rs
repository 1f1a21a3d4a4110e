//! What judging consists of, whatever is judged: the `impl Validate`, the calls of hooks, limits, members. What is to be
//! judged of a type is said where the type is printed.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::tokens::{double, option, path, used};
use crate::model::{Constraint, Form, HookCall, Ident, Limit, Limits, Rest, Type};

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

/// A value that limits look at.
pub(super) struct Judged {
    /// Where it is found, or a reference to it.
    value: TokenStream,
    is_borrowed: bool,
}

impl Judged {
    /// What stands in a field.
    pub(super) fn place(value: TokenStream) -> Self {
        Self { value, is_borrowed: false }
    }

    /// What a variable refers to.
    pub(super) fn borrowed(value: TokenStream) -> Self {
        Self { value, is_borrowed: true }
    }

    fn reference(&self) -> TokenStream {
        let value = &self.value;
        if self.is_borrowed { quote!(#value) } else { quote!(&#value) }
    }

    fn copy(&self) -> TokenStream {
        let value = &self.value;
        if self.is_borrowed { quote!(*#value) } else { quote!(#value) }
    }

    /// The widest integer.
    fn widened(&self) -> TokenStream {
        let value = &self.value;
        if self.is_borrowed { quote!((*#value).into()) } else { quote!(#value.into()) }
    }
}

/// Where a value stands.
pub(super) enum Place {
    /// Where what is judged stands.
    Here,
    /// Below that, by these calls.
    Below(TokenStream),
}

impl Place {
    /// A member.
    pub(super) fn member(wire: &str) -> Self {
        Self::Below(quote!(at.member(#wire)))
    }

    fn entry(&self, call: &TokenStream) -> Self {
        match self {
            Self::Here => Self::Below(quote!(at.#call)),
            Self::Below(place) => Self::Below(quote!(#place.#call)),
        }
    }
}

/// As an argument.
impl ToTokens for Place {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Here => quote!(at),
            Self::Below(place) => quote!(&#place),
        });
    }
}

/// The limits of a value of this type and of what it holds. Variables are told apart by their `depth`.
pub(super) fn limits(ty: &Type, limits: &Limits, value: &Judged, place: &Place, depth: usize) -> TokenStream {
    let [index, item] = ["index", "item"].map(|text| name(text, depth));
    let (variable, bare) = (Judged::borrowed(quote!(#item)), &value.value);
    let own = limits.own.iter().map(|each| limit(each, ty, value, place));
    let entries = limits.entries.as_deref();
    let within = |ty, place| entries.map(|entries| self::limits(ty, entries, &variable, &place, depth + 1));
    match ty {
        Type::Nullable(inner) => {
            let statements = self::limits(inner, limits, &variable, place, depth + 1);
            if statements.is_empty() {
                return statements;
            }
            let reference = value.reference();
            quote!(if let Some(#item) = #reference { #statements })
        }
        Type::List(inner) => {
            let entries = within(inner, place.entry(&quote!(index(#index))));
            let entries = entries.map(|each| quote!(for (#index, #item) in #bare.iter().enumerate() { #each }));
            own.chain(entries).collect()
        }
        Type::Map(inner) => {
            let entries =
                entries.map(|entries| self::entries(inner, entries, &quote!(#bare.iter().enumerate()), place, depth));
            own.chain(entries).collect()
        }
        Type::Primitive(_) | Type::Named(_) | Type::Boxed(_) | Type::Any => own.collect(),
    }
}

/// The limits of each entry of a map, which come from `all`.
fn entries(ty: &Type, limits: &Limits, all: &TokenStream, place: &Place, depth: usize) -> TokenStream {
    let [index, key, item] = ["index", "key", "item"].map(|text| name(text, depth));
    let place = place.entry(&quote!(key(#key, #index)));
    let each = self::limits(ty, limits, &Judged::borrowed(quote!(#item)), &place, depth + 1);
    quote!(for (#index, (#key, #item)) in #all { #each })
}

/// The limits of the members that an object has beside so many that the document names.
pub(super) fn rest(rest: &Rest, known: usize) -> TokenStream {
    let field = &rest.field;
    if rest.limits.is_empty() {
        return quote!();
    }
    let known = Literal::usize_unsuffixed(known);
    entries(&rest.ty, &rest.limits, &quote!((#known..).zip(&self.#field)), &Place::Here, 0)
}

fn name(text: &str, depth: usize) -> proc_macro2::Ident {
    if depth == 0 { format_ident!("{text}") } else { format_ident!("{text}_{depth}") }
}

/// A limit of a value of this type.
fn limit(constraint: &Constraint, ty: &Type, value: &Judged, place: &Place) -> TokenStream {
    let bare = &value.value;
    let text = match ty {
        Type::Primitive(primitive) => match primitive.facts().form {
            Form::Secret => quote!(#bare.expose()),
            Form::Formatted => quote!(#bare.as_str()),
            Form::Text | Form::Truth | Form::Whole(..) | Form::Fraction | Form::File => value.reference(),
        },
        Type::Named(_) | Type::Boxed(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => {
            value.reference()
        }
    };
    statement(constraint, &text, value, place)
}

/// A limit of a newtype, which has its text by `text`; one of a format has more by `get`.
pub(super) fn newtype(constraint: &Constraint, text: &TokenStream) -> TokenStream {
    statement(constraint, text, &Judged::place(quote!(self.get())), &Place::Here)
}

/// How many members an object has.
pub(super) fn members(constraint: &Constraint, count: &TokenStream) -> TokenStream {
    statement(constraint, count, &Judged::place(count.clone()), &Place::Here)
}

/// The call for a limit; `text` is the value as a text to borrow.
fn statement(constraint: &Constraint, text: &TokenStream, value: &Judged, place: &Place) -> TokenStream {
    let (bare, copy, reference) = (&value.value, value.copy(), value.reference());
    let call = match &constraint.limit {
        Limit::Range(minimum, maximum) => ("range", value.widened(), ends(*minimum, *maximum)),
        Limit::AtLeast(least) => ("at_least", copy, double(*least)),
        Limit::Above(least) => ("above", copy, double(*least)),
        Limit::AtMost(most) => ("at_most", copy, double(*most)),
        Limit::Below(most) => ("below", copy, double(*most)),
        Limit::Multiple(step) => ("multiple", reference, quote!(#step)),
        Limit::Length(minimum, maximum) => ("length", text.clone(), ends(*minimum, *maximum)),
        Limit::Format => ("format", quote!(#bare.check()), quote!()),
        Limit::Items(minimum, maximum) => ("items", quote!(#bare.len()), ends(*minimum, *maximum)),
        Limit::Unique => ("unique", reference, quote!()),
        Limit::Properties(minimum, maximum) => ("properties", quote!(#bare.len()), ends(*minimum, *maximum)),
    };
    let (function, value, limit) = call;
    let function = path(function);
    let limit = (!limit.is_empty()).then(|| quote!(#limit,));
    let rule = &constraint.rule;
    quote!(support::#function(#value, #limit &#rule, #place, report);)
}

/// Both ends of what is allowed.
fn ends(minimum: Option<impl Into<i128>>, maximum: Option<impl Into<i128>>) -> TokenStream {
    let (minimum, maximum) = (option(minimum), option(maximum));
    quote!(#minimum, #maximum)
}

/// Judges a field at a place, whatever it holds.
pub(super) fn judged(field: &Ident, place: &TokenStream) -> TokenStream {
    quote!(self.#field.validate_at(checks, #place, report);)
}
