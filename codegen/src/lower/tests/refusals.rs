//! What is not supported yet: said at the right place, once, and never passed over in silence.

use super::{complaints, document, own, receiving, sending};
use crate::diagnostic::{Code, Severity};
use crate::options::Strictness;
use crate::source::Source;
use crate::tests::parse;

/// The one thing that is said about a document, in both kinds of document.
fn loss(text: &str) -> (String, Severity) {
    let own = complaints(text, Strictness::Own);
    let foreign = complaints(text, Strictness::Foreign);
    assert_eq!((own.len(), foreign.len()), (1, 1), "{own:?} {foreign:?}");
    assert_eq!((own[0].1, foreign[0].0), (Severity::Error, own[0].0));
    let codes = [Code::NotSupportedYet, Code::WouldBeLost, Code::MediaTypeLeft, Code::OtherFormat, Code::SeveralTags];
    assert!(codes.contains(&own[0].0), "{own:?}");
    assert_eq!(own[0].2, foreign[0].2);
    (own[0].2.clone(), foreign[0].1)
}

#[test]
fn keywords_that_nothing_checks_are_errors_at_home_and_warnings_abroad() {
    for (schema, at) in [
        ("{type: string, pattern: a}", "/pattern"),
        ("{type: string, format: binary}", "/format"),
        ("{type: array, items: {type: string, format: uri}}", "/items/format"),
        ("{type: integer, format: uint128}", "/format"),
        ("{type: integer, maximum: 18446744073709551615}", "/maximum"),
        ("{type: number, format: decimal}", "/format"),
        ("{type: object, properties: {b: {type: string}}, discriminator: {propertyName: b}}", "/discriminator"),
        ("{type: string, xml: {name: b}}", "/xml"),
    ] {
        let schemas = format!("Root: {{type: object, properties: {{a: {schema}}}}}");
        let (place, abroad) = loss(&sending(&schemas));
        assert_eq!(place, format!("/components/schemas/Root/properties/a{at}"), "{schema}");
        assert_eq!(abroad, Severity::Warning, "{schema}");
    }
}

#[test]
fn what_is_only_received_is_never_judged_so_its_keywords_lose_nothing() {
    own(&receiving(
        "Root: {type: object, properties: {a: {type: string, pattern: a, maxLength: 3}, b: {type: array, items: {type: integer, minimum: 1}, maxItems: 2}}}",
    ));
}

#[test]
fn what_an_answer_may_hold_and_the_type_cannot_is_told_there_too() {
    for (member, at) in [
        ("{type: integer, format: int128}", "/format"),
        ("{type: number, format: decimal}", "/format"),
        ("{type: object, properties: {b: {type: string}}, discriminator: {propertyName: b}}", "/discriminator"),
    ] {
        for required in ["", "required: [a], "] {
            let schemas = format!("Root: {{type: object, {required}properties: {{a: {member}}}}}");
            let (place, abroad) = loss(&receiving(&schemas));
            assert_eq!(place, format!("/components/schemas/Root/properties/a{at}"), "{member}");
            assert_eq!(abroad, Severity::Warning, "{member}");
        }
    }
    // A text holds every format, 64 bits hold every number of fewer, and nobody sends what only answers have.
    own(&receiving(
        "Root: {type: object, properties: {a: {type: string, format: date-time}, b: {type: integer, format: uint16}, c: {type: string, readOnly: true}}}",
    ));
    own(&sending("Root: {type: object, required: [a], properties: {a: {type: string, writeOnly: true}}}"));
}

#[test]
fn what_is_for_readers_is_told_in_a_foreign_document_alone() {
    let json = "content: {application/json: {schema: {type: string}, examples: {one: {value: a}}}}";
    let text = document(
        &format!("requestBody: {{required: true, {json}}}\n      responses: {{'204': {{description: Done.}}}}"),
        "Root: {type: string}",
    );
    assert_eq!(complaints(&text, Strictness::Own), []);
    let found = complaints(&text, Strictness::Foreign);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0, found[0].1), (Code::WouldBeLost, Severity::Warning));
    assert_eq!(found[0].2, "/paths/~1call/post/requestBody/content/application~1json/examples");
}

#[test]
fn operations_that_cannot_be_carried() {
    let done = "responses: {'204': {description: Done.}}";
    for (operation, at, abroad) in [
        (format!("tags: [a, b]\n      {done}"), "/tags/1", Severity::Warning),
        ("responses: {'200': {description: Done., content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}}}".to_owned(), "/responses/200/content/text~1plain", Severity::Warning),
        ("responses: {'200': {description: Done., x-codegen-unwrap: a, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}".to_owned(), "/responses/200/content/application~1json/schema/properties/a", Severity::Error),
        ("responses: {'200': {description: Done., x-codegen-unwrap: a, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}}}}}".to_owned(), "/responses/200/content/application~1json/schema/properties/b", Severity::Warning),
    ] {
        let found = loss(&document(&operation, "Root: {type: string}"));
        assert_eq!(found, (format!("/paths/~1call/post{at}"), abroad), "{operation}");
    }
}

#[test]
fn a_tag_that_is_not_listed_is_a_slip_in_our_own_description_alone() {
    let text = |tags: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\n{tags}\npaths: {{/a: {{get: {{tags: [passve], responses: {{'204': {{description: Done.}}}}}}}}}}\n"
        )
    };
    let source = Source::new("test.yaml", text("tags: [{name: passive}, {name: tasks}]"));
    let (document, found) = parse(&source, Strictness::Own);
    assert!(document.unwrap().is_partial());
    assert_eq!((found.len(), found[0].code, found[0].severity), (1, Code::UnlistedTag, Severity::Error));
    assert_eq!(found[0].place.pointer.to_string(), "/paths/~1a/get/tags/0");
    assert!(found[0].way_out().starts_with("did you mean `passive`?"), "{}", found[0].way_out());
    let (document, found) = parse(&source, Strictness::Foreign);
    assert!(document.is_some() && found.is_empty(), "{found:?}");
    own(&text(""));
}
