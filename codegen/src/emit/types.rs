//! `types/`: one file for each type of the document, and for each enum of faults that it names.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::file::File;
use super::imports::Site;
use super::tokens::plain;
use super::{enumeration, fault, newtype, object, tree};
use crate::model::{FaultDef, Ident, TypeDef, TypeKind};

/// The files of the folder.
pub(super) fn files(context: &Context<'_>) -> Vec<File> {
    let homes = context.api.types.iter().map(|def| &def.home).chain(context.api.faults.iter().map(|def| &def.home));
    let folders = tree::folders(homes.map(Vec::as_slice));
    let mut files: Vec<File> = folders.iter().map(|folder| index(context, &folders, folder)).collect();
    files.extend(context.api.types.iter().map(|def| file(context, def)));
    files.extend(context.api.faults.iter().map(|def| fault_file(context, def)));
    files
}

fn index(context: &Context<'_>, folders: &[&[Ident]], folder: &[Ident]) -> File {
    let types = context.api.types.iter().filter(|def| def.home == folder).map(|def| (&def.module, &def.name));
    let faults = context.api.faults.iter().filter(|def| def.home == folder).map(|def| (&def.module, &def.faults.name));
    let here = || types.clone().chain(faults.clone());
    let modules = here().map(|(module, _)| module);
    let reexports = here().map(|(module, name)| quote!(pub use #module::#name;));
    let inside = tree::inside(folders, folder);
    let items = quote! {
        #(mod #modules;)*
        #(pub mod #inside;)*
        #(#reexports)*
    };
    let said = match folder {
        [] => "Every type of the API, in the order of the description.".to_owned(),
        folder => format!("The types of {}.", code(&tree::shown(folder))),
    };
    File::new(tree::path("types", folder, "mod"), Doc::new(0).paragraph(&said), items)
}

fn file(context: &Context<'_>, def: &TypeDef) -> File {
    let path = tree::path("types", &def.home, plain(&def.module));
    File::resolved(path, Doc::new(0), items(context, def), &site(&def.home), &[def.name.as_str()])
}

fn fault_file(context: &Context<'_>, def: &FaultDef) -> File {
    let path = tree::path("types", &def.home, plain(&def.module));
    File::resolved(path, Doc::new(0), fault::shared(context, def), &site(&def.home), &[def.faults.name.as_str()])
}

fn site(home: &[Ident]) -> Site {
    Site::Types(home.iter().map(|name| name.as_str().to_owned()).collect())
}

fn items(context: &Context<'_>, def: &TypeDef) -> TokenStream {
    match &def.kind {
        TypeKind::Object(object) => object::items(context, def, object),
        TypeKind::Enumeration(enumeration) => enumeration::items(context, def, enumeration),
        TypeKind::Newtype(newtype) => newtype::items(context, def, newtype),
    }
}
