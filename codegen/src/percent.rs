//! Percent encoding (RFC 3986), as paths, queries and references of documents have it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but what RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What may not stand in a path: all but `pchar` and `/`.
const NOT_IN_A_PATH: &AsciiSet = &RESERVED
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// A text as the runtime encodes it in a path or a query.
pub(crate) fn encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// The path of a URL; what is encoded in it stays.
pub(crate) fn encode_path(path: &str) -> String {
    let mut parts = path.split('%');
    let mut encoded = utf8_percent_encode(parts.next().unwrap_or_default(), NOT_IN_A_PATH).to_string();
    for part in parts {
        encoded.push_str(if begins_with_hex(part) { "%" } else { "%25" });
        encoded.extend(utf8_percent_encode(part, NOT_IN_A_PATH));
    }
    encoded
}

/// The text that is encoded; `None` if a `%` begins no byte, or the bytes are no text.
pub(crate) fn decode(text: &str) -> Option<Cow<'_, str>> {
    let is_whole = text.split('%').skip(1).all(begins_with_hex);
    percent_decode_str(text).decode_utf8().ok().filter(|_| is_whole)
}

/// A name or a value of a query, where `+` is a blank; what is no text afterwards stays as it is.
pub(crate) fn decode_query(text: &str) -> String {
    let blanks = text.replace('+', " ");
    percent_decode_str(&blanks).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

fn begins_with_hex(text: &str) -> bool {
    text.as_bytes().get(..2).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_keep_what_is_encoded() {
        for (path, encoded) in [
            ("/a b/é", "/a%20b/%C3%A9"),
            ("/100%/%zz/%4", "/100%25/%25zz/%254"),
            ("/%2F%41/%", "/%2F%41/%25"),
            ("/a:@!$&'()*+,;=~-._", "/a:@!$&'()*+,;=~-._"),
            ("/\"<>[]^`{|}?#", "/%22%3C%3E%5B%5D%5E%60%7B%7C%7D%3F%23"),
        ] {
            assert_eq!(encode_path(path), encoded);
        }
        assert_eq!(encode("a/b c~é%"), "a%2Fb%20c~%C3%A9%25");
    }

    #[test]
    fn what_encodes_no_text_is_told_apart() {
        assert_eq!(decode("~1a%7Bid%7d").as_deref(), Some("~1a{id}"));
        for bad in ["%", "%4", "%zz", "a%2", "%ff"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
        assert_eq!(decode_query("a+b%2B%zz%C3%A9"), "a b+%zzé");
        assert_eq!(decode_query("a+%ff"), "a+%ff");
    }
}
