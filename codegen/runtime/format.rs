//! Texts of the formats that OpenAPI names: moments, days, times of day, UUIDs, bytes in base64. They keep what they were
//! given, right or wrong; what is right stands in the files beside this one, and is asked before a value is sent.

mod base64;
#[cfg(any(feature = "jiff", feature = "uuid"))]
mod convert;
mod rfc3339;

use std::fmt;

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};

use super::{Path, Report, Rule, Severity, Validate, support};

/// What a text of a format breaks, where the description gives it no rule of its own.
pub const FORMAT: Rule = Rule {
    id: "format",
    severity: Severity::Error,
    doc: "A text has the format that the description names.",
    source: "",
};

/// What is wrong with a text of a format. It does not quote the text.
///
/// ```
/// use rt::Date;
///
/// let error = Date::new("2023-02-29").check().unwrap_err();
/// assert_eq!(error.to_string(), "must be a day such as 2024-02-29: the month has no such day");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidFormat {
    expected: &'static str,
    fault: &'static str,
}

impl fmt::Display for InvalidFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "must be {}: {}", self.expected, self.fault)
    }
}

impl std::error::Error for InvalidFormat {}

/// Judges a text of a format under a rule: `support::format(self.born.check(), &rules::BORN, at, report)`.
pub fn format(checked: Result<(), InvalidFormat>, rule: &Rule, at: &Path<'_>, report: &mut Report) {
    if let Err(invalid) = checked {
        report.add(rule, at, invalid.to_string());
    }
}

/// A text of a format: all that is the same but for what is right.
macro_rules! formatted {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes the text over as it is. Nothing is judged or changed.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text as it stands on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether the text has its format.
            #[must_use]
            pub fn is_valid(&self) -> bool {
                self.check().is_ok()
            }

            /// Whether the text has its format, and if not, why.
            ///
            /// # Errors
            ///
            /// What is wrong with it.
            pub fn check(&self) -> Result<(), InvalidFormat> {
                $check(&self.0).map_err(Self::invalid)
            }

            fn invalid(fault: &'static str) -> InvalidFormat {
                InvalidFormat { expected: $expected, fault }
            }
        }

        support::newtype!($name);
        support::text!($name);

        impl<C: ?Sized> Validate<C> for $name {
            fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
                format(self.check(), &FORMAT, at, report);
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
            }
        }
    };
}

/// `Debug` as of a newtype around a text.
macro_rules! shown {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }
    )*};
}

shown!(Date, DateTime, Time, Uuid);

formatted!(
    /// A moment: `format: date-time`, a day and a time with its offset from UTC (RFC 3339, `date-time`).
    ///
    /// The text stays as it came, with its offset and all of its digits. Two of them are equal, or one is less, as texts are;
    /// to compare moments, convert them (feature `jiff`).
    ///
    /// ```
    /// use rt::DateTime;
    ///
    /// let leap = DateTime::new("1990-12-31T15:59:60.123456789-08:00");
    /// assert!(leap.is_valid());
    /// assert_eq!(leap.as_str(), "1990-12-31T15:59:60.123456789-08:00");
    /// assert!(!DateTime::new("2021-06-15T10:00:00").is_valid());
    /// ```
    DateTime,
    "a moment such as 2024-02-29T12:30:00Z",
    rfc3339::date_time
);

formatted!(
    /// A day: `format: date` (RFC 3339, `full-date`).
    ///
    /// ```
    /// use rt::Date;
    ///
    /// assert!(Date::new("2024-02-29").is_valid());
    /// assert!(!Date::new("2024-02-29T00:00:00Z").is_valid());
    /// ```
    Date,
    "a day such as 2024-02-29",
    rfc3339::date
);

formatted!(
    /// A time of day with its offset from UTC: `format: time` (RFC 3339, `full-time`).
    ///
    /// ```
    /// use rt::Time;
    ///
    /// assert!(Time::new("12:30:00+02:00").is_valid());
    /// assert!(!Time::new("12:30").is_valid());
    /// ```
    Time,
    "a time of day such as 12:30:00Z",
    rfc3339::time
);

formatted!(
    /// A UUID: `format: uuid` (RFC 9562, section 4). Capitals are as good as small letters, but not equal to them here.
    ///
    /// ```
    /// use rt::Uuid;
    ///
    /// assert!(Uuid::new("f81d4fae-7dec-11d0-a765-00a0c91e6bf6").is_valid());
    /// assert!(!Uuid::new("f81d4fae7dec11d0a76500a0c91e6bf6").is_valid());
    /// ```
    Uuid,
    "a UUID such as f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    uuid
);

formatted!(
    /// Bytes as base64: `format: byte` (RFC 4648, section 4: with padding, without line breaks).
    ///
    /// `Debug` shows the length only, because keys and certificates travel like this.
    ///
    /// ```
    /// use rt::Base64;
    ///
    /// let bytes = Base64::encode(&[0xff, 0]);
    /// assert_eq!(bytes.as_str(), "/wA=");
    /// assert_eq!(bytes.decode()?, [0xff, 0]);
    /// # Ok::<(), rt::InvalidFormat>(())
    /// ```
    Base64,
    "base64 with padding, such as /wA=",
    base64::check
);

fn uuid(text: &str) -> Result<(), &'static str> {
    if text.len() != 36 {
        return Err("it has 36 characters");
    }
    let fits = |(index, byte): (usize, u8)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    if text.bytes().enumerate().all(fits) { Ok(()) } else { Err("it has 8, 4, 4, 4 and 12 hexadecimal digits") }
}
