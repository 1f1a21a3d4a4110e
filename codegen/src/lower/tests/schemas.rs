//! Schemas that say more, or say it in other ways, than most: each is carried, or told by the keyword that is not.

use super::{abroad, complaints, member, own, receiving, sending};
use crate::diagnostic::{Code, Severity};
use crate::model::{Constraint, Limit, Primitive, Type};
use crate::options::Strictness;

#[test]
fn numbers_keep_their_digits() {
    let api = own(&receiving(
        "
Root:
  type: object
  properties:
    a: {type: integer, default: 123456789012345678901234567890}
    b: {type: number, default: 1.50}
",
    ));
    let docs = |wire| member(&api, "Root", wire).docs.description.clone();
    assert_eq!(docs("a"), "Default: `123456789012345678901234567890`.");
    assert_eq!(docs("b"), "Default: `1.50`.");
}

#[test]
fn limits_are_carried_as_far_as_the_type_goes_and_told_beyond() {
    let range = |limits: &str| {
        let api = own(&sending(&format!("Root: {{type: object, properties: {{a: {{type: integer, {limits}}}}}}}")));
        match member(&api, "Root", "a").limits.own.as_slice() {
            [Constraint { limit: Limit::Range(minimum, maximum), .. }] => (*minimum, *maximum),
            other => panic!("{limits}: {other:?}"),
        }
    };
    assert_eq!(range("minimum: 1e3, maximum: 2500.5"), (Some(1000), Some(2500)));
    assert_eq!(range("minimum: 1.5, maximum: 9.0, exclusiveMinimum: true, exclusiveMaximum: true"), (Some(2), Some(8)));
    assert_eq!(range("minimum: 0, maximum: 9223372036854775808"), (None, Some(9_223_372_036_854_775_808)));
    let free = |limits: &str| {
        let api = own(&sending(&format!("Root: {{type: object, properties: {{a: {{type: integer, {limits}}}}}}}")));
        (member(&api, "Root", "a").ty.clone(), member(&api, "Root", "a").limits.is_empty())
    };
    // What every value of the type keeps is no limit.
    assert_eq!(free("minimum: -9223372036854775808"), (Type::Primitive(Primitive::Int64), true));
    assert_eq!(free("minimum: 0, maximum: 18446744073709551615"), (Type::Primitive(Primitive::Uint64), true));
    assert_eq!(free("format: int64, maximum: 1e30"), (Type::Primitive(Primitive::Int64), true));
    assert_eq!(free("format: uint16, minimum: 0, maximum: 65535"), (Type::Primitive(Primitive::Uint16), true));
    assert_eq!(free("minimum: 0"), (Type::Primitive(Primitive::Int64), false));
    for limit in ["maximum: 18446744073709551615", "minimum: -9223372036854775809", "maximum: 9223372036854775808"] {
        let text = sending(&format!("Root: {{type: object, properties: {{a: {{type: integer, {limit}}}}}}}"));
        let keyword = limit.split(':').next().unwrap();
        let place = format!("/components/schemas/Root/properties/a/{keyword}");
        for (strictness, severity) in [(Strictness::Own, Severity::Error), (Strictness::Foreign, Severity::Warning)] {
            let found: Vec<_> = complaints(&text, strictness).into_iter().map(|one| (one.0, one.1, one.2)).collect();
            assert_eq!(found, [(Code::WouldBeLost, severity, place.clone())], "{limit}");
        }
    }
}

#[test]
fn a_schema_without_a_type_is_what_its_keywords_are_about() {
    let api = own(&receiving(
        "
Root:
  properties:
    a: {enum: [x, y]}
    b: {items: {type: string}}
    c: {additionalProperties: {type: integer}}
    d: {type: object, allOf: [{$ref: '#/components/schemas/Other'}]}
Other: {properties: {e: {type: string}}}
",
    ));
    let ty = |wire| member(&api, "Root", wire).ty.clone();
    assert!(matches!(ty("a"), Type::Named(_)));
    assert_eq!(ty("b"), Type::List(Box::new(Type::Primitive(Primitive::String))));
    assert_eq!(ty("c"), Type::Map(Box::new(Type::Primitive(Primitive::Int64))));
    assert!(matches!(ty("d"), Type::Named(_)));
}

#[test]
fn keywords_that_no_type_goes_with_are_told_one_by_one() {
    let root = |schema: &str| sending(&format!("Root: {{type: object, properties: {{a: {schema}}}}}"));
    let api = abroad(&root("{minLength: 3, minimum: 1, description: Something.}"));
    assert_eq!(member(&api, "Root", "a").ty, Type::Any);
    let text = root("{minLength: 3, minimum: 1, description: Something.}");
    let places: Vec<String> = complaints(&text, Strictness::Foreign).into_iter().map(|one| one.2).collect();
    let at = |keyword: &str| format!("/components/schemas/Root/properties/a/{keyword}");
    assert_eq!(places, [at("minLength"), at("minimum")]);
    for schema in ["{type: object, enum: [{}], properties: {b: {type: string}}}", "{type: boolean, format: switch}"] {
        let found = complaints(&root(schema), Strictness::Foreign);
        let keyword = if schema.contains("enum") { "enum" } else { "format" };
        assert_eq!(found.iter().map(|one| one.2.clone()).collect::<Vec<_>>(), [at(keyword)], "{schema}");
    }
}
