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

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::Options;
use crate::files::Files;
use crate::model::Api;
use crate::print::Twins;
use context::Context;
use file::Unit;
use stamp::Stamps;

/// Every file of the module, by its path below the root of the module.
///
/// # Errors
///
/// The first file, by its path, that could not be printed, which is a fault of the generator.
pub(crate) fn emit(api: &Api, options: &Options) -> Result<Files, Unprintable> {
    let (mut files, mut failed, stamps) = (Files::new(), Vec::new(), Stamps::default());
    for text in texts(api, options, &stamps) {
        match text {
            Ok((path, text)) => files.insert(path, text),
            Err(error) => failed.push(error),
        }
    }
    failed.into_iter().min_by(|one, other| one.path.cmp(&other.path)).map_or(Ok(files), Err)
}

/// A path and a text, or why there is none.
type Text = Result<(String, String), Unprintable>;

/// What the parser stands on for a text nested as deeply as any may be; as much as a main thread has.
const STACK: usize = 8 << 20;

/// The texts of all files: threads change how long it takes, and nothing else.
fn texts<'a>(api: &'a Api, options: &'a Options, stamps: &'a Stamps) -> Vec<Text> {
    let (jobs, next) = (jobs(api), AtomicUsize::new(0));
    let work = || {
        let context = Context::new(api, options, stamps);
        let mut done = Vec::new();
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.extend(job.print(&context));
        }
        done
    };
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let started: Vec<_> = (0..cores.min(jobs.len())).filter_map(|core| start(core).ok()).collect();
        let runtime = runtime::files(&Context::new(api, options, stamps)).into_iter().map(Ok);
        let done = started.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        let mut all: Vec<_> = done.chain(runtime).collect();
        // There are places without threads.
        all.extend(work());
        all
    })
}

/// What one thread does in one go, from the model to the text: tokens cannot leave their thread.
struct Job<'a>(Vec<Unit<'a>>);

impl<'a> Job<'a> {
    fn print(&self, context: &Context<'a>) -> Vec<Text> {
        let mut twins = (self.0.len() > 1).then(Twins::default);
        self.0.iter().map(|unit| unit.build(context).print(twins.as_mut())).collect()
    }
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
    jobs.sort_by_key(|job| std::cmp::Reverse(job.0.len()));
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
