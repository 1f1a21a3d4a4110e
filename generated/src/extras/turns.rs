//! One at a time: a lock that futures wait for, of parts of `std`, so that no async runtime has to be a dependency.
//!
//! What is done under the lock is for `renewal`. Nothing here knows sessions.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Gives turns, one after the other. Whoever drops a [`Turn`] or waits no more lets the next one go on.
#[derive(Default)]
pub(super) struct Turns(Mutex<State>);

#[derive(Default)]
struct State {
    taken: bool,
    last_ticket: u64,
    /// Who waits, in the order of their coming.
    waiting: BTreeMap<u64, Waker>,
}

impl Turns {
    /// Waits until nobody else has a turn.
    pub(super) fn next(&self) -> Waiting<'_> {
        Waiting { turns: self, ticket: None }
    }

    /// Changes the state, and then tells the first of those who wait if nobody has a turn.
    ///
    /// What `change` gives is dropped outside of the lock, as every waker is: dropping one may drop a future that waits here too.
    fn leave<R>(&self, change: impl FnOnce(&mut State) -> R) {
        let mut state = self.state();
        let left = change(&mut state);
        let next = if state.taken { None } else { state.waiting.values().next().cloned() };
        drop(state);
        drop(left);
        if let Some(next) = next {
            next.wake();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody's turn, until it is dropped. A future that holds one and is neither asked nor dropped keeps all others waiting.
pub(super) struct Turn<'a>(&'a Turns);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.leave(|state| state.taken = false);
    }
}

/// The future of [`Turns::next`].
pub(super) struct Waiting<'a> {
    turns: &'a Turns,
    /// What it is known by among those who wait, once it does.
    ticket: Option<u64>,
}

impl<'a> Future for Waiting<'a> {
    type Output = Turn<'a>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Turn<'a>> {
        let turns = self.turns;
        let waker = context.waker().clone();
        let mut state = turns.state();
        if state.taken {
            let ticket = *self.ticket.get_or_insert_with(|| {
                state.last_ticket += 1;
                state.last_ticket
            });
            let before = state.waiting.insert(ticket, waker);
            drop(state);
            drop(before);
            return Poll::Pending;
        }
        state.taken = true;
        let before = self.ticket.take().and_then(|ticket| state.waiting.remove(&ticket));
        drop(state);
        drop(before);
        Poll::Ready(Turn(turns))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            // It may have been told that it can go on: then another one has to hear of it.
            self.turns.leave(|state| state.waiting.remove(&ticket));
        }
    }
}
