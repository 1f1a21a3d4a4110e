//! Which bytes have to be escaped in a string of JSON. Escapes are written and read elsewhere.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);

/// The high bit of each byte of the word that has to be escaped: a quote, a backslash, a control character. Bytes from 0x80
/// on never count. Behind a byte that counts others may count by mistake; the first is always right.
#[inline]
fn to_escape(word: u64) -> u64 {
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (zeros(word ^ (ONES * 0x22)) | zeros(word ^ (ONES * 0x5c)) | control) & HIGHS
}

/// Whether the byte has to be escaped in a string.
const fn needs_escape(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=0x1f)
}

/// The place of the first byte from `at` on that has to be escaped in a string, or the end. Eight bytes are looked at
/// together.
#[inline]
pub(super) fn until_escape(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let found = to_escape(u64::from_le_bytes(*eight));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| !needs_escape(**byte)).count()
}

/// Whether one of these bytes has to be escaped in a string. Most strings are short: what is left behind the last eight is
/// looked at together with bytes before it once more, not byte by byte.
#[inline]
pub(super) fn needs_escapes(bytes: &[u8]) -> bool {
    let half = |four: &[u8; 4]| u64::from(u32::from_le_bytes(*four));
    let Some(last) = bytes.last_chunk() else {
        return match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => to_escape(half(first) | half(last) << 32) != 0,
            _ => bytes.iter().any(|byte| needs_escape(*byte)),
        };
    };
    let mut found = to_escape(u64::from_le_bytes(*last));
    let mut rest = bytes;
    while let Some((eight, behind)) = rest.split_first_chunk() {
        found |= to_escape(u64::from_le_bytes(*eight));
        rest = behind;
    }
    found != 0
}
