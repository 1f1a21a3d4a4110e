//! The server: accepts connections, does TLS and HTTP, and stops on request.
//! `vcenter` decides the answers.

use std::fmt;
use std::future::pending;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::answer::{Answer, Delivery};
use super::body::SimBody;
use super::request::Recorded;
use super::vcenter::{Reply, Vcenter};

/// Longest request body that is read; a longer one ends the connection.
const MAX_BODY: usize = 8 << 20;

/// Called with every request once it is decided how it is answered.
pub(crate) type Watcher = Arc<dyn Fn(&Recorded) + Send + Sync>;

/// Which listener a request came to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    Main,
    Other,
}

/// What the connections and the handle have in common.
pub(crate) struct Shared {
    vcenter: Mutex<Vcenter>,
    pub(crate) changed: Notify,
    pub(crate) connections: AtomicU64,
    pub(crate) open: AtomicUsize,
    pub(crate) failed_handshakes: AtomicU64,
    watcher: Option<Watcher>,
}

impl Shared {
    pub(crate) fn new(vcenter: Vcenter, watcher: Option<Watcher>) -> Self {
        Self {
            vcenter: Mutex::new(vcenter),
            changed: Notify::new(),
            connections: AtomicU64::new(0),
            open: AtomicUsize::new(0),
            failed_handshakes: AtomicU64::new(0),
            watcher,
        }
    }

    /// The state, also after a panic elsewhere: a test that failed must not hide behind a second failure.
    pub(crate) fn vcenter(&self) -> MutexGuard<'_, Vcenter> {
        self.vcenter.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the connection instead of answering.
#[derive(Debug)]
struct Gone;

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed on purpose")
    }
}

impl std::error::Error for Gone {}

/// Counts a connection as open for as long as it lives.
struct OpenConnection(Arc<Shared>);

impl OpenConnection {
    fn new(shared: Arc<Shared>) -> Self {
        shared.open.fetch_add(1, Ordering::SeqCst);
        Self(shared)
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
        self.0.changed.notify_one();
    }
}

/// Accepts connections until `stop` is set. All connections end with this future.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    host: Host,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = stopped(&mut stop) => return,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let open = OpenConnection::new(Arc::clone(&shared));
                    connections.spawn(connection(stream, tls.clone(), host, open));
                }
                // For example, no file descriptor is left: without a pause this loop would spin.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
        }
    }
}

/// Waits until the handle stops the server or is dropped.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    drop(stop.wait_for(|is_set| *is_set).await);
}

async fn connection(stream: TcpStream, tls: Option<TlsAcceptor>, host: Host, open: OpenConnection) {
    let shared = &open.0;
    let number = match host {
        Host::Main => shared.connections.fetch_add(1, Ordering::SeqCst),
        Host::Other => 0,
    };
    // This only makes answers faster, so a failure is ignored.
    let _ = stream.set_nodelay(true);
    match tls {
        None => http(stream, host, number, shared).await,
        Some(acceptor) => match acceptor.accept(stream).await {
            Ok(stream) => http(stream, host, number, shared).await,
            Err(_) => {
                shared.failed_handshakes.fetch_add(1, Ordering::SeqCst);
            }
        },
    }
}

async fn http<S>(stream: S, host: Host, number: u64, shared: &Arc<Shared>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(|request| handle(request, host, number, shared));
    let mut builder = http1::Builder::new();
    // The date would be the only header that differs from run to run.
    builder.auto_date_header(false);
    // A client that goes away and a connection that is closed on purpose both end here as errors.
    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
}

async fn handle(
    request: Request<Incoming>,
    host: Host,
    number: u64,
    shared: &Arc<Shared>,
) -> Result<Response<SimBody>, Gone> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await.map_err(|_| Gone)?;
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let mut recorded = Recorded::new(parts.method.as_str(), target, headers, body.to_bytes().to_vec());
    recorded.connection = number;
    let Reply { answer, delivery } = match host {
        Host::Other => shared.vcenter().receive_stray(recorded),
        Host::Main => {
            let (recorded, reply) = shared.vcenter().receive(recorded);
            if let Some(watcher) = &shared.watcher {
                watcher(&recorded);
            }
            reply
        }
    };
    match delivery {
        Delivery::Close => Err(Gone),
        Delivery::Hang => pending().await,
        Delivery::Late(by) => {
            tokio::time::sleep(by).await;
            respond(answer, &delivery)
        }
        _ => respond(answer, &delivery),
    }
}

fn respond(answer: Answer, delivery: &Delivery) -> Result<Response<SimBody>, Gone> {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    // Only a scripted answer can be invalid HTTP; then the connection is closed.
    response.body(SimBody::new(answer.body, delivery)).map_err(|_| Gone)
}
