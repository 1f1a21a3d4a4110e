//! A refusal as a whole: the status, the headers and the fault. What a fault is stands in `fault`.

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use http::header::{HeaderMap, RETRY_AFTER};

/// A refusal: the status and the fault.
///
/// `{}` shows nothing that the server wrote but what the description knows. `{:#}`, of this and of every error that holds
/// one, has the fault show the server's own words too, where it can; those may repeat what was sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct FaultResponse<F> {
    /// The status. Where a member of the body names the fault, the status does not tell which one it is: one stands for
    /// several faults, and one fault comes with several statuses.
    pub status: StatusCode,
    /// The headers, such as `WWW-Authenticate` or the identifier of the request. They are the server's words, and neither
    /// `Display` nor `Debug` shows them.
    pub headers: HeaderMap,
    /// What the body says.
    pub fault: F,
}

impl<F> FaultResponse<F> {
    /// A refusal with that status and fault and without headers, for an operation that is written by hand.
    ///
    /// ```
    /// use rt::{FaultResponse, http::StatusCode};
    ///
    /// let refusal = FaultResponse::new(StatusCode::CONFLICT, "busy");
    /// assert_eq!(refusal.to_string(), "the server refused with status 409 Conflict: busy");
    /// ```
    #[must_use]
    pub fn new(status: StatusCode, fault: F) -> Self {
        Self { status, headers: HeaderMap::new(), fault }
    }

    /// The same refusal with those headers.
    ///
    /// ```
    /// use rt::{FaultResponse, http::{HeaderMap, StatusCode}};
    ///
    /// let refusal = FaultResponse::new(StatusCode::CONFLICT, "busy").with_headers(HeaderMap::new());
    /// assert!(refusal.headers.is_empty());
    /// ```
    #[must_use]
    pub fn with_headers(self, headers: HeaderMap) -> Self {
        Self { headers, ..self }
    }

    /// The same refusal with another fault in the place of its own.
    ///
    /// ```
    /// use rt::{FaultResponse, http::StatusCode};
    ///
    /// assert_eq!(FaultResponse::new(StatusCode::CONFLICT, "busy").map(str::len).fault, 4);
    /// ```
    #[must_use]
    pub fn map<G>(self, map: impl FnOnce(F) -> G) -> FaultResponse<G> {
        FaultResponse { status: self.status, headers: self.headers, fault: map(self.fault) }
    }

    /// How long the server asks to wait before the next try: the header `Retry-After`, if it is there in seconds. A date is
    /// left to the caller, because it takes a clock.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rt::{FaultResponse, http::{HeaderMap, StatusCode}};
    ///
    /// let headers = HeaderMap::from_iter([("retry-after".parse()?, "120".parse()?)]);
    /// let refusal = FaultResponse::new(StatusCode::SERVICE_UNAVAILABLE, "busy").with_headers(headers);
    /// assert_eq!(refusal.retry_after(), Some(Duration::from_secs(120)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let seconds = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        // `parse` takes a sign, which the header does not have.
        let is_number = !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { seconds.parse().map(Duration::from_secs).ok() } else { None }
    }
}

impl<F: fmt::Debug> fmt::Debug for FaultResponse<F> {
    /// Leaves the headers out: a server may hand out a token there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("FaultResponse");
        shown.field("status", &self.status).field("fault", &self.fault).finish_non_exhaustive()
    }
}

impl<F: fmt::Display> fmt::Display for FaultResponse<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server refused with status {}: ", self.status)?;
        // Not by `write!`, which would lose the alternate form.
        self.fault.fmt(f)
    }
}
