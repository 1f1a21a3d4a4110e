//! A member that may be absent, `null` or a value: three things that a merge patch (RFC 7396) tells apart.

use super::{FromJson, Path, Reader, Report, ToJson, Validate, Writer};

/// What becomes of an optional member that may also be `null`: it stays as it is, it is cleared, or it is set.
///
/// ```
/// use rt::Patch;
///
/// let (kept, cleared, set) = (Patch::<i64>::default(), Patch::<i64>::from(None), Patch::from(7));
/// assert_eq!((kept, cleared, set), (Patch::Absent, Patch::Null, Patch::Value(7)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Patch<T> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// The member has a value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the member is not there.
    ///
    /// ```
    /// use rt::Patch;
    ///
    /// assert!(!Patch::<i64>::Null.is_absent());
    /// ```
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the member is `null`.
    ///
    /// ```
    /// use rt::Patch;
    ///
    /// assert!(!Patch::<i64>::Absent.is_null());
    /// ```
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The same of a borrowed value.
    ///
    /// ```
    /// use rt::Patch;
    ///
    /// assert_eq!(Patch::from("x".to_owned()).as_ref(), Patch::Value(&"x".to_owned()));
    /// ```
    #[must_use]
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// The value, if there is one; absent and `null` are alike here.
    ///
    /// ```
    /// use rt::Patch;
    ///
    /// assert_eq!(Patch::from(7).value(), Some(7));
    /// assert_eq!(Patch::<i64>::Null.value(), None);
    /// ```
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// `None` is `null`: who wants the member left out says [`Absent`](Self::Absent).
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: ToJson> ToJson for Patch<T> {
    fn to_json(&self, writer: &mut Writer<'_>) {
        self.as_ref().value().to_json(writer);
    }

    fn is_unset(&self) -> bool {
        self.is_absent()
    }
}

impl<T: FromJson> FromJson for Patch<T> {
    /// Of a member that is there.
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        Option::from_json(reader).map(Self::from)
    }
}

/// Absent and `null` break no rule.
impl<C: ?Sized, T: Validate<C>> Validate<C> for Patch<T> {
    fn validate_at(&self, checks: &C, at: &Path<'_>, report: &mut Report) {
        if let Self::Value(value) = self {
            value.validate_at(checks, at, report);
        }
    }
}
