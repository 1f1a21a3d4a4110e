//! One at a time: who gets a turn, and that nobody who waits is forgotten, whoever else gives up.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use super::super::turns::{Turn, Turns, Waiting};
use super::run;

/// Counts how often it was told to ask again.
#[derive(Default)]
struct Told(AtomicUsize);

impl Wake for Told {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Somebody who waits, and is asked by the test alone.
struct Waiter<'a> {
    waiting: Pin<Box<Waiting<'a>>>,
    told: Arc<Told>,
    /// How often it had been told when it was asked last, once it was.
    heard: Option<usize>,
}

impl<'a> Waiter<'a> {
    fn new(turns: &'a Turns) -> Self {
        Self { waiting: Box::pin(turns.next()), told: Arc::default(), heard: None }
    }

    fn ask(&mut self) -> Option<Turn<'a>> {
        self.heard = Some(self.told());
        let waker = Waker::from(Arc::clone(&self.told));
        match self.waiting.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(turn) => Some(turn),
            Poll::Pending => None,
        }
    }

    fn told(&self) -> usize {
        self.told.0.load(Ordering::SeqCst)
    }
}

/// As many who wait as that, behind one who has the turn.
fn queue(turns: &Turns, count: usize) -> (Turn<'_>, Vec<Waiter<'_>>) {
    let turn = Waiter::new(turns).ask().expect("nobody has a turn");
    let mut waiters: Vec<_> = (0..count).map(|_| Waiter::new(turns)).collect();
    assert!(waiters.iter_mut().all(|waiter| waiter.ask().is_none()));
    (turn, waiters)
}

fn told(waiters: &[Waiter<'_>]) -> Vec<usize> {
    waiters.iter().map(Waiter::told).collect()
}

#[test]
fn the_first_who_waits_is_told_alone() {
    let turns = Turns::default();
    let (turn, mut waiters) = queue(&turns, 3);
    assert_eq!(told(&waiters), [0, 0, 0]);
    drop(turn);
    assert_eq!(told(&waiters), [1, 0, 0]);
    let turn = waiters[0].ask().expect("its turn");
    assert!(waiters[1].ask().is_none());
    drop(turn);
    assert_eq!(told(&waiters), [1, 1, 0]);
}

#[test]
fn who_gives_up_hands_on_what_it_was_told() {
    let turns = Turns::default();
    let (turn, mut waiters) = queue(&turns, 3);
    // Nobody needs to hear of this one: the turn is taken.
    drop(waiters.remove(1));
    assert_eq!(told(&waiters), [0, 0]);
    drop(turn);
    assert_eq!(told(&waiters), [1, 0]);
    drop(waiters.remove(0));
    assert_eq!(told(&waiters), [1]);
    assert!(waiters[0].ask().is_some());
}

#[test]
fn who_is_overtaken_is_told_again() {
    let turns = Turns::default();
    let (turn, mut waiters) = queue(&turns, 1);
    drop(turn);
    let turn = Waiter::new(&turns).ask().expect("nobody has a turn");
    assert!(waiters[0].ask().is_none());
    drop(turn);
    assert_eq!(told(&waiters), [2]);
    assert!(waiters[0].ask().is_some());
}

#[test]
fn a_panic_ends_a_turn() {
    let turns = Turns::default();
    let (turn, waiters) = queue(&turns, 1);
    let panics = std::panic::AssertUnwindSafe(|| {
        let _turn = turn;
        std::panic::resume_unwind(Box::new("on purpose"));
    });
    assert!(std::panic::catch_unwind(panics).is_err());
    assert_eq!(told(&waiters), [1]);
}

/// Numbers by chance, the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }
}

#[test]
fn nobody_is_forgotten_in_any_order_of_events() {
    for seed in 0..2000 {
        let (turns, mut chance) = (Turns::default(), Chance(seed));
        let (mut held, mut waiters): (Option<Turn<'_>>, Vec<Waiter<'_>>) = (None, Vec::new());
        for _ in 0..60 {
            match chance.below(4) {
                0 if waiters.len() < 5 => waiters.push(Waiter::new(&turns)),
                1 => held = None,
                2 if !waiters.is_empty() => drop(waiters.remove(chance.below(waiters.len()))),
                3 if !waiters.is_empty() => {
                    let asked = chance.below(waiters.len());
                    if let Some(turn) = waiters[asked].ask() {
                        assert!(held.is_none(), "seed {seed}: two have a turn");
                        held = Some(turn);
                        drop(waiters.remove(asked));
                    }
                }
                _ => {}
            }
            // One who was never asked is not waiting yet.
            let mut waiting = waiters.iter().filter_map(|waiter| Some(waiter.told() > waiter.heard?)).peekable();
            let is_idle = held.is_none() && waiting.peek().is_some();
            assert!(!is_idle || waiting.any(|is_told| is_told), "seed {seed}: nobody goes on");
        }
    }
}

#[test]
fn threads_take_turns() {
    let (turns, busy, count) = (Turns::default(), AtomicBool::new(false), AtomicUsize::new(0));
    let work = || {
        run(async {
            for _ in 0..200 {
                let _turn = turns.next().await;
                assert!(!busy.swap(true, Ordering::SeqCst), "two have a turn");
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
