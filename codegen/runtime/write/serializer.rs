//! `serde::Serialize` by way of `ToJson`. Nothing here is compiled once for each type: a serializer costs the same however
//! many types it is given.

use serde_core::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use super::{Secrets, ToJson, Writer};

/// Levels of objects and arrays that a serializer is given; as many as are read.
const DEEPEST: usize = 128;

/// Something that takes one value of JSON, piece by piece, without the type of the serializer behind it.
pub(super) trait Receiver {
    fn take(&mut self, piece: Piece<'_>);
}

/// A value without parts, or the beginning, a part or the end of one that has some.
pub(super) enum Piece<'v> {
    Null,
    Bool(bool),
    Integer(i64),
    Unsigned(u64),
    Double(f64),
    String(&'v str),
    /// How many items there are, where that is known.
    Array(Option<usize>),
    Item(&'v dyn ToJson),
    /// How many members there are.
    Object(usize),
    Member(&'v str, &'v dyn ToJson),
    End,
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
        let mut once = Once { state: State::Ready(serializer), secrets: self.secrets, level: self.level };
        self.value.to_json(&mut Writer::to(&mut once, self.secrets));
        match once.state {
            State::Done(result) => result,
            _ => Err(S::Error::custom("a type has written no value")),
        }
    }
}

/// A serializer that takes one value.
struct Once<S: Serializer> {
    state: State<S>,
    secrets: Secrets,
    level: usize,
}

enum State<S: Serializer> {
    Ready(S),
    Array(S::SerializeSeq),
    Object(S::SerializeMap),
    Done(Result<S::Ok, S::Error>),
    /// Only while a piece is taken.
    Busy,
}

impl<S: Serializer> Receiver for Once<S> {
    fn take(&mut self, piece: Piece<'_>) {
        let state = std::mem::replace(&mut self.state, State::Busy);
        self.state = self.next(state, piece).unwrap_or_else(|error| State::Done(Err(error)));
    }
}

impl<S: Serializer> Once<S> {
    fn next(&self, state: State<S>, piece: Piece<'_>) -> Result<State<S>, S::Error> {
        let inner = |value| Level { value, secrets: self.secrets, level: self.level + 1 };
        let result = match (state, piece) {
            (State::Ready(_), Piece::Array(_) | Piece::Object(_)) if self.level >= DEEPEST => {
                Err(S::Error::custom("is nested deeper than 128 levels"))
            }
            (State::Ready(serializer), Piece::Array(count)) => {
                return serializer.serialize_seq(count).map(State::Array);
            }
            (State::Ready(serializer), Piece::Object(count)) => {
                return serializer.serialize_map(Some(count)).map(State::Object);
            }
            (State::Array(mut array), Piece::Item(item)) => {
                return array.serialize_element(&inner(item)).map(|()| State::Array(array));
            }
            (State::Object(mut object), Piece::Member(name, value)) => {
                return object.serialize_entry(name, &inner(value)).map(|()| State::Object(object));
            }
            (State::Array(array), Piece::End) => array.end(),
            (State::Object(object), Piece::End) => object.end(),
            (State::Ready(serializer), piece) => scalar(serializer, &piece),
            // The first error is the one that is told.
            (State::Done(Err(error)), _) => Err(error),
            _ => Err(S::Error::custom("a type has written more than one value")),
        };
        Ok(State::Done(result))
    }
}

fn scalar<S: Serializer>(serializer: S, piece: &Piece<'_>) -> Result<S::Ok, S::Error> {
    match piece {
        Piece::Bool(value) => serializer.serialize_bool(*value),
        Piece::Integer(value) => serializer.serialize_i64(*value),
        Piece::Unsigned(value) => serializer.serialize_u64(*value),
        // serde_json would write `null`, which is never sent.
        Piece::Double(value) if !value.is_finite() => Err(S::Error::custom("not a finite number")),
        Piece::Double(value) => serializer.serialize_f64(*value),
        Piece::String(text) => serializer.serialize_str(text),
        _ => serializer.serialize_unit(),
    }
}
