//! The events of an answer, and the calls that give them.

use std::fmt;

use http::header::HeaderValue;
use http::{HeaderName, Request, Response};

#[cfg(any(test, feature = "blocking"))]
use super::super::BlockingClient;
#[cfg(any(test, feature = "blocking"))]
use super::super::stream::blocking::{BlockingStreamTransport, wait};
use super::super::stream::{Chunks, StreamOperation, StreamTransport, asking};
use super::super::{Body, BuildError, Client, Error, FromJson, Report, TransportError, TransportErrorKind, Validate};
use super::{EventReader, ServerEvent};

/// An operation whose success can be a stream of events. `events` of the client asks for it.
pub trait EventOperation: StreamOperation {
    /// What the data of an event is as JSON, if it is JSON.
    type Data: FromJson;

    /// Reads the data of an event as the description has it. Some servers send other events as well, such as one that says that
    /// it is over: look at the event first.
    ///
    /// # Errors
    ///
    /// A report of everything that is wrong with it.
    fn data(event: &ServerEvent) -> Result<Self::Data, Report> {
        event.read(Self::RULES)
    }
}

/// The events of an answer, one after the other. Dropping it ends the answer.
///
/// When it has ended, whoever wants more asks again with [`last_event_id`](Self::last_event_id), after as long as
/// [`last_retry`](Self::last_retry) says.
///
/// ```
/// # use rt::{Body, Chunks, EventReader, EventStream};
/// # fn block_on<F: Future>(future: F) -> F::Output {
/// #     let mut future = std::pin::pin!(future);
/// #     loop {
/// #         let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #         if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
/// #             return output;
/// #         }
/// #     }
/// # }
/// # let chunks = Chunks::from(Body::from(b"id: 7\ndata: hello\n\n".to_vec()));
/// let mut events = EventStream::new(chunks, EventReader::default());
/// block_on(async {
///     while let Some(event) = events.next().await {
///         assert_eq!(event?.data, "hello");
///     }
///     Ok::<(), rt::TransportError>(())
/// })?;
/// assert_eq!(events.last_event_id(), "7");
/// # Ok::<(), rt::TransportError>(())
/// ```
pub struct EventStream {
    chunks: Chunks,
    reader: EventReader,
    /// What is told behind the events that have come.
    failure: Option<TransportError>,
    is_over: bool,
}

impl EventStream {
    /// The events in those pieces, with the limit and the last id of that reader.
    #[must_use]
    pub fn new(chunks: Chunks, reader: EventReader) -> Self {
        Self { chunks, reader, failure: None, is_over: false }
    }

    /// The next event; `None` behind the last one. Whoever drops the future loses nothing: the next call goes on.
    ///
    /// The item is an error when the answer breaks off, when nothing comes for too long, or when an event is too long. Nothing
    /// comes behind it.
    pub async fn next(&mut self) -> Option<Result<ServerEvent, TransportError>> {
        loop {
            if let Some(event) = self.reader.next() {
                return Some(Ok(event));
            }
            if let Some(error) = self.failure.take() {
                return Some(Err(error));
            }
            if self.is_over {
                return None;
            }
            let pushed = match self.chunks.next().await {
                Some(Ok(chunk)) => self.reader.push(chunk.as_bytes()),
                Some(Err(error)) => {
                    self.end(Some(error));
                    continue;
                }
                None => {
                    self.end(None);
                    continue;
                }
            };
            if let Err(error) = pushed {
                self.end(Some(TransportError::new(TransportErrorKind::TooLarge, error)));
            }
        }
    }

    /// Takes no more of the answer.
    fn end(&mut self, failure: Option<TransportError>) {
        self.failure = failure;
        self.is_over = true;
        self.chunks = Chunks::from(Body::default());
    }

    /// The id of the last event that had one, for the next call; empty when none had.
    ///
    /// ```
    /// use rt::{Body, Chunks, EventReader, EventStream};
    ///
    /// let events = EventStream::new(Chunks::from(Body::default()), EventReader::default().resume("7"));
    /// assert_eq!(events.last_event_id(), "7");
    /// ```
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        self.reader.last_event_id()
    }

    /// How long the server asks to wait before the next call, if it ever did.
    ///
    /// ```
    /// use rt::{Body, Chunks, EventReader, EventStream};
    ///
    /// assert_eq!(EventStream::new(Chunks::from(Body::default()), EventReader::default()).last_retry(), None);
    /// ```
    #[must_use]
    pub fn last_retry(&self) -> Option<std::time::Duration> {
        self.reader.last_retry()
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("reader", &self.reader)
            .field("chunks", &self.chunks)
            .finish_non_exhaustive()
    }
}

