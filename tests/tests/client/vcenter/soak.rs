//! Looking at a task for days while every third look goes wrong: it ends well, and costs no more than a short wait.

use std::ops::ControlFlow;
use std::time::Duration;

use vcha_client::TaskStatus;
use vcha_client::session::Family;
use vcha_client::tasks::Event;
use vcha_tests::sim::{Ending, Op, Recorded, Scenario};

use super::{FAMILIES, Virtual, assert_careful, count, open, patience, spec, stand_in};

/// What waiting may hold at a time, in bytes: the state of a task and a connection with its TLS and its buffers, which
/// are 35 thousand when measured. Two hundred bytes that stay behind after each look would be too many.
const MOST: u64 = 128 << 10;

/// Waits for a task that takes that many looks. All of the client runs in this thread, whose bytes are counted.
fn soak(seed: u64, family: Family, looks: u32) {
    let sim = stand_in(Scenario::soak(seed, looks));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let session = runtime.block_on(open(&sim, family));
    let task = runtime.block_on(session.redeploy(spec())).expect("a task");
    let mut wait = patience();
    wait.deadline = Duration::from_secs(looks.into()) * 60;
    let (clock, mut troubles, mut renewals_in_vain) = (Virtual::new(&sim), 0, 0);
    let watch = |event: Event<'_>| {
        if let Event::Trouble { error, .. } = event {
            troubles += 1;
            renewals_in_vain += usize::from(error.refusal().is_some_and(|(_, status)| status == 401));
        }
        ControlFlow::Continue(())
    };
    let mut outcome = None;
    let cost = allocation_counter::measure(|| {
        outcome = Some(runtime.block_on(session.wait(&task, &wait, &clock, watch)));
    });
    assert_eq!(outcome.expect("waited").expect("success").status, TaskStatus::Succeeded, "seed {seed}");
    runtime.block_on(session.close()).expect("logged out");

    let polls: Vec<Recorded> = sim.requests().into_iter().filter(|request| request.op == Op::TaskGet).collect();
    let ended = |ending: fn(Ending) -> bool| polls.iter().filter(|poll| ending(poll.ending)).count();
    let broken = ended(|ending| matches!(ending, Ending::Closed | Ending::Cut(_)));
    let refused = ended(|ending| ending == Ending::Answered(401));
    let unavailable = ended(|ending| ending == Ending::Answered(503));
    assert!(polls.len() > looks as usize && broken > 0, "seed {seed}");
    assert_eq!(troubles, broken + unavailable + renewals_in_vain, "each mishap is reported: seed {seed}");
    assert_eq!(count(&sim, Op::Login) + renewals_in_vain, 1 + refused, "seed {seed}");
    assert_eq!((count(&sim, Op::Redeploy), sim.redeploys()), (1, 1), "seed {seed}");
    assert!(sim.connections() <= 1 + broken as u64, "connections are kept: seed {seed}");
    assert_careful(&sim);
    assert!(cost.bytes_max <= MOST, "{} bytes: seed {seed}", cost.bytes_max);
}

#[test]
fn a_long_wait_ends_well_and_holds_no_more_than_a_short_one() {
    for (seed, family) in [(1, Family::Rest), (2, Family::Api)] {
        soak(seed, family, 500);
    }
}

#[test]
fn short_waits_end_well_wherever_the_mishaps_are() {
    for seed in 10..20 {
        soak(seed, FAMILIES[seed as usize % 2], 40);
    }
}

/// A minute and a half of one processor, so it runs when asked for:
/// `cargo test -p vcha-tests --test client -- --ignored soak`.
#[test]
#[ignore = "takes minutes"]
fn ten_thousand_looks_end_well_for_several_seeds() {
    for seed in 100..104 {
        for family in FAMILIES {
            soak(seed, family, 10_000);
        }
    }
}
