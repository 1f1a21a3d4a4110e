//! What is known of a document after it was generated, as one process tells it to another.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{Error, Result};

/// What is known of a document and of its output.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// Whether there is a crate.
    pub is_written: bool,
    pub operations: usize,
    pub types: usize,
    pub files: usize,
    pub lines: usize,
    /// CPU seconds of generating.
    pub seconds: f64,
    /// The most memory that it took, in KiB.
    pub peak: u64,
    /// Values of the document that a type has to read.
    pub typed: usize,
    /// Values that have no type.
    pub untyped: Vec<String>,
    /// Findings by code.
    pub errors: BTreeMap<String, usize>,
    pub warnings: BTreeMap<String, usize>,
    /// Where the findings are.
    pub told: BTreeSet<String>,
}

impl Facts {
    pub(super) fn to_json(&self) -> Value {
        json!({
            "is_written": self.is_written, "operations": self.operations, "types": self.types, "files": self.files,
            "lines": self.lines, "seconds": self.seconds, "peak": self.peak, "typed": self.typed,
            "untyped": self.untyped, "errors": self.errors, "warnings": self.warnings, "told": self.told,
        })
    }

    pub(super) fn from_json(text: &str) -> Result<Self> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| Error::new(format!("the generator tells no facts: {error}")))?;
        let number = |name: &str| value.get(name).and_then(Value::as_u64).unwrap_or(0);
        let count = |name: &str| usize::try_from(number(name)).unwrap_or(usize::MAX);
        let texts = |name: &str| {
            let list = value.get(name).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned)
        };
        let counts = |name: &str| {
            let all = value.get(name).and_then(Value::as_object).into_iter().flatten();
            let count = |count: &Value| usize::try_from(count.as_u64().unwrap_or(0)).unwrap_or(usize::MAX);
            all.map(|(code, number)| (code.clone(), count(number))).collect()
        };
        Ok(Self {
            is_written: value.get("is_written").and_then(Value::as_bool).unwrap_or(false),
            operations: count("operations"),
            types: count("types"),
            files: count("files"),
            lines: count("lines"),
            seconds: value.get("seconds").and_then(Value::as_f64).unwrap_or(0.0),
            peak: number("peak"),
            typed: count("typed"),
            untyped: texts("untyped").collect(),
            errors: counts("errors"),
            warnings: counts("warnings"),
            told: texts("told").collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_survive_the_way_between_processes() {
        let facts = Facts {
            is_written: true,
            operations: 1,
            types: 2,
            files: 3,
            lines: 4,
            seconds: 0.25,
            peak: 6,
            typed: 7,
            untyped: vec!["/a".to_owned()],
            errors: BTreeMap::from([("OA0601".to_owned(), 8)]),
            warnings: BTreeMap::from([("OA0604".to_owned(), 9)]),
            told: BTreeSet::from(["/b".to_owned()]),
        };
        assert_eq!(Facts::from_json(&facts.to_json().to_string()), Ok(facts));
        assert!(Facts::from_json("thread main panicked").is_err());
    }
}
