//! Which paths among tokens begin with a head, and other tokens in their places. How a reference is written is decided
//! elsewhere.

use std::collections::VecDeque;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};

/// How names behind a head are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `Json`, with the name imported.
    Short,
    /// `rules::R_NAME_1`, with the head imported.
    Headed,
}

/// The heads: the one that stands first wins a name that several claim.
const HEADS: &[(&str, Style)] = &[
    ("rt", Style::Short),
    ("http", Style::Short),
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

/// Whether a file may import something of this name. Only examples have `api`.
pub(in crate::emit) fn is_head(name: &str) -> bool {
    HEADS.iter().any(|(head, _)| *head == name && name != "api")
}

/// A path that begins with a head.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    head: usize,
    pub(super) modules: Vec<String>,
    pub(super) name: String,
}

impl Reference {
    pub(super) fn head(&self) -> &'static str {
        HEADS.get(self.head).map_or("", |(head, _)| head)
    }

    pub(super) fn style(&self) -> Style {
        HEADS.get(self.head).map_or(Style::Headed, |(_, style)| *style)
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
    let head = HEADS.iter().position(|(head, _)| first == head)?;
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
