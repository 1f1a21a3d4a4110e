//! `types/`: one file for each type of the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::Doc;
use super::file::File;
use super::imports::Site;
use super::tokens::plain;
use super::{enumeration, newtype, object};
use crate::model::{TypeDef, TypeKind};

/// The files of the folder.
pub(super) fn files(context: &Context<'_>) -> Vec<File> {
    let mut files = vec![index(context)];
    files.extend(context.api.types.iter().map(|def| file(context, def)));
    files
}

fn index(context: &Context<'_>) -> File {
    let modules = context.api.types.iter().map(|def| &def.module);
    let reexports = context.api.types.iter().map(|TypeDef { module, name, .. }| quote!(pub use #module::#name;));
    let items = quote! {
        #(mod #modules;)*
        #(#reexports)*
    };
    File::new("types/mod.rs", Doc::new(0).paragraph("Every type of the API, in the order of the description."), items)
}

fn file(context: &Context<'_>, def: &TypeDef) -> File {
    let path = format!("types/{}.rs", plain(&def.module));
    File::resolved(path, Doc::new(0), items(context, def), &Site::Types, &[def.name.as_str()])
}

fn items(context: &Context<'_>, def: &TypeDef) -> TokenStream {
    match &def.kind {
        TypeKind::Object(object) => object::items(context, def, object),
        TypeKind::Enumeration(enumeration) => enumeration::items(context, def, enumeration),
        TypeKind::Newtype(newtype) => newtype::items(context, def, newtype),
    }
}
