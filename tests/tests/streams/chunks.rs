//! Bytes over reqwest: pieces, limits, what breaks off, what is dropped, and what it costs.

use std::io::Write as _;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::rt::{Chunks, Client, Error, NoAuth, ReqwestTransport, Settings, TransportErrorKind};
use crate::server::{PATIENCE, head, start, until_closed, waiting};
use crate::{GET, Get};

pub(crate) fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn client(base: crate::rt::BaseUrl, settings: &Settings) -> Client<ReqwestTransport, ()> {
    Client::new(base, ReqwestTransport::new(settings).unwrap(), ())
}

async fn all(chunks: &mut Chunks) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(chunk) = chunks.next().await {
        all.extend_from_slice(chunk.unwrap().as_bytes());
    }
    all
}

#[test]
fn a_piece_is_there_before_the_next_one_is_sent() {
    let (go, gone) = mpsc::channel::<()>();
    let (base, server) = start(move |stream| {
        head(stream, "image/png")?;
        stream.write_all(b"first")?;
        gone.recv_timeout(PATIENCE).unwrap();
        stream.write_all(b"second")
    });
    run(async {
        let answer = client(base, &waiting(PATIENCE)).open(&GET, &NoAuth).await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers().len()), (200, 2));
        assert!(!format!("{answer:?}").contains("image/png"), "{answer:?}");
        let mut chunks = answer.into_body();
        assert_eq!(chunks.next().await.unwrap().unwrap().as_bytes(), b"first");
        go.send(()).unwrap();
        assert_eq!(all(&mut chunks).await, b"second");
        assert_eq!(chunks.received(), 11);
        assert!(chunks.next().await.is_none());
    });
    assert!(server.join().unwrap().contains("accept: text/event-stream, image/png\r\n"));
}

/// Each limit ends the wait, and says how much had come.
#[test]
fn a_server_that_falls_silent_is_given_up() {
    let short = Duration::from_millis(200);
    let began = Instant::now();
    for (settings, whole) in
        [(waiting(short), None), (waiting(PATIENCE).read_timeout(short), None), (waiting(PATIENCE), Some(short))]
    {
        let (base, server) = start(|stream| {
            head(stream, "image/png")?;
            stream.write_all(b"first")?;
            until_closed(stream)
        });
        let said = run(async {
            let chunks = client(base, &settings).open(&GET, &NoAuth).await.unwrap().into_body();
            let mut chunks = whole.into_iter().fold(chunks, Chunks::end_within);
            assert_eq!(chunks.next().await.unwrap().unwrap().as_bytes(), b"first");
            let error = chunks.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), TransportErrorKind::Timeout);
            assert!(chunks.next().await.is_none());
            error.to_string()
        });
        assert!(said.contains("5 bytes of the answer had come: "), "{said}");
        server.join().unwrap();
    }
    assert!(began.elapsed() < PATIENCE);
}

/// The time of a call is for its head and for each piece; only who asks for it has the whole bounded.
#[test]
fn a_long_answer_may_take_longer_than_a_call_unless_it_is_bounded() {
    let slow = || {
        start(|stream| {
            head(stream, "image/png")?;
            for _ in 0..12 {
                std::thread::sleep(Duration::from_millis(50));
                stream.write_all(b"x")?;
            }
            Ok(())
        })
    };
    let settings = waiting(Duration::from_millis(400));
    let (base, server) = slow();
    let mut chunks = run(async {
        let began = Instant::now();
        let mut chunks = client(base, &settings).open(&GET, &NoAuth).await.unwrap().into_body();
        assert_eq!(all(&mut chunks).await.len(), 12);
        assert!(began.elapsed() > Duration::from_millis(500));
        chunks
    });
    assert!(run(chunks.next()).is_none());
    server.join().unwrap();

    let (base, server) = slow();
    let error = run(async {
        let chunks = client(base, &settings).open(&GET, &NoAuth).await.unwrap().into_body();
        let mut chunks = chunks.end_within(Duration::from_millis(200));
        loop {
            if let Err(error) = chunks.next().await.unwrap() {
                return error;
            }
        }
    });
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert!(error.to_string().ends_with("200ms have passed"), "{error}");
    server.join().unwrap();
}

#[test]
fn a_head_that_does_not_come_is_given_up() {
    let (base, server) = start(until_closed);
    let error = run(client(base, &waiting(Duration::from_millis(200))).open(&GET, &NoAuth)).unwrap_err();
    assert!(matches!(error, Error::Transport(error) if error.kind() == TransportErrorKind::Timeout));
    server.join().unwrap();
}

