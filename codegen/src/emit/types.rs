//! `types/`: one file for each type of the document, and for each enum of faults that it names.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::file::{File, Unit};
use super::imports::Site;
use super::stamp::Stamp;
use super::tokens::plain;
use super::{enumeration, fault, newtype, object, tree};
use crate::model::{Api, FaultDef, Ident, TypeDef, TypeKind};

/// The files of the folder.
pub(super) fn units(api: &Api) -> Vec<Unit<'_>> {
    let homes = api.types.iter().map(|def| &def.home).chain(api.faults.iter().map(|def| &def.home));
    let folders = tree::folders(homes.map(Vec::as_slice));
    let mut units = Vec::new();
    for &folder in &folders {
        let (path, inside) = (tree::path("types", folder, "mod"), tree::inside(&folders, folder));
        units.push(Unit::new(path, move |context, path| index(context, path, folder, &inside)));
    }
    for def in &api.types {
        let path = tree::path("types", &def.home, plain(&def.module));
        units.push(Unit::new(path, move |context, path| file(context, path, def)));
    }
    for def in &api.faults {
        let path = tree::path("types", &def.home, plain(&def.module));
        units.push(Unit::new(path, move |context, path| fault_file(context, path, def)));
    }
    units
}

fn index(context: &Context<'_>, path: String, folder: &[Ident], inside: &[&Ident]) -> File {
    let types = context.api.types.iter().filter(|def| def.home == folder).map(|def| (&def.module, &def.name));
    let faults = context.api.faults.iter().filter(|def| def.home == folder).map(|def| (&def.module, &def.faults.name));
    let here = || types.clone().chain(faults.clone());
    let modules = here().map(|(module, _)| module);
    let reexports = here().map(|(module, name)| quote!(pub use #module::#name;));
    let items = quote! {
        #(mod #modules;)*
        #(pub mod #inside;)*
        #(#reexports)*
    };
    let said = match folder {
        [] => "Every type of the API, in the order of the description.".to_owned(),
        folder => format!("The types of {}.", code(&tree::shown(folder))),
    };
    File::new(context, path, Doc::new(0).paragraph(&said), items)
}

fn file(context: &Context<'_>, path: String, def: &TypeDef) -> File {
    let name = &def.name;
    File::stamped(context, path, quote!(#name), items(context, def), &site(&def.home), &[name.as_str()])
}

fn fault_file(context: &Context<'_>, path: String, def: &FaultDef) -> File {
    let items = fault::shared(context, def);
    File::resolved(context, path, Doc::new(0), items, &site(&def.home), &[def.faults.name.as_str()])
}

fn site(home: &[Ident]) -> Site {
    Site::Types(home.iter().map(|name| name.as_str().to_owned()).collect())
}

fn items(context: &Context<'_>, def: &TypeDef) -> (TokenStream, Vec<Stamp>) {
    match &def.kind {
        TypeKind::Object(object) => (object::items(context, def, object), Vec::new()),
        TypeKind::Enumeration(enumeration) => (enumeration::items(context, def, enumeration), Vec::new()),
        TypeKind::Newtype(newtype) => newtype::items(context, def, newtype),
    }
}
