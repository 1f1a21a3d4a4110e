//! A server for one test: plain HTTP on a port of the loopback interface, in a thread, following a script.
//!
//! It keeps every request as the bytes that came, so that a test can compare all of them. It knows nothing of the API.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a half-sent request is waited for. Only a broken client ever gets there.
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
}

impl Received {
    /// The request line.
    #[must_use]
    pub fn request_line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The headers, as they came but for their order, which has no meaning.
    #[must_use]
    pub fn headers(&self) -> Vec<&str> {
        let mut lines: Vec<&str> = self.head.lines().skip(1).collect();
        lines.sort_unstable();
        lines
    }
}

/// A running server.
pub struct Loopback {
    address: SocketAddr,
    over: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Received>>,
}

impl Loopback {
    /// Starts a server that treats its first request as the first reply says, and so on. Requests beyond the script are
    /// kept too, and answered with status 599.
    #[must_use]
    pub fn start(script: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the address of a listener");
        let over = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&over);
        let thread = std::thread::spawn(move || serve(&listener, script, &flag));
        Self { address, over, thread }
    }

    /// The address of the server, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
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

fn serve(listener: &TcpListener, script: Vec<Reply>, over: &AtomicBool) -> Vec<Received> {
    let mut script = script.into_iter();
    let mut received = Vec::new();
    let mut silent = Vec::new();
    loop {
        let (mut stream, _) = listener.accept().expect("a connection");
        if over.load(Ordering::SeqCst) {
            return received;
        }
        let reply = script.next().unwrap_or_else(|| Reply::json("599 Beyond The Script", "{}"));
        if matches!(reply, Reply::HangUp) {
            drop(stream.shutdown(Shutdown::Both));
            continue;
        }
        received.extend(read(&mut stream));
        match reply {
            Reply::Bytes(bytes) => answer(&mut stream, &bytes),
            Reply::Stall(bytes) => {
                stream.write_all(&bytes).expect("the client listens");
                silent.push(stream);
            }
            Reply::Silence | Reply::HangUp => silent.push(stream),
        }
    }
}

/// Writes the answer and waits for the client to close: closing first could throw away bytes it has not read yet.
fn answer(stream: &mut TcpStream, bytes: &[u8]) {
    // A client that has heard enough closes early; that is not the server's mistake.
    if stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write)).is_ok() {
        let mut rest = [0; 64];
        while matches!(stream.read(&mut rest), Ok(1..)) {}
    }
}

/// Reads one request. `None` for a connection on which none came.
fn read(stream: &mut TcpStream) -> Option<Received> {
    stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    let mut bytes = Vec::new();
    let head_length = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        let mut buffer = [0; 4096];
        match stream.read(&mut buffer) {
            Ok(count @ 1..) => bytes.extend_from_slice(&buffer[..count]),
            // What is no HTTP is kept as well, as a head without an end.
            _ if bytes.is_empty() => return None,
            _ => break bytes.len(),
        }
    };
    let mut body = bytes.split_off((head_length + 4).min(bytes.len()));
    let head = String::from_utf8_lossy(&bytes[..head_length]).into_owned();
    let missing = length(&head).saturating_sub(body.len());
    let mut rest = vec![0; missing];
    stream.read_exact(&mut rest).ok()?;
    body.extend_from_slice(&rest);
    Some(Received { head, body })
}

fn length(head: &str) -> usize {
    let fields = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0)
}
