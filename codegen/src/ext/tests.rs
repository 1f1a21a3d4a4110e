//! Reading the extension keys.

use serde_json::json;

use super::*;
use crate::source::Source;

fn extensions(value: &Value) -> Extensions {
    value.as_object().unwrap().iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}

#[test]
fn good_values_are_read_whole() {
    let text_of = json!({
        "x-codegen-name": "Animal", "x-codegen-since": "6.7.1", "x-codegen-unwrap": "value",
        "x-codegen-module": "rest::pets", "x-codegen-text": "message",
        "x-codegen-values": {"A": {"name": "First", "doc": "One.", "since": "7.0"}, "B": {}},
        "x-codegen-union": {"tag": "kind", "arms": {"V6": ["b"], "V4": []}},
        "x-codegen-checks": [
            {"id": "R-PLACEMENT-1", "doc": "Rule.", "source": "a.txt:1", "severity": "warning", "by": ["range", "hook"], "member": "m"},
            {"id": "R.2", "doc": "Rule."},
        ],
    });
    let source = Source::new("x", text_of.to_string());
    let (all, node) = (extensions(&text_of), source.reading().tree.root().unwrap());
    assert_eq!((name(&all), since(&all), unwrap(&all)), (Some("Animal"), Some("6.7.1"), Some("value")));
    let values = values(node);
    assert_eq!(values.get("A").unwrap().doc.as_deref(), Some("One."));
    assert_eq!(values.get("B"), Some(&EnumValue::default()));
    let union = union(node).unwrap();
    assert_eq!(union.arms.keys().collect::<Vec<_>>(), ["V6", "V4"], "in the order of the document");
    let checks = checks(node);
    let (_, first) = checks.first().unwrap();
    assert_eq!((first.severity, first.by.as_slice()), (Severity::Warning, &[By::Range, By::Hook][..]));
    assert_eq!((first.hook_name().as_str(), first.has_hook()), ("r_placement_1", true));
    let (written, second) = checks.last().unwrap();
    assert_eq!(written.node().pointer().as_str(), "/x-codegen-checks/1");
    assert_eq!((second.severity, second.by.as_slice()), (Severity::Error, &[By::Hook][..]));
}

#[test]
fn bad_values_are_reported_where_they_stand() {
    let value = json!([
        {"id": "1", "doc": "x"}, {"doc": ""}, 5, {"id": "A", "doc": "x", "by": ["hook", "hook", "no"]},
        {"id": "A", "doc": "x", "severity": "eror", "more": 1, "by": []},
    ]);
    let source = Source::new("x", value.to_string());
    let mut found = Vec::new();
    let checks = read_checks(source.reading().tree.root().unwrap(), &mut found);
    let kept: Vec<_> = checks.iter().map(|(written, _)| written.node().pointer().to_string()).collect();
    assert_eq!(kept, ["/3", "/4"], "what is good is kept, and knows where it stands");
    let places: Vec<_> = found.iter().map(|one| one.place.pointer.as_str()).collect();
    assert_eq!(places, ["/0/id", "/1", "/1/doc", "/2", "/3/by/1", "/3/by/2", "/4/more", "/4/severity", "/4/by"]);
}

#[test]
fn anything_can_be_asked_without_a_panic() {
    for value in [
        json!(null),
        json!(1),
        json!([]),
        json!({}),
        json!([[]]),
        json!({"tag": 1, "arms": [1]}),
        json!({"a": {"name": {}}}),
    ] {
        let all: Extensions = KEYS.iter().map(|key| ((*key).to_owned(), value.clone())).collect();
        let source = Source::new("x", json!(all).to_string());
        let node = source.reading().tree.root().unwrap();
        assert!(checks(node).is_empty());
        assert!(union(node).is_none());
        assert_eq!(name(&all), None);
        assert!(values(node).len() <= 1);
    }
}
