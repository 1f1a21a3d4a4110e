//! How long the pauses between two looks are.

use std::ops::ControlFlow;
use std::time::Duration;

use super::super::tasks::{Event, TaskState, Wait};
use super::super::watcher::Watcher;
use super::info;
use crate::api::rt::{Json, Mode, Path};
use crate::api::types::TaskId;

const FLOOR: Duration = Duration::from_millis(10);

/// The first pauses of a wait, while no time passes.
fn pauses(wait: &Wait, count: usize) -> Vec<Duration> {
    let task = TaskId::new("task-7");
    let mut watcher = Watcher::new(&task, wait);
    let json: Json = serde_json::from_str(&info("RUNNING", "")).expect("JSON");
    let info = crate::api::rt::read(&json, &Path::ROOT, Mode::Response, &crate::api::rules::READ).expect("a task");
    let state = TaskState::from_rest(task.clone(), info);
    let mut next = || {
        let watch = &mut |_: Event<'_>| ControlFlow::Continue(());
        match watcher.next(Ok(state.clone()), Duration::ZERO, watch) {
            ControlFlow::Continue(pause) => pause,
            ControlFlow::Break(outcome) => panic!("it ended: {outcome:?}"),
        }
    };
    (0..count).map(|_| next()).collect()
}

fn wait(first: Duration, most: Duration, seed: u64) -> Wait {
    Wait { first, most, deadline: Duration::MAX, seed: Some(seed) }
}

/// Whether a pause is the planned one, but for chance, and for the nanoseconds that dividing loses.
fn fits(pause: Duration, plan: Duration) -> bool {
    let most = plan.saturating_add(plan / 4);
    (plan - plan / 4).saturating_sub(Duration::from_nanos(200)) <= pause && pause <= most
}

#[test]
fn they_grow_by_half_up_to_the_longest() {
    let plan = [1000.0, 1500.0, 2250.0, 3375.0, 5062.5, 7593.75, 11_390.625, 15_000.0, 15_000.0, 15_000.0];
    for seed in 0..200 {
        let settings = Wait { seed: Some(seed), ..Wait::default() };
        for (pause, plan) in pauses(&settings, plan.len()).into_iter().zip(plan) {
            assert!(fits(pause, Duration::from_secs_f64(plan / 1000.0)), "{seed}: {pause:?} for {plan} ms");
        }
    }
}

#[test]
fn chance_uses_its_whole_range() {
    let second = Duration::from_secs(1);
    let found = pauses(&wait(second, second, 7), 2000);
    assert_eq!(found.iter().min(), Some(&Duration::from_millis(750)));
    assert_eq!(found.iter().max(), Some(&Duration::from_millis(1250)));
    let mean = found.iter().sum::<Duration>() / 2000;
    assert!((990..=1010).contains(&mean.as_millis()), "{mean:?}");
}

#[test]
fn a_seed_gives_the_same_each_time() {
    let with = |seed| pauses(&Wait { seed, ..Wait::default() }, 20);
    assert_eq!(with(Some(7)), with(Some(7)));
    for (one, other) in [(Some(0), Some(1)), (Some(7), Some(8)), (Some(0), Some(u64::MAX)), (None, None)] {
        assert_ne!(with(one), with(other), "{one:?} {other:?}");
    }
}

#[test]
fn any_values_do() {
    let (zero, max, second) = (Duration::ZERO, Duration::MAX, Duration::from_secs(1));
    for (first, most, begin, end) in [
        // Without a floor these would ask without a break.
        (zero, second, FLOOR, second),
        (zero, zero, FLOOR, FLOOR),
        (second, zero, FLOOR, FLOOR),
        (Duration::from_nanos(1), Duration::from_nanos(3), FLOOR, FLOOR),
        (zero, max, FLOOR, max),
        (second, Duration::from_millis(200), Duration::from_millis(200), Duration::from_millis(200)),
        (max, second, second, second),
        (max, max, max, max),
        (max / 2, max, max / 2, max),
        (max - Duration::from_nanos(1), max, max - Duration::from_nanos(1), max),
    ] {
        for seed in 0..20 {
            let found = pauses(&wait(first, most, seed), 200);
            assert!(fits(found[0], begin), "{first:?} to {most:?}: {:?}", found[0]);
            assert!(fits(found[199], end), "{first:?} to {most:?}: {:?}", found[199]);
        }
    }
}

#[test]
fn none_goes_beyond_the_deadline() {
    for deadline in [Duration::from_nanos(1), Duration::from_millis(300)] {
        let settings = Wait { deadline, ..wait(Duration::MAX, Duration::MAX, 7) };
        assert_eq!(pauses(&settings, 2), [deadline, deadline]);
    }
}
