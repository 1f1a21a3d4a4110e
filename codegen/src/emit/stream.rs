//! What says that the success of an operation can be read while it comes, and its body while it is sent.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use crate::model::{Operation, Streamed};

/// What a caller is told of it; nothing where it cannot.
pub(super) fn said(context: &Context<'_>, operation: &Operation) -> Vec<&'static str> {
    let gives = operation.streamed.as_ref().map(|streamed| match streamed.data {
        None => "What it gives can be read while it comes: `Client::open`.",
        Some(_) => "What it gives can be read event by event: `Client::events`.",
    });
    let sends =
        is_upload(context, operation).then_some("The bytes that it sends can come from a reader: `Client::upload`.");
    gives.into_iter().chain(sends).collect()
}

fn is_upload(context: &Context<'_>, operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| body.is_upload(&context.api.types))
}

/// What says that its body can be read while it is sent, if it can.
fn upload(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let name = &operation.name;
    match is_upload(context, operation) {
        true => quote!(impl rt::UploadOperation for #name {}),
        false => quote!(),
    }
}

/// The `impl`s, if it can.
pub(super) fn implementation(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let name = &operation.name;
    let upload = upload(context, operation);
    let Some(Streamed { media, accept, data }) = &operation.streamed else { return upload };
    let events = data.as_ref().map(|data| {
        let data = context.ty(data);
        quote! {
            impl rt::EventOperation for #name {
                type Data = #data;
            }
        }
    });
    quote! {
        impl rt::StreamOperation for #name {
            const MEDIA: &'static [&'static str] = &[#(#media),*];
            const ACCEPT: &'static str = #accept;
            const RULES: &'static rt::ReadRules = &rules::READ;
        }

        #events

        #upload
    }
}
