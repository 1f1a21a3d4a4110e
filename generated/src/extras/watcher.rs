//! What to do after each look at a task: pause, or end. Which troubles pass by themselves is decided here.
//!
//! Nothing here asks a server or knows what time it is: the answer and the time that has passed come as values.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::ops::ControlFlow;
use std::time::Duration;

use crate::api::rt::http::StatusCode;
use crate::api::rt::{Error, TransportErrorKind};
use crate::api::types::{TaskId, TaskStatus};

use super::session::{CallError, FaultKind, SessionError};
use super::task_state::TaskState;
use super::tasks::{Event, Wait, WaitError};

/// After this many answers in a row that say that the task or the session is gone, waiting ends.
const PATIENCE: u32 = 5;

/// The shortest pause, but for chance: without one a `Wait` of zeros would ask without a break.
const FLOOR: Duration = Duration::from_millis(10);

/// What is known of a task that is waited for.
pub(super) struct Watcher<'a> {
    task: &'a TaskId,
    wait: &'a Wait,
    pace: Pace,
    last: Option<Box<TaskState>>,
    /// How many answers in a row have said that the task or the session is gone.
    gone: u32,
}

impl<'a> Watcher<'a> {
    pub(super) fn new(task: &'a TaskId, wait: &'a Wait) -> Self {
        Self { task, wait, pace: Pace::new(wait), last: None, gone: 0 }
    }

    /// What to do after a look: pause, or end.
    pub(super) fn next(
        &mut self,
        looked: Result<TaskState, SessionError>,
        elapsed: Duration,
        watch: &mut impl FnMut(Event<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<Result<TaskState, WaitError>, Duration> {
        let left = self.wait.deadline.saturating_sub(elapsed);
        let (goes_on, trouble, pause) = match looked {
            Ok(state) => {
                self.gone = 0;
                let goes_on = watch(Event::State(&state));
                match &state.status {
                    TaskStatus::Succeeded => return ControlFlow::Break(Ok(state)),
                    TaskStatus::Failed => return ControlFlow::Break(Err(WaitError::Failed(Box::new(state)))),
                    _ => self.last = Some(Box::new(state)),
                }
                (goes_on, None, self.pace.next(left))
            }
            Err(error) => {
                if !self.passes(&error) {
                    let (task, error) = (self.task.clone(), Box::new(error));
                    return ControlFlow::Break(Err(WaitError::Lost { task, error }));
                }
                let retry_in = self.pace.next(left);
                (watch(Event::Trouble { error: &error, retry_in }), Some(Box::new(error)), retry_in)
            }
        };
        if goes_on.is_break() {
            return ControlFlow::Break(Err(WaitError::Stopped { task: self.task.clone(), last: self.last.take() }));
        }
        if left.is_zero() {
            let (task, last) = (self.task.clone(), self.last.take());
            return ControlFlow::Break(Err(WaitError::Deadline { task, last, trouble }));
        }
        ControlFlow::Continue(pause)
    }

    /// Whether it may be different next time.
    fn passes(&mut self, error: &SessionError) -> bool {
        match weigh(error) {
            // A server that starts or stops gives mixed answers, so what came before this one does not count.
            Weight::Passing => {
                self.gone = 0;
                true
            }
            Weight::Gone => {
                self.gone += 1;
                self.gone < PATIENCE
            }
            Weight::Final => false,
        }
    }
}

/// Whether waiting goes on after a look at the task has failed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// It passes by itself: the deadline alone bounds it.
    Passing,
    /// It says that the task or the session is not there any more; while a server restarts, that may be untrue.
    Gone,
    /// It will be the same the next time.
    Final,
}

fn weigh(error: &SessionError) -> Weight {
    let at_login = !matches!(error, SessionError::Call(_));
    match error.cause() {
        Error::Transport(error) => match error.kind() {
            TransportErrorKind::Connect
            | TransportErrorKind::Timeout
            | TransportErrorKind::Interrupted
            | TransportErrorKind::TooLarge
            | TransportErrorKind::Other => Weight::Passing,
            // Somebody else may be answering: no credentials may go there.
            TransportErrorKind::Untrusted => Weight::Final,
        },
        CallError::Fault(response) => {
            let fault = &response.fault;
            // A wrong password sent again and again locks the account.
            if fault.is_unauthenticated(response.status) {
                return if at_login { Weight::Final } else { Weight::Gone };
            }
            weigh_fault(fault.kind(), response.status, at_login)
        }
        // A page of a proxy, or an answer that was cut off where that cannot be seen.
        Error::Decode(_) => Weight::Passing,
        Error::Invalid(_) | Error::Build(_) => Weight::Final,
    }
}

fn weigh_fault(kind: FaultKind, status: StatusCode, at_login: bool) -> Weight {
    match kind {
        FaultKind::ServiceUnavailable
        | FaultKind::TimedOut
        | FaultKind::InternalServerError
        | FaultKind::ResourceInaccessible
        | FaultKind::ResourceBusy
        | FaultKind::Error => Weight::Passing,
        FaultKind::Unknown => weigh_unknown(status, at_login),
        _ => Weight::Final,
    }
}

/// A refusal that names no fault of the description: often from a proxy in front of a server that restarts.
fn weigh_unknown(status: StatusCode, at_login: bool) -> Weight {
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Weight::Passing,
        _ if status.is_server_error() => Weight::Passing,
        // It may refuse the password, which must not be sent again and again.
        _ if at_login => Weight::Final,
        StatusCode::NOT_FOUND | StatusCode::GONE => Weight::Gone,
        // The task is somewhere else, where nobody is asked: redirects are not followed.
        _ if status.is_redirection() => Weight::Gone,
        _ => Weight::Passing,
    }
}

/// The pauses between looks.
struct Pace {
    pause: Duration,
    most: Duration,
    chance: u64,
}

impl Pace {
    fn new(wait: &Wait) -> Self {
        let chance = wait.seed.unwrap_or_else(|| RandomState::new().hash_one(0));
        let most = wait.most.max(FLOOR);
        Self { pause: wait.first.clamp(FLOOR, most), most, chance }
    }

    /// The next pause, but none that is longer than what is left.
    fn next(&mut self, left: Duration) -> Duration {
        let pause = self.pause;
        self.pause = pause.saturating_add(pause / 2).min(self.most);
        // SplitMix64, which takes any seed.
        self.chance = self.chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.chance;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let percent = u32::try_from((mixed ^ (mixed >> 31)) % 51).unwrap_or_default();
        (pause / 100).saturating_mul(75 + percent).min(left)
    }
}
