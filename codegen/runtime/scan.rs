//! The tokens of a JSON text (RFC 8259), byte by byte. What they mean for a type is not decided here.

use std::borrow::Cow;

use super::escape::until_escape;

/// A JSON text and how far it is read.
///
/// Once something is no JSON the text is broken and nothing more is read: whoever reads asks at the end, and needs no
/// error of its own at each token.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    text: &'a str,
    at: usize,
    broken: Option<Broken>,
}

/// Where a text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// Counted from 1.
    pub(super) line: usize,
    /// Counted from 1, in bytes.
    pub(super) column: usize,
    /// Whether more text could have made it JSON.
    pub(super) is_short: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, broken: None }
    }

    /// The text, which is broken at once where it is not UTF-8.
    pub(super) fn of_bytes(bytes: &'a [u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::new(text),
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                Self { text: "", at: 0, broken: Some(Broken::behind(before, false)) }
            }
        }
    }

    pub(super) fn broken(&self) -> Option<Broken> {
        self.broken
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The next byte that is no blank; none at the end of the text and when it is broken.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        if self.broken.is_some() {
            return None;
        }
        loop {
            match self.byte(self.at)? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Takes that byte if it comes next.
    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// The text is no JSON from here on.
    #[cold]
    pub(super) fn fail<T>(&mut self) -> Option<T> {
        self.break_off(self.at >= self.text.len())
    }

    #[cold]
    fn break_off<T>(&mut self, is_short: bool) -> Option<T> {
        self.note_broken(is_short);
        None
    }

    fn note_broken(&mut self, is_short: bool) {
        if self.broken.is_none() {
            let before = self.text.as_bytes().get(..self.at).unwrap_or(self.text.as_bytes());
            self.broken = Some(Broken::behind(before, is_short));
        }
    }

    /// What was not looked at yet.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes that byte, or the text is broken.
    #[inline]
    pub(super) fn require(&mut self, byte: u8) -> Option<()> {
        if self.take(byte) { Some(()) } else { self.fail() }
    }

    /// Takes `"name"` if exactly that comes next, which is how nearly every member comes. The name has nothing to escape.
    #[inline]
    pub(super) fn take_name(&mut self, name: &str) -> bool {
        let (start, bytes) = (self.at + 1, self.text.as_bytes());
        let end = start + name.len();
        let is_next = bytes.get(end) == Some(&b'"') && bytes.get(start..end) == Some(name.as_bytes());
        if is_next {
            self.at = end + 1;
        }
        is_next
    }

    /// Takes a word such as `true` if it comes next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        self.peek();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_next = rest.starts_with(word.as_bytes()) && !rest.get(word.len()).is_some_and(u8::is_ascii_alphanumeric);
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// A string whose opening quote comes next.
    #[inline]
    pub(super) fn string(&mut self) -> Option<Cow<'a, str>> {
        let start = self.at + 1;
        let end = until_escape(self.text.as_bytes(), start);
        if self.byte(end) != Some(b'"') {
            return self.escaped(start, end).map(Cow::Owned);
        }
        self.at = end + 1;
        self.text.get(start..end).map(Cow::Borrowed)
    }

    /// The rest of a string that is plain from `start` to `end`. It never grows: growing would leave parts of a secret
    /// behind in memory.
    #[cold]
    fn escaped(&mut self, start: usize, end: usize) -> Option<String> {
        let mut close = *self;
        if close.skip_string().is_none() {
            *self = close;
            return None;
        }
        let mut text = String::with_capacity(close.at.saturating_sub(start));
        let (mut from, mut to) = (start, end);
        loop {
            text.push_str(self.text.get(from..to)?);
            self.at = to;
            match self.byte(to) {
                Some(b'"') => {
                    self.at = to + 1;
                    return Some(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return self.fail(),
            }
            from = self.at;
            to = until_escape(self.text.as_bytes(), from);
        }
    }

    /// Passes over a string whose opening quote comes next. It is not copied, since it may be a secret.
    fn skip_string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            self.at = until_escape(self.text.as_bytes(), self.at);
            match self.byte(self.at) {
                Some(b'"') => break self.at += 1,
                Some(b'\\') => drop(self.escape()?),
                _ => return self.fail(),
            }
        }
        Some(())
    }

    /// The letter that an escape stands for; its backslash comes next.
    fn escape(&mut self) -> Option<char> {
        let letter = match self.byte(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return self.break_off(is_cut_escape(self.rest())),
        };
        self.at += 2;
        Some(letter)
    }

    /// `\u0000`, or two of them that are one letter together.
    fn unicode(&mut self) -> Option<char> {
        let first = match self.unit(self.at) {
            Some(unit) => unit,
            None => return self.break_off(is_cut_escape(self.rest())),
        };
        let second = if self.byte(self.at + 6) == Some(b'\\') { self.unit(self.at + 6) } else { None };
        let mut decoded = char::decode_utf16([Some(first), second].into_iter().flatten());
        match decoded.next() {
            Some(Ok(letter)) => {
                self.at += 6 * letter.len_utf16();
                Some(letter)
            }
            _ => {
                let is_half = (0xd800..0xdc00).contains(&first);
                self.break_off(is_half && self.rest().get(6..).is_some_and(is_cut_escape))
            }
        }
    }

    fn unit(&self, at: usize) -> Option<u16> {
        if self.byte(at + 1) != Some(b'u') {
            return None;
        }
        let mut digits = self.text.get(at + 2..at + 6)?.chars();
        digits.try_fold(0, |unit, digit| Some(unit << 4 | digit.to_digit(16)? as u16))
    }

    /// A number as it is written, if one comes next.
    pub(super) fn number(&mut self) -> Option<&'a str> {
        let first = self.peek()?;
        if first != b'-' && !first.is_ascii_digit() {
            return None;
        }
        let start = self.at;
        self.at += usize::from(first == b'-');
        if self.byte(self.at) == Some(b'0') {
            // A digit behind it begins no token: whoever reads on finds that.
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte(self.at) == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        self.text.get(start..self.at)
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        if count > 0 { Some(()) } else { self.fail() }
    }

    /// Passes over a value of any kind and depth, on no stack.
    pub(super) fn skip(&mut self) {
        let mut open = Vec::new();
        loop {
            match self.peek() {
                Some(bracket @ (b'{' | b'[')) => {
                    self.at += 1;
                    let end = if bracket == b'{' { b'}' } else { b']' };
                    open.push(end);
                    if !self.take(end) {
                        if bracket == b'{' && self.skip_name().is_none() {
                            return;
                        }
                        continue;
                    }
                    open.pop();
                }
                Some(_) => {
                    if self.scalar().is_none() {
                        return;
                    }
                }
                None => return self.fail().unwrap_or_default(),
            }
            if !self.close(&mut open) {
                return;
            }
        }
    }

    /// Behind a value: closes what ends here, and says whether another value comes.
    fn close(&mut self, open: &mut Vec<u8>) -> bool {
        while let Some(end) = open.last() {
            if self.take(b',') {
                return *end == b']' || self.skip_name().is_some();
            }
            if self.require(*end).is_none() {
                return false;
            }
            open.pop();
        }
        false
    }

    fn scalar(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.skip_string(),
            b'-' | b'0'..=b'9' => self.number().map(drop),
            _ if WORDS.into_iter().any(|word| self.take_word(word)) => Some(()),
            _ => self.no_value(),
        }
    }

    /// The text is no JSON from here on: no value begins so, unless a word ends too early.
    pub(super) fn no_value<T>(&mut self) -> Option<T> {
        let rest = self.rest();
        self.break_off(WORDS.into_iter().any(|word| word.starts_with(rest)))
    }

    fn skip_name(&mut self) -> Option<()> {
        if self.peek() != Some(b'"') {
            return self.fail();
        }
        self.skip_string()?;
        self.require(b':')
    }

    /// The members of the object that comes next, each with its value ahead; those in front of what is no JSON.
    pub(super) fn members(mut self) -> Vec<(Cow<'a, str>, Self)> {
        let mut members = Vec::new();
        let mut is_open = self.take(b'{') && self.peek() != Some(b'}');
        while is_open {
            let Some(name) = self.name() else { break };
            members.push((name, self));
            self.skip();
            is_open = self.take(b',');
        }
        members
    }

    /// The value of a member of the object that comes next. Of repeated members the first counts.
    pub(super) fn find(mut self, member: &str) -> Option<Self> {
        let mut is_open = self.take(b'{') && self.peek() != Some(b'}');
        while is_open {
            if self.name()? == member {
                return Some(self);
            }
            self.skip();
            is_open = self.take(b',');
        }
        None
    }

    /// The name of a member, and its colon.
    pub(super) fn name(&mut self) -> Option<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return self.fail();
        }
        let name = self.string()?;
        self.require(b':')?;
        Some(name)
    }
}

impl Broken {
    fn behind(before: &[u8], is_short: bool) -> Self {
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        Self { line: line + 1, column: column + 1, is_short }
    }
}

const WORDS: [&str; 3] = ["true", "false", "null"];

/// Whether this is the beginning of `\u0000` and no more.
fn is_cut_escape(rest: &str) -> bool {
    let fits = |(index, byte): (usize, u8)| match index {
        0 => byte == b'\\',
        1 => byte == b'u',
        _ => byte.is_ascii_hexdigit(),
    };
    rest.len() < 6 && rest.bytes().enumerate().all(fits)
}
