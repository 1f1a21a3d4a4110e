//! The session once more, for programs without an async runtime: the same code around a transport and a clock that
//! block, so that its futures are ready the first time they are asked.

use std::fmt;
use std::future::Future;
use std::ops::ControlFlow;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use crate::api::checks::Checks;
use crate::api::rt::http::{Request, Response};
use crate::api::rt::{BaseUrl, Basic, BlockingTransport, Body, Client, Transport, TransportError};
use crate::api::security::SessionId;
use crate::api::types::{RedeploySpec, SessionInfo, TaskId};

use super::session::{self, CallError, Family, SessionError};
use super::tasks::{Clock, Event, TaskState, Wait, WaitError};

/// An open session, for programs without an async runtime. What it promises is what
/// [`session::Session`](crate::session::Session) promises.
///
/// ```
/// use std::ops::ControlFlow;
/// use vcha_client::blocking::Session;
/// use vcha_client::session::Family;
/// use vcha_client::tasks::Wait;
/// use vcha_client::testing::{Answer, Script};
/// use vcha_client::{Basic, PlacementSpec, RedeploySpec, Rules, server};
///
/// # let info = r#"{"description":{"id":"a.b","default_message":"Redeploy.","args":[]},"service":"s","operation":"o",
/// #     "status":"SUCCEEDED","cancelable":false,"progress":{"total":2,"completed":2,"message":{"id":"a.b",
/// #     "default_message":"Done.","args":[]}},"start_time":"t","end_time":"t"}"#;
/// let script = Script::new()
///     .then(Answer::json(201, r#""b5a1""#))
///     .then(Answer::json(202, r#""task-7""#))
///     .then(Answer::json(200, info));
/// let credentials = Basic::new("operator@example.com", "correct horse");
/// let session = Session::open(server("vcenter.example.com")?, script, Rules, Family::Api, credentials)?;
/// let task = session.redeploy(RedeploySpec::new(PlacementSpec::new("vc-passive", "group-v3")))?;
/// let state = session.wait(&task, &Wait::default(), |_| ControlFlow::Continue(()))?;
/// assert!(state.has_ended());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Session<T, C>(session::Session<Ready<T>, C>);

