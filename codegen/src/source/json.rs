//! Positions in JSON text. It only looks for tokens: whether the text is legal JSON was judged when it was parsed.

use super::Index;
use super::index::Builder;

/// Records the place of every key and value.
pub(super) fn scan(text: &str, index: &mut Index) {
    let mut builder = Builder::new(index);
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { return };
        let length = match first {
            '{' | '[' => {
                builder.open(at..at + 1, first == '[');
                1
            }
            '}' | ']' => {
                builder.close();
                1
            }
            '"' => {
                let length = string_length(rest);
                string(&mut builder, rest.get(..length).unwrap_or(rest), at);
                length
            }
            ',' | ':' => 1,
            c if c.is_whitespace() => c.len_utf8(),
            _ => {
                let length = rest.find([',', ']', '}', ' ', '\t', '\r', '\n']).unwrap_or(rest.len()).max(1);
                builder.scalar(at..at + length);
                length
            }
        };
        if builder.is_too_deep() {
            return;
        }
        at += length;
    }
}

fn string(builder: &mut Builder<'_>, token: &str, at: usize) {
    let range = at..at + token.len();
    if builder.wants_key() {
        let text: String = serde_json::from_str(token).unwrap_or_else(|_| token.trim_matches('"').to_owned());
        builder.key(&text, range);
    } else {
        builder.scalar(range);
    }
}

/// Length of the string token that opens `rest`, quotes included.
fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}
