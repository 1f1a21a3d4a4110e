//! Errors of the grammar and of lowering in one run, and what does not follow from them.

use super::super::lower;
use super::sending;
use crate::diagnostic::Diagnostic;
use crate::options::Strictness;
use crate::source::Source;
use crate::tests::parse;

/// Everything that is said about a document, by place.
fn all(text: &str, strictness: Strictness) -> Vec<String> {
    let source = Source::new("test.yaml", text);
    let (document, mut found) = parse(&source, strictness);
    let (api, lowered) = lower(&document.expect("a document of OpenAPI 3.0"), strictness);
    assert!(api.is_none(), "there is no model of a document with errors");
    found.extend(lowered);
    let tell = |one: &Diagnostic| format!("{:?} {}", one.code, one.place.pointer);
    found.iter().map(tell).collect()
}

#[test]
fn errors_of_every_step_come_in_one_run() {
    let text = "
openapi: 3.0.3
info: {title: Test, version: '1', lisence: {name: MIT}}
paths:
  /a:
    get:
      operationId: one
      parameters: [{name: q, in: query, schema: {type: strnig}}]
      responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
  /b:
    get: {operationId: two, responses: {'204': {descripton: Done.}}}
    put: {operationId: three, responses: {'204': {description: Done., content: {application/json: {schema: {type: string}}}}}}
components:
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {anyOf: [{type: string}]}, c: 5}}
    B: {type: object, properties: {d: {type: string, minLenght: 3}, e: {not: {type: string}}}}
";
    let expected = [
        "DuplicateKey /components/schemas/A/properties/c",
        "UnknownKey /info/lisence",
        "UnknownType /paths/~1a/get/parameters/0/schema/type",
        "UnknownKey /paths/~1b/get/responses/204/descripton",
        "MissingField /paths/~1b/get/responses/204",
        "UnknownKey /components/schemas/B/properties/d/minLenght",
        "WouldBeLost /paths/~1b/put/responses/204/content",
        "WouldBeLost /components/schemas/B/properties/e/not",
    ];
    let mut found = all(text, Strictness::Own);
    let mut expected = expected.map(str::to_owned).to_vec();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

/// A slip in each part of a document that is right otherwise; whatever hangs together with that part stays silent.
#[test]
fn one_error_is_one_finding() {
    let text = "
openapi: 3.0.3
info: {title: Test, version: '1'}
tags: [{name: t}]
servers: [{url: 'https://a.example.com'}]
security: [{key: []}]
paths:
  /a/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}]
    post:
      operationId: a
      tags: [t]
      requestBody: {$ref: '#/components/requestBodies/Body'}
      responses:
        '200': {$ref: '#/components/responses/Good'}
        '201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/Root'}}}}
        '400': {description: Bad., content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  parameters: {Id: {name: id, in: path, required: true, schema: {$ref: '#/components/schemas/Kind'}}}
  requestBodies: {Body: {required: true, x-codegen-unwrap: spec, content: {application/json: {schema: {$ref: '#/components/schemas/Spec'}}}}}
  responses: {Good: {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Root'}}}}}
  schemas:
    Spec: {type: object, required: [spec], properties: {spec: {$ref: '#/components/schemas/Root'}}}
    Kind: {type: string, enum: [V4, V6]}
    Root:
      type: object
      required: [kind]
      properties:
        kind: {$ref: '#/components/schemas/Kind'}
        a: {type: integer, minimum: 1}
        b: {$ref: '#/components/schemas/Inner'}
      x-codegen-union: {tag: kind, arms: {V4: [a], V6: [b]}}
      x-codegen-checks:
        - {id: R-1, doc: Rule., by: range, member: a}
        - {id: R-2, doc: Rule.}
    Inner: {type: object, properties: {c: {type: string, maxLength: 3}}, x-codegen-checks: [{id: R-3, doc: Rule.}]}
    Fault: {oneOf: [{$ref: '#/components/schemas/Gone'}], discriminator: {propertyName: kind, mapping: {gone: '#/components/schemas/Gone'}}}
    Gone: {type: object, required: [kind], properties: {kind: {type: string}, text: {type: string}}}
";
    let source = Source::new("test.yaml", text);
    let (document, found) = parse(&source, Strictness::Own);
    let (api, lowered) = lower(&document.unwrap(), Strictness::Own);
    assert!(found.is_empty() && lowered.is_empty() && api.is_some(), "{found:?} {lowered:?}");
    for (right, wrong, slips) in [
        ("type: apiKey, in: header,", "type: apiKey, in: header, slip: 1,", ["UnknownKey"].as_slice()),
        ("version: '1'}", "version: 1}", &["WrongType"]),
        ("tags: [{name: t}]", "tags: [{name: t, slip: 1}]", &["UnknownKey"]),
        ("url: 'https://a.example.com'", "url: 5", &["WrongType"]),
        ("in: path, required: true,", "in: path, required: true, slip: 1,", &["UnknownKey"]),
        ("Body: {required: true,", "Body: {required: true, slip: 1,", &["UnknownKey"]),
        ("Good: {description: Done.,", "Good: {", &["MissingField"]),
        ("operationId: a", "operationId: 5", &["WrongType"]),
        ("Spec: {type: object,", "Spec: {type: object, slip: 1,", &["UnknownKey"]),
        ("Kind: {type: string, enum: [V4, V6]}", "Kind: {type: string, enum: [V4, V6], slip: 1}", &["UnknownKey"]),
        ("    Root:\n      type: object", "    Root:\n      slip: 1\n      type: object", &["UnknownKey"]),
        ("a: {type: integer,", "a: {type: integer, slip: 1,", &["UnknownKey"]),
        ("minimum: 1}", "minimun: 1}", &["UnknownKey", "CheckWithoutKeyword"]),
        ("tag: kind, arms", "tag: king, arms", &["UnknownMember"]),
        ("id: R-1, doc: Rule.,", "id: R-1,", &["BadExtension"]),
        ("id: R-2, doc: Rule.", "id: R-2, doc: Rule., by: unknown", &["MisplacedExtension"]),
        ("Inner: {type: object,", "Inner: {type: object, slip: 1,", &["UnknownKey"]),
        ("Fault: {oneOf:", "Fault: {slip: 1, oneOf:", &["UnknownKey"]),
        ("Gone: {type: object,", "Gone: {type: object, slip: 1,", &["UnknownKey"]),
        (
            "oneOf: [{$ref: '#/components/schemas/Gone'}]",
            "oneOf: [{$ref: '#/components/schemas/Gome'}]",
            &["DanglingRef"],
        ),
    ] {
        assert!(text.contains(right), "{right}");
        let found = all(&text.replacen(right, wrong, 1), Strictness::Own);
        let codes: Vec<&str> = found.iter().filter_map(|one| one.split(' ').next()).collect();
        assert_eq!(codes, slips, "{wrong}: {found:?}");
    }
}

#[test]
fn what_is_wrong_with_the_whole_document_hides_nothing() {
    let text = sending("Root: {type: object, properties: {a: {type: string, format: uri}}}").replace("info:", "inof:");
    let found = all(&text, Strictness::Own);
    let place = "OtherFormat /components/schemas/Root/properties/a/format";
    assert_eq!(found, ["UnknownKey /inof", "MissingField ", place]);
}
