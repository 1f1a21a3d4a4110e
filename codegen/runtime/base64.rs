//! Bytes out of base64 (RFC 4648, section 4). Each text stands for other bytes: bits that nothing uses must be zero. What such
//! texts are for is not known here.

/// Gives the bytes one after the other.
///
/// # Errors
///
/// Why the text is no base64.
pub(super) fn decode(text: &str, take: &mut dyn FnMut(u8)) -> Result<(), &'static str> {
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
