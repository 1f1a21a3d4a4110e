//! Uploads over reqwest and to a script: what is sent, when it is read, and what goes wrong.

use std::io::{self, Read, Write as _};
use std::net::TcpStream;

use crate::chunks::run;
use crate::rt::http::{Request, Response};
use crate::rt::testing::{Answer, Script};
use crate::rt::{
    BaseUrl, BlockingClient, Body, BuildError, Client, Error, NoAuth, Operation, Path, RawFault, Report,
    ReqwestBlockingTransport, ReqwestTransport, ResponseError, TransportErrorKind, UploadBody, UploadOperation,
    Validate,
};
use crate::server::{PATIENCE, start, waiting};

/// An operation as it is generated.
struct Put(&'static [u8]);

impl Operation for Put {
    const ID: &'static str = "put";
    type Auth = NoAuth;
    type Output = ();
    type Fault = RawFault;

    fn to_request(&self, base: &BaseUrl, _: &NoAuth) -> Result<Request<Body>, BuildError> {
        let request = Request::put(format!("{base}/put")).header("content-type", "image/png");
        request.body(Body::from(self.0.to_vec())).map_err(|_| BuildError::new("no URI"))
    }

    fn parse_response(_: &Response<Body>) -> Result<(), ResponseError<RawFault>> {
        Ok(())
    }
}

impl<C> Validate<C> for Put {
    fn validate_at(&self, _: &C, _: &Path<'_>, _: &mut Report) {}
}

impl UploadOperation for Put {}

/// So many bytes, none of which is anywhere before it is read.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = usize::try_from(self.0).unwrap_or(usize::MAX).min(buffer.len());
        buffer[..count].fill(7);
        self.0 -= count as u64;
        Ok(count)
    }
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is on fire"))
    }
}

/// Reads so many bytes of a body and answers.
fn take(stream: &mut TcpStream, size: u64) -> io::Result<()> {
    let mut left = size;
    let mut buffer = vec![0; 1 << 16];
    while left > 0 {
        let count = stream.read(&mut buffer)? as u64;
        assert!(count > 0 && count <= left, "{count} of {left}");
        left -= count;
    }
    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
}

fn upload(client: &Client<ReqwestTransport, ()>, upload: UploadBody) -> Result<u16, Error<RawFault>> {
    run(client.upload(&Put(b""), &NoAuth, upload)).map(|answer| answer.status().as_u16())
}

#[test]
fn a_huge_body_takes_little_memory() {
    const SIZE: u64 = 64 << 20;
    let (base, server) = start(|stream| take(stream, SIZE));
    // All of it on this thread, whose allocations are counted.
    drop(rustls::crypto::ring::default_provider().install_default());
    let transport = ReqwestTransport::with_client(reqwest::Client::builder().no_proxy().build().unwrap(), 1 << 20);
    let client = Client::new(base, transport, ());
    let counted = allocation_counter::measure(|| {
        assert_eq!(upload(&client, UploadBody::from_reader(Endless(SIZE), Some(SIZE))).unwrap(), 204);
    });
    assert!(counted.bytes_total > SIZE, "{}", counted.bytes_total);
    assert!(counted.bytes_max < 4 << 20, "{}", counted.bytes_max);
    let head = server.join().unwrap();
    assert!(head.contains("content-length: 67108864\r\n") && head.contains("content-type: image/png\r\n"), "{head}");
}

#[test]
fn without_a_length_it_is_sent_in_chunks_and_an_empty_one_says_so() {
    let transport = || ReqwestTransport::new(&waiting(PATIENCE)).unwrap();
    // `5 CRLF hello CRLF 0 CRLF CRLF`
    let (base, server) = start(|stream| take(stream, 15));
    let client = Client::new(base, transport(), ());
    assert_eq!(upload(&client, UploadBody::from_reader(&b"hello"[..], None)).unwrap(), 204);
    assert!(server.join().unwrap().contains("transfer-encoding: chunked\r\n"));

    let (base, server) = start(|stream| take(stream, 0));
    let client = Client::new(base, transport(), ());
    assert_eq!(upload(&client, UploadBody::from_reader(io::empty(), Some(0))).unwrap(), 204);
    let head = server.join().unwrap();
    assert_eq!(head.matches("content-length: 0\r\n").count(), 1, "{head}");
}

#[test]
fn another_length_than_was_said_is_an_error() {
    for (said, word) in [(3, "more"), (9, "less")] {
        let (base, server) = start(|stream| take(stream, 9));
        let client = Client::new(base, ReqwestTransport::new(&waiting(PATIENCE)).unwrap(), ());
        let error = upload(&client, UploadBody::from_reader(&b"hello"[..], Some(said))).unwrap_err();
        let Error::Transport(error) = error else { panic!("{error:?}") };
        assert!(error.to_string().contains(&format!("the body has {word} than the {said} bytes")), "{error}");
        drop(server);
    }
}

#[test]
fn a_reader_that_fails_says_why() {
    let (base, server) = start(|stream| take(stream, 9));
    let client = Client::new(base, ReqwestTransport::new(&waiting(PATIENCE)).unwrap(), ());
    let error = upload(&client, UploadBody::from_reader(Broken, Some(9))).unwrap_err();
    assert!(error.to_string().contains("the disk is on fire"), "{error}");
    drop(server);
}

#[test]
fn a_caller_that_blocks_uploads_as_well() {
    let (base, server) = start(|stream| take(stream, 1 << 20));
    let transport = ReqwestBlockingTransport::new(&waiting(PATIENCE)).unwrap();
    let client = BlockingClient::new(base, transport, ());
    let answer = client.upload(&Put(b""), &NoAuth, UploadBody::from_reader(Endless(1 << 20), Some(1 << 20))).unwrap();
    assert_eq!(answer.status().as_u16(), 204);
    server.join().unwrap();
}

#[test]
fn a_script_notes_an_upload_and_a_body_beside_it_is_refused() {
    let base: BaseUrl = "vcenter.example.com".parse().unwrap();
    let script = Script::new().when(|_| true, Answer::empty(204));
    let client = Client::new(base.clone(), script.clone(), ());
    run(client.upload(&Put(b""), &NoAuth, UploadBody::from(Body::from(b"hello".to_vec())))).unwrap();
    let refused = run(client.upload(&Put(b"other"), &NoAuth, UploadBody::from_reader(io::empty(), None)));
    assert!(matches!(refused, Err(Error::Build(_))));
    let client = BlockingClient::new(base, script.clone(), ());
    client.upload(&Put(b""), &NoAuth, UploadBody::from_reader(&b"hello"[..], None)).unwrap();
    let failed = client.upload(&Put(b""), &NoAuth, UploadBody::from_reader(Broken, None));
    assert!(matches!(failed, Err(Error::Transport(error)) if error.kind() == TransportErrorKind::Other));
    let bodies: Vec<Vec<u8>> = script.requests().iter().map(|request| request.body().to_vec()).collect();
    assert_eq!(bodies, [b"hello", b"hello"]);
}
