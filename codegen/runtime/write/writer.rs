//! A JSON text that is being written, byte by byte. Which bytes a type of Rust becomes stands in `values`.

use std::fmt;

use super::serializer::{Piece, Receiver};
use super::{Body, KnownMember, OtherMembers, Secrets, ToJson, needs_escapes, until_escape};

/// A JSON text that is being written.
///
/// Once a secret stands in it, all memory that it has used is wiped.
pub struct Writer<'w> {
    text: Body,
    secrets: Secrets,
    has_secret: bool,
    has_failed: bool,
    /// Members that the object that comes next has in any case: they tell which arm of a choice it is.
    tags: Vec<(&'static str, &'static dyn ToJson)>,
    /// Whether it is what goes to a server.
    is_sent: bool,
    /// Gets the value in the place of the text.
    receiver: Option<&'w mut dyn Receiver>,
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("length", &self.text.as_bytes().len()).finish_non_exhaustive()
    }
}

impl<'w> Writer<'w> {
    /// A text with nothing in it.
    pub(super) fn of_text(secrets: Secrets) -> Self {
        let text = Body::from(Vec::with_capacity(256));
        Self { text, secrets, has_secret: false, has_failed: false, tags: Vec::new(), is_sent: false, receiver: None }
    }

    /// The same for what goes to a server.
    pub(super) fn of_request() -> Self {
        Self { is_sent: true, ..Self::of_text(Secrets::Exposed) }
    }

    /// No text: the value goes to that receiver.
    pub(super) fn to(receiver: &'w mut dyn Receiver, secrets: Secrets) -> Self {
        Self { text: Body::default(), receiver: Some(receiver), ..Self::of_text(secrets) }
    }
}

