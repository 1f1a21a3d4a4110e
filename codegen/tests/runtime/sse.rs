//! Server-sent events: the samples of the standard, and the same events wherever the bytes are cut.

use std::time::Duration;

use super::sample::{READ, places};
use crate::rt::{EventReader, ServerEvent};

/// The events as `event|data|id|retry`.
fn shown(reader: &mut EventReader) -> Vec<String> {
    let millis = |pause: Duration| pause.as_millis().to_string();
    let show = |ServerEvent { event, data, id, retry, .. }: ServerEvent| {
        format!("{event}|{data}|{id}|{}", retry.map(millis).unwrap_or_default())
    };
    reader.map(show).collect()
}

/// The events of one sample, and what comes of it.
const SAMPLES: &[(&str, &[&str])] = &[
    // WHATWG HTML, section 9.2.6.
    ("data: YHOO\ndata: +2\ndata: 10\n\n", &["message|YHOO\n+2\n10||"]),
    (
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        &["message|first event|1|", "message|second event||", "message| third event||"],
    ),
    ("data\n\ndata\ndata\n\ndata:", &["message|||", "message|\n||"]),
    ("data:test\n\ndata: test\n\n", &["message|test||", "message|test||"]),
    // Section 9.2.1.
    ("event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n", &["add|73857293||", "remove|2153||"]),
    // Each kind of line end, and a mark in front.
    ("\u{feff}data: a\r\n\r\ndata: b\r\rdata: c\n\n", &["message|a||", "message|b||", "message|c||"]),
    ("data: a\r\ndata: b\rdata: c\n\r\n", &["message|a\nb\nc||"]),
    // Only one mark, and only in front.
    ("\u{feff}\u{feff}data: a\n\n", &[]),
    ("data: a\n\u{feff}data: b\n\n", &["message|a||"]),
    // A pause is digits; an id stays until there is another.
    ("retry: 250\nid: ä\ndata: x\n\nretry: 1s\nretry: -1\nretry:\ndata: y\n\n", &["message|x|ä|250", "message|y|ä|"]),
    ("id: 1\ndata: x\n\nid: a\0b\ndata: y\n\n", &["message|x|1|", "message|y|1|"]),
    // Kinds do not outlive their event; names are case-sensitive; what is not known is passed over.
    ("event: ping\n\ndata: x\n\n", &["message|x||"]),
    ("Data: a\nother: b\ndata: c:d\n data: e\n\n", &["message|c:d||"]),
    ("event: a\nevent: b\ndata: \u{1f600} €\n\n", &["b|😀 €||"]),
    ("", &[]),
    ("\n\n\r\r\r\n", &[]),
    ("data: never ended\n", &[]),
];

#[test]
fn events_are_those_of_the_standard_wherever_they_are_cut() {
    for (text, expected) in SAMPLES {
        let bytes = text.as_bytes();
        for cut in 0..=bytes.len() {
            let mut reader = EventReader::default();
            reader.push(&bytes[..cut]).unwrap();
            reader.push(&[]).unwrap();
            let mut events = shown(&mut reader);
            reader.push(&bytes[cut..]).unwrap();
            events.extend(shown(&mut reader));
            assert_eq!(events, *expected, "{text:?} cut at {cut}");
        }
        let mut reader = EventReader::default();
        for byte in bytes {
            reader.push(&[*byte]).unwrap();
        }
        assert_eq!(shown(&mut reader), *expected, "{text:?} byte by byte");
    }
}

#[test]
fn what_is_no_utf_8_is_replaced_as_browsers_do() {
    let mut reader = EventReader::default();
    reader.push(b"data: a\xffb\xe2\x82\n\n").unwrap();
    assert_eq!(shown(&mut reader), ["message|a\u{fffd}b\u{fffd}||"]);
}

#[test]
fn the_last_id_is_that_of_the_last_event_that_ended() {
    let mut reader = EventReader::default();
    assert_eq!((reader.last_event_id(), reader.last_retry()), ("", None));
    reader.push(b"id: 1\ndata: x\n\nid: 2\nretry: 3000\n").unwrap();
    assert_eq!((reader.last_event_id(), reader.last_retry()), ("1", Some(Duration::from_secs(3))));
    // An event without data is none, and its id counts.
    reader.push(b"\n").unwrap();
    assert_eq!((shown(&mut reader).len(), reader.last_event_id()), (1, "2"));
    let mut reader = EventReader::default().resume("7");
    reader.push(b"data: x\n\nid\ndata: y\n\n").unwrap();
    assert_eq!((shown(&mut reader), reader.last_event_id()), (vec!["message|x|7|".into(), "message|y||".into()], ""));
}

#[test]
fn an_event_is_bounded_however_it_grows() {
    for lines in ["data: 0123456789\n", ": 0123456789", "0123456789", "event: 0123456789", "id: 0123456789"] {
        let mut reader = EventReader::new(40);
        reader.push(b"data: fits\n\n").unwrap();
        let error = (0..10).find_map(|_| reader.push(lines.as_bytes()).err()).expect("it is bounded");
        assert_eq!(error.to_string(), "the server sent an event of more than 40 bytes");
        // What comes behind it is part of it, for all that is known.
        assert_eq!(reader.push(b"\n\ndata: x\n\n"), Err(error));
        assert_eq!(shown(&mut reader), ["message|fits||"]);
    }
    // The bound is one of an event, and not of the stream.
    let mut reader = EventReader::new(40);
    for _ in 0..100 {
        reader.push(b": comment\ndata: 0123456789\n\n").unwrap();
    }
    assert_eq!(reader.count(), 100);
}

#[test]
fn data_is_read_as_json_and_is_not_shown() {
    let mut reader = EventReader::default();
    reader.push(b"data: [1,\ndata: 2]\n\ndata: [\"x\"]\n\n").unwrap();
    let (first, second) = (reader.next().unwrap(), reader.next().unwrap());
    assert_eq!(first.read::<Vec<i64>>(&READ), Ok(vec![1, 2]));
    assert_eq!(places(&second.read::<Vec<i64>>(&READ).unwrap_err()), ["R-TYPE /0"]);
    assert_eq!(format!("{first:?} {reader:?}"), "ServerEvent(6 bytes) EventReader { events: 0, .. }");
}
