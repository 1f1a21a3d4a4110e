//! The handle of a running stand-in: starting it, asking what it saw, stopping it.
//! `vcenter` decides what it answers, and `server` does HTTP.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::Ordering;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::clock::Clock;
use super::request::Recorded;
use super::scenario::Scenario;
use super::server::{Host, Shared, Watcher, serve};
use super::tls::{Identity, Tls};
use super::vcenter::{Account, Vcenter};

/// The user who may log in unless another is set.
pub const DEFAULT_USER: &str = "administrator@vsphere.local";

/// The password of that user unless another is set.
pub const DEFAULT_PASSWORD: &str = "made-up-Passw0rd";

/// How a stand-in is to be started.
#[derive(Clone)]
pub struct Builder {
    seed: u64,
    listen: SocketAddr,
    account: Account,
    tls: Tls,
    scenario: Scenario,
    clock_runs: bool,
    watcher: Option<Watcher>,
}

/// A running stand-in. It stops when dropped.
pub struct Sim {
    shared: Arc<Shared>,
    url: String,
    other_url: Option<String>,
    trust: Option<Trust>,
    stop: watch::Sender<bool>,
    runner: Runner,
}

/// What a client may want to trust.
#[derive(Clone)]
struct Trust {
    ca_pem: String,
    sha1: String,
    sha256: String,
}

enum Runner {
    Task(JoinHandle<()>),
    Thread(Option<thread::JoinHandle<()>>),
}

/// Secrets that reached the other host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Leaks {
    /// A session token, wherever it stood.
    pub token: bool,
    /// Credentials in the `authorization` header.
    pub credentials: bool,
    /// A request body.
    pub body: bool,
}

/// A stand-in whose listeners are open but not yet served.
struct Ready {
    shared: Arc<Shared>,
    listener: TcpListener,
    other: Option<TcpListener>,
    acceptor: Option<TlsAcceptor>,
    trust: Option<Trust>,
    url: String,
    other_url: Option<String>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            seed: 0,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            account: Account { user: DEFAULT_USER.to_owned(), password: DEFAULT_PASSWORD.to_owned() },
            tls: Tls::Ca,
            scenario: Scenario::default(),
            clock_runs: false,
            watcher: None,
        }
    }
}

impl Builder {
    /// Decides tokens, task ids and everything else that looks random. Keys are always new.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the address to listen on; without it a free port of 127.0.0.1.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Sets who may log in.
    #[must_use]
    pub fn account(mut self, user: &str, password: &str) -> Self {
        self.account = Account { user: user.to_owned(), password: password.to_owned() };
        self
    }

    /// Sets how connections are protected.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Sets what is to happen.
    #[must_use]
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// Lets the stand-in's clock run with the machine's, for people who watch. Without it no wall time is used.
    #[must_use]
    pub fn real_time(mut self) -> Self {
        self.clock_runs = true;
        self
    }

    /// Calls `watcher` with every request to the main host, from the thread that serves it.
    #[must_use]
    pub fn watch(mut self, watcher: impl Fn(&Recorded) + Send + Sync + 'static) -> Self {
        self.watcher = Some(Arc::new(watcher));
        self
    }

    /// Starts the stand-in on the current runtime.
    pub async fn start(self) -> io::Result<Sim> {
        let ready = self.ready().await?;
        let (stop, stopped) = watch::channel(false);
        Ok(ready.handle(stop, |ready| Runner::Task(tokio::spawn(ready.run(stopped)))))
    }

    /// Starts the stand-in on a runtime of its own in a thread of its own, for clients that block.
    pub fn spawn(self) -> io::Result<Sim> {
        let (tell, told) = mpsc::channel();
        let (stop, stopped) = watch::channel(false);
        let thread = thread::Builder::new().name("vcenter-sim".to_owned()).spawn(move || {
            let started = runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .and_then(|runtime| runtime.block_on(self.ready()).map(|ready| (runtime, ready)));
            match started {
                Err(error) => drop(tell.send(Err(error))),
                Ok((runtime, ready)) => {
                    let parts = ready.parts();
                    if tell.send(Ok(parts)).is_ok() {
                        runtime.block_on(ready.run(stopped));
                    }
                }
            }
        })?;
        let (shared, url, other_url, trust) =
            told.recv().map_err(|_| io::Error::other("the stand-in's thread ended"))??;
        Ok(Sim { shared, url, other_url, trust, stop, runner: Runner::Thread(Some(thread)) })
    }

    async fn ready(self) -> io::Result<Ready> {
        let listener = TcpListener::bind(self.listen).await?;
        let address = listener.local_addr()?;
        let other = match self.scenario.redirects() {
            true => Some(TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?),
            false => None,
        };
        let identity = match self.tls {
            Tls::Plain => None,
            tls => Some(Identity::make(tls == Tls::SelfSigned, address.ip())?),
        };
        let scheme = if identity.is_some() { "https" } else { "http" };
        // A name instead of an address, so that it is another host to every client and not only another port.
        let other_url = match &other {
            Some(other) => Some(format!("{scheme}://localhost:{}", other.local_addr()?.port())),
            None => None,
        };
        let clock = Clock::new(self.clock_runs);
        let mut vcenter = Vcenter::new(self.account, self.scenario, self.seed, identity.is_some(), clock);
        vcenter.other_host.clone_from(&other_url);
        Ok(Ready {
            shared: Arc::new(Shared::new(vcenter, self.watcher)),
            listener,
            other,
            acceptor: identity.as_ref().map(Identity::acceptor),
            trust: identity.map(|made| Trust { ca_pem: made.ca_pem, sha1: made.sha1, sha256: made.sha256 }),
            url: format!("{scheme}://{address}"),
            other_url,
        })
    }
}

