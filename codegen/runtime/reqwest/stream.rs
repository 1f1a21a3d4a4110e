//! The body of an answer while it comes: one piece is read when it is asked for, and none ahead.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use http::{Request, Response};
use tokio::runtime::Handle;

#[cfg(feature = "blocking")]
use super::super::stream::BlockingStreamTransport;
use super::super::stream::{ChunkSource, Chunks, StreamTransport};
#[cfg(feature = "blocking")]
use super::ReqwestBlockingTransport;
use super::worker::Worker;
use super::{Body, Carrier, ReqwestTransport, TransportError, TransportErrorKind, failed, late, understood, within};

/// What reading a piece gives: the piece, and the answer for the next one.
type Step = Pin<Box<dyn Future<Output = Result<(::reqwest::Response, Option<Body>), TransportError>> + Send>>;

/// An answer of which more is to come.
struct Incoming {
    /// Where its connection lives, if not on the caller's runtime.
    worker: Option<Arc<Worker>>,
    /// There between two pieces.
    answer: Option<::reqwest::Response>,
    /// There while a piece is waited for.
    step: Option<Step>,
    /// How long to wait for a piece.
    patience: Option<Duration>,
    begun: Instant,
    /// How long all of it may take.
    limit: Option<Duration>,
}

impl Incoming {
    /// Begins to read a piece.
    fn step(&self, mut answer: ::reqwest::Response) -> Result<Step, TransportError> {
        let left = self.limit.map(|limit| limit.saturating_sub(self.begun.elapsed()));
        let is_last = left.is_some_and(|left| self.patience.is_none_or(|patience| left <= patience));
        // What is told is what was asked for, and not what is left of it.
        let (wait, told) = if is_last { (left, self.limit) } else { (self.patience, self.patience) };
        let read = async move {
            let chunk = answer.chunk().await.map_err(failed)?;
            Ok((answer, chunk.map(|bytes| Body::from(Vec::from(bytes)))))
        };
        let bounded = async move {
            match (wait, told) {
                (Some(wait), Some(told)) => tokio::time::timeout(wait, read).await.unwrap_or_else(|_| Err(late(told))),
                _ => read.await,
            }
        };
        match &self.worker {
            // The clock is over there, too: a caller that blocks has none.
            Some(worker) => Ok(Box::pin(worker.run(bounded)?)),
            None => match Handle::try_current() {
                Ok(_) => Ok(Box::pin(bounded)),
                Err(error) => Err(TransportError::new(TransportErrorKind::Other, error)),
            },
        }
    }
}

impl ChunkSource for Incoming {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Body, TransportError>>> {
        if let Some(answer) = self.answer.take() {
            match self.step(answer) {
                Ok(step) => self.step = Some(step),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        let Some(step) = &mut self.step else { return Poll::Ready(None) };
        let done = ready!(step.as_mut().poll(context));
        self.step = None;
        Poll::Ready(match done {
            Ok((answer, chunk)) => {
                self.answer = Some(answer);
                chunk.map(Ok)
            }
            Err(error) => Some(Err(error)),
        })
    }

    fn end_within(&mut self, limit: Duration) {
        self.limit = Some(limit);
    }
}

impl Carrier {
    /// Sends the request; the future is done when the head of the answer is there.
    fn opened(
        &self,
        request: Request<Body>,
        runtime: &Handle,
    ) -> Result<impl Future<Output = Result<::reqwest::Response, TransportError>> + Send + 'static, TransportError>
    {
        // Without a limit on the request itself, which would count until the last byte.
        let sent = self.execute(self.requests.make(request)?, runtime)?;
        Ok(async move { sent.await.map_err(failed) })
    }

    /// The same, made here and driven by the worker.
    fn opened_at(
        &self,
        worker: &Worker,
        request: Request<Body>,
    ) -> Result<impl Future<Output = Result<::reqwest::Response, TransportError>> + Send + 'static, TransportError>
    {
        let _inside = worker.runtime().enter();
        self.opened(request, worker.runtime())
    }

    /// The answer whose head is there.
    fn incoming(
        &self,
        mut answer: ::reqwest::Response,
        worker: Option<Arc<Worker>>,
        begun: Instant,
    ) -> Response<Chunks> {
        let response = understood(&mut answer, ());
        let source = Incoming { worker, answer: Some(answer), step: None, patience: self.timeout, begun, limit: None };
        response.map(|()| Chunks::new(source, self.max_response_bytes))
    }
}

/// [`Settings::timeout`](super::Settings::timeout) is how long the head of the answer may take, and each piece;
/// [`Settings::read_timeout`](super::Settings::read_timeout) holds as it does elsewhere. See [`Chunks::end_within`] for the
/// whole. With a client of the caller's own, that client's limits hold.
impl StreamTransport for ReqwestTransport {
    async fn open(&self, request: Request<Body>) -> Result<Response<Chunks>, TransportError> {
        let begun = Instant::now();
        let runtime = Handle::try_current().map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
        if self.carrier.needs_thread(&request) {
            let worker = self.thread.worker()?;
            let call = worker.run(self.carrier.opened_at(&worker, request)?)?;
            let answer = within(self.carrier.timeout, call).await?;
            return Ok(self.carrier.incoming(answer, Some(worker), begun));
        }
        let answer = within(self.carrier.timeout, self.carrier.opened(request, &runtime)?).await?;
        Ok(self.carrier.incoming(answer, None, begun))
    }
}

/// With the limits of [`ReqwestTransport`].
#[cfg(feature = "blocking")]
impl BlockingStreamTransport for ReqwestBlockingTransport {
    fn open(&self, request: Request<Body>) -> Result<Response<Chunks>, TransportError> {
        let begun = Instant::now();
        let carrier = &self.transport.carrier;
        let answer = self.worker.wait(carrier.opened_at(&self.worker, request)?, carrier.timeout)?;
        Ok(carrier.incoming(answer, Some(Arc::clone(&self.worker)), begun))
    }
}
