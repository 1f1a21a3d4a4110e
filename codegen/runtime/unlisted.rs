//! A value of an open enum that the description does not list.

use std::fmt;

use super::text::Text;

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
