//! Shortens the paths of a file and finds its `use` lines.
//!
//! Printers write every path in full, beginning with one of the heads below. The names that no two heads claim are
//! imported and stand alone afterwards; a name that something else has already keeps its head (`types::Json` in a
//! file that uses the runtime's `Json`). So the output compiles whatever a document calls its types.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};

use super::tokens::path;

/// Where a file stands, which decides how its paths begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Site {
    /// Right below the root: `rules.rs`.
    Shallow,
    /// One folder down: `wire/folder_id.rs`.
    Deep,
    /// Beside the types: `types/folder_id.rs`.
    Types,
    /// An example in the documentation, which sees the module from outside, under this path.
    Example(String),
}

impl Site {
    /// The path of the root of the output.
    fn root(&self) -> &str {
        match self {
            Self::Shallow => "super",
            Self::Deep | Self::Types => "super::super",
            Self::Example(root) => root,
        }
    }
}

/// How names behind a head are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `Json`, with the name imported.
    Short,
    /// `rules::R_NAME_1`, with the head imported.
    Headed,
}

/// The heads: the one that stands first wins a name that several claim.
const HEADS: &[(&str, Style)] = &[
    ("rt", Style::Short),
    ("http", Style::Short),
    ("de", Style::Short),
    ("ser", Style::Short),
    ("checks", Style::Short),
    ("types", Style::Short),
    ("security", Style::Short),
    ("operations", Style::Short),
    ("support", Style::Headed),
    ("rules", Style::Headed),
    ("fmt", Style::Headed),
    ("api", Style::Headed),
];

/// What every file has already: the prelude, and the generic parameters of generated code.
const TAKEN: &[&str] = &[
    "AsRef",
    "C",
    "Clone",
    "D",
    "Default",
    "Eq",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "S",
    "Self",
    "Sized",
    "Some",
    "String",
    "Vec",
];

/// The `use` lines that the items need, and the items with short paths. `defined` are the names of the file itself.
pub(super) fn resolve(items: TokenStream, site: &Site, defined: &[&str]) -> (TokenStream, TokenStream) {
    let mut wanted = BTreeMap::new();
    let pieces = pieces(items, &mut wanted);
    let names = Names { site, defined, short: claim(&wanted, site, defined) };
    let mut lines = Lines::default();
    let mut written: Vec<(usize, TokenStream)> =
        wanted.iter().map(|(reference, index)| (*index, path(&names.write(reference, &mut lines)))).collect();
    written.sort_by_key(|(index, _)| *index);
    let written: Vec<TokenStream> = written.into_iter().map(|(_, tokens)| tokens).collect();
    (lines.print(), assemble(pieces, &written))
}

/// The references of a file, each with its number in the order of their first use.
type Wanted = BTreeMap<Reference, usize>;

/// A path that begins with a head.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Reference {
    /// Index into the heads.
    head: usize,
    /// The module between head and name; only operations have one.
    module: Option<String>,
    name: String,
}

impl Reference {
    fn head(&self) -> &'static str {
        HEADS.get(self.head).map_or("", |(head, _)| head)
    }

    fn style(&self) -> Style {
        HEADS.get(self.head).map_or(Style::Headed, |(_, style)| *style)
    }
}

/// The references that may go by their name alone, once it is imported.
fn claim(wanted: &Wanted, site: &Site, defined: &[&str]) -> BTreeSet<Reference> {
    let mut taken: BTreeSet<&str> = TAKEN.iter().chain(defined).copied().collect();
    let short = wanted.keys().filter(|reference| reference.style() == Style::Short && !own(reference, site, defined));
    short.filter(|reference| taken.insert(&reference.name)).cloned().collect()
}

/// Whether the reference is to the type that its own file defines.
fn own(reference: &Reference, site: &Site, defined: &[&str]) -> bool {
    *site == Site::Types && reference.head() == "types" && defined.contains(&reference.name.as_str())
}

/// How the references of one file are written.
struct Names<'a> {
    site: &'a Site,
    defined: &'a [&'a str],
    short: BTreeSet<Reference>,
}

