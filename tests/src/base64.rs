//! Base64 with padding, as in section 4 of RFC 4648. The stand-in decodes it by itself, because it shares nothing with tests.

/// Encodes bytes.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        let digit = |at: usize| char::from(DIGITS[(bits >> (18 - 6 * at)) as usize & 63]);
        (0..4).map(|at| if at <= three.len() { digit(at) } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn the_vectors_of_the_rfc() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("~~~???", "fn5+Pz8/"),
        ] {
            assert_eq!(encode(text.as_bytes()), encoded);
        }
    }

    #[test]
    fn every_digit_has_its_place() {
        // The numbers from 0 to 63, six bits each.
        let bits: String = (0..64).map(|digit| format!("{digit:06b}")).collect();
        let bytes: Vec<u8> =
            (0..48).map(|at| u8::from_str_radix(&bits[8 * at..8 * at + 8], 2).expect("bits")).collect();
        let digits: Vec<char> = encode(&bytes).chars().collect();
        let ranges = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']);
        assert_eq!(digits, ranges.collect::<Vec<_>>());
    }
}
