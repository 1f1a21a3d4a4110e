//! Bodies of the media type `multipart/form-data` (RFC 7578; OpenAPI, "Special Considerations for multipart Content"): parts of
//! text, JSON and bytes. Which member of a schema becomes which part is said by whoever puts the body together.

mod file;

use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::operation::{RequestBuilder, header_value};
use super::plain::{to_json, to_plain, to_string};
use super::{Body, BuildError, Json, ToJson};

pub use file::FilePart;

/// What parts the parts, unless one of them holds it.
const BOUNDARY: &str = "part-c1d3a6f0597be284";

/// A body that is put together part by part.
///
/// ```
/// use rt::http::Method;
/// use rt::support::{Multipart, RequestBuilder};
///
/// let mut request = RequestBuilder::new(Method::POST, &"example.com".parse()?, "/dishes");
/// let mut body = Multipart::default();
/// body.value("tags", &vec!["hot", "vegan"], None)?;
/// body.finish(&mut request);
/// let request = request.build()?;
/// assert!(request.body().as_bytes().starts_with(b"--part-"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct Multipart<'a> {
    parts: Vec<Part<'a>>,
    /// Where the parts begin that the last call has added.
    last: usize,
}

struct Part<'a> {
    /// Its headers, each with its line end.
    head: String,
    content: Content<'a>,
}

enum Content<'a> {
    Text(Zeroizing<String>),
    Bytes(&'a [u8]),
}

impl Content<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl<'a> Multipart<'a> {
    /// Adds a value: a list as a part for each item, an object as JSON, anything else as plain text. What is unset is left
    /// out. Plain text says no media type, as in the forms of browsers; if one is given it stands at each part, and one of JSON
    /// makes a text JSON, too.
    ///
    /// # Errors
    ///
    /// [`BuildError`] with the name for `null`, and when the media type holds a character that no header may.
    pub fn value(&mut self, name: &str, value: &dyn ToJson, media_type: Option<&str>) -> Result<(), BuildError> {
        self.last = self.parts.len();
        if value.is_unset() {
            return Ok(());
        }
        let json = to_json(name, value)?;
        let items = if let Json::Array(items) = &json { items.as_slice() } else { std::slice::from_ref(&json) };
        for item in items {
            let is_nested = matches!(item, Json::Array(_) | Json::Object(_));
            let text = if is_nested || media_type.is_some_and(is_json) {
                to_string(item)
            } else {
                Zeroizing::new(to_plain(name, item)?.into_owned())
            };
            let media_type = media_type.or(is_nested.then_some("application/json"));
            self.add(name, None, media_type, Content::Text(text))?;
        }
        Ok(())
    }

    /// Adds the members of an object, each as [`value`](Self::value) does; for a value whose members nobody knows beforehand.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when the value is no object, and for a member that has no form.
    pub fn members(&mut self, value: &dyn ToJson) -> Result<(), BuildError> {
        let Json::Object(members) = to_json("the body", value)? else {
            return Err(BuildError::new("a body of several parts is made of an object, and this is none"));
        };
        members.iter().try_for_each(|(name, value)| self.value(name, value, None))
    }

    /// Adds a value as one part of JSON, a list as well.
    ///
    /// # Errors
    ///
    /// [`BuildError`] with the name when JSON has no form for it.
    pub fn json(&mut self, name: &str, value: &dyn ToJson) -> Result<(), BuildError> {
        self.last = self.parts.len();
        if value.is_unset() {
            return Ok(());
        }
        let text = to_string(&to_json(name, value)?);
        self.add(name, None, Some("application/json"), Content::Text(text))
    }

    /// Adds a file, of that media type if it has none of its own.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when its media type or a header of it holds a character that no header may.
    pub fn file(&mut self, name: &str, file: &'a FilePart, media_type: Option<&str>) -> Result<(), BuildError> {
        self.last = self.parts.len();
        let media_type = file.media_type.as_deref().or(media_type).unwrap_or("application/octet-stream");
        let file_name = file.file_name.as_deref().unwrap_or(name);
        self.add(name, Some(file_name), Some(media_type), Content::Bytes(file.as_bytes()))?;
        file.headers.iter().try_for_each(|(name, value)| self.header(name, value))
    }

