//! The same for a caller without an async runtime, and on a thread that has one.

use std::io::Write as _;
use std::sync::mpsc;
use std::time::Duration;

use crate::GET;
use crate::chunks::run;
use crate::rt::{BlockingClient, NoAuth, ReqwestBlockingTransport, TransportErrorKind};
use crate::server::{PATIENCE, head, start, until_closed, waiting};

#[test]
fn pieces_come_one_by_one_also_inside_of_a_runtime() {
    for inside in [false, true] {
        let (go, gone) = mpsc::channel::<()>();
        let (base, server) = start(move |stream| {
            head(stream, "image/png")?;
            stream.write_all(b"first")?;
            gone.recv_timeout(PATIENCE).unwrap();
            stream.write_all(b"second")
        });
        let read = || {
            let transport = ReqwestBlockingTransport::new(&waiting(PATIENCE)).unwrap();
            let client = BlockingClient::new(base.clone(), transport, ());
            let mut chunks = client.open(&GET, &NoAuth).unwrap().into_body();
            assert_eq!(chunks.next().unwrap().unwrap().as_bytes(), b"first");
            go.send(()).unwrap();
            let rest: Vec<u8> = chunks.by_ref().flat_map(|chunk| chunk.unwrap().into_bytes()).collect();
            assert_eq!((rest.as_slice(), chunks.chunks().received()), (b"second".as_slice(), 11));
        };
        if inside {
            run(async { read() })
        } else {
            read()
        }
        server.join().unwrap();
    }
}

#[test]
fn events_come_one_by_one_until_the_server_falls_silent() {
    let (base, server) = start(|stream| {
        head(stream, "text/event-stream")?;
        stream.write_all(b"id: 1\ndata: a\n\n")?;
        until_closed(stream)
    });
    let transport = ReqwestBlockingTransport::new(&waiting(Duration::from_millis(200))).unwrap();
    let client = BlockingClient::new(base, transport, ());
    let mut events = client.events(&GET, &NoAuth, Some("0")).unwrap().into_body();
    assert_eq!(events.next().unwrap().unwrap().data, "a");
    assert_eq!(events.next().unwrap().unwrap_err().kind(), TransportErrorKind::Timeout);
    assert!(events.next().is_none());
    assert_eq!(events.events().last_event_id(), "1");
    assert!(server.join().unwrap().contains("last-event-id: 0\r\n"));
}
