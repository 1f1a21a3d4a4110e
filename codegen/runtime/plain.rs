//! Values as what parameters and forms are made of: JSON to be taken apart, and the plain texts in it. How those are joined
//! and encoded is decided by whoever asks.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::write::{json_text, to_sent_body};
use super::{BuildError, Json, ToJson};

/// The value that goes out under this name, secrets included.
///
/// # Errors
///
/// [`BuildError`] when JSON has no form for it: NaN, the infinities, and what is deeper than 128 levels.
pub(super) fn to_json(name: &str, value: &dyn ToJson) -> Result<Json, BuildError> {
    let text = to_sent_body(value).ok();
    let json = text.and_then(|text| Json::of_text(std::str::from_utf8(text.as_bytes()).ok()?));
    json.ok_or_else(|| BuildError::new(format!("`{name}` has no form in JSON")))
}

/// The text of what is one: a string as it is, a number or a boolean as JSON writes it.
///
/// # Errors
///
/// [`BuildError`] for `null`, lists and objects.
pub(super) fn to_plain<'j>(name: &str, value: &'j Json) -> Result<Cow<'j, str>, BuildError> {
    match value {
        Json::String(text) => Ok(Cow::Borrowed(text)),
        Json::Bool(_) | Json::Integer(_) | Json::Unsigned(_) | Json::Float(_) | Json::Long(_) => {
            Ok(Cow::Owned(to_string(value).to_string()))
        }
        Json::Null | Json::Array(_) | Json::Object(_) => {
            let kind = value.kind();
            Err(BuildError::new(format!(
                "`{name}` holds a value of type {kind} where only texts, numbers and booleans can stand"
            )))
        }
    }
}

/// Any JSON as its text.
pub(super) fn to_string(value: &Json) -> Zeroizing<String> {
    // JSON is UTF-8.
    Zeroizing::new(String::from_utf8(json_text(value).into_bytes()).unwrap_or_default())
}
