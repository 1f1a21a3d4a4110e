//! A session with a vCenter Server: log in, ask, redeploy, log out.
//!
//! How long to wait for a task is for [`tasks`](crate::tasks). Nothing here keeps a cookie, spawns anything, or talks
//! to a server when a value is dropped.

use std::fmt;
use std::sync::Arc;

use crate::api::checks::Checks;
use crate::api::operations::{api, rest};
use crate::api::rt::{Basic, Client, Operation, Transport, Validate};
use crate::api::security::SessionId;
use crate::api::types::{RedeploySpec, SessionInfo, SessionToken, TaskId};

pub use super::family::{Family, InvalidFamily};
pub use super::refusal::{FaultKind, Refusal};
pub use super::session_error::{CallError, SessionError};

use super::family::Plain;
use super::renewal::Keys;
use super::session_error::{has_ended, is_absent};
use super::task_state::TaskState;

/// An open session.
///
/// A session that the server has ended is opened anew, once for each call, and only by calls that may be repeated:
/// [`redeploy`](Self::redeploy) is none of them. Many calls may share a session at the same time: one of them logs in, and
/// the others wait for it and get what came of it. Credentials that the server has refused are not sent again, because a
/// few wrong passwords lock an account; every later call gets that refusal at once, until there are
/// [others](Self::set_credentials).
///
/// Dropping it ends nothing on the server, which ends sessions without requests by itself;
/// [`close`](Self::close) ends it at once.
///
/// ```
/// use vcha_client::session::{Family, Session};
/// use vcha_client::testing::{Answer, Script};
/// use vcha_client::{Basic, Client, PlacementSpec, RedeploySpec, Rules, server};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let script = Script::new()
///     .then(Answer::json(200, r#"{"value":"b5a1"}"#))
///     .then(Answer::json(200, r#"{"value":"task-7"}"#))
///     .then(Answer::empty(200));
/// let client = Client::new(server("vcenter.example.com")?, script.clone(), Rules);
/// let session = Session::open(client, Family::Rest, Basic::new("operator@example.com", "correct horse")).await?;
/// let task = session.redeploy(RedeploySpec::new(PlacementSpec::new("vc-passive", "group-v3"))).await?;
/// assert_eq!(task.as_str(), "task-7");
/// session.close().await?;
///
/// let paths: Vec<_> = script.requests().iter().map(|request| request.path().to_owned()).collect();
/// let session = "/rest/com/vmware/cis/session";
/// assert_eq!(paths, [session, "/rest/vcenter/vcha/cluster/passive", session]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Session<T, C> {
    client: Client<T, C>,
    family: Family,
    keys: Keys,
}

impl<T, C> fmt::Debug for Session<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("family", &self.family).finish_non_exhaustive()
    }
}

