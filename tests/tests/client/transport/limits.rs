//! The limits of a call: time, size, and that nothing is repeated.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;
use vcha_client::{
    BlockingTransport as _, ReqwestBlockingTransport, ReqwestTransport, Settings, Transport as _, TransportError,
    TransportErrorKind,
};
use vcha_tests::certificates::Kind;
use vcha_tests::loopback::{self, Loopback, Reply};

use super::runtimes::by_hand;
use super::{empty, get, kept, request, secure, status, trusting};
use crate::e2e::run;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

#[track_caller]
fn failed(outcome: Result<u16, TransportError>, kind: TransportErrorKind) -> String {
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.is_not_sent(), kind == TransportErrorKind::Connect);
    error.to_string()
}

#[test]
fn a_server_that_does_not_shake_hands_is_given_up_before_anything_is_sent() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = Settings::default().connect_timeout(Duration::from_millis(200));
    let start = Instant::now();
    failed(get(&settings, &format!("https://{}/", silent.local_addr().unwrap())), TransportErrorKind::Connect);
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn a_refused_connection_is_reported_with_its_cause() {
    let said = failed(get(&Settings::default(), &loopback::nobody()), TransportErrorKind::Connect);
    assert!(said.starts_with("no connection could be made; nothing was sent: tcp connect error: "), "{said}");
}

#[test]
fn an_error_of_sending_does_not_show_the_address() {
    for url in ["ftp://a.example/?canary", &format!("{}/?canary", loopback::nobody())] {
        let said = failed(get(&Settings::default(), url), TransportErrorKind::Connect);
        assert!(!said.contains("canary"), "{said}");
    }
    let said =
        failed(get(&Settings::default().user_agent("canary\n"), "https://a.example"), TransportErrorKind::Connect);
    assert!(said.contains("the user agent holds a character") && !said.contains("canary"), "{said}");
}

