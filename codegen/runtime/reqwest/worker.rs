//! The thread on which connections live. What is sent over them is not decided here.
//!
//! A server that never stops sending can keep a connection's task busy for as long as it likes, and with it the runtime
//! and the timers of the thread that it runs on. So connections have a thread of their own, and whoever waits for an
//! answer looks at the time elsewhere.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::mpsc;
#[cfg(feature = "blocking")]
use std::sync::mpsc::RecvTimeoutError;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

use super::super::{TransportError, TransportErrorKind};

/// What is to be driven.
type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A thread that drives futures until this is dropped.
pub(super) struct Worker {
    handle: Handle,
    /// A queue of our own: it wakes the thread once for all that comes while it is busy, where `Handle::spawn` would wake it
    /// for each.
    jobs: UnboundedSender<Job>,
}

impl Worker {
    pub(super) fn start() -> Result<Self, TransportError> {
        Self::try_start().map_err(|error| TransportError::new(TransportErrorKind::Connect, error))
    }

    fn try_start() -> io::Result<Self> {
        let (jobs, to_do) = unbounded_channel();
        let (tell, told) = mpsc::sync_channel(1);
        // The runtime is made, used and dropped over there: dropped in an async context it would panic.
        let name = concat!(env!("CARGO_PKG_NAME"), "-io").to_owned();
        thread::Builder::new().name(name).spawn(move || match runtime() {
            Err(error) => drop(tell.send(Err(error))),
            Ok(runtime) => {
                if tell.send(Ok(runtime.handle().clone())).is_ok() {
                    drive(runtime, to_do);
                }
            }
        })?;
        let handle = told.recv().map_err(|_| io::Error::other("the transport's thread ended"))??;
        Ok(Self { handle, jobs })
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
        let (mut tell, told) = oneshot::channel();
        self.give(async move {
            let outcome = unless(tell.closed(), future).await;
            if let Some(outcome) = outcome {
                drop(tell.send(outcome));
            }
        })?;
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
        let (_waiting, gone) = oneshot::channel::<()>();
        self.give(async move {
            if let Some(outcome) = unless(gone, future).await {
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

/// A connection that is busy without end gives way after a number of reads, and the runtime then looks at timers and at
/// what comes from other threads. To do so after every step would cost a call of the system for each.
fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Lets the runtime do its work until nobody can give it any more.
fn drive(runtime: Runtime, mut to_do: UnboundedReceiver<Job>) {
    runtime.block_on(async {
        while let Some(job) = to_do.recv().await {
            drop(tokio::spawn(job));
        }
    });
    // A name lookup may still hang in the system, and nobody is left to care.
    runtime.shutdown_background();
}

fn late(limit: Duration) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, format!("{limit:?} have passed"))
}

fn ended() -> TransportError {
    TransportError::new(TransportErrorKind::Other, "the transport's thread ended")
}
