//! A server for one test: HTTP on a port of the loopback interface, with TLS or without, in a thread, following a script.
//!
//! It keeps every request as the bytes that came, so that a test can compare all of them. It knows nothing of the API.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// How long the server waits for the rest of a request. Only a broken client reaches this limit.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the server does with one request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Writes these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Answers nothing and keeps the connection open until the test is over.
    Silence,
    /// Writes these bytes and then keeps the connection open, as if more were to come.
    Stall(Vec<u8>),
    /// Closes the connection without reading the request.
    HangUp,
    /// Writes these bytes and waits for another request on the same connection.
    Keep(Vec<u8>),
    /// Writes these bytes one at a time, with a pause after each, and closes the connection.
    Trickle(Vec<u8>, Duration),
    /// Writes these bytes again and again, with a pause after each time, until the client closes the connection.
    Flood(Vec<u8>, Duration),
}

impl Reply {
    /// A whole answer with a JSON body.
    #[must_use]
    pub fn json(status: &str, body: &str) -> Self {
        Self::text(status, "application/json", body)
    }

    /// A whole answer with a body of that type.
    #[must_use]
    pub fn text(status: &str, content_type: &str, body: &str) -> Self {
        Self::head(status, &format!("Content-Type: {content_type}\r\nContent-Length: {}\r\n", body.len()), body)
    }

    /// An answer with these header lines, each ending in a line break.
    #[must_use]
    pub fn head(status: &str, headers: &str, body: &str) -> Self {
        Self::Bytes(format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n{body}").into_bytes())
    }
}

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The request line and the headers, up to and without the empty line.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
    /// The number of the connection it came on, counted from 0.
    pub connection: usize,
}

impl Received {
    /// The request line.
    #[must_use]
    pub fn request_line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The headers as they came, but sorted, because their order has no meaning.
    #[must_use]
    pub fn headers(&self) -> Vec<&str> {
        let mut lines: Vec<&str> = self.head.lines().skip(1).collect();
        lines.sort_unstable();
        lines
    }
}

/// A running server.
pub struct Loopback {
    scheme: &'static str,
    address: SocketAddr,
    over: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Received>>,
}

impl Loopback {
    /// Starts a server that treats its first request as the first reply says, and so on. Requests beyond the script are
    /// kept too, and answered with status 599.
    #[must_use]
    pub fn start(script: Vec<Reply>) -> Self {
        Self::with(None, script)
    }

    /// The same behind TLS. A connection whose handshake fails takes no reply and leaves no trace.
    #[must_use]
    pub fn start_tls(config: Arc<ServerConfig>, script: Vec<Reply>) -> Self {
        Self::with(Some(config), script)
    }

    fn with(tls: Option<Arc<ServerConfig>>, script: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the address of a listener");
        let over = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&over);
        let scheme = if tls.is_some() { "https" } else { "http" };
        let thread = std::thread::spawn(move || serve(&listener, tls.as_ref(), script, &flag));
        Self { scheme, address, over, thread }
    }

    /// The address of the server, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// Host and port.
    #[must_use]
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// Stops the server and gives what it received.
    #[must_use]
    pub fn finish(self) -> Vec<Received> {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the thread, which waits for a connection.
        drop(TcpStream::connect(self.address));
        self.thread.join().expect("the server's thread ends")
    }
}

/// An address of the loopback interface where nobody listens.
#[must_use]
pub fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("http://{}", listener.local_addr().expect("the address of a listener"))
}