#[test]
fn each_limit_alone_gives_up_an_answer_that_does_not_come() {
    let short = Duration::from_millis(300);
    let start = Instant::now();
    for limited in [
        |settings: &Settings, limit| ReqwestTransport::new(settings).map(|made| made.with_timeout(limit)),
        |settings: &Settings, limit| ReqwestTransport::new(&settings.clone().timeout(limit)),
        |settings: &Settings, limit| ReqwestTransport::new(&settings.clone().read_timeout(limit)),
    ] {
        let (server, identity) = secure(Kind::Issued, vec![Reply::Silence]);
        let transport = limited(&trusting(&identity), short).unwrap();
        let said = failed(run(status(&transport, &server.url())), TransportErrorKind::Timeout);
        assert!(said.contains("the server may have acted"), "{said}");
        assert_eq!(server.finish().len(), 1);
    }
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn an_answer_that_trickles_is_bounded_as_a_whole_and_not_by_its_pauses() {
    let short = Duration::from_millis(100);
    let bytes = b"HTTP/1.1 204 No Content\r\n\r\n".to_vec();
    let slow = || secure(Kind::Issued, vec![Reply::Trickle(bytes.clone(), Duration::from_millis(10))]);
    let (server, identity) = slow();
    failed(get(&trusting(&identity).timeout(short), &server.url()), TransportErrorKind::Timeout);
    let (server, identity) = slow();
    assert_eq!(get(&trusting(&identity).read_timeout(PATIENCE), &server.url()).unwrap(), 204);
    // One call may take longer than the others.
    let (server, identity) = slow();
    let transport = ReqwestTransport::new(&trusting(&identity).timeout(short)).unwrap().with_timeout(PATIENCE);
    assert_eq!(run(status(&transport, &server.url())).unwrap(), 204);
}

/// A server may send any number of answers of status 1xx before the answer itself. Here each limit is met on a runtime of one
/// thread.
#[test]
fn interim_answers_without_end_do_not_stretch_the_limit() {
    let one = b"HTTP/1.1 103 Early Hints\r\n\r\n";
    let (limit, slack) = (Duration::from_millis(500), Duration::from_millis(700));
    for (bytes, pause) in [(one.to_vec(), Duration::from_millis(5)), (one.repeat(20_000), Duration::ZERO)] {
        for (blocking, secured) in [(false, false), (false, true), (true, false), (true, true)] {
            let (server, settings) = served(secured, Reply::Flood(bytes.clone(), pause));
            let (url, settings) = (server.url(), settings.timeout(limit));
            let start = Instant::now();
            let outcome = if blocking {
                let transport = ReqwestBlockingTransport::new(&settings).unwrap();
                transport.call(request("GET", &url)).map(|answer| answer.status().as_u16())
            } else {
                get(&settings, &url)
            };
            failed(outcome, TransportErrorKind::Timeout);
            let taken = start.elapsed();
            assert!(taken < limit + slack, "{taken:?} of {limit:?}, blocking: {blocking}, TLS: {secured}");
            // The connection is closed some time later; waiting for that would measure something else.
            drop(server);
        }
    }
}

/// Why connections without TLS have a thread. With hyper's callback a call could be given up after some interim answers,
/// wherever its connection lives: as soon as this fails, look at that again.
#[test]
fn reqwest_does_not_hand_on_the_callback_for_interim_answers() {
    let bytes = b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
    let counts = [false, true].map(|by_reqwest| {
        let server = Loopback::start(vec![Reply::Bytes(bytes.to_vec())]);
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let mut request = hyper::Request::get(server.url()).body(String::new()).unwrap();
        hyper::ext::on_informational(&mut request, move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let status = run(async {
            if by_reqwest {
                let request = reqwest::Request::try_from(request).unwrap();
                by_hand().execute(request).await.unwrap().status()
            } else {
                let client = legacy::Client::builder(TokioExecutor::new()).build_http();
                client.request(request).await.unwrap().status()
            }
        });
        assert_eq!(status, 204);
        count.load(Ordering::SeqCst)
    });
    assert_eq!(counts, [1, 0]);
}

/// A server with TLS or without, and what a client needs to trust it.
fn served(secured: bool, reply: Reply) -> (Loopback, Settings) {
    if !secured {
        return (Loopback::start(vec![reply]), Settings::default());
    }
    let (server, identity) = secure(Kind::Issued, vec![reply]);
    (server, trusting(&identity))
}

/// The transport lives on, and with it the thread that would keep the connection.
#[test]
fn a_call_that_nobody_waits_for_any_longer_is_ended() {
    let limit = Duration::from_millis(300);
    let interim = Reply::Flood(b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec(), Duration::from_millis(5));
    for (is_blocking, secured) in [(false, false), (false, true), (true, false), (true, true)] {
        let (server, settings) = served(secured, interim.clone());
        let url = server.url();
        let transport = ReqwestTransport::new(&settings).unwrap();
        let blocking = ReqwestBlockingTransport::with_transport(transport.clone()).unwrap().with_timeout(limit);
        if is_blocking {
            assert_eq!(blocking.call(request("GET", &url)).unwrap_err().kind(), TransportErrorKind::Timeout);
        } else {
            assert!(run(async { tokio::time::timeout(limit, status(&transport, &url)).await }).is_err());
        }
        // The server writes until its client has closed the connection.
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || tell.send(server.finish().len()));
        assert_eq!(told.recv_timeout(PATIENCE), Ok(1), "blocking: {is_blocking}, TLS: {secured}");
    }
}

#[test]
fn an_answer_that_is_too_large_is_not_read_to_its_end() {
    for bound in [0, 1, 1000] {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n";
        let (server, identity) =
            secure(Kind::Issued, vec![Reply::Stall(format!("{head}{}", "x".repeat(bound + 1)).into_bytes())]);
        let said =
            failed(get(&trusting(&identity).max_response_bytes(bound), &server.url()), TransportErrorKind::TooLarge);
        assert!(said.contains(&format!("status 200, more than {bound} bytes")), "{said}");
        assert_eq!(server.finish().len(), 1);
    }
}

#[test]
fn a_bound_of_nothing_still_takes_an_answer_without_a_body() {
    let (server, identity) = secure(Kind::Issued, vec![empty()]);
    assert_eq!(get(&trusting(&identity).max_response_bytes(0), &server.url()).unwrap(), 204);
}

/// On a connection that was used before, a library is tempted to try again.
#[test]
fn a_kept_connection_that_breaks_repeats_nothing() {
    let (server, identity) = secure(Kind::Issued, vec![kept(), Reply::Bytes(Vec::new()), empty()]);
    let transport = ReqwestTransport::new(&trusting(&identity)).unwrap();
    run(async {
        assert_eq!(status(&transport, &server.url()).await.unwrap(), 204);
        let said = failed(status(&transport, &server.url()).await, TransportErrorKind::Interrupted);
        assert!(!said.contains("https:"), "{said}");
        assert_eq!(status(&transport, &server.url()).await.unwrap(), 204);
    });
    let connections: Vec<_> = server.finish().iter().map(|request| request.connection).collect();
    assert_eq!(connections, [0, 0, 1]);
}

/// RFC 9110 wants it, and some servers answer 411 without it.
#[test]
fn a_method_that_expects_a_body_says_that_there_is_none() {
    for (method, said) in [("POST", true), ("PUT", true), ("PATCH", true), ("GET", false), ("DELETE", false)] {
        let server = Loopback::start(vec![empty()]);
        let transport = ReqwestTransport::new(&Settings::default()).unwrap();
        run(transport.call(request(method, &server.url()))).unwrap();
        let received = server.finish();
        assert_eq!(received[0].headers().contains(&"content-length: 0"), said, "{method}");
    }
}
