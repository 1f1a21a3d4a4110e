//! `types/`, `wire/` and `validate/`: in each a file for each type of the document, with its definition, with how it is
//! written and read, and with how it is judged if it is sent. Enums of faults stand whole in `types/`.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, type_path};
use super::doc::{Doc, code};
use super::file::{self, Built};
use super::imports::Site;
use super::item::Items;
use super::tokens::{concat, plain};
use super::tree::{self, Folder};
use super::{enumeration, fault, judge, newtype, object};
use crate::model::{FaultDef, Ident, Reading, TypeDef, TypeKind};

/// The files of the folders.
pub(super) fn files<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> + 'a {
    let (types, faults) = (&context.api.types, &context.api.faults);
    let wire = hidden(context, "wire", "How every type is written and read.", types.iter());
    let judged = types.iter().filter(|def| def.is_judged);
    let validate = hidden(context, "validate", "How every type that is sent is judged.", judged);
    let types = types.iter().flat_map(|def| type_files(context, def));
    let faults = faults.iter().map(|def| fault_file(context, def));
    public(context).chain(wire).chain(validate).chain(types).chain(faults)
}

/// The files that list what is in `types/` and in the folders inside of it.
fn public<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> + 'a {
    let (types, faults) = (&context.api.types, &context.api.faults);
    let homes = types.iter().map(|def| &def.home).chain(faults.iter().map(|def| &def.home));
    let folders = tree::folders(homes.map(Vec::as_slice));
    let mut types = tree::by_folder(types.iter(), |def| &def.home);
    let mut faults = tree::by_folder(faults.iter(), |def| &def.home);
    folders.into_iter().map(move |folder| {
        let types = types.remove(folder.path).into_iter().flatten().map(|def| (&def.module, &def.name));
        let faults = faults.remove(folder.path).into_iter().flatten().map(|def| (&def.module, &def.faults.name));
        let items: Vec<(&Ident, &Ident)> = types.chain(faults).collect();
        public_index(context, &folder, &items)
    })
}

/// The file of a folder: the module and the name of each item in it.
fn public_index(context: &Context<'_>, folder: &Folder<'_>, here: &[(&Ident, &Ident)]) -> Built {
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
    file::index(context, tree::path("types", folder.path, "mod"), Doc::new(0).paragraph(&said), items)
}

/// The files that list what is in a folder of which nothing is public, and in the folders inside of it.
fn hidden<'a>(
    context: &'a Context<'a>,
    root: &'static str,
    said: &'static str,
    types: impl Iterator<Item = &'a TypeDef> + Clone,
) -> impl Iterator<Item = Built> + 'a {
    let folders = tree::folders(types.clone().map(|def| def.home.as_slice()));
    let mut types = tree::by_folder(types, |def| &def.home);
    folders.into_iter().map(move |folder| {
        let modules = types.remove(folder.path).into_iter().flatten().map(|def| &def.module).chain(folder.inside);
        let docs = Doc::new(0).paragraph(said);
        file::index(context, tree::path(root, folder.path, "mod"), docs, quote!(#(mod #modules;)*))
    })
}

/// The files of a type.
fn type_files<'a>(context: &'a Context<'a>, def: &'a TypeDef) -> impl Iterator<Item = Built> + 'a {
    let Items { definition, wire, judged } = match &def.kind {
        TypeKind::Object(object) => object::items(context, def, object),
        TypeKind::Enumeration(enumeration) => enumeration::items(context, def, enumeration),
        TypeKind::Newtype(newtype) => newtype::items(context, def, newtype),
    };
    let file = move |root: &str, items, site: &Site, defined: &[&str]| {
        let path = tree::path(root, &def.home, plain(&def.module));
        file::file(context, path, Doc::new(0), items, site, defined)
    };
    let deep = Site::Deep(1 + def.home.len());
    let definition = file("types", definition, &site(&def.home), &[def.name.as_str()]);
    let wire = file("wire", concat([wire, through_serde(def)]), &deep, &[]);
    let judged = def.is_judged.then(|| file("validate", judge::implementation(&type_path(def), &judged), &deep, &[]));
    [definition, wire].into_iter().chain(judged)
}

/// Reading and writing by way of serde.
fn through_serde(def: &TypeDef) -> TokenStream {
    let name = type_path(def);
    // Nothing writes a type that holds a secret without saying whether secrets are to be seen.
    let serialize = (!def.holds_secret).then(|| quote!(support::serialize!(#name);));
    let mode = match def.reading {
        Reading::Strict => quote!(Request),
        Reading::Lenient => quote!(Response),
    };
    quote! {
        #serialize
        support::deserialize!(#name, #mode, rules::READ);
    }
}

fn fault_file(context: &Context<'_>, def: &FaultDef) -> Built {
    let path = tree::path("types", &def.home, plain(&def.module));
    let items = fault::shared(context, def);
    file::file(context, path, Doc::new(0), items, &site(&def.home), &[def.faults.name.as_str()])
}

fn site(home: &[Ident]) -> Site {
    Site::Types(home.iter().map(|name| name.as_str().to_owned()).collect())
}
