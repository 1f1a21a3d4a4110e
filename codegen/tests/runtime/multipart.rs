//! Bodies of several parts, byte by byte.

use http::{Method, Request};

use super::sample::CANARY;
use crate::rt::support::{Multipart, RequestBuilder};
use crate::rt::{Body, BuildError, FilePart, Json, Secret};

/// The request whose body that puts together, and its boundary.
fn sent<'a>(fill: impl FnOnce(&mut Multipart<'a>) -> Result<(), BuildError>) -> (Request<Body>, String) {
    let mut request = RequestBuilder::new(Method::POST, &"https://example.com".parse().unwrap(), "/x");
    let mut body = Multipart::default();
    fill(&mut body).unwrap();
    body.finish(&mut request);
    let request = request.build().unwrap();
    let boundary = request.headers()["content-type"].to_str().unwrap().strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.unwrap().to_owned();
    (request, boundary)
}

/// The parts, each from its head to the end of its content.
fn parts<'a>(fill: impl FnOnce(&mut Multipart<'a>) -> Result<(), BuildError>) -> Vec<String> {
    let (request, boundary) = sent(fill);
    let bytes = request.body().as_bytes();
    // Latin-1: each byte is a letter.
    let text: String = bytes.iter().copied().map(char::from).collect();
    let text = text.strip_suffix(&format!("--{boundary}--\r\n")).expect("an end");
    let mark = format!("--{boundary}\r\n");
    text.split(&mark)
        .skip(1)
        .map(|part| part.strip_suffix("\r\n").expect("a line end behind each").to_owned())
        .collect()
}

fn disposition(rest: &str) -> String {
    format!("Content-Disposition: form-data; {rest}\r\n")
}

#[test]
fn texts_lists_and_files_are_parts() {
    let image = FilePart::new(vec![0xff, 0, b'\r', b'\n']);
    let pages = [FilePart::from(&b"1"[..]).with_file_name("1.txt").with_media_type("text/plain"), b"2".to_vec().into()];
    let parts = parts(|body| {
        body.file("image", &image, None)?;
        body.value("name", &Some("Söup"), None)?;
        body.value("price", &1.5, None)?;
        body.value("tags", &vec!["a", "b"], None)?;
        body.value("unset", &None::<String>, None)?;
        body.value("empty", &Vec::<String>::new(), None)?;
        pages.iter().try_for_each(|page| body.file("pages", page, Some("application/pdf")))
    });
    let expected = [
        disposition("name=\"image\"; filename=\"image\"")
            + "Content-Type: application/octet-stream\r\n\r\n\u{ff}\0\r\n",
        // In UTF-8.
        disposition("name=\"name\"") + "\r\nS\u{c3}\u{b6}up",
        disposition("name=\"price\"") + "\r\n1.5",
        disposition("name=\"tags\"") + "\r\na",
        disposition("name=\"tags\"") + "\r\nb",
        disposition("name=\"pages\"; filename=\"1.txt\"") + "Content-Type: text/plain\r\n\r\n1",
        disposition("name=\"pages\"; filename=\"pages\"") + "Content-Type: application/pdf\r\n\r\n2",
    ];
    assert_eq!(parts, expected);
}

