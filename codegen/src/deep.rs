//! A thread that has room for whatever recurses over a document.

use std::panic::resume_unwind;
use std::thread;

/// `openapiv3` takes up to 50 kB of stack for a level of nesting, more than most threads have for the deepest document.
const STACK: usize = 32 << 20;

/// Does something where the stack is deep, or here if there are no threads.
pub(crate) fn deep<T: Send>(act: impl Fn() -> T + Sync) -> T {
    let done = thread::scope(|scope| {
        let started = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &act).ok()?;
        Some(started.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    done.unwrap_or_else(act)
}
