//! Slips in keys: each object suggests what it has, and shows no more of a key than a name.

use serde_json::{Map, Value, json};

use super::Walk;
use super::fate_tests::kinds;
use super::kind::ObjectKind;
use super::version::Version;
use crate::diagnostic::{Code, Diagnostic};
use crate::options::Strictness;
use crate::render::{render_human, render_json};
use crate::source::Source;
use crate::tests::parse;

/// What is said of the keys that an object of this kind does not have.
fn unknown(version: Version, kind: ObjectKind, object: Map<String, Value>) -> Vec<Diagnostic> {
    let source = Source::new("x", Value::Object(object).to_string());
    let object = source.reading().tree.root().unwrap();
    let mut walk = Walk::new(object.as_object().unwrap(), version, Strictness::Foreign);
    walk.object(kind, object);
    walk.found.retain(|one| one.code == Code::UnknownKey);
    walk.found
}

#[test]
fn every_key_of_every_object_is_suggested_for_a_slip() {
    let mut count = 0;
    for (kind, version) in kinds().into_iter().flat_map(|kind| Version::ALL.map(|version| (kind, version))) {
        for field in kind.fields_of(version) {
            let last = field.name.chars().last().unwrap();
            let slip = format!("{}{last}", field.name);
            let found = unknown(version, kind, Map::from_iter([(slip.clone(), json!(null))]));
            assert_eq!(found.len(), 1, "{slip} on {}", kind.title());
            assert_eq!(found[0].way_out(), format!("did you mean `{}`?", field.name), "{slip} on {}", kind.title());
            count += 1;
        }
    }
    assert!(count > 150, "{count}");
}

#[test]
fn a_key_that_is_there_already_is_suggested_as_such() {
    let object = Map::from_iter([("typ".to_owned(), json!("string")), ("type".to_owned(), json!("string"))]);
    let found = unknown(Version::V30, ObjectKind::Schema, object);
    assert_eq!(found[0].way_out(), "did you mean `type`, which is there already? remove one of them");
    let far = unknown(Version::V30, ObjectKind::Schema, Map::from_iter([("colour".to_owned(), json!("red"))]));
    assert_eq!(far[0].way_out(), "keys of your own begin with `x-`");
}

/// Everything that is shown of a document: in words, in JSON, and to whoever prints the findings themselves.
fn all_that_is_shown(text: &str, strictness: Strictness) -> String {
    let source = Source::new("test.yaml", text);
    let (document, mut found) = parse(&source, strictness);
    if let Some(document) = document {
        found.extend(crate::lower::lower(&document, strictness).1);
    }
    assert!(!found.is_empty());
    let messages: Vec<_> = found.iter().map(|one| format!("{} {:?}", one.message, one.help)).collect();
    let human = render_human(&source, &found, false);
    format!("{human}{}{}", render_json(&source, &found), messages.join("\n"))
}

#[test]
fn a_key_that_holds_more_than_a_name_is_not_shown() {
    let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";
    for rest in [
        "paths: {}\ncomponents: {schemas: {A: {type: object, password:hunter2, typ: b}}}",
        "paths: {}\ncomponents: {schemas: {A: {typ: b, password:hunter2}, password:hunter2: {typ: a}}}",
        "paths: {}\ncomponents: {schemas: {A: {properties: {password:hunter2: {nullabel: true}}}}}",
        "paths: {}\ncomponents: {schemas: {A: {default: {password:hunter2: 1, password:hunter2: 2}}}}",
        "paths: {}\ncomponents: {schemas: {A: {type: string, enum: [{password:hunter2}, [{password:hunter2}]], default: {password:hunter2}}}}",
        "paths: {}\ncomponents: {schemas: {A: {enum: [{password:hunter2}, {password:hunter2}]}}}",
        "paths: {password:hunter2: {}}",
        "paths: {/a: {get: {responses: {password:hunter2: {description: A.}}}}}",
        "paths: {}\nsecurity: [{password:hunter2: []}]\ncomponents: {securitySchemes: {password:hunter3: {type: http, scheme: basic}}}",
        "paths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B', password:hunter2: 1}, B: {}}}",
        "paths: {}\nx-codegen-password:hunter2: 1",
        "paths: {}\nx-codegen-checks: [{id: R-1, doc: A., password:hunter2}]",
    ] {
        for strictness in [Strictness::Own, Strictness::Foreign] {
            let shown = all_that_is_shown(&format!("{head}{rest}\n"), strictness);
            assert!(!shown.contains("hunter"), "{rest}\n{shown}");
            assert!(shown.contains("\"line\":"), "{shown}");
        }
    }
}

#[test]
fn a_name_in_required_is_not_quoted_either() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {type: object, properties: {a: {}}, required: ['a:b c', 'a:b c']}}}\n";
    let (_, found) = parse(&Source::new("test.yaml", text), Strictness::Own);
    let messages: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(messages, ["there is no property `…`", "`…` stands twice in `required`"]);
}

#[test]
fn a_missing_space_is_pointed_out() {
    let found = unknown(Version::V30, ObjectKind::Info, Map::from_iter([("password:hunter2".to_owned(), json!(null))]));
    assert_eq!(found[0].message, "`info` has no key `…`");
    assert!(found[0].way_out().contains("is a space missing behind a `:`?"), "{}", found[0].way_out());
}
