//! Signals that end the program, so that the session can be ended first, and the terminal left as it was.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::Poll;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What ends the program from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Interrupt,
    Terminate,
}

impl Stop {
    /// As shells have it: 128 and the number of the signal.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Interrupt => "interrupted",
            Self::Terminate => "ended by a signal",
        }
    }
}

/// Listens from when it is made; from then on the signals no longer end the program by themselves.
pub(crate) struct Signals {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    terminate: Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

impl Signals {
    #[cfg(unix)]
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    #[cfg(windows)]
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    #[cfg(not(any(unix, windows)))]
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    /// What the work gives, unless a signal comes first. The work can be gone on with.
    pub(crate) async fn race<F: Future>(&mut self, mut work: Pin<&mut F>) -> Result<F::Output, Stop> {
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Ok(output)),
            Poll::Pending => self.poll(context).map(Err),
        })
        .await
    }

    fn poll(&mut self, context: &mut std::task::Context<'_>) -> Poll<Stop> {
        #[cfg(any(unix, windows))]
        if self.interrupt.poll_recv(context).is_ready() {
            return Poll::Ready(Stop::Interrupt);
        }
        #[cfg(unix)]
        if self.terminate.poll_recv(context).is_ready() {
            return Poll::Ready(Stop::Terminate);
        }
        #[cfg(not(any(unix, windows)))]
        let _ = context;
        Poll::Pending
    }
}
