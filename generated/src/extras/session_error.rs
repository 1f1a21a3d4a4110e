//! Why something in a session failed. The caller and `watcher` decide what to do about it.

use std::fmt;

use crate::api::rt::Error;
use crate::api::rt::http::StatusCode;

use super::refusal::{FaultKind, Refusal};

/// Why a call failed, whichever operation and family it was.
pub type CallError = Error<Refusal>;

/// Why something in a session failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SessionError {
    /// The call itself.
    Call(CallError),
    /// The session had ended, and logging in again did not work. A refusal of the credentials is what the server said to
    /// the one login that was tried with them, now or earlier.
    Login(CallError),
    /// The session has ended, and there are no credentials for another one.
    Ended(CallError),
}

impl SessionError {
    /// What went wrong, wherever it did.
    ///
    /// ```
    /// use vcha_client::session::SessionError;
    /// use vcha_client::{BuildError, Error};
    ///
    /// let error = SessionError::Login(Error::Build(BuildError::new("no token")));
    /// assert!(matches!(error.cause(), Error::Build(_)));
    /// ```
    #[must_use]
    pub fn cause(&self) -> &CallError {
        let (Self::Call(error) | Self::Login(error) | Self::Ended(error)) = self;
        error
    }

    /// The server's refusal and its status, if it is one.
    ///
    /// ```
    /// use vcha_client::session::SessionError;
    /// use vcha_client::{BuildError, Error};
    ///
    /// assert!(SessionError::Call(Error::Build(BuildError::new("no token"))).refusal().is_none());
    /// ```
    #[must_use]
    pub fn refusal(&self) -> Option<(&Refusal, StatusCode)> {
        match self.cause() {
            Error::Fault(response) => Some((&response.fault, response.status)),
            _ => None,
        }
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Call(_) => "",
            Self::Login(_) => "the session has ended, and logging in again failed: ",
            Self::Ended(_) => "the session has ended, and there are no credentials to log in again: ",
        })?;
        self.cause().fmt(f)?;
        match self {
            Self::Login(error) if has_ended(error) => f.write_str("; these credentials are not tried again"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(self.cause())
    }
}

/// Whether the server says that it does not know the session.
pub(super) fn has_ended(error: &CallError) -> bool {
    matches!(error, Error::Fault(response) if response.fault.is_unauthenticated(response.status))
}

/// Whether the server says that it has nothing under these URLs: in words, or as a page that is not there.
pub(super) fn is_absent(error: &CallError) -> bool {
    let Error::Fault(response) = error else { return false };
    match response.fault.kind() {
        FaultKind::OperationNotFound | FaultKind::NotFound => true,
        FaultKind::Unknown => response.status == StatusCode::NOT_FOUND,
        _ => false,
    }
}