#[test]
fn an_answer_that_breaks_off_says_how_much_had_come() {
    let (base, server) = start(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\nhalf")
    });
    run(async {
        let mut chunks = client(base, &waiting(PATIENCE)).open(&GET, &NoAuth).await.unwrap().into_body();
        assert_eq!(chunks.next().await.unwrap().unwrap().as_bytes(), b"half");
        let error = chunks.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Interrupted);
        assert!(error.to_string().contains("4 bytes of the answer had come: "), "{error}");
    });
    server.join().unwrap();
}

#[test]
fn a_refusal_is_read_as_far_as_the_transport_takes_it() {
    for (limit, fits) in [(100, true), (10, false)] {
        let (base, server) = start(|stream| {
            stream.write_all(
                b"HTTP/1.1 503 Busy\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n01234567890123456789",
            )
        });
        let settings = waiting(PATIENCE).max_response_bytes(limit);
        match run(client(base, &settings).open(&GET, &NoAuth)).unwrap_err() {
            Error::Fault(refused) => assert!(fits && refused.fault.excerpt() == "01234567890123456789"),
            Error::Transport(error) => assert!(!fits && error.kind() == TransportErrorKind::TooLarge),
            other => panic!("{other:?}"),
        }
        server.join().unwrap();
    }
}

#[test]
fn nothing_is_sent_for_what_breaks_a_rule() {
    let base = "http://127.0.0.1:9".parse().unwrap();
    let refused = run(client(base, &Settings::default()).open(&Get { is_valid: false }, &NoAuth));
    assert!(matches!(refused, Err(Error::Invalid(_))));
}

/// Whoever drops the pieces, or the future of one, ends the answer or loses nothing.
#[test]
fn dropping_ends_the_answer_and_a_dropped_wait_loses_nothing() {
    let (closed, is_closed) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let (base, server) = start(move |stream| {
        head(stream, "image/png")?;
        gone.recv_timeout(PATIENCE).unwrap();
        stream.write_all(b"first")?;
        until_closed(stream)?;
        closed.send(()).unwrap();
        Ok(())
    });
    run(async {
        let mut chunks = client(base, &waiting(PATIENCE)).open(&GET, &NoAuth).await.unwrap().into_body();
        let waited = tokio::time::timeout(Duration::from_millis(50), chunks.next()).await;
        assert!(waited.is_err());
        go.send(()).unwrap();
        assert_eq!(chunks.next().await.unwrap().unwrap().as_bytes(), b"first");
        drop(chunks);
        tokio::task::spawn_blocking(move || is_closed.recv_timeout(PATIENCE).unwrap()).await.unwrap();
    });
    server.join().unwrap();
}

/// More than the transport would take into memory, of which little is there at a time.
#[test]
fn a_huge_answer_takes_little_memory() {
    const SIZE: usize = 64 << 20;
    let (base, server) = start(|stream| {
        head(stream, "image/png")?;
        let block = vec![7; 1 << 20];
        for _ in 0..SIZE >> 20 {
            stream.write_all(&block)?;
        }
        Ok(())
    });
    // All of it on this thread, whose allocations are counted.
    drop(rustls::crypto::ring::default_provider().install_default());
    let transport = ReqwestTransport::with_client(reqwest::Client::builder().no_proxy().build().unwrap(), 1 << 20);
    let client = Client::new(base, transport, ());
    let mut received = 0;
    let mut longest = 0;
    let counted = allocation_counter::measure(|| {
        run(async {
            let mut chunks = client.open(&GET, &NoAuth).await.unwrap().into_body();
            while let Some(chunk) = chunks.next().await {
                let chunk = chunk.unwrap();
                longest = longest.max(chunk.as_bytes().len());
                received += chunk.as_bytes().len();
            }
        });
    });
    assert_eq!(received, SIZE);
    assert!(longest <= 1 << 20, "{longest}");
    // Something was counted, and not much of it was there at a time.
    assert!(counted.bytes_total > 8 << 20, "{}", counted.bytes_total);
    assert!(counted.bytes_max < 4 << 20, "{}", counted.bytes_max);
    server.join().unwrap();
}

#[test]
fn without_a_runtime_it_is_an_error() {
    let (base, server) = start(|stream| head(stream, "image/png"));
    let client = client(base, &waiting(PATIENCE));
    let mut open = std::pin::pin!(client.open(&GET, &NoAuth));
    let polled = open.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    assert!(matches!(polled, std::task::Poll::Ready(Err(Error::Transport(_)))));
    // The server waits for its one connection.
    drop(run(client.open(&GET, &NoAuth)));
    server.join().unwrap();
}
