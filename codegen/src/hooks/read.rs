//! Hand-written Rust to the `impl`s of the trait in it. Says what stands there; judges nothing.

use std::collections::BTreeMap;
use std::ops::Range;

use syn::spanned::Spanned;
use syn::{Attribute, ImplItem, Item, ItemImpl, Type, UseTree};

use super::TRAIT;

/// One `impl Checks for …`.
pub(super) struct Impl {
    /// The type that implements it, as it is written.
    pub owner: String,
    pub at: Range<usize>,
    pub methods: Vec<Method>,
    /// Constants and types, which the trait never has.
    pub others: Vec<(String, Range<usize>)>,
    /// Whether a macro stands among the methods.
    pub has_macro: bool,
}

/// One method of it.
pub(super) struct Method {
    pub name: String,
    pub at: Range<usize>,
    pub signature: syn::Signature,
    pub aliases: Aliases,
}

/// Names that a file gives to things of other names, by `use … as …` or `type`.
#[derive(Clone, Default)]
pub(super) struct Aliases(BTreeMap<String, String>);

impl Aliases {
    /// The name that something has at home.
    pub(super) fn resolve<'a>(&'a self, name: &'a str) -> &'a str {
        let mut name = name;
        // Aliases of aliases end somewhere; a circle, which rustc refuses, must too.
        for _ in 0..8 {
            match self.0.get(name) {
                Some(target) => name = target,
                None => break,
            }
        }
        name
    }
}

/// Every `impl` of the trait outside tests, or where the text stops being Rust and why.
pub(super) fn impls(text: &str) -> Result<Vec<Impl>, (Range<usize>, String)> {
    let file = syn::parse_file(text).map_err(|error| (error.span().byte_range(), error.to_string()))?;
    let (mut items, mut aliases) = (Vec::new(), Aliases::default());
    outside_tests(&file.items, &mut items);
    for item in &items {
        match item {
            Item::Use(item) => renames(&item.tree, &mut aliases),
            Item::Type(item) => {
                aliases.0.extend(last_name(&item.ty).map(|target| (item.ident.to_string(), target)));
            }
            _ => {}
        }
    }
    let wanted = items.iter().filter_map(|item| match item {
        Item::Impl(item) if is_wanted(item, &aliases) => Some(read(item, &aliases)),
        _ => None,
    });
    Ok(wanted.collect())
}

/// The items, those inside of modules included.
fn outside_tests<'i>(items: &'i [Item], all: &mut Vec<&'i Item>) {
    for item in items {
        match item {
            Item::Mod(item) if is_test(&item.attrs) => {}
            Item::Mod(item) => item.content.iter().for_each(|(_, items)| outside_tests(items, all)),
            item => all.push(item),
        }
    }
}

fn renames(tree: &UseTree, aliases: &mut Aliases) {
    match tree {
        UseTree::Path(path) => renames(&path.tree, aliases),
        UseTree::Group(group) => group.items.iter().for_each(|tree| renames(tree, aliases)),
        UseTree::Rename(rename) => {
            aliases.0.insert(rename.rename.to_string(), rename.ident.to_string());
        }
        _ => {}
    }
}

fn is_wanted(item: &ItemImpl, aliases: &Aliases) -> bool {
    let name = item.trait_.as_ref().and_then(|(path, _)| path.segments.last()).map(|last| last.ident.to_string());
    !is_test(&item.attrs)
        && item.modifiers.polarity.is_none()
        && name.is_some_and(|name| aliases.resolve(&name) == TRAIT)
}

/// Whether `#[cfg(test)]` or the like stands on it.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|argument| argument == "test")
    })
}

fn read(item: &ItemImpl, aliases: &Aliases) -> Impl {
    let owner = last_name(&item.self_ty).unwrap_or_else(|| "…".to_owned());
    let mut read = Impl {
        owner,
        at: item.impl_token.span.byte_range(),
        methods: Vec::new(),
        others: Vec::new(),
        has_macro: false,
    };
    for item in &item.items {
        match item {
            ImplItem::Fn(method) => read.methods.push(Method {
                name: method.sig.ident.to_string(),
                at: method.sig.ident.span().byte_range(),
                signature: method.sig.clone(),
                aliases: aliases.clone(),
            }),
            ImplItem::Const(item) => read.others.push((item.ident.to_string(), item.ident.span().byte_range())),
            ImplItem::Type(item) => read.others.push((item.ident.to_string(), item.ident.span().byte_range())),
            ImplItem::Macro(_) => read.has_macro = true,
            other => read.others.push(("this item".to_owned(), other.span().byte_range())),
        }
    }
    read
}

/// The last name of a path, behind any references.
fn last_name(ty: &Type) -> Option<String> {
    match bare(ty) {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        Type::Reference(reference) => last_name(&reference.elem),
        Type::Tuple(tuple) if tuple.elems.is_empty() => Some("()".to_owned()),
        _ => None,
    }
}

/// A type without parentheses around it.
pub(super) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        ty => ty,
    }
}
