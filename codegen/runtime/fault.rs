//! What a server says when it refuses: a typed fault where the body names one, everything else kept as it came.

use std::borrow::Cow;
use std::fmt;

use http::header::CONTENT_TYPE;
use http::{Response, StatusCode};

use super::text::Text;
use super::write::json_text;
use super::{Body, FaultResponse, Json, Mode, ReadRules, Reader, Report, ResponseError};

/// How much of a body that nobody can read is kept, in bytes.
const EXCERPT: usize = 2048;

/// The faults of one operation.
///
/// ```
/// use std::borrow::Cow;
/// use rt::{Fault, RawFault, Reader};
///
/// enum Refusal { Busy, Other(RawFault) }
///
/// impl Fault for Refusal {
///     fn from_body(reader: &mut Reader<'_>) -> Option<Self> {
///         let is_busy = Self::tag(reader)? == "busy";
///         reader.skip();
///         is_busy.then_some(Self::Busy)
///     }
///
///     fn tag<'a>(reader: &Reader<'a>) -> Option<Cow<'a, str>> {
///         reader.find_text("type")
///     }
///
///     fn other(raw: RawFault) -> Self {
///         Self::Other(raw)
///     }
/// }
///
/// # use rt::{Mode, ReadRules, Rule, Severity};
/// # const RULE: Rule = Rule { id: "type", severity: Severity::Error, doc: "", source: "" };
/// # const READ: ReadRules = ReadRules { types: &RULE, required: &RULE, unknown: &RULE };
/// let reader = Reader::new(r#"{"type": "gone"}"#, Mode::Response, &READ);
/// assert_eq!(Refusal::tag(&reader).as_deref(), Some("gone"));
/// ```
pub trait Fault: Sized {
    /// The fault that the body names and the reader can read, if it does and can. The reader is at its beginning.
    fn from_body(reader: &mut Reader<'_>) -> Option<Self>;

    /// What the discriminator of the body says, for an answer whose fault is not known. Nothing is read by this.
    fn tag<'a>(reader: &Reader<'a>) -> Option<Cow<'a, str>>;

    /// Anything else.
    fn other(raw: RawFault) -> Self;

    /// The fault of an answer: what the body names, unless a type looks at the status.
    fn from_response(response: &Response<Body>, rules: &'static ReadRules) -> Self {
        typed(response.body().as_bytes(), Some(response), rules)
    }
}

/// A refusal that the description does not have: an unknown fault, a proxy's page, an empty body.
///
/// `Debug` and `Display` leave the body out, since nobody knows what is in it; [`excerpt`](Self::excerpt) gives it. Of the
/// fault's type and the content type they show those that are known beforehand; `{:#}` shows the others as well.
/// It is also the fault of an operation whose errors are not described.
#[derive(Clone, PartialEq, Eq)]
pub struct RawFault {
    status: Option<StatusCode>,
    content_type: Option<String>,
    tag: Option<String>,
    excerpt: String,
    length: usize,
    report: Report,
}

impl RawFault {
    /// Keeps an answer as it came, without looking for a fault in it.
    ///
    /// ```
    /// use rt::{Body, RawFault, http::Response};
    ///
    /// let response = Response::builder().status(503).body(Body::default())?;
    /// assert_eq!(RawFault::from_response(&response).to_string(), "no body");
    /// # Ok::<(), rt::http::Error>(())
    /// ```
    #[must_use]
    pub fn from_response(response: &Response<Body>) -> Self {
        raw(response.body().as_bytes(), Some(response), None, Report::default())
    }

