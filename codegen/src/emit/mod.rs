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
mod request;
mod rules;
mod runtime;
#[cfg(test)]
mod sample;
mod security;
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

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::Options;
use crate::files::Files;
use crate::model::Api;
use context::Context;
use file::File;

/// Every file of the module, by its path below the root of the module.
///
/// # Errors
///
/// The first file, by its path, that could not be printed, which is a fault of the generator.
pub(crate) fn emit(api: &Api, options: &Options) -> Result<Files, Unprintable> {
    let context = Context { api, options };
    let (mut files, mut failed) = (Files::new(), Vec::new());
    for part in parts(&context) {
        match part {
            Ok(texts) => texts.into_iter().for_each(|(path, text)| files.insert(path, text)),
            Err(error) => failed.push(error),
        }
    }
    failed.into_iter().min_by(|one, other| one.path.cmp(&other.path)).map_or(Ok(files), Err)
}

/// Paths and texts.
type Texts = Vec<(String, String)>;

/// The files that are built and printed together. Tokens cannot leave their thread, so a part is both.
type Part = fn(&Context<'_>) -> Vec<File>;

/// The longest first, so that no core waits for one that began late.
const PARTS: [Part; 5] = [wire::files, types::files, operation::files, validate::files, top];

/// The files beside the folders.
fn top(context: &Context<'_>) -> Vec<File> {
    let security = security::file(context);
    let api = api::file(context, security.is_some());
    [api, rules::file(context), checks::file(context)].into_iter().chain(security).collect()
}

/// What the parser stands on for a text nested as deeply as any may be; as much as a main thread has.
const STACK: usize = 8 << 20;

/// The files of each part and those of the runtime: threads change how long it takes, and nothing else.
fn parts(context: &Context<'_>) -> Vec<Result<Texts, Unprintable>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(part) = PARTS.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(part(context).into_iter().map(|file| file.print(context)).collect());
        }
        done
    };
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let started: Vec<_> = (0..cores.min(PARTS.len())).filter_map(|core| start(core).ok()).collect();
        let runtime = Ok(runtime::files(context));
        let done = started.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        let mut all: Vec<_> = done.chain([runtime]).collect();
        // There are places without threads.
        all.extend(work());
        all
    })
}
