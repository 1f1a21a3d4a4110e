//! What differs between the two families of paths, `/rest` and `/api`, in how an answer is wrapped.
//! What an answer says belongs to the operations.

use serde_json::{Map, Value};

use super::answer::Answer;

/// A family of paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// `/rest/...`: a result stands under `value`, an error under `type` and `value`.
    Rest,
    /// `/api/...`: results and errors stand bare.
    Api,
}

/// Which product the stand-in plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Version {
    /// 6.7: no `/api`; errors have no `error_type`, messages neither `localized` nor `params`.
    V6_7,
    /// 7.0.2 and later: both families, all members.
    #[default]
    V7_0_2,
}

impl Family {
    /// The family of a path and the rest of it.
    pub(crate) fn split(path: &str) -> Option<(Self, &str)> {
        if let Some(rest) = path.strip_prefix("/rest/") {
            Some((Self::Rest, rest))
        } else {
            path.strip_prefix("/api/").map(|rest| (Self::Api, rest))
        }
    }

    /// A result with a value; `api_status` is the status of the `/api` family, `/rest` has 200 for all.
    pub(crate) fn value(self, api_status: u16, value: Value) -> Answer {
        match self {
            Self::Rest => {
                let mut envelope = Map::new();
                envelope.insert("value".to_owned(), value);
                Answer::json(200, &Value::Object(envelope))
            }
            Self::Api => Answer::json(api_status, &value),
        }
    }

    /// The result of an operation that returns nothing.
    pub(crate) fn void(self) -> Answer {
        match self {
            Self::Rest => Answer::empty(200),
            Self::Api => Answer::empty(204),
        }
    }

    /// A map: `/rest` writes a list of `{"key","value"}`, `/api` an object.
    pub(crate) fn map(self, entries: Vec<(String, Value)>) -> Value {
        match self {
            Self::Api => Value::Object(entries.into_iter().collect()),
            Self::Rest => {
                let pair = |(key, value)| {
                    Value::Object(
                        [("key".to_owned(), Value::String(key)), ("value".to_owned(), value)].into_iter().collect(),
                    )
                };
                Value::Array(entries.into_iter().map(pair).collect())
            }
        }
    }

    /// The prefix of the tasks service's query parameters.
    pub(crate) fn spec_prefix(self) -> &'static str {
        match self {
            Self::Rest => "spec.",
            Self::Api => "",
        }
    }
}
