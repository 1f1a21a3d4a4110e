//! An answer before it is sent, and how it is to be delivered.
//! Bytes on the wire belong to `body` and `server`.

use std::io;
use std::time::Duration;

use serde::Serialize as _;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

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
        let mut body = Vec::new();
        // A tree of JSON that is written to memory cannot fail.
        let _ = value.serialize(&mut Serializer::with_formatter(&mut body, Doubles));
        Self::of(status, "application/json", body)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// Writes doubles as the service does: always with an exponent.
struct Doubles;

impl Formatter for Doubles {
    fn write_f64<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let text = format!("{value:E}");
        match text.split_once('E') {
            Some((whole, exponent)) if !whole.contains('.') => write!(writer, "{whole}.0E{exponent}"),
            _ => writer.write_all(text.as_bytes()),
        }
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
    /// Nothing is sent for this long, then everything.
    Late(Duration),
    /// White space is sent after the body.
    Pad(u64),
}

#[cfg(test)]
mod tests {
    use super::Answer;
    use serde_json::json;

    #[test]
    fn doubles_have_an_exponent_and_integers_have_none() {
        let answer = Answer::json(200, &json!({ "a": [1.5, 2.0, -0.041, 1e300, 7], "b": "1.5" }));
        assert_eq!(answer.body, br#"{"a":[1.5E0,2.0E0,-4.1E-2,1.0E300,7],"b":"1.5"}"#);
    }
}
