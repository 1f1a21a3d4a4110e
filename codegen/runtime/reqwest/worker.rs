//! The thread for connections that cannot live on the caller's: those without TLS, and those of callers that block. What is
//! sent over them is not decided here.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::mpsc;
#[cfg(feature = "blocking")]
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::thread;
#[cfg(feature = "blocking")]
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

#[cfg(feature = "blocking")]
use super::late;
use super::{TransportError, TransportErrorKind};

/// What is to be driven.
type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

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
    /// A queue of our own: it wakes the thread once for all that comes while it is busy, where `Handle::spawn` would wake it
    /// for each. The thread ends with it.
    jobs: UnboundedSender<Job>,
}

impl Worker {
    fn start() -> io::Result<Self> {
        let (jobs, mut to_do) = unbounded_channel();
        let (tell, told) = mpsc::sync_channel(1);
        let name = concat!(env!("CARGO_PKG_NAME"), "-io").to_owned();
        // The runtime is made, used and dropped over there: dropped in an async context it would panic.
        let drive = move || match Builder::new_current_thread().enable_all().build() {
            Err(error) => drop(tell.send(Err(error))),
            Ok(runtime) => {
                if tell.send(Ok(runtime.handle().clone())).is_ok() {
                    runtime.block_on(async {
                        while let Some(job) = to_do.recv().await {
                            drop(tokio::spawn(job));
                        }
                    });
                }
                // A name lookup may still hang in the system, and nobody is left to care.
                runtime.shutdown_background();
            }
        };
        thread::Builder::new().name(name).spawn(drive)?;
        let runtime = told.recv().map_err(|_| io::Error::other("the transport's thread ended"))??;
        Ok(Self { runtime, jobs })
    }

    /// Where the futures are driven.
    pub(super) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// Has the call driven over there; whoever drops what this gives ends it.
    pub(super) fn run<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, TransportError>> + Send + 'static,
    ) -> Result<impl Future<Output = Result<T, TransportError>> + Send + 'static, TransportError> {
        let (mut tell, told) = oneshot::channel();
        self.give(async move {
            if let Some(outcome) = unless(tell.closed(), call).await {
                drop(tell.send(outcome));
            }
        })?;
        Ok(async move { told.await.unwrap_or_else(|_| Err(ended())) })
    }

    /// The same for a caller that blocks; without a limit the call has one of its own.
    #[cfg(feature = "blocking")]
    pub(super) fn wait<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, TransportError>> + Send + 'static,
        limit: Option<Duration>,
    ) -> Result<T, TransportError> {
        let (tell, told) = mpsc::sync_channel(1);
        let (_waiting, gone) = oneshot::channel::<()>();
        self.give(async move {
            if let Some(outcome) = unless(gone, call).await {
                drop(tell.send(outcome));
            }
        })?;
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

    fn give(&self, job: impl Future<Output = ()> + Send + 'static) -> Result<(), TransportError> {
        self.jobs.send(Box::pin(job)).map_err(|_| ended())
    }
}

/// What the work gives, unless nobody waits for it any longer.
async fn unless<T>(gone: impl Future, work: impl Future<Output = T>) -> Option<T> {
    let (mut gone, mut work) = (pin!(gone), pin!(work));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => gone.as_mut().poll(context).map(|_| None),
    })
    .await
}

fn ended() -> TransportError {
    TransportError::new(TransportErrorKind::Other, "the transport's thread ended")
}
