//! One operation of the API: how to ask, and how to understand the answer.

use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method, Request, Response};

use super::write::to_sent_body;
use super::{
    Authorize, BaseUrl, Body, BuildError, DecodeError, Fault, FromJson, KnownMember, Mode, ReadRules, Reader,
    ResponseError, ToJson, TypedBody,
};

/// One operation of the API, with the values of one call. It does no IO: any HTTP library can carry it.
///
/// ```
/// use rt::http::{Request, Response};
/// use rt::{BaseUrl, Body, BuildError, FaultResponse, NoAuth, Operation, RawFault, ResponseError};
///
/// /// Asks whether the server is there.
/// struct Ping;
///
/// impl Operation for Ping {
///     const ID: &'static str = "ping";
///     type Auth = NoAuth;
///     type Output = ();
///     type Fault = RawFault;
///
///     fn to_request(&self, base: &BaseUrl, _: &NoAuth) -> Result<Request<Body>, BuildError> {
///         let request = Request::get(format!("{base}/ping")).body(Body::default());
///         request.map_err(|_| BuildError::new("the address is no URI"))
///     }
///
///     fn parse_response(response: &Response<Body>) -> Result<(), ResponseError<RawFault>> {
///         if response.status().is_success() {
///             return Ok(());
///         }
///         let fault = RawFault::from_response(response);
///         Err(FaultResponse::new(response.status(), fault).into())
///     }
/// }
///
/// let request = Ping.to_request(&"vcenter.example.com".parse()?, &NoAuth)?;
/// assert_eq!(request.uri(), "https://vcenter.example.com/ping");
/// assert!(Ping::parse_response(&Response::default()).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Operation {
    /// The `operationId` of the description.
    const ID: &'static str;
    /// What authorises the request.
    type Auth: Authorize;
    /// What a success gives.
    type Output;
    /// What a refusal says.
    type Fault: Fault;

    /// The request, ready to be sent. It does not judge the values: see [`Validate`](super::Validate).
    ///
    /// # Errors
    ///
    /// [`BuildError`] when a value cannot be put into HTTP.
    fn to_request(&self, base: &BaseUrl, auth: &Self::Auth) -> Result<Request<Body>, BuildError>;

    /// Understands an answer.
    ///
    /// # Errors
    ///
    /// [`ResponseError::Fault`] for every status but those of success, [`ResponseError::Decode`] for a success whose
    /// body is not what the description says.
    fn parse_response(response: &Response<Body>) -> Result<Self::Output, ResponseError<Self::Fault>>;
}

/// Puts a request together, part by part.
#[derive(Debug)]
pub struct RequestBuilder {
    method: Method,
    pub(super) target: String,
    pub(super) pairs: usize,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
}

impl RequestBuilder {
    /// A request for `path`, which the caller has encoded, below `base`.
    #[must_use]
    pub fn new(method: Method, base: &BaseUrl, path: &str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let mut target = String::with_capacity(base.as_str().len() + path.len() + 64);
        target.push_str(base.as_str());
        target.push_str(path);
        Self { method, target, pairs: 0, headers, body: Body::default() }
    }

    /// Asks for an answer of these media types in the place of `application/json`.
    pub fn accept(&mut self, media: &'static str) {
        self.headers.insert(ACCEPT, HeaderValue::from_static(media));
    }

    /// Adds to the path what the caller has encoded.
    pub fn path(&mut self, path: &str) {
        self.target.push_str(path);
    }

    /// Adds the value of the path variable `name`, encoded: whatever it holds, it stays within one segment.
    ///
    /// # Errors
    ///
    /// [`BuildError`] for a value that would lead to another path: an empty one, `.` and `..`.
    pub fn variable(&mut self, name: &str, value: &str) -> Result<(), BuildError> {
        match value {
            "" => Err(BuildError::new(format!("`{name}`, a part of the path, is empty"))),
            // Even encoded, they are taken for the folder itself and the one above.
            "." | ".." => Err(BuildError::new(format!("`{name}`, a part of the path, is `{value}`"))),
            value => {
                encode(&mut self.target, value);
                Ok(())
            }
        }
    }

    /// Adds a header.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when the value holds a character that a header cannot carry. The error does not quote it.
    pub fn header(&mut self, name: &'static str, value: &str) -> Result<(), BuildError> {
        let value = header_value(name, value)?;
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(())
    }

