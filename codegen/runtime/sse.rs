//! Server-sent events: a stream of bytes of the media type `text/event-stream` as events (WHATWG HTML, section 9.2.6). It does
//! no IO; who connects anew, and when, is the caller's.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{FromJson, Mode, ReadRules, Reader, Report};

mod events;

#[cfg(any(test, feature = "blocking"))]
pub use events::BlockingEventStream;
pub use events::{EventOperation, EventStream};

/// The most bytes of an event, unless another number is given.
const LONGEST: usize = 1024 * 1024;

/// One event.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerEvent {
    /// What kind of event it is: `message` when the server does not say.
    pub event: String,
    /// The data: the lines of `data` with a line feed between them.
    pub data: String,
    /// The id of the last event that had one, to be sent as `Last-Event-ID` when the connection is made anew; empty when none
    /// had.
    pub id: Arc<str>,
    /// How long the server asks to wait before that, if it did so in this event.
    pub retry: Option<Duration>,
}

impl ServerEvent {
    /// The data read as JSON.
    ///
    /// # Errors
    ///
    /// A report of everything that is wrong with it.
    ///
    /// ```
    /// use rt::{EventReader, ReadRules, Rule, Severity};
    ///
    /// const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "", source: "" };
    /// const RULES: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };
    /// let mut events = EventReader::default();
    /// events.push(b"data: [1, 2]\n\n")?;
    /// let event = events.next().expect("it has ended");
    /// assert_eq!(event.read::<Vec<i64>>(&RULES)?, [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read<T: FromJson>(&self, rules: &'static ReadRules) -> Result<T, Report> {
        let mut reader = Reader::new(&self.data, Mode::Response, rules);
        let value = T::from_json(&mut reader);
        reader.finish(value)
    }
}

impl fmt::Debug for ServerEvent {
    /// Leaves out the texts: any of them may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerEvent({} bytes)", self.data.len())
    }
}

/// An event is longer than the reader takes. What comes behind it is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTooLong {
    limit: usize,
}

impl fmt::Display for EventTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server sent an event of more than {} bytes", self.limit)
    }
}

impl std::error::Error for EventTooLong {}

/// Makes events of chunks of bytes, wherever they are cut.
///
/// ```
/// use rt::EventReader;
///
/// let mut events = EventReader::default();
/// events.push(b"id: 1\ndata: he")?;
/// assert_eq!(events.next(), None);
/// events.push(b"llo\n\n")?;
/// assert_eq!(events.next().map(|event| event.data), Some("hello".to_owned()));
/// assert_eq!(events.last_event_id(), "1");
/// # Ok::<(), rt::EventTooLong>(())
/// ```
pub struct EventReader {
    limit: usize,
    has_failed: bool,
    /// Whether a line ended in a carriage return, to which a line feed may still belong.
    after_return: bool,
    /// Whether a line was read: only in front of the first one may a byte order mark stand.
    has_begun: bool,
    /// The line that has not ended.
    line: Vec<u8>,
    /// The event that has not ended: its kind, its data with a line feed behind each line, its pause.
    event: String,
    data: String,
    retry: Option<Duration>,
    /// The id that the next event has. Shared, because one long id may go with many short events.
    id: Arc<str>,
    last_id: Arc<str>,
    last_retry: Option<Duration>,
    events: VecDeque<ServerEvent>,
}

impl Default for EventReader {
    /// Events of up to a mebibyte.
    fn default() -> Self {
        Self::new(LONGEST)
    }
}

