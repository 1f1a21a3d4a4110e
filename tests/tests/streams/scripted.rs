//! The same from a script.

use crate::GET;
use crate::chunks::run;
use crate::rt::testing::{Answer, Script};
use crate::rt::{BlockingClient, Client, Error, NoAuth, TransportErrorKind};

fn base() -> crate::rt::BaseUrl {
    "vcenter.example.com".parse().unwrap()
}

#[test]
fn a_script_cuts_its_answers_and_breaks_them_off() {
    let script = Script::new().then(
        Answer::chunks("text/event-stream", ["data: 1\n", "\ndata: 2\n\ndata: 3"])
            .breaks_off(TransportErrorKind::Interrupted, "connection reset by peer"),
    );
    let client = Client::new(base(), script.clone(), ());
    run(async {
        let mut events = client.events(&GET, &NoAuth, None).await.unwrap().into_body();
        assert_eq!(events.next().await.unwrap().unwrap().data, "1");
        assert_eq!(events.next().await.unwrap().unwrap().data, "2");
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.to_string().ends_with("25 bytes of the answer had come: connection reset by peer"), "{error}");
    });
    assert_eq!(script.requests().len(), 1);
}

#[test]
fn a_script_serves_those_who_block_and_those_who_read_all_at_once() {
    let script = Script::new().when(|_| true, Answer::chunks("image/png", ["a", "b"]));
    let client = BlockingClient::new(base(), script.clone(), ());
    let chunks = client.open(&GET, &NoAuth).unwrap().into_body();
    let chunks: Vec<_> = chunks.map(|chunk| chunk.unwrap().into_bytes()).collect();
    assert_eq!(chunks, [b"a", b"b"]);
    assert_eq!(client.send(&GET, &NoAuth).unwrap().as_bytes(), b"ab");
    // Other answers of a script are one piece, and refusals are read.
    let script = Script::new().then(Answer::new(200, "image/png", "ab")).then(Answer::json(404, "{}"));
    let client = BlockingClient::new(base(), script, ());
    assert_eq!(client.open(&GET, &NoAuth).unwrap().into_body().count(), 1);
    assert!(matches!(client.open(&GET, &NoAuth), Err(Error::Fault(_))));
}
