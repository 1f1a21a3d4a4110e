//! Server-sent events over reqwest.

use std::io::Write as _;
use std::time::Duration;

use crate::GET;
use crate::Get;
use crate::chunks::run;
use crate::rt::{Client, Error, EventOperation as _, Json, NoAuth, ReqwestTransport, TransportErrorKind};
use crate::server::{PATIENCE, head, start, until_closed, waiting};

#[test]
fn events_are_put_together_wherever_the_server_cuts_them() {
    let (base, server) = start(|stream| {
        head(stream, "text/event-stream; charset=utf-8")?;
        for byte in "id: 8\nevent: add\nretry: 250\ndata: {\"naïve\":1}\r\n\r\ndata: x\n\ndata: never ended\n".bytes()
        {
            stream.write_all(&[byte])?;
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    });
    run(async {
        let client = Client::new(base, ReqwestTransport::new(&waiting(PATIENCE)).unwrap(), ());
        let mut events = client.events(&GET, &NoAuth, Some("7 é")).await.unwrap().into_body();
        assert_eq!(events.last_event_id(), "7 é");
        let event = events.next().await.unwrap().unwrap();
        assert_eq!((event.event.as_str(), &*event.id, event.retry), ("add", "8", Some(Duration::from_millis(250))));
        assert!(matches!(Get::data(&event), Ok(Json::Object(members)) if members[0].0 == "naïve"));
        let event = events.next().await.unwrap().unwrap();
        assert_eq!((event.event.as_str(), event.data.as_str(), &*event.id), ("message", "x", "8"));
        assert!(events.next().await.is_none());
        assert_eq!((events.last_event_id(), events.last_retry()), ("8", Some(Duration::from_millis(250))));
    });
    assert!(server.join().unwrap().contains("last-event-id: 7 é\r\n"));
}

#[test]
fn what_has_come_is_given_before_the_error() {
    let (base, server) = start(|stream| {
        head(stream, "text/event-stream")?;
        stream.write_all(b"data: 1\n\ndata: 2\n\n")?;
        until_closed(stream)
    });
    run(async {
        let transport = ReqwestTransport::new(&waiting(Duration::from_millis(200))).unwrap();
        let client = Client::new(base, transport, ());
        let mut events = client.events(&GET, &NoAuth, None).await.unwrap().into_body();
        for data in ["1", "2"] {
            assert_eq!(events.next().await.unwrap().unwrap().data, data);
        }
        assert_eq!(events.next().await.unwrap().unwrap_err().kind(), TransportErrorKind::Timeout);
        assert!(events.next().await.is_none());
    });
    assert!(!server.join().unwrap().contains("last-event-id"));
}

#[test]
fn an_event_without_end_is_refused() {
    let (base, server) = start(|stream| {
        head(stream, "text/event-stream")?;
        stream.write_all(b"data: 1\n\ndata: ")?;
        loop {
            stream.write_all(&[b'x'; 4096])?;
        }
    });
    run(async {
        let client = Client::new(base, ReqwestTransport::new(&waiting(PATIENCE)).unwrap(), ());
        let mut events = client.events(&GET, &NoAuth, None).await.unwrap().into_body();
        assert_eq!(events.next().await.unwrap().unwrap().data, "1");
        assert_eq!(events.next().await.unwrap().unwrap_err().kind(), TransportErrorKind::TooLarge);
        assert!(events.next().await.is_none());
    });
    server.join().unwrap();
}

#[test]
fn an_id_that_is_no_header_is_refused_and_not_shown() {
    let client = Client::new("http://127.0.0.1:9".parse().unwrap(), crate::rt::testing::Script::new(), ());
    let Err(Error::Build(error)) = run(client.events(&GET, &NoAuth, Some("canary\n"))) else { panic!() };
    assert!(!error.to_string().contains("canary"));
}
