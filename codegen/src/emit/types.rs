//! `types/`: one file for each type of the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::file::File;
use super::imports::Site;
use super::tokens::plain;
use super::{enumeration, newtype, object, tree};
use crate::model::{Ident, TypeDef, TypeKind};

/// The files of the folder.
pub(super) fn files(context: &Context<'_>) -> Vec<File> {
    let folders = tree::folders(context.api.types.iter().map(|def| def.home.as_slice()));
    let mut files: Vec<File> = folders.iter().map(|folder| index(context, &folders, folder)).collect();
    files.extend(context.api.types.iter().map(|def| file(context, def)));
    files
}

fn index(context: &Context<'_>, folders: &[&[Ident]], folder: &[Ident]) -> File {
    let here = || context.api.types.iter().filter(|def| def.home == folder);
    let modules = here().map(|def| &def.module);
    let reexports = here().map(|TypeDef { module, name, .. }| quote!(pub use #module::#name;));
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
    let site = Site::Types(def.home.iter().map(|name| name.as_str().to_owned()).collect());
    File::resolved(path, Doc::new(0), items(context, def), &site, &[def.name.as_str()])
}

fn items(context: &Context<'_>, def: &TypeDef) -> TokenStream {
    match &def.kind {
        TypeKind::Object(object) => object::items(context, def, object),
        TypeKind::Enumeration(enumeration) => enumeration::items(context, def, enumeration),
        TypeKind::Newtype(newtype) => newtype::items(context, def, newtype),
    }
}
