//! The transport over reqwest: TLS by rustls, time and size bounded, nothing followed, kept or repeated.
//!
//! This file and its folder are all that does IO here, and all that may name reqwest, rustls or tokio.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ::reqwest::{redirect, retry};
use http::header::HeaderValue;
use http::uri::Scheme;
use http::{Request, Response};
use rustls::{CertificateError, OtherError};
use tokio::runtime::Handle;

#[cfg(feature = "blocking")]
use super::BlockingTransport;
use super::base_url::check_host_and_port;
use super::operation::encode;
use super::text::Text;
use super::{BaseUrl, Body, Secret, Thumbprint, Transport, TransportError, TransportErrorKind, Untrusted};

#[cfg(feature = "blocking")]
mod blocking;
mod pins;
mod pools;
mod proxy;
mod request;
mod settings;
mod stream;
mod tls;
mod upload;
mod worker;

#[cfg(feature = "blocking")]
pub use blocking::ReqwestBlockingTransport;
use pools::Pools;
pub use proxy::{InvalidProxy, Proxy};
use request::Requests;
pub use settings::Settings;
use worker::{Thread, Worker};

/// Carries requests with reqwest, over HTTP/1.1, on the caller's tokio runtime, whose drivers of time and IO have to be on
/// (`enable_all`). It keeps connections open for the next call on the same runtime.
///
/// It follows no redirect, keeps no cookie, looks for no proxy in the environment and decompresses nothing. It repeats no
/// request, with one exception that no server can notice: a kept connection that turns out to be closed before a
/// byte was written is replaced by a new one. Certificates are judged as [`Settings`] say. A clone shares the
/// connections.
///
/// Connections without TLS (`http:`) live on a thread that the first such request starts, and that ends after the last
/// clone is gone: a server that never stops sending could otherwise keep the caller's thread from looking at the time.
#[derive(Clone)]
pub struct ReqwestTransport {
    carrier: Carrier,
    thread: Arc<Thread>,
}

/// What carries one request, on whatever runtime drives it.
#[derive(Clone)]
struct Carrier {
    pools: Arc<Pools>,
    requests: Arc<Requests>,
    max_response_bytes: usize,
    /// How long a call may take, unless that is up to a client of the caller's own.
    timeout: Option<Duration>,
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
    /// or the user agent holds a character that a header cannot carry.
    ///
    /// ```
    /// use rt::{Client, ReqwestTransport, Settings};
    ///
    /// let transport = ReqwestTransport::new(&Settings::default())?;
    /// let client = Client::new("vcenter.example.com".parse()?, transport, ());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(settings: &Settings) -> Result<Self, TransportError> {
        let pools = Arc::new(Pools::new(settings)?);
        let timeout = Some(settings.timeout);
        let carrier =
            Carrier { pools, requests: Arc::default(), max_response_bytes: settings.max_response_bytes, timeout };
        Ok(Self { carrier, thread: Arc::default() })
    }

    /// A transport over a client of the caller's own, for what [`Settings`] cannot say: a client certificate, a
    /// resolver, HTTP/2.
    ///
    /// Redirects, cookies, retries and timeouts are then as that client has them, and by default it follows
    /// redirects and has no timeout: switch that off and on. All connections live on the runtime that opened them. Only the
    /// bound on the answer, in bytes, is kept here.
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
        let pools = Arc::new(Pools::Given(client));
        let carrier = Carrier { pools, requests: Arc::default(), max_response_bytes, timeout: None };
        Self { carrier, thread: Arc::default() }
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
        Self { carrier, thread: Arc::clone(&self.thread) }
    }
}

