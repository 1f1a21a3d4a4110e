//! Waiting for a task: how long, how often to look, and what to report meanwhile.
//!
//! The clock and the server are the caller's. What to do after each look is decided in `watcher`.

use std::fmt;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::api::checks::Checks;
use crate::api::rt::Transport;
use crate::api::types::{TaskId, TaskStatus};

pub use super::task_state::{Progress, TaskState};

use super::faults::name;
use super::session::{Session, SessionError};
use super::watcher::Watcher;

/// How long to wait for a task, and how often to look.
///
/// The pause between two looks grows from `first` to `most` by half of itself each time, and each is up to a quarter
/// longer or shorter by chance, so that many clients do not ask in step. None goes beyond the deadline, when the server
/// is asked for the last time.
///
/// Any values do. A pause of less than 10 ms counts as 10 ms, so that a server is never asked without a break, and a
/// `first` above `most` counts as `most`.
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
    /// After which time to give up waiting. The task goes on all the same. An answer that is under way then is waited
    /// for; the transport bounds that. 0 looks once. 4 hours, unless set.
    pub deadline: Duration,
    /// The first pause. 1 s, unless set.
    pub first: Duration,
    /// The longest pause, apart from its random part. 15 s, unless set. Where it outlasts what the server lets a session be idle, which no
    /// document says in numbers, each look costs one login.
    pub most: Duration,
    /// Seed of the random part of the pauses, for pauses that are the same each time. Unset: another one in each run.
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
    /// The server reported how far the task has come.
    State(&'a TaskState),
    /// It could not be asked this time; the task most likely goes on, and so does the waiting.
    Trouble {
        /// What went wrong.
        error: &'a SessionError,
        /// After which time it will be asked again. 0 when it will not, because time is up.
        retry_in: Duration,
    },
}

/// Why waiting gave no task that succeeded.
///
/// Neither `Display` nor `Debug` shows what the server says in its own words; the alternate form `{:#}` does.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError {
    /// The task has failed; its [`error`](TaskState::error) tells why.
    Failed(Box<TaskState>),
    /// Time is up. The task goes on.
    Deadline {
        /// Which task.
        task: TaskId,
        /// The last state that the server reported, if any.
        last: Option<Box<TaskState>>,
        /// What keeps the server from being asked, if something does.
        trouble: Option<Box<SessionError>>,
    },
    /// `watch` has stopped the waiting. The task goes on.
    Stopped {
        /// Which task.
        task: TaskId,
        /// The last state that the server reported, if any.
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
        // The server chooses ids; they are needed to ask again.
        let id = |task: &TaskId| name(task.as_str());
        match self {
            Self::Failed(state) => {
                write!(f, "task {} has failed", id(&state.id))?;
                let Some(error) = &state.error else { return f.write_str(", and the server does not say why") };
                f.write_str(": ")?;
                error.fmt(f)
            }
            Self::Deadline { task, last, trouble } => {
                write!(f, "time is up, and task {} goes on", id(task))?;
                if let Some(last) = last {
                    let status = match &last.status {
                        TaskStatus::Unlisted(_) => "in a state that this client does not know",
                        listed => listed.as_str(),
                    };
                    write!(f, "; it was {status} last")?;
                }
                let Some(error) = trouble else { return Ok(()) };
                f.write_str("; it cannot be asked: ")?;
                error.fmt(f)
            }
            Self::Stopped { task, .. } => write!(f, "task {} goes on, and nobody waits for it", id(task)),
            Self::Lost { task, error } => {
                write!(f, "task {} cannot be followed any more: ", id(task))?;
                error.fmt(f)
            }
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

/// The time, and how to let it pass. An async runtime has one, tokio's comes with the feature `reqwest` as `TokioClock`; a
/// test may have one of its own.
///
/// ```
/// use std::time::{Duration, Instant};
/// use vcha_client::tasks::Clock;
///
/// /// For a test: nothing waits.
/// struct Hurry;
///
/// impl Clock for Hurry {
///     fn now(&self) -> Instant {
///         Instant::now()
///     }
///
///     async fn sleep(&self, _: Duration) {}
/// }
/// ```
pub trait Clock {
    /// The time.
    fn now(&self) -> Instant;

    /// Lets that much time pass.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// The clock of tokio, which stands still and moves as its runtime's does. The runtime needs its timer:
/// [`enable_time`](tokio::runtime::Builder::enable_time), which `#[tokio::main]` has.
///
/// ```
/// use std::ops::ControlFlow;
/// use vcha_client::session::Session;
/// use vcha_client::tasks::{TaskState, TokioClock, Wait, WaitError};
/// use vcha_client::{Rules, TaskId, Transport};
///
/// async fn follow<T: Transport>(session: &Session<T, Rules>, task: &TaskId) -> Result<TaskState, WaitError> {
///     session.wait(task, &Wait::default(), &TokioClock, |_| ControlFlow::Continue(())).await
/// }
/// ```
#[cfg(feature = "reqwest")]
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioClock;

#[cfg(feature = "reqwest")]
impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

impl<T: Transport, C: Checks> Session<T, C> {
    /// Looks at a task until it has ended, and gives it when it has succeeded.
    ///
    /// `watch` gets every event and may stop the waiting; dropping the future does that too. A session that
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
