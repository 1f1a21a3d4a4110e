//! Items to text: prettyplease, with the empty lines that a careful person would leave.
//!
//! What the items are is none of its business; it looks at the kind of an item and at nothing else.

use std::collections::BTreeMap;
use std::mem::take;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::{Attribute, Block, Fields, ImplItem, Item, ItemFn, ItemStruct, TraitItem, parse_quote};

/// A file in its parts.
pub(crate) struct Parts {
    /// The lines of its own documentation.
    pub(crate) docs: Vec<String>,
    pub(crate) uses: Vec<Item>,
    pub(crate) items: TokenStream,
    /// More items, printed.
    pub(crate) stamped: Vec<String>,
    /// The documentation of the items.
    pub(crate) comments: Comments,
}

/// A whole file.
///
/// # Errors
///
/// When the tokens are no Rust, or, in a build with assertions, what was printed is not.
pub(crate) fn source(parts: Parts, twins: Option<&mut Twins>) -> syn::Result<String> {
    let mut text: String = parts.docs.iter().map(|line| format!("{}\n", format!("//! {line}").trim_end())).collect();
    let uses = print(parts.uses)?;
    if !uses.is_empty() {
        text.extend(["\n", &uses]);
    }
    if !parts.items.is_empty() {
        text.push('\n');
        let printed = match twins {
            Some(twins) => twins.print(parts.items)?,
            None => items(parts.items)?,
        };
        text.push_str(&finish(&printed, &parts.comments));
    }
    for stamped in &parts.stamped {
        text.extend(["\n", stamped]);
    }
    // Reading it again costs half as much as everything else. `cargo xtask` and the tests are built with assertions and
    // so always do; a build without them trusts the printers, whose tokens were already read as Rust above.
    if cfg!(debug_assertions) {
        syn::parse_file(&text)?;
    }
    Ok(text)
}

/// Items without documentation.
///
/// # Errors
///
/// When the tokens are no Rust.
pub(crate) fn items(items: TokenStream) -> syn::Result<String> {
    parse(items).and_then(print)
}

/// The statements of an example, printed as they stand in a function, in lines without indentation.
pub(crate) fn statements(statements: TokenStream) -> syn::Result<Vec<String>> {
    let mut function: ItemFn = parse_quote!(
        fn example() {}
    );
    function.block.stmts = Block::parse_within.parse2(statements)?;
    let printed = print(vec![Item::Fn(function)])?;
    let lines: Vec<&str> = printed.lines().collect();
    let body = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    Ok(body.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect())
}

/// `use` lines, one block of text.
pub(crate) fn uses(uses: Vec<Item>) -> syn::Result<Vec<String>> {
    let printed = print(uses)?;
    Ok(printed.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn parse(items: TokenStream) -> syn::Result<Vec<Item>> {
    Ok(syn::parse2::<syn::File>(items)?.items)
}

/// The items with what stands for empty lines between them, but for those that belong together.
fn print(items: Vec<Item>) -> syn::Result<String> {
    if items.is_empty() {
        return Ok(String::new());
    }
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
    Ok(prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: all }))
}

/// Prints the items of files that may be the same but for what they import and what their documentation says: a type
/// that several modules have with one shape.
#[derive(Debug, Default)]
pub(crate) struct Twins {
    /// What was printed already, by its tokens.
    printed: BTreeMap<String, String>,
}

impl Twins {
    /// The items, printed once however often they come.
    fn print(&mut self, items: TokenStream) -> syn::Result<String> {
        let tokens = items.to_string();
        if let Some(printed) = self.printed.get(&tokens) {
            return Ok(printed.clone());
        }
        let printed = self::items(items)?;
        self.printed.insert(tokens, printed.clone());
        Ok(printed)
    }
}

/// Documentation that stands outside of the tokens, by number.
#[derive(Debug, Default)]
pub(crate) struct Comments(Vec<Vec<String>>);

