//! Examples in the documentation, printed as a caller would write them. What they consist of is decided in the model.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::context::Context;
use super::imports;
use super::tokens::{number, path};
use crate::model::{Sample, Shown};
use crate::print;

/// What an example ends with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tail {
    /// Nothing in it can fail.
    Plain,
    /// It uses `?`, on errors of this type.
    Fallible(&'static str),
}

/// The lines of an example, fences included; the paths in `statements` begin with heads.
pub(super) fn lines(context: &Context<'_>, statements: TokenStream, tail: Tail) -> Vec<String> {
    lines_with(context, TokenStream::new(), statements, tail)
}

/// The same, with a trait that the statements need without naming it.
pub(super) fn lines_with(
    context: &Context<'_>,
    needed: TokenStream,
    statements: TokenStream,
    tail: Tail,
) -> Vec<String> {
    let end = match tail {
        Tail::Plain => None,
        Tail::Fallible(error) => {
            Some(format!("# Ok::<(), {}>(())", error.replace("api::", &format!("{}::", context.root()))))
        }
    };
    let (uses, statements) = imports::resolve(statements, needed, &context.outside(), &[]);
    let (Ok(uses), Ok(body)) = (print::statements(uses), print::statements(statements)) else {
        context.break_file("an example that is no Rust");
        return Vec::new();
    };
    let gap = if uses.is_empty() { None } else { Some(String::new()) };
    let opening = std::iter::once(context.fence().to_owned());
    opening.chain(uses).chain(gap).chain(body).chain(end).chain(["```".to_owned()]).collect()
}

/// A value as an argument of a constructor, which takes a text for whatever wraps one.
pub(super) fn argument(context: &Context<'_>, sample: &Sample) -> TokenStream {
    match sample {
        Sample::Text(text) | Sample::Wrapped(_, text) => quote!(#text),
        Sample::Bool(_)
        | Sample::Integer(_)
        | Sample::Double(_)
        | Sample::Variant { .. }
        | Sample::List(_)
        | Sample::Map
        | Sample::Any
        | Sample::Built { .. } => exact(context, sample),
    }
}

/// A value of exactly its type.
pub(super) fn exact(context: &Context<'_>, sample: &Sample) -> TokenStream {
    match sample {
        Sample::Bool(value) => quote!(#value),
        Sample::Integer(value) => number(*value),
        Sample::Double(value) => {
            let size = Literal::f64_unsuffixed(value.abs());
            if *value < 0.0 { quote!(-#size) } else { quote!(#size) }
        }
        Sample::Text(text) => quote!(#text.to_owned()),
        Sample::Wrapped(ty, text) => {
            let ty = context.ty(ty);
            quote!(#ty::new(#text))
        }
        Sample::Variant { of, variant, .. } => {
            let ty = context.type_path(*of);
            quote!(#ty::#variant)
        }
        Sample::List(entries) if entries.is_empty() => quote!(Vec::new()),
        Sample::List(entries) => {
            let entries = entries.iter().map(|entry| exact(context, entry));
            quote!(vec![#(#entries),*])
        }
        Sample::Map => quote!(collections::BTreeMap::new()),
        Sample::Any => quote!(rt::Json::Null),
        Sample::Built { of, constructor, arguments } => {
            let (ty, arguments) = (context.type_path(*of), arguments.iter().map(|one| argument(context, one)));
            quote!(#ty::#constructor(#(#arguments),*))
        }
    }
}

/// The statements that make something of type `ty` by a call, as `value`, and show something of it.
pub(super) fn shown(
    context: &Context<'_>,
    shown: &Shown,
    value: &str,
    call: &TokenStream,
    ty: &TokenStream,
) -> TokenStream {
    let value = path(value);
    let assertion = match shown {
        Shown::Default => return quote!(assert_eq!(#call, #ty::default());),
        Shown::Unset(way) => quote!(assert!(#value.#(#way).*.is_none());),
        Shown::Is(way, Sample::Bool(true)) => quote!(assert!(#value.#(#way).*);),
        Shown::Is(way, Sample::Bool(false)) => quote!(assert!(!#value.#(#way).*);),
        Shown::Is(way, Sample::Text(text)) => quote!(assert_eq!(#value.#(#way).*, #text);),
        Shown::Is(way, sample) => {
            let sample = exact(context, sample);
            quote!(assert_eq!(#value.#(#way).*, #sample);)
        }
    };
    quote!(let #value = #call; #assertion)
}
