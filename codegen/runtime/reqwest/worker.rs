//! The thread for connections that cannot live on the caller's: those without TLS, and those of callers that block. What is
//! sent over them is not decided here.

use std::future::Future;
use std::io;
use std::sync::mpsc;
#[cfg(feature = "blocking")]
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
#[cfg(feature = "blocking")]
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::super::{TransportError, TransportErrorKind};
#[cfg(feature = "blocking")]
use super::late;

/// A thread that starts when it is needed.
#[derive(Default)]
pub(super) struct Thread(Mutex<Option<Arc<Worker>>>);

impl Thread {
    pub(super) fn worker(&self) -> Result<Arc<Worker>, TransportError> {
        let mut started = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(worker) = &*started {
            return Ok(Arc::clone(worker));
        }
        let worker = Worker::start().map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
        Ok(Arc::clone(started.insert(Arc::new(worker))))
    }
}

/// A thread that drives futures until this is dropped.
pub(super) struct Worker {
    runtime: Handle,
    /// Dropping it ends the thread.
    _in_use: oneshot::Sender<()>,
}

impl Worker {
    fn start() -> io::Result<Self> {
        let (in_use, unused) = oneshot::channel();
        let (tell, told) = mpsc::sync_channel(1);
        let name = concat!(env!("CARGO_PKG_NAME"), "-io").to_owned();
        // The runtime is made, used and dropped over there: dropped in an async context it would panic.
        let drive = move || match Builder::new_current_thread().enable_all().build() {
            Err(error) => drop(tell.send(Err(error))),
            Ok(runtime) => {
                if tell.send(Ok(runtime.handle().clone())).is_ok() {
                    drop(runtime.block_on(unused));
                }
                // A name lookup may still hang in the system, and nobody is left to care.
                runtime.shutdown_background();
            }
        };
        thread::Builder::new().name(name).spawn(drive)?;
        let runtime = told.recv().map_err(|_| io::Error::other("the transport's thread ended"))??;
        Ok(Self { runtime, _in_use: in_use })
    }

    /// Where the futures are driven.
    pub(super) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// Has the call driven over there; whoever drops what this gives ends it.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, TransportError>> + Send + 'static,
    ) -> Result<T, TransportError> {
        let mut task = Task(self.runtime.spawn(call));
        (&mut task.0).await.unwrap_or_else(|_| Err(ended()))
    }

    /// The same for a caller that blocks; without a limit the call has one of its own.
    #[cfg(feature = "blocking")]
    pub(super) fn wait<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, TransportError>> + Send + 'static,
        limit: Option<Duration>,
    ) -> Result<T, TransportError> {
        let (tell, told) = mpsc::sync_channel(1);
        let _task = Task(self.runtime.spawn(async move { drop(tell.send(call.await)) }));
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
}

/// A task that ends when nobody waits for it any longer.
struct Task<T>(JoinHandle<T>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn ended() -> TransportError {
    TransportError::new(TransportErrorKind::Other, "the transport's thread ended")
}
