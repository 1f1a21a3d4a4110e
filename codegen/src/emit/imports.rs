//! Shortens the paths of a file and finds its `use` lines.
//!
//! Printers write every path in full, beginning with one of the heads of [`references`]. The names that no two heads
//! claim are imported and stand alone afterwards; a name that something else has already keeps its head (`types::Json`
//! in a file that uses the runtime's `Json`). So the output compiles whatever a document calls its types.

mod references;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{concat, path};
use super::tree;
use crate::model::Ident;
use crate::options::Options;
use references::{Reference, replace};

pub(super) use references::is_head;

/// Where a file stands, which decides how its paths begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site {
    root: String,
    /// The modules below `types` that lead to the types beside it, if it stands among types.
    beside: Option<Vec<String>>,
}

impl Site {
    /// So many levels below the root: one for `rules.rs`.
    pub(super) fn inside(options: &Options, depth: usize) -> Self {
        Self { root: tree::root(options, depth), beside: None }
    }

    /// An example in the documentation, which sees the module from outside, under this path.
    pub(super) fn example(root: &str) -> Self {
        Self { root: root.to_owned(), beside: None }
    }

    /// The same, with the types of a namespace beside it.
    pub(super) fn beside(self, namespace: &[Ident]) -> Self {
        Self { beside: Some(namespace.iter().map(|name| name.as_str().to_owned()).collect()), ..self }
    }

    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// Whether a type of these modules stands beside the file.
    fn is_beside(&self, head: &str, modules: &[String]) -> bool {
        head == "types" && self.beside.as_deref() == Some(modules)
    }
}

/// What every file has already: the prelude, and the generic parameters of generated code.
const TAKEN: &str = "
    AsRef C Clone D Default Eq Err From Into None Ok Option PartialEq Result S Self Sized Some String Vec
";

/// Shortens the paths of the items of a file: its `use` lines, and the items with short paths. `defined` are the names
/// that the file defines; `needed` is what it uses without naming it among its items.
pub(super) fn resolve(
    items: TokenStream,
    needed: TokenStream,
    site: &Site,
    defined: &[&str],
) -> (TokenStream, TokenStream) {
    let defined: BTreeSet<&str> = defined.iter().copied().collect();
    let mut wanted: BTreeSet<Reference> = BTreeSet::new();
    let mut note = |reference| {
        wanted.insert(reference);
        TokenStream::new()
    };
    replace(needed.clone(), &mut note);
    replace(items.clone(), &mut note);
    let short = claim(&wanted, site, &defined);
    let mut lines = Lines::default();
    let mut write = |reference: Reference| path(&written(&reference, site, &defined, &short, &mut lines));
    replace(needed, &mut write);
    let items = replace(items, &mut write);
    (lines.tokens(), items)
}

/// The references that may go by their name alone, once it is imported.
fn claim<'w>(wanted: &'w BTreeSet<Reference>, site: &Site, defined: &BTreeSet<&str>) -> BTreeSet<&'w Reference> {
    let is_short = |reference: &&Reference| reference.is_short() && !own(reference, site, defined);
    let candidates: BTreeSet<&Reference> = wanted.iter().filter(is_short).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let is_free = |name: &str| !TAKEN.split_ascii_whitespace().any(|taken| taken == name) && !defined.contains(name);
    candidates.into_iter().filter(|claim| is_free(&claim.name) && taken.insert(&claim.name)).collect()
}

/// Whether the reference is to the type that its own file defines.
fn own(reference: &Reference, site: &Site, defined: &BTreeSet<&str>) -> bool {
    site.is_beside(reference.head(), &reference.modules) && defined.contains(reference.name.as_str())
}

/// The reference as it is to be written; what it needs goes to `lines`.
fn written(
    reference: &Reference,
    site: &Site,
    defined: &BTreeSet<&str>,
    short: &BTreeSet<&Reference>,
    lines: &mut Lines,
) -> String {
    let (name, head) = (&reference.name, reference.head());
    if own(reference, site, defined) {
        return name.clone();
    }
    if short.contains(reference) {
        lines.import(&home(reference, site), name);
        return name.clone();
    }
    if site.is_beside(head, &reference.modules) {
        return format!("super::{name}");
    }
    let (parent, head) = parent(head, site);
    lines.import(&parent, &head);
    let modules: String = reference.modules.iter().map(|module| format!("{module}::")).collect();
    format!("{head}::{modules}{name}")
}

/// The `use` lines while they are found: path -> names.
#[derive(Default)]
struct Lines(BTreeMap<String, BTreeSet<String>>);

impl Lines {
    fn import(&mut self, from: &str, name: &str) {
        self.0.entry(from.to_owned()).or_default().insert(name.to_owned());
    }

    /// First std, then other crates, then the neighbours, the farthest first.
    fn tokens(&self) -> TokenStream {
        let mut lines: Vec<_> = self.0.iter().filter(|(from, _)| from.as_str() != NOWHERE).collect();
        lines.sort_by_cached_key(|(from, names)| (order(from), sort_path(from, names)));
        concat(lines.into_iter().map(|(from, names)| {
            let from = path(from);
            let names: Vec<TokenStream> = names.iter().map(|name| path(name)).collect();
            match names.as_slice() {
                [only] => quote!(use #from::#only;),
                names => quote!(use #from::{#(#names),*};),
            }
        }))
    }
}

/// Where a crate is imported from: it needs no import.
const NOWHERE: &str = "";

/// The module that a short name is imported from.
fn home(reference: &Reference, site: &Site) -> String {
    let root = &site.root;
    match reference.head() {
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
    let root = &site.root;
    match head {
        "fmt" | "collections" => ("std".to_owned(), head.to_owned()),
        "support" | "http" => (format!("{root}::rt"), head.to_owned()),
        "api" => match root.rsplit_once("::") {
            Some((parent, last)) => (parent.to_owned(), last.to_owned()),
            None => (NOWHERE.to_owned(), root.clone()),
        },
        _ => (root.clone(), head.to_owned()),
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
