//! The model as Rust files, without a look at the document.
//!
//! `lower` decides, this prints: one small function for each kind of output, paths written in full and shortened by
//! [`imports`]. Nothing here reads OpenAPI, and no text of a document reaches the output but through [`doc`], a string
//! literal or an identifier that `name` made.

mod address;
mod api;
mod checks;
mod context;
mod doc;
mod enumeration;
mod example;
mod fault;
mod file;
mod imports;
mod newtype;
mod object;
mod operation;
mod package;
mod rules;
mod runtime;
#[cfg(test)]
mod sample;
mod security;
#[cfg(test)]
mod tests;
mod tokens;
mod types;
mod validate;
mod wire;

pub(crate) use file::Unprintable;
pub(crate) use package::package;

use crate::Options;
use crate::files::Files;
use crate::model::Api;
use context::Context;

/// Every file of the module, by its path below the root of the module.
///
/// # Errors
///
/// The first file that could not be printed, which is a fault of the generator.
pub(crate) fn emit(api: &Api, options: &Options) -> Result<Files, Unprintable> {
    let context = Context { api, options };
    let security = security::file(&context);
    let mut all = vec![api::file(&context, security.is_some()), rules::file(&context), checks::file(&context)];
    all.extend(security);
    all.extend(types::files(&context));
    all.extend(wire::files(&context));
    all.extend(validate::files(&context));
    all.extend(operation::files(&context));
    let mut files = Files::new();
    for file in all {
        let (path, text) = file.print(&context)?;
        files.insert(path, text);
    }
    for (path, text) in runtime::files(&context) {
        files.insert(path, text);
    }
    Ok(files)
}
