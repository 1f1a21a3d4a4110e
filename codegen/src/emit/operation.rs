//! `operations/`: one file for each tag, with a struct for each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::example::{self, Tail};
use super::file::File;
use super::imports::Site;
use super::object::parameter;
use super::tokens::{broken, concat, derive, plain};
use super::{address, fault, validate};
use crate::model::{Auth, Body, Docs, Fault, Ident, Method, Module, Operation, Output, QueryPair, SchemeKind, Type};

/// The files of the folder.
pub(super) fn files(context: &Context<'_>) -> Vec<File> {
    let modules = context.api.modules.iter().map(|module| &module.name);
    let index = Doc::new(0).paragraph("Every operation, by tag.");
    let mut files = vec![File::new("operations/mod.rs", index, quote!(#(pub mod #modules;)*))];
    files.extend(context.api.modules.iter().map(|module| file(context, module)));
    files
}

fn file(context: &Context<'_>, module: &Module) -> File {
    let path = format!("operations/{}.rs", plain(&module.name));
    let fallback = format!("The operations of {}.", code(module.name.as_str()));
    let defined: Vec<&str> = module.operations.iter().flat_map(defined).collect();
    let items = concat(module.operations.iter().map(|operation| items(context, module, operation)));
    File::resolved(path, Doc::new(0).docs(&module.docs, &fallback), items, &Site::Deep, &defined)
}

/// The names that an operation adds to its module.
fn defined(operation: &Operation) -> impl Iterator<Item = &str> {
    let fault = match &operation.fault {
        Fault::Raw => None,
        Fault::Tagged { name, .. } => Some(name.as_str()),
    };
    std::iter::once(operation.name.as_str()).chain(fault)
}

fn items(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let call = call(context, module, operation);
    let wire = wire(context, operation);
    let name = &operation.name;
    let judged = validate::implementation(&beside_generics(name), &judged(context, operation));
    let faults = fault::items(context, module, operation);
    concat([call, wire, judged, faults])
}

/// The name where a generic parameter `C` is in scope.
fn beside_generics(name: &Ident) -> TokenStream {
    match name.as_str() {
        "C" => quote!(self::C),
        _ => quote!(#name),
    }
}

/// The field that carries the body.
struct Field<'a> {
    name: &'a Ident,
    ty: &'a Type,
    docs: &'a Docs,
}

fn body(operation: &Operation) -> Option<Field<'_>> {
    match &operation.body {
        Body::None => None,
        Body::Json { field, ty, docs } | Body::Wrapped { field, ty, docs, .. } => Some(Field { name: field, ty, docs }),
    }
}

/// The struct and its constructor.
fn call(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let name = &operation.name;
    let doc = call_doc(context, module, operation);
    let body = body(operation);
    let derive = derive(&[
        "Clone",
        "Debug",
        if body.is_none() { "Default" } else { "" },
        "PartialEq",
        if body.as_ref().is_some_and(|body| context.holds_float(body.ty)) { "" } else { "Eq" },
    ]);
    let field = body.iter().map(|Field { name, ty, docs }| {
        let doc = Doc::new(4).docs(docs, "The body of the request.");
        let ty = context.ty(ty);
        quote!(#doc pub #name: #ty)
    });
    let new = new(context, module, operation);
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub struct #name {
            #(#field),*
        }

        impl #name {
            #new
        }
    }
}

