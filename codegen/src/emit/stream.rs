//! What says that the success of an operation can be read while it comes.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use crate::model::{Operation, Streamed};

/// What a caller is told of it; nothing where it cannot.
pub(super) fn said(operation: &Operation) -> &'static str {
    match &operation.streamed {
        None => "",
        Some(Streamed { data: None, .. }) => "What it gives can be read while it comes: `Client::open`.",
        Some(Streamed { data: Some(_), .. }) => "What it gives can be read event by event: `Client::events`.",
    }
}

/// The `impl`s, if it can.
pub(super) fn implementation(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let Some(Streamed { media, accept, data }) = &operation.streamed else { return quote!() };
    let name = &operation.name;
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
    }
}
