//! `operations/`: one file for each tag, with a struct for each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, operation_path};
use super::doc::{Doc, code};
use super::example::{self, Tail};
use super::file::{self, Built};
use super::imports::Site;
use super::object::{parameter, too_many_arguments};
use super::tokens::{concat, derive, plain};
use super::tree::Folder;
use super::{address, fault, request, tree, validate};
use crate::model::{Auth, Body, Docs, Fault, Ident, Module, Operation, Parameter, PathPart, Place, SchemeKind, Type};

/// The files of the folder.
pub(super) fn files<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> + 'a {
    let modules = &context.api.modules;
    let folders = tree::folders(modules.iter().map(folder));
    let mut inside = tree::by_folder(modules.iter(), folder);
    let indices = folders.into_iter().map(move |here| {
        let modules = inside.remove(here.path).unwrap_or_default();
        index(context, &here, &modules)
    });
    indices.chain(modules.iter().map(|module| module_file(context, module)))
}

fn index(context: &Context<'_>, here: &Folder<'_>, modules: &[&Module]) -> Built {
    let path = tree::path("operations", here.path, "mod");
    let (modules, inside) = (modules.iter().filter_map(|module| module.path.last()), &here.inside);
    let said = match here.path {
        [] => "Every operation, by tag.".to_owned(),
        here => format!("The operations of {}.", code(&tree::shown(here))),
    };
    let docs = Doc::new(0).paragraph(&said);
    file::index(context, path, docs, quote!(#(pub mod #modules;)* #(pub mod #inside;)*))
}

/// The modules that lead to a module.
fn folder(module: &Module) -> &[Ident] {
    module.path.split_last().map_or(&[], |(_, folder)| folder)
}

fn module_file(context: &Context<'_>, module: &Module) -> Built {
    let path = tree::path("operations", folder(module), module.path.last().map_or("", plain));
    let fallback = format!("The operations of {}.", code(&tree::shown(&module.path)));
    let defined: Vec<&str> = module.operations.iter().flat_map(defined).collect();
    let items = concat(module.operations.iter().map(|operation| items(context, module, operation)));
    let docs = Doc::new(0).docs(&module.docs, &fallback);
    file::file(context, path, docs, items, &Site::Deep(module.path.len()), &defined)
}

/// The names that an operation adds to its module.
fn defined(operation: &Operation) -> impl Iterator<Item = &str> {
    let fault = match &operation.fault {
        Fault::Raw | Fault::Shared(_) => None,
        Fault::Own(faults) => Some(faults.name.as_str()),
    };
    std::iter::once(operation.name.as_str()).chain(fault)
}

fn items(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let call = call(context, module, operation);
    let wire = request::implementation(context, operation);
    let name = &operation.name;
    let judged = validate::implementation(&beside_generics(name), &judged(context, operation));
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
    let auth = auth_example(context, &operation.auth);
    let base = address::base_example(context);
    let target = target(operation, |parameter| address::encoded(&example::text(context, parameter)));
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

/// The credential, as a field or a parameter has it.
pub(super) fn auth(context: &Context<'_>, auth: &Auth) -> TokenStream {
    match auth {
        Auth::None => quote!(rt::NoAuth),
        Auth::Scheme(index) => match context.api.schemes.get(*index) {
            None => context.missing("a security scheme"),
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

/// Hooks of the operation, then its parameters and its body.
fn judged(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let parameters = operation.parameters.iter().filter(|parameter| context.has_rules(&parameter.ty));
    let parameters =
        parameters.map(|Parameter { wire, field, .. }| validate::judged(field, &quote!(&at.member(#wire))));
    let body = match &operation.body {
        Body::Json { field, ty, .. } if context.has_rules(ty) => validate::judged(field, &quote!(at)),
        Body::Wrapped { member, field, ty, .. } if context.has_rules(ty) => {
            validate::judged(field, &quote!(&at.member(#member)))
        }
        Body::None | Body::Json { .. } | Body::Wrapped { .. } => quote!(),
    };
    concat([validate::hooks(context, &operation.hooks), concat(parameters), body])
}
