//! Answers that come in pieces.

use std::collections::VecDeque;
use std::task::{Context, Poll};

use http::{Request, Response};

#[cfg(any(test, feature = "blocking"))]
use super::super::super::stream::BlockingStreamTransport;
use super::super::super::stream::{ChunkSource, Chunks, StreamTransport};
use super::super::Script;
use super::{Answer, Body, Play, TransportError, TransportErrorKind};

/// Pieces and what comes behind them, one after the other.
#[derive(Clone)]
struct Pieces(VecDeque<Result<Body, TransportError>>);

impl Answer {
    /// A success whose body comes in these pieces, cut where they end. Whoever reads all of it at once gets them joined.
    ///
    /// ```
    /// use rt::testing::Answer;
    ///
    /// let answer = Answer::chunks("text/event-stream", ["data: 1\n", "\ndata: 2\n\n"]);
    /// ```
    #[must_use]
    pub fn chunks<C: Into<Vec<u8>>>(content_type: &str, chunks: impl IntoIterator<Item = C>) -> Self {
        let chunks: Vec<Vec<u8>> = chunks.into_iter().map(Into::into).collect();
        let mut answer = Self::new(200, content_type, chunks.concat());
        if let Play::Response { extensions, .. } = &mut answer.0 {
            extensions.insert(Pieces(chunks.into_iter().map(|chunk| Ok(Body::from(chunk))).collect()));
        }
        answer
    }

    /// The same, but the body breaks off behind the pieces in this way. Whoever reads all of it at once sees no failure.
    ///
    /// ```
    /// use rt::TransportErrorKind;
    /// use rt::testing::Answer;
    ///
    /// let answer = Answer::chunks("text/plain", ["half of "])
    ///     .breaks_off(TransportErrorKind::Interrupted, "connection reset by peer");
    /// ```
    #[must_use]
    pub fn breaks_off(mut self, kind: TransportErrorKind, cause: impl Into<String>) -> Self {
        let Play::Response { extensions, .. } = &mut self.0 else { return self };
        if let Some(Pieces(pieces)) = extensions.get_mut() {
            pieces.push_back(Err(TransportError::new(kind, cause.into())));
        }
        self
    }
}

impl ChunkSource for Pieces {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Body, TransportError>>> {
        Poll::Ready(self.0.pop_front())
    }
}

impl Script {
    fn pieces(&self, request: Request<Body>) -> Result<Response<Chunks>, TransportError> {
        let mut response = self.play(request)?;
        Ok(match response.extensions_mut().remove::<Pieces>() {
            Some(pieces) => response.map(|body| Chunks::new(pieces, body.as_bytes().len())),
            None => response.map(Chunks::from),
        })
    }
}

impl StreamTransport for Script {
    async fn open(&self, request: Request<Body>) -> Result<Response<Chunks>, TransportError> {
        self.pieces(request)
    }
}

#[cfg(any(test, feature = "blocking"))]
impl BlockingStreamTransport for Script {
    fn open(&self, request: Request<Body>) -> Result<Response<Chunks>, TransportError> {
        self.pieces(request)
    }
}
