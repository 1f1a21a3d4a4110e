//! The bytes of a request or an answer, kept out of `Debug` because they may hold a password or a token.

use std::fmt;

use zeroize::zeroize_bytes;

/// The body of a request or of an answer.
///
/// `http::Request<Vec<u8>>` would print a password in its `Debug`; this prints a length. The bytes are wiped on drop
/// unless they are taken out; copies that a transport makes are its own business.
///
/// ```
/// use rt::Body;
///
/// let body = Body::from(br#"{"password":"correct horse"}"#.to_vec());
/// assert_eq!(format!("{body:?}"), "Body(28 bytes)");
/// assert!(body.as_bytes().starts_with(b"{"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Body(Vec<u8>);

impl Body {
    /// The bytes.
    ///
    /// ```
    /// use rt::Body;
    ///
    /// assert_eq!(Body::default().as_bytes(), b"");
    /// ```
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes the bytes out, for a transport that wants to own them. They are then no longer wiped.
    ///
    /// ```
    /// use rt::Body;
    ///
    /// assert_eq!(Body::from(vec![1, 2]).into_bytes(), [1, 2]);
    /// ```
    #[must_use]
    pub fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }

    /// The bytes, to be added to. They must not grow beyond their capacity, which would leave unwiped ones behind.
    pub(super) fn bytes_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl Drop for Body {
    /// Wipes the whole allocation, as `Vec` of zeroize does, and many times as fast for a large body: not byte by byte.
    fn drop(&mut self) {
        // Wiping nothing takes a hundred cycles on some processors, for its address is no real one.
        if self.0.capacity() > 0 {
            self.0.resize(self.0.capacity(), 0);
            zeroize_bytes(&mut self.0);
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

/// A body with its media type, where the description leaves that open.
///
/// ```
/// use rt::TypedBody;
///
/// let image = TypedBody::new("image/png", vec![0x89, 0x50]);
/// assert_eq!(image.media_type(), "image/png");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct TypedBody {
    media_type: String,
    body: Body,
}

impl TypedBody {
    /// Those bytes, of that media type.
    #[must_use]
    pub fn new(media_type: impl Into<String>, body: impl Into<Body>) -> Self {
        Self { media_type: media_type.into(), body: body.into() }
    }

    /// The media type.
    ///
    /// ```
    /// use rt::TypedBody;
    ///
    /// assert_eq!(TypedBody::from(vec![1]).media_type(), "application/octet-stream");
    /// ```
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// The bytes.
    ///
    /// ```
    /// use rt::TypedBody;
    ///
    /// assert_eq!(TypedBody::from(vec![1]).as_bytes(), [1]);
    /// ```
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.body.as_bytes()
    }
}

impl fmt::Debug for TypedBody {
    /// Leaves out the bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { media_type, body } = self;
        f.debug_struct("TypedBody").field("media_type", media_type).field("body", body).finish()
    }
}

impl From<Vec<u8>> for TypedBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new("application/octet-stream", bytes)
    }
}
