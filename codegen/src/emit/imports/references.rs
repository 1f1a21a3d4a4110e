//! Which paths among tokens begin with a head, and other tokens in their places. How a reference is written is decided
//! elsewhere.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};

use super::{HEADS, Style};

/// A path that begins with a head.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    /// Index into the heads.
    head: usize,
    /// The modules between head and name.
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
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = trees.as_slice();
    let mut replaced = TokenStream::new();
    // What stands behind a dot or two colons begins no path.
    let (mut last, mut is_behind) = (' ', false);
    while let [first, behind @ ..] = rest {
        if let Some((reference, behind)) = begin(rest).filter(|_| !is_behind) {
            replaced.extend(write(reference));
            (rest, last, is_behind) = (behind, ' ', false);
            continue;
        }
        let mark = mark(first);
        is_behind = mark == '.' || (mark == ':' && last == ':');
        replaced.extend([match first {
            TokenTree::Group(group) => Group::new(group.delimiter(), replace(group.stream(), write)).into(),
            other => other.clone(),
        }]);
        (rest, last) = (behind, mark);
    }
    replaced
}

/// The reference that the tokens begin with, and what stands behind it.
fn begin(tokens: &[TokenTree]) -> Option<(Reference, &[TokenTree])> {
    let [TokenTree::Ident(first), rest @ ..] = tokens else { return None };
    let (mut name, mut rest) = next(rest)?;
    let head = HEADS.iter().position(|(head, _)| first == head)?;
    let mut modules = Vec::new();
    while may_have_modules(first) && !is_capital(name) {
        modules.push(name.to_string());
        (name, rest) = next(rest)?;
    }
    Some((Reference { head, modules, name: name.to_string() }, rest))
}

/// The next name of a path.
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
