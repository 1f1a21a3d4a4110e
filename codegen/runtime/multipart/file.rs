//! A file as a caller gives it. How it is written into a body is not decided here.

use std::fmt;

use zeroize::Zeroizing;

use super::super::auth::base64;
use super::super::base64::decode;
use super::super::{Body, FromJson, Reader, ToJson, Writer};

/// A file, or other bytes, as a part of a body.
///
/// ```
/// use rt::FilePart;
///
/// let image = FilePart::new(vec![0xff, 0xd8]).with_file_name("dish.jpg").with_media_type("image/jpeg");
/// assert_eq!(image.as_bytes(), [0xff, 0xd8]);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FilePart {
    content: Body,
    pub(super) file_name: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) headers: Vec<(String, String)>,
}

impl FilePart {
    /// A part of those bytes. Unless they are given, its file name is the name of the part, and its media type the one that
    /// the description states, or `application/octet-stream`.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { content: Body::from(bytes.into()), ..Self::default() }
    }

    /// With that file name.
    ///
    /// ```
    /// use rt::FilePart;
    ///
    /// let file = FilePart::new(*b"a").with_file_name("a.txt");
    /// assert!(format!("{file:?}").contains("a.txt"));
    /// ```
    #[must_use]
    pub fn with_file_name(self, name: impl Into<String>) -> Self {
        Self { file_name: Some(name.into()), ..self }
    }

    /// With that media type.
    ///
    /// ```
    /// use rt::FilePart;
    ///
    /// let file = FilePart::new(*b"a").with_media_type("text/plain");
    /// assert!(format!("{file:?}").contains("text/plain"));
    /// ```
    #[must_use]
    pub fn with_media_type(self, media_type: impl Into<String>) -> Self {
        Self { media_type: Some(media_type.into()), ..self }
    }

    /// With that header beside those of every part. `Debug` does not show it.
    ///
    /// ```
    /// use rt::FilePart;
    ///
    /// let file = FilePart::new(*b"a").with_header("X-Key", "correct horse");
    /// assert!(!format!("{file:?}").contains("horse"));
    /// ```
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The bytes.
    ///
    /// ```
    /// use rt::FilePart;
    ///
    /// assert_eq!(FilePart::new(*b"a").as_bytes(), b"a");
    /// ```
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.content.as_bytes()
    }
}

impl fmt::Debug for FilePart {
    /// Leaves out the bytes and the values of headers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { content, file_name, media_type, headers: _ } = self;
        let mut shown = f.debug_struct("FilePart");
        shown.field("content", content).field("file_name", file_name).field("media_type", media_type);
        shown.finish_non_exhaustive()
    }
}

/// In JSON, which has no bytes, a file is its content in base64; its name, its media type and its headers are left out.
impl ToJson for FilePart {
    fn to_json(&self, writer: &mut Writer<'_>) {
        let bytes = self.as_bytes();
        let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4)));
        base64(bytes, &mut text);
        writer.unmasked(&text);
    }
}

impl FromJson for FilePart {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.string()?;
        let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
        match decode(&text, &mut |byte| bytes.push(byte)) {
            Ok(()) => Some(Self::new(bytes)),
            Err(why) => {
                reader.refuse(format!("must be the content of a file as base64: {why}"));
                None
            }
        }
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<&[u8]> for FilePart {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes)
    }
}
