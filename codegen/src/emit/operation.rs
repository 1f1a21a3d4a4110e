//! An operation as a struct: one call, what it sends, how its answer is read, how it is judged.

use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::{init, parameter, too_many_arguments};
use super::context::{Context, operation_path};
use super::doc::{Doc, code};
use super::example;
use super::tokens::{concat, derive};
use super::{address, answer, fault, header, judge, request, security};
use crate::model::{
    Body, CallExample, Docs, Fault, Ident, Location, Module, Operation, Output, Parameter, PathPart, Payload, Type,
};
use crate::percent::encode;

pub(super) fn items(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let call = call(context, module, operation);
    let wire = request::implementation(context, operation);
    let name = &operation.name;
    let judged = judge::implementation(&beside_generics(name), &judged(context, operation));
    let output = match &operation.output {
        Output::Same(_) => quote!(),
        Output::Several(answers) => answer::output(context, operation, answers),
    };
    let faults = match &operation.fault {
        Fault::Raw | Fault::Shared(_) => quote!(),
        Fault::Own(faults) => fault::own(context, module, operation, faults),
        Fault::ByStatus(answers) => answer::faults(context, operation, answers),
    };
    let headers = operation.response_headers.as_ref().map(|headers| header::item(context, operation, headers));
    concat([call, wire, judged, output, faults].into_iter().chain(headers))
}

/// The name where a generic parameter `C` is in scope.
fn beside_generics(name: &Ident) -> TokenStream {
    match name.as_str() {
        "C" => quote!(self::C),
        _ => quote!(#name),
    }
}

/// A field of the struct: a parameter, or the body.
struct Field<'a> {
    name: &'a Ident,
    ty: &'a Type,
    docs: &'a Docs,
    required: bool,
    /// The parameter; the body is none.
    parameter: Option<&'a Parameter>,
}

/// The parameters, then the body.
fn fields(operation: &Operation) -> Vec<Field<'_>> {
    let parameters = operation.parameters.iter().map(|parameter| {
        let Parameter { field: name, ty, docs, required, .. } = parameter;
        Field { name, ty, docs, required: *required, parameter: Some(parameter) }
    });
    let body = operation.body.iter().map(|Body { field, docs, payload }| {
        let ty = payload.ty();
        Field { name: field, ty, docs, required: true, parameter: None }
    });
    parameters.chain(body).collect()
}

fn call(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let name = &operation.name;
    let doc = call_doc(context, module, operation);
    let fields = fields(operation);
    let derive = derive(&[
        "Clone",
        "Debug",
        if fields.iter().any(|field| field.required) { "" } else { "Default" },
        "PartialEq",
        if operation.is_eq { "Eq" } else { "" },
    ]);
    let declared = fields.iter().map(|Field { name, ty, docs, required, parameter }| {
        let fallback = match parameter {
            Some(parameter) => format!("The parameter {}.", code(&parameter.wire)),
            None => "The body of the request.".to_owned(),
        };
        let doc = Doc::new(4).docs(docs, &fallback);
        let ty = context.ty(ty);
        if *required { quote!(#doc pub #name: #ty) } else { quote!(#doc pub #name: Option<#ty>) }
    });
    let new = new(context, module, operation, &fields);
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub struct #name {
            #(#declared),*
        }

        impl #name {
            #new
        }
    }
}

fn new(context: &Context<'_>, module: &Module, operation: &Operation, fields: &[Field<'_>]) -> TokenStream {
    let example = operation.example.as_ref().map(|example| {
        let (made, ty) = (made(context, module, operation, example), operation_path(module, &operation.name));
        let statements = example::shown(context, &example.shown, "operation", &made, &ty);
        example::lines(context, statements)
    });
    let doc = Doc::new(4).paragraph("One call; nothing is sent yet.").verbatim(example.into_iter().flatten());
    let required = || fields.iter().filter(|field| field.required);
    let lint = too_many_arguments(required().count());
    let parameters = required().map(|Field { name, ty, .. }| parameter(context, name, ty));
    let values = fields.iter().map(|Field { name, ty, required, .. }| match required {
        true => init(context, name, ty, false),
        false => quote!(#name: None),
    });
    quote! {
        #doc
        #lint
        #[must_use]
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn made(context: &Context<'_>, module: &Module, operation: &Operation, example: &CallExample) -> TokenStream {
    let path = operation_path(module, &operation.name);
    let arguments = example.arguments.iter().map(|sample| example::argument(context, sample));
    quote!(#path::new(#(#arguments),*))
}

fn call_doc(context: &Context<'_>, module: &Module, operation: &Operation) -> Doc {
    let method = operation.method.as_str();
    let constants = operation.path.query.iter().map(|pair| (pair.name.as_str(), pair.value.as_str()));
    let target = target(operation, |parameter| format!("{{{}}}", parameter.wire)) + &address::query(constants);
    let fallback = format!("The operation {}.", code(&operation.id));
    let summary = if operation.docs.summary.trim().is_empty() { fallback } else { String::new() };
    let doc = Doc::new(0)
        .summary(&operation.docs)
        .text(&summary)
        .paragraph(&code(&format!("{method} {target}")))
        .description(&operation.docs)
        .history(&operation.docs);
    let example = operation.example.as_ref().map(|example| call_example(context, module, operation, example));
    doc.verbatim(example.into_iter().flatten())
}

/// The path, with something in the place of each variable.
fn target(operation: &Operation, variable: impl Fn(&Parameter) -> String) -> String {
    let part = |part: &PathPart| match part {
        PathPart::Fixed(text) => text.clone(),
        PathPart::Variable(parameter) => variable(parameter),
    };
    operation.path.parts.iter().map(part).collect()
}

fn call_example(context: &Context<'_>, module: &Module, operation: &Operation, example: &CallExample) -> Vec<String> {
    let made = made(context, module, operation, example);
    let method = operation.method.as_str();
    let auth = security::example(&operation.auth);
    let base = address::base_example(context);
    let target = target(operation, |parameter| encode(&parameter.example_text).into_owned());
    let constants = operation.path.query.iter().map(|pair| (pair.name.as_str(), pair.value.clone()));
    let filled =
        operation.parameters.iter().filter(|parameter| parameter.required && parameter.location == Location::Query);
    let filled = filled.map(|parameter| (parameter.wire.as_str(), parameter.example_text.clone()));
    let pairs: Vec<(&str, String)> = constants.chain(filled).collect();
    let query = address::query(pairs.iter().map(|(name, value)| (*name, value.as_str())));
    let uri = format!("{}{target}{query}", address::base(context));
    let statements = quote! {
        let operation = #made;
        let base = #base?;
        let request = operation.to_request(&base, &#auth)?;
        assert_eq!(request.method(), #method);
        assert_eq!(request.uri(), #uri);
    };
    example::fallible(context, quote!(rt::Operation), statements, "Box<dyn std::error::Error>")
}

/// Hooks of the operation, then its parameters and its body.
fn judged(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let parameters = operation.parameters.iter().filter(|parameter| context.api.types.is_judged(&parameter.ty));
    let parameters = parameters.map(|Parameter { wire, field, .. }| judge::judged(field, &quote!(&at.member(#wire))));
    let body = operation.body.iter().filter(|body| context.api.types.is_judged(body.payload.ty()));
    let body = body.map(|Body { field, payload, .. }| match payload {
        Payload::Json(_) => judge::judged(field, &quote!(at)),
        Payload::Wrapped { member, .. } => judge::judged(field, &quote!(&at.member(#member))),
    });
    concat([judge::hooks(&operation.hooks)].into_iter().chain(parameters).chain(body))
}
