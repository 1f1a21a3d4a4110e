//! Writing typed values as JSON, member by member, with secrets shown or masked.

mod values;

use std::fmt::{self, Write as _};

use serde_core::ser::{Error as _, Serialize, Serializer};
use zeroize::{Zeroize as _, Zeroizing};

use super::scan::plain;
use super::{Json, KnownMember};

pub use values::Wrapped;

/// Whether secrets are written as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// As they are: what goes to the server.
    Exposed,
    /// As stars, however long they are: what goes anywhere else.
    Masked,
}

/// A type that can be written as JSON.
///
/// A type that holds a secret implements this and not `serde::Serialize`, so that no `serde_json::to_string(&spec)`
/// puts a password into a log. [`masked`](Self::masked) and [`exposed`](Self::exposed) say which of the two is meant.
///
/// ```
/// use rt::{Secret, ToJson, Writer};
///
/// /// A type of one's own that goes over the wire as a string.
/// struct Token(Secret);
///
/// impl ToJson for Token {
///     fn to_json(&self, writer: &mut Writer) {
///         self.0.to_json(writer);
///     }
/// }
///
/// assert_eq!(serde_json::to_string(&Token(Secret::new("b5a1")).masked())?, r#""********""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait ToJson {
    /// Writes the value. Members that are unset are left out.
    fn to_json(&self, writer: &mut Writer);

    /// Whether a member with this value is left out.
    fn is_unset(&self) -> bool {
        false
    }

    /// The value with stars in the place of secrets, for logs and people.
    ///
    /// ```
    /// use rt::{Secret, ToJson};
    ///
    /// let list = vec![Secret::new("correct horse")];
    /// assert_eq!(serde_json::to_string(&list.masked())?, r#"["********"]"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    fn masked(&self) -> View<'_, Self>
    where
        Self: Sized,
    {
        View { value: self, secrets: Secrets::Masked }
    }

    /// The value as it goes to the server. Do not log it.
    ///
    /// ```
    /// use rt::{Secret, ToJson};
    ///
    /// let list = vec![Secret::new("correct horse")];
    /// assert_eq!(serde_json::to_string(&list.exposed())?, r#"["correct horse"]"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    fn exposed(&self) -> View<'_, Self>
    where
        Self: Sized,
    {
        View { value: self, secrets: Secrets::Exposed }
    }
}

/// A value seen with its secrets masked or exposed; this is what implements `serde::Serialize`.
///
/// ```
/// use rt::{Secret, ToJson};
///
/// let password = Secret::new("correct horse");
/// assert_eq!(serde_json::to_string(&password.masked())?, r#""********""#);
/// assert_eq!(serde_json::to_string(&password.exposed())?, r#""correct horse""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct View<'a, T: ?Sized> {
    value: &'a T,
    secrets: Secrets,
}

impl<T: ?Sized> fmt::Debug for View<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("secrets", &self.secrets).finish_non_exhaustive()
    }
}

impl<T: ToJson> Serialize for View<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.value, self.secrets, serializer)
    }
}

/// `serde::Serialize` by way of the same writer.
///
/// # Errors
///
/// Those of the format, one for NaN and the infinities, which JSON does not have, and one for more than 128 levels.
pub fn serialize<S: Serializer>(value: &dyn ToJson, secrets: Secrets, serializer: S) -> Result<S::Ok, S::Error> {
    let text = to_text(value, secrets).ok_or_else(|| S::Error::custom("not a finite number"))?;
    let json = Json::of_text(&text).ok_or_else(|| S::Error::custom("no JSON, or deeper than 128 levels"))?;
    json.serialize(serializer)
}

/// The value as JSON; `None` for NaN and the infinities, which JSON does not have.
pub(super) fn to_text(value: &dyn ToJson, secrets: Secrets) -> Option<Zeroizing<String>> {
    let mut writer = Writer::new(secrets);
    value.to_json(&mut writer);
    (!writer.has_failed).then_some(writer.text)
}

/// Any JSON as a text, with a number that is too large for every reader where one is not finite.
pub(super) fn json_text(value: &Json) -> Zeroizing<String> {
    let mut writer = Writer::new(Secrets::Exposed);
    value.to_json(&mut writer);
    writer.text
}

