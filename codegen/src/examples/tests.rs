//! Tests of `examples`.

use super::*;
use crate::options::Strictness;
use crate::source::Source;

const TEXT: &str = "
openapi: 3.0.3
info: {title: T, version: '1'}
tags: [{name: t}]
paths:
  /pets:
    post:
      operationId: add
      tags: [t]
      parameters:
        - {name: limit, in: query, schema: {type: integer, default: 7}, examples: {few: {value: 1}}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Pet'}
            examples: {shared: {$ref: '#/components/examples/Pet'}}
      responses:
        '200':
          description: Done.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
              example: [{name: a, more: true, example: {default: 1}, tags: [b], age: null}]
components:
  examples:
    Pet: {value: {name: c, home: {street: d, no: 5}}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, example: Rex}
        age: {type: integer, default: 99999999999999999999}
        tags: {type: array, items: {type: string, example: calm}}
        home: {$ref: '#/components/schemas/Home'}
        default: {type: string, default: e}
    Home: {type: object, properties: {street: {type: string}}, example: {street: f}}
    Unreached: {type: string, example: g}
";

fn of_text() -> Examples {
    let source = Source::new("test.yaml", TEXT);
    let options = Options {
        strictness: Strictness::Foreign,
        module_path: None,
        origin: "test.yaml".to_owned(),
        command: "cargo test".to_owned(),
    };
    crate::examples(&source, &options)
}

#[test]
fn each_value_has_the_type_that_reads_it() {
    let all = of_text();
    let shown: Vec<String> =
        all.typed.iter().map(|one| format!("{} {} {}", one.pointer, one.ty.replace(' ', ""), one.json)).collect();
    assert_eq!(
        shown,
        [
            "/paths/~1pets/post/parameters/0/schema/default i64 7",
            "/paths/~1pets/post/parameters/0/examples/few/value i64 1",
            r#"/components/examples/Pet/value types::Pet {"name":"c","home":{"street":"d","no":5}}"#,
            r#"/paths/~1pets/post/responses/200/content/application~1json/example Vec<types::Pet> [{"name":"a","more":true,"example":{"default":1},"tags":["b"],"age":null}]"#,
            r#"/components/schemas/Pet/properties/name/example String "Rex""#,
            "/components/schemas/Pet/properties/age/default i64 99999999999999999999",
            r#"/components/schemas/Pet/properties/tags/items/example String "calm""#,
            r#"/components/schemas/Pet/properties/default/default String "e""#,
            r#"/components/schemas/Home/example types::Home {"street":"f"}"#,
        ]
    );
    assert_eq!(all.untyped.iter().map(Pointer::as_str).collect::<Vec<_>>(), ["/components/schemas/Unreached/example"]);
}

#[test]
fn what_a_type_keeps_is_what_the_document_knows() {
    let kept: Vec<String> =
        of_text().typed.into_iter().filter(|one| one.kept != one.json).map(|one| one.kept).collect();
    assert_eq!(kept, [r#"{"name":"c","home":{"street":"d"}}"#, r#"[{"name":"a","tags":["b"]}]"#]);
}

#[test]
fn a_choice_keeps_what_its_arm_keeps() {
    let text = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /pets:
    get:
      operationId: list
      responses:
        '200':
          description: Done.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
              example: [{kind: cat, a: 1, b: 2}, {b: 2, kind: dog}, {kind: cow, a: 1}, {a: 1}]
  /values:
    get:
      operationId: values
      responses:
        '200':
          description: Done.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Value'}}
              example: [text, [1], {a: 1, b: 2}, {c: 3, d: 4}, {d: 4}, null]
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: Dog}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, a: {type: integer}}}
    Dog: {type: object}
    Value:
      anyOf:
        - {type: string}
        - {type: array, items: {type: integer}}
        - {type: object, required: [a], properties: {a: {type: integer}}}
        - {type: object, required: [c], properties: {c: {type: integer}}}
";
    let options = Options {
        strictness: Strictness::Foreign,
        module_path: None,
        origin: "test.yaml".to_owned(),
        command: "cargo test".to_owned(),
    };
    let all = crate::examples(&Source::new("test.yaml", text), &options);
    let kept: Vec<&str> = all.typed.iter().map(|example| example.kept.as_str()).collect();
    assert_eq!(
        kept,
        [
            r#"[{"kind":"cat","a":1},{"b":2,"kind":"dog"},{"kind":"cow","a":1},{"a":1}]"#,
            r#"["text",[1],{"a":1},{"c":3},{"d":4},null]"#
        ]
    );
}