impl Writer<'_> {
    /// Whether a value has no form in JSON.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    pub(super) fn into_body(self) -> Body {
        self.text
    }

    /// Makes room for so many bytes more. A text that grows by itself would leave parts of a secret behind.
    #[inline]
    fn reserve(&mut self, more: usize) {
        let text = self.text.bytes_mut();
        if text.capacity() - text.len() < more {
            self.grow(more);
        }
    }

    #[cold]
    fn grow(&mut self, more: usize) {
        let text = self.text.bytes_mut();
        if !self.has_secret {
            return text.reserve(more);
        }
        let mut larger = Vec::with_capacity((2 * text.capacity()).max(text.len() + more));
        larger.extend_from_slice(text);
        // What was there is wiped when it is dropped.
        self.text = Body::from(larger);
    }

    #[inline]
    fn push(&mut self, bytes: &[u8]) {
        self.reserve(bytes.len());
        self.text.bytes_mut().extend_from_slice(bytes);
    }

    /// Writes an object of these members and their values, which go together one by one. Members that may be absent are
    /// left out when they are unset.
    pub fn object(&mut self, members: &[KnownMember], values: &[&dyn ToJson]) {
        let is_sent = self.is_sent;
        let is_set = |(member, value): &(&KnownMember, &&dyn ToJson)| member.is_written(value.is_unset(), is_sent);
        let set = members.iter().zip(values).filter(is_set);
        if !self.tags.is_empty() {
            let entries = set.map(|(member, value)| (member.name, *value));
            return self.tagged_entries(&mut { entries });
        }
        if let Some(receiver) = &mut self.receiver {
            receiver.take(Piece::Object(set.clone().count()));
            set.for_each(|(member, value)| receiver.take(Piece::Member(member.name, *value)));
            return receiver.take(Piece::End);
        }
        let mut lead = b"{\"";
        for (member, value) in set {
            self.reserve(member.name.len() + 4);
            self.push(lead);
            if member.is_raw {
                self.push(member.name.as_bytes())
            } else {
                self.inside(member.name)
            }
            self.push(b"\":");
            value.to_json(self);
            lead = b",\"";
        }
        self.push(if lead == b"{\"" { b"{}" } else { b"}" });
    }

    /// The same with others behind them. A name that the description has is written once, with its own value.
    pub fn open_object(&mut self, members: &[KnownMember], values: &[&dyn ToJson], others: &dyn OtherMembers) {
        let is_sent = self.is_sent;
        let is_set = |(member, value): &(&KnownMember, &&dyn ToJson)| member.is_written(value.is_unset(), is_sent);
        let set = members.iter().zip(values).filter(is_set).map(|(member, value)| (member.name, *value));
        let mut all: Vec<(&str, &dyn ToJson)> = set.collect();
        let others = others.entries().into_iter();
        all.extend(others.filter(|(name, _)| members.iter().all(|member| member.name != *name)));
        self.entries(all.len(), &mut all.iter().copied());
    }

    /// Writes an object of so many members of any names.
    pub(super) fn entries<'v>(&mut self, count: usize, entries: &mut dyn Iterator<Item = (&'v str, &'v dyn ToJson)>) {
        if !self.tags.is_empty() {
            return self.tagged_entries(entries);
        }
        match &mut self.receiver {
            Some(receiver) => receiver.take(Piece::Object(count)),
            None => self.push(b"{"),
        }
        let mut is_first = true;
        for (name, value) in entries {
            if let Some(receiver) = &mut self.receiver {
                receiver.take(Piece::Member(name, value));
                continue;
            }
            self.push(if is_first { b"\"" } else { b",\"" });
            self.inside(name);
            self.push(b"\":");
            value.to_json(self);
            is_first = false;
        }
        self.end(b"}");
    }

    /// The same with the tags in front, whatever the object has as their values.
    #[cold]
    fn tagged_entries<'v>(&mut self, entries: &mut dyn Iterator<Item = (&'v str, &'v dyn ToJson)>) {
        let tags = std::mem::take(&mut self.tags);
        let others = entries.filter(|(name, _)| tags.iter().all(|(tag, _)| tag != name));
        let all: Vec<(&str, &dyn ToJson)> = tags.iter().copied().chain(others).collect();
        self.entries(all.len(), &mut all.iter().copied());
    }

    /// Writes an arm of a choice: an object that has this member with this value, once, whatever it says itself.
    pub fn tagged(&mut self, member: &'static str, value: &'static dyn ToJson, arm: &dyn ToJson) {
        // An arm that is a choice with the same tag knows better.
        self.tags.retain(|(tag, _)| *tag != member);
        self.tags.push((member, value));
        arm.to_json(self);
        self.tags.clear();
    }

    /// Writes an array.
    pub fn array<'v>(&mut self, items: impl Iterator<Item = &'v dyn ToJson>) {
        self.begin_array(items.size_hint().1);
        let mut is_first = true;
        for item in items {
            self.item(is_first, item);
            is_first = false;
        }
        self.end(b"]");
    }

    fn begin_array(&mut self, count: Option<usize>) {
        self.tags.clear();
        match &mut self.receiver {
            Some(receiver) => receiver.take(Piece::Array(count)),
            None => self.push(b"["),
        }
    }

    fn item(&mut self, is_first: bool, item: &dyn ToJson) {
        if let Some(receiver) = &mut self.receiver {
            return receiver.take(Piece::Item(item));
        }
        if !is_first {
            self.push(b",");
        }
        item.to_json(self);
    }

    fn end(&mut self, bracket: &[u8]) {
        match &mut self.receiver {
            Some(receiver) => receiver.take(Piece::End),
            None => self.push(bracket),
        }
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        if let Some(receiver) = &mut self.receiver {
            return receiver.take(Piece::String(text));
        }
        // Room for all of it at once; what has to be escaped makes more.
        self.reserve(text.len() + 2);
        self.push(b"\"");
        self.inside(text);
        self.push(b"\"");
    }

    /// Writes a string that is a secret.
    pub fn secret(&mut self, text: &str) {
        match self.secrets {
            Secrets::Exposed => self.unmasked(text),
            // Always as many, so that the stars do not tell the length.
            Secrets::Masked => self.string("********"),
        }
    }

    /// Writes a string that may be a secret as it is.
    pub(in super::super) fn unmasked(&mut self, text: &str) {
        self.has_secret = true;
        self.string(text);
    }

    /// What stands between the quotes of a string.
    #[inline]
    fn inside(&mut self, text: &str) {
        let text = text.as_bytes();
        if needs_escapes(text) { self.escaped(text) } else { self.push(text) }
    }

    #[cold]
    fn escaped(&mut self, text: &[u8]) {
        let mut start = 0;
        loop {
            let end = until_escape(text, start);
            self.push(text.get(start..end).unwrap_or_default());
            let Some(byte) = text.get(end) else { return };
            match byte {
                b'"' => self.push(b"\\\""),
                b'\\' => self.push(b"\\\\"),
                b'\n' => self.push(b"\\n"),
                b'\r' => self.push(b"\\r"),
                b'\t' => self.push(b"\\t"),
                0x8 => self.push(b"\\b"),
                0xc => self.push(b"\\f"),
                // Below 0x20, so that the first hexadecimal digit is 0 or 1.
                other => {
                    let last = char::from_digit(u32::from(other & 15), 16).map_or(b'0', |digit| digit as u8);
                    self.push(&[b'\\', b'u', b'0', b'0', b'0' + (other >> 4), last]);
                }
            }
            start = end + 1;
        }
    }

    pub(super) fn null(&mut self) {
        match &mut self.receiver {
            Some(receiver) => receiver.take(Piece::Null),
            None => self.push(b"null"),
        }
    }

    pub(super) fn bool(&mut self, value: bool) {
        match &mut self.receiver {
            Some(receiver) => receiver.take(Piece::Bool(value)),
            None if value => self.push(b"true"),
            None => self.push(b"false"),
        }
    }

    pub(super) fn integer(&mut self, value: i64) {
        if let Some(receiver) = &mut self.receiver {
            return receiver.take(Piece::Integer(value));
        }
        if value < 0 {
            self.push(b"-");
        }
        self.digits(value.unsigned_abs());
    }

    pub(super) fn unsigned(&mut self, value: u64) {
        match &mut self.receiver {
            Some(receiver) => receiver.take(Piece::Unsigned(value)),
            None => self.digits(value),
        }
    }

    /// The largest has twenty digits. They are made two at a time, from behind.
    fn digits(&mut self, mut value: u64) {
        let mut digits = [b'0'; 20];
        let mut unused = digits.len();
        for pair in digits.rchunks_exact_mut(2) {
            let two = (value % 100) as u8;
            value /= 100;
            pair.copy_from_slice(&[b'0' + two / 10, b'0' + two % 10]);
            unused -= 2;
            if value == 0 {
                unused += usize::from(two < 10);
                break;
            }
        }
        self.push(digits.get(unused..).unwrap_or_default());
    }

    pub(super) fn double(&mut self, value: f64) {
        if let Some(receiver) = &mut self.receiver {
            return receiver.take(Piece::Double(value));
        }
        if !value.is_finite() {
            // `null`, which others write here, is never sent. Whoever reads this finds a number that is not finite.
            self.has_failed = true;
            return self.push(b"1e999");
        }
        // None has more than 24 bytes.
        self.reserve(32);
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(self.text.bytes_mut(), &value);
    }

    /// Writes a number that JSON has written so.
    pub(super) fn number(&mut self, text: &str) {
        match &mut self.receiver {
            Some(receiver) => receiver.take(Piece::Double(text.parse().unwrap_or(f64::NAN))),
            None => self.push(text.as_bytes()),
        }
    }
}
