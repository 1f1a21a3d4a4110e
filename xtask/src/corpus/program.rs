//! The program that a generated crate gets: it reads each value through its type, writes it back, and tells what is not the same.

use std::collections::BTreeMap;

use codegen::Example;

/// What does not depend on the document. A line of JSON for each value that fails.
const REST: &str = r#"
#[allow(unused_imports, reason = "not every document has maps")]
use std::collections;

use serde_json::{Value, json};

/// Each value: where it stands, its JSON, and what has to come back.
fn check<T: rt::FromJson + rt::ToJson>(values: &[(&str, &str, &str)]) {
    for (place, json, kept) in values {
        let mut reader = rt::Reader::new(json, rt::Mode::Response, &rules::READ);
        let value = T::from_json(&mut reader);
        match reader.finish(value) {
            Err(report) => tell(place, &format!("is not read: {report}")),
            Ok(value) => match value.exposed().to_body() {
                Err(error) => tell(place, &format!("is not written: {error}")),
                Ok(body) => compare(place, kept, body.as_bytes()),
            },
        }
    }
}

fn compare(place: &str, kept: &str, written: &[u8]) {
    match (serde_json::from_str::<Value>(kept), serde_json::from_slice::<Value>(written)) {
        (Ok(kept), Ok(back)) if is_same(&kept, &back) => {}
        _ => tell(place, &format!("comes back as {}", String::from_utf8_lossy(written))),
    }
}

/// Numbers are the same if their values are: JSON does not tell 1 from 1.0.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has_same = |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(has_same)
        }
        _ => one == other,
    }
}

fn tell(place: &str, problem: &str) {
    println!("{}", json!({"place": place, "problem": problem}));
}
"#;

/// The program for a crate of this name, as Rust spells it.
pub(super) fn text(krate: &str, values: &[Example]) -> String {
    let mut by_type: BTreeMap<&str, Vec<&Example>> = BTreeMap::new();
    for value in values {
        by_type.entry(&value.ty).or_default().push(value);
    }
    let mut program =
        format!("//! Reads the values that the document gives.\n\nuse {krate}::api::*;\n\nfn main() {{\n");
    for (ty, values) in by_type {
        program.push_str(&format!("    check::<{ty}>(&[\n"));
        for Example { pointer, json, kept, .. } in values.into_iter() {
            program.push_str(&format!("        ({:?}, {json:?}, {kept:?}),\n", pointer.as_str()));
        }
        program.push_str("    ]);\n");
    }
    program.push_str("}\n");
    program + REST
}
