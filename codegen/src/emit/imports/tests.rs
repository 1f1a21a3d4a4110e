//! Which names a file imports, and how the others are written.

use quote::quote;

use super::*;

fn inside() -> Site {
    Site { root: "crate::api".to_owned(), beside: None }
}

#[track_caller]
fn check(items: TokenStream, site: &Site, defined: &[&str], uses: TokenStream, wanted: TokenStream) {
    let (found, items) = resolve(items, TokenStream::new(), site, defined);
    assert_eq!(found.to_string(), uses.to_string());
    assert_eq!(items.to_string(), wanted.to_string());
}

#[test]
fn names_are_imported_and_stand_alone() {
    check(
        quote!(
            fn f(json: rt::Json, x: &fmt::Arguments<'_>) -> types::FolderId {
                support::f(&rules::R_A, other::rt::Json)
            }
        ),
        &inside(),
        &[],
        quote! {
            use std::fmt;
            use crate::api::rt::{Json, support};
            use crate::api::rules;
            use crate::api::types::FolderId;
        },
        quote!(
            fn f(json: Json, x: &fmt::Arguments<'_>) -> FolderId {
                support::f(&rules::R_A, other::rt::Json)
            }
        ),
    );
}

#[test]
fn the_second_to_claim_a_name_keeps_its_head() {
    check(
        quote!(types::Json rt::Json types::Path security::Path types::C),
        &inside(),
        &[],
        quote! {
            use crate::api::rt::Json;
            use crate::api::types::Path;
            use crate::api::{security, types};
        },
        quote!(types::Json Json Path security::Path types::C),
    );
}

#[test]
fn a_name_of_the_file_itself_is_not_imported() {
    check(
        quote!(rt::Secret types::Secret types::Other),
        &inside().beside(&[]),
        &["Secret"],
        quote!(
            use crate::api::rt;
            use super::Other;
        ),
        quote!(rt::Secret Secret Other),
    );
}

#[test]
fn an_example_sees_the_module_from_outside() {
    check(
        quote!(api::server() operations::passive::Redeploy::new() operations::other::Redeploy::new()),
        &Site::example("client::api"),
        &[],
        quote! {
            use client::api;
            use client::api::operations;
            use client::api::operations::other::Redeploy;
        },
        quote!(api::server() operations::passive::Redeploy::new() Redeploy::new()),
    );
}

#[test]
fn twins_in_two_modules_are_told_apart() {
    check(
        quote!(types::rest::Info types::soap::Info types::Other operations::rest::session::Login::new()),
        &inside().beside(&[Ident::new("rest")]),
        &["Task"],
        quote! {
            use crate::api::operations::rest::session::Login;
            use crate::api::types;
            use crate::api::types::Other;
            use super::Info;
        },
        quote!(Info types::soap::Info Other Login::new()),
    );
}

#[test]
fn maps_are_imported() {
    check(
        quote!(collections::BTreeMap<String, types::BTreeMap>),
        &inside(),
        &[],
        quote! {
            use std::collections::BTreeMap;
            use crate::api::types;
        },
        quote!(BTreeMap<String, types::BTreeMap>),
    );
}
