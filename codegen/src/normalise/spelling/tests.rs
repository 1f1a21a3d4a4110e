//! What becomes of each spelling of OpenAPI 3.1.

use super::super::tests::{document, of};
use crate::options::Strictness;
use crate::source::Source;

/// `Root` of a document of 3.1 in one line, and the findings.
fn all(schemas: &str, strictness: Strictness) -> (String, Vec<String>) {
    of(&Source::new("x", document(schemas).text().replace("3.0.3", "3.1.0")), strictness)
}

const MORE: &str = "\nPet: {type: object, properties: {a: {type: string}}}\nName: {type: string}";

#[test]
fn each_spelling_is_that_of_3_0() {
    let mut wrong = Vec::new();
    for (schema, expected) in [
        ("{type: [string, 'null']}", "String?"),
        ("{type: [string]}", "String"),
        ("{type: 'null'}", "Null?"),
        ("{type: ['null']}", "Null?"),
        ("{type: [integer, number]}", "Number"),
        ("{type: [string, integer, 'null']}", "AnyOf(String, Integer)?"),
        ("{type: [string, number, boolean, array, object, 'null']}", "Any?"),
        ("{type: [string, array], items: {type: string}}", "AnyOf(String, Array(String))"),
        ("{type: [string, integer], enum: [a, 1]}", "Any [a, 1]"),
        ("{type: [string, 'null'], enum: [a, null]}", "String? [a]"),
        ("{anyOf: [{type: string}, {type: 'null'}]}", "=String?"),
        ("{oneOf: [{$ref: '#/components/schemas/Name'}, {type: 'null'}]}", "=Name?"),
        ("{const: a}", "String [a]"),
        ("{type: string, const: a}", "String [a]"),
        ("{const: 1}", "Integer [1]"),
        ("{const: null}", "Null?"),
        ("{oneOf: [{const: a}, {const: b}]}", "String [a, b]"),
        ("{type: object, required: [k], properties: {k: {const: a}}}", "{k!: String [a]}"),
        ("{$ref: '#/components/schemas/Pet', default: {}}", "=Pet"),
        ("{$ref: '#/components/schemas/Pet', required: [a]}", "{a!: String}"),
        ("{$ref: '#/components/schemas/Pet', properties: {b: {type: 'null'}}}", "{a: String, b: Null?}"),
        ("{$ref: '#/components/schemas/Root/$defs/B', $defs: {B: {type: string}}}", "=String"),
        ("{$ref: '#/components/schemas/Root/$defs/B', title: T, $defs: {B: {type: string}}}", "=String"),
        ("{type: integer, exclusiveMinimum: 1, exclusiveMaximum: 9}", "Integer 1x..9x"),
        ("{type: integer, minimum: 3, exclusiveMinimum: 1, maximum: 9, exclusiveMaximum: 9}", "Integer 3..9x"),
        ("true", "Any"),
        ("{type: array, items: true}", "Array(Any)"),
        ("{properties: {a: true}}", "{a: Any}"),
        ("{type: array}", "Array()"),
        ("{prefixItems: [{type: string}, {type: string}], items: false}", "Array(String)"),
        ("{prefixItems: [{type: string}, {type: string}], items: {type: string}}", "Array(String)"),
        ("{type: string, contentEncoding: base64}", "String byte"),
        ("{contentMediaType: image/png}", "String binary"),
        ("{type: string, contentMediaType: application/octet-stream}", "String binary"),
    ] {
        let (text, found) = all(&format!("Root: {schema}{MORE}"), Strictness::Foreign);
        if text != expected || !found.is_empty() {
            wrong.push(format!("{schema}: {text}, not {expected}; {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_3_0_has_no_word_for_is_taken_wider_and_told() {
    let lists = "a list of any JSON: which item stands where is not checked";
    for (schema, expected, place, message) in [
        ("{properties: {a: false}}", "{a: Any}", "properties/a", "that nothing is allowed here is not checked"),
        ("{prefixItems: [{type: string}, {type: integer}]}", "Array()", "prefixItems", lists),
        ("{prefixItems: [{type: string}]}", "Array()", "prefixItems", lists),
        ("{patternProperties: {'^a': {type: string}}}", "{rest: String}", "patternProperties", "names are not checked"),
        (
            "{type: object, additionalProperties: false, patternProperties: {'^a': {type: string}, '^b': {type: integer}}}",
            "{open}",
            "patternProperties",
            "names are not checked",
        ),
        ("{type: string, contentEncoding: base16}", "String", "contentEncoding", "any text is taken"),
        ("{type: string, contentMediaType: application/json}", "String", "contentMediaType", "any text is taken"),
        ("{type: string, examples: [a, b]}", "String", "examples/1", "only the first of `examples` is carried over"),
        ("{type: object, properties: {a: {}}, unevaluatedProperties: false}", "{a: Any}", "unevaluatedProperties", ""),
        (
            "{type: 'null', oneOf: [{type: string}, {type: integer}]}",
            "OneOf(String, Integer)?",
            "type",
            "both are taken",
        ),
        ("{$dynamicRef: '#node'}", "Any", "$dynamicRef", ""),
    ] {
        let (text, found) = all(&format!("Root: {schema}{MORE}"), Strictness::Foreign);
        assert_eq!(text, expected, "{schema}");
        let is_left = message.is_empty();
        let is_told = |one: &String| one.starts_with(&format!("WouldBeLost Root/{place} ")) && one.contains(message);
        assert!(if is_left { found.is_empty() } else { found.len() == 1 && found.iter().all(is_told) }, "{found:?}");
    }
    let (_, found) = all("Root: {type: string, examples: [a, b]}", Strictness::Own);
    assert_eq!(found, [] as [String; 0], "our own description may have more for its readers");
}

#[test]
fn references_with_more_beside_them_end() {
    for schemas in [
        "Root: {$ref: '#/components/schemas/A', title: R}\nA: {$ref: '#/components/schemas/B', title: A}\nB: {$ref: '#/components/schemas/A', title: B}",
        "Root: {$ref: '#/components/schemas/A', title: R}\nA: {title: A, allOf: [{$ref: '#/components/schemas/Root', title: B}]}",
    ] {
        let (_, found) = all(schemas, Strictness::Foreign);
        assert!(found.iter().any(|one| one.starts_with("RefCycle ")), "{found:?}");
    }
}
