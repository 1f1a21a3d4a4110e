//! Who gets the lock, and that no future waits for ever when others give up.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use super::super::async_lock::{AsyncLock, Guard, Locking};
use super::run;

/// Counts how often it was woken.
#[derive(Default)]
struct WakeCount(AtomicUsize);

impl Wake for WakeCount {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A future that waits for the lock, polled by the test alone.
struct Waiter<'a> {
    waiting: Pin<Box<Locking<'a>>>,
    wakes: Arc<WakeCount>,
    /// How often it had been woken when it was last polled; `None` if it never was.
    seen: Option<usize>,
}

impl<'a> Waiter<'a> {
    fn new(lock: &'a AsyncLock) -> Self {
        Self { waiting: Box::pin(lock.lock()), wakes: Arc::default(), seen: None }
    }

    fn poll(&mut self) -> Option<Guard<'a>> {
        self.seen = Some(self.woken());
        let waker = Waker::from(Arc::clone(&self.wakes));
        match self.waiting.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(guard) => Some(guard),
            Poll::Pending => None,
        }
    }

    fn woken(&self) -> usize {
        self.wakes.0.load(Ordering::SeqCst)
    }
}

/// The holder of the lock, and `count` futures that wait behind it.
fn queue(lock: &AsyncLock, count: usize) -> (Guard<'_>, Vec<Waiter<'_>>) {
    let guard = Waiter::new(lock).poll().expect("the lock is free");
    let mut waiters: Vec<_> = (0..count).map(|_| Waiter::new(lock)).collect();
    assert!(waiters.iter_mut().all(|waiter| waiter.poll().is_none()));
    (guard, waiters)
}

fn woken(waiters: &[Waiter<'_>]) -> Vec<usize> {
    waiters.iter().map(Waiter::woken).collect()
}

#[test]
fn only_the_first_that_waits_is_woken() {
    let lock = AsyncLock::default();
    let (guard, mut waiters) = queue(&lock, 3);
    assert_eq!(woken(&waiters), [0, 0, 0]);
    drop(guard);
    assert_eq!(woken(&waiters), [1, 0, 0]);
    let guard = waiters[0].poll().expect("it was woken");
    assert!(waiters[1].poll().is_none());
    drop(guard);
    assert_eq!(woken(&waiters), [1, 1, 0]);
}

#[test]
fn a_woken_future_that_is_dropped_wakes_the_next() {
    let lock = AsyncLock::default();
    let (guard, mut waiters) = queue(&lock, 3);
    // The lock is taken, so nobody has to be woken.
    drop(waiters.remove(1));
    assert_eq!(woken(&waiters), [0, 0]);
    drop(guard);
    assert_eq!(woken(&waiters), [1, 0]);
    drop(waiters.remove(0));
    assert_eq!(woken(&waiters), [1]);
    assert!(waiters[0].poll().is_some());
}

#[test]
fn a_future_that_is_overtaken_is_woken_again() {
    let lock = AsyncLock::default();
    let (guard, mut waiters) = queue(&lock, 1);
    drop(guard);
    let guard = Waiter::new(&lock).poll().expect("the lock is free");
    assert!(waiters[0].poll().is_none());
    drop(guard);
    assert_eq!(woken(&waiters), [2]);
    assert!(waiters[0].poll().is_some());
}

#[test]
fn a_panic_releases_the_lock() {
    let lock = AsyncLock::default();
    let (guard, waiters) = queue(&lock, 1);
    let panics = std::panic::AssertUnwindSafe(|| {
        let _guard = guard;
        std::panic::resume_unwind(Box::new("on purpose"));
    });
    assert!(std::panic::catch_unwind(panics).is_err());
    assert_eq!(woken(&waiters), [1]);
}

/// Random numbers, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }
}

#[test]
fn none_waits_for_ever_in_any_order_of_events() {
    for seed in 0..2000 {
        let (lock, mut random) = (AsyncLock::default(), Random(seed));
        let (mut held, mut waiters): (Option<Guard<'_>>, Vec<Waiter<'_>>) = (None, Vec::new());
        for _ in 0..60 {
            match random.below(4) {
                0 if waiters.len() < 5 => waiters.push(Waiter::new(&lock)),
                1 => held = None,
                2 if !waiters.is_empty() => drop(waiters.remove(random.below(waiters.len()))),
                3 if !waiters.is_empty() => {
                    let polled = random.below(waiters.len());
                    if let Some(guard) = waiters[polled].poll() {
                        assert!(held.is_none(), "seed {seed}: two hold the lock");
                        held = Some(guard);
                        drop(waiters.remove(polled));
                    }
                }
                _ => {}
            }
            // A future that was never polled does not wait yet.
            let mut waiting = waiters.iter().filter_map(|waiter| Some(waiter.woken() > waiter.seen?)).peekable();
            let is_idle = held.is_none() && waiting.peek().is_some();
            assert!(!is_idle || waiting.any(|is_woken| is_woken), "seed {seed}: nobody is woken");
        }
    }
}

#[test]
fn threads_take_guards() {
    let (lock, busy, count) = (AsyncLock::default(), AtomicBool::new(false), AtomicUsize::new(0));
    let work = || {
        run(async {
            for _ in 0..200 {
                let _guard = lock.lock().await;
                assert!(!busy.swap(true, Ordering::SeqCst), "two hold the lock");
                tokio::task::yield_now().await;
                count.fetch_add(1, Ordering::SeqCst);
                busy.store(false, Ordering::SeqCst);
            }
        });
    };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(work);
        }
    });
    assert_eq!(count.into_inner(), 1600);
}
