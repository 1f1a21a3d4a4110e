//! A lock that futures wait for, made from `std` alone, so that no async runtime becomes a dependency.
//!
//! `renewal` decides what is done under the lock. Nothing here knows sessions.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A lock for one holder at a time. The waiting futures get it in the order in which they began to wait.
#[derive(Default)]
pub(super) struct AsyncLock(Mutex<State>);

#[derive(Default)]
struct State {
    is_locked: bool,
    last_ticket: u64,
    /// The tickets and wakers of the futures that wait, in the order of the tickets. No map, whose code every consumer
    /// would compile.
    waiting: VecDeque<(u64, Waker)>,
}

impl State {
    /// Notes the waker of a ticket, and gives the one that it had before.
    fn wait(&mut self, ticket: u64, waker: Waker) -> Option<Waker> {
        match self.waiting.binary_search_by_key(&ticket, |(other, _)| *other) {
            Ok(index) => self.waiting.get_mut(index).map(|(_, before)| std::mem::replace(before, waker)),
            Err(index) => {
                self.waiting.insert(index, (ticket, waker));
                None
            }
        }
    }

    /// Takes the waker of a ticket out.
    fn leave(&mut self, ticket: u64) -> Option<Waker> {
        let index = self.waiting.binary_search_by_key(&ticket, |(other, _)| *other).ok()?;
        self.waiting.remove(index).map(|(_, waker)| waker)
    }
}

impl AsyncLock {
    /// Waits for the lock.
    pub(super) fn lock(&self) -> Locking<'_> {
        Locking { lock: self, ticket: None }
    }

    /// Changes the state, and wakes the first future that waits if the lock is free.
    ///
    /// What `change` returns is dropped after the mutex is released, as every waker is: dropping a waker may drop a future
    /// that waits for this lock.
    fn release<R>(&self, change: impl FnOnce(&mut State) -> R) {
        let mut state = self.state();
        let returned = change(&mut state);
        let next = if state.is_locked { None } else { state.waiting.front().map(|(_, waker)| waker.clone()) };
        drop(state);
        drop(returned);
        if let Some(next) = next {
            next.wake();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Holds the lock until it is dropped. A future that has a guard and is neither polled nor dropped keeps all others waiting.
pub(super) struct Guard<'a>(&'a AsyncLock);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.release(|state| state.is_locked = false);
    }
}

/// The future of [`AsyncLock::lock`].
pub(super) struct Locking<'a> {
    lock: &'a AsyncLock,
    /// Its key in [`State::waiting`], from the first time that it has to wait.
    ticket: Option<u64>,
}

impl<'a> Future for Locking<'a> {
    type Output = Guard<'a>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Guard<'a>> {
        let lock = self.lock;
        let waker = context.waker().clone();
        let mut state = lock.state();
        if state.is_locked {
            let ticket = *self.ticket.get_or_insert_with(|| {
                state.last_ticket += 1;
                state.last_ticket
            });
            let before = state.wait(ticket, waker);
            drop(state);
            drop(before);
            return Poll::Pending;
        }
        state.is_locked = true;
        let before = self.ticket.take().and_then(|ticket| state.leave(ticket));
        drop(state);
        drop(before);
        Poll::Ready(Guard(lock))
    }
}

impl Drop for Locking<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            // It may have been woken to take the lock: then the next future has to be woken instead.
            self.lock.release(|state| state.leave(ticket));
        }
    }
}
