//! `operations/`: one file for each tag.

use std::collections::BTreeMap;

use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::file::{self, Built};
use super::imports::Site;
use super::operation;
use super::tokens::concat;
use super::tree::{self, Folder};
use crate::model::{Content, Fault, Ident, Module, Operation, Output};

pub(super) fn files<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> + 'a {
    let modules = &context.api.modules;
    let mut inside: BTreeMap<&[Ident], Vec<&Module>> = BTreeMap::new();
    modules.iter().for_each(|module| inside.entry(folder(module)).or_default().push(module));
    let indices = tree::folders(modules.iter().map(folder)).into_iter().map(move |here| {
        let modules = inside.remove(here.path).unwrap_or_default();
        index(context, &here, &modules)
    });
    indices.chain(modules.iter().map(|module| module_file(context, module)))
}

fn index(context: &Context<'_>, here: &Folder<'_>, modules: &[&Module]) -> Built {
    let (modules, inside) = (modules.iter().filter_map(|module| module.path.last()), &here.inside);
    let said = match here.path {
        [] => "Every operation, by tag.".to_owned(),
        here => format!("The operations of {}.", code(&tree::shown(here))),
    };
    let relay = tree::relay(context.options, 1 + here.path.len());
    let items = quote!(#relay #(pub mod #modules;)* #(pub mod #inside;)*);
    file::index(context, tree::file("operations", here.path, None), Doc::new(0).paragraph(&said), items)
}

/// The modules that lead to a module.
fn folder(module: &Module) -> &[Ident] {
    module.path.split_last().map_or(&[], |(_, folder)| folder)
}

fn module_file(context: &Context<'_>, module: &Module) -> Built {
    let path = tree::file("operations", &module.path, None);
    let fallback = format!("The operations of {}.", code(&tree::shown(&module.path)));
    let defined: Vec<&str> = module.operations.iter().flat_map(defined).collect();
    let items = concat(module.operations.iter().map(|operation| operation::items(context, module, operation)));
    let docs = Doc::new(0).docs(&module.docs, &fallback);
    file::file(context, path, docs, items, &Site::inside(context.options, 1 + module.path.len()), &defined)
}

/// The names that an operation adds to its module.
fn defined(operation: &Operation) -> impl Iterator<Item = &str> {
    let output = match &operation.output {
        Output::Same(_) => None,
        Output::Several(answers) => Some(&answers.name),
    };
    let fault = match &operation.fault {
        Fault::Raw | Fault::Shared(_) => None,
        Fault::Own(faults) => Some(&faults.name),
        Fault::ByStatus(answers) => Some(&answers.name),
    };
    let body = operation.body.as_ref().and_then(|body| match &body.content {
        Content::One(_) => None,
        Content::Several(choice) => Some(&choice.name),
    });
    let headers = operation.response_headers.as_ref().map(|headers| &headers.name);
    [Some(&operation.name), body, output, fault, headers].into_iter().flatten().map(Ident::as_str)
}
