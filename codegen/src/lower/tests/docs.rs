//! Docs and example values.

use super::{abroad, def, member, own, sending};
use crate::model::{Output, Primitive, Sample, Type, TypeKind};

#[test]
fn descriptions_and_the_sentences_of_keywords() {
    let api = abroad(&sending(
        "
Root:
  type: object
  description: ' A root. '
  deprecated: true
  x-codegen-since: '1'
  externalDocs: {url: 'https://example.com/root'}
  properties:
    a: {type: string, format: uri, default: x, description: An a., deprecated: true}
    b: {type: integer, default: 7}
    c: {type: string, title: The c}
    d: {$ref: '#/components/schemas/Id'}
    e: {type: string, format: password, default: hunter2}
Id: {type: string, format: uri, description: An id., default: y}
",
    ));
    let root = &def(&api, "Root").docs;
    assert_eq!(root.description, "A root.\n\nSee <https://example.com/root>.");
    assert!(root.deprecated && root.since.as_deref() == Some("1"));
    let text = |wire| member(&api, "Root", wire).docs.description.as_str();
    assert_eq!(text("a"), "An a.\n\nFormat: `uri`.\n\nDefault: `x`.");
    assert!(member(&api, "Root", "a").docs.deprecated && !member(&api, "Root", "b").docs.deprecated);
    assert_eq!((text("b"), text("c"), text("d"), text("e")), ("Default: `7`.", "The c", "", ""));
    assert_eq!(def(&api, "Id").docs.description, "An id.\n\nFormat: `uri`.\n\nDefault: `y`.");
}

#[test]
fn what_is_said_beside_a_reference_comes_first() {
    let api = own("
openapi: 3.1.0
info: {title: Test, version: '1'}
paths:
  /call:
    get:
      operationId: call
      parameters: [{$ref: '#/components/parameters/P', description: Of this call.}, {$ref: '#/components/parameters/Q'}]
      responses:
        '200': {$ref: '#/components/responses/Text', description: A word.}
        '202': {description: Later., content: {text/plain: {}}, headers: {X-Left: {$ref: '#/components/headers/Left', description: Still left.}}}
        '203': {description: A number., content: {application/json: {schema: {type: integer}}}}
components:
  parameters:
    P: {name: p, in: query, description: Of all calls., schema: {type: string}}
    Q: {name: q, in: query, description: Of all calls., schema: {type: string}}
  headers: {Left: {description: Left., schema: {type: integer}}}
  responses: {Text: {description: A text., content: {text/plain: {}}}}
");
    let call = &api.modules[0].operations[0];
    let said: Vec<&str> = call.parameters.iter().map(|one| one.docs.description.as_str()).collect();
    assert_eq!(said, ["Of this call.", "Of all calls."]);
    assert_eq!(call.response_headers.as_ref().unwrap().headers[0].docs.description, "Still left.");
    let Output::Several(answers) = &call.output else { panic!("{:?}", call.output) };
    assert_eq!(answers.arms[0].docs.description, "A word.");
}

#[test]
fn examples_are_the_authors_where_they_are_valid() {
    let api = own(&sending(
        "
Root:
  type: object
  properties:
    good: {type: integer, minimum: 5, example: 7}
    low: {type: integer, minimum: 5, example: 3}
    typed: {type: integer, format: int32, example: 3000000000}
    small: {type: integer, maximum: -3}
    plain: {type: integer}
    short: {type: string, maxLength: 2}
    long: {type: string, minLength: 6}
    endless: {type: string, minLength: 1000000}
    secret: {type: string, format: password}
    stamp: {type: string, format: date-time}
    kind: {type: string, enum: [a, b], example: b}
    other: {type: string, enum: [a, b], example: c}
    id: {$ref: '#/components/schemas/Id'}
    words: {type: array, items: {type: string, example: word}}
    given: {type: array, items: {type: string}, example: [x, y]}
    wrong: {type: array, items: {type: string}, example: [x, 1]}
    things: {type: array, items: {$ref: '#/components/schemas/Thing'}}
    thing: {$ref: '#/components/schemas/Thing'}
    any: {example: {a: 1}}
    flag: {type: boolean, default: false}
    half: {type: number, example: 0.5}
Id: {type: string, minLength: 3}
Thing: {type: object, properties: {a: {type: string}}}
",
    ));
    let text = |text: &str| Sample::Text(text.to_owned());
    let wrapped = |ty, text: &str| Sample::Wrapped(ty, text.to_owned());
    let variant = |wire: &str, name: &str| Sample::Variant {
        of: super::id(&api, name),
        variant: crate::model::Ident::new(wire.to_uppercase()),
        wire: wire.to_owned(),
    };
    for (wire, expected) in [
        ("good", Sample::Integer(7)),
        ("low", Sample::Integer(5)),
        ("typed", Sample::Integer(1)),
        ("small", Sample::Integer(-3)),
        ("plain", Sample::Integer(1)),
        ("short", text("te")),
        ("long", text("textte")),
        ("secret", wrapped(Type::Primitive(Primitive::Secret), "secret")),
        ("stamp", wrapped(Type::Primitive(Primitive::DateTime), "2030-01-31T12:00:00Z")),
        ("kind", variant("b", "RootKind")),
        ("other", variant("a", "RootOther")),
        ("id", wrapped(Type::Named(super::id(&api, "Id")), "text")),
        ("words", Sample::List(vec![text("word")])),
        ("given", Sample::List(vec![text("x"), text("y")])),
        ("wrong", Sample::List(vec![text("text")])),
        ("things", Sample::List(Vec::new())),
        ("any", Sample::Any),
        ("flag", Sample::Bool(false)),
        ("half", Sample::Double(0.5)),
    ] {
        assert_eq!(member(&api, "Root", wire).example.as_ref(), Some(&expected), "{wire}");
    }
    assert_eq!(member(&api, "Root", "thing").example, None);
    assert!(matches!(&member(&api, "Root", "endless").example, Some(Sample::Text(text)) if text.len() == 200));
    assert!(matches!(&def(&api, "Id").kind, TypeKind::Newtype(id) if id.example == "text"));
}
