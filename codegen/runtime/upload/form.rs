//! A file of a form (`multipart/form-data`) that is read while the form is sent. The form is put together by whoever builds the
//! request, with an empty file in its place.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::task::{Context, Poll};

use http::Request;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::super::{Body, BuildError, TransportError};
use super::{ChunkSource, UploadBody};

const FORM: &str = "multipart/form-data; boundary=";

/// What parts the parts of a form; none if it is another body.
pub(super) fn boundary(request: &Request<Body>) -> Option<String> {
    let media_type = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    media_type.strip_prefix(FORM).map(str::to_owned)
}

/// Puts the upload in the place of the one empty file of the form.
pub(super) fn place(request: &mut Request<Body>, boundary: &str, upload: UploadBody) -> Result<UploadBody, BuildError> {
    let fresh = fresh();
    let (head, tail) = around(request.body().as_bytes(), boundary, &fresh)?;
    let value = HeaderValue::from_str(&format!("{FORM}{fresh}"));
    let value = value.map_err(|_| BuildError::new("the boundary of the form is no header"))?;
    request.headers_mut().insert(CONTENT_TYPE, value);
    let beside = u64::try_from(head.as_bytes().len() + tail.as_bytes().len()).unwrap_or(u64::MAX);
    let length = upload.length().and_then(|length| length.checked_add(beside));
    Ok(UploadBody::new(Framed { head: Some(head), file: Some(upload), tail: Some(tail) }, length))
}

/// What stands in front of the file and behind it, with another boundary: nobody has looked whether the file holds that one, so
/// it must be one that nobody could know.
fn around(form: &[u8], boundary: &str, fresh: &str) -> Result<(Body, Body), BuildError> {
    let delimiter = format!("--{boundary}");
    let pieces = split(form, delimiter.as_bytes());
    // They have their size from the start: one that grows leaves parts of a secret behind.
    let size = form.len() + pieces.len() * (fresh.len() + 2);
    let (mut head, mut tail) = (Vec::with_capacity(size), Vec::with_capacity(size));
    let mut files = 0;
    for piece in pieces.iter().skip(1) {
        let out = if files == 0 { &mut head } else { &mut tail };
        out.extend_from_slice(b"--");
        out.extend_from_slice(fresh.as_bytes());
        if is_empty_file(piece) {
            files += 1;
            // The line end behind the file belongs to what follows.
            head.extend_from_slice(piece.strip_suffix(b"\r\n").unwrap_or(piece));
            tail.extend_from_slice(b"\r\n");
        } else {
            out.extend_from_slice(piece);
        }
    }
    match files {
        1 => Ok((Body::from(head), Body::from(tail))),
        0 => Err(BuildError::new("the form has no empty file, in whose place the upload could stand")),
        _ => Err(BuildError::new("the form has several empty files, and the upload can stand in the place of one")),
    }
}

/// Whether a part is a file without content: its head ends where the next boundary begins.
fn is_empty_file(part: &[u8]) -> bool {
    let is_file = part.starts_with(b"\r\nContent-Disposition: form-data; name=")
        && first_line(part).windows(12).any(|window| window == b"\"; filename=");
    let end = split(part, b"\r\n\r\n").first().map_or(0, |head| head.len());
    is_file && part.len() == end + 6
}

fn first_line(part: &[u8]) -> &[u8] {
    split(part.get(2..).unwrap_or_default(), b"\r\n").first().copied().unwrap_or_default()
}

/// The pieces between the needles.
fn split<'b>(bytes: &'b [u8], needle: &[u8]) -> Vec<&'b [u8]> {
    let (mut pieces, mut rest) = (Vec::new(), bytes);
    while let Some(at) = rest.windows(needle.len()).position(|window| window == needle) {
        let (piece, behind) = rest.split_at(at);
        pieces.push(piece);
        rest = behind.get(needle.len()..).unwrap_or_default();
    }
    pieces.push(rest);
    pieces
}

/// A boundary that nobody can know beforehand: the keys of the hasher are random.
fn fresh() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("part-{:016x}{:016x}", random(), random())
}

/// A form around its file.
struct Framed {
    head: Option<Body>,
    file: Option<UploadBody>,
    tail: Option<Body>,
}

impl ChunkSource for Framed {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Body, TransportError>>> {
        if let Some(head) = self.head.take() {
            return Poll::Ready(Some(Ok(head)));
        }
        if let Some(file) = &mut self.file {
            match file.poll_next(context) {
                Poll::Ready(None) => self.file = None,
                next => return next,
            }
        }
        Poll::Ready(self.tail.take().map(Ok))
    }
}