    /// The status of the answer; `None` for a fault that came inside of one, such as the error of a task.
    ///
    /// ```
    /// use rt::{Body, RawFault, http::{Response, StatusCode}};
    ///
    /// let response = Response::builder().status(503).body(Body::default())?;
    /// assert_eq!(RawFault::from_response(&response).status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    /// # Ok::<(), rt::http::Error>(())
    /// ```
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The header `Content-Type`, if there was a readable one; at most 200 characters of it.
    ///
    /// ```
    /// use rt::{Body, RawFault, http::Response};
    ///
    /// let response = Response::builder().header("Content-Type", "text/html").body(Body::default())?;
    /// assert_eq!(RawFault::from_response(&response).content_type(), Some("text/html"));
    /// # Ok::<(), rt::http::Error>(())
    /// ```
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The type of fault that the body names, known or not; at most 200 characters of it, invisible ones left out. It is the
    /// server's word, and a server may repeat what it was sent.
    ///
    /// ```
    /// use rt::{Body, RawFault, http::Response};
    ///
    /// assert_eq!(RawFault::from_response(&Response::new(Body::default())).tag(), None);
    /// ```
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The body, or its first 2048 bytes, with `U+FFFD` for what is not UTF-8.
    ///
    /// It is what the server sent, control characters and all: print it with `{:?}`, and keep it out of logs that
    /// may not hold secrets.
    ///
    /// ```
    /// use rt::{Body, RawFault, http::Response};
    ///
    /// let response = Response::new(Body::from(b"<h1>Bad Gateway</h1>".to_vec()));
    /// assert_eq!(RawFault::from_response(&response).excerpt(), "<h1>Bad Gateway</h1>");
    /// ```
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }

    /// The length of the whole body, in bytes.
    ///
    /// ```
    /// use rt::{Body, RawFault, http::Response};
    ///
    /// let fault = RawFault::from_response(&Response::new(Body::from(vec![b' '; 5000])));
    /// assert_eq!((fault.excerpt().len(), fault.body_length()), (2048, 5000));
    /// ```
    #[must_use]
    pub fn body_length(&self) -> usize {
        self.length
    }

    /// Why a body that names a known fault could not be read as that fault. Empty for the others.
    ///
    /// ```
    /// use rt::{Body, RawFault, http::Response};
    ///
    /// assert!(RawFault::from_response(&Response::new(Body::default())).problems().is_clean());
    /// ```
    #[must_use]
    pub fn problems(&self) -> &Report {
        &self.report
    }
}

impl fmt::Debug for RawFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawFault")
            .field("status", &self.status)
            .field("content_type", &self.shown_content_type(false))
            .field("tag", &self.tag.as_deref().map(|tag| if self.is_known() { tag } else { "(unknown)" }))
            .field("body_length", &self.length)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for RawFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.tag {
            Some(tag) if !self.is_known() => {
                f.write_str("a fault of a type that the description does not have")?;
                if f.alternate() { write!(f, ": {tag}") } else { Ok(()) }
            }
            Some(tag) => write!(f, "a fault of type {tag} whose body cannot be read:\n{}", self.report),
            None if self.length == 0 && self.report.is_clean() => f.write_str("no body"),
            None if self.status.is_none() => write!(f, "a value that names no fault ({} bytes of JSON)", self.length),
            None => {
                let content_type = self.shown_content_type(f.alternate());
                write!(f, "a body that names no fault ({} bytes, {content_type})", self.length)?;
                if self.report.is_clean() { Ok(()) } else { write!(f, ":\n{}", self.report) }
            }
        }
    }
}

/// The content types that are shown: any other one could hold anything.
const CONTENT_TYPES: [&str; 8] = [
    "application/json",
    "application/octet-stream",
    "application/problem+json",
    "application/xhtml+xml",
    "application/xml",
    "text/html",
    "text/plain",
    "text/xml",
];

impl RawFault {
    /// Whether the description has the type of fault: then the body was read as it, and the report says why it is none.
    fn is_known(&self) -> bool {
        !self.report.is_clean()
    }

    /// The content type for people; with `all` in the server's words, if it is not a known one.
    fn shown_content_type(&self, all: bool) -> &str {
        let Some(text) = self.content_type.as_deref() else { return "no content type" };
        known_content_type(text).unwrap_or(if all { text } else { OTHER_CONTENT_TYPE })
    }
}

