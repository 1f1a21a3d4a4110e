//! The token of a session, and logging in again once the server has ended it: by one call at a time, and never twice with
//! credentials that were refused, because a server locks an account after a few wrong passwords.
//!
//! What a login sends, and which calls may be repeated after it, is for `session`.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::api::rt::Basic;
use crate::api::security::SessionId;

use super::async_lock::AsyncLock;
use super::session_error::{CallError, SessionError, has_ended};

/// What opens a session, and what keeps it open.
pub(super) struct Keys {
    held: Mutex<Held>,
    lock: AsyncLock,
}

struct Held {
    token: Arc<SessionId>,
    credentials: Option<Arc<Basic>>,
    /// How many logins have ended, well or not.
    logins: u64,
    /// Why the last login with these credentials failed, if it did.
    failure: Option<CallError>,
}

impl Keys {
    pub(super) fn new(token: SessionId, credentials: Option<Basic>) -> Self {
        let (token, credentials) = (Arc::new(token), credentials.map(Arc::new));
        Self { held: Mutex::new(Held { token, credentials, logins: 0, failure: None }), lock: AsyncLock::default() }
    }

    pub(super) fn token(&self) -> Arc<SessionId> {
        Arc::clone(&self.held().token)
    }

    /// Replaces the credentials. No refusal of the new ones is known.
    pub(super) fn set_credentials(&self, credentials: Basic) {
        let mut held = self.held();
        held.credentials = Some(Arc::new(credentials));
        held.failure = None;
    }

    /// Replaces the token `used`, whose session has `ended`: by a login, unless another call has logged in already.
    pub(super) async fn renew<F>(
        &self,
        used: &Arc<SessionId>,
        ended: CallError,
        log_in: impl FnOnce(Arc<Basic>) -> F,
    ) -> Result<(), SessionError>
    where
        F: Future<Output = Result<SessionId, CallError>>,
    {
        let logins = self.held().logins;
        let _guard = self.lock.lock().await;
        let credentials = {
            let held = self.held();
            if !Arc::ptr_eq(used, &held.token) {
                return Ok(());
            }
            if let Some(failure) = held.failure_since(logins) {
                return Err(SessionError::Login(failure.clone()));
            }
            let Some(credentials) = &held.credentials else { return Err(SessionError::Ended(ended)) };
            Arc::clone(credentials)
        };
        let outcome = log_in(Arc::clone(&credentials)).await;
        self.held().note(&credentials, &outcome);
        outcome.map(drop).map_err(SessionError::Login)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// The failure of the last login, if it counts for the next one too: the credentials were refused, or the login ended
    /// while this call waited. Without the second case many calls would wait for one time limit after the other. A 403 is
    /// no such refusal: the server knew the account, counts no wrong password, and may give it the privilege meanwhile.
    fn failure_since(&self, logins: u64) -> Option<&CallError> {
        self.failure.as_ref().filter(|failure| has_ended(failure) || self.logins != logins)
    }

    fn note(&mut self, credentials: &Arc<Basic>, outcome: &Result<SessionId, CallError>) {
        self.logins += 1;
        match outcome {
            Ok(token) => {
                self.token = Arc::new(token.clone());
                self.failure = None;
            }
            // A refusal of older credentials says nothing about the present ones.
            Err(error) if self.credentials.as_ref().is_some_and(|held| Arc::ptr_eq(held, credentials)) => {
                self.failure = Some(error.clone());
            }
            Err(_) => {}
        }
    }
}
