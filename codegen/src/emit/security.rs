//! `security.rs`: a type for each credential that needs one, and for each choice of credentials.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::example;
use super::file::{self, Built};
use super::imports::Site;
use super::tokens::concat;
use crate::model::{Alternative, Auth, Carrier, Credential, CredentialKind, Ident};

/// What examples have for a secret.
const SECRET: &str = "b5a1";

pub(super) fn file(context: &Context<'_>) -> Built {
    let credentials = &context.api.credentials;
    let defined: Vec<&str> = credentials.iter().map(|credential| credential.name.as_str()).collect();
    let items = concat(credentials.iter().map(|credential| match &credential.kind {
        CredentialKind::Secret(carrier) => secret(context, credential, carrier),
        CredentialKind::OneOf(alternatives) => choice(context, credential, alternatives),
    }));
    let docs = Doc::new(0).paragraph("Credentials, one type for each security scheme.");
    file::file(context, "security.rs".to_owned(), docs, items, &Site::inside(context.options, 1), &defined)
}

fn secret(context: &Context<'_>, credential: &Credential, carrier: &Carrier) -> TokenStream {
    let name = &credential.name;
    let sent = match carrier {
        Carrier::Header(header) => format!("Sent in the header {}.", code(header)),
        Carrier::Query(key) => format!("Sent in the query as {}.", code(key)),
        Carrier::Cookie(cookie) => format!("Sent as the cookie {}.", code(cookie)),
        Carrier::Scheme(scheme) => format!("Sent in the header `authorization`, behind {}.", code(scheme)),
    };
    let hidden = match carrier {
        Carrier::Header(_) | Carrier::Cookie(_) | Carrier::Scheme(_) => "Its `Debug` does not show it.",
        Carrier::Query(_) => {
            "Its `Debug` does not show it; but it is a part of the address, which servers, proxies and the `Debug` of a request show."
        }
    };
    let sent = format!("{sent} {hidden}");
    let doc = Doc::new(0).docs(&credential.docs, &format!("The credential {}.", code(name.as_str()))).paragraph(&sent);
    let taken = match carrier {
        Carrier::Header(_) => "Takes the credential as it stands in the header.".to_owned(),
        Carrier::Query(_) => "Takes the credential as it is; it is encoded when it is sent.".to_owned(),
        Carrier::Cookie(_) => "Takes the credential as it stands in the cookie.".to_owned(),
        Carrier::Scheme(scheme) => format!("Takes the credential, without {} in front of it.", code(scheme)),
    };
    let shown = format!("{}(Secret(..))", name.as_str());
    let statements = quote! {
        let credential = security::#name::new(#SECRET);
        assert_eq!(format!("{credential:?}"), #shown);
    };
    let new = example::doc(context, &taken, statements);
    let methods = carried(carrier);
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
            #methods
        }
    }
}