fn new(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let body = body(operation);
    let example = new_example(context, module, operation);
    let doc = Doc::new(4).paragraph("One call; nothing is sent yet.").verbatim(example.into_iter().flatten());
    let (parameter, value) = match body {
        None => (quote!(), quote!()),
        Some(Field { name, ty, .. }) => match parameter(context, &quote!(#name), ty) {
            (parameter, None) => (parameter, quote!(#name)),
            (parameter, Some(converted)) => (parameter, quote!(#name: #converted)),
        },
    };
    quote! {
        #doc
        #[must_use]
        pub fn new(#parameter) -> Self {
            Self { #value }
        }
    }
}

fn new_example(context: &Context<'_>, module: &Module, operation: &Operation) -> Option<Vec<String>> {
    let made = made(context, module, operation)?;
    let statements = match body(operation) {
        None => {
            let (module, name) = (&module.name, &operation.name);
            quote!(assert_eq!(#made, operations::#module::#name::default());)
        }
        Some(Field { name, ty, .. }) => {
            let sent = quote!(operation.#name);
            let shown = context.object(ty).and_then(|object| example::assertion(context, object, &sent));
            let value = example::any_value(context, ty)?;
            let shown = shown.unwrap_or_else(|| quote!(assert_eq!(#sent, #value);));
            quote!(let operation = #made; #shown)
        }
    };
    Some(example::lines(context, &statements, Tail::Plain))
}

/// A call of the constructor.
fn made(context: &Context<'_>, module: &Module, operation: &Operation) -> Option<TokenStream> {
    let (module, name) = (&module.name, &operation.name);
    let argument = match body(operation) {
        None => quote!(),
        Some(body) => example::any_argument(context, body.ty)?,
    };
    Some(quote!(operations::#module::#name::new(#argument)))
}

fn call_doc(context: &Context<'_>, module: &Module, operation: &Operation) -> Doc {
    let method = method(operation.method);
    let target = format!("{}{}", operation.path.fixed, address::query(&operation.path.query));
    let fallback = format!("The operation {}.", code(&operation.id));
    let summary = if operation.docs.summary.trim().is_empty() { fallback } else { String::new() };
    let doc = Doc::new(0)
        .summary(&operation.docs)
        .text(&summary)
        .paragraph(&code(&format!("{method} {target}")))
        .description(&operation.docs)
        .history(&operation.docs);
    let example = call_example(context, module, operation, &target);
    doc.verbatim(example.into_iter().flatten())
}

fn call_example(context: &Context<'_>, module: &Module, operation: &Operation, target: &str) -> Option<Vec<String>> {
    let made = made(context, module, operation)?;
    let method = method(operation.method);
    let auth = auth_example(context, &operation.auth);
    let base = address::base_example(context);
    let uri = format!("{}{target}", address::base(context));
    let statements = quote! {
        let operation = #made;
        let base = #base?;
        let request = operation.to_request(&base, &#auth)?;
        assert_eq!(request.method(), #method);
        assert_eq!(request.uri(), #uri);
    };
    let tail = Tail::Fallible("Box<dyn std::error::Error>");
    Some(example::lines_with(context, &quote!(rt::Operation), &statements, tail))
}

/// The credential, as a field or a parameter has it.
fn auth(context: &Context<'_>, auth: &Auth) -> TokenStream {
    match auth {
        Auth::None => quote!(rt::NoAuth),
        Auth::Scheme(index) => match context.api.schemes.get(*index) {
            None => broken("no such scheme"),
            Some(scheme) => match &scheme.kind {
                SchemeKind::Basic => quote!(rt::Basic),
                SchemeKind::Header(_) => {
                    let name = &scheme.name;
                    quote!(security::#name)
                }
            },
        },
    }
}

fn auth_example(context: &Context<'_>, scheme: &Auth) -> TokenStream {
    let ty = auth(context, scheme);
    let kind = match scheme {
        Auth::None => return ty,
        Auth::Scheme(index) => context.api.schemes.get(*index).map(|scheme| &scheme.kind),
    };
    match kind {
        Some(SchemeKind::Basic) => quote!(#ty::new("operator", "correct horse")),
        _ => quote!(#ty::new("b5a1")),
    }
}

/// The `impl Operation`.
fn wire(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let (name, id) = (&operation.name, &operation.id);
    let auth = auth(context, &operation.auth);
    let output = match &operation.output {
        Output::Unit => quote!(()),
        Output::Json(ty) | Output::Wrapped { ty, .. } => context.ty(ty),
    };
    let fault = match &operation.fault {
        Fault::Raw => quote!(rt::RawFault),
        Fault::Tagged { name, .. } => quote!(#name),
    };
    let to_request = to_request(operation, &auth);
    let success = success(operation);
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
    let method = constant(operation.method);
    let path = &operation.path.fixed;
    let pairs = operation.path.query.iter().map(|QueryPair { name, value }| quote!(request.query(#name, #value);));
    let body = match &operation.body {
        Body::None => quote!(),
        Body::Json { field, .. } => quote!(request.json(&self.#field)?;),
        Body::Wrapped { member, field, .. } => {
            quote! {
                let body = support::Wrapped { member: #member, value: &self.#field };
                request.json(&body)?;
            }
        }
    };
    quote! {
        fn to_request(&self, base: &rt::BaseUrl, auth: &#auth) -> Result<http::Request<rt::Body>, rt::BuildError> {
            let mut request = support::RequestBuilder::new(#method, base, #path);
            #(#pairs)*
            request.authorize(auth)?;
            #body
            request.build()
        }
    }
}

fn success(operation: &Operation) -> TokenStream {
    match &operation.output {
        Output::Unit => quote!(Ok(())),
        Output::Json(_) => quote!(support::success(response, &rules::READ).map_err(rt::ResponseError::Decode)),
        Output::Wrapped { member, .. } => {
            quote!(support::success_member(response, #member, &rules::READ).map_err(rt::ResponseError::Decode))
        }
    }
}

/// Hooks of the operation, then its body.
fn judged(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let body = match &operation.body {
        Body::Json { field, ty, .. } if context.has_rules(ty) => judged_body(ty, field),
        Body::Wrapped { member, field, ty, .. } if context.has_rules(ty) => {
            validate::judged(ty, &quote!(self.#field), &quote!(at.member(#member)))
        }
        Body::None | Body::Json { .. } | Body::Wrapped { .. } => quote!(),
    };
    concat([validate::hooks(context, &operation.hooks), body])
}

/// The body itself stands at the root.
fn judged_body(ty: &Type, field: &Ident) -> TokenStream {
    match ty {
        Type::List(_) => validate::judged(ty, &quote!(self.#field), &quote!(at)),
        _ => quote!(self.#field.validate_at(checks, at, report);),
    }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Put => "PUT",
        Method::Post => "POST",
        Method::Delete => "DELETE",
        Method::Options => "OPTIONS",
        Method::Head => "HEAD",
        Method::Patch => "PATCH",
        Method::Trace => "TRACE",
    }
}

fn constant(each: Method) -> TokenStream {
    let name = super::tokens::path(method(each));
    quote!(http::Method::#name)
}
