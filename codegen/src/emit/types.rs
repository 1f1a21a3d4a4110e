//! `types/`: one file for each type of the document, and for each enum of faults that it names.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::file::{File, Unit};
use super::imports::Site;
use super::stamp::Stamp;
use super::tokens::plain;
use super::tree::Folder;
use super::{enumeration, fault, newtype, object, tree};
use crate::model::{Api, FaultDef, Ident, TypeDef, TypeKind};

/// The files of the folder.
pub(super) fn units(api: &Api) -> Vec<Unit<'_>> {
    let homes = api.types.iter().map(|def| &def.home).chain(api.faults.iter().map(|def| &def.home));
    let folders = tree::folders(homes.map(Vec::as_slice));
    let mut types = tree::by_folder(api.types.iter(), |def| &def.home);
    let mut faults = tree::by_folder(api.faults.iter(), |def| &def.home);
    let mut units = Vec::new();
    for folder in folders {
        let path = tree::path("types", folder.path, "mod");
        let types = types.remove(folder.path).into_iter().flatten().map(|def| (&def.module, &def.name));
        let faults = faults.remove(folder.path).into_iter().flatten().map(|def| (&def.module, &def.faults.name));
        let items: Vec<(&Ident, &Ident)> = types.chain(faults).collect();
        units.push(Unit::new(path, move |context, path| index(context, path, &folder, &items)));
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

/// The file of a folder: the module and the name of each item in it.
fn index(context: &Context<'_>, path: String, folder: &Folder<'_>, here: &[(&Ident, &Ident)]) -> File {
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
