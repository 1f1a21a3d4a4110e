//! Which call is made at present, so that an error can name it; and the secrets of each, which are hidden from then on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use vcha_client::http::header::{AUTHORIZATION, LOCATION};
use vcha_client::http::{HeaderMap, Method, Request, Response};
use vcha_client::{Body, Transport, TransportError};

use crate::console::Console;

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Reach,
    Login,
    Redeploy,
    Look,
    Logout,
}

impl Step {
    /// In words that go on after "while".
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Reach => "reaching the server",
            Self::Login => "logging in",
            Self::Redeploy => "sending the redeployment",
            Self::Look => "looking at the task",
            Self::Logout => "logging out",
        }
    }

    fn of(request: &Request<Body>) -> Self {
        let path = request.uri().path();
        match *request.method() {
            Method::POST if path.ends_with("/session") => Self::Login,
            Method::DELETE => Self::Logout,
            Method::POST => Self::Redeploy,
            Method::GET => Self::Look,
            _ => Self::Reach,
        }
    }
}

/// A call that was made.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) step: Step,
    pub(crate) method: String,
    pub(crate) url: String,
    /// Where the answer leads, if it is a redirect.
    pub(crate) location: Option<String>,
    /// Whether the answer has come, or is known not to come.
    pub(crate) is_over: bool,
    /// Whether there was an answer, to this call or to one before.
    pub(crate) has_answered: bool,
}

/// The last call.
#[derive(Default)]
pub(crate) struct LastCall(Mutex<Option<Call>>);

impl LastCall {
    pub(crate) fn last(&self) -> Option<Call> {
        self.held().clone()
    }

    /// Whether the redeployment is under way, so that its outcome is unknown.
    pub(crate) fn is_sending(&self) -> bool {
        self.held().as_ref().is_some_and(|call| call.step == Step::Redeploy && !call.is_over)
    }

    fn held(&self) -> MutexGuard<'_, Option<Call>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A transport that keeps what the errors of another one are to name.
#[derive(Clone)]
pub(crate) struct RecordingTransport<T> {
    inner: T,
    console: Arc<Console>,
    last_call: Arc<LastCall>,
}

impl<T> RecordingTransport<T> {
    pub(crate) fn new(inner: T, console: Arc<Console>, last_call: Arc<LastCall>) -> Self {
        Self { inner, console, last_call }
    }
}

impl<T: Transport + Sync> Transport for RecordingTransport<T> {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        hide(request.headers(), &self.console);
        let (method, url) = (request.method().to_string(), request.uri().to_string());
        let has_answered = self.last_call.last().is_some_and(|call| call.has_answered);
        let call = Call { step: Step::of(&request), method, url, location: None, is_over: false, has_answered };
        *self.last_call.held() = Some(call);
        let outcome = self.inner.call(request).await;
        if let Some(call) = self.last_call.held().as_mut() {
            call.is_over = true;
            call.has_answered |= outcome.is_ok();
            let location = outcome.as_ref().ok().and_then(|answer| answer.headers().get(LOCATION));
            call.location = location.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        }
        outcome
    }
}

/// Hides the token of the session, whoever opened it, and the credentials as the header carries them.
fn hide(headers: &HeaderMap, console: &Console) {
    for value in headers.get("vmware-api-session-id").into_iter().chain(headers.get(AUTHORIZATION)) {
        if let Ok(text) = value.to_str() {
            console.masks.hide(text.strip_prefix("Basic ").unwrap_or(text));
        }
    }
}
