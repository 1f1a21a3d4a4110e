//! A span of the crate `tracing` around each call, behind the feature of that name; without the feature nothing of it
//! is left.
//!
//! It holds the operation's id, the method, the host, the status, the duration, and how it failed if it did. Nothing
//! else may go in: bodies, headers, paths and queries can hold secrets.

use http::{Request, Response};

use super::{Body, TransportError};

/// One call, from the finished request to the last byte of the answer. Its span ends when it is dropped.
pub(super) struct Call {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
    #[cfg(feature = "tracing")]
    start: std::time::Instant,
}

/// Without the feature: everything is handed through.
#[cfg(not(feature = "tracing"))]
impl Call {
    pub(super) fn begin(_: &'static str, _: &Request<Body>) -> Self {
        Self {}
    }

    pub(super) fn around<F: Future>(&self, work: F) -> F {
        work
    }

    #[cfg(any(test, feature = "blocking"))]
    pub(super) fn inside<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    pub(super) fn answered<B>(&self, _: &Result<Response<B>, TransportError>) {}
}

#[cfg(feature = "tracing")]
impl Call {
    pub(super) fn begin(operation: &'static str, request: &Request<Body>) -> Self {
        use tracing::field::Empty;

        let span = tracing::info_span!(
            "call",
            operation,
            method = request.method().as_str(),
            host = request.uri().host(),
            status = Empty,
            failed = Empty,
            duration_ms = Empty,
        );
        Self { span, start: std::time::Instant::now() }
    }

    pub(super) fn around<F: Future>(&self, work: F) -> tracing::instrument::Instrumented<F> {
        tracing::Instrument::instrument(work, self.span.clone())
    }

    #[cfg(any(test, feature = "blocking"))]
    pub(super) fn inside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.span.in_scope(work)
    }

    pub(super) fn answered<B>(&self, outcome: &Result<Response<B>, TransportError>) {
        match outcome {
            Ok(response) => self.span.record("status", response.status().as_u16()),
            Err(error) => self.span.record("failed", word(error)),
        };
    }
}

#[cfg(feature = "tracing")]
impl Drop for Call {
    /// A call that nobody waits for any longer has taken its time as well.
    fn drop(&mut self) {
        let passed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.span.record("duration_ms", passed);
    }
}

/// The kind alone: the text of an error tells more than a log needs.
#[cfg(feature = "tracing")]
fn word(error: &TransportError) -> &'static str {
    use super::TransportErrorKind;

    match error.kind() {
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::Untrusted => "untrusted",
        TransportErrorKind::Timeout => "timeout",
        TransportErrorKind::Interrupted => "interrupted",
        TransportErrorKind::TooLarge => "too_large",
        TransportErrorKind::Other => "other",
    }
}
