//! `serde::Serialize` by way of `ToJson`. Nothing here is compiled once for each type: a serializer costs the same however
//! many types it is given.

use serde_core::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use super::{Secrets, ToJson, Writer};

/// Levels of objects and arrays that a serializer is given; as many as are read.
const DEEPEST: usize = 128;

/// Something that takes one value of JSON, without the type of the serializer behind it.
pub(super) trait Receiver {
    fn take(&mut self, value: Value<'_, '_>);
}

/// A value of JSON, of which only the outermost level is known.
pub(super) enum Value<'i, 'v> {
    Null,
    Bool(bool),
    Integer(i64),
    Unsigned(u64),
    Double(f64),
    String(&'i str),
    Array(&'i mut dyn Iterator<Item = &'v dyn ToJson>),
    /// How many members there are, and those.
    Object(usize, &'i mut dyn Iterator<Item = (&'v str, &'v dyn ToJson)>),
}

/// `serde::Serialize` by way of `ToJson`.
///
/// # Errors
///
/// Those of the format, one for NaN and the infinities, which JSON does not have, and one for more than 128 levels.
pub fn serialize<S: Serializer>(value: &dyn ToJson, secrets: Secrets, serializer: S) -> Result<S::Ok, S::Error> {
    Level { value, secrets, level: 0 }.serialize(serializer)
}

/// A value and how deep it stands.
struct Level<'v> {
    value: &'v dyn ToJson,
    secrets: Secrets,
    level: usize,
}

impl Serialize for Level<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut once = Once { serializer: Some(serializer), result: None, secrets: self.secrets, level: self.level };
        self.value.to_json(&mut Writer::to(&mut once, self.secrets));
        once.result.unwrap_or_else(|| Err(S::Error::custom("a type has written no value")))
    }
}

/// A serializer, which takes one value, and what it said.
struct Once<S: Serializer> {
    serializer: Option<S>,
    result: Option<Result<S::Ok, S::Error>>,
    secrets: Secrets,
    level: usize,
}

impl<S: Serializer> Receiver for Once<S> {
    fn take(&mut self, value: Value<'_, '_>) {
        self.result = Some(match self.serializer.take() {
            Some(serializer) => self.given(serializer, value),
            None => Err(S::Error::custom("a type has written more than one value")),
        });
    }
}

impl<S: Serializer> Once<S> {
    fn given(&self, serializer: S, value: Value<'_, '_>) -> Result<S::Ok, S::Error> {
        let inner = |value| Level { value, secrets: self.secrets, level: self.level + 1 };
        match value {
            Value::Array(_) | Value::Object(..) if self.level >= DEEPEST => {
                Err(S::Error::custom("is nested deeper than 128 levels"))
            }
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(value),
            Value::Integer(value) => serializer.serialize_i64(value),
            Value::Unsigned(value) => serializer.serialize_u64(value),
            // serde_json would write `null`, which is never sent.
            Value::Double(value) if !value.is_finite() => Err(S::Error::custom("not a finite number")),
            Value::Double(value) => serializer.serialize_f64(value),
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => {
                let mut array = serializer.serialize_seq(items.size_hint().1)?;
                for item in items {
                    array.serialize_element(&inner(item))?;
                }
                array.end()
            }
            Value::Object(count, members) => {
                let mut object = serializer.serialize_map(Some(count))?;
                for (name, value) in members {
                    object.serialize_entry(name, &inner(value))?;
                }
                object.end()
            }
        }
    }
}
