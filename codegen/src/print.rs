//! Items to text: prettyplease, with the empty lines that a careful person would leave.
//!
//! What the items are is none of its business; it looks at the kind of an item and at nothing else.

use std::mem::take;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::{Attribute, Fields, ImplItem, Item, ItemStruct, TraitItem};

/// A whole file: the lines of its own documentation, its `use` lines and its items.
///
/// # Errors
///
/// When the tokens are no Rust, or, in a build with assertions, what was printed is not.
pub(crate) fn source(docs: &[String], mut uses: TokenStream, items: TokenStream) -> syn::Result<String> {
    uses.extend(items);
    let all = syn::parse2::<syn::File>(uses)?.items;
    let mut text = comment(docs);
    if !text.is_empty() && !all.is_empty() {
        text.push('\n');
    }
    text.push_str(&print(all)?);
    // Reading it again costs half as much as everything else. `cargo xtask` and the tests are built with assertions and
    // so always do; a build without them trusts the printers, whose tokens were already read as Rust above.
    if cfg!(debug_assertions) {
        syn::parse_file(&text)?;
    }
    Ok(text)
}

/// The statements of an example, printed as they stand in a function, in lines without indentation.
pub(crate) fn statements(statements: &TokenStream) -> syn::Result<Vec<String>> {
    let function = syn::parse2::<Item>(quote!(fn example() { #statements }))?;
    let printed = print(vec![function])?;
    let lines: Vec<&str> = printed.lines().collect();
    let body = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    Ok(body.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect())
}

/// `use` lines, one block of text without indentation.
pub(crate) fn uses(uses: TokenStream) -> syn::Result<Vec<String>> {
    let items = syn::parse2::<syn::File>(uses)?.items;
    Ok(print(items)?.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn comment(docs: &[String]) -> String {
    docs.iter().map(|line| format!("{}\n", format!("//! {line}").trim_end())).collect()
}

/// The items with empty lines between them, but for those that belong together.
fn print(items: Vec<Item>) -> syn::Result<String> {
    let mut all = Vec::with_capacity(2 * items.len());
    let mut previous = None;
    for mut item in items {
        let kind = Kind::of(&item);
        if previous.is_some_and(|previous| previous != kind || kind == Kind::Alone) {
            all.push(Item::Verbatim(TokenStream::new()));
        }
        space(&mut item)?;
        all.push(item);
        previous = Some(kind);
    }
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: all };
    Ok(finish(&prettyplease::unparse(&file)))
}

/// Stands where a line of documentation ends inside an attribute: one attribute for each line would be many tokens.
/// Nothing else prints the character: documentation is without control characters, and literals escape them.
pub(crate) const LINE_END: char = '\u{2}';

/// The comment that stands for an empty line, made of another such character.
const GAP: &str = "\u{1}";

/// Puts empty lines and lines of documentation in the place of what stands for them.
fn finish(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len());
    for line in printed.split_inclusive('\n') {
        if line.trim_start().strip_prefix("//").is_some_and(|comment| comment.trim_end() == GAP) {
            text.push('\n');
        } else if line.contains(LINE_END) {
            let (margin, comment) = line.split_once("///").unwrap_or_default();
            for line in comment.trim_end().split(LINE_END) {
                text.extend([margin, "///", line.trim_end(), "\n"]);
            }
        } else {
            text.push_str(line);
        }
    }
    text
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
            _ => Self::Alone,
        }
    }
}

/// Puts empty lines between the members of the item. An item without tokens is printed as one; there are no fields and
/// variants of that kind, which get a comment.
fn space(item: &mut Item) -> syn::Result<()> {
    match item {
        Item::Impl(whole) => {
            let tight = |item: &ImplItem| matches!(item, ImplItem::Const(_) | ImplItem::Type(_));
            let empty = || ImplItem::Verbatim(TokenStream::new());
            whole.items = spaced(take(&mut whole.items), tight, empty);
        }
        Item::Trait(whole) => {
            let empty = || TraitItem::Verbatim(TokenStream::new());
            whole.items = spaced(take(&mut whole.items), |_| false, empty);
        }
        Item::Enum(whole) => prepend_gap(whole.variants.iter_mut().map(|variant| &mut variant.attrs))?,
        Item::Struct(ItemStruct { fields: Fields::Named(fields), .. }) => {
            prepend_gap(fields.named.iter_mut().map(|field| &mut field.attrs))?;
        }
        _ => {}
    }
    Ok(())
}

/// The members with an empty one between each two, unless both are tight.
fn spaced<T>(members: Vec<T>, tight: impl Fn(&T) -> bool, empty: impl Fn() -> T) -> Vec<T> {
    let mut all = Vec::with_capacity(2 * members.len());
    for member in members {
        if all.last().is_some_and(|previous| !tight(previous) || !tight(&member)) {
            all.push(empty());
        }
        all.push(member);
    }
    all
}

/// Puts the comment for an empty line before each member but the first.
fn prepend_gap<'a>(members: impl ExactSizeIterator<Item = &'a mut Vec<Attribute>>) -> syn::Result<()> {
    if members.len() > 1 {
        let gap = Attribute::parse_outer.parse2(quote!(#[comment = #GAP]))?;
        members.skip(1).for_each(|attributes| drop(attributes.splice(..0, gap.iter().cloned())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(uses: TokenStream, items: TokenStream, wanted: &str) {
        let docs = ["Docs.".to_owned(), String::new()];
        assert_eq!(source(&docs, uses, items).expect("that is Rust"), format!("//! Docs.\n//!\n\n{wanted}"));
    }

    #[test]
    fn members_stand_apart_but_constants_and_types_do_not() {
        check(
            quote!(),
            quote! {
                impl A for B where C: D {
                    const X: u8 = 1;
                    type Y = u8;
                    fn f() {}
                    fn g() {}
                }
                trait T { fn f(); fn g(); }
            },
            "impl A for B\nwhere\n    C: D,\n{\n    const X: u8 = 1;\n    type Y = u8;\n\n    fn f() {}\n\n    fn g() {}\n}\n\n\
             trait T {\n    fn f();\n\n    fn g();\n}\n",
        );
    }

    #[test]
    fn fields_and_variants_stand_apart() {
        check(
            quote!(),
            quote! {
                #[doc = " S."]
                struct S { #[doc = " A."] a: u8, #[doc = " B."] b: u8 }
                enum E { #[doc = " A."] A, B(u8) }
                struct One { a: u8 }
            },
            "/// S.\nstruct S {\n    /// A.\n    a: u8,\n\n    /// B.\n    b: u8,\n}\n\n\
             enum E {\n    /// A.\n    A,\n\n    B(u8),\n}\n\nstruct One {\n    a: u8,\n}\n",
        );
    }

    #[test]
    fn uses_and_modules_stand_in_groups() {
        check(
            quote!(
                use std::fmt;
                use serde_core::de;
                use super::A;
                use super::B;
            ),
            quote!(
                mod a;
                mod b;
                pub use a::A;
                pub use b::B;
            ),
            "use std::fmt;\n\nuse serde_core::de;\n\nuse super::A;\nuse super::B;\n\nmod a;\nmod b;\n\npub use a::A;\npub use b::B;\n",
        );
    }

    #[test]
    fn what_is_no_rust_is_refused() {
        assert!(source(&[], quote!(), quote!(fn "name"() {})).is_err());
        assert!(statements(&quote!(let = ;)).is_err());
    }

    #[test]
    fn statements_lose_the_function_around_them() {
        let lines = statements(&quote!(let x = 1; assert_eq!(x, 1);)).expect("these are statements");
        assert_eq!(lines, ["let x = 1;", "assert_eq!(x, 1);"]);
    }
}
