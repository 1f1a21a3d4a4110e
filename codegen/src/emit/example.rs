//! Examples in the documentation, printed as a caller would write them. What they consist of is decided in the model.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, fence, root};
use super::doc::Doc;
use super::imports::{self, Site};
use super::tokens::{double, number, path};
use crate::model::{Holder, Sample, Shown};
use crate::print;

/// A sentence on a function, and an example of it in which nothing can fail.
pub(super) fn doc(context: &Context<'_>, said: &str, statements: TokenStream) -> Doc {
    Doc::new(4).paragraph(said).verbatim(lines(context, statements))
}

/// The lines of an example, fences included; the paths in `statements` begin with heads.
pub(super) fn lines(context: &Context<'_>, statements: TokenStream) -> Vec<String> {
    printed(context, TokenStream::new(), statements, None)
}

/// The same for statements that use `?` on errors of this type, and a trait that they need without naming it.
pub(super) fn fallible(
    context: &Context<'_>,
    needed: TokenStream,
    statements: TokenStream,
    error: &str,
) -> Vec<String> {
    let error = error.replace("api::", &format!("{}::", root(context.options)));
    printed(context, needed, statements, Some(format!("# Ok::<(), {error}>(())")))
}

fn printed(context: &Context<'_>, needed: TokenStream, statements: TokenStream, end: Option<String>) -> Vec<String> {
    let (uses, statements) = imports::resolve(statements, needed, &Site::example(root(context.options)), &[]);
    let (Ok(uses), Ok(body)) = (print::statements(uses), print::statements(statements)) else {
        context.break_file("an example that is no Rust");
        return Vec::new();
    };
    let gap = if uses.is_empty() { None } else { Some(String::new()) };
    let opening = std::iter::once(fence(context.options).to_owned());
    opening.chain(uses).chain(gap).chain(body).chain(end).chain(["```".to_owned()]).collect()
}

/// A value as an argument of a constructor, which takes a text for whatever wraps one.
pub(super) fn argument(context: &Context<'_>, sample: &Sample) -> TokenStream {
    match sample {
        Sample::Text(text) | Sample::Wrapped(_, text) => quote!(#text),
        Sample::Bytes(Holder::Body | Holder::FilePart) => quote!(b"bytes".to_vec()),
        Sample::Boxed(held) => argument(context, held),
        Sample::Bool(_)
        | Sample::Integer(_)
        | Sample::Double(_)
        | Sample::Bytes(Holder::TypedBody(_))
        | Sample::Variant { .. }
        | Sample::List(_)
        | Sample::Map
        | Sample::Any
        | Sample::Null
        | Sample::Arm { .. }
        | Sample::Built { .. } => exact(context, sample),
    }
}

/// A value of exactly its type.
pub(super) fn exact(context: &Context<'_>, sample: &Sample) -> TokenStream {
    match sample {
        Sample::Bool(value) => quote!(#value),
        Sample::Integer(value) => number(*value),
        Sample::Double(value) => double(*value),
        Sample::Text(text) => quote!(#text.to_owned()),
        Sample::Wrapped(ty, text) => {
            let ty = context.ty(ty);
            quote!(#ty::new(#text))
        }
        Sample::Bytes(Holder::Body) => quote!(rt::Body::from(b"bytes".to_vec())),
        Sample::Bytes(Holder::TypedBody(media_type)) => quote!(rt::TypedBody::new(#media_type, b"bytes".to_vec())),
        Sample::Bytes(Holder::FilePart) => quote!(rt::FilePart::new(b"bytes".to_vec())),
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
        Sample::Null => quote!(None),
        Sample::Arm { of, variant, is_boxed, held } => {
            let (ty, held) = (context.type_path(*of), exact(context, held));
            if *is_boxed { quote!(#ty::#variant(Box::new(#held))) } else { quote!(#ty::#variant(#held)) }
        }
        Sample::Boxed(held) => {
            let held = exact(context, held);
            quote!(Box::new(#held))
        }
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