impl Carrier {
    /// Does all of the call that needs no connection; the rest waits in what it gives, for `runtime` to drive it.
    fn begin(
        &self,
        request: Request<Body>,
        runtime: &Handle,
    ) -> Result<impl Future<Output = Result<Response<Body>, TransportError>> + Send + 'static, TransportError> {
        let mut request = self.requests.make(request)?;
        if let Pools::Given(_) = *self.pools {
            // A limit of the client's own may be shorter.
            *request.timeout_mut() = self.timeout;
        }
        self.finish(request, runtime)
    }

    /// Sends the request and reads the answer.
    fn finish(
        &self,
        request: ::reqwest::Request,
        runtime: &Handle,
    ) -> Result<impl Future<Output = Result<Response<Body>, TransportError>> + Send + 'static, TransportError> {
        let sent = self.execute(request, runtime)?;
        let max_bytes = self.max_response_bytes;
        Ok(async move {
            let mut answer = sent.await.map_err(failed)?;
            let body = read(&mut answer, max_bytes).await?;
            Ok(understood(&mut answer, Body::from(body)))
        })
    }

    /// Sends the request over a connection of that runtime.
    fn execute(
        &self,
        request: ::reqwest::Request,
        runtime: &Handle,
    ) -> Result<impl Future<Output = ::reqwest::Result<::reqwest::Response>> + Send + 'static, TransportError> {
        Ok(self.pools.client(request.url(), runtime.id())?.execute(request))
    }

    /// The call, made here and driven by the worker.
    fn begin_at(
        &self,
        worker: &Worker,
        request: Request<Body>,
    ) -> Result<impl Future<Output = Result<Response<Body>, TransportError>> + Send + 'static, TransportError> {
        let runtime = worker.runtime();
        // What is made here may have timers, which belong over there.
        let _inside = runtime.enter();
        self.begin(request, runtime)
    }

    /// Whether the connection must not live on the caller's thread.
    ///
    /// A server may send any number of interim answers (1xx), and hyper reads those in one go until tokio's budget of 128
    /// reads is used up. TLS gives it 16 KiB at a time, so that this ends within milliseconds. TCP gives it up to 400 KiB
    /// at a time, and for seconds nobody would look at the time.
    fn needs_thread<B>(&self, request: &Request<B>) -> bool {
        matches!(*self.pools, Pools::Made(_)) && request.uri().scheme() == Some(&Scheme::HTTP)
    }
}

fn understood<B>(answer: &mut ::reqwest::Response, body: B) -> Response<B> {
    let mut response = Response::new(body);
    *response.status_mut() = answer.status();
    *response.version_mut() = answer.version();
    *response.headers_mut() = std::mem::take(answer.headers_mut());
    response
}

async fn read(answer: &mut ::reqwest::Response, max_bytes: usize) -> Result<Vec<u8>, TransportError> {
    let mut bytes = Vec::new();
    let mut has_waited = false;
    while let Some(chunk) = noting(&mut has_waited, answer.chunk()).await.map_err(failed)? {
        if chunk.len() > max_bytes.saturating_sub(bytes.len()) {
            let cause = format!("status {}, more than {max_bytes} bytes", answer.status().as_u16());
            return Err(TransportError::new(TransportErrorKind::TooLarge, cause));
        }
        bytes.extend_from_slice(&chunk);
    }
    if has_waited {
        // Lets the connection be ready again before the next call looks for one, which would open another. After an
        // answer that came in one piece it is ready already.
        tokio::task::yield_now().await;
    }
    Ok(bytes)
}

/// Notes whether the work had to be waited for.
async fn noting<T>(has_waited: &mut bool, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    poll_fn(|context| {
        let polled = work.as_mut().poll(context);
        *has_waited |= polled.is_pending();
        polled
    })
    .await
}

impl Transport for ReqwestTransport {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let runtime = Handle::try_current().map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
        // Pinned here and handed on by reference: every function that takes a future by value holds it twice, and what is
        // returned here is moved several times.
        if self.carrier.needs_thread(&request) {
            let worker = self.thread.worker()?;
            let call = pin!(worker.run(self.carrier.begin_at(&worker, request)?)?);
            return within(self.carrier.timeout, call).await;
        }
        let call = pin!(self.carrier.begin(request, &runtime)?);
        within(self.carrier.timeout, call).await
    }
}

/// What the call gives, unless that takes too long.
async fn within<T>(
    limit: Option<Duration>,
    call: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    let Some(limit) = limit else { return call.await };
    tokio::time::timeout(limit, call).await.unwrap_or_else(|_| Err(late(limit)))
}

fn late(limit: Duration) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, format!("{limit:?} have passed"))
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
