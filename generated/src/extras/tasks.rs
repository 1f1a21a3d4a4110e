//! Waiting for a task: how often to look, which troubles pass by themselves, and when to give up.
//!
//! Waiting is deciding what to do next, with the time as a number; the clock and the server are the caller's.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::api::checks::Checks;
use crate::api::rt::http::StatusCode;
use crate::api::rt::{Error, Transport, TransportErrorKind};
use crate::api::types::{TaskId, TaskStatus};

pub use super::task_state::{Progress, TaskState};

use super::session::{CallError, FaultKind, Session, SessionError};

/// How long to wait for a task, and how often to look.
///
/// The pause between two looks grows from `first` to `most` by half of itself each time, and each is up to a quarter
/// longer or shorter by chance, so that many clients do not ask in step.
///
/// ```
/// use std::time::Duration;
/// use vcha_client::tasks::Wait;
///
/// let mut wait = Wait::default();
/// wait.deadline = Duration::from_secs(30 * 60);
/// assert_eq!((wait.first, wait.most), (Duration::from_secs(1), Duration::from_secs(15)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// After which time to give up waiting. The task goes on all the same. 4 hours, unless set.
    pub deadline: Duration,
    /// The first pause. 1 s, unless set.
    pub first: Duration,
    /// The longest pause, but for chance. 15 s, unless set.
    pub most: Duration,
    /// What chance begins with, for pauses that are the same each time. Unset: something else in each run.
    pub seed: Option<u64>,
}

impl Default for Wait {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { deadline: seconds(4 * 60 * 60), first: seconds(1), most: seconds(15), seed: None }
    }
}

/// What happens while a task is waited for.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The server told how far the task has come.
    State(&'a TaskState),
    /// It could not be asked this time; the task most likely goes on, and so does the waiting.
    Trouble {
        /// What went wrong.
        error: &'a SessionError,
        /// After which time it will be asked again.
        retry_in: Duration,
    },
}

/// Why waiting gave no task that succeeded.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError {
    /// The task has failed; its [`error`](TaskState::error) tells why.
    Failed(Box<TaskState>),
    /// Time is up. The task goes on.
    Deadline {
        /// Which task.
        task: TaskId,
        /// What the server told of it last, if it ever did.
        last: Option<Box<TaskState>>,
        /// What keeps the server from being asked, if something does.
        trouble: Option<Box<SessionError>>,
    },
    /// The caller has had enough. The task goes on.
    Stopped {
        /// Which task.
        task: TaskId,
        /// What the server told of it last, if it ever did.
        last: Option<Box<TaskState>>,
    },
    /// The server cannot be asked, and waiting will not change that. The task most likely goes on.
    Lost {
        /// Which task.
        task: TaskId,
        /// What went wrong.
        error: Box<SessionError>,
    },
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(state) => match &state.error {
                Some(error) if f.alternate() => write!(f, "task {} has failed: {error:#}", state.id),
                Some(error) => write!(f, "task {} has failed: {error}", state.id),
                None => write!(f, "task {} has failed, and the server does not say why", state.id),
            },
            Self::Deadline { task, last, trouble } => {
                write!(f, "time is up, and task {task} goes on")?;
                if let Some(last) = last {
                    write!(f, "; it was {} last", last.status)?;
                }
                trouble.as_ref().map_or(Ok(()), |error| write!(f, "; it cannot be asked: {error}"))
            }
            Self::Stopped { task, .. } => write!(f, "task {task} goes on, and nobody waits for it"),
            Self::Lost { task, error } => write!(f, "task {task} cannot be followed any more: {error}"),
        }
    }
}

impl std::error::Error for WaitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Lost { error, .. } => std::error::Error::source(error),
            _ => None,
        }
    }
}

/// The time, and how to let it pass. An async runtime has one; a test may have one of its own.
///
/// ```
/// use std::time::{Duration, Instant};
/// use vcha_client::tasks::Clock;
///
/// /// The clock of tokio.
/// struct Tokio;
///
/// impl Clock for Tokio {
///     fn now(&self) -> Instant {
///         Instant::now()
///     }
///
///     async fn sleep(&self, time: Duration) {
///         tokio::time::sleep(time).await;
///     }
/// }
/// ```
pub trait Clock {
    /// The time.
    fn now(&self) -> Instant;

