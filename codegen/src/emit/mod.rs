//! The model as Rust files, without a look at the document.
//!
//! `lower` decides, this prints: one small function for each kind of output, paths written in full and shortened by
//! [`imports`]. Nothing here reads OpenAPI, and no text of a document reaches the output but through [`doc`], a string
//! literal or an identifier that `name` made.

mod address;
mod answer;
mod api;
mod body;
mod checks;
mod choice;
mod constructor;
mod context;
mod doc;
mod enumeration;
mod example;
mod fault;
mod file;
mod header;
mod imports;
mod item;
mod judge;
mod layout;
mod newtype;
mod object;
mod operation;
mod operations;
mod package;
mod parameter;
mod request;
mod rules;
mod runtime;
mod security;
mod stream;
#[cfg(test)]
mod tests;
mod tokens;
mod tree;
mod types;

pub(crate) use context::Context;
pub(crate) use package::package;
pub(crate) use runtime::files as runtime;

use file::Built;

use crate::model::{Api, Type};
use crate::options::Options;

/// A type as code beside the module of the output names it.
pub(crate) fn type_in_rust(api: &Api, options: &Options, ty: &Type) -> String {
    Context::new(api, options).ty(ty).to_string()
}

/// Every file that the model becomes, one after the other: tokens take much more room than the text they are printed as.
pub(crate) fn files<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> + 'a {
    top(context).chain(types::files(context)).chain(operations::files(context))
}

/// The files beside the folders.
fn top<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> {
    let security = (!context.api.credentials.is_empty()).then(|| security::file(context));
    let others = [api::file(context, security.is_some()), rules::file(context), checks::file(context)];
    others.into_iter().chain(security)
}
