//! Waiting for a server that is not up yet, for calls that start nothing, and only if the command line asks for it. What
//! may have started something is never sent again.

use std::future::Future;
use std::time::{Duration, Instant};

use vcha_client::http::StatusCode;
use vcha_client::{CallError, Error, FaultKind, TransportErrorKind};

use crate::explain::Explainer;

/// The pause between two tries, unless the command line gives a shorter one.
const PAUSE: Duration = Duration::from_secs(15);

/// How long to wait, from when it is made.
pub(crate) struct Patience<'a> {
    explainer: &'a Explainer<'a>,
    begin: Instant,
}

impl<'a> Patience<'a> {
    pub(crate) fn new(explainer: &'a Explainer<'a>) -> Self {
        Self { explainer, begin: Instant::now() }
    }

    /// Makes the call until there is a server to answer it, or time is up.
    pub(crate) async fn until_up<T, F>(&self, mut call: impl FnMut() -> F) -> Result<T, CallError>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        let job = self.explainer.job;
        loop {
            let error = match call().await {
                Err(error) if is_starting(&error) => error,
                outcome => return outcome,
            };
            let left = job.patience.unwrap_or_default().saturating_sub(self.begin.elapsed());
            if left.is_zero() {
                return Err(error);
            }
            let pause = job.poll.unwrap_or(PAUSE).min(PAUSE).min(left);
            let message =
                format!("{}; trying again in {:.0} s", self.explainer.line(&error), pause.as_secs_f64().ceil());
            self.explainer.link.console.note("login", "warning", &message);
            tokio::time::sleep(pause).await;
        }
    }
}

/// Whether the server, or what stands behind the one that answers, is not up. A refused login is not among these: a few of
/// them lock an account.
fn is_starting(error: &CallError) -> bool {
    match error {
        Error::Transport(error) if error.kind() == TransportErrorKind::Connect => {
            let cause = error.to_string().to_ascii_lowercase();
            ["refused (os error", "actively refused", "timed out", "unreachable", "no route"]
                .iter()
                .any(|word| cause.contains(word))
        }
        Error::Fault(response) => match response.fault.kind() {
            FaultKind::ServiceUnavailable => true,
            FaultKind::Unknown if response.fault.tag().is_none() => {
                [StatusCode::BAD_GATEWAY, StatusCode::SERVICE_UNAVAILABLE, StatusCode::GATEWAY_TIMEOUT]
                    .contains(&response.status)
            }
            _ => false,
        },
        _ => false,
    }
}
