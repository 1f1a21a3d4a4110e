//! Answers that are read while they come: the pieces of a body, and the call that gives them. How a transport comes by them
//! is not decided here, nor what is in them.

use std::fmt;
use std::future::{Future, poll_fn};
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{ACCEPT, HeaderValue};
use http::{Request, Response};

use super::answer::{problem, rank};
use super::fault::media_type;
use super::trace::Call;
use super::{
    BaseUrl, Body, Client, Error, Operation, ReadRules, Report, Transport, TransportError, TransportErrorKind, Validate,
};

#[cfg(any(test, feature = "blocking"))]
pub(super) mod blocking;

#[cfg(any(test, feature = "blocking"))]
pub use blocking::{BlockingChunks, BlockingStreamTransport};

/// The longest refusal that is read of an answer whose transport names no bound.
const MOST: usize = 8 << 20;

/// An operation whose success can be read while it comes. `open` of the client asks for it; `send` reads the same into memory.
pub trait StreamOperation: Operation {
    /// The media types of what is streamed.
    const MEDIA: &'static [&'static str];
    /// The header `Accept` of a request for them.
    const ACCEPT: &'static str;
    /// The rules that reading reports under.
    const RULES: &'static ReadRules;
}

/// A [`Transport`] that hands out the body of an answer while it comes.
///
/// An implementation that does not need to be better than its `call` says no more than `impl StreamTransport for Mine {}`.
pub trait StreamTransport: Transport {
    /// Sends one request, once, and gives the answer as soon as its head is there.
    ///
    /// An implementation bounds the time until then, and the time from one piece to the next. It does not bound the size.
    /// Whoever drops the pieces ends the answer. Without an implementation of its own, this reads all of the answer first.
    fn open(&self, request: Request<Body>) -> impl Future<Output = Result<Response<Chunks>, TransportError>> + Send {
        let call = self.call(request);
        async move { call.await.map(|response| response.map(Chunks::from)) }
    }
}

impl<T: StreamTransport + Sync> StreamTransport for &T {
    fn open(&self, request: Request<Body>) -> impl Future<Output = Result<Response<Chunks>, TransportError>> + Send {
        T::open(self, request)
    }
}

/// Where [`Chunks`] come from.
pub trait ChunkSource: Send {
    /// The next piece; `None` behind the last one. It is not asked again after that, nor after an error.
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Body, TransportError>>>;

    /// From now on the whole call may take at most so long, counted from its start. A source without a clock passes over it.
    fn end_within(&mut self, limit: Duration) {
        let _ = limit;
    }
}

/// The body of an answer, piece by piece. Dropping it ends the answer.
///
/// A piece is what the transport has read in one go; where it ends has no meaning. What was read and not taken is
/// bounded, however long the body is.
///
/// ```
/// # use rt::{Body, Chunks};
/// # fn block_on<F: Future>(future: F) -> F::Output {
/// #     let mut future = std::pin::pin!(future);
/// #     loop {
/// #         let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #         if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
/// #             return output;
/// #         }
/// #     }
/// # }
/// # let mut file = Vec::new();
/// let mut chunks = Chunks::from(Body::from(b"a long file".to_vec()));
/// block_on(async {
///     while let Some(chunk) = chunks.next().await {
///         file.extend_from_slice(chunk?.as_bytes());
///     }
///     Ok::<(), rt::TransportError>(())
/// })?;
/// assert_eq!((file.as_slice(), chunks.received()), (b"a long file".as_slice(), 11));
/// # Ok::<(), rt::TransportError>(())
/// ```
pub struct Chunks {
    /// Gone at the end.
    source: Option<Box<dyn ChunkSource>>,
    received: u64,
    max_bytes: usize,
}

impl Chunks {
    /// The pieces of that source. Of a refusal, which is read into memory, at most so many bytes are taken.
    #[must_use]
    pub fn new(source: impl ChunkSource + 'static, max_bytes: usize) -> Self {
        Self { source: Some(Box::new(source)), received: 0, max_bytes }
    }

    /// The same, but the call ends with an error when it has taken so long, counted from its start. By default only the time
    /// from one piece to the next is bounded.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rt::{Body, Chunks};
    ///
    /// let chunks = Chunks::from(Body::default()).end_within(Duration::from_secs(3600));
    /// ```
    #[must_use]
    pub fn end_within(mut self, limit: Duration) -> Self {
        if let Some(source) = &mut self.source {
            source.end_within(limit);
        }
        self
    }

    /// How many bytes were given out.
    ///
    /// ```
    /// use rt::{Body, Chunks};
    ///
    /// assert_eq!(Chunks::from(Body::from(vec![1, 2])).received(), 0);
    /// ```
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The next piece; `None` behind the last one. Whoever drops the future loses nothing: the next call goes on.
    ///
    /// The item is an error when the answer breaks off or takes too long; it says how much had come. Nothing comes behind it.
    pub async fn next(&mut self) -> Option<Result<Body, TransportError>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// [`next`](Self::next) for those who poll themselves, such as an implementation of a `Stream`.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Body, TransportError>>> {
        loop {
            let Some(source) = &mut self.source else { return Poll::Ready(None) };
            let Poll::Ready(next) = source.poll_chunk(context) else { return Poll::Pending };
            if !matches!(next, Some(Ok(_))) {
                self.source = None;
            }
            match next.map(|next| counted(&mut self.received, next)) {
                Some(Ok(chunk)) if chunk.as_bytes().is_empty() => {}
                next => return Poll::Ready(next),
            }
        }
    }

    /// Of a refusal: all that is still to come, if that is not more than the transport takes into memory.
    async fn collect(mut self) -> Result<Body, TransportError> {
        let mut gathered = Gathered::default();
        while let Some(chunk) = self.next().await {
            gathered.add(chunk?, self.max_bytes)?;
        }
        Ok(gathered.joined())
    }
}

