//! Which paths among tokens begin with a head, and other tokens in their places. How a reference is written is decided
//! elsewhere.

use std::collections::VecDeque;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};

/// The heads: the one that stands first wins a name that several claim.
const HEADS: [&str; 11] =
    ["rt", "http", "collections", "checks", "types", "security", "operations", "support", "rules", "fmt", "api"];

/// Heads that are imported themselves: `rules::R_NAME_1`. Behind the others the name is imported: `Json`.
const IMPORTED: [&str; 4] = ["support", "rules", "fmt", "api"];

/// Whether a file may import something of this name. Only examples have `api`.
pub(in crate::emit) fn is_head(name: &str) -> bool {
    HEADS.contains(&name) && name != "api"
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    head: usize,
    pub(super) modules: Vec<String>,
    pub(super) name: String,
}

impl Reference {
    pub(super) fn head(&self) -> &'static str {
        HEADS.get(self.head).copied().unwrap_or_default()
    }

    /// Whether the name may stand alone.
    pub(super) fn is_short(&self) -> bool {
        !IMPORTED.contains(&self.head())
    }
}

/// The tokens with what `write` gives in the place of each reference, in their order.
pub(super) fn replace(tokens: TokenStream, write: &mut dyn FnMut(Reference) -> TokenStream) -> TokenStream {
    let mut trees: VecDeque<TokenTree> = tokens.into_iter().collect();
    let mut replaced: Vec<TokenTree> = Vec::with_capacity(trees.len());
    // What stands behind a dot or two colons begins no path.
    let (mut last, mut is_behind) = (' ', false);
    loop {
        if let Some((reference, length)) = begin(trees.make_contiguous()).filter(|_| !is_behind) {
            trees.drain(..length);
            replaced.extend(write(reference));
            (last, is_behind) = (' ', false);
            continue;
        }
        let Some(tree) = trees.pop_front() else { return replaced.into_iter().collect() };
        let mark = mark(&tree);
        (last, is_behind) = (mark, mark == '.' || (mark == ':' && last == ':'));
        replaced.push(match tree {
            TokenTree::Group(group) => Group::new(group.delimiter(), replace(group.stream(), write)).into(),
            other => other,
        });
    }
}

/// The reference that the tokens begin with, and of how many it consists.
fn begin(tokens: &[TokenTree]) -> Option<(Reference, usize)> {
    let [TokenTree::Ident(first), rest @ ..] = tokens else { return None };
    let (mut name, mut rest) = next(rest)?;
    let head = HEADS.iter().position(|head| first == head)?;
    let mut modules = Vec::new();
    while may_have_modules(first) && !is_capital(name) {
        modules.push(name.to_string());
        (name, rest) = next(rest)?;
    }
    Some((Reference { head, modules, name: name.to_string() }, tokens.len() - rest.len()))
}

fn next(tokens: &[TokenTree]) -> Option<(&Ident, &[TokenTree])> {
    match tokens {
        [one, other, TokenTree::Ident(name), rest @ ..] if mark(one) == ':' && mark(other) == ':' => Some((name, rest)),
        _ => None,
    }
}

/// The mark that the token is; a blank if it is none.
fn mark(tree: &TokenTree) -> char {
    match tree {
        TokenTree::Punct(mark) => mark.as_char(),
        TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => ' ',
    }
}

/// Types and operations begin with a capital, the modules in front of them do not.
fn may_have_modules(head: &Ident) -> bool {
    head == "operations" || head == "types"
}

fn is_capital(name: &Ident) -> bool {
    name.to_string().starts_with(|letter: char| letter.is_ascii_uppercase())
}
