//! What is read of a schema, and what kind it is.

use super::*;
use crate::options::Strictness;
use crate::source::Source;
use crate::tests::parse;

/// A document with this schema alone.
fn with(schema: &str) -> Source {
    let schema = schema.trim().replace('\n', "\n      ");
    let head = "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths: {}\n";
    Source::new("x", format!("{head}components:\n  schemas:\n    A:\n      {schema}\n"))
}

fn schemas(source: &Source) -> Vec<Schema<'_>> {
    let schemas = parse(source, Strictness::Foreign).0.unwrap().schemas;
    schemas.ids().map(|id| schemas.get(id).unwrap().clone()).collect()
}

#[test]
fn every_keyword_is_read_as_it_is_written() {
    let text = "
type: integer
title: T
description: D
format: int64
default: 123456789012345678901234567890
example: 1.50
minimum: -1e3
maximum: 36893488147419103232
exclusiveMinimum: true
nullable: true
externalDocs: {url: 'https://example.com'}
x-codegen-name: named
";
    let source = with(text);
    let all = schemas(&source);
    let schema = all.first().unwrap();
    assert_eq!((schema.kind, schema.title, schema.description), (Kind::Integer, Some("T"), Some("D")));
    assert_eq!((schema.format, schema.see), (Some("int64"), Some("https://example.com")));
    assert_eq!(schema.default.unwrap().to_string(), "123456789012345678901234567890");
    assert_eq!(schema.example.unwrap().to_string(), "1.50");
    assert_eq!(schema.minimum.unwrap().to_string(), "-1e3");
    assert_eq!(schema.maximum.unwrap().to_string(), "36893488147419103232");
    assert!(schema.exclusive_minimum && !schema.exclusive_maximum && schema.nullable);
    assert_eq!(schema.own("x-codegen-name"), Some("named"));
    assert_eq!(
        schema.node.get("minimum").unwrap().pointer().as_str(),
        "/components/schemas/A/minimum",
        "a keyword knows its place"
    );
}

#[test]
fn schemas_inside_are_read_once_each_and_references_are_none() {
    let text = "
properties: {a: {type: string}, b: {$ref: '#/components/schemas/A/properties/a'}}
additionalProperties: {items: {allOf: [{type: object}, {oneOf: [{not: {type: string}}]}]}}
example: {type: string}
";
    let source = with(text);
    let all = schemas(&source);
    let place = |schema: &Schema<'_>| schema.node.pointer().as_str().replace("/components/schemas/A", "");
    let places: Vec<String> = all.iter().map(place).collect();
    let more = "/additionalProperties";
    let expected = [
        "",
        "/properties/a",
        more,
        &format!("{more}/items"),
        &format!("{more}/items/allOf/0"),
        &format!("{more}/items/allOf/1"),
        &format!("{more}/items/allOf/1/oneOf/0"),
        &format!("{more}/items/allOf/1/oneOf/0/not"),
    ];
    assert_eq!(places, expected);
}

#[test]
fn the_kind_of_a_schema_is_what_its_keywords_say() {
    for (text, kind) in [
        ("{}", Kind::Any),
        ("{type: string}", Kind::String),
        ("{type: number, minimum: 1}", Kind::Number),
        ("{type: strnig}", Kind::Any),
        ("{description: D}", Kind::Any),
        ("{properties: {a: {}}}", Kind::Object),
        ("{additionalProperties: {type: string}}", Kind::Object),
        ("{required: [a]}", Kind::Any),
        ("{properties: {a: {}}, minLength: 1}", Kind::Any),
        ("{items: {}}", Kind::Array),
        ("{enum: [a, b]}", Kind::String),
        ("{enum: [a, 1]}", Kind::Any),
        ("{enum: [a, null]}", Kind::String),
        ("{enum: [null]}", Kind::Null),
        ("{enum: []}", Kind::Any),
        ("{minLength: 1}", Kind::Any),
        ("{type: object, oneOf: [{}]}", Kind::Object),
        ("{not: {}}", Kind::Any),
        ("{allOf: [{}], properties: {}}", Kind::Object),
    ] {
        let source = with(text);
        assert_eq!(schemas(&source)[0].kind, kind, "{text}");
    }
}
