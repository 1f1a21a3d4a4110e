//! A text that must not be seen: passwords and tokens.

use std::fmt;

use zeroize::Zeroizing;

/// A password or a token.
///
/// It has no `Display` and no `Serialize`, its `Debug` shows nothing, and its memory is wiped when it is dropped.
/// So a struct that holds one may derive `Debug`.
///
/// ```
/// use rt::Secret;
///
/// let password = Secret::new("correct horse");
/// assert_eq!(format!("{password:?}"), "Secret(..)");
/// assert_eq!(password.expose(), "correct horse");
/// ```
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over; a `String` is moved, not copied.
    ///
    /// ```
    /// use rt::Secret;
    ///
    /// assert!(!Secret::new(String::from("correct horse")).is_empty());
    /// ```
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Keep the borrow short, and out of logs.
    ///
    /// ```
    /// use rt::Secret;
    ///
    /// assert_eq!(Secret::new("pa:ss").expose(), "pa:ss");
    /// ```
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the text is empty. An empty password is a password: it is sent.
    ///
    /// ```
    /// use rt::Secret;
    ///
    /// assert!(Secret::new("").is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl PartialEq for Secret {
    /// Looks at every byte whatever the outcome, so that the time taken does not tell how much of a guess was right.
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.0.as_bytes(), other.0.as_bytes());
        left.len() == right.len() && left.iter().zip(right).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

impl Eq for Secret {}