impl Comments {
    /// Keeps the lines, and gives the attribute that stands for them: documentation that is a number, which no other
    /// is, because that of the printers begins with a blank.
    pub(crate) fn keep(&mut self, lines: Vec<String>) -> TokenStream {
        if lines.is_empty() {
            return TokenStream::new();
        }
        let number = self.0.len().to_string();
        self.0.push(lines);
        quote!(#[doc = #number])
    }

    /// The lines that the text of a comment stands for.
    fn get(&self, comment: &str) -> Option<&[String]> {
        self.0.get(comment.parse::<usize>().ok()?).map(Vec::as_slice)
    }
}

/// The comment that stands for an empty line. Nothing else prints the character: documentation is without control
/// characters, and literals escape them.
const GAP: &str = "\u{1}";

/// Puts empty lines and documentation in the place of what stands for them.
fn finish(printed: &str, comments: &Comments) -> String {
    let mut text = String::with_capacity(2 * printed.len());
    for line in printed.split_inclusive('\n') {
        let code = line.trim_start_matches(' ');
        let margin = line.get(..line.len() - code.len()).unwrap_or_default();
        match code.strip_prefix("///").and_then(|comment| comments.get(comment.trim_end())) {
            Some(lines) => lines.iter().for_each(|line| {
                text.extend([margin, "///", if line.is_empty() { "" } else { " " }, line.trim_end(), "\n"]);
            }),
            None if is_gap(code) => text.push('\n'),
            None => text.push_str(line),
        }
    }
    text
}

fn is_gap(line: &str) -> bool {
    line.strip_prefix("//").is_some_and(|comment| comment.trim_end() == GAP)
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
        let docs = vec!["Docs.".to_owned(), String::new()];
        let parts = Parts {
            docs,
            uses: parse(uses).expect("that is Rust"),
            items,
            stamped: Vec::new(),
            comments: Comments::default(),
        };
        assert_eq!(source(parts, None).expect("that is Rust"), format!("//! Docs.\n//!\n\n{wanted}"));
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
        let wrong = quote!(fn "name"() {});
        let parts = Parts {
            docs: Vec::new(),
            uses: Vec::new(),
            items: wrong,
            stamped: Vec::new(),
            comments: Comments::default(),
        };
        assert!(source(parts, None).is_err());
        assert!(statements(quote!(let = ;)).is_err());
    }

    #[test]
    fn statements_lose_the_function_around_them() {
        let lines = statements(quote!(let x = 1; assert_eq!(x, 1);)).expect("these are statements");
        assert_eq!(lines, ["let x = 1;", "assert_eq!(x, 1);"]);
    }

    #[test]
    fn documentation_comes_back_where_its_item_stands() {
        let mut comments = Comments::default();
        assert!(comments.keep(Vec::new()).is_empty());
        let whole = comments.keep(vec!["One \\ \"two\".".to_owned(), String::new(), "```".to_owned()]);
        let method = comments.keep(vec!["A method.".to_owned()]);
        let items = quote!(#whole struct S; impl S { #method fn f() {} #[doc = " 1"] fn g() {} });
        let parts = Parts { docs: vec!["Docs.".to_owned()], uses: Vec::new(), items, stamped: Vec::new(), comments };
        assert_eq!(
            source(parts, None).expect("that is Rust"),
            "//! Docs.\n\n/// One \\ \"two\".\n///\n/// ```\nstruct S;\n\n\
             impl S {\n    /// A method.\n    fn f() {}\n\n    /// 1\n    fn g() {}\n}\n"
        );
    }

    #[test]
    fn twins_differ_in_their_documentation_alone() {
        let mut twins = Twins::default();
        for said in ["One.", "Another."] {
            let mut comments = Comments::default();
            let doc = comments.keep(vec![said.to_owned()]);
            let parts = Parts {
                docs: Vec::new(),
                uses: Vec::new(),
                items: quote!(#doc struct S;),
                stamped: Vec::new(),
                comments,
            };
            let text = source(parts, Some(&mut twins)).expect("that is Rust");
            assert_eq!(text, format!("\n/// {said}\nstruct S;\n"));
        }
        assert_eq!(twins.printed.len(), 1);
    }
}
