//! A JSON value as it was written: members in order, repeated members kept, texts wiped on drop.
//!
//! `serde_json::Value` would lose a repeated member and leave a password behind in freed memory.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::write::serialize;
use super::{FromJson as _, Mode, ReadRules, Reader, Rule, Secrets, Severity};

/// For a text whose problems are nobody's concern.
pub(super) const UNTOLD: ReadRules = ReadRules { types: &JSON, required: &JSON, unknown: &JSON };

const JSON: Rule = Rule { id: "json", severity: Severity::Error, doc: "The text is JSON.", source: "" };

/// A JSON value as it was written.
///
/// It can be read from any serde format, so a body kept as YAML or TOML works as well as one in JSON.
///
/// ```
/// use rt::Json;
///
/// let json: Json = serde_json::from_str(r#"{"port": 443, "port": 444}"#)?;
/// assert_eq!(json.member("port").and_then(Json::as_i64), Some(443));
/// assert_eq!(json.kind(), "object");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number that fits 64 bits with a sign.
    Integer(i64),
    /// A number above the largest signed one.
    Unsigned(u64),
    /// A number with a fraction or an exponent, of up to 15 digits.
    Float(f64),
    /// A number that none of the others holds with all of its digits, as JSON writes it. Reading an answer keeps them;
    /// `serde`, which has no such number, gets the nearest double.
    Long(Box<str>),
    /// A text, wiped when dropped.
    String(Zeroizing<String>),
    /// The elements in order.
    Array(Vec<Json>),
    /// The members in order, repeated ones included.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The JSON type, as a word for messages: `null`, `boolean`, `integer`, `number`, `string`, `array` or `object`.
    ///
    /// ```
    /// use rt::Json;
    ///
    /// assert_eq!(Json::Integer(1).kind(), "integer");
    /// ```
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Integer(_) | Self::Unsigned(_) => "integer",
            Self::Long(text) if !text.contains(['.', 'e', 'E']) => "integer",
            Self::Float(_) | Self::Long(_) => "number",
            Self::String(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        }
    }

    /// The first member of that name, if this is an object that has one.
    ///
    /// ```
    /// use rt::Json;
    ///
    /// assert!(Json::Null.member("port").is_none());
    /// ```
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Json> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The text, if this is a string.
    ///
    /// ```
    /// use rt::Json;
    ///
    /// let json: Json = serde_json::from_str(r#""IPV4""#)?;
    /// assert_eq!(json.as_str(), Some("IPV4"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if this is an integer of 64 bits with a sign. `1.0` is not an integer.
    ///
    /// ```
    /// use rt::Json;
    ///
    /// assert_eq!(Json::Float(1.0).as_i64(), None);
    /// ```
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The value that a text holds; `None` if it is no JSON, or more than that.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let mut reader = Reader::new(text, Mode::Response, &UNTOLD);
        let value = Self::from_json(&mut reader);
        reader.finish(value).ok()
    }

    /// The same value in `serde_json`'s type; of repeated members the first stays. A number beyond every double becomes
    /// `null`, for `serde_json` has none.
    ///
    /// ```
    /// use rt::Json;
    ///
    /// assert_eq!(Json::Array(vec![Json::Null]).to_value(), serde_json::json!([null]));
    /// ```
    #[must_use]
    pub fn to_value(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Integer(value) => Value::from(*value),
            Self::Unsigned(value) => Value::from(*value),
            Self::Float(value) => Value::from(*value),
            Self::Long(text) => text.parse().map_or(Value::Null, |value: f64| Value::from(value)),
            Self::String(text) => Value::String(text.to_string()),
            Self::Array(items) => items.iter().map(Self::to_value).collect(),
            Self::Object(members) => {
                let mut object = serde_json::Map::new();
                for (name, value) in members {
                    // Not by `entry`, whose code would be compiled here.
                    if !object.contains_key(name) {
                        object.insert(name.clone(), value.to_value());
                    }
                }
                Value::Object(object)
            }
        }
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(value), _) => Self::Integer(value),
                (None, Some(value)) => Self::Unsigned(value),
                (None, None) => number.as_f64().map_or(Self::Null, Self::Float),
            },
            Value::String(text) => Self::String(Zeroizing::new(text)),
            Value::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                Self::Object(members.into_iter().map(|(name, value)| (name, Self::from(value))).collect())
            }
        }
    }
}

impl fmt::Debug for Json {
    /// Shows the shape only: any of the texts may be a secret, and so may a name that a server chose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Array(items) => f.debug_list().entries(items).finish(),
            Self::Object(members) => f.debug_set().entries(members.iter().map(|(_, value)| value)).finish(),
            scalar => f.write_str(scalar.kind()),
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, Secrets::Exposed, serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(i64::try_from(value).map_or(Json::Unsigned(value), Json::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::String(Zeroizing::new(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::String(Zeroizing::new(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = elements.next_element()? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = entries.next_entry()? {
            members.push(member);
        }
        Ok(disguised_number(&members).unwrap_or(Json::Object(members)))
    }
}

/// Any crate of a build can switch on serde_json's feature `arbitrary_precision` for all of them; numbers then come
/// as an object with this one member.
const NUMBER: &str = "$serde_json::private::Number";

fn disguised_number(members: &[(String, Json)]) -> Option<Json> {
    let [(name, Json::String(text))] = members else { return None };
    if name != NUMBER {
        return None;
    }
    Json::of_text(text).filter(|value| matches!(value.kind(), "integer" | "number"))
}
