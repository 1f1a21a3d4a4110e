//! Every rule of the description, with cases that it accepts and cases that it refuses.
//!
//! The YAML files beside this one hold a table a rule. Its keys:
//!
//! - `rule`: the identifier.
//! - `at`: the places that the cases are about, as JSON Pointers into the body; each case is run at each of them.
//! - `base`: a value for the place, instead of the one in the example `everything` of the description.
//! - `cases`: by name. `set` and `unset` change the value; their pointers begin at the place, and the empty one is the
//!   place itself. `finds` lists all that is then found, as `severity rule pointer`; without it nothing is.
//!
//! A case whose `finds` names the rule of its table is a refusing one, any other is an accepting one. Rules that only
//! promise something about what is sent have their cases in `wire`.

mod combinations;
mod coverage;

use std::collections::BTreeSet;

use serde_json::Value;
use vcha_tests::fixtures;

use crate::bodies;

const FILES: [(&str, &str); 4] = [
    ("connection.yaml", include_str!("connection.yaml")),
    ("placement.yaml", include_str!("placement.yaml")),
    ("ip.yaml", include_str!("ip.yaml")),
    ("json.yaml", include_str!("json.yaml")),
];

/// The cases of one rule.
pub(crate) struct Table {
    pub(crate) rule: String,
    places: Vec<String>,
    base: Option<Value>,
    cases: Vec<Case>,
}

struct Case {
    name: String,
    set: Vec<(String, Value)>,
    unset: Vec<String>,
    finds: Vec<String>,
}

impl Table {
    /// Whether one of the cases breaks the rule.
    pub(crate) fn refuses(&self) -> bool {
        self.cases.iter().any(|case| case.breaks(&self.rule))
    }

    /// Whether in one of the cases nothing at all is found.
    pub(crate) fn accepts(&self) -> bool {
        self.cases.iter().any(|case| case.finds.is_empty())
    }
}

impl Case {
    fn breaks(&self, rule: &str) -> bool {
        self.finds.iter().any(|line| line.split(' ').nth(1) == Some(rule))
    }

    /// The body of this case at that place.
    fn body(&self, place: &str, base: Option<&Value>) -> Value {
        let mut body = bodies::everything();
        if let Some(base) = base {
            fixtures::set(&mut body, place, base.clone());
        }
        for pointer in &self.unset {
            fixtures::unset(&mut body, &format!("{place}{pointer}"));
        }
        for (pointer, value) in &self.set {
            fixtures::set(&mut body, &format!("{place}{pointer}"), value.clone());
        }
        body
    }

    /// The sorted lines that are expected at that place.
    fn expected(&self, place: &str) -> Vec<String> {
        let absolute = |line: &String| match line.rsplit_once(' ') {
            Some((rule, pointer)) => format!("{rule} {place}{}", pointer.trim_matches('\'')),
            None => panic!("{}: `{line}` is not `severity rule pointer`", self.name),
        };
        let mut lines: Vec<String> = self.finds.iter().map(absolute).collect();
        lines.sort_unstable();
        lines
    }
}

/// Every table of the files beside this one.
pub(crate) fn tables() -> Vec<Table> {
    let mut tables = Vec::new();
    for (file, text) in FILES {
        let entries: Vec<Value> = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        tables.extend(entries.iter().map(table));
    }
    tables
}

fn table(entry: &Value) -> Table {
    let rule = entry["rule"].as_str().expect("a table has a rule").to_owned();
    only_keys(&rule, entry, &["rule", "at", "base", "cases"]);
    let cases = entry["cases"].as_object().unwrap_or_else(|| panic!("{rule}: no cases"));
    Table {
        places: texts(&entry["at"]),
        base: entry.get("base").cloned(),
        cases: cases.iter().map(|(name, body)| case(&rule, name, body)).collect(),
        rule,
    }
}

fn case(rule: &str, name: &str, body: &Value) -> Case {
    let name = format!("{rule}, {name}");
    only_keys(&name, body, &["set", "unset", "finds"]);
    let set = body["set"].as_object().into_iter().flatten();
    Case {
        set: set.map(|(pointer, value)| (pointer.clone(), value.clone())).collect(),
        unset: texts(&body["unset"]),
        finds: texts(&body["finds"]),
        name,
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

/// A misspelt key would make a case say less than it seems to.
fn only_keys(name: &str, value: &Value, known: &[&str]) {
    for key in value.as_object().unwrap_or_else(|| panic!("{name}: not a mapping")).keys() {
        assert!(known.contains(&key.as_str()), "{name}: unknown key {key}");
    }
}

#[test]
fn every_case_finds_exactly_what_its_table_says() {
    let mut wrong = Vec::new();
    for table in tables() {
        assert!(!table.places.is_empty(), "{}: no place", table.rule);
        for (case, place) in table.cases.iter().flat_map(|case| table.places.iter().map(move |place| (case, place))) {
            let (found, expected) = (bodies::found(&case.body(place, table.base.as_ref())), case.expected(place));
            if found != expected {
                wrong.push(format!("{} (at {place}):\n  expected {expected:?}\n  found    {found:?}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_table_stands_for_one_rule() {
    let mut seen = BTreeSet::new();
    for table in tables() {
        assert!(seen.insert(table.rule.clone()), "{} has two tables", table.rule);
    }
}

#[test]
fn every_message_says_something_and_none_shows_the_password() {
    for table in tables() {
        for (case, place) in table.cases.iter().flat_map(|case| table.places.iter().map(move |place| (case, place))) {
            let mut body = case.body(place, table.base.as_ref());
            if let Some(password) = body.pointer_mut("/spec/vc_spec/active_location/password") {
                *password = Value::from(vcha_tests::canary::PASSWORD);
            }
            let report = bodies::report(&bodies::tree(&body));
            for found in report.violations() {
                assert!(found.message.len() > 10, "{}: {found}", case.name);
                assert!(found.message.len() < 400, "{}: {found}", case.name);
                assert!(!found.message.contains('\n'), "{}: {found:?}", case.name);
            }
            vcha_tests::canary::assert_none(&case.name, &format!("{report}{report:?}{report:#?}"));
        }
    }
}