/// A piece that was counted, or an error that says how much had come.
fn counted(received: &mut u64, next: Result<Body, TransportError>) -> Result<Body, TransportError> {
    match next {
        Ok(chunk) => {
            *received = received.saturating_add(u64::try_from(chunk.as_bytes().len()).unwrap_or(u64::MAX));
            Ok(chunk)
        }
        Err(error) => {
            let cause = format!("{received} bytes of the answer had come: {}", error.source);
            Err(TransportError::new(error.kind(), cause))
        }
    }
}

/// Pieces that are put together at the end, when their size is known: what grows leaves unwiped bytes behind.
#[derive(Default)]
pub(super) struct Gathered {
    chunks: Vec<Body>,
    bytes: usize,
}

impl Gathered {
    pub(super) fn add(&mut self, chunk: Body, max_bytes: usize) -> Result<(), TransportError> {
        self.bytes = self.bytes.saturating_add(chunk.as_bytes().len());
        if self.bytes > max_bytes {
            let cause = format!("more than {max_bytes} bytes");
            return Err(TransportError::new(TransportErrorKind::TooLarge, cause));
        }
        self.chunks.push(chunk);
        Ok(())
    }

    pub(super) fn joined(self) -> Body {
        let mut joined = Vec::with_capacity(self.bytes);
        self.chunks.iter().for_each(|chunk| joined.extend_from_slice(chunk.as_bytes()));
        Body::from(joined)
    }
}

/// A body that is there already.
struct Whole(Option<Body>);

impl ChunkSource for Whole {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Body, TransportError>>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

impl From<Body> for Chunks {
    fn from(body: Body) -> Self {
        Self::new(Whole(Some(body)), MOST)
    }
}

impl fmt::Debug for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Chunks");
        shown.field("received", &self.received).field("is_over", &self.source.is_none()).finish_non_exhaustive()
    }
}

impl<T: StreamTransport, C> Client<T, C> {
    /// Judges the operation, sends it once, and gives the answer as soon as its head is there, to be read while it comes.
    ///
    /// A refusal is read as [`send`](Self::send) reads it. So is a success of another media type than those that are
    /// streamed; it is an [`Error::Decode`]. With the feature `tracing` the span of the call ends where this does.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub async fn open<O>(&self, operation: &O, auth: &O::Auth) -> Result<Response<Chunks>, Error<O::Fault>>
    where
        O: StreamOperation + Validate<C>,
    {
        let request = asking(self.base(), operation, auth, self.validate(operation))?;
        self.opened::<O>(request).await
    }

    pub(super) async fn opened<O>(&self, request: Request<Body>) -> Result<Response<Chunks>, Error<O::Fault>>
    where
        O: StreamOperation,
    {
        let call = Call::begin(O::ID, &request);
        let outcome = call.around(self.transport.open(request)).await;
        call.answered(&outcome);
        let response = outcome.map_err(Error::Transport)?;
        if is_streamed(&response, O::MEDIA) {
            return Ok(shown(response));
        }
        let (parts, chunks) = response.into_parts();
        let body = chunks.collect().await.map_err(Error::Transport)?;
        Err(refused::<O>(&Response::from_parts(parts, body)))
    }
}

/// The request, for what is streamed and not for what else a success may be, unless the operation was judged as bad.
pub(super) fn asking<O: StreamOperation>(
    base: &BaseUrl,
    operation: &O,
    auth: &O::Auth,
    judged: Report,
) -> Result<Request<Body>, Error<O::Fault>> {
    if judged.has_errors() {
        return Err(Error::Invalid(judged));
    }
    let mut request = operation.to_request(base, auth).map_err(Error::Build)?;
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static(O::ACCEPT));
    Ok(request)
}

/// The answer, of whose headers `Debug` shows nothing: a server may hand out a token there.
fn shown(mut response: Response<Chunks>) -> Response<Chunks> {
    response.headers_mut().values_mut().for_each(|value| value.set_sensitive(true));
    response
}

/// Whether an answer is a success of one of these media types. One that says nothing is taken as it is, and what a server knows
/// nothing of is bytes as well.
fn is_streamed<B>(response: &Response<B>, media: &[&str]) -> bool {
    let fits = |is: String| {
        let is_any = is == "application/octet-stream" && !media.contains(&"text/event-stream");
        is_any || media.iter().any(|range| rank(range, &is) > 0)
    };
    response.status().is_success() && media_type(response).is_none_or(fits)
}

/// What an answer says that is not streamed.
fn refused<O: StreamOperation>(response: &Response<Body>) -> Error<O::Fault> {
    match O::parse_response(response) {
        Err(error) => error.into(),
        Ok(_) => {
            let message = format!("must be of the media type {}", O::MEDIA.join(" or "));
            Error::Decode(problem(response, O::RULES, message))
        }
    }
}