fn serve(
    listener: &TcpListener,
    tls: Option<&Arc<ServerConfig>>,
    script: Vec<Reply>,
    over: &AtomicBool,
) -> Vec<Received> {
    let mut script = script.into_iter().peekable();
    let mut received = Vec::new();
    let mut silent = Vec::new();
    for connection in 0.. {
        let (stream, _) = listener.accept().expect("a connection");
        if over.load(Ordering::SeqCst) {
            break;
        }
        let Some(mut link) = Link::open(stream, tls) else { continue };
        if script.next_if(|reply| matches!(reply, Reply::HangUp)).is_some() {
            drop(link.tcp().shutdown(Shutdown::Both));
            continue;
        }
        while let Some(request) = read(&mut link, connection) {
            received.push(request);
            match script.next().unwrap_or_else(|| Reply::json("599 Beyond The Script", "{}")) {
                Reply::Bytes(bytes) => answer(&mut link, &bytes),
                Reply::Keep(bytes) => {
                    send(&mut link, &bytes).expect("the client listens");
                    continue;
                }
                Reply::Trickle(bytes, pause) => trickle(&mut link, &bytes, pause),
                Reply::Flood(bytes, pause) => flood(&mut link, &bytes, pause),
                Reply::Stall(bytes) => {
                    // A client may close before it has read everything.
                    drop(send(&mut link, &bytes));
                    silent.push(link);
                }
                Reply::Silence | Reply::HangUp => silent.push(link),
            }
            break;
        }
    }
    received
}

/// A connection.
enum Link {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Link {
    /// Does the TLS handshake; `None` when the client refuses the certificate.
    fn open(mut stream: TcpStream, tls: Option<&Arc<ServerConfig>>) -> Option<Self> {
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        let Some(config) = tls else { return Some(Self::Plain(stream)) };
        let mut connection = ServerConnection::new(Arc::clone(config)).expect("a connection");
        while connection.is_handshaking() {
            connection.complete_io(&mut stream).ok()?;
        }
        Some(Self::Tls(Box::new(StreamOwned::new(connection, stream))))
    }

    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => stream.get_ref(),
        }
    }

    /// Ends the sending side of the connection.
    fn end(&mut self) -> io::Result<()> {
        if let Self::Tls(stream) = self {
            stream.conn.send_close_notify();
            stream.flush()?;
        }
        self.tcp().shutdown(Shutdown::Write)
    }
}

impl Read for Link {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Link {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

fn send(link: &mut Link, bytes: &[u8]) -> io::Result<()> {
    link.write_all(bytes).and_then(|()| link.flush())
}

/// Writes the answer and waits for the client to close: closing first could throw away bytes it has not read yet.
fn answer(link: &mut Link, bytes: &[u8]) {
    // A client may close before it has read everything; that is no error of the server.
    if send(link, bytes).and_then(|()| link.end()).is_ok() {
        let mut rest = [0; 64];
        while matches!(link.read(&mut rest), Ok(1..)) {}
    }
}

fn trickle(link: &mut Link, bytes: &[u8], pause: Duration) {
    for byte in bytes {
        if send(link, &[*byte]).is_err() {
            return;
        }
        std::thread::sleep(pause);
    }
    answer(link, &[]);
}

fn flood(link: &mut Link, bytes: &[u8], pause: Duration) {
    while send(link, bytes).is_ok() {
        std::thread::sleep(pause);
    }
}

/// Reads one request. `None` for a connection on which none came.
fn read(link: &mut Link, connection: usize) -> Option<Received> {
    let mut bytes = Vec::new();
    let head_length = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        let mut buffer = [0; 4096];
        match link.read(&mut buffer) {
            Ok(count @ 1..) => bytes.extend_from_slice(&buffer[..count]),
            // Bytes that are not HTTP are kept too, as a head without an end.
            _ if bytes.is_empty() => return None,
            _ => break bytes.len(),
        }
    };
    let mut body = bytes.split_off((head_length + 4).min(bytes.len()));
    let head = String::from_utf8_lossy(&bytes[..head_length]).into_owned();
    let missing = length(&head).saturating_sub(body.len());
    let mut rest = vec![0; missing];
    link.read_exact(&mut rest).ok()?;
    body.extend_from_slice(&rest);
    Some(Received { head, body, connection })
}

fn length(head: &str) -> usize {
    let fields = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0)
}