impl Names<'_> {
    /// The reference as it is to be written; what it needs goes to `lines`.
    fn write(&self, reference: &Reference, lines: &mut Lines) -> String {
        let name = &reference.name;
        let head = reference.head();
        if own(reference, self.site, self.defined) {
            return name.clone();
        }
        if self.short.contains(reference) {
            lines.import(&home(reference, self.site), name);
            return name.clone();
        }
        if head == "types" && *self.site == Site::Types {
            return format!("super::{name}");
        }
        let (parent, head) = parent(head, self.site);
        lines.import(&parent, &head);
        match &reference.module {
            Some(module) => format!("{head}::{module}::{name}"),
            None => format!("{head}::{name}"),
        }
    }
}

/// The `use` lines while they are found: path -> names.
#[derive(Default)]
struct Lines(BTreeMap<String, BTreeSet<String>>);

impl Lines {
    fn import(&mut self, from: &str, name: &str) {
        self.0.entry(from.to_owned()).or_default().insert(name.to_owned());
    }

    /// First std, then other crates, then the neighbours, the farthest first.
    fn print(&self) -> TokenStream {
        let mut lines: Vec<_> = self.0.iter().filter(|(from, _)| from.as_str() != NOWHERE).collect();
        lines.sort_by_cached_key(|(from, names)| (order(from), sort_path(from, names)));
        let mut tokens = TokenStream::new();
        for (from, names) in lines {
            let (from, names) = (path(from), names.iter().map(|name| path(name)));
            tokens.append_all(if names.len() == 1 {
                quote!(use #from::#(#names)*;)
            } else {
                quote!(use #from::{#(#names),*};)
            });
        }
        tokens
    }
}

/// Where a crate is imported from: it needs no import.
const NOWHERE: &str = "";

/// The module that a short name is imported from.
fn home(reference: &Reference, site: &Site) -> String {
    let root = site.root();
    match (reference.head(), &reference.module, site) {
        ("de" | "ser", ..) => format!("serde_core::{}", reference.head()),
        ("http", ..) => format!("{root}::rt::http"),
        ("types", _, Site::Types) => "super".to_owned(),
        (head, Some(module), _) => format!("{root}::{head}::{module}"),
        (head, None, _) => format!("{root}::{head}"),
    }
}

/// The module that a head is imported from, and the head as it is then written.
fn parent(head: &str, site: &Site) -> (String, String) {
    let root = site.root();
    match head {
        "fmt" => ("std".to_owned(), head.to_owned()),
        "de" | "ser" => ("serde_core".to_owned(), head.to_owned()),
        "support" | "http" => (format!("{root}::rt"), head.to_owned()),
        "api" => match root.rsplit_once("::") {
            Some((parent, last)) => (parent.to_owned(), last.to_owned()),
            None => (NOWHERE.to_owned(), root.to_owned()),
        },
        _ => (root.to_owned(), head.to_owned()),
    }
}

fn order(from: &str) -> usize {
    match from.split("::").next() {
        Some("std") => 0,
        Some("super") => usize::MAX - from.matches("super").count(),
        _ => 1,
    }
}

/// The path as rustfmt sorts it: a single name as if it were part of the path.
fn sort_path(from: &str, names: &BTreeSet<String>) -> String {
    match names.first() {
        Some(name) if names.len() == 1 => format!("{from}::{name}"),
        // `~` sorts behind every letter: a list stands behind single names.
        _ => format!("{from}::~"),
    }
}

/// Tokens taken apart: what comes between references, and which reference it is.
enum Piece {
    Token(TokenTree),
    Group(Delimiter, Vec<Piece>),
    Reference(usize),
}

/// Walks over the tokens and notes each reference in `wanted`.
fn pieces(tokens: TokenStream, wanted: &mut Wanted) -> Vec<Piece> {
    let mut rest = tokens.into_iter().collect::<Vec<_>>().into_iter();
    let mut pieces = Vec::with_capacity(rest.len());
    let mut before: [Option<char>; 2] = [None, None];
    loop {
        let inside_path = matches!(before, [Some(':'), Some(':')] | [_, Some('.')]);
        if let Some((reference, length)) = reference(rest.as_slice()).filter(|_| !inside_path) {
            let next = wanted.len();
            pieces.push(Piece::Reference(*wanted.entry(reference).or_insert(next)));
            rest.by_ref().take(length).for_each(drop);
            before = [None, None];
            continue;
        }
        let Some(tree) = rest.next() else { return pieces };
        let [_, last] = before;
        before = [last, if let TokenTree::Punct(punct) = &tree { Some(punct.as_char()) } else { None }];
        pieces.push(match tree {
            TokenTree::Group(group) => {
                let (delimiter, stream) = (group.delimiter(), group.stream());
                // With the group alive the stream would be copied.
                drop(group);
                Piece::Group(delimiter, self::pieces(stream, wanted))
            }
            other => Piece::Token(other),
        });
    }
}

/// The pieces as tokens, each reference as it is written.
fn assemble(pieces: Vec<Piece>, written: &[TokenStream]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for piece in pieces {
        match piece {
            Piece::Token(tree) => tokens.append(tree),
            Piece::Group(delimiter, pieces) => tokens.append(Group::new(delimiter, assemble(pieces, written))),
            Piece::Reference(index) => tokens.extend(written.get(index).cloned()),
        }
    }
    tokens
}

/// The reference that the tokens begin with, and how many of them it is.
fn reference(trees: &[TokenTree]) -> Option<(Reference, usize)> {
    let first = ident(trees.first()?)?;
    let second = segment(trees, 1)?;
    let head = HEADS.iter().position(|(head, _)| first == head)?;
    if first != "operations" {
        return Some((Reference { head, module: None, name: second.to_string() }, 4));
    }
    let third = segment(trees, 4)?;
    Some((Reference { head, module: Some(second.to_string()), name: third.to_string() }, 7))
}

/// `::name` at that place.
fn segment(trees: &[TokenTree], at: usize) -> Option<&Ident> {
    let colons =
        trees.get(at..at + 2)?.iter().all(|tree| matches!(tree, TokenTree::Punct(colon) if colon.as_char() == ':'));
    if colons { trees.get(at + 2).and_then(ident) } else { None }
}

fn ident(tree: &TokenTree) -> Option<&Ident> {
    match tree {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(items: TokenStream, site: &Site, defined: &[&str], uses: TokenStream, wanted: TokenStream) {
        let (found, items) = resolve(items, site, defined);
        assert_eq!(found.to_string(), uses.to_string());
        assert_eq!(items.to_string(), wanted.to_string());
    }

    #[test]
    fn names_are_imported_and_stand_alone() {
        check(
            quote!(
                fn f(json: rt::Json, x: &fmt::Arguments<'_>) -> types::FolderId {
                    support::f(&rules::R_A, other::rt::Json)
                }
            ),
            &Site::Deep,
            &[],
            quote! {
                use std::fmt;
                use super::super::rt::{Json, support};
                use super::super::rules;
                use super::super::types::FolderId;
            },
            quote!(
                fn f(json: Json, x: &fmt::Arguments<'_>) -> FolderId {
                    support::f(&rules::R_A, other::rt::Json)
                }
            ),
        );
    }

    #[test]
    fn the_second_to_claim_a_name_keeps_its_head() {
        check(
            quote!(types::Json rt::Json types::Path security::Path types::C),
            &Site::Deep,
            &[],
            quote! {
                use super::super::rt::Json;
                use super::super::types::Path;
                use super::super::{security, types};
            },
            quote!(types::Json Json Path security::Path types::C),
        );
    }

    #[test]
    fn a_name_of_the_file_itself_is_not_imported() {
        check(
            quote!(rt::Secret types::Secret types::Other),
            &Site::Types,
            &["Secret"],
            quote!(
                use super::super::rt;
                use super::Other;
            ),
            quote!(rt::Secret Secret Other),
        );
    }

    #[test]
    fn an_example_sees_the_module_from_outside() {
        check(
            quote!(api::server() operations::passive::Redeploy::new() operations::other::Redeploy::new()),
            &Site::Example("client::api".to_owned()),
            &[],
            quote! {
                use client::api;
                use client::api::operations;
                use client::api::operations::other::Redeploy;
            },
            quote!(api::server() operations::passive::Redeploy::new() Redeploy::new()),
        );
    }
}
