//! Writing typed values as JSON, member by member, with secrets shown or masked.

use std::collections::BTreeMap;
use std::fmt;

use serde_core::ser::{Error as _, Serialize, SerializeMap, Serializer};

use super::{Json, Secret};

/// Whether secrets are written as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// As they are: what goes to the server.
    Exposed,
    /// As stars, however long they are: what goes anywhere else.
    Masked,
}

/// A type that can be written as JSON, or with any other serde format.
///
/// A type that holds a secret implements this and not `serde::Serialize`, so that no `serde_json::to_string(&spec)`
/// puts a password into a log. [`masked`](Self::masked) and [`exposed`](Self::exposed) say which of the two is meant.
///
/// ```
/// use rt::{Secret, Secrets, ToJson};
/// use serde_core::ser::Serializer;
///
/// /// A type of one's own that goes over the wire as a string.
/// struct Token(Secret);
///
/// impl ToJson for Token {
///     fn to_json<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
///         self.0.to_json(serializer, secrets)
///     }
/// }
///
/// assert_eq!(serde_json::to_string(&Token(Secret::new("b5a1")).masked())?, r#""********""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait ToJson {
    /// Writes the value. Members that are unset are left out.
    ///
    /// # Errors
    ///
    /// Those of the serializer, and one for NaN and the infinities, which JSON does not have.
    fn to_json<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error>;

    /// The value with stars in the place of secrets, for logs and people.
    ///
    /// ```
    /// use rt::{Secret, ToJson};
    ///
    /// let list = vec![Secret::new("correct horse")];
    /// assert_eq!(serde_json::to_string(&list.masked())?, r#"["********"]"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    fn masked(&self) -> View<'_, Self> {
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
    fn exposed(&self) -> View<'_, Self> {
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

impl<T: ToJson + ?Sized> Serialize for View<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.to_json(serializer, self.secrets)
    }
}

/// Starts an object.
///
/// # Errors
///
/// Those of the serializer.
pub fn write_object<S: Serializer>(serializer: S, secrets: Secrets) -> Result<ObjectWriter<S::SerializeMap>, S::Error> {
    Ok(ObjectWriter { map: serializer.serialize_map(None)?, secrets })
}

/// An object that is being written.
pub struct ObjectWriter<M> {
    map: M,
    secrets: Secrets,
}

impl<M: SerializeMap> ObjectWriter<M> {
    /// Writes a member.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn required<T: ToJson + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.map.serialize_entry(name, &View { value, secrets: self.secrets })
    }

    /// Writes a member if it is set; an unset one is absent, never `null`.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn optional<T: ToJson>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        value.as_ref().map_or(Ok(()), |value| self.required(name, value))
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

/// An envelope: an object with one member.
pub struct Wrapped<'a, T: ?Sized> {
    /// The name of the member.
    pub member: &'static str,
    /// Its value.
    pub value: &'a T,
}

impl<T: ToJson + ?Sized> ToJson for Wrapped<'_, T> {
    fn to_json<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        let mut object = write_object(serializer, secrets)?;
        object.required(self.member, self.value)?;
        object.end()
    }
}

impl ToJson for Secret {
    fn to_json<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match secrets {
            Secrets::Exposed => self.expose(),
            // Always as many, so that the stars do not tell the length.
            Secrets::Masked => "********",
        })
    }
}

/// Types without secrets are written the way serde writes them.
macro_rules! plain {
    ($($type:ty),+) => {
        $(impl ToJson for $type {
            fn to_json<S: Serializer>(&self, serializer: S, _: Secrets) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        })+
    };
}

plain!(bool, i32, i64, str, String);

impl ToJson for f64 {
    fn to_json<S: Serializer>(&self, serializer: S, _: Secrets) -> Result<S::Ok, S::Error> {
        // serde_json would write null, and null is never sent.
        if self.is_finite() { serializer.serialize_f64(*self) } else { Err(S::Error::custom("not a finite number")) }
    }
}

/// Any JSON, as it is: nobody knows which of its texts would be a secret.
impl ToJson for Json {
    fn to_json<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Unsigned(value) => serializer.serialize_u64(*value),
            Self::Float(value) => value.to_json(serializer, secrets),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => items.to_json(serializer, secrets),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, View { value, secrets })))
            }
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json(serializer, Secrets::Exposed)
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|value| View { value, secrets }))
    }
}

impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn to_json<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(name, value)| (name, View { value, secrets })))
    }
}
