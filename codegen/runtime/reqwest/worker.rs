//! The thread on which connections live. What is sent over them is not decided here.
//!
//! A server that never stops sending can keep a connection's task busy for as long as it likes, and with it the runtime
//! and the timers of the thread that it runs on. So connections have a thread of their own, and whoever waits for an
//! answer looks at the time elsewhere.

use std::future::Future;
use std::io;
use std::sync::mpsc;
#[cfg(feature = "blocking")]
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use super::super::{TransportError, TransportErrorKind};

/// A thread that drives futures until this is dropped.
pub(super) struct Worker {
    handle: Handle,
    /// Dropping it is the signal.
    _stop: oneshot::Sender<()>,
}

impl Worker {
    pub(super) fn start() -> Result<Self, TransportError> {
        Self::try_start().map_err(|error| TransportError::new(TransportErrorKind::Connect, error))
    }

    fn try_start() -> io::Result<Self> {
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = mpsc::sync_channel(1);
        // The runtime is made, used and dropped over there: dropped in an async context it would panic.
        let name = concat!(env!("CARGO_PKG_NAME"), "-io").to_owned();
        thread::Builder::new().name(name).spawn(move || match runtime() {
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

    /// Makes something whose timers and connections belong over there, without waiting for its turn.
    pub(super) fn make<T>(&self, make: impl FnOnce() -> T) -> T {
        let _inside = self.handle.enter();
        make()
    }

    /// Has the future driven over there; whoever drops what this gives stops it.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        future: impl Future<Output = Result<T, TransportError>> + Send + 'static,
        limit: Duration,
    ) -> Result<T, TransportError> {
        let (tell, told) = oneshot::channel();
        let _task = self.spawn(future, |outcome| drop(tell.send(outcome)));
        match tokio::time::timeout(limit, told).await {
            Ok(outcome) => outcome.unwrap_or_else(|_| Err(ended())),
            Err(_) => Err(late(limit)),
        }
    }

    /// The same for a caller that blocks; without a limit the future has one of its own.
    #[cfg(feature = "blocking")]
    pub(super) fn wait<T: Send + 'static>(
        &self,
        future: impl Future<Output = Result<T, TransportError>> + Send + 'static,
        limit: Option<Duration>,
    ) -> Result<T, TransportError> {
        let (tell, told) = mpsc::sync_channel(1);
        let _task = self.spawn(future, move |outcome| drop(tell.send(outcome)));
        let outcome = match limit {
            Some(limit) => told.recv_timeout(limit),
            None => told.recv().map_err(RecvTimeoutError::from),
        };
        match (outcome, limit) {
            (Ok(outcome), _) => outcome,
            (Err(RecvTimeoutError::Timeout), Some(limit)) => Err(late(limit)),
            (Err(_), _) => Err(ended()),
        }
    }

    fn spawn<T: Send + 'static>(
        &self,
        future: impl Future<Output = T> + Send + 'static,
        tell: impl FnOnce(T) + Send + 'static,
    ) -> Task {
        Task(self.handle.spawn(async move { tell(future.await) }).abort_handle())
    }
}

/// What is driven over there, as long as somebody waits for it.
struct Task(AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A connection that is busy without end gives way after a number of reads, and the runtime then looks at timers and at
/// what comes from other threads. To do so after every step would cost a call of the system for each.
fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Lets the runtime do its work until nobody can give it any more.
fn drive(runtime: Runtime, stopped: oneshot::Receiver<()>) {
    // Nothing is ever sent: it ends when the other end goes away.
    let _gone = runtime.block_on(stopped);
    // A name lookup may still hang in the system, and nobody is left to care.
    runtime.shutdown_background();
}

fn late(limit: Duration) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, format!("{limit:?} have passed"))
}

fn ended() -> TransportError {
    TransportError::new(TransportErrorKind::Other, "the transport's thread ended")
}
