//! Shortens the paths of a file and finds its `use` lines.
//!
//! Printers write every path in full, beginning with one of the heads below. The names that no two heads claim are
//! imported and stand alone afterwards; a name that something else has already keeps its head (`types::Json` in a
//! file that uses the runtime's `Json`). So the output compiles whatever a document calls its types.

mod pieces;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Item, ItemUse, UseGroup, UseName, UsePath, UseTree, Visibility};

use super::tokens::{name, path};
use pieces::{Reader, assemble};

/// Where a file stands, which decides how its paths begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Site {
    /// Right below the root: `rules.rs`.
    Shallow,
    /// As many folders down: one for `wire/folder_id.rs`.
    Deep(usize),
    /// Beside the types, in the module below `types` of this path, which is empty for `types/folder_id.rs`.
    Types(Vec<String>),
    /// An example in the documentation, which sees the module from outside, under this path.
    Example(String),
}

impl Site {
    /// The path of the root of the output.
    fn root(&self) -> String {
        let up = |folders: usize| vec!["super"; folders + 1].join("::");
        match self {
            Self::Shallow => up(0),
            Self::Deep(folders) => up(*folders),
            Self::Types(modules) => up(1 + modules.len()),
            Self::Example(root) => root.clone(),
        }
    }

    /// Whether a type of these modules stands beside the file.
    fn is_beside(&self, head: &str, modules: &[String]) -> bool {
        head == "types" && matches!(self, Self::Types(own) if own == modules)
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
    ("collections", Style::Short),
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

/// The items of a file with their paths in full, and what else it names.
#[derive(Default)]
pub(super) struct Full {
    pub(super) items: TokenStream,
    /// What the file uses without naming it among its items.
    pub(super) needed: Vec<Reference>,
    /// A path that is written apart.
    pub(super) name: TokenStream,
}

/// The same with short paths.
pub(super) struct Short {
    /// The `use` lines that all of it needs.
    pub(super) uses: Vec<Item>,
    pub(super) items: TokenStream,
    pub(super) name: String,
}

/// Shortens the paths of a file. `defined` are its own names.
///
/// # Errors
///
/// When a name is no identifier.
pub(super) fn resolve(full: Full, site: &Site, defined: &[&str]) -> syn::Result<Short> {
    let mut reader = Reader::default();
    full.needed.into_iter().for_each(|reference| reader.want(reference));
    let (name, items) = (reader.read_all(full.name), reader.read_all(full.items));
    let wanted: Vec<Reference> = reader.wanted.into_iter().collect();
    let defined = &defined.iter().copied().collect::<BTreeSet<&str>>();
    let names = Names { site, defined, short: claim(&wanted, site, defined) };
    let mut lines = Lines::default();
    let written = wanted.iter().map(|reference| path(&names.write(reference, &mut lines)).into_iter().collect());
    let written: Vec<Vec<TokenTree>> = written.collect();
    let [name, items] = [name, items].map(|pieces| assemble(&mut pieces.into_iter(), &written));
    Ok(Short { uses: lines.items()?, items, name: name.to_string().replace(' ', "") })
}

/// What the items refer to.
pub(super) fn references(items: TokenStream) -> Vec<Reference> {
    let mut reader = Reader::default();
    reader.read_all(items);
    reader.wanted.into_iter().collect()
}

/// A path that begins with a head.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Reference {
    /// Index into the heads.
    head: usize,
    /// The modules between head and name.
    modules: Vec<String>,
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
fn claim<'w>(wanted: &'w [Reference], site: &Site, defined: &BTreeSet<&str>) -> BTreeSet<&'w Reference> {
    let is_short = |reference: &&Reference| reference.style() == Style::Short && !own(reference, site, defined);
    let candidates: BTreeSet<&Reference> = wanted.iter().filter(is_short).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let is_free = |name: &str| !TAKEN.contains(&name) && !defined.contains(name);
    candidates.into_iter().filter(|claim| is_free(&claim.name) && taken.insert(&claim.name)).collect()
}

/// Whether the reference is to the type that its own file defines.
fn own(reference: &Reference, site: &Site, defined: &BTreeSet<&str>) -> bool {
    site.is_beside(reference.head(), &reference.modules) && defined.contains(reference.name.as_str())
}

/// How the references of one file are written.
struct Names<'a> {
    site: &'a Site,
    defined: &'a BTreeSet<&'a str>,
    short: BTreeSet<&'a Reference>,
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
        if self.site.is_beside(head, &reference.modules) {
            return format!("super::{name}");
        }
        let (parent, head) = parent(head, self.site);
        lines.import(&parent, &head);
        let modules: String = reference.modules.iter().map(|module| format!("{module}::")).collect();
        format!("{head}::{modules}{name}")
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
    fn items(&self) -> syn::Result<Vec<Item>> {
        let mut lines: Vec<_> = self.0.iter().filter(|(from, _)| from.as_str() != NOWHERE).collect();
        lines.sort_by_cached_key(|(from, names)| (order(from), sort_path(from, names)));
        lines.into_iter().map(|(from, names)| line(from, names)).collect()
    }
}

/// One `use` line, without a parser: there are more of them than of anything else.
fn line(from: &str, names: &BTreeSet<String>) -> syn::Result<Item> {
    let leaf = |text: &String| Ok(UseTree::Name(UseName { ident: name(text)? }));
    let mut tree = match Vec::from_iter(names).as_slice() {
        [only] => leaf(only)?,
        names => {
            let items = names.iter().map(|name| leaf(name)).collect::<syn::Result<Punctuated<_, _>>>()?;
            UseTree::Group(UseGroup { brace_token: syn::token::Brace::default(), items })
        }
    };
    for segment in from.rsplit("::") {
        let (ident, colon2_token) = (name(segment)?, <syn::Token![::]>::default());
        tree = UseTree::Path(UsePath { ident, colon2_token, tree: Box::new(tree) });
    }
    Ok(Item::Use(ItemUse {
        attrs: Vec::new(),
        vis: Visibility::Inherited,
        use_token: <syn::Token![use]>::default(),
        leading_colon: None,
        tree,
        semi_token: <syn::Token![;]>::default(),
    }))
}

/// Where a crate is imported from: it needs no import.
const NOWHERE: &str = "";

/// The module that a short name is imported from.
fn home(reference: &Reference, site: &Site) -> String {
    let root = site.root();
    match reference.head() {
        "de" | "ser" => format!("serde_core::{}", reference.head()),
        "collections" => "std::collections".to_owned(),
        "http" => format!("{root}::rt::http"),
        head if site.is_beside(head, &reference.modules) => "super".to_owned(),
        head => {
            let modules: String = reference.modules.iter().map(|module| format!("::{module}")).collect();
            format!("{root}::{head}{modules}")
        }
    }
}

/// The module that a head is imported from, and the head as it is then written.
fn parent(head: &str, site: &Site) -> (String, String) {
    let root = site.root();
    match head {
        "fmt" | "collections" => ("std".to_owned(), head.to_owned()),
        "de" | "ser" => ("serde_core".to_owned(), head.to_owned()),
        "support" | "http" => (format!("{root}::rt"), head.to_owned()),
        "api" => match root.rsplit_once("::") {
            Some((parent, last)) => (parent.to_owned(), last.to_owned()),
            None => (NOWHERE.to_owned(), root),
        },
        _ => (root, head.to_owned()),
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
