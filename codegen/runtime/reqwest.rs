//! The transport over reqwest: TLS by rustls, time and size bounded, nothing followed, kept or repeated.
//!
//! This file and its folder are all that does IO here, and all that may name reqwest, rustls or tokio.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use ::reqwest::{Url, redirect, retry};
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Method, Request, Response};
use rustls::{CertificateError, OtherError};

use super::text::Text;
use super::{Body, Transport, TransportError, TransportErrorKind, Untrusted};

#[cfg(feature = "blocking")]
mod blocking;
mod pins;
mod proxy;
mod settings;
mod tls;
mod worker;

#[cfg(feature = "blocking")]
pub use blocking::ReqwestBlockingTransport;
use pins::{Origin, Pins};
pub use proxy::{InvalidProxy, Proxy};
pub use settings::Settings;
use worker::Worker;

/// Carries requests with reqwest, over HTTP/1.1. The caller waits on a tokio runtime whose time driver is on; the
/// connections live on a thread of their own, so that no server can keep the caller's from looking at the time.
///
/// It follows no redirect, keeps no cookie, looks for no proxy in the environment and decompresses nothing. It repeats no
/// request, with one exception that no server can notice: a kept connection that turns out to be closed before a
/// byte was written is replaced by a new one. Certificates are judged as [`Settings`] say. A clone shares the
/// connections and the thread, which ends after the last clone is gone.
#[derive(Clone)]
pub struct ReqwestTransport {
    carrier: Carrier,
    /// None where a client of the caller's own works, or another thread waits.
    worker: Option<Arc<Worker>>,
}

/// What carries one request, on whatever runtime drives it.
#[derive(Clone)]
struct Carrier {
    clients: Arc<Clients>,
    max_response_bytes: usize,
    /// How long a call may take, unless that is up to a client of the caller's own.
    timeout: Option<Duration>,
}

/// A pool of connections for each pinned server and one for all others, so that no pin counts for another server.
struct Clients {
    pinned: Vec<(Origin, Pins, ::reqwest::Client)>,
    others: (Pins, ::reqwest::Client),
}

impl Clients {
    fn new(settings: &Settings) -> Result<Self, TransportError> {
        let judging = tls::Judging::new(settings)?;
        let proxy = Pins::of_proxy(settings.proxy.as_ref())?;
        let pinned = proxy.of_servers(settings)?.into_iter().map(|(origin, pins)| {
            let client = client(settings, judging.config(pins.clone())?)?;
            Ok((origin, pins, client))
        });
        let pinned = pinned.collect::<Result<_, TransportError>>()?;
        let others = client(settings, judging.config(proxy.clone())?)?;
        Ok(Self { pinned, others: (proxy, others) })
    }

    /// The client for a request to `url`.
    fn of(&self, url: &Url) -> Result<&::reqwest::Client, TransportError> {
        let (others, client) = &self.others;
        if self.pinned.is_empty() && others.is_empty() {
            return Ok(client);
        }
        let Some(origin) = Origin::of(url).filter(|_| url.scheme() == "https") else { return Ok(client) };
        let pinned = self.pinned.iter().find(|(known, ..)| *known == origin);
        let (pins, client) = pinned.map_or((others, client), |(_, pins, client)| (pins, client));
        pins.tell_apart(&origin).map(|()| client)
    }
}

fn client(settings: &Settings, tls: rustls::ClientConfig) -> Result<::reqwest::Client, TransportError> {
    let user_agent = HeaderValue::from_str(&settings.user_agent).map_err(|_| {
        let cause = "the user agent holds a character that no header can carry";
        TransportError::new(TransportErrorKind::Connect, cause)
    })?;
    let mut builder = ::reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .connect_timeout(settings.connect_timeout)
        .user_agent(user_agent);
    if let Some(limit) = settings.read_timeout {
        builder = builder.read_timeout(limit);
    }
    if let Some(proxy) = &settings.proxy {
        builder = builder.proxy(::reqwest::Proxy::all(proxy.address().expose()).map_err(failed)?);
    }
    builder.build().map_err(failed)
}

impl ReqwestTransport {
    /// A transport that behaves as `settings` say.
    ///
    /// # Errors
    ///
    /// [`TransportError`] of the kind [`Connect`](TransportErrorKind::Connect) when an extra CA is no certificate in PEM,
    /// or the user agent holds a character that a header cannot carry, or no thread can be started.
    ///
    /// ```
    /// use rt::{Client, ReqwestTransport, Settings};
    ///
    /// let transport = ReqwestTransport::new(&Settings::default())?;
    /// let client = Client::new("vcenter.example.com".parse()?, transport, ());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(settings: &Settings) -> Result<Self, TransportError> {
        Ok(Self { carrier: Carrier::new(settings)?, worker: Some(Arc::new(Worker::start()?)) })
    }

    /// A transport over a client of the caller's own, for what [`Settings`] cannot say: a client certificate, a
    /// resolver, HTTP/2.
    ///
    /// Redirects, cookies, retries and timeouts are then as that client has them, and by default it follows
    /// redirects and has no timeout: switch that off and on. The connections live on the caller's runtime, whose IO
    /// driver has to be on. Only the bound on the answer, in bytes, is kept here.
    /// [`TransportError::untrusted`] stays empty, because it is the judge of certificates made from [`Settings`] that
    /// fills it.
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
        let clients = Clients { pinned: Vec::new(), others: (Pins::default(), client) };
        Self { carrier: Carrier { clients: Arc::new(clients), max_response_bytes, timeout: None }, worker: None }
    }

    /// The same transport, with the same connections, whose calls take at most so long, whatever [`Settings::timeout`]
    /// said: for a request that is known to be answered at once, or late.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rt::{ReqwestTransport, Settings};
    ///
    /// let transport = ReqwestTransport::new(&Settings::default())?;
    /// let polling = transport.with_timeout(Duration::from_secs(15));
    /// # Ok::<(), rt::TransportError>(())
    /// ```
    #[must_use]
    pub fn with_timeout(&self, limit: Duration) -> Self {
        let carrier = Carrier { timeout: Some(limit), ..self.carrier.clone() };
        Self { carrier, worker: self.worker.clone() }
    }
}

