//! Requests a second and allocations a call: `Client::send` beside a call written by hand with reqwest, over TLS as servers
//! are spoken to, and over plain HTTP, where a bare hyper client stands beside them, which does the least that one could
//! do. The same server answers all of them, in this process.
//!
//! They take turns, and what counts is the ratio of the medians: this says what the client adds to its HTTP library, and
//! nothing about another machine. Where other programs run, the ratio of CPU time, of all rounds and with the server's,
//! says more: several threads wait for each other here.

#![allow(clippy::print_stdout, reason = "printing is what a bench does")]

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::ServerConfig;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use vcha_client::{Client, Operation as _, RedeploySpec, RedeployTask, ReqwestTransport, Rules, SessionId, Settings};
use vcha_tests::certificates::{Identity, Kind};
use vcha_tests::{cpu, fixtures};

/// What every call is answered with.
const ANSWER: &[u8] = br#"{"value":"3ed1c014-cdd2-fae3-b50b-85b9925a258a:com.vmware.vcenter.vcha.cluster.passive"}"#;

/// How often the three take turns.
const ROUNDS: usize = 15;

/// Calls in a row, one at a time.
const SEQUENTIAL: usize = 400;

/// Calls in a row with [`WIDTH`] of them at a time.
const CONCURRENT: usize = 1600;

/// How many calls are on their way at once.
const WIDTH: usize = 64;

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let rounds = if std::env::args().any(|word| word == "--test") { 1 } else { ROUNDS };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // The reqwest of this build has TLS, and needs a provider of cryptography even for plain HTTP.
    rustls::crypto::ring::default_provider().install_default().expect("nobody was faster");
    for identity in [Some(Identity::new(Kind::Issued)), None] {
        let scheme = if identity.is_some() { "TLS" } else { "plain HTTP" };
        let rivals = runtime.block_on(async { Rivals::new(identity.as_ref()) });
        let racing = &Rival::ALL[..if identity.is_some() { 2 } else { 3 }];
        head(&format!("{scheme}, one by one"));
        print(SEQUENTIAL, racing, &turns(rounds, racing, |rival| runtime.block_on(rivals.sequential(rival))));
        head(&format!("{scheme}, {WIDTH} at a time"));
        print(CONCURRENT, racing, &turns(rounds, racing, |rival| runtime.block_on(rivals.concurrent(rival))));
        println!("{:<24} {:>12} {:>12}", "one call", "allocations", "bytes");
        for rival in racing {
            let count = rivals.allocations(&runtime, *rival);
            println!("{:<24} {:>12} {:>12}", rival.name(), count.0, count.1);
        }
    }
}

fn head(name: &str) {
    let [median, rate, reqwest, cpu] = ["median", "requests/s", "x reqwest", "CPU"];
    println!("{name:<24} {median:>12} {rate:>12} {reqwest:>10} {cpu:>12} {reqwest:>10}");
}

/// Who makes the calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rival {
    Ours,
    Reqwest,
    Hyper,
}

impl Rival {
    /// All; over TLS, the bare client does not take part.
    const ALL: [Self; 3] = [Self::Ours, Self::Reqwest, Self::Hyper];

    fn name(self) -> &'static str {
        match self {
            Self::Ours => "client.send",
            Self::Reqwest => "reqwest",
            Self::Hyper => "hyper",
        }
    }
}

/// Everything that the three need, made before any time is taken.
#[derive(Clone)]
struct Rivals {
    ours: Client<ReqwestTransport, Rules>,
    operation: RedeployTask,
    session: SessionId,
    reqwest: reqwest::Client,
    hyper: legacy::Client<HttpConnector, Full<Bytes>>,
    url: String,
    /// The request as a value, for the two that have no types.
    body: Value,
}

impl Rivals {
    fn new(identity: Option<&Identity>) -> Self {
        let server = serve(identity.map(Identity::config));
        let scheme = if identity.is_some() { "https" } else { "http" };
        let base = format!("{scheme}://{server}").parse().expect("an address");
        let body = fixtures::request_example("everything");
        let spec: RedeploySpec = serde_json::from_value(body["spec"].clone()).expect("the example can be read");
        let (operation, session) = (RedeployTask::new(spec), SessionId::new("b5a1"));
        let url = operation.to_request(&base, &session).expect("a request").uri().to_string();
        let mut settings = Settings::default();
        let mut reqwest = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        if let Some(identity) = identity {
            settings = settings.extra_ca(identity.root.as_str());
            let root = reqwest::Certificate::from_pem(identity.root.as_bytes()).expect("a certificate");
            reqwest = reqwest.tls_certs_only([root]);
        }
        let transport = ReqwestTransport::new(&settings).expect("a transport");
        Self {
            ours: Client::new(base, transport, Rules),
            operation,
            session,
            reqwest: reqwest.build().expect("a client"),
            hyper: legacy::Client::builder(TokioExecutor::new()).build_http(),
            url,
            body,
        }
    }

