//! A value of an open enum that the description does not list; and what enums of other values than texts are read from.

use std::fmt;

use super::text::Text;
use super::write::json_text;
use super::{FromJson as _, Json, Reader};

/// The text of an enum value that the description does not list, as a newer server may send one.
///
/// Its content can be read but not matched on: when a later description lists the value, it becomes a variant, and
/// no `match` of a caller changes its meaning in silence. The `From` impls of the enum make one.
///
/// ```
/// use rt::Unlisted;
///
/// let value = Unlisted::from("OPAQUE_NETWORK");
/// assert_eq!(value.as_str(), "OPAQUE_NETWORK");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unlisted(Box<str>);

impl Unlisted {
    /// The value as it stands on the wire.
    ///
    /// ```
    /// use rt::Unlisted;
    ///
    /// assert_eq!(Unlisted::from("X").as_str(), "X");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Unlisted {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

/// The same of an enum of numbers.
///
/// ```
/// use rt::UnlistedNumber;
///
/// assert_eq!(UnlistedNumber::from(9).value(), 9);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnlistedNumber<T>(T);

impl<T: Copy> UnlistedNumber<T> {
    /// The value as it stands on the wire.
    ///
    /// ```
    /// use rt::UnlistedNumber;
    ///
    /// assert_eq!(UnlistedNumber::from(-1).value(), -1);
    /// ```
    #[must_use]
    pub const fn value(self) -> T {
        self.0
    }
}

impl<T> From<T> for UnlistedNumber<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// Which JSON types an enum has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalars {
    /// Numbers.
    Numbers,
    /// `true` and `false`.
    Booleans,
    /// Numbers, texts, `true` and `false`.
    All,
}

/// Reads a value without parts as its JSON, with numbers in one spelling.
pub fn scalar(reader: &mut Reader<'_>, allowed: Scalars) -> Option<String> {
    let kind = reader.kind();
    let (is_allowed, expected) = match allowed {
        Scalars::Numbers => (kind == "number", "a number"),
        Scalars::Booleans => (kind == "boolean", "a boolean"),
        Scalars::All => (matches!(kind, "number" | "boolean" | "string"), "a string, a number or a boolean"),
    };
    if is_allowed { Json::from_json(reader).map(|value| scalar_text(&value)) } else { reader.mistyped(expected) }
}

/// The JSON of a value without parts. `1.0` is the same number as `1`.
pub fn scalar_text(value: &Json) -> String {
    /// Beyond that a double is no longer exact.
    const WHOLE: f64 = 1e15;
    match value {
        Json::Float(number) if number.fract() == 0.0 && number.abs() < WHOLE => format!("{number:.0}"),
        // JSON is UTF-8.
        _ => String::from_utf8(json_text(value).into_bytes()).unwrap_or_default(),
    }
}

/// The value of such a JSON.
pub fn scalar_value(json: &str) -> Json {
    Json::of_text(json).unwrap_or(Json::Null)
}

/// Such a JSON for people: a text without its quotes.
pub fn show_scalar(json: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match scalar_value(json) {
        Json::String(text) => f.write_str(&text),
        _ => f.write_str(json),
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Unlisted").field(&Text::up_to(&self.0, 200).to_string()).finish()
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
