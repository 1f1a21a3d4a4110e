//! The random texts: whole JSON, mostly of the shape that the sample type has, and damaged. What they should mean is not
//! decided here.

/// SplitMix64: the same texts on every machine.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "0", "1", "-1", "7", "443", "2147483647", "-2147483648", "2147483648", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "1.5", "-0.5", "0.0",
    "1e3", "1E+3", "1e-3", "12345678901234567890123", "0.1234567890123456789", "1e308", "1.7976931348623157e308", "1e400",
    "-1e999", "5e-324", "1e-400", "2.2250738585072014e-308", "100e22",
];

/// Tokens that are no number of JSON, or no token at all.
#[rustfmt::skip]
const BAD: &[&str] = &[
    "01", "-", "-01", "+1", ".5", "1.", "1.e3", "1e", "1e+", "0x10", "1_0", "NaN", "Infinity", "-Infinity", "nul", "True",
    "truex", "nulll", "'a'", "", "\u{feff}", "\u{a0}", "//", "\"", "\\", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"",
    "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"", "\"\\udc00\\ud800\"", "\"\t\"", "\"\0\"",
    "\"\u{1f}\"", "[", "]", "{", "}", ",", ":", "{\"a\"}", "{\"a\":}", "{a:1}", "{,}", "[,]", "[1,]", "{\"a\":1,}", "1 2",
];

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "vc", "192.0.2.1", "ä", "€", "😀", "\u{7f}", "\u{80}", "\u{ffff}", "/", "~", " ", "'", "\\\"", "\\\\", "\\/", "\\b",
    "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\u001f", "\\u0041", "\\u00e4", "\\u20AC", "\\ud83d\\ude00", "\\uD800\\uDC00",
    "a longer text of words", "12345678", "1234567",
];

/// Those of a connection.
pub(super) const MEMBERS: [&str; 5] = ["hostname", "port", "password", "dns_servers", "via"];

#[rustfmt::skip]
const NAMES: &[&str] = &[
    "hostname", "port", "password", "dns_servers", "via", "hostnam\\u0065", "a", "b", "a/b", "", "ö",
];

/// Builds texts piece by piece.
pub(super) struct Texts {
    random: Random,
    text: String,
}

impl Texts {
    pub(super) fn new(seed: u64) -> Self {
        Self { random: Random(seed), text: String::new() }
    }

    fn blank(&mut self) {
        if self.random.below(6) == 0 {
            self.text.push_str(self.random.of(&[" ", "\n", "\r\n", "\t", "   \t ", "\n\n"]));
        }
    }

    fn string(&mut self) {
        self.text.push('"');
        for _ in 0..self.random.below(5) {
            self.text.push_str(self.random.of(PIECES));
        }
        self.text.push('"');
    }

    fn any(&mut self, room: usize) {
        self.blank();
        match self.random.below(if room == 0 { 5 } else { 9 }) {
            0 => self.text.push_str(self.random.of(&["null", "true", "false"])),
            1 | 2 => self.text.push_str(self.random.of(NUMBERS)),
            3 | 4 => self.string(),
            5 | 6 => self.list(|texts| texts.any(room - 1)),
            7 => self.object(|texts, _| texts.any(room - 1)),
            _ => self.connection(room - 1),
        }
        self.blank();
    }

    fn list(&mut self, mut item: impl FnMut(&mut Self)) {
        self.text.push('[');
        for index in 0..self.random.below(4) {
            self.text.push_str(if index > 0 { "," } else { "" });
            item(self);
        }
        self.blank();
        self.text.push(']');
    }

    fn object(&mut self, mut value: impl FnMut(&mut Self, &str)) {
        self.text.push('{');
        for index in 0..self.random.below(5) {
            let name = self.random.of(NAMES);
            self.member(index, name, &mut value);
        }
        self.blank();
        self.text.push('}');
    }

    fn member(&mut self, index: usize, name: &str, value: &mut impl FnMut(&mut Self, &str)) {
        self.text.push_str(if index > 0 { "," } else { "" });
        self.blank();
        self.text.push_str(&format!("\"{name}\""));
        self.blank();
        self.text.push(':');
        self.blank();
        value(self, name);
    }

    /// Mostly one that can be read: the right types in the right order, now and then not.
    fn connection(&mut self, room: usize) {
        let mut value = |texts: &mut Self, name: &str| match (name, texts.random.below(25)) {
            (_, 0) => texts.any(0),
            (_, 1) => texts.text.push_str("null"),
            ("port", _) => texts.text.push_str(texts.random.of(&["443", "-1", "0", "9223372036854775807"])),
            ("dns_servers", _) => texts.list(Self::string),
            ("via", _) if room > 0 => texts.list(|texts| texts.connection(room - 1)),
            ("via", _) => texts.text.push_str("[]"),
            _ => texts.string(),
        };
        self.text.push('{');
        let mut count = 0;
        for name in MEMBERS {
            if name == "hostname" || self.random.below(2) == 0 {
                self.member(count, name, &mut value);
                count += 1;
            }
            if self.random.below(20) == 0 {
                let other = self.random.of(NAMES);
                self.member(count, other, &mut value);
                count += 1;
            }
        }
        self.text.push('}');
    }

    /// A whole text: a connection, anything, or something deep.
    pub(super) fn whole(&mut self) -> String {
        self.text.clear();
        match self.random.below(60) {
            0 => self.deep(),
            1..=25 => self.connection(2),
            _ => self.any(3),
        }
        std::mem::take(&mut self.text)
    }

    fn deep(&mut self) {
        let depth = 120 + self.random.below(14);
        let (open, close) =
            [("[", "]"), ("{\"a\":", "}"), ("{\"hostname\":\"\",\"via\":[", "]}")][self.random.below(3)];
        let depth = if close.len() == 2 { depth / 2 } else { depth };
        self.text.push_str(&open.repeat(depth));
        self.text.push_str(self.random.of(&["1", "[]", "{}", "\"x\""]));
        self.text.push_str(&close.repeat(depth));
    }

    /// Up to three changes: a byte flipped, a cut, a piece put in or taken out.
    pub(super) fn damaged(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=self.random.below(3) {
            let at = self.random.below(bytes.len() + 1);
            let end = (at + self.random.below(4)).min(bytes.len());
            match self.random.below(6) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..end)),
                2 => bytes.insert(at, u8::try_from(self.random.below(256)).unwrap()),
                3 => drop(bytes.splice(at..end, self.random.of(BAD).bytes())),
                4 => drop(bytes.splice(at..at, self.random.of(BAD).bytes())),
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.random.below(8);
                    }
                }
            }
        }
        bytes
    }
}
