//! The async transport and the runtimes that drive it: one after the other, beside each other, or none.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::{Builder, Runtime};
use vcha_client::{ReqwestTransport, Settings, TransportErrorKind};
use vcha_tests::certificates::Kind;
use vcha_tests::loopback::{Loopback, Reply};

#[cfg(target_os = "linux")]
use super::blocking::threads;
use super::{empty, kept, secure, status, trusting};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// What ends with a runtime are its connections, not the transport.
#[test]
fn a_transport_outlives_the_runtime_of_its_connections() {
    let (server, identity) = secure(Kind::Issued, vec![kept(); 24]);
    let transport = ReqwestTransport::new(&trusting(&identity)).unwrap();
    for _ in 0..12 {
        let runtime = runtime();
        for _ in 0..2 {
            assert_eq!(runtime.block_on(status(&transport, &server.url())).unwrap(), 204);
        }
    }
    let connections: Vec<_> = server.finish().iter().map(|request| request.connection).collect();
    assert_eq!(connections, (0..24).map(|call| call / 2).collect::<Vec<_>>());
}

/// A server that answers each request with status 200 and a body, at once or some time after the head. It counts its
/// connections.
fn counting(pause: Duration) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || answer(stream.unwrap(), pause));
        }
    });
    (url, count)
}

fn answer(mut stream: TcpStream, pause: Duration) {
    stream.set_nodelay(true).unwrap();
    let mut request = [0; 4096];
    while stream.read(&mut request).is_ok_and(|count| count > 0) {
        let mut answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n".to_vec();
        if !pause.is_zero() {
            stream.write_all(&std::mem::take(&mut answer)).unwrap();
            thread::sleep(pause);
        }
        answer.extend_from_slice(b"true");
        stream.write_all(&answer).unwrap();
    }
}

/// A client of reqwest's that trusts nobody.
pub(super) fn by_hand() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls).build().unwrap()
}

/// The next call may begin before the connection of the last one is seen to be free.
#[test]
fn calls_one_after_the_other_share_a_connection() {
    let direct = ReqwestTransport::with_client(by_hand(), 1000);
    let threaded = ReqwestTransport::new(&Settings::default()).unwrap();
    for transport in [direct, threaded] {
        for pause in [Duration::ZERO, Duration::from_millis(2)] {
            let (url, count) = counting(pause);
            let transport = transport.clone();
            let calls = async move {
                for _ in 0..20 {
                    assert_eq!(status(&transport, &url).await.unwrap(), 200);
                }
            };
            // As a task of its own, it is not polled after all others.
            runtime().block_on(async { tokio::spawn(calls).await.unwrap() });
            assert_eq!(count.load(Ordering::SeqCst), 1, "{pause:?}");
        }
    }
}

/// Nobody drives the connection of the first call when the second is made, which would wait for its answer in vain.
#[test]
fn a_call_needs_no_other_runtime_than_the_one_it_is_made_on() {
    let silent_afterwards = Reply::Stall(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec());
    let (server, identity) = secure(Kind::Issued, vec![silent_afterwards, empty()]);
    let transport = ReqwestTransport::new(&trusting(&identity).timeout(Duration::from_secs(10))).unwrap();
    let (first, second) = (runtime(), runtime());
    for runtime in [&first, &second] {
        assert_eq!(runtime.block_on(status(&transport, &server.url())).unwrap(), 204);
    }
    assert_eq!(server.finish().len(), 2);
}

/// Their connections belong to the thread of the transport.
#[test]
fn calls_without_tls_share_connections_between_runtimes() {
    let server = Loopback::start(vec![kept(), kept()]);
    let transport = ReqwestTransport::new(&Settings::default()).unwrap();
    let (first, second) = (runtime(), runtime());
    for runtime in [&first, &second] {
        assert_eq!(runtime.block_on(status(&transport, &server.url())).unwrap(), 204);
    }
    drop(transport);
    let connections: Vec<_> = server.finish().iter().map(|request| request.connection).collect();
    assert_eq!(connections, [0, 0]);
}

#[test]
fn a_transport_can_be_dropped_inside_a_runtime_and_outside() {
    for secured in [true, false] {
        for inside in [true, false] {
            let (server, identity) = secure(Kind::Issued, vec![kept()]);
            let plain = Loopback::start(vec![kept()]);
            let url = if secured { server.url() } else { plain.url() };
            let transport = ReqwestTransport::new(&trusting(&identity)).unwrap();
            let runtime = runtime();
            let outcome = runtime.block_on(async {
                let outcome = status(&transport, &url).await;
                if inside {
                    drop(transport);
                }
                outcome
            });
            assert_eq!(outcome.unwrap(), 204, "secured: {secured}, inside: {inside}");
            drop(runtime);
            drop(server.finish());
            drop(plain.finish());
        }
    }
}

#[test]
fn a_call_outside_of_any_runtime_is_an_error() {
    let transport = ReqwestTransport::new(&Settings::default()).unwrap();
    for url in ["https://a.example", "http://a.example"] {
        let mut call = pin!(status(&transport, url));
        let Poll::Ready(Err(error)) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("nothing can drive the call to {url}");
        };
        assert_eq!(error.kind(), TransportErrorKind::Connect, "{error}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn over_tls_the_caller_needs_no_thread() {
    super::in_a_child("runtimes::child_that_looks_for_a_thread", &[]);
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "run by the test above, in a process of its own"]
fn child_that_looks_for_a_thread() {
    if !super::is_child() {
        return;
    }
    let (server, identity) = secure(Kind::Issued, vec![kept()]);
    let plain = Loopback::start(vec![kept()]);
    let transport = ReqwestTransport::new(&trusting(&identity)).unwrap();
    let counts = runtime().block_on(async {
        assert_eq!(status(&transport, &server.url()).await.unwrap(), 204);
        let without = threads();
        assert_eq!(status(&transport, &plain.url()).await.unwrap(), 204);
        [without, threads()]
    });
    assert_eq!(counts, [0, 1]);
}
