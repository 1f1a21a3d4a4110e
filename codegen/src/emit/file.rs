//! One file of the output: its header, its own documentation, its items.

use proc_macro2::TokenStream;
use syn::Item;

use super::context::Context;
use super::doc::Doc;
use super::imports::{self, Full, Short, Site};
use super::stamp::{Printed, Stamp};
use crate::print::{self, Parts, Twins};

/// A file whose text could not be printed: a fault of the generator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unprintable {
    /// The file.
    pub(crate) path: String,
    /// What the parser says.
    pub(crate) message: String,
}

/// A path and a text, or why there is none.
pub(super) type Text = Result<(String, String), Unprintable>;

/// A file that is still to be built.
pub(super) struct Unit<'a> {
    path: String,
    build: Box<Build<'a>>,
}

/// Builds the file of that path.
type Build<'a> = dyn Fn(&Context<'a>, String) -> File + Send + Sync + 'a;

impl<'a> Unit<'a> {
    pub(super) fn new(
        path: impl Into<String>,
        build: impl Fn(&Context<'a>, String) -> File + Send + Sync + 'a,
    ) -> Self {
        Self { path: path.into(), build: Box::new(build) }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn build(&self, context: &Context<'a>) -> File {
        (self.build)(context, self.path.clone())
    }
}

/// A file that is being put together.
pub(super) struct File {
    path: String,
    /// What it consists of, unless a name in it is none.
    parts: syn::Result<Parts>,
}

impl File {
    /// A file without items, whose paths are relative to itself.
    pub(super) fn new(context: &Context<'_>, path: String, docs: Doc, items: TokenStream) -> Self {
        Self { path, parts: Ok(parts(context, docs, Vec::new(), items)) }
    }

    /// A file that stands at `site` and defines those names.
    pub(super) fn resolved(
        context: &Context<'_>,
        path: String,
        docs: Doc,
        items: TokenStream,
        site: &Site,
        defined: &[&str],
    ) -> Self {
        let resolved = imports::resolve(Full { items, ..Full::default() }, site, defined);
        Self { path, parts: resolved.map(|Short { uses, items, .. }| parts(context, docs, uses, items)) }
    }

    /// The file of one type: its own items, and behind them those that it has in common with others. `name` is how it
    /// is called in full.
    pub(super) fn stamped(
        context: &Context<'_>,
        path: String,
        name: TokenStream,
        (items, stamps): (TokenStream, Vec<Stamp>),
        site: &Site,
        defined: &[&str],
    ) -> Self {
        let build = || {
            let stamps: Vec<&Printed> =
                stamps.into_iter().map(|stamp| context.stamps.get(stamp)).collect::<syn::Result<_>>()?;
            let needed = stamps.iter().flat_map(|stamp| stamp.needed.iter().cloned()).collect();
            let Short { uses, items, name } = imports::resolve(Full { items, needed, name }, site, defined)?;
            let stamped = stamps.iter().map(|stamp| stamp.with(&name)).collect::<syn::Result<_>>()?;
            Ok(Parts { stamped, ..parts(context, Doc::new(0), uses, items) })
        };
        Self { path, parts: build() }
    }

    /// The path and the text.
    pub(super) fn print(self, twins: Option<&mut Twins>) -> Text {
        match self.parts.and_then(|parts| print::source(parts, twins)) {
            Ok(text) => Ok((self.path, text)),
            Err(error) => Err(Unprintable { path: self.path, message: error.to_string() }),
        }
    }
}

/// The file with its header and the documentation that its items have put aside.
fn parts(context: &Context<'_>, docs: Doc, uses: Vec<Item>, items: TokenStream) -> Parts {
    let mut header = vec![context.header()];
    let docs = docs.into_lines();
    if !docs.is_empty() {
        header.push(String::new());
    }
    header.extend(docs);
    Parts { docs: header, uses, items, stamped: Vec::new(), comments: context.comments() }
}
