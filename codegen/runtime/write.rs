//! Writing typed values as JSON, member by member, with secrets shown or masked.

mod serializer;
mod values;
mod writer;

use std::fmt;

use serde_core::ser::{Serialize, Serializer};

use super::escape::{needs_escapes, until_escape};
use super::{Body, BuildError, Json, KnownMember, OtherMembers, Secret};

pub use serializer::serialize;
pub use values::Wrapped;
pub use writer::Writer;

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
///     fn to_json(&self, writer: &mut Writer<'_>) {
///         self.0.to_json(writer);
///     }
/// }
///
/// assert_eq!(serde_json::to_string(&Token(Secret::new("b5a1")).masked())?, r#""********""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait ToJson {
    /// Writes the value. Members that are unset are left out.
    fn to_json(&self, writer: &mut Writer<'_>);

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

impl<T: ToJson> View<'_, T> {
    /// The value as a JSON text, which is what an operation sends of it. It takes less time than a serializer of serde.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when a number has no place in JSON (NaN, infinity).
    ///
    /// ```
    /// use rt::{Secret, ToJson};
    ///
    /// let list = vec![Secret::new("correct horse")];
    /// assert_eq!(list.masked().to_body()?.as_bytes(), br#"["********"]"#);
    /// # Ok::<(), rt::BuildError>(())
    /// ```
    pub fn to_body(&self) -> Result<Body, BuildError> {
        to_body(self.value, self.secrets)
    }
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

/// The value as a JSON text.
///
/// # Errors
///
/// [`BuildError`] for NaN and the infinities, which JSON does not have.
pub(super) fn to_body(value: &dyn ToJson, secrets: Secrets) -> Result<Body, BuildError> {
    body_of(value, Writer::of_text(secrets))
}

/// The same for what is sent: without the members that only answers have.
pub(super) fn to_sent_body(value: &dyn ToJson) -> Result<Body, BuildError> {
    body_of(value, Writer::of_request())
}

fn body_of(value: &dyn ToJson, mut writer: Writer<'_>) -> Result<Body, BuildError> {
    value.to_json(&mut writer);
    if writer.has_failed() { Err(BuildError::new("a value has no form in JSON")) } else { Ok(writer.into_body()) }
}

/// Any JSON as a text, with a number that is too large for every reader where one is not finite.
pub(super) fn json_text(value: &Json) -> Body {
    let mut writer = Writer::of_text(Secrets::Exposed);
    value.to_json(&mut writer);
    writer.into_body()
}