impl<T, C> fmt::Debug for Session<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: BlockingTransport + Sync, C: Checks> Session<T, C> {
    /// Logs in to the server at `base`. The credentials are kept, for logging in again.
    ///
    /// # Errors
    ///
    /// Those of [`session::Session::open`](crate::session::Session::open).
    ///
    /// ```
    /// # use vcha_client::{Basic, Rules, blocking::Session, server, session::Family, testing::{Answer, Script}};
    /// let script = Script::new().then(Answer::empty(401));
    /// let credentials = Basic::new("operator@example.com", "wrong");
    /// assert!(Session::open(server("vcenter.example.com")?, script, Rules, Family::Api, credentials).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(base: BaseUrl, transport: T, checks: C, family: Family, login: Basic) -> Result<Self, CallError> {
        finish(session::Session::open(Client::new(base, Ready(transport), checks), family, login)).map(Self)
    }

    /// Logs in under `/api`, and under `/rest` if the server says that it has nothing there.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    ///
    /// ```
    /// # use vcha_client::{Basic, Rules, blocking::Session, server, session::Family, testing::{Answer, Script}};
    /// let script = Script::new().then(Answer::empty(404)).then(Answer::json(200, r#"{"value":"b5a1"}"#));
    /// let credentials = Basic::new("operator@example.com", "correct horse");
    /// let session = Session::open_either(server("vcenter.example.com")?, script, Rules, credentials)?;
    /// assert_eq!(session.family(), Family::Rest);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_either(base: BaseUrl, transport: T, checks: C, login: Basic) -> Result<Self, CallError> {
        finish(session::Session::open_either(Client::new(base, Ready(transport), checks), login)).map(Self)
    }

    /// Takes a session that somebody else has opened. Nothing is sent, and once it has ended there is no other one.
    ///
    /// ```
    /// # use vcha_client::{Rules, SessionId, blocking::Session, server, session::Family, testing::{Answer, Script}};
    /// let (base, script) = (server("vcenter.example.com")?, Script::new().then(Answer::empty(401)));
    /// let session = Session::resume(base, script, Rules, Family::Api, SessionId::new("b5a1"));
    /// assert!(session.who_am_i().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn resume(base: BaseUrl, transport: T, checks: C, family: Family, token: SessionId) -> Self {
        Self(session::Session::resume(Client::new(base, Ready(transport), checks), family, token))
    }

    /// Under which URLs this session asks.
    ///
    /// ```
    /// # use vcha_client::{Basic, Rules, blocking::Session, server, session::Family, testing::{Answer, Script}};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#));
    /// # let (base, login) = (server("vcenter.example.com")?, Basic::new("operator@example.com", "correct horse"));
    /// let session = Session::open(base, script, Rules, Family::Api, login)?;
    /// assert_eq!(session.family(), Family::Api);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn family(&self) -> Family {
        self.0.family()
    }

    /// Tells whose session it is, and opens it anew if the server has ended it.
    ///
    /// # Errors
    ///
    /// Those of [`session::Session::who_am_i`](crate::session::Session::who_am_i).
    ///
    /// ```
    /// # use vcha_client::{Basic, Rules, blocking::Session, server, session::Family, testing::{Answer, Script}};
    /// # let info = r#"{"user":"operator","created_time":"t","last_accessed_time":"t"}"#;
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::json(200, info));
    /// # let (base, login) = (server("vcenter.example.com")?, Basic::new("operator@example.com", "correct horse"));
    /// let session = Session::open(base, script, Rules, Family::Api, login)?;
    /// assert_eq!(session.who_am_i()?.user, "operator");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn who_am_i(&self) -> Result<SessionInfo, SessionError> {
        finish(self.0.who_am_i())
    }

    /// Starts a redeployment and gives the id of its task. It is sent once, whatever happens.
    ///
    /// # Errors
    ///
    /// Those of [`session::Session::redeploy`](crate::session::Session::redeploy).
    ///
    /// ```
    /// # use vcha_client::{Basic, PlacementSpec, RedeploySpec, Rules, blocking::Session, server, session::Family};
    /// # use vcha_client::testing::{Answer, Script};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::json(202, r#""task-7""#));
    /// # let (base, login) = (server("vcenter.example.com")?, Basic::new("operator@example.com", "correct horse"));
    /// let session = Session::open(base, script, Rules, Family::Api, login)?;
    /// let task = session.redeploy(RedeploySpec::new(PlacementSpec::new("vc-passive", "group-v3")))?;
    /// assert_eq!(task.as_str(), "task-7");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn redeploy(&self, spec: RedeploySpec) -> Result<TaskId, CallError> {
        finish(self.0.redeploy(spec))
    }

    /// Looks at a task once.
    ///
    /// # Errors
    ///
    /// Those of [`session::Session::task`](crate::session::Session::task).
    ///
    /// ```
    /// # use vcha_client::{Basic, Rules, blocking::Session, server, session::Family, testing::{Answer, Script}};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::empty(404));
    /// # let (base, login) = (server("vcenter.example.com")?, Basic::new("operator@example.com", "correct horse"));
    /// let session = Session::open(base, script, Rules, Family::Api, login)?;
    /// assert!(session.task(&"task-7".into()).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn task(&self, task: &TaskId) -> Result<TaskState, SessionError> {
        finish(self.0.task(task))
    }

    /// Looks at a task until it has ended; the thread sleeps in between. `watch` may break off the waiting.
    ///
    /// # Errors
    ///
    /// Those of [`session::Session::wait`](crate::session::Session::wait).
    ///
    /// ```
    /// # use vcha_client::{Basic, Rules, blocking::Session, server, session::Family, testing::{Answer, Script}};
    /// # let gone = Answer::json(404, r#"{"error_type":"NOT_FOUND","messages":[]}"#);
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(gone);
    /// # let (base, login) = (server("vcenter.example.com")?, Basic::new("operator@example.com", "correct horse"));
    /// use std::ops::ControlFlow;
    /// use vcha_client::tasks::{Wait, WaitError};
    ///
    /// let session = Session::open(base, script, Rules, Family::Api, login)?;
    /// let lost = session.wait(&"task-7".into(), &Wait::default(), |_| ControlFlow::Continue(()));
    /// assert!(matches!(lost, Err(WaitError::Lost { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn wait(
        &self,
        task: &TaskId,
        wait: &Wait,
        watch: impl FnMut(Event<'_>) -> ControlFlow<()>,
    ) -> Result<TaskState, WaitError> {
        finish(self.0.wait(task, wait, &Blocking, watch))
    }

    /// Asks the server to stop a task.
    ///
    /// # Errors
    ///
    /// Those of [`session::Session::cancel`](crate::session::Session::cancel).
    ///
    /// ```
    /// # use vcha_client::{Basic, Rules, blocking::Session, server, session::Family, testing::{Answer, Script}};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::empty(204));
    /// # let (base, login) = (server("vcenter.example.com")?, Basic::new("operator@example.com", "correct horse"));
    /// let session = Session::open(base, script, Rules, Family::Api, login)?;
    /// session.cancel(&"task-7".into())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cancel(&self, task: &TaskId) -> Result<(), SessionError> {
        finish(self.0.cancel(task))
    }

    /// Logs out. A session that the server has ended already is no error.
    ///
    /// # Errors
    ///
    /// Those of [`session::Session::close`](crate::session::Session::close).
    ///
    /// ```
    /// # use vcha_client::{Basic, Rules, blocking::Session, server, session::Family, testing::{Answer, Script}};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::empty(204));
    /// # let (base, login) = (server("vcenter.example.com")?, Basic::new("operator@example.com", "correct horse"));
    /// let session = Session::open(base, script, Rules, Family::Api, login)?;
    /// session.close()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn close(self) -> Result<(), CallError> {
        finish(self.0.close())
    }
}

/// A transport whose futures are ready at once, because they block.
struct Ready<T>(T);

impl<T: BlockingTransport + Sync> Transport for Ready<T> {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        self.0.call(request)
    }
}

/// A clock whose futures are ready at once, because they block.
struct Blocking;

impl Clock for Blocking {
    fn now(&self) -> Instant {
        Instant::now()
    }

    async fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// What a future gives in which nothing ever waits for anything that does not block.
fn finish<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::yield_now();
    }
}
