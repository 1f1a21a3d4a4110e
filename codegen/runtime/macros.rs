//! What is the same for every type of a description but for its name: generated code says each in one line. What a reader
//! of a type wants to see, such as fields and constructors, is no macro.
//!
//! They are called as `support::text!(FolderId)`. A macro cannot know where in a crate the runtime stands, so these find
//! it by that name, `support`, which whoever calls one has imported.
#![allow(unused_macros, reason = "not every description has types for each of them")]

/// The conversions of a `struct Name(String)` with `new` and `as_str`.
macro_rules! newtype {
    ($name:ty) => {
        support::from_text!($name);
        support::display!($name);

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
    };
}

/// The conversions of a `struct Name(Secret)` with `new`: nothing shows the text.
macro_rules! secret_newtype {
    ($name:ty) => {
        support::from_text!($name);

        impl From<$name> for support::Secret {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

/// From what becomes a text, by `new`.
macro_rules! from_text {
    ($name:ty) => {
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::new(text)
            }
        }
    };
}

/// `Display` as `as_str` gives it.
macro_rules! display {
    ($name:ty) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// JSON of what is a string there: `as_str` gives it, `From<&str>` takes it.
macro_rules! text {
    ($name:ty) => {
        impl support::ToJson for $name {
            fn to_json(&self, writer: &mut support::Writer<'_>) {
                writer.string(self.as_str());
            }
        }

        impl support::FromJson for $name {
            fn from_json(reader: &mut support::Reader<'_>) -> Option<Self> {
                reader.string().map(|text| Self::from(&*text))
            }
        }
    };
}

/// JSON and `Display` of what is a number there: `value` gives it, `From` takes it.
macro_rules! number {
    ($name:ty, $number:ty) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.value().fmt(f)
            }
        }

        impl support::ToJson for $name {
            fn to_json(&self, writer: &mut support::Writer<'_>) {
                support::ToJson::to_json(&self.value(), writer);
            }
        }

        impl support::FromJson for $name {
            fn from_json(reader: &mut support::Reader<'_>) -> Option<Self> {
                <$number as support::FromJson>::from_json(reader).map(Self::from)
            }
        }
    };
}

/// JSON and `Display` of what is a value of one of these types there: `as_json` gives its JSON, `of_json` takes that.
macro_rules! scalar {
    ($name:ty, $scalars:ident) => {
        impl From<&support::Json> for $name {
            fn from(value: &support::Json) -> Self {
                Self::of_json(&support::scalar_text(value))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                support::show_scalar(self.as_json(), f)
            }
        }

        impl support::ToJson for $name {
            fn to_json(&self, writer: &mut support::Writer<'_>) {
                support::ToJson::to_json(&support::scalar_value(self.as_json()), writer);
            }
        }

        impl support::FromJson for $name {
            fn from_json(reader: &mut support::Reader<'_>) -> Option<Self> {
                support::scalar(reader, support::Scalars::$scalars).map(|json| Self::of_json(&json))
            }
        }
    };
}

/// JSON of what is a string there that must not be seen: `as_secret` gives it, `new` takes it.
macro_rules! secret {
    ($name:ty) => {
        impl support::ToJson for $name {
            fn to_json(&self, writer: &mut support::Writer<'_>) {
                support::ToJson::to_json(self.as_secret(), writer);
            }
        }

        impl support::FromJson for $name {
            fn from_json(reader: &mut support::Reader<'_>) -> Option<Self> {
                <support::Secret as support::FromJson>::from_json(reader).map(Self::new)
            }
        }
    };
}

/// `serde::Serialize` by way of `ToJson`, for what holds no secret.
macro_rules! serialize {
    ($($name:ty),*) => {
        $(impl serde_core::ser::Serialize for $name {
            fn serialize<S: serde_core::ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                support::serialize(self, support::Secrets::Exposed, serializer)
            }
        })*
    };
}

/// `serde::Deserialize` by way of `FromJson`: in which mode, and under which rules problems are reported.
macro_rules! deserialize {
    ($mode:ident, $rules:expr, $($name:ty),*) => {
        $(impl<'de> serde_core::de::Deserialize<'de> for $name {
            fn deserialize<D: serde_core::de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                support::deserialize(deserializer, support::Mode::$mode, &$rules)
            }
        })*
    };
}

/// What an enum of faults has by its table `KNOWN`: `known` says which of them a value is, `read` reads one.
macro_rules! faults {
    ($name:ty) => {
        impl support::Fault for $name {
            fn from_body(reader: &mut support::Reader<'_>) -> Option<Self> {
                let found = Self::KNOWN.find(reader)?;
                Self::read(&found, reader)
            }

            fn tag<'a>(reader: &support::Reader<'a>) -> Option<std::borrow::Cow<'a, str>> {
                Self::KNOWN.tag(reader)
            }

            fn other(raw: support::RawFault) -> Self {
                Self::Other(raw)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                Self::KNOWN.show(self.known(), f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                Self::KNOWN.debug(self.known(), f)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                support::is_same_fault(self.known(), other.known())
            }
        }

        impl std::error::Error for $name {}
    };
}

/// What an enum of faults has that `Answers` reads: `known` says which of them a value is, `SAID` what is said of each.
macro_rules! status_faults {
    ($name:ty) => {
        impl support::Fault for $name {
            fn from_response(response: &support::Response<support::Body>, rules: &'static support::ReadRules) -> Self {
                support::fault_of(response, rules)
            }

            // Without an answer there is no status.
            fn from_body(_: &mut support::Reader<'_>) -> Option<Self> {
                None
            }

            fn tag<'a>(_: &support::Reader<'a>) -> Option<std::borrow::Cow<'a, str>> {
                None
            }

            fn other(raw: support::RawFault) -> Self {
                Self::Other(raw)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                support::show_fault(Self::SAID, self.known(), f)
            }
        }

        impl std::error::Error for $name {}
    };
}

/// `Debug` of the headers of an answer: a server may hand out a token there, so it shows none.
macro_rules! headers {
    ($name:ident) => {
        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use {
    deserialize, display, faults, from_text, headers, newtype, number, scalar, secret, secret_newtype, serialize,
    status_faults, text,
};
