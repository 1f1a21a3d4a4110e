//! An operation as a struct: one call, what it sends, how its answer is read, how it is judged.

use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::{parameter, too_many_arguments};
use super::context::{Context, operation_path};
use super::doc::{Doc, code};
use super::example::{self, Tail};
use super::tokens::{concat, derive};
use super::{address, fault, judge, request, security};
use crate::model::{Body, Docs, Fault, Ident, Module, Operation, Parameter, PathPart, Place, Type};
use crate::percent::encode;

/// All of an operation.
pub(super) fn items(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let call = call(context, module, operation);
    let wire = request::implementation(context, operation);
    let name = &operation.name;
    let judged = judge::implementation(&beside_generics(name), &judged(context, operation));
    let faults = match &operation.fault {
        Fault::Raw | Fault::Shared(_) => quote!(),
        Fault::Own(faults) => fault::own(context, module, operation, faults),
    };
    concat([call, wire, judged, faults])
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
    let body = match &operation.body {
        Body::None => None,
        Body::Json { field, ty, docs } | Body::Wrapped { field, ty, docs, .. } => {
            Some(Field { name: field, ty, docs, required: true, parameter: None })
        }
    };
    parameters.chain(body).collect()
}

/// The struct and its constructor.
fn call(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let name = &operation.name;
    let doc = call_doc(context, module, operation);
    let fields = fields(operation);
    let derive = derive(&[
        "Clone",
        "Debug",
        if fields.iter().any(|field| field.required) { "" } else { "Default" },
        "PartialEq",
        if fields.iter().any(|field| context.holds_float(field.ty)) { "" } else { "Eq" },
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
    let example = new_example(context, module, operation, fields);
    let doc = Doc::new(4).paragraph("One call; nothing is sent yet.").verbatim(example.into_iter().flatten());
    let required = || fields.iter().filter(|field| field.required);
    let lint = too_many_arguments(required().count());
    let parameters = required().map(|Field { name, ty, .. }| parameter(context, &quote!(#name), ty).0);
    let values = fields.iter().map(|Field { name, ty, required, .. }| {
        match parameter(context, &quote!(#name), ty).1.filter(|_| *required) {
            Some(converted) => quote!(#name: #converted),
            None if *required => quote!(#name),
            None => quote!(#name: None),
        }
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

fn new_example(
    context: &Context<'_>,
    module: &Module,
    operation: &Operation,
    fields: &[Field<'_>],
) -> Option<Vec<String>> {
    let made = made(context, module, operation)?;
    // The body tells the most, or else what was filled in first.
    let body = fields.iter().find(|field| field.parameter.is_none());
    let statements = match body.or(fields.iter().find(|field| field.required)) {
        None => {
            let path = operation_path(module, &operation.name);
            quote!(assert_eq!(#made, #path::default());)
        }
        Some(Field { name, ty, parameter, .. }) => {
            let sent = quote!(operation.#name);
            let shown = context.object(ty).and_then(|object| example::assertion(context, object, &sent));
            let value = match parameter {
                Some(parameter) => example::exact(context, parameter)?,
                None => example::any_value(context, ty)?,
            };
            let shown = shown.unwrap_or_else(|| quote!(assert_eq!(#sent, #value);));
            quote!(let operation = #made; #shown)
        }
    };
    Some(example::lines(context, statements, Tail::Plain))
}

/// A call of the constructor.
fn made(context: &Context<'_>, module: &Module, operation: &Operation) -> Option<TokenStream> {
    let path = operation_path(module, &operation.name);
    let fields = fields(operation);
    let arguments = fields.iter().filter(|field| field.required).map(|field| match field.parameter {
        Some(parameter) => example::argument(context, parameter),
        None => example::any_argument(context, field.ty),
    });
    let arguments = arguments.collect::<Option<Vec<_>>>()?;
    Some(quote!(#path::new(#(#arguments),*)))
}

fn call_doc(context: &Context<'_>, module: &Module, operation: &Operation) -> Doc {
    let method = request::method(operation.method);
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
    let example = call_example(context, module, operation);
    doc.verbatim(example.into_iter().flatten())
}

/// The path, with something in the place of each variable.
fn target(operation: &Operation, variable: impl Fn(&Parameter) -> String) -> String {
    let part = |part: &PathPart| match part {
        PathPart::Fixed(text) => text.clone(),
        PathPart::Variable(index) => operation.parameters.get(*index).map(&variable).unwrap_or_default(),
    };
    operation.path.parts.iter().map(part).collect()
}

fn call_example(context: &Context<'_>, module: &Module, operation: &Operation) -> Option<Vec<String>> {
    let made = made(context, module, operation)?;
    let method = request::method(operation.method);
    let auth = security::example(context, &operation.auth);
    let base = address::base_example(context);
    let target = target(operation, |parameter| encode(&example::text(context, parameter)).into_owned());
    let constants = operation.path.query.iter().map(|pair| (pair.name.as_str(), pair.value.clone()));
    let filled = operation.parameters.iter().filter(|parameter| parameter.required && parameter.place == Place::Query);
    let filled = filled.map(|parameter| (parameter.wire.as_str(), example::text(context, parameter)));
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
    let tail = Tail::Fallible("Box<dyn std::error::Error>");
    Some(example::lines_with(context, quote!(rt::Operation), statements, tail))
}

/// Hooks of the operation, then its parameters and its body.
fn judged(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let parameters = operation.parameters.iter().filter(|parameter| context.has_rules(&parameter.ty));
    let parameters = parameters.map(|Parameter { wire, field, .. }| judge::judged(field, &quote!(&at.member(#wire))));
    let body = match &operation.body {
        Body::Json { field, ty, .. } if context.has_rules(ty) => judge::judged(field, &quote!(at)),
        Body::Wrapped { member, field, ty, .. } if context.has_rules(ty) => {
            judge::judged(field, &quote!(&at.member(#member)))
        }
        Body::None | Body::Json { .. } | Body::Wrapped { .. } => quote!(),
    };
    concat([judge::hooks(context, &operation.hooks), concat(parameters), body])
}
