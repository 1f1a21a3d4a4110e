//! Properties of lowering as a whole.

use serde_json::{Value, json};

use super::{document, lower, own, run, sending};
use crate::diagnostic::Code;
use crate::options::Strictness;
use crate::source::Source;
use crate::tests::parse;

const SCHEMAS: &str = "
Root:
  type: object
  required: [kind]
  x-codegen-union: {tag: kind, arms: {A: [a]}}
  properties: {kind: {$ref: '#/components/schemas/Kind'}, a: {type: string, minLength: 1}, list: {type: array, items: {$ref: '#/components/schemas/Root'}}}
Kind: {type: string, enum: [A, B]}
";

#[test]
fn the_same_text_gives_the_same_model() {
    let text = sending(SCHEMAS);
    assert_eq!(own(&text), own(&text));
}

#[test]
fn every_reference_of_the_model_leads_somewhere() {
    let api = own(&sending(SCHEMAS));
    let union = super::object(&api, "Root").union.as_ref().expect("a union");
    assert!(super::object(&api, "Root").members.iter().any(|member| member.field == union.field));
    let rules: Vec<_> = union.arms.iter().flat_map(|arm| &arm.rules).map(|rule| &rule.rule).collect();
    assert!(!rules.is_empty() && rules.iter().all(|name| api.rules.iter().any(|rule| rule.constant == **name)));
}

#[test]
fn an_error_anywhere_means_no_model_and_everything_is_reported() {
    let text = sending(
        "Root: {type: object, properties: {a: {type: string, format: uri}, b: {type: string, format: uri}, c: {type: string, pattern: a}}}",
    );
    let (api, found) = run(&text, Strictness::Own);
    assert!(api.is_none());
    assert_eq!(found.len(), 3);
}

/// A document with a union of that many arms, each with a member of its own.
fn union_of(arms: usize) -> String {
    let members: Vec<String> = (0..arms).map(|arm| format!("m{arm}: {{type: string}}")).collect();
    let listed: Vec<String> = (0..arms).map(|arm| format!("V{arm}: [m{arm}]")).collect();
    let values: Vec<String> = (0..arms).map(|arm| format!("V{arm}")).collect();
    sending(&format!(
        "
Root:
  type: object
  required: [tag]
  x-codegen-union: {{tag: tag, arms: {{{}}}}}
  properties: {{tag: {{$ref: '#/components/schemas/Tag'}}, {}}}
Tag: {{type: string, enum: [{}]}}
",
        listed.join(", "),
        members.join(", "),
        values.join(", ")
    ))
}

/// What is written of a union is its arms times their members: of a large one, more than anybody waits for.
#[test]
fn a_union_whose_rules_are_the_square_of_it_is_refused() {
    let api = own(&union_of(100));
    let unions = api.types.iter().filter_map(|def| match &def.kind {
        crate::model::TypeKind::Object(object) => object.union.as_ref(),
        _ => None,
    });
    assert_eq!(
        unions.map(|union| union.arms.iter().map(|arm| arm.rules.len()).sum::<usize>()).collect::<Vec<_>>(),
        [10_000]
    );
    let (api, found) = run(&union_of(101), Strictness::Foreign);
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert!(api.is_none() && finding.message.contains("101 arms and 101 members"), "{finding:?}");
    assert_eq!(finding.place.pointer.as_str(), "/components/schemas/Root/x-codegen-union");
}

#[test]
fn a_name_too_long_for_a_file_is_a_finding() {
    let named = |length: usize| {
        let module = "a".repeat(length);
        let types = "\nRoot: {type: object, properties: {a: {$ref: '#/components/schemas/Inside'}}}\n";
        sending(&format!(
            "{types}Inside: {{type: object, x-codegen-module: {module}, properties: {{b: {{type: string}}}}}}\n"
        ))
    };
    assert!(run(&named(200), Strictness::Foreign).0.is_some());
    let (api, found) = run(&named(201), Strictness::Foreign);
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert!(api.is_none() && finding.code == crate::diagnostic::Code::BadName, "{finding:?}");
    assert!(finding.place.pointer.as_str().starts_with("/components/schemas/Inside"), "{finding:?}");
}

/// Every way to leave out one node of a value, or to put something else in its place.
fn mutations(value: &Value) -> Vec<Value> {
    let mut all = vec![Value::Null, Value::from("text"), Value::from(7), Value::Array(Vec::new()), json!({})];
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                let mut less = members.clone();
                less.shift_remove(key);
                all.push(Value::Object(less));
                for mutation in mutations(inner) {
                    let mut other = members.clone();
                    other.insert(key.clone(), mutation);
                    all.push(Value::Object(other));
                }
            }
        }
        Value::Array(entries) => {
            for (index, inner) in entries.iter().enumerate() {
                for mutation in mutations(inner) {
                    let mut other = entries.clone();
                    other[index] = mutation;
                    all.push(Value::Array(other));
                }
            }
        }
        _ => {}
    }
    all
}

#[test]
fn no_document_makes_lowering_panic() {
    let operation = "
      tags: [a]
      x-codegen-checks: [{id: R-CALL, doc: The call.}]
      security: [{s: []}]
      requestBody: {required: true, x-codegen-unwrap: spec, content: {application/json: {schema: {type: object, required: [spec], properties: {spec: {$ref: '#/components/schemas/Root'}}}}}}
      responses: {default: {description: Bad., content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Root'}], discriminator: {propertyName: kind}}}}}}
";
    let text = document(operation, SCHEMAS) + "  securitySchemes: {s: {type: http, scheme: basic}}\n";
    let source = Source::new("test.yaml", &text);
    let (whole, _) = parse(&source, Strictness::Own);
    let all = mutations(&whole.expect("a document without errors").tree.root().unwrap().to_json());
    let mut lowered = 0;
    for mutation in &all {
        let source = Source::new("test.json", mutation.to_string());
        let (document, _) = parse(&source, Strictness::Foreign);
        if let Some(document) = document {
            for strictness in [Strictness::Foreign, Strictness::Own] {
                let (api, found) = lower(&document, strictness);
                assert!(api.is_some() || !found.is_empty() || document.is_partial());
            }
            lowered += 1;
        }
    }
    assert!(lowered > 20, "{lowered} of {}", all.len());
}

/// Each name was looked for in each part: with as many names as parts that took minutes.
#[test]
fn required_names_are_looked_for_in_all_parts_at_once() {
    let count = 6000;
    let parts: Vec<Value> = (0..count).map(|nth| json!({"properties": {format!("p{nth}"): {}}})).collect();
    let names: Vec<String> = (0..count).map(|nth| format!("q{nth}")).chain(["p0".to_owned()]).collect();
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {},
        "components": {"schemas": {"Root": {"oneOf": parts, "required": names}}},
    });
    let (_, found) = parse(&Source::new("test.json", document.to_string()), Strictness::Foreign);
    assert_eq!(found.iter().filter(|one| one.code == Code::RequiredUnknown).count(), count);
}
