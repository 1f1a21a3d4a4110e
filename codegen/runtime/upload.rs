//! Requests whose body is not in memory: the bytes come from a reader while they are sent. Which operations take such a body is
//! said by the output.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io::Read;
use std::sync::Mutex;
use std::task::{Context, Poll};

use http::header::CONTENT_TYPE;
use http::{Request, Response};

use super::client::understood;
use super::stream::{ChunkSource, Gathered};
use super::trace::Call;
use super::{
    BaseUrl, Body, BuildError, Client, Error, Operation, Report, Transport, TransportError, TransportErrorKind,
    Validate,
};

#[cfg(any(test, feature = "blocking"))]
mod blocking;
mod form;

#[cfg(any(test, feature = "blocking"))]
pub use blocking::BlockingUploadTransport;

/// How much is read in one go.
const BLOCK: usize = 64 * 1024;

/// An operation that sends bytes, which may come from a reader: `upload` of the client.
pub trait UploadOperation: Operation {}

/// A [`Transport`] that sends a body while it is read.
///
/// An implementation that does not need to be better than its `call` says no more than `impl UploadTransport for Mine {}`.
pub trait UploadTransport: Transport + Sync {
    /// Sends one request, once. Without an implementation of its own, this reads all of the body first.
    fn upload(
        &self,
        request: Request<UploadBody>,
    ) -> impl Future<Output = Result<Response<Body>, TransportError>> + Send {
        async {
            let (parts, upload) = request.into_parts();
            self.call(Request::from_parts(parts, upload.collect().await?)).await
        }
    }
}

impl<T: UploadTransport> UploadTransport for &T {
    fn upload(
        &self,
        request: Request<UploadBody>,
    ) -> impl Future<Output = Result<Response<Body>, TransportError>> + Send {
        T::upload(self, request)
    }
}

/// A body that is read while it is sent. It can be sent once: a call that failed needs a new one.
///
/// ```
/// use rt::UploadBody;
///
/// # let file: &[u8] = b"a long file";
/// let upload = UploadBody::from_reader(file, Some(11));
/// assert_eq!(upload.length(), Some(11));
/// ```
pub struct UploadBody {
    /// Gone at the end. Behind a lock that nobody takes, because what is sent has to be `Sync` for some transports.
    source: Mutex<Option<Box<dyn ChunkSource>>>,
    length: Option<u64>,
    sent: u64,
}

impl UploadBody {
    /// The bytes of that source: so many, if that is known. Many servers refuse a body of which they do not know the length.
    #[must_use]
    pub fn new(source: impl ChunkSource + 'static, length: Option<u64>) -> Self {
        Self { source: Mutex::new(Some(Box::new(source))), length, sent: 0 }
    }

    /// The bytes of a reader, such as a file. It is read in blocks of 64 KiB on the thread that drives the call, which waits
    /// meanwhile.
    #[must_use]
    pub fn from_reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::new(Blocks(reader), length)
    }

    /// How many bytes it has, if that is known.
    ///
    /// ```
    /// use rt::UploadBody;
    ///
    /// assert_eq!(UploadBody::from_reader(std::io::empty(), None).length(), None);
    /// ```
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next bytes, for a transport. There are as many as was said, or an error comes.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Body, TransportError>>> {
        let source = self.source.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        let next = match source {
            None => return Poll::Ready(None),
            Some(source) => match source.poll_chunk(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(next) => next,
            },
        };
        let next = match next {
            Some(Ok(chunk)) => {
                self.sent = self.sent.saturating_add(u64::try_from(chunk.as_bytes().len()).unwrap_or(u64::MAX));
                let is_more = self.length.is_some_and(|length| self.sent > length);
                Some(if is_more { Err(self.other_length()) } else { Ok(chunk) })
            }
            None if self.length.is_some_and(|length| self.sent < length) => Some(Err(self.other_length())),
            other => other,
        };
        if !matches!(next, Some(Ok(_))) {
            self.source = Mutex::new(None);
        }
        Poll::Ready(next)
    }

    fn other_length(&self) -> TransportError {
        let said = self.length.unwrap_or_default();
        let word = if self.sent > said { "more" } else { "less" };
        TransportError::new(
            TransportErrorKind::Other,
            format!("the body has {word} than the {said} bytes that were said"),
        )
    }

    async fn collect(mut self) -> Result<Body, TransportError> {
        let mut gathered = Gathered::default();
        while let Some(chunk) = poll_fn(|context| self.poll_next(context)).await {
            gathered.add(chunk?, usize::MAX)?;
        }
        Ok(gathered.joined())
    }
}

impl From<Body> for UploadBody {
    fn from(body: Body) -> Self {
        let length = u64::try_from(body.as_bytes().len()).ok();
        Self::from_reader(std::io::Cursor::new(body.into_bytes()), length)
    }
}

impl fmt::Debug for UploadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadBody").field("length", &self.length).field("sent", &self.sent).finish_non_exhaustive()
    }
}

/// A reader, block by block.
struct Blocks<R>(R);

impl<R: Read + Send> ChunkSource for Blocks<R> {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Body, TransportError>>> {
        let mut block = vec![0; BLOCK];
        loop {
            return Poll::Ready(match self.0.read(&mut block) {
                Ok(0) => None,
                Ok(count) => {
                    block.truncate(count);
                    Some(Ok(Body::from(block)))
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => Some(Err(TransportError::new(TransportErrorKind::Other, error))),
            });
        }
    }
}

impl<T: UploadTransport, C> Client<T, C> {
    /// Judges the operation, sends it once with these bytes in the place of its body, or of the one file of its form that is
    /// empty, and gives the answer. The body, if it is no form, has to be empty. Nothing is ever repeated: the bytes are gone.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub async fn upload<O>(
        &self,
        operation: &O,
        auth: &O::Auth,
        upload: UploadBody,
    ) -> Result<Response<O::Output>, Error<O::Fault>>
    where
        O: UploadOperation + Validate<C>,
    {
        let (request, upload) = sending(self.base(), operation, auth, self.validate(operation), upload)?;
        let call = Call::begin(O::ID, &request);
        let outcome = call.around(self.transport.upload(request.map(|_| upload))).await;
        call.answered(&outcome);
        understood::<O>(outcome)
    }
}

/// The request and what takes the place of its body, unless the operation was judged as bad.
fn sending<O: UploadOperation>(
    base: &BaseUrl,
    operation: &O,
    auth: &O::Auth,
    judged: Report,
    upload: UploadBody,
) -> Result<(Request<Body>, UploadBody), Error<O::Fault>> {
    if judged.has_errors() {
        return Err(Error::Invalid(judged));
    }
    let mut request = operation.to_request(base, auth).map_err(Error::Build)?;
    if let Some(boundary) = form::boundary(&request) {
        let upload = form::place(&mut request, &boundary, upload).map_err(Error::Build)?;
        return Ok((request, upload));
    }
    if !request.body().as_bytes().is_empty() {
        return Err(Error::Build(BuildError::new("the operation has a body beside the one to upload; leave it empty")));
    }
    if !request.headers().contains_key(CONTENT_TYPE) {
        let message = "the operation does not say the media type of the upload; give it an empty body";
        return Err(Error::Build(BuildError::new(message)));
    }
    Ok((request, upload))
}