    /// Lets that much time pass.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

impl<T: Transport, C: Checks> Session<T, C> {
    /// Looks at a task until it has ended, and gives it when it has succeeded.
    ///
    /// `watch` is told what happens and may break off the waiting; dropping the future does that too. A session that
    /// ends meanwhile is opened anew. Lost connections, servers that are busy or starting, and answers that break off
    /// do not end the waiting.
    ///
    /// # Errors
    ///
    /// [`WaitError::Failed`] when the task has failed; the others tell why that is not known.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use vcha_client::session::{Family, Session};
    /// use vcha_client::tasks::{Event, Wait};
    /// # use std::time::{Duration, Instant};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, Client, Rules, TaskStatus, server};
    /// # struct Now;
    /// # impl vcha_client::tasks::Clock for Now {
    /// #     fn now(&self) -> Instant { Instant::now() }
    /// #     async fn sleep(&self, _: Duration) {}
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let info = |status: &str| Answer::json(200, format!(r#"{{"description":{{"id":"a.b","default_message":"Redeploy.",
    /// #     "args":[]}},"service":"s","operation":"o","status":"{status}","cancelable":false,"progress":{{"total":2,
    /// #     "completed":1,"message":{{"id":"a.b","default_message":"Cloning.","args":[]}}}},"start_time":"t",
    /// #     "end_time":"t"}}"#));
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(info("RUNNING")).then(Answer::empty(503))
    /// #     .then(info("SUCCEEDED"));
    /// # let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// # let session = Session::open(client, Family::Api, Basic::new("operator", "correct horse")).await?;
    /// # let clock = Now;
    /// let mut seen = Vec::new();
    /// let watch = |event: Event<'_>| {
    ///     seen.push(match event {
    ///         Event::State(state) => state.status.to_string(),
    ///         Event::Trouble { error, .. } => error.to_string(),
    ///         _ => String::new(),
    ///     });
    ///     ControlFlow::Continue(())
    /// };
    /// let task = session.wait(&"task-7".into(), &Wait::default(), &clock, watch).await?;
    /// assert_eq!(task.status, TaskStatus::Succeeded);
    /// assert_eq!(seen.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn wait<K: Clock>(
        &self,
        task: &TaskId,
        wait: &Wait,
        clock: &K,
        mut watch: impl FnMut(Event<'_>) -> ControlFlow<()>,
    ) -> Result<TaskState, WaitError> {
        let begin = clock.now();
        let mut watcher = Watcher::new(task, wait);
        loop {
            let looked = self.task(task).await;
            let elapsed = clock.now().saturating_duration_since(begin);
            match watcher.next(looked, elapsed, &mut watch) {
                ControlFlow::Continue(pause) => clock.sleep(pause).await,
                ControlFlow::Break(outcome) => return outcome,
            }
        }
    }
}

/// How many answers in a row may be of the kinds that pass, but that no time passes without.
const PATIENCE: u32 = 5;

/// What is known of a task that is waited for.
struct Watcher<'a> {
    task: &'a TaskId,
    wait: &'a Wait,
    pace: Pace,
    last: Option<Box<TaskState>>,
    /// How often in a row the answer was one that should not repeat.
    strikes: u32,
}

impl<'a> Watcher<'a> {
    fn new(task: &'a TaskId, wait: &'a Wait) -> Self {
        Self { task, wait, pace: Pace::new(wait), last: None, strikes: 0 }
    }

    /// What to do after a look: pause, or end.
    fn next(
        &mut self,
        looked: Result<TaskState, SessionError>,
        elapsed: Duration,
        watch: &mut impl FnMut(Event<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<Result<TaskState, WaitError>, Duration> {
        let left = self.wait.deadline.saturating_sub(elapsed);
        let (goes_on, trouble, pause) = match looked {
            Ok(state) => {
                self.strikes = 0;
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
            Weight::Passing => true,
            Weight::Doubtful => {
                self.strikes += 1;
                self.strikes < PATIENCE
            }
            Weight::Final => false,
        }
    }
}

/// How bad it is that a task could not be looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// It passes by itself: the deadline alone bounds it.
    Passing,
    /// It may pass, but not if it goes on like this.
    Doubtful,
    /// It will be the same the next time.
    Final,
}

fn weigh(error: &SessionError) -> Weight {
    let is_over = !matches!(error, SessionError::Call(_));
    match error.cause() {
        Error::Transport(error) => match error.kind() {
            TransportErrorKind::Connect | TransportErrorKind::Timeout | TransportErrorKind::Interrupted => {
                Weight::Passing
            }
            // Somebody else may be answering: no credentials may go there.
            TransportErrorKind::Untrusted => Weight::Final,
            TransportErrorKind::TooLarge | TransportErrorKind::Other => Weight::Doubtful,
        },
        CallError::Fault(response) => {
            let fault = &response.fault;
            // A wrong password sent again and again locks the account.
            if fault.is_unauthenticated(response.status) {
                return if is_over { Weight::Final } else { Weight::Doubtful };
            }
            weigh_fault(fault.kind(), response.status)
        }
        // An answer may have been cut off where that cannot be seen.
        Error::Decode(_) => Weight::Doubtful,
        Error::Invalid(_) | Error::Build(_) => Weight::Final,
    }
}

fn weigh_fault(kind: FaultKind, status: StatusCode) -> Weight {
    match kind {
        FaultKind::ServiceUnavailable
        | FaultKind::TimedOut
        | FaultKind::InternalServerError
        | FaultKind::ResourceInaccessible
        | FaultKind::ResourceBusy => Weight::Passing,
        FaultKind::Error => Weight::Doubtful,
        // A proxy in front of a server that restarts.
        FaultKind::Unknown if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => Weight::Passing,
        FaultKind::Unknown if status == StatusCode::REQUEST_TIMEOUT => Weight::Passing,
        _ => Weight::Final,
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
        Self { pause: wait.first.min(wait.most), most: wait.most, chance }
    }

    /// The next pause, but none that is longer than what is left.
    fn next(&mut self, left: Duration) -> Duration {
        let pause = self.pause;
        self.pause = (pause + pause / 2).min(self.most);
        // SplitMix64, which takes any seed.
        self.chance = self.chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.chance;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let percent = u32::try_from((mixed ^ (mixed >> 31)) % 51).unwrap_or_default();
        (pause * (75 + percent) / 100).min(left)
    }
}