/// [`EventStream`] as an iterator that waits for each of them.
///
/// ```
/// use rt::{BlockingEventStream, Body, Chunks, EventReader, EventStream};
///
/// let chunks = Chunks::from(Body::from(b"data: hello\n\n".to_vec()));
/// let mut events = BlockingEventStream::from(EventStream::new(chunks, EventReader::default()));
/// assert!(matches!(events.next(), Some(Ok(event)) if event.data == "hello"));
/// assert!(events.next().is_none());
/// ```
#[cfg(any(test, feature = "blocking"))]
#[derive(Debug)]
pub struct BlockingEventStream(EventStream);

#[cfg(any(test, feature = "blocking"))]
impl BlockingEventStream {
    /// The events, for what can be asked of them beside the next one.
    ///
    /// ```
    /// use rt::{BlockingEventStream, Body, Chunks, EventReader, EventStream};
    ///
    /// let events = EventStream::new(Chunks::from(Body::default()), EventReader::default());
    /// assert_eq!(BlockingEventStream::from(events).events().last_event_id(), "");
    /// ```
    #[must_use]
    pub fn events(&self) -> &EventStream {
        &self.0
    }
}

#[cfg(any(test, feature = "blocking"))]
impl From<EventStream> for BlockingEventStream {
    fn from(events: EventStream) -> Self {
        Self(events)
    }
}

#[cfg(any(test, feature = "blocking"))]
impl Iterator for BlockingEventStream {
    type Item = Result<ServerEvent, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.next())
    }
}

impl<T: StreamTransport, C> Client<T, C> {
    /// Judges the operation, sends it once, and gives the events of the answer as they come: those behind the event of that id,
    /// if one is given and the server remembers. Nothing is repeated; who wants to go on calls this again.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    pub async fn events<O>(
        &self,
        operation: &O,
        auth: &O::Auth,
        last_event_id: Option<&str>,
    ) -> Result<Response<EventStream>, Error<O::Fault>>
    where
        O: EventOperation + Validate<C>,
    {
        let mut request = asking(self.base(), operation, auth, self.validate(operation))?;
        let reader = resumed(&mut request, last_event_id).map_err(Error::Build)?;
        Ok(self.opened::<O>(request).await?.map(|chunks| EventStream::new(chunks, reader)))
    }
}

#[cfg(any(test, feature = "blocking"))]
impl<T: BlockingStreamTransport, C> BlockingClient<T, C> {
    /// Judges the operation, sends it once, and gives the events of the answer as they come: those behind the event of that id,
    /// if one is given and the server remembers. Nothing is repeated; who wants to go on calls this again.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    pub fn events<O>(
        &self,
        operation: &O,
        auth: &O::Auth,
        last_event_id: Option<&str>,
    ) -> Result<Response<BlockingEventStream>, Error<O::Fault>>
    where
        O: EventOperation + Validate<C>,
    {
        let mut request = asking(self.base(), operation, auth, self.validate(operation))?;
        let reader = resumed(&mut request, last_event_id).map_err(Error::Build)?;
        Ok(self.opened::<O>(request)?.map(|chunks| BlockingEventStream(EventStream::new(chunks, reader))))
    }
}

/// Names the last event in the request, and gives the reader for what comes behind it.
fn resumed(request: &mut Request<Body>, last_event_id: Option<&str>) -> Result<EventReader, BuildError> {
    let Some(id) = last_event_id.filter(|id| !id.is_empty()) else { return Ok(EventReader::default()) };
    // In UTF-8, as the standard has it; `HeaderValue` refuses what would end the line.
    let value = HeaderValue::from_bytes(id.as_bytes());
    let mut value =
        value.map_err(|_| BuildError::new("the id of the last event holds a character that no header may"))?;
    value.set_sensitive(true);
    request.headers_mut().insert(HeaderName::from_static("last-event-id"), value);
    Ok(EventReader::default().resume(id))
}
