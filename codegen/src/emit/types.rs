//! `types/`: one file for each type of the document, and for each enum of faults that it names.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::file::{self, Built};
use super::imports::Site;
use super::tokens::plain;
use super::tree::Folder;
use super::{enumeration, fault, newtype, object, tree};
use crate::model::{FaultDef, Ident, TypeDef, TypeKind};

/// The files of the folder.
pub(super) fn files<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> + 'a {
    let (types, faults) = (&context.api.types, &context.api.faults);
    let homes = types.iter().map(|def| &def.home).chain(faults.iter().map(|def| &def.home));
    let folders = tree::folders(homes.map(Vec::as_slice));
    let mut types_inside = tree::by_folder(types.iter(), |def| &def.home);
    let mut faults_inside = tree::by_folder(faults.iter(), |def| &def.home);
    let indices = folders.into_iter().map(move |folder| {
        let types = types_inside.remove(folder.path).into_iter().flatten().map(|def| (&def.module, &def.name));
        let faults = faults_inside.remove(folder.path).into_iter().flatten();
        let faults = faults.map(|def| (&def.module, &def.faults.name));
        let items: Vec<(&Ident, &Ident)> = types.chain(faults).collect();
        index(context, &folder, &items)
    });
    let types = types.iter().map(|def| type_file(context, def));
    indices.chain(types).chain(faults.iter().map(|def| fault_file(context, def)))
}

/// The file of a folder: the module and the name of each item in it.
fn index(context: &Context<'_>, folder: &Folder<'_>, here: &[(&Ident, &Ident)]) -> Built {
    let path = tree::path("types", folder.path, "mod");
    let inside = &folder.inside;
    let modules = here.iter().map(|(module, _)| module);
    let reexports = here.iter().map(|(module, name)| quote!(pub use #module::#name;));
    let items = quote! {
        #(mod #modules;)*
        #(pub mod #inside;)*
        #(#reexports)*
    };
    let said = match folder.path {
        [] => "Every type of the API, in the order of the description.".to_owned(),
        folder => format!("The types of {}.", code(&tree::shown(folder))),
    };
    file::index(context, path, Doc::new(0).paragraph(&said), items)
}

fn type_file(context: &Context<'_>, def: &TypeDef) -> Built {
    let path = tree::path("types", &def.home, plain(&def.module));
    file::file(context, path, Doc::new(0), items(context, def), &site(&def.home), &[def.name.as_str()])
}

fn fault_file(context: &Context<'_>, def: &FaultDef) -> Built {
    let path = tree::path("types", &def.home, plain(&def.module));
    let items = fault::shared(context, def);
    file::file(context, path, Doc::new(0), items, &site(&def.home), &[def.faults.name.as_str()])
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
