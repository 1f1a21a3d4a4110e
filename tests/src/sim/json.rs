//! Reads a body as JSON and refuses a member that stands twice, which `serde_json` would pass over in silence.
//! What a body may contain stands in `schema`.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// What is wrong with a body before anybody looks at what it says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It is not JSON.
    Syntax,
    /// The member of this name stands twice in one object.
    Repeated(String),
}

/// Reads the whole of `bytes`.
pub(crate) fn read(bytes: &[u8]) -> Result<Value, Problem> {
    let repeated = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(&repeated).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|_| repeated.into_inner().map_or(Problem::Syntax, Problem::Repeated))
}

/// Reads one value and notes the first member that is there twice.
#[derive(Clone, Copy)]
struct Strict<'a>(&'a RefCell<Option<String>>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                *self.0.borrow_mut() = Some(name);
                return Err(A::Error::custom("a member stands there twice"));
            }
            object.insert(name, members.next_value_seed(self)?);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, read};
    use serde_json::json;

    #[test]
    fn reads_every_kind_of_value() {
        let text = br#" {"a": [null, true, -1, 18446744073709551615, 1.5, "\u00e9"], "b": {"a": {}}} "#;
        let expected = json!({"a": [null, true, -1, u64::MAX, 1.5, "\u{e9}"], "b": {"a": {}}});
        assert_eq!(read(text), Ok(expected));
    }

    #[test]
    fn a_member_that_stands_twice_is_named() {
        for text in [r#"{"a":1,"b":2,"a":1}"#, r#"{"x":[{"a":1,"\u0061":2}]}"#] {
            assert_eq!(read(text.as_bytes()), Err(Problem::Repeated("a".to_owned())), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_or_more_than_one_is_refused() {
        for text in ["", "{", "{} {}", "{\"a\":}", "nul", "\u{feff}{}"] {
            assert_eq!(read(text.as_bytes()), Err(Problem::Syntax), "{text}");
        }
        assert_eq!(read(b"\"\xff\""), Err(Problem::Syntax));
    }
}
