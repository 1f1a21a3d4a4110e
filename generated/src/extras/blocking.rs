//! The session once more, for programs without an async runtime: the same code around a transport and a clock that
//! block, so that its futures are ready the first time they are polled.

use std::fmt;
use std::future::Future;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use crate::api::checks::Checks;
use crate::api::rt::http::{Request, Response};
use crate::api::rt::{Basic, BlockingClient, BlockingTransport, Body, Client, Transport, TransportError};
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
/// use vcha_client::{Basic, BlockingClient, PlacementSpec, RedeploySpec, Rules, server};
///
/// # let info = r#"{"description":{"id":"a.b","default_message":"Redeploy.","args":[]},"service":"s","operation":"o",
/// #     "status":"SUCCEEDED","cancelable":false,"progress":{"total":2,"completed":2,"message":{"id":"a.b",
/// #     "default_message":"Done.","args":[]}},"start_time":"t","end_time":"t"}"#;
/// let script = Script::new()
///     .then(Answer::json(201, r#""b5a1""#))
///     .then(Answer::json(202, r#""task-7""#))
///     .then(Answer::json(200, info));
/// let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
/// let session = Session::open(client, Family::Api, Basic::new("operator@example.com", "correct horse"))?;
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
    /// Logs in. The credentials are kept, for logging in again.
    ///
    /// # Errors
    ///
    /// Those of [`session::Session::open`](crate::session::Session::open).
    ///
    /// ```
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, BlockingClient, Rules, blocking::Session, server, session::Family};
    /// let script = Script::new().then(Answer::empty(401));
    /// let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// assert!(Session::open(client, Family::Api, Basic::new("operator@example.com", "wrong")).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(client: BlockingClient<T, C>, family: Family, credentials: Basic) -> Result<Self, CallError> {
        finish(session::Session::open(ready(client), family, credentials)).map(Self)
    }

    /// Logs in under `/api`, and under `/rest` if the server says that it has nothing there.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    ///
    /// ```
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, BlockingClient, Rules, blocking::Session, server, session::Family};
    /// let script = Script::new().then(Answer::empty(404)).then(Answer::json(200, r#"{"value":"b5a1"}"#));
    /// let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::open_either(client, Basic::new("operator@example.com", "correct horse"))?;
    /// assert_eq!(session.family(), Family::Rest);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_either(client: BlockingClient<T, C>, credentials: Basic) -> Result<Self, CallError> {
        finish(session::Session::open_either(ready(client), credentials)).map(Self)
    }

    /// Takes a session that somebody else has opened. Nothing is sent, and once it has ended there is no other one, unless
    /// [`set_credentials`](Self::set_credentials) gives what to log in with.
    ///
    /// ```
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{BlockingClient, Rules, SessionId, blocking::Session, server, session::Family};
    /// let script = Script::new().then(Answer::empty(401));
    /// let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::resume(client, Family::Api, SessionId::new("b5a1"));
    /// assert!(session.who_am_i().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn resume(client: BlockingClient<T, C>, family: Family, token: SessionId) -> Self {
        Self(session::Session::resume(ready(client), family, token))
    }

    /// Takes other credentials for logging in again, as
    /// [`session::Session::set_credentials`](crate::session::Session::set_credentials) does.
    ///
    /// ```
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, BlockingClient, Rules, SessionId, blocking::Session, server, session::Family};
    /// # let info = r#"{"user":"operator","created_time":"t","last_accessed_time":"t"}"#;
    /// # let script = Script::new().then(Answer::empty(401)).then(Answer::json(201, r#""c7d2""#))
    /// #     .then(Answer::json(200, info));
    /// # let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::resume(client, Family::Api, SessionId::new("b5a1"));
    /// session.set_credentials(Basic::new("operator@example.com", "correct horse"));
    /// assert_eq!(session.who_am_i()?.user, "operator");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_credentials(&self, credentials: Basic) {
        self.0.set_credentials(credentials);
    }

    /// Under which URLs this session asks.
    ///
    /// ```
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, BlockingClient, Rules, blocking::Session, server, session::Family};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#));
    /// # let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::open(client, Family::Api, Basic::new("operator@example.com", "correct horse"))?;
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
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, BlockingClient, Rules, blocking::Session, server, session::Family};
    /// # let info = r#"{"user":"operator","created_time":"t","last_accessed_time":"t"}"#;
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::json(200, info));
    /// # let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::open(client, Family::Api, Basic::new("operator@example.com", "correct horse"))?;
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
    /// # use vcha_client::{Basic, BlockingClient, PlacementSpec, RedeploySpec, Rules, blocking::Session, server};
    /// # use vcha_client::session::Family;
    /// # use vcha_client::testing::{Answer, Script};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::json(202, r#""task-7""#));
    /// # let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::open(client, Family::Api, Basic::new("operator@example.com", "correct horse"))?;
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
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, BlockingClient, Rules, blocking::Session, server, session::Family};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::empty(404));
    /// # let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::open(client, Family::Api, Basic::new("operator@example.com", "correct horse"))?;
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
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, BlockingClient, Rules, blocking::Session, server, session::Family};
    /// # let gone = Answer::json(404, r#"{"error_type":"NOT_FOUND","messages":[]}"#);
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(gone);
    /// # let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// use std::ops::ControlFlow;
    /// use vcha_client::tasks::{Wait, WaitError};
    ///
    /// let session = Session::open(client, Family::Api, Basic::new("operator@example.com", "correct horse"))?;
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
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, BlockingClient, Rules, blocking::Session, server, session::Family};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::empty(204));
    /// # let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::open(client, Family::Api, Basic::new("operator@example.com", "correct horse"))?;
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
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, BlockingClient, Rules, blocking::Session, server, session::Family};
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::empty(204));
    /// # let client = BlockingClient::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::open(client, Family::Api, Basic::new("operator@example.com", "correct horse"))?;
    /// session.close()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn close(self) -> Result<(), CallError> {
        finish(self.0.close())
    }
}

fn ready<T: BlockingTransport + Sync, C>(client: BlockingClient<T, C>) -> Client<Ready<T>, C> {
    let (base, transport, checks) = client.into_parts();
    Client::new(base, Ready(transport), checks)
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

/// Runs a future to its end. The thread sleeps while the future waits for another thread.
pub(super) fn finish<F: Future>(future: F) -> F::Output {
    let signal = Arc::new(Signal::default());
    let (mut future, waker) = (pin!(future), Waker::from(Arc::clone(&signal)));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        signal.wait();
    }
}

/// Wakes a thread that waits. It is not `std::thread::park`, because the transport may use that while it is polled.
#[derive(Default)]
struct Signal {
    is_set: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    /// Sleeps until it is set, or not at all if it was set since the last time.
    fn wait(&self) {
        let is_set = self.is_set.lock().unwrap_or_else(PoisonError::into_inner);
        let mut is_set = self.changed.wait_while(is_set, |is_set| !*is_set).unwrap_or_else(PoisonError::into_inner);
        *is_set = false;
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        *self.is_set.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_one();
    }
}
