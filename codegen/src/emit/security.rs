//! `security.rs`: a type for each credential that travels in a header of its own.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::example::{self, Tail};
use super::file::{self, Built};
use super::imports::Site;
use super::tokens::concat;
use crate::model::{Api, Auth, Scheme, SchemeKind};

/// The credentials that get a type: the scheme, and its header.
fn headers(api: &Api) -> impl Iterator<Item = (&Scheme, &str)> {
    api.schemes.iter().filter_map(|scheme| match &scheme.kind {
        SchemeKind::Header(header) => Some((scheme, header.as_str())),
        SchemeKind::Basic => None,
    })
}

/// Whether there is a credential to put into the file.
pub(super) fn is_needed(api: &Api) -> bool {
    headers(api).next().is_some()
}

/// The file.
pub(super) fn file(context: &Context<'_>) -> Built {
    let defined: Vec<&str> = headers(context.api).map(|(scheme, _)| scheme.name.as_str()).collect();
    let items = concat(headers(context.api).map(|(scheme, header)| items(context, scheme, header)));
    let docs = Doc::new(0).paragraph("Credentials, one type for each security scheme.");
    file::file(context, "security.rs".to_owned(), docs, items, &Site::Shallow, &defined)
}

fn items(context: &Context<'_>, scheme: &Scheme, header: &str) -> TokenStream {
    let name = &scheme.name;
    let sent = format!("Sent in the header {}. Its `Debug` does not show it.", code(header));
    let doc = Doc::new(0).docs(&scheme.docs, &format!("The credential {}.", code(name.as_str()))).paragraph(&sent);
    let shown = format!("{}(Secret(..))", name.as_str());
    let statements = quote! {
        let credential = security::#name::new("b5a1");
        assert_eq!(format!("{credential:?}"), #shown);
    };
    let new = Doc::new(4).paragraph("Takes the credential as it stands in the header.").verbatim(example::lines(
        context,
        statements,
        Tail::Plain,
    ));
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
pub(super) fn credential(context: &Context<'_>, auth: &Auth) -> TokenStream {
    match scheme(context, auth) {
        None => quote!(rt::NoAuth),
        Some(Scheme { kind: SchemeKind::Basic, .. }) => quote!(rt::Basic),
        Some(Scheme { kind: SchemeKind::Header(_), name, .. }) => quote!(security::#name),
    }
}

/// A credential for an example.
pub(super) fn example(context: &Context<'_>, auth: &Auth) -> TokenStream {
    let ty = credential(context, auth);
    match scheme(context, auth) {
        None => ty,
        Some(Scheme { kind: SchemeKind::Basic, .. }) => quote!(#ty::new("operator", "correct horse")),
        Some(Scheme { kind: SchemeKind::Header(_), .. }) => quote!(#ty::new("b5a1")),
    }
}

/// What a caller has to have; nothing if anybody may call.
fn scheme<'a>(context: &Context<'a>, auth: &Auth) -> Option<&'a Scheme> {
    match auth {
        Auth::None => None,
        Auth::Scheme(index) => context.known(context.api.schemes.get(*index), "a security scheme"),
    }
}
