//! The `impl Operation`: how a call becomes a request, and how its answer is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::answer;
use super::context::Context;
use super::security::credential;
use super::tokens::path;
use super::{body, parameter};
use crate::model::{Operation, Pair, PathPart, QueryConstant};

/// The `impl`.
pub(super) fn implementation(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let (name, id) = (&operation.name, &operation.id);
    let auth = credential(&operation.auth);
    let (output, success) = (answer::output_type(context, operation), answer::success(operation));
    let fault = answer::fault_type(context, operation);
    let to_request = to_request(context, operation, &auth);
    quote! {
        impl rt::Operation for #name {
            const ID: &'static str = #id;
            type Auth = #auth;
            type Output = #output;
            type Fault = #fault;

            #to_request

            fn parse_response(response: &http::Response<rt::Body>) -> Result<#output, rt::ResponseError<#fault>> {
                if !response.status().is_success() {
                    return Err(support::fault(response, &rules::READ));
                }
                #success
            }
        }
    }
}

fn to_request(context: &Context<'_>, operation: &Operation, auth: &TokenStream) -> TokenStream {
    let method = path(operation.method.as_str());
    let accept = match operation.accept.as_str() {
        // What the builder asks for by itself.
        "application/json" => quote!(),
        accept => quote!(request.accept(#accept);),
    };
    let parts = operation.path.parts.as_slice();
    let (first, rest) = match parts.split_first() {
        Some((PathPart::Fixed(first), rest)) => (first.as_str(), rest),
        Some((PathPart::Variable(_), _)) | None => ("", parts),
    };
    let parts = rest.iter().map(path_part);
    let pairs = operation.path.query.iter().map(|constant| match constant {
        QueryConstant::Pair(Pair { name, value }) => quote!(request.query(#name, #value);),
        QueryConstant::Word(word) => quote!(request.word(#word);),
    });
    let headers = operation.headers.iter().map(|Pair { name, value }| quote!(request.header(#name, #value)?;));
    let parameters = operation.parameters.iter().map(parameter::beside_path);
    let body = operation.body.iter().map(|one| body::statements(context, one));
    quote! {
        fn to_request(&self, base: &rt::BaseUrl, auth: &#auth) -> Result<http::Request<rt::Body>, rt::BuildError> {
            let mut request = support::RequestBuilder::new(http::Method::#method, base, #first);
            #accept
            #(#parts)*
            #(#pairs)*
            #(#headers)*
            #(#parameters)*
            request.authorize(auth)?;
            #(#body)*
            request.build()
        }
    }
}

fn path_part(part: &PathPart) -> TokenStream {
    match part {
        PathPart::Fixed(text) => quote!(request.path(#text);),
        PathPart::Variable(parameter) => parameter::in_path(parameter),
    }
}
