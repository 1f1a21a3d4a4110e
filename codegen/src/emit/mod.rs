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
mod press;
mod request;
mod rules;
mod runtime;
#[cfg(test)]
mod sample;
mod security;
mod stamp;
#[cfg(test)]
mod tests;
mod text;
mod tokens;
mod tree;
mod types;
mod validate;
mod wire;

pub(crate) use file::Unprintable;
pub(crate) use package::package;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::Options;
use crate::files::Files;
use crate::model::Api;
use file::Unit;
use press::{Job, Press};
use stamp::Stamps;

/// Every file of the module for the model that `make` gives, by its path below the root of the module. What needs no
/// model is printed meanwhile; `make` is called once, where the stack is deep, and what it gives stays in `model`.
///
/// # Errors
///
/// The first file, by its path, that could not be printed, which is a fault of the generator.
pub(crate) fn emit(
    model: &OnceLock<Option<Api>>,
    options: &Options,
    make: &(impl Fn() -> Option<Api> + Sync),
) -> Result<Files, Unprintable> {
    let (mut files, mut failed, stamps) = (Files::new(), Vec::new(), Stamps::default());
    for text in Press::new(model, options, &stamps).run(make) {
        match text {
            Ok((path, text)) => files.insert(path, text),
            Err(error) => failed.push(error),
        }
    }
    failed.into_iter().min_by(|one, other| one.path.cmp(&other.path)).map_or(Ok(files), Err)
}

/// All the work: files of one name in one folder or below it may be twins and go together, the most of them first, so
/// that no core waits for one that began late.
fn jobs(api: &Api) -> Vec<Job<'_>> {
    let units = [top(api), wire::units(api), types::units(api), operation::units(api), validate::units(api)];
    let mut jobs: BTreeMap<(String, String), Vec<Unit<'_>>> = BTreeMap::new();
    for unit in units.into_iter().flatten() {
        let (first, last) = (unit.path().split('/').next(), unit.path().rsplit('/').next());
        let key = [first, last].map(|segment| segment.unwrap_or_default().to_owned());
        jobs.entry(key.into()).or_default().push(unit);
    }
    let mut jobs: Vec<Job<'_>> = jobs.into_values().map(Job).collect();
    jobs.sort_by_key(|job| Reverse(job.0.len()));
    jobs
}

/// The files beside the folders.
fn top(api: &Api) -> Vec<Unit<'_>> {
    let has_security = security::is_needed(api);
    let security = has_security.then(|| Unit::new("security.rs", security::file));
    let api = Unit::new("mod.rs", move |context, path| api::file(context, path, has_security));
    let others = [api, Unit::new("rules.rs", rules::file), Unit::new("checks.rs", checks::file)];
    others.into_iter().chain(security).collect()
}
