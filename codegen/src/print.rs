//! Items to text: prettyplease, with the empty lines that a careful person would leave.
//!
//! What the items are is none of its business; it looks at the kind of an item and at nothing else.

#[cfg(test)]
mod tests;

use std::mem::take;

use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Block, Field, Fields, ImplItem, Item, ItemEnum, ItemFn, ItemStruct, TraitItem, Variant, parse_quote};

pub(crate) struct SourceFile {
    /// Where it goes, below the root of the output.
    pub(crate) path: String,
    /// The lines of its own documentation.
    pub(crate) docs: Vec<String>,
    /// Its `use` lines and everything else.
    pub(crate) items: TokenStream,
}

/// A file that cannot be printed: a fault of the generator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unprintable {
    pub(crate) path: String,
    pub(crate) message: String,
}

/// The path and the text of a file.
///
/// # Errors
///
/// When the tokens are no Rust, or, in a build with assertions, what was printed is not.
pub(crate) fn file(file: SourceFile) -> Result<(String, String), Unprintable> {
    let SourceFile { path, docs, items } = file;
    match text(&docs, items) {
        Ok(text) => Ok((path, text)),
        Err(error) => Err(Unprintable { path, message: error.to_string() }),
    }
}

fn text(docs: &[String], items: TokenStream) -> syn::Result<String> {
    let mut text: String = docs.iter().map(|line| format!("{}\n", format!("//! {line}").trim_end())).collect();
    let syn::File { attrs, items, .. } = syn::parse2(items)?;
    let attributes = prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items: Vec::new() });
    for block in [attributes, print(items)].iter().filter(|block| !block.trim().is_empty()) {
        text.extend(["\n", block.trim_end(), "\n"]);
    }
    // Reading it again takes half as long as everything else, so only builds with assertions do: `cargo xtask` and tests.
    if cfg!(debug_assertions) {
        syn::parse_file(&text)?;
    }
    Ok(text)
}

/// The statements of an example, printed as they stand in a function, in lines without indentation.
pub(crate) fn statements(statements: TokenStream) -> syn::Result<Vec<String>> {
    let mut function: ItemFn = parse_quote!(
        fn example() {}
    );
    function.block.stmts = Block::parse_within.parse2(statements)?;
    let body = inside(Item::Fn(function));
    Ok(body.lines().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect())
}

/// The items with empty lines between them, but for those that belong together.
fn print(items: Vec<Item>) -> String {
    let mut text = String::new();
    let mut previous = None;
    for item in items {
        let kind = Kind::of(&item);
        if previous.is_some_and(|previous| previous != kind || kind == Kind::Alone) {
            text.push('\n');
        }
        text.push_str(&spaced(item));
        previous = Some(kind);
    }
    text
}

/// The item as prettyplease prints it, which ends with a line end.
fn unparse(item: Item) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}

/// The lines of an item between the one that opens and the one that closes it.
fn inside(item: Item) -> String {
    let text = unparse(item);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default().concat()
}

/// Which items stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Std,
    Crates,
    Neighbours,
    PublicUse,
    PublicModules,
    PrivateModules,
    Macros,
    Alone,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Use(item) if matches!(item.vis, syn::Visibility::Public(_)) => Self::PublicUse,
            Item::Use(item) => match &item.tree {
                syn::UseTree::Path(path) if path.ident == "std" => Self::Std,
                syn::UseTree::Path(path) if path.ident == "super" => Self::Neighbours,
                _ => Self::Crates,
            },
            Item::Mod(item) if item.attrs.is_empty() && matches!(item.vis, syn::Visibility::Public(_)) => {
                Self::PublicModules
            }
            Item::Mod(item) if item.attrs.is_empty() => Self::PrivateModules,
            Item::Macro(_) => Self::Macros,
            _ => Self::Alone,
        }
    }
}

/// The item with empty lines between its members. prettyplease prints an item without tokens as an empty line; there are
/// no fields and variants of that kind, so these are printed one by one.
fn spaced(mut item: Item) -> String {
    match &mut item {
        Item::Impl(whole) => {
            let tight = |item: &ImplItem| matches!(item, ImplItem::Const(_) | ImplItem::Type(_));
            let empty = || ImplItem::Verbatim(TokenStream::new());
            whole.items = with_gaps(take(&mut whole.items), tight, empty);
        }
        Item::Trait(whole) => {
            let empty = || TraitItem::Verbatim(TokenStream::new());
            whole.items = with_gaps(take(&mut whole.items), |_| false, empty);
        }
        Item::Struct(ItemStruct { fields: Fields::Named(fields), .. }) if fields.named.len() > 1 => {
            let fields: Vec<String> = take(&mut fields.named).into_iter().map(field).collect();
            return around(item, &fields);
        }
        Item::Enum(whole) if whole.variants.len() > 1 => {
            let variants: Vec<String> = take(&mut whole.variants).into_iter().map(variant).collect();
            return around(item, &variants);
        }
        _ => {}
    }
    unparse(item)
}

/// The members with an empty one between each two, unless both are tight.
fn with_gaps<T>(members: Vec<T>, tight: impl Fn(&T) -> bool, empty: impl Fn() -> T) -> Vec<T> {
    let mut all = Vec::with_capacity(2 * members.len());
    for member in members {
        if all.last().is_some_and(|previous| !tight(previous) || !tight(&member)) {
            all.push(empty());
        }
        all.push(member);
    }
    all
}

fn field(field: Field) -> String {
    let mut alone: ItemStruct = parse_quote!(
        struct Alone {}
    );
    if let Fields::Named(fields) = &mut alone.fields {
        fields.named = Punctuated::from_iter([field]);
    }
    inside(Item::Struct(alone))
}

fn variant(variant: Variant) -> String {
    let mut alone: ItemEnum = parse_quote!(
        enum Alone {}
    );
    alone.variants = Punctuated::from_iter([variant]);
    inside(Item::Enum(alone))
}

/// An item without members with these in it. It ends with `{}`.
fn around(empty: Item, members: &[String]) -> String {
    let opening = unparse(empty);
    format!("{}\n{}}}\n", opening.trim_end().trim_end_matches('}'), members.join("\n"))
}
