//! Items to text: prettyplease item by item, with the empty lines that a careful person would leave.
//!
//! What the items are is none of its business; it looks at the kind of an item and at nothing else.

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{
    Field, Fields, FieldsNamed, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, ItemTrait, Token, TraitItem, Variant,
};

/// A whole file: the lines of its own documentation, its `use` lines and its items.
///
/// # Errors
///
/// When the tokens are no Rust, or what was printed is not.
pub(crate) fn source(docs: &[String], uses: TokenStream, items: TokenStream) -> syn::Result<String> {
    let mut blocks = vec![comment(docs)];
    blocks.extend(group(&syn::parse2::<syn::File>(uses)?.items));
    blocks.extend(group(&syn::parse2::<syn::File>(items)?.items));
    blocks.retain(|block| !block.is_empty());
    let text = blocks.join("\n");
    syn::parse_file(&text)?;
    Ok(text)
}

/// The statements of an example, printed as they stand in a function, in lines without indentation.
pub(crate) fn statements(statements: &TokenStream) -> syn::Result<Vec<String>> {
    let function = syn::parse2::<Item>(quote::quote!(fn example() { #statements }))?;
    let printed = item(&function);
    let lines: Vec<&str> = printed.lines().collect();
    let body = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    Ok(body.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect())
}

/// `use` lines, one block of text without indentation.
pub(crate) fn uses(uses: TokenStream) -> syn::Result<Vec<String>> {
    let blocks = group(&syn::parse2::<syn::File>(uses)?.items);
    Ok(blocks.iter().flat_map(|block| block.lines()).map(str::to_owned).collect())
}

fn comment(docs: &[String]) -> String {
    docs.iter().map(|line| format!("{}\n", format!("//! {line}").trim_end())).collect()
}

/// The items as blocks: those that belong together stand without an empty line between them.
fn group(items: &[Item]) -> Vec<String> {
    let mut blocks: Vec<(Kind, String)> = Vec::new();
    for each in items {
        let kind = Kind::of(each);
        let text = item(each);
        match blocks.last_mut() {
            Some((previous, block)) if *previous == kind && kind != Kind::Alone => block.push_str(&text),
            _ => blocks.push((kind, text)),
        }
    }
    blocks.into_iter().map(|(_, text)| text).collect()
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

/// One item, with empty lines between its members where it has several.
fn item(item: &Item) -> String {
    spaced(item).unwrap_or_else(|| plain(item.clone()))
}

fn plain(item: Item) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}

/// The item printed once for each member, and the members put together.
fn spaced(item: &Item) -> Option<String> {
    let (shell, members) = split(item)?;
    let shell = plain(shell);
    let head = shell.strip_suffix("}\n")?;
    let mut text = format!("{head}\n");
    let mut previous = None;
    for Member { space, item } in members {
        let printed = plain(item);
        let body = printed.strip_prefix(head)?.strip_prefix('\n')?.strip_suffix("}\n")?;
        if previous.is_some_and(|previous| previous == Space::Wide || space == Space::Wide) {
            text.push('\n');
        }
        text.push_str(body);
        previous = Some(space);
    }
    text.push_str("}\n");
    Some(text)
}

/// Whether an empty line sets a member apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Wide,
    Tight,
}

/// An item with only one of its members.
struct Member {
    space: Space,
    item: Item,
}

/// The item without members, and with each of them alone; nothing when there is nothing to put apart.
fn split(item: &Item) -> Option<(Item, Vec<Member>)> {
    let (shell, members): (Item, Vec<Member>) = match item {
        Item::Impl(whole) => {
            let shell = ItemImpl { items: Vec::new(), ..whole.clone() };
            let member = |member: &ImplItem| Member {
                space: if matches!(member, ImplItem::Const(_) | ImplItem::Type(_)) {
                    Space::Tight
                } else {
                    Space::Wide
                },
                item: Item::Impl(ItemImpl { items: vec![member.clone()], ..shell.clone() }),
            };
            (Item::Impl(shell.clone()), whole.items.iter().map(member).collect())
        }
        Item::Trait(whole) => {
            let shell = ItemTrait { items: Vec::new(), ..whole.clone() };
            let member = |member: &TraitItem| Item::Trait(ItemTrait { items: vec![member.clone()], ..shell.clone() });
            (Item::Trait(shell.clone()), whole.items.iter().map(member).map(wide).collect())
        }
        Item::Enum(whole) => {
            let shell = ItemEnum { variants: Punctuated::new(), ..whole.clone() };
            let member = |member: &Variant| Item::Enum(ItemEnum { variants: one(member), ..shell.clone() });
            (Item::Enum(shell.clone()), whole.variants.iter().map(member).map(wide).collect())
        }
        Item::Struct(ItemStruct { fields: Fields::Named(fields), .. }) => split_struct(item, fields)?,
        _ => return None,
    };
    (members.len() > 1).then_some((shell, members))
}

fn split_struct(item: &Item, fields: &FieldsNamed) -> Option<(Item, Vec<Member>)> {
    let Item::Struct(whole) = item else { return None };
    let with = |named| ItemStruct { fields: Fields::Named(FieldsNamed { named, ..fields.clone() }), ..whole.clone() };
    let shell = with(Punctuated::new());
    let member = |member: &Field| {
        let fields = Fields::Named(FieldsNamed { named: one(member), brace_token: fields.brace_token });
        Item::Struct(ItemStruct { fields, ..shell.clone() })
    };
    Some((Item::Struct(shell.clone()), fields.named.iter().map(member).map(wide).collect()))
}

fn wide(item: Item) -> Member {
    Member { space: Space::Wide, item }
}

fn one<T: Clone>(member: &T) -> Punctuated<T, Token![,]> {
    std::iter::once(member.clone()).collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

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