impl Carrier {
    fn new(settings: &Settings) -> Result<Self, TransportError> {
        let clients = Arc::new(Clients::new(settings)?);
        Ok(Self { clients, max_response_bytes: settings.max_response_bytes, timeout: Some(settings.timeout) })
    }

    /// Does all of the call that needs no connection; the rest waits in what it gives. `limit` is for calls whose time
    /// nobody else looks at.
    fn begin(
        &self,
        request: Request<Body>,
        limit: Option<Duration>,
    ) -> Result<impl Future<Output = Result<Response<Body>, TransportError>> + Send + 'static, TransportError> {
        let mut request = ::reqwest::Request::try_from(request.map(Body::into_bytes)).map_err(failed)?;
        announce_no_body(&mut request);
        if limit.is_some() {
            *request.timeout_mut() = limit;
        }
        let sent = self.clients.of(request.url())?.execute(request);
        let max_bytes = self.max_response_bytes;
        Ok(async move { understand(sent.await.map_err(failed)?, max_bytes).await })
    }

    /// The call, made here and driven by the worker.
    fn begin_at(
        &self,
        worker: &Worker,
        request: Request<Body>,
    ) -> Result<impl Future<Output = Result<Response<Body>, TransportError>> + Send + 'static, TransportError> {
        worker.make(|| self.begin(request, None))
    }
}

async fn understand(mut answer: ::reqwest::Response, max_bytes: usize) -> Result<Response<Body>, TransportError> {
    let body = read(&mut answer, max_bytes).await?;
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = answer.status();
    *response.version_mut() = answer.version();
    *response.headers_mut() = std::mem::take(answer.headers_mut());
    Ok(response)
}

async fn read(answer: &mut ::reqwest::Response, max_bytes: usize) -> Result<Vec<u8>, TransportError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(failed)? {
        if chunk.len() > max_bytes.saturating_sub(bytes.len()) {
            let cause = format!("status {}, more than {max_bytes} bytes", answer.status().as_u16());
            return Err(TransportError::new(TransportErrorKind::TooLarge, cause));
        }
        bytes.extend_from_slice(&chunk);
    }
    // Lets the connection be ready again before the next call looks for one, which would open another.
    tokio::task::yield_now().await;
    Ok(bytes)
}

impl Transport for ReqwestTransport {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        match (&self.worker, self.carrier.timeout) {
            (Some(worker), Some(limit)) => worker.run(self.carrier.begin_at(worker, request)?, limit).await,
            (_, limit) => self.carrier.begin(request, limit)?.await,
        }
    }
}

impl fmt::Debug for ReqwestTransport {
    /// Leaves the client out: its default headers and proxies may hold credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ReqwestTransport");
        let Carrier { max_response_bytes, timeout, .. } = &self.carrier;
        shown.field("max_response_bytes", max_response_bytes).field("timeout", timeout);
        shown.finish_non_exhaustive()
    }
}

/// RFC 9110 asks for `Content-Length: 0` where a method expects a body and there is none; reqwest leaves it out, and
/// some servers then answer 411.
fn announce_no_body(request: &mut ::reqwest::Request) {
    let empty = request.body().and_then(::reqwest::Body::as_bytes).is_none_or(<[u8]>::is_empty);
    if empty && [Method::POST, Method::PUT, Method::PATCH].contains(request.method()) {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// Tells every cause in one text, since reqwest's own is `error sending request` for all of them. The URL is dropped:
/// its query may hold a secret.
fn failed(error: ::reqwest::Error) -> TransportError {
    if let Some(verdict) = error.source().and_then(verdict) {
        return verdict;
    }
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
        let text = cause.to_string();
        // What hyper says of the stage, `client error (Connect)`, the kind says already. rustls adds an address to read
        // on, which would be taken for the one that was asked for.
        if !text.starts_with("client error (") {
            causes.push(text.split(": https://").next().unwrap_or_default().to_owned());
        }
        next = cause.source();
    }
    let text = if causes.is_empty() { error.to_string() } else { causes.join(": ") };
    TransportError::new(kind, Text::new(&text).to_string())
}

/// What the judge of certificates said, however deep the layers above have wrapped it.
fn verdict(error: &(dyn Error + 'static)) -> Option<TransportError> {
    if let Some(rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(cause)))) = error.downcast_ref() {
        let unusable = cause.downcast_ref::<tls::Unusable>();
        let unusable = unusable.map(|told| TransportError::new(TransportErrorKind::Connect, told.to_string()));
        return cause.downcast_ref::<Untrusted>().cloned().map(TransportError::from).or(unusable);
    }
    // The source of an `io::Error` is the source of what it wraps, which would be left out.
    if let Some(wrapped) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        return verdict(wrapped);
    }
    error.source().and_then(verdict)
}
