//! Where the files of the workspace are, what the description says about its rules, and requests to start from.
//!
//! Requests come out of the description's own examples, so that a test never holds a second copy of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;

/// The text of the user's document has this many lines; the sources of rules point into it.
pub const SOURCE_LINES: usize = 267;

/// The folder of the workspace.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the workspace")
}

/// A text file of the workspace.
#[must_use]
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder of the workspace, links not followed, in order.
#[must_use]
pub fn files_below(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The description, `spec/vcha.yaml`, read once.
#[must_use]
pub fn description() -> &'static Value {
    static DESCRIPTION: LazyLock<Value> =
        LazyLock::new(|| serde_yaml::from_str(&read("spec/vcha.yaml")).expect("the description is YAML"));
    &DESCRIPTION
}

/// A named example of the request body: `minimal` or `everything`.
#[must_use]
pub fn request_example(name: &str) -> Value {
    let example = &operation()["requestBody"]["content"]["application/json"]["examples"][name]["value"];
    assert!(example.is_object(), "the description has no example {name}");
    example.clone()
}

/// The operation that redeploys under `/rest`, which most tests are about.
#[must_use]
pub fn operation() -> &'static Value {
    let paths = description()["paths"].as_object().expect("the description has paths");
    let found = paths.values().find(|item| item["post"]["operationId"] == "redeploy$task");
    &found.expect("the description has the operation")["post"]
}

/// A name as a segment of a JSON Pointer.
#[must_use]
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name that a segment of a JSON Pointer stands for.
#[must_use]
pub fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// Puts a value at the place that a JSON Pointer names; the last segment may be new.
pub fn set(body: &mut Value, pointer: &str, value: Value) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        *body = value;
        return;
    };
    match body.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.insert(unescaped(last), value);
        }
        Some(Value::Array(items)) => items[last.parse::<usize>().expect("an index")] = value,
        _ => panic!("no place {pointer}"),
    }
}

/// Takes the member away that a JSON Pointer names.
pub fn unset(body: &mut Value, pointer: &str) {
    let (parent, last) = pointer.rsplit_once('/').expect("a member");
    let members =
        body.pointer_mut(parent).and_then(Value::as_object_mut).unwrap_or_else(|| panic!("no place {pointer}"));
    assert!(members.remove(&unescaped(last)).is_some(), "nothing to take away at {pointer}");
}

/// One entry of an `x-codegen-checks` list.
#[derive(Clone, Debug)]
pub struct CheckEntry {
    /// The identifier of the rule.
    pub id: String,
    /// What it asks for.
    pub doc: String,
    /// Where it comes from, if the entry says.
    pub source: Option<String>,
    /// `error` or `warning`.
    pub severity: String,
    /// How it is judged.
    pub by: Vec<String>,
}

impl CheckEntry {
    /// Whether a method written by hand judges it, alone or beside a keyword.
    #[must_use]
    pub fn has_hook(&self) -> bool {
        self.by.iter().any(|by| by == "hook")
    }

    /// Whether it is a promise about what is sent, with nothing to judge.
    #[must_use]
    pub fn is_wire(&self) -> bool {
        self.by == ["wire"]
    }

    /// The name of its method.
    #[must_use]
    pub fn method(&self) -> String {
        self.id.to_lowercase().replace('-', "_")
    }
}

/// Every check entry of the description.
#[must_use]
pub fn check_entries() -> Vec<CheckEntry> {
    let mut found = Vec::new();
    collect(description(), &mut found);
    found
}

fn collect(node: &Value, found: &mut Vec<CheckEntry>) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::Array(entries) if key == "x-codegen-checks" => found.extend(entries.iter().map(entry)),
                    other => collect(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

fn entry(entry: &Value) -> CheckEntry {
    let text = |key: &str| entry[key].as_str().map(|text| text.trim().to_owned());
    let by = match &entry["by"] {
        Value::Null => vec!["hook".to_owned()],
        Value::Array(words) => words.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        word => word.as_str().map(str::to_owned).into_iter().collect(),
    };
    CheckEntry {
        id: text("id").unwrap_or_else(|| panic!("an entry without an id: {entry}")),
        doc: text("doc").unwrap_or_default(),
        source: text("source"),
        severity: text("severity").unwrap_or_else(|| "error".to_owned()),
        by,
    }
}