#[test]
fn objects_are_json_and_a_media_type_is_stated() {
    let value: Json = serde_json::from_str(r#"[{"a": 1}, "x"]"#).unwrap();
    let parts = parts(|body| {
        body.value("each", &value, None)?;
        body.value("typed", &"<a/>", Some("application/xml"))?;
        body.value("quoted", &"x", Some("application/vnd.x+json; charset=utf-8"))?;
        body.json("whole", &value)?;
        body.json("unset", &None::<Json>)
    });
    let expected = [
        disposition("name=\"each\"") + "Content-Type: application/json\r\n\r\n{\"a\":1}",
        disposition("name=\"each\"") + "\r\nx",
        disposition("name=\"typed\"") + "Content-Type: application/xml\r\n\r\n<a/>",
        disposition("name=\"quoted\"") + "Content-Type: application/vnd.x+json; charset=utf-8\r\n\r\n\"x\"",
        disposition("name=\"whole\"") + "Content-Type: application/json\r\n\r\n[{\"a\":1},\"x\"]",
    ];
    assert_eq!(parts, expected);
}

#[test]
fn headers_go_to_the_parts_that_were_added_last() {
    let file = FilePart::new(*b"x").with_header("X-Rate", "7");
    let parts = parts(|body| {
        body.value("a", &"1", None)?;
        body.value("b", &vec!["2", "3"], None)?;
        body.header("X-Kind", "b")?;
        body.file("c", &file, None)
    });
    let expected = [
        disposition("name=\"a\"") + "\r\n1",
        disposition("name=\"b\"") + "X-Kind: b\r\n\r\n2",
        disposition("name=\"b\"") + "X-Kind: b\r\n\r\n3",
        disposition("name=\"c\"; filename=\"c\"") + "Content-Type: application/octet-stream\r\nX-Rate: 7\r\n\r\nx",
    ];
    assert_eq!(parts, expected);
}

#[test]
fn names_stay_within_their_quotes() {
    let file = FilePart::default().with_file_name("a\"; x=\"\r\nX-Evil: 1\r\n\r\n\\é");
    let parts = parts(|body| {
        body.file("na\"me\n", &file, None)?;
        body.value("\r", &"x", None)
    });
    let quoted = "name=\"na%22me%0A\"; filename=\"a%22; x=%22%0D%0AX-Evil: 1%0D%0A%0D%0A\\\u{c3}\u{a9}\"";
    assert_eq!(parts[0], disposition(quoted) + "Content-Type: application/octet-stream\r\n\r\n");
    assert_eq!(parts[1], disposition("name=\"%0D\"") + "\r\nx");
}

#[test]
fn what_a_header_cannot_carry_is_an_error_that_quotes_nothing() {
    let mut body = Multipart::default();
    let file = FilePart::default().with_media_type(format!("text/{CANARY}\r\nX: 1"));
    let error = body.file("a", &file, None).unwrap_err().to_string();
    assert_eq!(
        error,
        "the request cannot be built: the value for the header content-type holds a character that no header may"
    );
    let file = FilePart::default().with_header("X-Rate", "7\r\nX: 1");
    let mut body = Multipart::default();
    assert!(body.file("a", &file, None).is_err());
    assert!(
        body.header(&format!("{CANARY}:"), "1").unwrap_err().to_string().ends_with("whose name no header may have")
    );
    let error = body.value("a", &vec![None::<String>], None).unwrap_err().to_string();
    assert!(error.contains("`a` holds a value of type null"), "{error}");
}

#[test]
fn no_part_holds_the_boundary_and_the_same_parts_have_the_same() {
    let one = FilePart::new(*b"x");
    let (request, first) = sent(|body| body.file("a", &one, None));
    assert_eq!(sent(|body| body.file("a", &one, None)).1, first);
    // A body like this one in another, however it lies, and its boundary cut short.
    for offset in 0..2 * first.len() {
        let content = [&vec![b'-'; offset], request.body().as_bytes(), &vec![b'p'; offset]].concat();
        let nested = FilePart::new(content);
        let (outer, second) = sent(|body| body.file("a", &nested, None));
        let bytes = outer.body().as_bytes();
        assert_eq!(bytes.windows(second.len()).filter(|window| *window == second.as_bytes()).count(), 2, "{offset}");
        assert!(second.len() <= 70 && second.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    }
    // In a name as well.
    let (_, second) = sent(|body| body.value(&first, &"x", None));
    assert_ne!(second, first);
    let (_, same) = sent(|body| body.value("a", &&first[1..], None));
    assert_eq!(same, first);
}

#[test]
fn nothing_shows_what_is_in_a_part() {
    let file = FilePart::new(CANARY.as_bytes()).with_header("X-Key", CANARY).with_file_name("a");
    let shown = format!("{file:?}");
    assert_eq!(shown, "FilePart { content: Body(13 bytes), file_name: Some(\"a\"), media_type: None, .. }");
    let mut body = Multipart::default();
    body.value("password", &Secret::new(CANARY), None).unwrap();
    assert_eq!(format!("{body:?}"), "Multipart { parts: 1, .. }");
    let (request, _) = sent(|body| body.value("password", &Secret::new(CANARY), None));
    assert!(!format!("{request:?}").contains("horse"));
    assert!(String::from_utf8_lossy(request.body().as_bytes()).contains(CANARY));
}
