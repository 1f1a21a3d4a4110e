//! The same document gives the same bytes, however it is written down.

use std::sync::LazyLock;

use codegen::files::{Files, compare};
use serde_json::Value;
use vcha_tests::generate::{generate_vcha, spec};

use crate::tree::{Random, shuffle, split};

/// Checks that a text gives the same output as the description.
fn gives_the_same(text: &str, how: &str) {
    static EXPECTED: LazyLock<Files> = LazyLock::new(|| generate_vcha(&spec()).unwrap().files);
    let found = generate_vcha(text).unwrap_or_else(|failure| panic!("{how}: {:?}", failure.diagnostics)).files;
    let changes = compare(&EXPECTED, &found);
    assert!(changes.is_empty(), "{how}: {:?} {:?} {:?}", changes.added, changes.changed, changes.stale);
}

fn tree() -> Value {
    serde_yaml::from_str(&spec()).unwrap()
}

#[test]
fn twice_in_a_row() {
    gives_the_same(&spec(), "again");
}

#[test]
fn json_or_yaml() {
    gives_the_same(&tree().to_string(), "JSON in one line");
    gives_the_same(&serde_json::to_string_pretty(&tree()).unwrap(), "JSON in many lines");
    gives_the_same(&serde_yaml::to_string(&tree()).unwrap(), "YAML without comments");
}

#[test]
fn any_line_ends_and_a_byte_order_mark() {
    let crlf = spec().replace('\n', "\r\n");
    gives_the_same(&crlf, "CRLF");
    gives_the_same(&format!("\u{feff}{}", spec()), "a byte order mark");
    gives_the_same(&format!("\u{feff}{crlf}"), "both");
    gives_the_same(&format!("---\n{}...\n", spec()), "marks of a YAML document");
    gives_the_same(spec().trim_end(), "no line end at the end");
}

/// Objects whose order is an order of the output. At the top it is the one of the rules: those of the document, of
/// operations and of schemas are listed as they come. Else only maps with names of the author's as keys have one, and
/// the operations of a path.
fn has_a_meaning(pointer: &str) -> bool {
    if pointer.is_empty() {
        return true;
    }
    let (parent, key) = split(pointer);
    if parent == "/paths" {
        return true;
    }
    let is_keyword = !parent.ends_with("/properties");
    let ordered = ["properties", "schemas", "paths", "mapping", "arms", "securitySchemes", "variables"];
    is_keyword && ordered.contains(&key.as_str())
}

#[test]
fn any_order_of_what_has_no_order() {
    for seed in 1..=8 {
        let mut shuffled = tree();
        shuffle(&mut shuffled, &mut Random::new(seed), &has_a_meaning);
        assert_ne!(shuffled.to_string(), tree().to_string());
        gives_the_same(&shuffled.to_string(), &format!("JSON in order {seed}"));
        gives_the_same(&serde_yaml::to_string(&shuffled).unwrap(), &format!("YAML in order {seed}"));
    }
}

#[test]
fn the_order_of_properties_and_schemas_is_kept() {
    let mut turned = tree();
    let schemas = turned["components"]["schemas"].as_object_mut().unwrap();
    let mut list: Vec<_> = std::mem::take(schemas).into_iter().collect();
    list.reverse();
    schemas.extend(list);
    let files = generate_vcha(&turned.to_string()).unwrap().files;
    let index = std::str::from_utf8(files.get("types.rs").unwrap()).unwrap().to_owned();
    let place = |name: &str| {
        index
            .find(&format!("pub struct {name}"))
            .or_else(|| index.find(&format!("pub enum {name}")))
            .unwrap_or_else(|| panic!("{name} is not in:\n{index}"))
    };
    assert!(place("CertificateInfo") < place("TaskStatus"));
    assert!(place("TaskStatus") < place("RedeploySpec"));
}
