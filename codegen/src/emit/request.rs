//! The `impl Operation`: how a call becomes a request, and how its answer is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::answer;
use super::context::Context;
use super::security::credential;
use super::tokens::path;
use crate::model::{Body, Location, Operation, Pair, Parameter, PathPart, Payload, ValueText};

/// The `impl`.
pub(super) fn implementation(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let (name, id) = (&operation.name, &operation.id);
    let auth = credential(&operation.auth);
    let (output, success) = (answer::output_type(context, operation), answer::success(operation));
    let fault = answer::fault_type(context, operation);
    let to_request = to_request(operation, &auth);
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

fn to_request(operation: &Operation, auth: &TokenStream) -> TokenStream {
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
    let pairs = operation.path.query.iter().map(|Pair { name, value }| quote!(request.query(#name, #value);));
    let headers = operation.headers.iter().map(|Pair { name, value }| quote!(request.header(#name, #value)?;));
    let parameters = operation.parameters.iter().map(beside_body);
    let body = operation.body.iter().map(|Body { field, payload, .. }| match payload {
        Payload::Json(_) => quote!(request.json(&self.#field)?;),
        Payload::Wrapped { member, .. } => quote! {
            let body = support::Wrapped { member: #member, value: &self.#field };
            request.json(&body)?;
        },
    });
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
        PathPart::Variable(parameter) => {
            let (wire, field) = (&parameter.wire, &parameter.field);
            let value = text(parameter.text, &quote!(self.#field));
            quote!(request.variable(#wire, #value)?;)
        }
    }
}

/// A pair of the query or a header; what stands in the path has been seen to.
fn beside_body(parameter: &Parameter) -> TokenStream {
    let Parameter { wire, field, location, required, .. } = parameter;
    let statement = |value: TokenStream| match location {
        Location::Path => quote!(),
        Location::Query => quote!(request.query(#wire, #value);),
        Location::Header => quote!(request.header(#wire, #value)?;),
    };
    if *required {
        return statement(text(parameter.text, &quote!(self.#field)));
    }
    let statement = statement(match parameter.text {
        ValueText::Itself => quote!(value),
        ValueText::AsStr | ValueText::ToString => text(parameter.text, &quote!(value)),
    });
    quote!(if let Some(value) = &self.#field { #statement })
}

/// A value as a text to borrow.
fn text(text: ValueText, value: &TokenStream) -> TokenStream {
    match text {
        ValueText::Itself => quote!(&#value),
        ValueText::AsStr => quote!(#value.as_str()),
        ValueText::ToString => quote!(&#value.to_string()),
    }
}
