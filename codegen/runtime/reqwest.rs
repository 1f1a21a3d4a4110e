//! The transport over reqwest: TLS by rustls, time and size bounded, nothing followed, kept or repeated.
//!
//! The one file here that does IO, and the only one that may name reqwest, rustls or a certificate.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use ::reqwest::{redirect, retry};
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Method, Request, Response};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::{Body, Transport, TransportError, TransportErrorKind};

/// How a [`ReqwestTransport`] behaves.
///
/// ```
/// use std::time::Duration;
/// use rt::Settings;
///
/// let settings = Settings::default().timeout(Duration::from_secs(30)).user_agent("redeploy/1.2");
/// assert!(format!("{settings:?}").contains("redeploy/1.2"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    connect_timeout: Duration,
    timeout: Duration,
    max_response_bytes: usize,
    user_agent: String,
}

impl Default for Settings {
    /// 10 s to connect, 120 s for the whole call, answers of up to 8 MiB, and the name and version of this crate as
    /// `User-Agent`.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(120),
            max_response_bytes: 8 << 20,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

impl Settings {
    /// How long looking up the name, connecting and the TLS handshake may take together.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rt::Settings;
    ///
    /// assert_eq!(Settings::default(), Settings::default().connect_timeout(Duration::from_secs(10)));
    /// ```
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long a call may take from its start to the last byte of the answer.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rt::Settings;
    ///
    /// assert_eq!(Settings::default(), Settings::default().timeout(Duration::from_secs(120)));
    /// ```
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// The longest body of an answer that is taken, in bytes.
    ///
    /// ```
    /// use rt::Settings;
    ///
    /// assert_eq!(Settings::default(), Settings::default().max_response_bytes(8 * 1024 * 1024));
    /// ```
    #[must_use]
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// The header `User-Agent`.
    ///
    /// ```
    /// use rt::Settings;
    ///
    /// assert_ne!(Settings::default(), Settings::default().user_agent("redeploy/1.2"));
    /// ```
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }
}

/// Carries requests with reqwest, over HTTP/1.1, on a tokio runtime whose IO and time drivers are on.
///
/// It follows no redirect, keeps no cookie, asks no proxy and decompresses nothing. It repeats no request, with one
/// exception that no server can notice: a kept connection that turns out to be closed before a byte was written is
/// replaced by a new one. Certificates are judged the way the platform does it; on Linux the variables
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` name other roots. A clone shares the connections.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
    max_response_bytes: usize,
}

impl ReqwestTransport {
    /// A transport that behaves as `settings` say.
    ///
    /// # Errors
    ///
    /// [`TransportError`] of the kind [`Connect`](TransportErrorKind::Connect) when the platform has no root
    /// certificates, or the user agent holds a character that a header cannot carry.
    ///
    /// ```
    /// use rt::{Client, ReqwestTransport, Settings};
    ///
    /// let transport = ReqwestTransport::new(&Settings::default())?;
    /// let client = Client::new("vcenter.example.com".parse()?, transport, ());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(settings: &Settings) -> Result<Self, TransportError> {
        let tls = tls().map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
        let builder = ::reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .http1_only()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            .user_agent(settings.user_agent.as_str());
        let client = builder.build().map_err(failed)?;
        Ok(Self::with_client(client, settings.max_response_bytes))
    }

    /// A transport over a client of the caller's own, for what [`Settings`] cannot say: a proxy, a private root
    /// certificate, a client certificate.
    ///
    /// Redirects, cookies, retries and timeouts are then as that client has them, and by default it follows
    /// redirects and has no timeout: switch that off and on. Only the bound on the answer, in bytes, is kept here.
    ///
    /// ```
    /// # use rt::{ReqwestTransport, Settings};
    /// # fn custom(client: reqwest::Client) -> ReqwestTransport {
    /// // `client` comes from a builder with `.redirect(Policy::none())` and `.timeout(..)`.
    /// ReqwestTransport::with_client(client, 64 * 1024)
    /// # }
    /// ```
    #[must_use]
    pub fn with_client(client: ::reqwest::Client, max_response_bytes: usize) -> Self {
        Self { client, max_response_bytes }
    }

    async fn read(&self, answer: &mut ::reqwest::Response) -> Result<Vec<u8>, TransportError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            if chunk.len() > self.max_response_bytes.saturating_sub(bytes.len()) {
                let cause = format!("status {}, more than {} bytes", answer.status(), self.max_response_bytes);
                return Err(TransportError::new(TransportErrorKind::TooLarge, cause));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

impl Transport for ReqwestTransport {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let mut request = ::reqwest::Request::try_from(request.map(Body::into_bytes)).map_err(failed)?;
        announce_no_body(&mut request);
        let mut answer = self.client.execute(request).await.map_err(failed)?;
        let body = self.read(&mut answer).await?;
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

impl fmt::Debug for ReqwestTransport {
    /// Leaves the client out: its default headers and proxies may hold credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").field("max_response_bytes", &self.max_response_bytes).finish_non_exhaustive()
    }
}

/// Names its cryptography itself, so that nothing is installed for the whole process and no other crate's choice
/// counts.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let provider = rustls::crypto::ring::default_provider();
    let config = ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions()?;
    Ok(config.with_platform_verifier()?.with_no_client_auth())
}

/// RFC 9110 asks for `Content-Length: 0` where a method expects a body and there is none; reqwest leaves it out, and
/// some servers then answer 411.
fn announce_no_body(request: &mut ::reqwest::Request) {
    let empty = request.body().and_then(::reqwest::Body::as_bytes).is_none_or(<[u8]>::is_empty);
    if empty && [Method::POST, Method::PUT, Method::PATCH].contains(request.method()) {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// Tells the stage and every cause in one text, since reqwest's own is `error sending request` for all of them. The
/// URL is dropped: its query may hold a secret.
fn failed(error: ::reqwest::Error) -> TransportError {
    let kind = if error.is_connect() || error.is_builder() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_request() || error.is_body() || error.is_decode() {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    };
    let error = error.without_url();
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    TransportError::new(kind, if causes.is_empty() { error.to_string() } else { causes.join(": ") })
}
