//! An operation as a struct: one call, what it sends, how its answer is read, how it is judged.

use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::{argument, is_converted, too_many_arguments};
use super::context::{Context, operation_path};
use super::doc::{Doc, code};
use super::example;
use super::tokens::{concat, derive};
use super::{address, answer, body, fault, header, judge, request, security, stream};
use crate::model::{
    CallExample, Carried, Content, Docs, Fault, Ident, Location, Module, Operation, Output, Parameter, PathPart,
    QueryConstant,
};
use crate::percent::encode;

pub(super) fn items(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let call = call(context, module, operation);
    let wire = request::implementation(context, operation);
    let streamed = stream::implementation(context, operation);
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
    let bodies = body::choice(context, operation);
    let headers = operation.response_headers.as_ref().map(|headers| header::item(context, operation, headers));
    concat([call, wire, streamed, judged, bodies, output, faults].into_iter().chain(headers))
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
    ty: TokenStream,
    /// Whether a constructor takes whatever can become one.
    is_converted: bool,
    docs: &'a Docs,
    required: bool,
    /// The parameter; the body is none.
    parameter: Option<&'a Parameter>,
}

/// The parameters, then the body.
fn fields<'a>(context: &Context<'_>, operation: &'a Operation) -> Vec<Field<'a>> {
    let parameters = operation.parameters.iter().map(|parameter| {
        let Parameter { field: name, ty, docs, required, .. } = parameter;
        let (is_converted, ty) = (is_converted(context, ty), context.ty(ty));
        Field { name, ty, is_converted, docs, required: *required, parameter: Some(parameter) }
    });
    let body = operation.body.iter().map(|body| {
        let held = body::held(body);
        let (is_converted, ty) = (held.is_converted(context), held.ty(context));
        Field { name: &body.field, ty, is_converted, docs: &body.docs, required: body.required, parameter: None }
    });
    parameters.chain(body).collect()
}

fn call(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let name = &operation.name;
    let doc = call_doc(context, module, operation);
    let fields = fields(context, operation);
    let derive = derive(&[
        "Clone",
        "Debug",
        if fields.iter().any(|field| field.required) { "" } else { "Default" },
        "PartialEq",
        if operation.is_eq { "Eq" } else { "" },
    ]);
    let declared = fields.iter().map(|Field { name, ty, docs, required, parameter, .. }| {
        let fallback = match parameter {
            Some(parameter) => format!("The parameter {}.", code(&parameter.wire)),
            None => "The body of the request.".to_owned(),
        };
        let doc = Doc::new(4).docs(docs, &fallback);
        if *required { quote!(#doc pub #name: #ty) } else { quote!(#doc pub #name: Option<#ty>) }
    });
    let new = new(context, module, operation, &fields);
    let servers = address::own(context, &operation.servers, &operation_path(module, name));
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub struct #name {
            #(#declared),*
        }

        impl #name {
            #new

            #servers
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
    let parameters = required().map(|Field { name, ty, is_converted, .. }| argument(name, ty, *is_converted));
    let values = fields.iter().map(|Field { name, is_converted, required, .. }| match (required, is_converted) {
        (true, true) => quote!(#name: #name.into()),
        (true, false) => quote!(#name),
        (false, _) => quote!(#name: None),
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

/// A client does not send a credential to another host than the one that its caller chose.
const OWN_SERVER: &str = "It has a server of its own, [`Self::server`]. A client sends it to the address that the client was made with, so make one for that server.";

fn call_doc(context: &Context<'_>, module: &Module, operation: &Operation) -> Doc {
    let method = operation.method.as_str();
    let target =
        target(operation, |parameter| format!("{{{}}}", parameter.wire)) + &address::query(constants(operation));
    let fallback = format!("The operation {}.", code(&operation.id));
    let summary = if operation.docs.summary.trim().is_empty() { fallback } else { String::new() };
    let doc = Doc::new(0)
        .summary(&operation.docs)
        .text(&summary)
        .paragraph(&code(&format!("{method} {target}")))
        .description(&operation.docs)
        .history(&operation.docs);
    let doc = stream::said(context, operation).into_iter().fold(doc, Doc::paragraph);
    let doc = if operation.servers.is_empty() { doc } else { doc.paragraph(OWN_SERVER) };
    let example = operation.example.as_ref().filter(|_| is_shown(operation));
    let example = example.map(|example| call_example(context, module, operation, example));
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

/// Whether the request of the example can be shown: each required part of it is one text, so that nothing has to be joined
/// or encoded here as the runtime does it.
fn is_shown(operation: &Operation) -> bool {
    let mut required = operation.parameters.iter().filter(|parameter| parameter.required);
    let body = operation.body.as_ref().filter(|body| body.required);
    let is_plain = |content: &Content| {
        content.sent().all(|sent| match sent.carried {
            Carried::Json(_) | Carried::Wrapped { .. } | Carried::Text(..) | Carried::Bytes | Carried::AnyType => true,
            Carried::Form { .. } | Carried::Multipart { .. } => false,
        })
    };
    required.all(|parameter| parameter.example_text.is_some()) && body.is_none_or(|body| is_plain(&body.content))
}

/// The constants of the query.
fn constants(operation: &Operation) -> impl Iterator<Item = (&str, Option<&str>)> {
    operation.path.query.iter().map(|constant| match constant {
        QueryConstant::Pair(pair) => (pair.name.as_str(), Some(pair.value.as_str())),
        QueryConstant::Word(word) => (word.as_str(), None),
    })
}

fn call_example(context: &Context<'_>, module: &Module, operation: &Operation, example: &CallExample) -> Vec<String> {
    let made = made(context, module, operation, example);
    let method = operation.method.as_str();
    let auth = security::example(context, &operation.auth);
    let base = address::base_example(context, &operation.servers, &operation_path(module, &operation.name));
    let text = |parameter: &'_ Parameter| parameter.example_text.clone().unwrap_or_default();
    let target = target(operation, |parameter| encode(&text(parameter)).into_owned());
    let filled =
        operation.parameters.iter().filter(|parameter| parameter.required && parameter.location == Location::Query);
    let filled = filled.map(|parameter| (parameter.wire.as_str(), parameter.example_text.as_deref()));
    let keys = security::pairs(context, &operation.auth).into_iter().map(|(name, value)| (name, Some(value)));
    let query = address::query(constants(operation).chain(filled).chain(keys));
    let uri = format!("{}{target}{query}", address::base(context, &operation.servers));
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
    let body = operation.body.iter().map(|body| body::judged(context, body));
    concat([judge::hooks(&operation.hooks)].into_iter().chain(parameters).chain(body))
}
