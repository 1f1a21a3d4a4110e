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
    /// The terminal is gone: a window that was closed, a connection that broke.
    HangUp,
    Quit,
}

impl Stop {
    /// As shells have it: 128 and the number of the signal.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
            Self::HangUp => 129,
            Self::Quit => 131,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Interrupt => "interrupted",
            Self::Terminate | Self::HangUp | Self::Quit => "ended by a signal",
        }
    }
}

/// Listens from when it is made; from then on the signals no longer end the program by themselves.
pub(crate) struct Signals {
    #[cfg(unix)]
    all: Vec<(Stop, Signal)>,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

impl Signals {
    #[cfg(unix)]
    pub(crate) fn new() -> io::Result<Self> {
        let kinds = [
            (Stop::Interrupt, SignalKind::interrupt()),
            (Stop::Terminate, SignalKind::terminate()),
            (Stop::Quit, SignalKind::quit()),
        ];
        let hang_up = Some((Stop::HangUp, SignalKind::hangup())).filter(|_| !is_hang_up_ignored());
        let listen = |(stop, kind)| signal(kind).map(|signal| (stop, signal));
        Ok(Self { all: kinds.into_iter().chain(hang_up).map(listen).collect::<io::Result<_>>()? })
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
        #[cfg(unix)]
        for (stop, signal) in &mut self.all {
            if signal.poll_recv(context).is_ready() {
                return Poll::Ready(*stop);
            }
        }
        #[cfg(windows)]
        if self.interrupt.poll_recv(context).is_ready() {
            return Poll::Ready(Stop::Interrupt);
        }
        #[cfg(not(any(unix, windows)))]
        let _ = context;
        Poll::Pending
    }
}

/// Whether whoever started the program wants it to outlive the terminal, as `nohup` does. Listening would undo that. Where
/// the system does not tell, nobody listens.
#[cfg(unix)]
fn is_hang_up_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // The lowest bit stands for signal 1, which is SIGHUP.
    ignored.is_none_or(|mask| mask & 1 == 1)
}
