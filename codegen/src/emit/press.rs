//! The threads that print, beside the one that reads the document. They change how long it takes, and nothing else.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, Scope, ScopedJoinHandle};

use super::context::Context;
use super::file::{Text, Unit};
use super::stamp::Stamps;
use super::{jobs, runtime};
use crate::Options;
use crate::deep;
use crate::model::Api;
use crate::print::Twins;

/// What the parser stands on for a text nested as deeply as any may be; as much as a main thread has.
const STACK: usize = 8 << 20;

/// The most threads: they are started before anybody knows how much there is to print.
const MOST: usize = 8;

/// What all threads share.
pub(super) struct Press<'a> {
    model: &'a OnceLock<Option<Api>>,
    options: &'a Options,
    stamps: &'a Stamps,
    /// Whether somebody prints what needs no model.
    ahead: AtomicBool,
    jobs: OnceLock<Vec<Job<'a>>>,
    next: AtomicUsize,
}

/// What one thread does in one go, from the model to the text: tokens cannot leave their thread.
pub(super) struct Job<'a>(pub(super) Vec<Unit<'a>>);

impl<'a> Press<'a> {
    pub(super) fn new(model: &'a OnceLock<Option<Api>>, options: &'a Options, stamps: &'a Stamps) -> Self {
        let (ahead, next) = (AtomicBool::new(false), AtomicUsize::new(0));
        Self { model, options, stamps, ahead, jobs: OnceLock::new(), next }
    }

    /// Makes the model and prints it; without a model there is nothing to print but what needs none.
    pub(super) fn run(&self, make: &(impl Fn() -> Option<Api> + Sync)) -> Vec<Text> {
        let read = || {
            let set = SetAtLast(self.model);
            // It is set once, here.
            let _first = self.model.set(make());
            drop(set);
        };
        thread::scope(|scope| {
            // The reader does not print as well: whom a thread at work wakes is often put behind it, on the same core.
            let reader = thread::Builder::new().stack_size(deep::STACK).spawn_scoped(scope, read).ok();
            let cores = thread::available_parallelism().map_or(1, NonZero::get);
            let printers = if reader.is_some() { cores.min(MOST) } else { 0 };
            let printers: Vec<_> = (0..printers).filter_map(|_| self.start(scope)).collect();
            // There are places without threads: what nobody else does is done here.
            reader.map_or_else(read, joined);
            let mut all: Vec<Text> = printers.into_iter().flat_map(joined).collect();
            all.extend(self.print());
            all
        })
    }

    fn start<'s>(&'s self, scope: &'s Scope<'s, '_>) -> Option<ScopedJoinHandle<'s, Vec<Text>>> {
        thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || self.print()).ok()
    }

    /// What needs no model, and then, when there is one, everything else.
    fn print(&self) -> Vec<Text> {
        let mut done = Vec::new();
        if !self.ahead.swap(true, Ordering::Relaxed) {
            done.extend(runtime::files(self.options).into_iter().map(Ok));
            let _printed = self.stamps.all();
        }
        let Some(api) = self.model.wait() else { return done };
        let context = Context::new(api, self.options, self.stamps);
        let jobs = self.jobs.get_or_init(|| jobs(api));
        while let Some(Job(units)) = jobs.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let mut twins = (units.len() > 1).then(Twins::default);
            done.extend(units.iter().map(|unit| unit.build(&context).print(twins.as_mut())));
        }
        done
    }
}

fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Says that there is no model unless there is one: whoever waits for it must not wait for ever when making it panics.
struct SetAtLast<'a>(&'a OnceLock<Option<Api>>);

impl Drop for SetAtLast<'_> {
    fn drop(&mut self) {
        let _there_is_one = self.0.set(None);
    }
}
