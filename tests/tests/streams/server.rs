//! A server that writes what a test says, when the test says it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::rt::{BaseUrl, Settings};

/// Longer than anything here takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Starts a server for one connection; `serve` gets it behind the head of the request, which is what the thread gives.
pub(crate) fn start(
    serve: impl FnOnce(&mut TcpStream) -> std::io::Result<()> + Send + 'static,
) -> (BaseUrl, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        // A client may close before everything is written.
        drop(serve(&mut stream));
        String::from_utf8(head).unwrap()
    });
    (base, thread)
}

/// Writes the head of a success whose body ends with the connection.
pub(crate) fn head(stream: &mut TcpStream, media: &str) -> std::io::Result<()> {
    stream.write_all(format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nConnection: close\r\n\r\n").as_bytes())
}

/// Waits until the client closes the connection.
pub(crate) fn until_closed(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut rest = [0; 64];
    while stream.read(&mut rest)? > 0 {}
    Ok(())
}

/// Settings of a transport that waits so long.
pub(crate) fn waiting(limit: Duration) -> Settings {
    Settings::default().timeout(limit)
}
