//! What can go wrong, by the stage at which it does. No message quotes a body, a header value or a secret; only
//! the alternate form, `{:#}`, of a refusal has the words of the server in it. How much a report holds is bounded where it
//! is made, and how texts from outside are shown is decided in `text`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::{Response, StatusCode};

use super::fault::{OTHER_CONTENT_TYPE, known_content_type, media_type};
use super::{Body, FaultResponse, Report, Untrusted};

/// Why an operation did not give its output. `F` is the operation's own fault type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error<F> {
    /// The request breaks rules; nothing was sent.
    Invalid(Report),
    /// The request could not be put into HTTP; nothing was sent.
    Build(BuildError),
    /// No answer came. The server may or may not have acted, unless the kind says otherwise.
    Transport(TransportError),
    /// The server refused.
    Fault(Box<FaultResponse<F>>),
    /// The server said that it went well, in words that the description does not have.
    Decode(DecodeError),
}

impl<F: fmt::Display> fmt::Display for Error<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(report) => write!(f, "the request was not sent, because it breaks rules:\n{report}"),
            Self::Build(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Fault(response) => response.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl<F: fmt::Debug + fmt::Display> std::error::Error for Error<F> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // Build, Fault and Decode say everything in their own text.
            Self::Transport(error) => std::error::Error::source(error),
            _ => None,
        }
    }
}

impl<F> From<ResponseError<F>> for Error<F> {
    fn from(error: ResponseError<F>) -> Self {
        match error {
            ResponseError::Fault(response) => Self::Fault(response),
            ResponseError::Decode(error) => Self::Decode(error),
        }
    }
}

/// Why an answer did not give an output.
#[derive(Debug)]
#[non_exhaustive]
pub enum ResponseError<F> {
    /// The server refused.
    Fault(Box<FaultResponse<F>>),
    /// The server said that it went well, in words that the description does not have.
    Decode(DecodeError),
}

impl<F> From<FaultResponse<F>> for ResponseError<F> {
    fn from(response: FaultResponse<F>) -> Self {
        Self::Fault(Box::new(response))
    }
}

impl<F: fmt::Display> fmt::Display for ResponseError<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(response) => response.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl<F: fmt::Debug + fmt::Display> std::error::Error for ResponseError<F> {}

/// Why a request could not be put into HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError(Cow<'static, str>);

impl BuildError {
    /// An error with that message, which must not quote a secret.
    ///
    /// ```
    /// use rt::BuildError;
    ///
    /// let error = BuildError::new("the token is empty");
    /// assert_eq!(error.to_string(), "the request cannot be built: the token is empty");
    /// ```
    #[must_use]
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request cannot be built: {}", self.0)
    }
}

impl std::error::Error for BuildError {}

/// An answer with a status of success whose body is not what the description says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The status of the answer.
    pub status: StatusCode,
    /// What is wrong with the body, each with its JSON Pointer.
    pub report: Report,
    /// What the body says it is, where that is not JSON.
    content_type: Option<&'static str>,
}

impl DecodeError {
    pub(super) fn new(response: &Response<Body>, report: Report) -> Self {
        let content_type = media_type(response).map(|media| known_content_type(&media).unwrap_or(OTHER_CONTENT_TYPE));
        Self { status: response.status(), report, content_type: content_type.filter(|media| !media.ends_with("json")) }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", self.status)?;
        if let Some(content_type) = self.content_type {
            write!(f, " with {content_type}")?;
        }
        write!(f, ", but its body cannot be read:\n{}", self.report)
    }
}

impl std::error::Error for DecodeError {}

/// What kept an answer from coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made: the request was certainly not sent.
    Connect,
    /// The server's certificate is not trusted: the request was certainly not sent.
    Untrusted,
    /// Time ran out after the request may have been sent.
    Timeout,
    /// The connection broke, or the answer was cut short.
    Interrupted,
    /// The answer is larger than the transport takes.
    TooLarge,
    /// Anything else.
    Other,
}

/// No answer came, or not all of it.
#[derive(Clone, Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    // Shared, so that everybody who waited for one answer can be told why there is none.
    pub(super) source: Arc<dyn std::error::Error + Send + Sync>,
}

impl TransportError {
    /// An error of that kind, with its cause.
    ///
    /// ```
    /// use rt::{TransportError, TransportErrorKind};
    ///
    /// let error = TransportError::new(TransportErrorKind::Connect, "connection refused");
    /// assert!(error.is_not_sent());
    /// ```
    #[must_use]
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind, source: Arc::from(source.into()) }
    }

    /// What kept the answer from coming.
    ///
    /// ```
    /// use rt::{TransportError, TransportErrorKind};
    ///
    /// let error = TransportError::new(TransportErrorKind::Timeout, "10 s have passed");
    /// assert_eq!(error.kind(), TransportErrorKind::Timeout);
    /// ```
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the server certainly saw nothing of the request, so that sending it again repeats nothing.
    ///
    /// ```
    /// use rt::{TransportError, TransportErrorKind};
    ///
    /// assert!(!TransportError::new(TransportErrorKind::Timeout, "10 s have passed").is_not_sent());
    /// ```
    #[must_use]
    pub fn is_not_sent(&self) -> bool {
        matches!(self.kind, TransportErrorKind::Connect | TransportErrorKind::Untrusted)
    }

    /// The certificate that was not trusted, so that a program can show its thumbprint and offer to pin it.
    ///
    /// `None` for every other failure, among them a certificate that no pin can help: one that has expired, say.
    ///
    /// ```
    /// use rt::{Thumbprint, TransportError, TransportErrorKind, Untrusted};
    ///
    /// let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    /// let error = TransportError::from(Untrusted::new("192.0.2.1", sha256, sha1, "its issuer is not known"));
    /// assert_eq!(error.untrusted().map(Untrusted::sha256), Some(sha256));
    ///
    /// let error = TransportError::new(TransportErrorKind::Connect, "connection refused");
    /// assert!(error.untrusted().is_none());
    /// ```
    #[must_use]
    pub fn untrusted(&self) -> Option<&Untrusted> {
        self.source.downcast_ref()
    }
}

impl From<Untrusted> for TransportError {
    /// An error of the kind [`Untrusted`](TransportErrorKind::Untrusted).
    fn from(presented: Untrusted) -> Self {
        Self::new(TransportErrorKind::Untrusted, presented)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection could be made; nothing was sent",
            TransportErrorKind::Untrusted => "the server did not prove who it is; nothing was sent",
            TransportErrorKind::Timeout => "no answer came in time; the server may have acted",
            TransportErrorKind::Interrupted => {
                "the connection broke before the answer ended; the server may have acted"
            }
            TransportErrorKind::TooLarge => "the answer is larger than this client takes; the server may have acted",
            TransportErrorKind::Other => "the request failed on its way",
        })?;
        write!(f, ": {}", self.source)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // Display already tells the first cause; the chain goes on behind it.
        self.source.source()
    }
}
