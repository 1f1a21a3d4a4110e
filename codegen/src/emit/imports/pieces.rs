//! Tokens taken apart at the references among them, and put together again. How a reference is written is decided
//! elsewhere.

use std::iter::from_fn;
use std::mem::take;

use indexmap::IndexSet;
use proc_macro2::{Delimiter, Group, Ident, Punct, TokenStream, TokenTree};

use super::{HEADS, Reference};

/// Tokens taken apart: what comes between references, and which reference it is.
pub(super) enum Piece {
    Token(TokenTree),
    Open(Delimiter),
    Close,
    Reference(usize),
}

/// Takes tokens apart in one walk and notes each reference.
#[derive(Default)]
pub(super) struct Reader {
    pieces: Vec<Piece>,
    /// The references in the order of their first use.
    pub(super) wanted: IndexSet<Reference>,
    /// Where in the pieces a name stands that begins a path, if it turns out to be one.
    first: Option<usize>,
    /// Where a path stands that may become a reference, and its head.
    begun: Option<(usize, usize)>,
    /// The marks right in front, the last one last.
    marks: [Option<char>; 2],
}

/// The marks between two names of a path.
const COLONS: [Option<char>; 2] = [Some(':'), Some(':')];

impl Reader {
    /// The pieces; what they refer to joins what is wanted.
    pub(super) fn read_all(&mut self, tokens: TokenStream) -> Vec<Piece> {
        self.read(tokens);
        take(&mut self.pieces)
    }

    /// Adds what is wanted without being read.
    pub(super) fn want(&mut self, reference: Reference) {
        self.wanted.insert(reference);
    }

    fn read(&mut self, tokens: TokenStream) {
        self.interrupt();
        for tree in tokens {
            match tree {
                TokenTree::Group(group) => {
                    self.interrupt();
                    self.pieces.push(Piece::Open(group.delimiter()));
                    let stream = group.stream();
                    // With the group alive the stream would be copied.
                    drop(group);
                    self.read(stream);
                    self.pieces.push(Piece::Close);
                }
                TokenTree::Ident(ident) => self.ident(ident),
                TokenTree::Punct(punct) => self.punct(punct),
                TokenTree::Literal(literal) => {
                    self.interrupt();
                    self.pieces.push(Piece::Token(literal.into()));
                }
            }
        }
        self.interrupt();
    }

    /// What comes next belongs to nothing in front of it.
    fn interrupt(&mut self) {
        (self.first, self.begun, self.marks) = (None, None, [None, None]);
    }

    /// Two colons behind the first name of a path tell whether that is a head.
    fn punct(&mut self, punct: Punct) {
        let [_, last] = self.marks;
        self.marks = [last, Some(punct.as_char())];
        self.pieces.push(Piece::Token(punct.into()));
        if self.marks == COLONS && self.begun.is_none() {
            let first = self.first.filter(|at| at + 3 == self.pieces.len());
            self.begun = first.and_then(|at| Some((at, head(self.pieces.get(at)?)?)));
        } else if !matches!(self.marks, [_, Some(':')]) {
            self.begun = None;
        }
    }

    fn ident(&mut self, ident: Ident) {
        let is_path = self.marks == COLONS;
        let is_member = matches!(self.marks, [_, Some('.')]);
        // Of a path that was begun, two colons and a name are all that may follow.
        let begun = self.begun.filter(|(at, _)| is_path && (self.pieces.len() - at).is_multiple_of(3));
        self.interrupt();
        match begun {
            Some((at, head)) if may_have_modules(head) && !is_capital(&ident) => self.begun = Some((at, head)),
            Some((at, head)) => return self.complete(at, head, &ident),
            None if is_path || is_member => {}
            None => self.first = Some(self.pieces.len()),
        }
        self.pieces.push(Piece::Token(ident.into()));
    }

    /// Puts the reference that ends with this name in the place of its pieces.
    fn complete(&mut self, at: usize, head: usize, name: &Ident) {
        let modules = self.pieces.drain(at..).skip(1).filter_map(|piece| match piece {
            Piece::Token(TokenTree::Ident(module)) => Some(module),
            _ => None,
        });
        let modules = modules.map(|module| module.to_string()).collect();
        let (index, _) = self.wanted.insert_full(Reference { head, modules, name: name.to_string() });
        self.pieces.push(Piece::Reference(index));
    }
}

/// The head that the piece is.
fn head(piece: &Piece) -> Option<usize> {
    match piece {
        Piece::Token(TokenTree::Ident(ident)) => HEADS.iter().position(|(head, _)| ident == head),
        _ => None,
    }
}

/// Types and operations begin with a capital, the modules in front of them do not.
fn may_have_modules(head: usize) -> bool {
    HEADS.get(head).is_some_and(|(head, _)| matches!(*head, "operations" | "types"))
}

fn is_capital(ident: &Ident) -> bool {
    ident.to_string().starts_with(|letter: char| letter.is_ascii_uppercase())
}

/// The pieces up to the end of their group as tokens, each reference as it is written.
pub(super) fn assemble(pieces: &mut impl Iterator<Item = Piece>, written: &[Vec<TokenTree>]) -> TokenStream {
    let mut pending = [].iter();
    let mut tokens = TokenStream::new();
    tokens.extend(from_fn(|| {
        loop {
            if let Some(tree) = pending.next() {
                return Some(TokenTree::clone(tree));
            }
            match pieces.next()? {
                Piece::Token(tree) => return Some(tree),
                Piece::Open(delimiter) => return Some(Group::new(delimiter, assemble(pieces, written)).into()),
                Piece::Close => return None,
                Piece::Reference(index) => pending = written.get(index).map(|trees| trees.iter()).unwrap_or_default(),
            }
        }
    }));
    tokens
}