    /// Adds a header to each part that the last call has added.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when a header cannot have this name or this value.
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), BuildError> {
        let known = HeaderName::from_bytes(name.as_bytes());
        known.map_err(|_| BuildError::new("a part has a header whose name no header may have"))?;
        header_value(name, value)?;
        for part in self.parts.iter_mut().skip(self.last) {
            part.head.extend([name, ": ", value, "\r\n"]);
        }
        Ok(())
    }

    fn add(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        media_type: Option<&str>,
        content: Content<'a>,
    ) -> Result<(), BuildError> {
        let mut head = String::from("Content-Disposition: form-data; name=\"");
        quoted(&mut head, name);
        if let Some(file_name) = file_name {
            head.push_str("\"; filename=\"");
            quoted(&mut head, file_name);
        }
        head.push_str("\"\r\n");
        if let Some(media_type) = media_type {
            header_value("content-type", media_type)?;
            head.extend(["Content-Type: ", media_type, "\r\n"]);
        }
        self.parts.push(Part { head, content });
        Ok(())
    }

    /// Makes the parts the body of the request. It has its size from the start: one that grows leaves parts of a secret behind.
    pub fn finish(self, request: &mut RequestBuilder) {
        let boundary = self.boundary();
        let size = |part: &Part<'_>| boundary.len() + part.head.len() + part.content.bytes().len() + 8;
        let mut body = Vec::with_capacity(self.parts.iter().map(size).sum::<usize>() + boundary.len() + 6);
        for Part { head, content } in &self.parts {
            for piece in [b"--", boundary.as_bytes(), b"\r\n", head.as_bytes(), b"\r\n", content.bytes(), b"\r\n"] {
                body.extend_from_slice(piece);
            }
        }
        for piece in [b"--", boundary.as_bytes(), b"--\r\n"] {
            body.extend_from_slice(piece);
        }
        request.body = Body::from(body);
        if let Ok(value) = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}")) {
            request.headers.insert(CONTENT_TYPE, value);
        }
    }

    /// A text that occurs in no part. The same parts have the same one, so that a request can be compared with another.
    fn boundary(&self) -> String {
        let pieces = || self.parts.iter().flat_map(|part| [part.head.as_bytes(), part.content.bytes()]);
        let is_free = |boundary: &str| !pieces().any(|piece| contains(piece, boundary.as_bytes()));
        if is_free(BOUNDARY) {
            return BOUNDARY.to_owned();
        }
        // From the parts themselves (FNV-1a): to write into them what will be tried is hard.
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        let mut hash = pieces().flatten().fold(0xcbf2_9ce4_8422_2325, step);
        loop {
            let boundary = format!("{BOUNDARY}-{hash:016x}");
            if is_free(&boundary) {
                return boundary;
            }
            hash = hash.wrapping_add(1);
        }
    }
}

impl std::fmt::Debug for Multipart<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Multipart").field("parts", &self.parts.len()).finish_non_exhaustive()
    }
}

/// A name between quotes, as browsers write it (HTML, "multipart/form-data encoding algorithm").
fn quoted(head: &mut String, name: &str) {
    for letter in name.chars() {
        match letter {
            '"' => head.push_str("%22"),
            '\r' => head.push_str("%0D"),
            '\n' => head.push_str("%0A"),
            other => head.push(other),
        }
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether the bytes hold the needle. Of those as long as the needle that stand side by side, one ends each block of its
/// length, so only blocks that end in one of its bytes are looked at closely.
fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let length = needle.len().max(1);
    let ends = bytes.iter().enumerate().skip(length - 1).step_by(length);
    ends.filter(|(_, byte)| needle.contains(byte)).any(|(end, _)| {
        let around = bytes.get(end + 1 - length..bytes.len().min(end + length)).unwrap_or_default();
        around.windows(length).any(|window| window == needle)
    })
}