/// How a secret goes into a request.
fn carried(carrier: &Carrier) -> TokenStream {
    let statement = match carrier {
        Carrier::Header(header) => quote!(support::header(headers, http::HeaderName::from_static(#header), &self.0)),
        Carrier::Cookie(cookie) => quote!(support::cookie(headers, #cookie, &self.0)),
        Carrier::Scheme(scheme) => quote!(support::scheme(headers, #scheme, &self.0)),
        Carrier::Query(key) => {
            return quote! {
                fn authorize(&self, _: &mut http::HeaderMap) -> Result<(), rt::BuildError> {
                    Ok(())
                }

                fn query(&self) -> Vec<(&'static str, &rt::Secret)> {
                    vec![(#key, &self.0)]
                }
            };
        }
    };
    quote! {
        fn authorize(&self, headers: &mut http::HeaderMap) -> Result<(), rt::BuildError> {
            #statement
        }
    }
}

fn choice(context: &Context<'_>, credential: &Credential, alternatives: &[Alternative]) -> TokenStream {
    let name = &credential.name;
    let doc = Doc::new(0).docs(&credential.docs, "One of these credentials, whichever the caller has.");
    let variants = alternatives.iter().map(|Alternative { variant, docs, auth }| {
        let doc = Doc::new(4).docs(docs, &said(auth));
        let held = held(auth);
        quote!(#doc #variant(#held))
    });
    let each = |call: &TokenStream| {
        let arms = alternatives.iter().map(|one| {
            let variant = &one.variant;
            quote!(Self::#variant(credential) => credential.#call)
        });
        quote!(match self { #(#arms),* })
    };
    let (authorize, query) = (each(&quote!(authorize(headers))), each(&quote!(query())));
    let has_pairs = alternatives.iter().any(|one| !pairs(context, &one.auth).is_empty());
    let query = has_pairs.then(|| {
        quote! {
            fn query(&self) -> Vec<(&'static str, &rt::Secret)> {
                #query
            }
        }
    });
    let conversions = alternatives.iter().filter(|one| is_alone(one, alternatives)).map(|one| {
        let (variant, held) = (&one.variant, held(&one.auth));
        quote! {
            impl From<#held> for #name {
                fn from(credential: #held) -> Self {
                    Self::#variant(credential)
                }
            }
        }
    });
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants),*
        }

        #(#conversions)*

        impl rt::Authorize for #name {
            fn authorize(&self, headers: &mut http::HeaderMap) -> Result<(), rt::BuildError> {
                #authorize
            }

            #query
        }
    }
}

/// What is said of an alternative of which the document says nothing.
fn said(auth: &Auth) -> String {
    match auth {
        Auth::None => "Nothing.".to_owned(),
        Auth::Basic => "User and password.".to_owned(),
        Auth::Named(name) => format!("The credential [`{}`].", name.as_str()),
        Auth::All(all) => {
            let names = all.iter().map(|one| match one {
                Auth::Named(name) => format!("[`{}`]", name.as_str()),
                Auth::None | Auth::Basic | Auth::All(_) | Auth::Optional(_) => "[`Basic`]".to_owned(),
            });
            format!("All of these at once: {}.", names.collect::<Vec<_>>().join(", "))
        }
        Auth::Optional(inner) => said(inner),
    }
}

/// Whether no other alternative holds the same type.
fn is_alone(one: &Alternative, all: &[Alternative]) -> bool {
    all.iter().filter(|other| other.auth == one.auth).count() == 1
}

/// The credential, as a field or a parameter has it.
pub(super) fn credential(auth: &Auth) -> TokenStream {
    ty(auth, &quote!(security::))
}

/// The same beside the credentials.
fn held(auth: &Auth) -> TokenStream {
    ty(auth, &quote!())
}

fn ty(auth: &Auth, home: &TokenStream) -> TokenStream {
    match auth {
        Auth::None => quote!(rt::NoAuth),
        Auth::Basic => quote!(rt::Basic),
        Auth::Named(name) => quote!(#home #name),
        Auth::All(all) => {
            let all = all.iter().map(|auth| ty(auth, home));
            quote!((#(#all),*))
        }
        Auth::Optional(inner) => {
            let inner = ty(inner, home);
            quote!(Option<#inner>)
        }
    }
}

/// The credential of examples; of a choice the first.
pub(super) fn example(context: &Context<'_>, auth: &Auth) -> TokenStream {
    let ty = credential(auth);
    match auth {
        Auth::None => ty,
        Auth::Basic => quote!(#ty::new("operator", "correct horse")),
        Auth::Named(name) => match first(context, name) {
            Some(Alternative { variant, auth, .. }) => {
                let inner = example(context, auth);
                quote!(#ty::#variant(#inner))
            }
            None => quote!(#ty::new(#SECRET)),
        },
        Auth::All(all) => {
            let all = all.iter().map(|auth| example(context, auth));
            quote!((#(#all),*))
        }
        Auth::Optional(inner) => {
            let inner = example(context, inner);
            quote!(Some(#inner))
        }
    }
}

/// What the credential of examples adds to the query.
pub(super) fn pairs<'a>(context: &Context<'a>, auth: &'a Auth) -> Vec<(&'a str, &'static str)> {
    match auth {
        Auth::None | Auth::Basic => Vec::new(),
        Auth::Named(name) => match (first(context, name), kind(context, name)) {
            (Some(first), _) => pairs(context, &first.auth),
            (None, Some(CredentialKind::Secret(Carrier::Query(key)))) => vec![(key, SECRET)],
            (None, _) => Vec::new(),
        },
        Auth::All(all) => all.iter().flat_map(|auth| pairs(context, auth)).collect(),
        Auth::Optional(inner) => pairs(context, inner),
    }
}

/// What the credential of this name is.
fn kind<'a>(context: &Context<'a>, name: &Ident) -> Option<&'a CredentialKind> {
    context.api.credentials.iter().find(|one| one.name == *name).map(|one| &one.kind)
}

/// The first alternative of a choice.
fn first<'a>(context: &Context<'a>, name: &Ident) -> Option<&'a Alternative> {
    match kind(context, name)? {
        CredentialKind::OneOf(alternatives) => alternatives.first(),
        CredentialKind::Secret(_) => None,
    }
}
