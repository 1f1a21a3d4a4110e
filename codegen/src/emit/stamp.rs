//! Items that are the same for many types but for the name: they are printed once and stamped with each name.
//!
//! What the items are stands with the printers of their files; which file has which stamps, too.

use std::sync::OnceLock;

use proc_macro2::{Group, Span, TokenStream, TokenTree};

use super::imports::{self, Full, Reference, Site};
use super::tokens::path;
use super::{newtype, wire};
use crate::print;

/// A kind of such items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    /// How a string is written and read.
    Text,
    /// How an enum of strings is.
    Value,
    /// How a secret is.
    Secret,
    /// Writing through serde.
    Serialize,
    /// Reading what is sent through serde.
    DeserializeRequest,
    /// Reading what is received through serde.
    DeserializeResponse,
    /// A newtype from its text.
    FromText,
    /// What shows the text of a newtype.
    Views,
}

impl Stamp {
    const ALL: [Self; 8] = [
        Self::Text,
        Self::Value,
        Self::Secret,
        Self::Serialize,
        Self::DeserializeRequest,
        Self::DeserializeResponse,
        Self::FromText,
        Self::Views,
    ];

    fn items(self, name: &TokenStream) -> TokenStream {
        match self {
            Self::Text => wire::text(name),
            Self::Value => wire::value(name),
            Self::Secret => wire::secret(name),
            Self::Serialize => wire::serialize(name),
            Self::DeserializeRequest => wire::deserialize_request(name),
            Self::DeserializeResponse => wire::deserialize_response(name),
            Self::FromText => newtype::from_text(name),
            Self::Views => newtype::views(name),
        }
    }
}

/// What stands for the name while a stamp is printed.
const NAME: &str = "Stamped";

/// How long a name may be for all the lines that it stands in to be whole.
const LONGEST: usize = 40;

/// Every stamp, printed once. Threads share them.
#[derive(Debug, Default)]
pub(super) struct Stamps(OnceLock<syn::Result<Vec<Printed>>>);

/// A stamp as it is printed, and what it refers to.
#[derive(Debug)]
pub(super) struct Printed {
    stamp: Stamp,
    pub(super) needed: Vec<Reference>,
    text: String,
}

impl Stamps {
    /// All of them; whoever asks first prints them.
    pub(super) fn all(&self) -> &syn::Result<Vec<Printed>> {
        self.0.get_or_init(|| Stamp::ALL.into_iter().map(Printed::new).collect())
    }

    pub(super) fn get(&self, stamp: Stamp) -> syn::Result<&Printed> {
        let all = self.all().as_ref().map_err(Clone::clone)?;
        let found = all.iter().find(|printed| printed.stamp == stamp);
        found.ok_or_else(|| syn::Error::new(Span::call_site(), format!("there is no stamp {stamp:?}")))
    }
}

impl Printed {
    fn new(stamp: Stamp) -> syn::Result<Self> {
        Ok(Self { stamp, needed: imports::references(stamp.items(&path(NAME))), text: print(stamp, NAME)? })
    }

    /// The items of the type that is written like this where they stand.
    pub(super) fn with(&self, name: &str) -> syn::Result<String> {
        match name.len() {
            0..=LONGEST => Ok(self.text.replace(NAME, name)),
            _ => print(self.stamp, name),
        }
    }
}

/// Prints the items of a type of that name, which is as short as it can be already.
fn print(stamp: Stamp, name: &str) -> syn::Result<String> {
    let full = Full { items: stamp.items(&path(NAME)), ..Full::default() };
    // How deep in the output it stands only shows in the `use` lines.
    let items = imports::resolve(full, &Site::Deep(1), &[])?.items;
    print::items(named(items, &path(name)))
}

/// The tokens with the name in its place.
fn named(tokens: TokenStream, name: &TokenStream) -> TokenStream {
    let named = |tree| match tree {
        TokenTree::Ident(ident) if ident == NAME => name.clone(),
        TokenTree::Group(group) => TokenTree::from(Group::new(group.delimiter(), named(group.stream(), name))).into(),
        other => TokenStream::from(other),
    };
    tokens.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_what_would_be_printed_for_the_name() {
        let stamps = Stamps::default();
        for stamp in Stamp::ALL {
            for length in [1, LONGEST - 7, LONGEST - 6, 2 * LONGEST] {
                let name = format!("types::{}", "N".repeat(length));
                let wanted = print(stamp, &name).expect("that is Rust");
                assert!(wanted.contains(&name), "{wanted}");
                let stamped = stamps.get(stamp).and_then(|printed| printed.with(&name));
                assert_eq!(stamped.expect("that is Rust"), wanted, "{stamp:?}");
            }
        }
    }
}