/// What is shown in the place of a content type that could hold anything.
pub(super) const OTHER_CONTENT_TYPE: &str = "another content type";

/// A content type without its parameters, if it is one that is shown.
pub(super) fn known_content_type(text: &str) -> Option<&'static str> {
    let essence = text.split(';').next().unwrap_or_default().trim();
    CONTENT_TYPES.iter().copied().find(|known| known.eq_ignore_ascii_case(essence))
}

/// The media type that a body says it is, without its parameters and in lower case.
pub(super) fn media_type<B>(response: &Response<B>) -> Option<String> {
    let text = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next().unwrap_or_default().trim();
    (!essence.is_empty()).then(|| essence.to_ascii_lowercase())
}

/// For operations whose errors are not described.
impl Fault for RawFault {
    fn from_body(_: &mut Reader<'_>) -> Option<Self> {
        None
    }

    fn tag<'a>(_: &Reader<'a>) -> Option<Cow<'a, str>> {
        None
    }

    fn other(raw: RawFault) -> Self {
        raw
    }
}

/// Reads a refusal. This cannot fail: what is not understood is kept.
pub fn fault<F: Fault>(response: &Response<Body>, rules: &'static ReadRules) -> ResponseError<F> {
    let fault = F::from_response(response, rules);
    FaultResponse::new(response.status(), fault).with_headers(response.headers().clone()).into()
}

/// The fault that a text names, or all of it where it cannot be read as one.
fn typed<F: Fault>(text: &[u8], response: Option<&Response<Body>>, rules: &'static ReadRules) -> F {
    let mut reader = Reader::of_bytes(text, Mode::Response, rules);
    let tag = F::tag(&reader);
    match F::from_body(&mut reader) {
        Some(fault) if reader.close() => fault,
        _ => F::other(unread(reader, tag, text, response)),
    }
}

/// What a text says of its fault, and why it could not be read. A text that is no JSON says nothing.
fn unread(
    mut reader: Reader<'_>,
    tag: Option<Cow<'_, str>>,
    text: &[u8],
    response: Option<&Response<Body>>,
) -> RawFault {
    if !reader.has_found() {
        // It may not have been looked at to its end, and be no JSON there.
        reader.skip_all();
    }
    reader.close();
    if reader.is_broken() {
        return raw(text, response, None, Report::default());
    }
    raw(text, response, tag.as_deref(), reader.into_report())
}

/// Reads a fault that stands inside of an answer, such as the error of a failed task. This cannot fail: what is not
/// understood is kept, without a status.
///
/// ```
/// use rt::{Json, RawFault, ReadRules, Rule, Severity};
///
/// # const RULE: Rule = Rule { id: "type", severity: Severity::Error, doc: "", source: "" };
/// # const READ: ReadRules = ReadRules { types: &RULE, required: &RULE, unknown: &RULE };
/// let error = Json::from(serde_json::json!({"error_type": "ERROR"}));
/// let fault: RawFault = rt::read_fault(&error, &READ);
/// assert_eq!((fault.status(), fault.excerpt()), (None, r#"{"error_type":"ERROR"}"#));
/// ```
pub fn read_fault<F: Fault>(value: &Json, rules: &'static ReadRules) -> F {
    typed(json_text(value).as_bytes(), None, rules)
}

/// A text of which no fault was made, with what kept it from being one.
pub(super) fn raw(text: &[u8], response: Option<&Response<Body>>, tag: Option<&str>, report: Report) -> RawFault {
    let content_type = response.and_then(|response| response.headers().get(CONTENT_TYPE)?.to_str().ok());
    RawFault {
        status: response.map(Response::status),
        content_type: content_type.map(bounded),
        tag: tag.map(bounded),
        excerpt: String::from_utf8_lossy(text.get(..EXCERPT).unwrap_or(text)).into_owned(),
        length: text.len(),
        report,
    }
}

/// At most 200 characters of a server's text, without what could forge or reorder a line of a log.
fn bounded(text: &str) -> String {
    Text::up_to(text, 200).to_string()
}