/// A JSON text that is being written.
///
/// Its memory is wiped wherever it was, as soon as a secret stood in it.
pub struct Writer {
    text: Zeroizing<String>,
    secrets: Secrets,
    has_secret: bool,
    has_failed: bool,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("length", &self.text.len()).finish_non_exhaustive()
    }
}

impl Writer {
    /// A text with nothing in it.
    fn new(secrets: Secrets) -> Self {
        Self { text: Zeroizing::new(String::with_capacity(256)), secrets, has_secret: false, has_failed: false }
    }

    /// Makes room for so many bytes more. A text that grows by itself would leave parts of a secret behind.
    #[inline]
    fn reserve(&mut self, more: usize) {
        if self.text.capacity() - self.text.len() < more {
            self.grow(more);
        }
    }

    #[cold]
    fn grow(&mut self, more: usize) {
        if !self.has_secret {
            return self.text.reserve(more);
        }
        let mut larger = String::with_capacity((2 * self.text.capacity()).max(self.text.len() + more));
        larger.push_str(&self.text);
        self.text.zeroize();
        *self.text = larger;
    }

    #[inline]
    fn push(&mut self, text: &str) {
        self.reserve(text.len());
        self.text.push_str(text);
    }

    /// Writes an object of these members and their values, which go together one by one. Unset ones are left out.
    pub fn object(&mut self, members: &[KnownMember], values: &[&dyn ToJson]) {
        self.push("{");
        let mut lead = "\"";
        for (member, value) in members.iter().zip(values) {
            if value.is_unset() {
                continue;
            }
            self.reserve(member.name.len() + 4);
            self.text.push_str(lead);
            if member.is_raw {
                self.text.push_str(member.name);
                self.text.push_str("\":");
            } else {
                self.name(member.name);
                self.push("\":");
            }
            value.to_json(self);
            lead = ",\"";
        }
        self.push("}");
    }

    /// Writes an object of any names.
    pub(super) fn entries<'v>(&mut self, entries: impl Iterator<Item = (&'v str, &'v dyn ToJson)>) {
        self.push("{");
        for (index, (name, value)) in entries.enumerate() {
            self.push(if index == 0 { "\"" } else { ",\"" });
            self.name(name);
            self.push("\":");
            value.to_json(self);
        }
        self.push("}");
    }

    /// Writes an array.
    pub fn array<'v>(&mut self, items: impl Iterator<Item = &'v dyn ToJson>) {
        self.push("[");
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.push(",");
            }
            item.to_json(self);
        }
        self.push("]");
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        // Room for all of it at once; what has to be escaped makes more.
        self.reserve(text.len() + 2);
        self.text.push('"');
        self.name(text);
        self.push("\"");
    }

    /// Writes a string that is a secret.
    pub fn secret(&mut self, text: &str) {
        match self.secrets {
            Secrets::Exposed => {
                self.has_secret = true;
                self.string(text);
            }
            // Always as many, so that the stars do not tell the length.
            Secrets::Masked => self.string("********"),
        }
    }

    /// What stands between the quotes of a string.
    #[inline]
    fn name(&mut self, text: &str) {
        match plain(text.as_bytes(), 0) {
            end if end == text.len() => self.push(text),
            end => self.escaped(text, end),
        }
    }

    #[cold]
    fn escaped(&mut self, text: &str, mut end: usize) {
        let mut start = 0;
        loop {
            self.push(text.get(start..end).unwrap_or_default());
            let Some(byte) = text.as_bytes().get(end) else { return };
            match byte {
                b'"' => self.push("\\\""),
                b'\\' => self.push("\\\\"),
                b'\n' => self.push("\\n"),
                b'\r' => self.push("\\r"),
                b'\t' => self.push("\\t"),
                0x8 => self.push("\\b"),
                0xc => self.push("\\f"),
                other => {
                    self.reserve(6);
                    // Writing to a text cannot fail.
                    let _ = write!(self.text, "\\u{other:04x}");
                }
            }
            start = end + 1;
            end = plain(text.as_bytes(), start);
        }
    }

    /// Writes something that is its own form in JSON, such as a number.
    fn display(&mut self, value: impl fmt::Display) {
        self.reserve(32);
        // Writing to a text cannot fail.
        let _ = write!(self.text, "{value}");
    }
}