impl<T: Transport, C: Checks> Session<T, C> {
    /// Logs in. The credentials are kept, for logging in again.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`]. Wrong credentials are a [`Refusal`] of the kind [`FaultKind::Unauthenticated`].
    ///
    /// ```
    /// use vcha_client::session::{Family, FaultKind, Session};
    /// use vcha_client::testing::{Answer, Script};
    /// use vcha_client::{Basic, Client, Error, Rules, server};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let script = Script::new().then(Answer::json(401, r#"{"error_type":"UNAUTHENTICATED","messages":[]}"#));
    /// let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// let refused = Session::open(client, Family::Api, Basic::new("operator@example.com", "wrong")).await;
    /// let Err(Error::Fault(response)) = refused else { panic!("nobody is let in") };
    /// assert_eq!(response.fault.kind(), FaultKind::Unauthenticated);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn open(client: Client<T, C>, family: Family, credentials: Basic) -> Result<Self, CallError> {
        let token = login(&client, family, &credentials).await?;
        Ok(Self::new(client, family, Some(credentials), token))
    }

    /// Takes a session that somebody else has opened. Nothing is sent, and once it has ended there is no other one, unless
    /// [`set_credentials`](Self::set_credentials) gives what to log in with.
    ///
    /// ```
    /// # use vcha_client::session::{Family, Session, SessionError};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Client, Rules, SessionId, server};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let script = Script::new().then(Answer::empty(401));
    /// let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::resume(client, Family::Api, SessionId::new("b5a1"));
    /// assert!(matches!(session.who_am_i().await, Err(SessionError::Ended(_))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn resume(client: Client<T, C>, family: Family, token: SessionId) -> Self {
        Self::new(client, family, None, token)
    }

    fn new(client: Client<T, C>, family: Family, credentials: Option<Basic>, token: SessionId) -> Self {
        Self { client, family, keys: Keys::new(token, credentials) }
    }

    /// Logs in under `/api`, and under `/rest` if the server says that it has nothing there.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    ///
    /// ```
    /// use vcha_client::session::{Family, Session};
    /// use vcha_client::testing::{Answer, Script};
    /// use vcha_client::{Basic, Client, Rules, server};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let script = Script::new().then(Answer::empty(404)).then(Answer::json(200, r#"{"value":"b5a1"}"#));
    /// let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::open_either(client, Basic::new("operator@example.com", "correct horse")).await?;
    /// assert_eq!(session.family(), Family::Rest);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn open_either(client: Client<T, C>, credentials: Basic) -> Result<Self, CallError> {
        let (family, token) = match login(&client, Family::Api, &credentials).await {
            Ok(token) => (Family::Api, token),
            Err(error) if is_absent(&error) => (Family::Rest, login(&client, Family::Rest, &credentials).await?),
            Err(error) => return Err(error),
        };
        Ok(Self::new(client, family, Some(credentials), token))
    }

    /// Takes other credentials for logging in again, after the password has changed for instance. Nothing is sent, and a
    /// session that is open stays so.
    ///
    /// ```
    /// # use vcha_client::session::{Family, Session, SessionError};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, Client, Rules, server};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let info = r#"{"user":"operator","created_time":"t","last_accessed_time":"t"}"#;
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::empty(401)).then(Answer::empty(401))
    /// #     .then(Answer::empty(401)).then(Answer::json(201, r#""c7d2""#)).then(Answer::json(200, info));
    /// # let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// # let session = Session::open(client, Family::Api, Basic::new("operator", "correct horse")).await?;
    /// // The session has ended, and its password has changed.
    /// assert!(matches!(session.who_am_i().await, Err(SessionError::Login(_))));
    /// session.set_credentials(Basic::new("operator", "battery staple"));
    /// assert_eq!(session.who_am_i().await?.user, "operator");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_credentials(&self, credentials: Basic) {
        self.keys.set_credentials(credentials);
    }

    /// Under which URLs this session asks.
    ///
    /// ```
    /// # use vcha_client::session::{Family, Session};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, Client, Rules, server};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#));
    /// # let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// let session = Session::open(client, Family::Api, Basic::new("operator@example.com", "correct horse")).await?;
    /// assert_eq!(session.family(), Family::Api);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn family(&self) -> Family {
        self.family
    }

    /// The client and the token at present, for operations that this type has no method for.
    ///
    /// ```
    /// # use vcha_client::session::{Family, Session};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, Client, Rules, WhoAmI, server};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let info = r#"{"value":{"user":"operator","created_time":"t","last_accessed_time":"t"}}"#;
    /// # let script = Script::new().then(Answer::json(200, r#"{"value":"b5a1"}"#)).then(Answer::json(200, info));
    /// # let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// # let session = Session::open(client, Family::Rest, Basic::new("operator", "correct horse")).await?;
    /// let (client, token) = session.parts();
    /// assert_eq!(client.send(&WhoAmI::new(), &token).await?.user, "operator");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn parts(&self) -> (&Client<T, C>, SessionId) {
        (&self.client, (*self.keys.token()).clone())
    }

    /// Tells whose session it is, and opens it anew if the server has ended it.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`], of this call or of logging in again.
    ///
    /// ```
    /// # use vcha_client::session::{Family, Session};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, Client, Rules, server};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let info = r#"{"user":"operator","created_time":"t","last_accessed_time":"t"}"#;
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::json(200, info));
    /// # let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// # let session = Session::open(client, Family::Api, Basic::new("operator", "correct horse")).await?;
    /// assert_eq!(session.who_am_i().await?.user, "operator");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn who_am_i(&self) -> Result<SessionInfo, SessionError> {
        match self.family {
            Family::Rest => self.repeatable(rest::session::WhoAmI::new()).await,
            Family::Api => self.repeatable(api::session::WhoAmI::new()).await,
        }
    }

    /// Starts a redeployment and gives the id of its task. It is sent once, whatever happens.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`]. After a refusal of the kind [`FaultKind::Unauthenticated`] nothing was started;
    /// [`who_am_i`](Self::who_am_i) opens the session anew. After an [`Error::Transport`](crate::Error::Transport)
    /// that is not [`is_not_sent`](crate::TransportError::is_not_sent), look at the tasks of the server before sending
    /// it again.
    ///
    /// ```
    /// # use vcha_client::session::{Family, Session};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, Client, PlacementSpec, RedeploySpec, Rules, server};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::json(202, r#""task-7""#));
    /// # let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// # let session = Session::open(client, Family::Api, Basic::new("operator", "correct horse")).await?;
    /// let task = session.redeploy(RedeploySpec::new(PlacementSpec::new("vc-passive", "group-v3"))).await?;
    /// assert_eq!(task.as_str(), "task-7");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn redeploy(&self, spec: RedeploySpec) -> Result<TaskId, CallError> {
        let token = self.keys.token();
        match self.family {
            Family::Rest => self.client.send(&Plain(rest::passive::RedeployTask::new(spec)), &token).await,
            Family::Api => self.client.send(&Plain(api::passive::RedeployTask::new(spec)), &token).await,
        }
    }

    /// Looks at a task once. [`wait`](Self::wait) looks until it has ended.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`], of this call or of logging in again.
    ///
    /// ```
    /// # use vcha_client::session::{Family, Session};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, Client, Rules, TaskStatus, server};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let info = r#"{"description":{"id":"a.b","default_message":"Redeploy.","args":[]},"service":"s",
    /// #     "operation":"o","status":"PENDING","cancelable":false}"#;
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::json(200, info));
    /// # let client = Client::new(server("vcenter.example.com")?, script, Rules);
    /// # let session = Session::open(client, Family::Api, Basic::new("operator", "correct horse")).await?;
    /// let task = session.task(&"task-7".into()).await?;
    /// assert_eq!((task.status, task.description.as_str()), (TaskStatus::Pending, "Redeploy."));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn task(&self, task: &TaskId) -> Result<TaskState, SessionError> {
        let id = task.clone();
        match self.family {
            Family::Rest => {
                let info = self.repeatable(rest::tasks::GetTask::new(task.clone())).await?;
                Ok(TaskState::from_rest(id, info))
            }
            Family::Api => {
                let info = self.repeatable(api::tasks::GetTask::new(task.clone())).await?;
                Ok(TaskState::from_api(id, info))
            }
        }
    }

    /// Asks the server to stop a task. It may go on for a while, or to its end: look at its status.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`], of this call or of logging in again. A task that cannot be stopped is a [`Refusal`]
    /// of the kind [`FaultKind::Unsupported`], one that has ended already of
    /// [`FaultKind::NotAllowedInCurrentState`].
    ///
    /// ```
    /// # use vcha_client::session::{Family, Session};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, Client, Rules, server};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::empty(204));
    /// # let client = Client::new(server("vcenter.example.com")?, script.clone(), Rules);
    /// # let session = Session::open(client, Family::Api, Basic::new("operator", "correct horse")).await?;
    /// session.cancel(&"task-7".into()).await?;
    /// assert_eq!(script.requests()[1].path(), "/api/cis/tasks/task-7");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn cancel(&self, task: &TaskId) -> Result<(), SessionError> {
        match self.family {
            Family::Rest => self.repeatable(rest::tasks::CancelTask::new(task.clone())).await,
            Family::Api => self.repeatable(api::tasks::CancelTask::new(task.clone())).await,
        }
    }

    /// Logs out. A session that the server has ended already is no error.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`].
    ///
    /// ```
    /// # use vcha_client::session::{Family, Session};
    /// # use vcha_client::testing::{Answer, Script};
    /// # use vcha_client::{Basic, Client, Rules, server};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let script = Script::new().then(Answer::json(201, r#""b5a1""#)).then(Answer::empty(401));
    /// # let client = Client::new(server("vcenter.example.com")?, script.clone(), Rules);
    /// # let session = Session::open(client, Family::Api, Basic::new("operator", "correct horse")).await?;
    /// session.close().await?;
    /// assert_eq!(script.requests()[1].method(), "DELETE");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn close(self) -> Result<(), CallError> {
        let closed = self.log_out(&self.keys.token()).await;
        closed.or_else(|error| if has_ended(&error) { Ok(()) } else { Err(error) })
    }

    async fn log_out(&self, token: &SessionId) -> Result<(), CallError> {
        match self.family {
            Family::Rest => self.client.send(&Plain(rest::session::Logout::new()), token).await,
            Family::Api => self.client.send(&Plain(api::session::Logout::new()), token).await,
        }
    }

    /// Sends what may be sent twice; after the news that the session has ended, once more in a new one.
    async fn repeatable<O>(&self, operation: O) -> Result<O::Output, SessionError>
    where
        O: Operation<Auth = SessionId> + Validate<C>,
    {
        let (operation, token) = (Plain(operation), self.keys.token());
        let ended = match self.client.send(&operation, &token).await {
            Err(error) if has_ended(&error) => error,
            outcome => return outcome.map_err(SessionError::Call),
        };
        let log_in = |credentials: Arc<Basic>| async move { login(&self.client, self.family, &credentials).await };
        self.keys.renew(&token, ended, log_in).await?;
        self.client.send(&operation, &self.keys.token()).await.map_err(SessionError::Call)
    }
}

async fn login<T: Transport, C: Checks>(
    client: &Client<T, C>,
    family: Family,
    credentials: &Basic,
) -> Result<SessionId, CallError> {
    let token: SessionToken = match family {
        Family::Rest => client.send(&Plain(rest::session::Login::new()), credentials).await?,
        Family::Api => client.send(&Plain(api::session::Login::new()), credentials).await?,
    };
    Ok(SessionId::new(token))
}