    /// Adds a pair to the query, encoded.
    pub fn query(&mut self, name: &str, value: &str) {
        self.target.push(if self.pairs == 0 { '?' } else { '&' });
        self.pairs += 1;
        encode(&mut self.target, name);
        self.target.push('=');
        encode(&mut self.target, value);
    }

    /// Adds a name without a value to the query, encoded.
    pub fn word(&mut self, word: &str) {
        self.target.push(if self.pairs == 0 { '?' } else { '&' });
        self.pairs += 1;
        encode(&mut self.target, word);
    }

    /// Adds what the scheme asks for.
    ///
    /// # Errors
    ///
    /// Those of the scheme.
    pub fn authorize(&mut self, auth: &impl Authorize) -> Result<(), BuildError> {
        auth.authorize(&mut self.headers)?;
        auth.query().into_iter().for_each(|(name, secret)| self.query(name, secret.expose()));
        Ok(())
    }

    /// Makes `value` the body, as JSON, secrets included.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when a number has no place in JSON (NaN, infinity).
    pub fn json(&mut self, value: &dyn ToJson) -> Result<(), BuildError> {
        self.body = to_sent_body(value)?;
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(())
    }

    /// Makes those bytes the body, of that media type.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when no header can hold the media type.
    pub fn bytes(&mut self, media_type: &str, bytes: &[u8]) -> Result<(), BuildError> {
        self.body = Body::from(bytes.to_vec());
        self.content_type(media_type)
    }

    /// Makes `body` the body, whose media type is one of those that the description names, such as `image/*`.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when it is another one.
    pub fn typed(&mut self, range: &str, body: &TypedBody) -> Result<(), BuildError> {
        if !is_within(range, body.media_type()) {
            return Err(BuildError::new(format!("the media type of the body is none of {range}")));
        }
        self.bytes(body.media_type(), body.as_bytes())
    }

    /// Says another media type of the body than the usual one.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when no header can hold it.
    pub fn content_type(&mut self, media_type: &str) -> Result<(), BuildError> {
        self.headers.insert(CONTENT_TYPE, header_value("content-type", media_type)?);
        Ok(())
    }

    /// The request.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when path and query make no URI, or one above 65,534 bytes.
    pub fn build(self) -> Result<Request<Body>, BuildError> {
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = self.target.parse().map_err(|_| BuildError::new("the address is too long or no URI"))?;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

/// Whether a media type is one of a range such as `image/*`.
fn is_within(range: &str, media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (kind, name) = essence.split_once('/').unwrap_or_default();
    let wanted = range.split('/').next().unwrap_or_default();
    !name.is_empty() && name != "*" && (wanted == "*" || wanted == kind)
}

/// The value for that header, if a header can hold it.
pub(super) fn header_value(name: &str, value: &str) -> Result<HeaderValue, BuildError> {
    // `from_str` takes a tab and blanks around the value, which not every server hands on.
    let is_fit = value.trim() == value && value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let value = HeaderValue::from_str(value).ok().filter(|_| is_fit);
    value
        .ok_or_else(|| BuildError::new(format!("the value for the header {name} holds a character that no header may")))
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub(super) fn encode(target: &mut String, text: &str) {
    encode_but(target, text, b"-._~");
}

/// Percent-encodes all but ASCII letters, digits and those of `kept`.
pub(super) fn encode_but(target: &mut String, text: &str, kept: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            target.push(char::from(byte));
        } else {
            target.push('%');
            for nibble in [byte >> 4, byte & 15] {
                target.push(HEX.get(usize::from(nibble)).copied().map_or('0', char::from));
            }
        }
    }
}

/// Reads the body of a success.
///
/// # Errors
///
/// [`DecodeError`] with everything that does not fit.
pub fn success<T: FromJson>(response: &Response<Body>, rules: &'static ReadRules) -> Result<T, DecodeError> {
    let mut reader = Reader::of_bytes(response.body().as_bytes(), Mode::Response, rules);
    let value = T::from_json(&mut reader);
    reader.finish(value).map_err(|report| DecodeError::new(response, report))
}

/// Reads one member of the body of a success: the envelope is for the wire only.
///
/// # Errors
///
/// [`DecodeError`] with everything that does not fit.
pub fn success_member<T: FromJson>(
    response: &Response<Body>,
    member: &'static str,
    rules: &'static ReadRules,
) -> Result<T, DecodeError> {
    let mut reader = Reader::of_bytes(response.body().as_bytes(), Mode::Response, rules);
    let value = reader.envelope(&[KnownMember::required(member)]);
    reader.finish(value).map_err(|report| DecodeError::new(response, report))
}
