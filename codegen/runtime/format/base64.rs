//! Bytes as base64 and back (RFC 4648, section 4). Each text stands for other bytes: bits that nothing uses must be zero.

use super::super::auth::base64;
use super::super::base64::decode;
use super::{Base64, InvalidFormat};

impl Base64 {
    /// Those bytes as base64.
    ///
    /// ```
    /// use rt::Base64;
    ///
    /// assert_eq!(Base64::encode(b"foobar").as_str(), "Zm9vYmFy");
    /// ```
    #[must_use]
    pub fn encode(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
        base64(bytes, &mut text);
        Self(text)
    }

    /// The bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidFormat`] when the text is no base64 with padding; a server may have left that out, or put line breaks in.
    ///
    /// ```
    /// use rt::Base64;
    ///
    /// assert_eq!(Base64::new("Zm9v").decode()?, b"foo");
    /// assert!(Base64::new("Zg").decode().is_err());
    /// # Ok::<(), rt::InvalidFormat>(())
    /// ```
    pub fn decode(&self) -> Result<Vec<u8>, InvalidFormat> {
        let mut bytes = Vec::with_capacity(self.0.len() / 4 * 3);
        decode(&self.0, &mut |byte| bytes.push(byte)).map_err(Self::invalid)?;
        Ok(bytes)
    }
}

impl std::fmt::Debug for Base64 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Base64({} characters)", self.0.len())
    }
}

pub(super) fn check(text: &str) -> Result<(), &'static str> {
    decode(text, &mut |_| ())
}
