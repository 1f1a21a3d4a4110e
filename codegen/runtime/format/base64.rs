//! Bytes as base64 and back (RFC 4648, section 4). Each text stands for other bytes: bits that nothing uses must be zero.

use super::super::auth::base64;
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

fn decode(text: &str, take: &mut dyn FnMut(u8)) -> Result<(), &'static str> {
    if !text.as_bytes().chunks_exact(4).remainder().is_empty() {
        return Err("its length is no multiple of four; it ends in `=` where bytes are missing");
    }
    let letters = text.trim_end_matches('=');
    if text.len() - letters.len() > 2 {
        return Err("it ends in more than two `=`");
    }
    for group in letters.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for letter in group {
            bits = bits << 6 | sextet(*letter).ok_or("it holds another character than A-Z, a-z, 0-9, `+` and `/`")?;
        }
        // Two letters are one byte and four bits, three are two bytes and two bits.
        let bits = bits << (6 * (4 - group.len()));
        let bytes = group.len().saturating_sub(1);
        let [_, all @ ..] = bits.to_be_bytes();
        if all.iter().skip(bytes).any(|byte| *byte != 0) {
            return Err("its last letter has bits that no byte uses");
        }
        all.iter().take(bytes).for_each(|byte| take(*byte));
    }
    Ok(())
}

fn sextet(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}
