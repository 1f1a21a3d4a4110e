//! `operations/`: one file for each tag.

use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::file::{self, Built};
use super::imports::Site;
use super::operation;
use super::tokens::{concat, plain};
use super::tree::{self, Folder};
use crate::model::{Fault, Ident, Module, Operation};

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
    let items = concat(module.operations.iter().map(|operation| operation::items(context, module, operation)));
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
