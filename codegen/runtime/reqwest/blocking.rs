//! The transport for programs without an async runtime: the async one, on a thread of its own.

use std::fmt;
use std::io;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use http::{Request, Response};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;

use super::super::{BlockingTransport, Body, Transport as _, TransportError, TransportErrorKind};
use super::{ReqwestTransport, Settings};

/// Carries requests with a [`ReqwestTransport`] that runs on a thread of its own; the caller's thread waits.
///
/// It may be used, cloned and dropped anywhere, inside an async runtime too. There a call holds up the thread it is made
/// on, as anything that blocks does, but it neither panics nor deadlocks. A clone shares the thread and the
/// connections; the thread ends after the last clone is gone, and nobody waits for it.
#[derive(Clone)]
pub struct ReqwestBlockingTransport {
    transport: ReqwestTransport,
    worker: Arc<Worker>,
}

/// A thread that drives futures until this is dropped.
struct Worker {
    handle: Handle,
    /// Dropping it is the signal.
    _stop: oneshot::Sender<()>,
}

impl ReqwestBlockingTransport {
    /// A transport that behaves as `settings` say.
    ///
    /// # Errors
    ///
    /// Those of [`ReqwestTransport::new`], and [`TransportError`] of the kind [`Connect`](TransportErrorKind::Connect) when
    /// no thread can be started.
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

    /// A transport around an async one, which should not be used from elsewhere as well: its connections live on the
    /// runtime that opened them.
    ///
    /// # Errors
    ///
    /// [`TransportError`] of the kind [`Connect`](TransportErrorKind::Connect) when no thread can be started.
    ///
    /// ```
    /// # use rt::{ReqwestBlockingTransport, ReqwestTransport, TransportError};
    /// # fn custom(client: reqwest::Client) -> Result<ReqwestBlockingTransport, TransportError> {
    /// ReqwestBlockingTransport::with_transport(ReqwestTransport::with_client(client, 64 * 1024))
    /// # }
    /// ```
    pub fn with_transport(transport: ReqwestTransport) -> Result<Self, TransportError> {
        let worker = Worker::start().map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
        Ok(Self { transport, worker: Arc::new(worker) })
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

impl Worker {
    fn start() -> io::Result<Self> {
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = mpsc::sync_channel(1);
        // The runtime is made, used and dropped over there: dropped in an async context it would panic.
        let name = concat!(env!("CARGO_PKG_NAME"), "-io").to_owned();
        thread::Builder::new().name(name).spawn(move || match Builder::new_current_thread().enable_all().build() {
            Err(error) => drop(tell.send(Err(error))),
            Ok(runtime) => {
                if tell.send(Ok(runtime.handle().clone())).is_ok() {
                    drive(runtime, stopped);
                }
            }
        })?;
        let handle = told.recv().map_err(|_| io::Error::other("the transport's thread ended"))??;
        Ok(Self { handle, _stop: stop })
    }
}

/// Lets the runtime do its work until nobody can give it any more.
fn drive(runtime: Runtime, stopped: oneshot::Receiver<()>) {
    // Nothing is ever sent: it ends when the other end goes away.
    let _gone = runtime.block_on(stopped);
    // A name lookup may still hang in the system, and nobody is left to care.
    runtime.shutdown_background();
}

impl BlockingTransport for ReqwestBlockingTransport {
    fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let (tell, told) = mpsc::sync_channel(1);
        let transport = self.transport.clone();
        self.worker.handle.spawn(async move {
            let outcome = transport.call(request).await;
            // The caller waits below, so there is somebody to tell.
            let _told = tell.send(outcome);
        });
        let ended = |_| Err(TransportError::new(TransportErrorKind::Other, "the transport's thread ended"));
        told.recv().unwrap_or_else(ended)
    }
}

impl fmt::Debug for ReqwestBlockingTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestBlockingTransport").field("transport", &self.transport).finish_non_exhaustive()
    }
}
