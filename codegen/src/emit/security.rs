//! `security.rs`: a type for each credential that travels in a header of its own.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::example;
use super::file::{self, Built};
use super::imports::Site;
use super::tokens::concat;
use crate::model::{Auth, Scheme};

pub(super) fn file(context: &Context<'_>) -> Built {
    let schemes = &context.api.schemes;
    let defined: Vec<&str> = schemes.iter().map(|scheme| scheme.name.as_str()).collect();
    let items = concat(schemes.iter().map(|scheme| items(context, scheme)));
    let docs = Doc::new(0).paragraph("Credentials, one type for each security scheme.");
    file::file(context, "security.rs".to_owned(), docs, items, &Site::inside(context.options, 1), &defined)
}

fn items(context: &Context<'_>, scheme: &Scheme) -> TokenStream {
    let Scheme { name, header, .. } = scheme;
    let sent = format!("Sent in the header {}. Its `Debug` does not show it.", code(header));
    let doc = Doc::new(0).docs(&scheme.docs, &format!("The credential {}.", code(name.as_str()))).paragraph(&sent);
    let shown = format!("{}(Secret(..))", name.as_str());
    let statements = quote! {
        let credential = security::#name::new("b5a1");
        assert_eq!(format!("{credential:?}"), #shown);
    };
    let new = example::doc(context, "Takes the credential as it stands in the header.", statements);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct #name(rt::Secret);

        impl #name {
            #new
            #[must_use]
            pub fn new(value: impl Into<rt::Secret>) -> Self {
                Self(value.into())
            }
        }

        impl rt::Authorize for #name {
            fn authorize(&self, headers: &mut http::HeaderMap) -> Result<(), rt::BuildError> {
                support::header(headers, http::HeaderName::from_static(#header), &self.0)
            }
        }
    }
}

/// The credential, as a field or a parameter has it.
pub(super) fn credential(auth: &Auth) -> TokenStream {
    match auth {
        Auth::None => quote!(rt::NoAuth),
        Auth::Basic => quote!(rt::Basic),
        Auth::Header(name) => quote!(security::#name),
    }
}

pub(super) fn example(auth: &Auth) -> TokenStream {
    let ty = credential(auth);
    match auth {
        Auth::None => ty,
        Auth::Basic => quote!(#ty::new("operator", "correct horse")),
        Auth::Header(_) => quote!(#ty::new("b5a1")),
    }
}
