//! What a script answers, and how it becomes the answer of a transport.

use std::fmt;

use http::{Extensions, Response};

use super::{Body, TransportError, TransportErrorKind, Untrusted};

mod stream;

/// What a [`Script`](super::Script) answers.
#[derive(Clone, Debug)]
pub struct Answer(Play);

#[derive(Clone)]
enum Play {
    Response { status: u16, headers: Vec<(String, String)>, body: Body, extensions: Extensions },
    Failure(TransportErrorKind, String),
    Untrusted(Untrusted),
}

impl Answer {
    /// A status, a content type and a body.
    ///
    /// ```
    /// use rt::testing::Answer;
    ///
    /// let answer = Answer::new(503, "text/html", "<h1>Service Unavailable</h1>");
    /// ```
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::of(status, Body::from(body.into())).header("content-type", content_type)
    }

    /// A status and a body of JSON, which is sent as it stands: it may as well be broken.
    ///
    /// ```
    /// use rt::testing::Answer;
    ///
    /// let answer = Answer::json(200, r#"{"value":"task-7"}"#);
    /// ```
    #[must_use]
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "application/json", body)
    }

    /// A status and nothing else.
    ///
    /// ```
    /// use rt::testing::Answer;
    ///
    /// let answer = Answer::empty(204);
    /// ```
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self::of(status, Body::default())
    }

    fn of(status: u16, body: Body) -> Self {
        Self(Play::Response { status, headers: Vec::new(), body, extensions: Extensions::new() })
    }

    /// No answer: the transport fails in this way.
    ///
    /// ```
    /// use rt::TransportErrorKind;
    /// use rt::testing::Answer;
    ///
    /// let answer = Answer::fails(TransportErrorKind::Interrupted, "connection reset by peer");
    /// ```
    #[must_use]
    pub fn fails(kind: TransportErrorKind, cause: impl Into<String>) -> Self {
        Self(Play::Failure(kind, cause.into()))
    }

    /// No answer: the server's certificate is not trusted.
    ///
    /// ```
    /// use rt::testing::Answer;
    /// use rt::{Thumbprint, Untrusted};
    ///
    /// let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    /// let answer = Answer::untrusted(Untrusted::new("192.0.2.1", sha256, sha1, "its issuer is not known"));
    /// ```
    #[must_use]
    pub fn untrusted(presented: Untrusted) -> Self {
        Self(Play::Untrusted(presented))
    }

    /// Adds a header; a failure has none.
    ///
    /// ```
    /// use rt::testing::Answer;
    ///
    /// let answer = Answer::empty(307).header("location", "https://elsewhere.example.com/");
    /// ```
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Play::Response { headers, .. } = &mut self.0 {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    pub(super) fn play(self) -> Result<Response<Body>, TransportError> {
        match self.0 {
            Play::Failure(kind, cause) => Err(TransportError::new(kind, cause)),
            Play::Untrusted(presented) => Err(presented.into()),
            Play::Response { status, headers, body, extensions } => {
                let builder = Response::builder().status(status);
                let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value));
                let impossible = |error| {
                    let cause = format!("the script has an answer that HTTP has not: {error}");
                    TransportError::new(TransportErrorKind::Other, cause)
                };
                let mut response = builder.body(body).map_err(impossible)?;
                *response.extensions_mut() = extensions;
                Ok(response)
            }
        }
    }
}

impl fmt::Debug for Play {
    /// Leaves out the headers, which may hold a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Response { status, body, .. } => write!(f, "{status} with {body:?}"),
            Self::Failure(kind, cause) => write!(f, "{kind:?}: {cause}"),
            Self::Untrusted(presented) => presented.fmt(f),
        }
    }
}
