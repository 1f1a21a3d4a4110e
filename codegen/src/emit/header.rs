//! The headers of the answers of an operation: a struct that reads them.

use proc_macro2::TokenStream;
use quote::quote;

use super::answer::plain;
use super::context::Context;
use super::doc::{Doc, code};
use crate::model::{Header, HeaderForm, Headers, Operation};

/// The struct with a method for each header.
pub(super) fn item(context: &Context<'_>, operation: &Operation, headers: &Headers) -> TokenStream {
    let Headers { name, headers } = headers;
    let said = format!(
        "The headers of an answer to [`{}`], of a success as of a refusal. One that is missing or malformed is absent.",
        operation.name.as_str()
    );
    let doc = Doc::new(0).paragraph(&said);
    let new = Doc::new(4).paragraph("Reads these headers.");
    let methods = headers.iter().map(|header| method(context, header));
    quote! {
        #doc
        #[derive(Clone, Copy)]
        pub struct #name<'a>(&'a http::HeaderMap);

        impl<'a> #name<'a> {
            #new
            #[must_use]
            pub fn new(headers: &'a http::HeaderMap) -> Self {
                Self(headers)
            }

            #(#methods)*
        }

        support::headers!(#name);
    }
}

fn method(context: &Context<'_>, header: &Header) -> TokenStream {
    let Header { wire, method, docs, form, plain: value, ty } = header;
    let doc = Doc::new(4).docs(docs, &format!("The header {}.", code(wire)));
    let (ty, value) = (context.ty(ty), plain(*value));
    let (ty, read) = match form {
        HeaderForm::Single => (quote!(Option<#ty>), quote!(header_value)),
        HeaderForm::List => (quote!(Option<Vec<#ty>>), quote!(header_list)),
        HeaderForm::Lines => (quote!(Vec<#ty>), quote!(header_lines)),
    };
    quote! {
        #doc
        #[must_use]
        pub fn #method(&self) -> #ty {
            support::#read(self.0, #wire, #value)
        }
    }
}