    async fn call(&self, rival: Rival) {
        match rival {
            Rival::Ours => {
                let task = self.ours.send(&self.operation, &self.session).await.expect("a task");
                assert!(!task.as_str().is_empty());
            }
            Rival::Reqwest => {
                let request = self.reqwest.post(&self.url).header("vmware-api-session-id", "b5a1");
                let body = serde_json::to_vec(&self.body).expect("JSON");
                let request = request.header("content-type", "application/json").body(body);
                let answer = request.send().await.and_then(reqwest::Response::error_for_status).expect("an answer");
                task(&answer.bytes().await.expect("a body"));
            }
            Rival::Hyper => {
                let body = Full::from(serde_json::to_vec(&self.body).expect("JSON"));
                let request = hyper::Request::post(&self.url)
                    .header("vmware-api-session-id", "b5a1")
                    .header("content-type", "application/json");
                let answer = self.hyper.request(request.body(body).expect("a request")).await.expect("an answer");
                assert!(answer.status().is_success());
                task(&answer.into_body().collect().await.expect("a body").to_bytes());
            }
        }
    }

    async fn sequential(&self, rival: Rival) -> Duration {
        let begin = Instant::now();
        for _ in 0..SEQUENTIAL {
            self.call(rival).await;
        }
        begin.elapsed()
    }

    async fn concurrent(&self, rival: Rival) -> Duration {
        let begin = Instant::now();
        let mut lanes = JoinSet::new();
        for _ in 0..WIDTH {
            let rivals = self.clone();
            lanes.spawn(async move {
                for _ in 0..CONCURRENT / WIDTH {
                    rivals.call(rival).await;
                }
            });
        }
        lanes.join_all().await;
        begin.elapsed()
    }

    /// Allocations and bytes of one call on this thread, over a connection that is open already.
    fn allocations(&self, runtime: &tokio::runtime::Runtime, rival: Rival) -> (u64, u64) {
        runtime.block_on(self.call(rival));
        let least = (0..20).map(|_| {
            let info = allocation_counter::measure(|| runtime.block_on(self.call(rival)));
            (info.count_total, info.bytes_total)
        });
        least.min().unwrap_or_default()
    }
}

/// What the two that have no types make of an answer.
fn task(body: &[u8]) {
    let value: Value = serde_json::from_slice(body).expect("JSON");
    assert!(value["value"].is_string());
}

/// What a rival took.
struct Taken {
    /// By the clock, each round.
    times: Vec<Duration>,
    /// Of CPU, in all rounds.
    cpu: Duration,
}

/// Each rival's times, a round of all after the other so that a slow moment hits all of them.
fn turns(rounds: usize, racing: &[Rival], run: impl Fn(Rival) -> Duration) -> Vec<Taken> {
    let mut taken: Vec<Taken> = racing.iter().map(|_| Taken { times: Vec::new(), cpu: Duration::ZERO }).collect();
    // The first round opens connections, and does not count.
    for round in 0..=rounds {
        for (rival, taken) in racing.iter().zip(&mut taken) {
            let before = cpu::own();
            let time = run(*rival);
            if round > 0 {
                taken.times.push(time);
                taken.cpu += cpu::own().saturating_sub(before);
            }
        }
    }
    taken
}

/// Medians and CPU time a call, and how many times as much as reqwest by hand each takes.
fn print(calls: usize, racing: &[Rival], taken: &[Taken]) {
    let median = |taken: &Taken| {
        let mut sorted = taken.times.clone();
        sorted.sort_unstable();
        sorted[sorted.len() / 2].as_secs_f64() / calls as f64
    };
    let cpu = |taken: &Taken| taken.cpu.as_secs_f64() / (calls * taken.times.len()) as f64;
    for (rival, own) in racing.iter().zip(taken) {
        let (name, time, by_hand) = (rival.name(), median(own), &taken[1]);
        println!(
            "{name:<24} {:>9.1} us {:>12.0} {:>10.2} {:>9.1} us {:>10.2}",
            time * 1e6,
            1.0 / time,
            time / median(by_hand),
            cpu(own) * 1e6,
            cpu(own) / cpu(by_hand),
        );
    }
}

/// A server on a thread of its own, which answers every request alike once it has read it.
fn serve(tls: Option<Arc<ServerConfig>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    listener.set_nonblocking(true).expect("tokio wants it so");
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(accept(listener, tls.map(TlsAcceptor::from)));
    });
    address
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    while let Ok((stream, _)) = listener.accept().await {
        drop(stream.set_nodelay(true));
        let Some(tls) = tls.clone() else {
            tokio::spawn(connection(stream));
            continue;
        };
        tokio::spawn(async move { connection(tls.accept(stream).await.expect("a handshake")).await });
    }
}

async fn connection(stream: impl AsyncRead + AsyncWrite + Unpin) {
    let service = hyper::service::service_fn(answer);
    drop(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
}

async fn answer(request: hyper::Request<Incoming>) -> Result<hyper::Response<Full<Bytes>>, Infallible> {
    let read = request.into_body().collect().await;
    let status = if read.is_ok_and(|body| body.to_bytes().len() > 100) { 200 } else { 400 };
    let mut response = hyper::Response::new(Full::from(ANSWER));
    *response.status_mut() = hyper::StatusCode::from_u16(status).expect("a status");
    response.headers_mut().insert("content-type", hyper::header::HeaderValue::from_static("application/json"));
    Ok(response)
}
