//! How the values that the runtime knows are written: texts, numbers, lists, maps, any JSON.

use std::collections::BTreeMap;

use super::{Json, KnownMember, Secret, ToJson, Writer};

/// An envelope: an object with one member.
pub struct Wrapped<'a> {
    /// The name of the member.
    pub member: &'static str,
    /// Its value.
    pub value: &'a dyn ToJson,
}

impl ToJson for Wrapped<'_> {
    fn to_json(&self, writer: &mut Writer<'_>) {
        writer.object(&[KnownMember::required(self.member)], &[self.value]);
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn to_json(&self, writer: &mut Writer<'_>) {
        (**self).to_json(writer);
    }

    fn is_unset(&self) -> bool {
        (**self).is_unset()
    }
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    fn to_json(&self, writer: &mut Writer<'_>) {
        (**self).to_json(writer);
    }

    fn is_unset(&self) -> bool {
        (**self).is_unset()
    }
}

impl ToJson for Secret {
    fn to_json(&self, writer: &mut Writer<'_>) {
        writer.secret(self.expose());
    }
}

impl ToJson for str {
    fn to_json(&self, writer: &mut Writer<'_>) {
        writer.string(self);
    }
}

impl ToJson for String {
    fn to_json(&self, writer: &mut Writer<'_>) {
        writer.string(self);
    }
}

impl ToJson for bool {
    fn to_json(&self, writer: &mut Writer<'_>) {
        writer.bool(*self);
    }
}

macro_rules! integers {
    ($method:ident: $($ty:ident),*) => {$(
        impl ToJson for $ty {
            fn to_json(&self, writer: &mut Writer<'_>) {
                writer.$method((*self).into());
            }
        }
    )*};
}

integers!(integer: i8, i16, i32, i64);
integers!(unsigned: u8, u16, u32, u64);

impl ToJson for f64 {
    fn to_json(&self, writer: &mut Writer<'_>) {
        writer.double(*self);
    }
}

/// With the digits of its own precision, not with those of the double beside it.
impl ToJson for f32 {
    fn to_json(&self, writer: &mut Writer<'_>) {
        if self.is_finite() { writer.number(&format!("{self:?}")) } else { writer.double((*self).into()) }
    }
}

/// What is unset is left out of an object; elsewhere it is `null`.
impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self, writer: &mut Writer<'_>) {
        match self {
            Some(value) => value.to_json(writer),
            None => writer.null(),
        }
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

/// Any JSON, as it is: nobody knows which of its texts would be a secret.
impl ToJson for Json {
    fn to_json(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => value.to_json(writer),
            Self::Integer(value) => value.to_json(writer),
            Self::Unsigned(value) => value.to_json(writer),
            Self::Float(value) => value.to_json(writer),
            Self::Long(text) => writer.number(text),
            Self::String(text) => writer.unmasked(text),
            Self::Array(items) => items.to_json(writer),
            Self::Object(members) => {
                let entries = members.iter().map(|(name, value)| (name.as_str(), value as &dyn ToJson));
                writer.entries(members.len(), &mut { entries });
            }
        }
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self, writer: &mut Writer<'_>) {
        writer.array(self.iter().map(|item| item as &dyn ToJson));
    }
}

impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn to_json(&self, writer: &mut Writer<'_>) {
        let entries = self.iter().map(|(name, value)| (name.as_str(), value as &dyn ToJson));
        writer.entries(self.len(), &mut { entries });
    }
}
