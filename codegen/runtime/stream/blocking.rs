//! The same for programs without an async runtime: the caller's thread sleeps until the next piece is there.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use http::{Request, Response};

use super::super::trace::Call;
use super::super::{BlockingClient, BlockingTransport, Body, Error, TransportError, Validate};
use super::{Chunks, StreamOperation, asking, is_streamed, refused, shown};

/// A [`BlockingTransport`] that hands out the body of an answer while it comes.
///
/// An implementation that does not need to be better than its `call` says no more than
/// `impl BlockingStreamTransport for Mine {}`.
pub trait BlockingStreamTransport: BlockingTransport {
    /// Sends one request, once, and gives the answer as soon as its head is there. What
    /// [`StreamTransport`](super::StreamTransport) asks of an implementation holds here too. What wakes the caller's thread
    /// must not be that thread.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when no answer came.
    fn open(&self, request: Request<Body>) -> Result<Response<Chunks>, TransportError> {
        self.call(request).map(|response| response.map(Chunks::from))
    }
}

impl<T: BlockingStreamTransport> BlockingStreamTransport for &T {
    fn open(&self, request: Request<Body>) -> Result<Response<Chunks>, TransportError> {
        T::open(self, request)
    }
}

/// [`Chunks`] as an iterator that waits for each of them. Dropping it ends the answer.
///
/// An item is an error when the answer breaks off or takes too long; it says how much had come. Nothing comes behind it.
///
/// ```
/// use rt::{BlockingChunks, Body, Chunks};
///
/// let mut file = Vec::new();
/// for chunk in BlockingChunks::from(Chunks::from(Body::from(b"a long file".to_vec()))) {
///     file.extend_from_slice(chunk?.as_bytes());
/// }
/// assert_eq!(file, b"a long file");
/// # Ok::<(), rt::TransportError>(())
/// ```
#[derive(Debug)]
pub struct BlockingChunks(Chunks);

impl BlockingChunks {
    /// The pieces, for what can be asked of them beside the next one.
    ///
    /// ```
    /// use rt::{BlockingChunks, Body, Chunks};
    ///
    /// assert_eq!(BlockingChunks::from(Chunks::from(Body::default())).chunks().received(), 0);
    /// ```
    #[must_use]
    pub fn chunks(&self) -> &Chunks {
        &self.0
    }
}

impl From<Chunks> for BlockingChunks {
    fn from(chunks: Chunks) -> Self {
        Self(chunks)
    }
}

impl Iterator for BlockingChunks {
    type Item = Result<Body, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.next())
    }
}

/// Wakes a thread.
struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// What the future gives; until then the thread sleeps.
pub(in super::super) fn wait<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Sleeper(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            // It returns at once if the waker was faster.
            Poll::Pending => thread::park(),
        }
    }
}

impl<T: BlockingStreamTransport, C> BlockingClient<T, C> {
    /// Judges the operation, sends it once, and gives the answer as soon as its head is there, to be read while it comes.
    ///
    /// A refusal is read as [`send`](Self::send) reads it. So is a success of another media type than those that are
    /// streamed; it is an [`Error::Decode`]. With the feature `tracing` the span of the call ends where this does.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub fn open<O>(&self, operation: &O, auth: &O::Auth) -> Result<Response<BlockingChunks>, Error<O::Fault>>
    where
        O: StreamOperation + Validate<C>,
    {
        let request = asking(self.base(), operation, auth, self.validate(operation))?;
        Ok(self.opened::<O>(request)?.map(BlockingChunks))
    }

    pub(in super::super) fn opened<O: StreamOperation>(
        &self,
        request: Request<Body>,
    ) -> Result<Response<Chunks>, Error<O::Fault>> {
        let call = Call::begin(O::ID, &request);
        let outcome = call.inside(|| self.transport.open(request));
        call.answered(&outcome);
        let response = outcome.map_err(Error::Transport)?;
        if is_streamed(&response, O::MEDIA) {
            return Ok(shown(response));
        }
        let (parts, chunks) = response.into_parts();
        let body = wait(chunks.collect()).map_err(Error::Transport)?;
        Err(refused::<O>(&Response::from_parts(parts, body)))
    }
}
