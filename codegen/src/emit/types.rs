//! `types` and `impls`: the definitions of the types of the document and, in files of the same names, how they are written,
//! read and judged.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, type_path};
use super::doc::{Doc, code};
use super::file::{self, Built};
use super::imports::Site;
use super::item::Items;
use super::layout::{self, Namespace, Part, User};
use super::tokens::path;
use super::tree::{self, Folder};
use super::{choice, enumeration, fault, judge, newtype, object};
use crate::model::{Reading, TypeDef, TypeKind};

/// How many names a macro is called with, so that the line does not become too long.
const NAMES: usize = 4;

pub(super) fn files<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> + 'a {
    layout::namespaces(context.api).into_iter().flat_map(move |Namespace { folder, entries, parts }| {
        let own = own_files(context, &folder, &entries, &parts);
        own.into_iter().chain(parts.into_iter().flat_map(move |part| part_files(context, &folder, &part)))
    })
}

/// The files of a namespace: what is inside of it, and its types where they are not in parts.
fn own_files(context: &Context<'_>, folder: &Folder<'_>, entries: &[&TypeDef], parts: &[Part<'_>]) -> [Built; 2] {
    let inside = &folder.inside;
    let relay = match (inside.as_slice(), parts) {
        ([], []) => quote!(),
        _ => tree::relay(context.options, 1 + folder.path.len()),
    };
    let names: Vec<TokenStream> = parts.iter().map(|part| path(&part.name)).collect();
    let given = parts.iter().zip(&names).map(|(part, name)| {
        let entries = part.entries.iter().map(|entry| &entry.name);
        quote!(pub use #name::{#(#entries),*};)
    });
    let types = quote!(#relay #(mod #names;)* #(pub mod #inside;)* #(#given)*);
    let impls = quote!(#relay #(mod #names;)* #(mod #inside;)*);
    let (of_types, of_impls) = match folder.path {
        [] => (
            "Every type of the API.".to_owned(),
            "How every type is written and read, and judged if it is sent.".to_owned(),
        ),
        path => {
            let path = code(&tree::shown(path));
            (format!("The types of {path}."), format!("How the types of {path} are written, read and judged."))
        }
    };
    both(context, (folder, None), [&of_types, &of_impls], [types, impls], entries)
}

fn part_files(context: &Context<'_>, folder: &Folder<'_>, part: &Part<'_>) -> [Built; 2] {
    let whose = match part.user {
        User::Module(path) => format!("Types that only the operations of {} need.", code(&tree::shown(path))),
        User::Nobody | User::Several => "Types that several modules of operations need.".to_owned(),
    };
    let impls = format!("{whose} How they are written, read and judged.");
    both(context, (folder, Some(&part.name)), [&whose, &impls], [quote!(), quote!()], &part.entries)
}

/// The file with the definitions and the one with everything else, each with what it says of itself and what it begins
/// with.
fn both(
    context: &Context<'_>,
    (folder, part): (&Folder<'_>, Option<&str>),
    [of_types, of_impls]: [&str; 2],
    [types, impls]: [TokenStream; 2],
    entries: &[&TypeDef],
) -> [Built; 2] {
    let defined: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let site = Site::inside(context.options, 1 + folder.path.len() + usize::from(part.is_some()));
    let file = |top: &str, said: &str, items, site: &Site, defined: &[&str]| {
        let docs = Doc::new(0).paragraph(said);
        file::file(context, tree::file(top, folder.path, part), docs, items, site, defined)
    };
    let (definitions, implementations) = printed(context, entries, site.root());
    let types = file("types", of_types, quote!(#types #definitions), &site.clone().beside(folder.path), &defined);
    [types, file("impls", of_impls, quote!(#impls #implementations), &site, &[])]
}

/// The definitions, and everything else; `root` is the path of the root of the output.
fn printed(context: &Context<'_>, entries: &[&TypeDef], root: &str) -> (TokenStream, TokenStream) {
    let (mut definitions, mut implementations) = (TokenStream::new(), TokenStream::new());
    for def in entries {
        let Items { definition, wire, judged } = match &def.kind {
            TypeKind::Object(object) => object::items(context, def, object),
            TypeKind::Choice(choice) => choice::items(context, def, choice),
            TypeKind::Enumeration(enumeration) => enumeration::items(context, def, enumeration),
            TypeKind::Newtype(newtype) => newtype::items(context, def, newtype),
            TypeKind::Fault(faults) => fault::shared(context, def, faults, root),
        };
        definitions.extend(definition);
        implementations.extend(wire);
        if def.is_judged {
            implementations.extend(judge::implementation(&type_path(def), &judged));
        }
    }
    let has_json = |def: &&&TypeDef| match &def.kind {
        TypeKind::Object(_) | TypeKind::Choice(_) | TypeKind::Enumeration(_) | TypeKind::Newtype(_) => true,
        TypeKind::Fault(_) => false,
    };
    implementations.extend(through_serde(&entries.iter().filter(has_json).copied().collect::<Vec<_>>()));
    (definitions, implementations)
}

fn through_serde(types: &[&TypeDef]) -> TokenStream {
    let of = |is_it: &dyn Fn(&TypeDef) -> bool| -> Vec<TokenStream> {
        types.iter().filter(|def| is_it(def)).map(|def| type_path(def)).collect()
    };
    // Nothing writes a type that holds a secret without saying whether secrets are to be seen.
    let written = of(&|def| !def.holds_secret);
    let written = written.chunks(NAMES).map(|names| quote!(support::serialize!(#(#names),*);));
    let strict = of(&|def| def.reading == Reading::Strict);
    let strict = strict.chunks(NAMES).map(|names| quote!(support::deserialize!(Request, rules::READ, #(#names),*);));
    let lenient = of(&|def| def.reading == Reading::Lenient);
    let lenient = lenient.chunks(NAMES).map(|names| quote!(support::deserialize!(Response, rules::READ, #(#names),*);));
    written.chain(strict).chain(lenient).collect()
}
