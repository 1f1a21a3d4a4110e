//! Document to model: every decision is taken here, so that printing needs none. First a plan of what operations reach
//! (`plan`, `schema`, `operation`, ...), then names for all of it, then the model. Nothing here knows how Rust is
//! printed.

mod build;
mod constraint;
mod docs;
mod fault;
mod findings;
mod graph;
mod literal;
mod naming;
mod object;
mod operation;
mod parameter;
mod path;
mod plan;
mod rules;
mod schema;
mod security;
mod server;
#[cfg(test)]
mod tests;
mod unenforced;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::model;
use crate::options::Strictness;

use findings::Findings;
use schema::Walker;

/// What is to be written for a document. There is a model exactly when no finding is an error, here or before.
#[must_use]
pub(crate) fn lower(document: &Document<'_>, strictness: Strictness) -> (Option<model::Api>, Vec<Diagnostic>) {
    let mut walker = Walker::new(document, Findings::new(strictness, document.is_partial()));
    let operations = walker.operations();
    walker.drain();
    let (plan, mut found) = walker.finish(operations);
    let api = build::api(&plan, &mut found);
    found.add_left(&document.left);
    let found = found.into_list();
    let failed = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    (api.filter(|_| !failed && !document.is_partial()), found)
}