impl EventReader {
    /// Events of up to so many bytes.
    ///
    /// ```
    /// use rt::EventReader;
    ///
    /// let error = EventReader::new(4).push(b"data: hello").unwrap_err();
    /// assert_eq!(error.to_string(), "the server sent an event of more than 4 bytes");
    /// ```
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            has_failed: false,
            after_return: false,
            has_begun: false,
            line: Vec::new(),
            event: String::new(),
            data: String::new(),
            retry: None,
            id: Arc::default(),
            last_id: Arc::default(),
            last_retry: None,
            events: VecDeque::new(),
        }
    }

    /// The same for a connection that is made anew behind the event of that id: until the server gives another one, it counts.
    ///
    /// ```
    /// use rt::EventReader;
    ///
    /// assert_eq!(EventReader::default().resume("7").last_event_id(), "7");
    /// ```
    #[must_use]
    pub fn resume(self, last_event_id: impl Into<Arc<str>>) -> Self {
        let id = last_event_id.into();
        Self { last_id: id.clone(), id, ..self }
    }

    /// Takes the next bytes of the stream. What the stream leaves unfinished at its end is no event.
    ///
    /// # Errors
    ///
    /// [`EventTooLong`], then and from then on. Events in front of that one are there.
    ///
    /// ```
    /// use rt::EventReader;
    ///
    /// let mut events = EventReader::default();
    /// events.push(b"data: a\r\n\r")?;
    /// events.push(b"\ndata: b\r\n\r\n")?;
    /// assert_eq!(events.count(), 2);
    /// # Ok::<(), rt::EventTooLong>(())
    /// ```
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<(), EventTooLong> {
        while let (false, Some(first)) = (self.has_failed, bytes.first()) {
            if std::mem::take(&mut self.after_return) && *first == b'\n' {
                bytes = bytes.get(1..).unwrap_or_default();
                continue;
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let (line, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
            self.has_failed = self.length().saturating_add(line.len()) > self.limit;
            if self.has_failed {
                break;
            }
            self.line.extend_from_slice(line);
            if let Some((sign, rest)) = rest.split_first() {
                self.after_return = *sign == b'\r';
                self.end_line();
                bytes = rest;
            } else {
                bytes = rest;
            }
        }
        if self.has_failed { Err(EventTooLong { limit: self.limit }) } else { Ok(()) }
    }

    /// The id of the last event that had one, for the header `Last-Event-ID`; empty when none had.
    ///
    /// ```
    /// use rt::EventReader;
    ///
    /// assert_eq!(EventReader::default().last_event_id(), "");
    /// ```
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        &self.last_id
    }

    /// How long the server asks to wait before the connection is made anew, if it ever did.
    ///
    /// ```
    /// use rt::EventReader;
    /// use std::time::Duration;
    ///
    /// let mut events = EventReader::default();
    /// events.push(b"retry: 500\n\n")?;
    /// assert_eq!(events.last_retry(), Some(Duration::from_millis(500)));
    /// # Ok::<(), rt::EventTooLong>(())
    /// ```
    #[must_use]
    pub fn last_retry(&self) -> Option<Duration> {
        self.last_retry
    }

    fn length(&self) -> usize {
        [self.line.len(), self.event.len(), self.data.len(), self.id.len()].iter().sum()
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        let line = if is_first { line.strip_prefix('\u{feff}').unwrap_or(&line) } else { &line };
        match line.split_once(':') {
            _ if line.is_empty() => self.end_event(),
            // A comment.
            Some(("", _)) => {}
            Some((name, value)) => self.field(name, value.strip_prefix(' ').unwrap_or(value)),
            None => self.field(line, ""),
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => self.data.extend([value, "\n"]),
            "id" if !value.contains('\0') => self.id = value.into(),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
                self.last_retry = self.retry.or(self.last_retry);
            }
            _ => {}
        }
    }

    fn end_event(&mut self) {
        self.last_id = self.id.clone();
        let (event, data, retry) =
            (std::mem::take(&mut self.event), std::mem::take(&mut self.data), std::mem::take(&mut self.retry));
        let Some(data) = data.strip_suffix('\n') else { return };
        let event = if event.is_empty() { "message".to_owned() } else { event };
        self.events.push_back(ServerEvent { event, data: data.to_owned(), id: self.id.clone(), retry });
    }
}

/// The events that have ended, each once. Behind a `None` others may come, when more bytes have.
impl Iterator for EventReader {
    type Item = ServerEvent;

    fn next(&mut self) -> Option<ServerEvent> {
        self.events.pop_front()
    }
}

impl fmt::Debug for EventReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventReader").field("events", &self.events.len()).finish_non_exhaustive()
    }
}
