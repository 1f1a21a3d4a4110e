//! How the values that the runtime knows are read: texts, numbers, lists, maps, any JSON.

use std::borrow::Cow;
use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::{FromJson, Json, Reader, Secret, Step};

impl Reader<'_> {
    /// The JSON type of what comes next, as far as its first letter tells.
    pub(in super::super) fn kind(&self) -> &'static str {
        let mut ahead = self.scan;
        match ahead.peek() {
            Some(b'n') => "null",
            Some(b'"') => "string",
            Some(b'{') => "object",
            Some(b'[') => "array",
            Some(b't' | b'f') => "boolean",
            Some(_) => "number",
            None => "nothing",
        }
    }
}

impl FromJson for String {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        reader.string().map(Cow::into_owned)
    }
}

impl FromJson for Secret {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        reader.string().map(|text| Self::new(text.into_owned()))
    }
}

impl FromJson for bool {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.scan.take_word("true") {
            return Some(true);
        }
        if reader.scan.take_word("false") { Some(false) } else { reader.mistyped("a boolean") }
    }
}

macro_rules! integers {
    ($($ty:ident is $format:literal),*) => {$(
        impl FromJson for $ty {
            fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
                integer(reader, concat!("is an integer out of range of ", $format))
            }
        }
    )*};
}

integers!(i8 is "int8", i16 is "int16", i32 is "int32", i64 is "int64");
integers!(u8 is "uint8", u16 is "uint16", u32 is "uint32", u64 is "uint64");

/// Reads an integer that has neither a fraction nor an exponent.
fn integer<T: std::str::FromStr>(reader: &mut Reader<'_>, beyond: &'static str) -> Option<T> {
    let mut ahead = reader.scan;
    let Some(text) = ahead.number() else { return reader.mistyped("an integer") };
    // Rust's unsigned numbers take no sign.
    let unsigned = if text == "-0" { "0" } else { text };
    match unsigned.parse() {
        Ok(value) => {
            reader.scan = ahead;
            Some(value)
        }
        Err(_) if text.contains(['.', 'e', 'E']) => {
            reader.refused("must be an integer, is a number with a fraction or an exponent")
        }
        Err(_) => reader.refused(beyond),
    }
}

impl FromJson for f64 {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        float(reader, Self::is_finite)
    }
}

/// The nearest one: of digits beyond its precision nothing is told.
impl FromJson for f32 {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        float(reader, Self::is_finite)
    }
}

fn float<T: std::str::FromStr + Copy>(reader: &mut Reader<'_>, is_finite: fn(T) -> bool) -> Option<T> {
    let mut ahead = reader.scan;
    let Some(text) = ahead.number() else { return reader.mistyped("a number") };
    match text.parse() {
        Ok(value) if is_finite(value) => {
            reader.scan = ahead;
            Some(value)
        }
        _ => reader.mistyped("a finite number"),
    }
}

/// Where `null` is a value of its own: of a member that may be `null`, or of an element.
impl<T: FromJson> FromJson for Option<T> {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.scan.take_word("null") { Some(None) } else { T::from_json(reader).map(Some) }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        T::from_json(reader).map(Self::new)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        reader.array()?;
        let mut items = Self::new();
        // Every element is read, so that all the bad ones are reported; one of them is enough for the verdict.
        let mut index = 0;
        while reader.element(index) {
            items.extend(T::from_json(reader));
            index += 1;
        }
        (items.len() == index).then_some(items)
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let mut object = reader.object(&[])?;
        let mut entries = Self::new();
        let mut is_whole = true;
        while let Some((name, position)) = reader.entry(&mut object) {
            reader.name_step(name.clone(), position);
            let value = T::from_json(reader);
            is_whole &= value.is_some();
            entries.extend(value.map(|value| (name.clone().into_owned(), value)));
            object.note_other(name, position);
        }
        reader.end(object);
        is_whole.then_some(entries)
    }
}

/// Any JSON: where the description leaves the shape open.
impl FromJson for Json {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        match reader.scan.peek() {
            Some(b'{') => object(reader),
            Some(b'[') => Vec::from_json(reader).map(Self::Array),
            Some(b'"') => reader.string().map(|text| Self::String(Zeroizing::new(text.into_owned()))),
            Some(b't' | b'f') => bool::from_json(reader).map(Self::Bool),
            Some(b'n') if reader.scan.take_word("null") => Some(Self::Null),
            Some(b'-' | b'0'..=b'9') => number(reader),
            _ => reader.scan.no_value(),
        }
    }
}

fn object(reader: &mut Reader<'_>) -> Option<Json> {
    reader.open(b'{', "an object")?;
    // Any JSON keeps all of its members.
    reader.tags.clear();
    let mut members = Vec::new();
    let mut count = 0;
    while reader.next_name(count).is_some() {
        let name = reader.scan.name()?;
        reader.set_step(Step::Nth(count));
        count += 1;
        members.extend(Json::from_json(reader).map(|value| (name.into_owned(), value)));
    }
    reader.steps.pop();
    (members.len() == count).then_some(Json::Object(members))
}

fn number(reader: &mut Reader<'_>) -> Option<Json> {
    let text = reader.scan.number()?;
    // A sign in front of nothing is a double's.
    let integer = if text == "-0" { None } else { text.parse().map(Json::Integer).ok() };
    integer
        .or_else(|| text.parse().map(Json::Unsigned).ok())
        .or_else(|| double(text))
        .or_else(|| Some(Json::Long(text.into())))
}

/// The digits that every double keeps.
const DIGITS: usize = 15;

/// The number as a double, if that keeps all of its digits.
fn double(text: &str) -> Option<Json> {
    let digits = text.split(['e', 'E']).next()?.bytes().filter(u8::is_ascii_digit).count();
    let value = text.parse().ok().filter(|value: &f64| value.is_normal() || *value == 0.0)?;
    // A number that is too small for a double becomes nothing.
    let is_kept = digits <= DIGITS && (value != 0.0 || !text.bytes().any(|byte| matches!(byte, b'1'..=b'9')));
    is_kept.then_some(Json::Float(value))
}
