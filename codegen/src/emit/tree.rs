//! Modules of the output as files: a module inside of another one stands in a folder that is called like that one.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::plain;
use crate::model::Ident;
use crate::options::Options;

/// What modules call the root of an output of which nobody says where it stands.
pub(super) const ROOT: &str = "root";

pub(super) struct Folder<'a> {
    pub(super) path: &'a [Ident],
    /// The modules right inside of it.
    pub(super) inside: Vec<&'a Ident>,
}

/// The modules that lead to these homes, each in front of those inside it.
pub(super) fn folders<'a>(homes: impl Iterator<Item = &'a [Ident]>) -> Vec<Folder<'a>> {
    let mut known: BTreeSet<&[Ident]> = BTreeSet::from([[].as_slice()]);
    let mut inside: BTreeMap<&[Ident], Vec<&Ident>> = BTreeMap::new();
    for mut path in homes {
        while known.insert(path) {
            let Some((name, around)) = path.split_last() else { break };
            inside.entry(around).or_default().push(name);
            path = around;
        }
    }
    known.into_iter().map(|path| Folder { path, inside: inside.remove(path).unwrap_or_default() }).collect()
}

/// The file of a module below `top`.
pub(super) fn file<'a>(top: &'a str, path: &'a [Ident], last: Option<&'a str>) -> String {
    let names: Vec<&str> = std::iter::once(top).chain(path.iter().map(plain)).chain(last).collect();
    format!("{}.rs", names.join("/"))
}

/// `rest::session`, as documentation has it.
pub(super) fn shown(path: &[Ident]) -> String {
    path.iter().map(Ident::as_str).collect::<Vec<_>>().join("::")
}

/// How a module so many levels below the root writes the path of the root.
pub(super) fn root(options: &Options, depth: usize) -> String {
    match (options.module_path.as_deref(), depth) {
        (Some(path), _) => match path.split_once("::") {
            Some((_, inside)) => format!("crate::{inside}"),
            None => "crate".to_owned(),
        },
        (None, 0 | 1) => "super".to_owned(),
        (None, _) => format!("super::{ROOT}"),
    }
}

/// What a module so many levels below the root needs for the files inside of it.
pub(super) fn relay(options: &Options, depth: usize) -> TokenStream {
    let root = quote::format_ident!("{ROOT}");
    let parent = match (&options.module_path, depth) {
        (Some(_), _) => return quote!(),
        (None, 0 | 1) => quote!(super as #root),
        (None, _) => quote!(super::#root),
    };
    quote!(
        #[allow(unused_imports, reason = "for the modules inside, which may need nothing")]
        use #parent;
    )
}
