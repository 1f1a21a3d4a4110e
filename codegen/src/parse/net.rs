//! A net under `openapiv3`: what the typed document no longer holds. It is written back along the document that it was
//! read from, and nothing is kept of that but the keys that nobody wrote. How a loss is told is not decided here.

use std::collections::BTreeSet;

use serde::ser::{Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};
use serde_json::{Error, Map, Value};

use crate::pointer::{Order, Pointer};

/// Something of a document that its typed form does not have.
pub(super) struct Loss {
    pub(super) at: Pointer,
    /// What it is, as the subject of a sentence.
    pub(super) what: String,
}

/// Everything that was lost, in the order of the document.
pub(super) fn losses(document: &Value, typed: &impl Serialize) -> Result<Vec<Loss>, Error> {
    let mut net = Net { at: Pointer::root(), lost: Vec::new() };
    typed.serialize(Along { value: document, net: &mut net })?;
    if net.lost.len() > 1 {
        let order = Order::of(document);
        net.lost.sort_by_cached_key(|loss| order.rank(&loss.at));
    }
    Ok(net.lost)
}

/// Whether a value means the same as leaving its key out.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Where writing is, and what was not written.
struct Net {
    at: Pointer,
    lost: Vec<Loss>,
}

/// A value of the document, beside which is written what became of it.
struct Along<'v, 'n> {
    value: &'v Value,
    net: &'n mut Net,
}

/// An object that is being written; `None` if there is none in this place of the document.
struct Members<'v, 'n> {
    all: Option<&'v Map<String, Value>>,
    /// Those that were written so far.
    written: Vec<&'v str>,
    /// The key whose value is written next.
    key: String,
    is_reference: bool,
    net: &'n mut Net,
}

/// A list that is being written.
struct Items<'v, 'n> {
    rest: std::iter::Enumerate<std::slice::Iter<'v, Value>>,
    net: &'n mut Net,
}

impl<'v> Members<'v, '_> {
    fn member<T: Serialize + ?Sized>(&mut self, key: &str, typed: &T) -> Result<(), Error> {
        let Some(all) = self.all else { return Ok(()) };
        self.is_reference |= key == "$ref";
        let same = all.get_key_value(key);
        // `2xx` comes back as `2XX`.
        let others = (key.len() == 3 && key.ends_with("XX")).then_some(all);
        let is_other = |name: &str| name != key && name.eq_ignore_ascii_case(key);
        for (name, value) in same.into_iter().chain(others.into_iter().flatten().filter(|(name, _)| is_other(name))) {
            self.written.push(name);
            // What has no inside cannot have lost any of it.
            if value.is_object() || value.is_array() {
                self.net.at.push(name);
                typed.serialize(Along { value, net: self.net })?;
                self.net.at.pop();
            }
        }
        Ok(())
    }

    /// What stands beside a reference has been judged already, and the description is kept in the value.
    fn close(self) {
        let Some(all) = self.all.filter(|all| all.len() > self.written.len() && !self.is_reference) else { return };
        let written: BTreeSet<&str> = self.written.into_iter().collect();
        for (key, _) in all.iter().filter(|(key, value)| !written.contains(key.as_str()) && !says_nothing(value)) {
            self.net.lost.push(Loss { at: self.net.at.join(key), what: format!("`{key}`") });
        }
    }
}

impl SerializeMap for Members<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key = match serde_json::to_value(key)? {
            Value::String(key) => key,
            other => other.to_string(),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let key = std::mem::take(&mut self.key);
        self.member(&key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Members<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.member(key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeSeq for Items<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, typed: &T) -> Result<(), Error> {
        let Some((index, value)) = self.rest.next() else { return Ok(()) };
        self.net.at.push_index(index);
        typed.serialize(Along { value, net: self.net })?;
        self.net.at.pop();
        Ok(())
    }

    fn end(self) -> Result<(), Error> {
        for (index, _) in self.rest {
            self.net.lost.push(Loss { at: self.net.at.join_index(index), what: "an item of this list".to_owned() });
        }
        Ok(())
    }
}

/// Methods for what has no inside.
macro_rules! scalars {
    ($($method:ident($($argument:ty),*),)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<(), Error> {
            Ok(())
        })*
    };
}

/// Methods for what `openapiv3` does not have.
macro_rules! strangers {
    ($($method:ident($($argument:ty),*) -> $what:ident,)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<Self::$what, Error> {
            Err(serde::ser::Error::custom("this is none of the shapes of a document"))
        })*
    };
}

impl<'v, 'n> Serializer for Along<'v, 'n> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Items<'v, 'n>;
    type SerializeMap = Members<'v, 'n>;
    type SerializeStruct = Members<'v, 'n>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    scalars! {
        serialize_bool(bool), serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64),
        serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64), serialize_f32(f32),
        serialize_f64(f64), serialize_char(char), serialize_str(&str), serialize_bytes(&[u8]), serialize_none(),
        serialize_unit(), serialize_unit_struct(&'static str),
        serialize_unit_variant(&'static str, u32, &'static str),
    }

    strangers! {
        serialize_tuple(usize) -> SerializeTuple,
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant,
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant,
    }

    fn serialize_some<T: Serialize + ?Sized>(self, typed: &T) -> Result<(), Error> {
        typed.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, typed: &T) -> Result<(), Error> {
        typed.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        typed: &T,
    ) -> Result<(), Error> {
        let mut members = self.serialize_map(None)?;
        members.serialize_entry(variant, typed)?;
        SerializeMap::end(members)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'v, 'n>, Error> {
        let items = self.value.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(Items { rest: items.iter().enumerate(), net: self.net })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'v, 'n>, Error> {
        let all = self.value.as_object();
        Ok(Members { all, written: Vec::new(), key: String::new(), is_reference: false, net: self.net })
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Members<'v, 'n>, Error> {
        self.serialize_map(Some(length))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lost(document: &Value, typed: &Value) -> Vec<String> {
        losses(document, typed).unwrap().into_iter().map(|Loss { at, what }| format!("{at} {what}")).collect()
    }

    #[test]
    fn what_nobody_writes_is_lost_in_the_order_of_the_document() {
        let document = json!({"a": {"b": 1, "c": [1, 2, {"d": 3, "e": 4}]}, "f": 5, "g": {"h": 6}});
        let typed = json!({"g": {}, "x": 7, "a": {"c": [0, 1, {"e": 4}]}});
        assert_eq!(lost(&document, &typed), ["/a/b `b`", "/a/c/2/d `d`", "/f `f`", "/g/h `h`"]);
        assert_eq!(
            lost(&document, &json!({"a": {"b": 1, "c": [1]}, "f": {}, "g": 1})),
            ["/a/c/1 an item of this list", "/a/c/2 an item of this list"]
        );
    }

    #[test]
    fn what_says_nothing_cannot_be_lost() {
        let document = json!({"a": null, "b": false, "c": [], "d": {}, "e": "", "f": {"$ref": "#/a", "x": 1}});
        assert_eq!(lost(&document, &json!({"f": {"$ref": "#/a"}})), ["/e `e`"]);
    }

    #[test]
    fn ranges_of_statuses_may_come_back_in_capitals() {
        let document = json!({"2xx": {"a": 1}, "2XX": {"b": 1, "c": 1}, "default": {}});
        assert_eq!(lost(&document, &json!({"2XX": {"b": 1}})), ["/2xx/a `a`", "/2XX/c `c`"]);
    }
}
