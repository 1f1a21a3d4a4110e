//! The transport for programs without an async runtime: the async one, waited for without one.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};

use super::worker::Worker;
use super::{BlockingTransport, Body, ReqwestTransport, Settings, TransportError};

/// Carries requests with a [`ReqwestTransport`], on a thread of its own; the caller's thread waits.
///
/// It may be used, cloned and dropped anywhere, inside an async runtime too. There a call holds up the thread it is made
/// on, as anything that blocks does, but it neither panics nor deadlocks. A clone shares the thread and the
/// connections; the thread ends after the last clone is gone, and nobody waits for it.
#[derive(Clone)]
pub struct ReqwestBlockingTransport {
    pub(super) transport: ReqwestTransport,
    pub(super) worker: Arc<Worker>,
}

impl ReqwestBlockingTransport {
    /// A transport that behaves as `settings` say.
    ///
    /// # Errors
    ///
    /// Those of [`ReqwestTransport::new`] and [`with_transport`](Self::with_transport).
    ///
    /// ```
    /// use rt::{BlockingClient, ReqwestBlockingTransport, Settings};
    ///
    /// let transport = ReqwestBlockingTransport::new(&Settings::default())?;
    /// let client = BlockingClient::new("vcenter.example.com".parse()?, transport, ());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(settings: &Settings) -> Result<Self, TransportError> {
        Self::with_transport(ReqwestTransport::new(settings)?)
    }

    /// A transport around an async one. One made [with a client](ReqwestTransport::with_client) of the caller's own should
    /// not be used from elsewhere as well: its connections live on the runtime that opened them.
    ///
    /// # Errors
    ///
    /// [`TransportError`] of the kind [`Connect`](super::TransportErrorKind::Connect) when no thread can be started.
    ///
    /// ```
    /// # use rt::{ReqwestBlockingTransport, ReqwestTransport, TransportError};
    /// # fn custom(client: reqwest::Client) -> Result<ReqwestBlockingTransport, TransportError> {
    /// ReqwestBlockingTransport::with_transport(ReqwestTransport::with_client(client, 64 * 1024))
    /// # }
    /// ```
    pub fn with_transport(transport: ReqwestTransport) -> Result<Self, TransportError> {
        let worker = transport.thread.worker()?;
        Ok(Self { transport, worker })
    }

    /// The same transport, with the same thread and connections, whose calls take at most so long, whatever
    /// [`Settings::timeout`] said.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rt::{ReqwestBlockingTransport, Settings};
    ///
    /// let transport = ReqwestBlockingTransport::new(&Settings::default())?;
    /// let polling = transport.with_timeout(Duration::from_secs(15));
    /// # Ok::<(), rt::TransportError>(())
    /// ```
    #[must_use]
    pub fn with_timeout(&self, limit: Duration) -> Self {
        Self { transport: self.transport.with_timeout(limit), worker: Arc::clone(&self.worker) }
    }
}

impl BlockingTransport for ReqwestBlockingTransport {
    fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let carrier = &self.transport.carrier;
        self.worker.wait(carrier.begin_at(&self.worker, request)?, carrier.timeout)
    }
}

impl fmt::Debug for ReqwestBlockingTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestBlockingTransport").field("transport", &self.transport).finish_non_exhaustive()
    }
}
