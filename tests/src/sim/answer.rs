//! An answer before it is sent, and how it is to be delivered.
//! Bytes on the wire belong to `body` and `net`.

use std::time::Duration;

use serde_json::Value;

/// A whole HTTP answer as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Header names and values, in the order they are sent.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer without a body and without a content type.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An answer with a body of the given content type.
    pub fn of(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::empty(status).header("content-type", content_type) }
    }

    /// A JSON answer.
    pub fn json(status: u16, value: &Value) -> Self {
        Self::of(status, "application/json", value.to_string())
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// How an answer reaches the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    Whole,
    /// The connection is closed before the status line.
    Close,
    /// Nothing is sent until the client or the stand-in gives up.
    Hang,
    /// The announced length is right, but only this many bytes are sent before the connection is closed.
    Cut(usize),
    Trickle {
        chunk: usize,
        pause: Duration,
    },
    /// White space is sent after the body.
    Pad(u64),
}