type Parts = (Arc<Shared>, String, Option<String>, Option<Trust>);

impl Ready {
    fn parts(&self) -> Parts {
        (Arc::clone(&self.shared), self.url.clone(), self.other_url.clone(), self.trust.clone())
    }

    fn handle(self, stop: watch::Sender<bool>, run: impl FnOnce(Self) -> Runner) -> Sim {
        let (shared, url, other_url, trust) = self.parts();
        Sim { shared, url, other_url, trust, stop, runner: run(self) }
    }

    async fn run(self, stopped: watch::Receiver<bool>) {
        let main = serve(self.listener, self.acceptor.clone(), Host::Main, Arc::clone(&self.shared), stopped.clone());
        match self.other {
            None => main.await,
            Some(other) => {
                tokio::join!(main, serve(other, self.acceptor, Host::Other, self.shared, stopped));
            }
        }
    }
}

impl Sim {
    /// How to start one.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Scheme, address and port, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same for the host that redirects lead to.
    pub fn other_url(&self) -> Option<&str> {
        self.other_url.as_deref()
    }

    /// PEM of the CA, or of the certificate itself if it is self-signed; `None` on plain HTTP.
    pub fn ca_pem(&self) -> Option<&str> {
        self.trust.as_ref().map(|trust| trust.ca_pem.as_str())
    }

    /// SHA-1 thumbprint of the server certificate; `None` on plain HTTP.
    pub fn thumbprint_sha1(&self) -> Option<&str> {
        self.trust.as_ref().map(|trust| trust.sha1.as_str())
    }

    /// SHA-256 thumbprint of the server certificate; `None` on plain HTTP.
    pub fn thumbprint_sha256(&self) -> Option<&str> {
        self.trust.as_ref().map(|trust| trust.sha256.as_str())
    }

    /// Every request to the main host so far.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.vcenter().requests().to_vec()
    }

    /// Every request to the other host so far.
    pub fn other_requests(&self) -> Vec<Recorded> {
        self.shared.vcenter().strays().to_vec()
    }

    /// What the other host got to know.
    pub fn leaks(&self) -> Leaks {
        let vcenter = self.shared.vcenter();
        let mut leaks = Leaks::default();
        for stray in vcenter.strays() {
            let target = [Some(stray.path.as_str()), stray.raw_query.as_deref()];
            let headers = || stray.headers.iter().map(|(_, value)| value.as_str());
            let texts = || headers().chain(target.into_iter().flatten());
            leaks.token |= vcenter.sessions.issued().iter().any(|token| texts().any(|text| text.contains(token)));
            leaks.credentials |= stray.header("authorization").is_some();
            leaks.body |= !stray.body.is_empty();
        }
        leaks
    }

    /// One line for each request: position, method, target, how it was answered.
    pub fn transcript(&self) -> Vec<String> {
        self.shared.vcenter().requests().iter().map(ToString::to_string).collect()
    }

    /// What a careful client would not have done, one line each: position, method, path, warning.
    pub fn warnings(&self) -> Vec<String> {
        let vcenter = self.shared.vcenter();
        let lines = vcenter.requests().iter().flat_map(|request| {
            let place = format!("{} {} {}", request.index, request.method, request.path);
            request.warnings.iter().map(move |warning| format!("{place}: {warning}"))
        });
        lines.collect()
    }

    /// Number of redeploys that began.
    pub fn redeploys(&self) -> usize {
        self.shared.vcenter().tasks.len()
    }

    /// Number of sessions that have not ended.
    pub fn open_sessions(&self) -> usize {
        self.shared.vcenter().sessions.count()
    }

    /// Number of connections accepted so far, handshakes that failed included.
    pub fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Number of TLS handshakes that failed, as they do when a client does not trust the certificate.
    pub fn failed_handshakes(&self) -> u64 {
        self.shared.failed_handshakes.load(Ordering::SeqCst)
    }

    /// Ends all sessions now.
    pub fn end_sessions(&self) {
        self.shared.vcenter().sessions.end_all();
    }

    /// Moves the stand-in's clock.
    pub fn advance(&self, by: Duration) {
        self.shared.vcenter().advance(by);
    }

    /// Waits until a redeploy was refused or the end of its task was shown, and the client has gone away.
    pub async fn concluded(&self) {
        while !self.shared.vcenter().concluded || self.shared.open.load(Ordering::SeqCst) > 0 {
            self.shared.changed.notified().await;
        }
    }

    /// Stops the stand-in and closes its connections. What it saw can still be asked for.
    ///
    /// After [`Builder::spawn`] the port is free when this returns; after [`Builder::start`], as soon as the
    /// runtime has had a turn.
    pub fn stop(&mut self) {
        self.stop.send_replace(true);
        match &mut self.runner {
            Runner::Task(task) => task.abort(),
            // A thread that panicked has ended as well, which is all that is wanted here.
            Runner::Thread(thread) => drop(thread.take().map(thread::JoinHandle::join)),
        }
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.stop();
    }
}
