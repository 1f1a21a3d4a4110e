//! What a request carries, by media type, and what is said of the rest.

use super::{complaints, document, own, run};
use crate::diagnostic::{Code, Severity};
use crate::model::{Carried, Content, Pair, PartRule, Primitive, Sent, Style, Styled, Type, ValueText};
use crate::options::Strictness;

const OBJECT: &str = "Root: {type: object, properties: {a: {type: string}, b: {type: array, items: {type: string}}}}";

/// A document with one operation, whose request has this `content` (a flow map).
fn with(content: &str) -> String {
    let body = format!("requestBody: {{required: true, content: {content}}}");
    document(&format!("{body}\n      responses: {{'204': {{description: Done.}}}}"), OBJECT)
}

fn sent(content: &str) -> Vec<Sent> {
    let api = own(&with(content));
    let body = api.modules[0].operations[0].body.clone().expect("a body");
    body.content.sent().cloned().collect()
}

fn one(content: &str) -> (String, Carried) {
    let [Sent { media_type, carried }] = sent(content).try_into().expect("one media type");
    (media_type, carried)
}

/// Code, place below `content`, and severity of each finding.
fn told(content: &str, strictness: Strictness) -> Vec<(Code, Severity, String)> {
    let found = complaints(&with(content), strictness).into_iter();
    let place = |place: String| place.rsplit_once("/content/").expect("a media type").1.to_owned();
    found.map(|(code, severity, at, _)| (code, severity, place(at))).collect()
}

#[test]
fn a_media_type_says_what_is_sent() {
    let string = Type::Primitive(Primitive::String);
    let root = "{schema: {$ref: '#/components/schemas/Root'}}";
    let named = || Type::Named(super::id(&own(&with(&format!("{{application/json: {root}}}"))), "Root"));
    for (content, media_type, carried) in [
        (format!("{{application/problem+json: {root}}}"), "application/problem+json", Carried::Json(named())),
        ("{application/json: {}}".to_owned(), "application/json", Carried::Json(Type::Any)),
        // Some documents say that anything is sent and describe JSON.
        (format!("{{'*/*': {root}}}"), "application/json", Carried::Json(named())),
        ("{'*/*': {}}".to_owned(), "*/*", Carried::AnyType),
        ("{image/png: {}}".to_owned(), "image/png", Carried::Bytes),
        ("{application/xml: {}}".to_owned(), "application/xml", Carried::Text(string.clone(), ValueText::Itself)),
        ("{text/*: {schema: {type: string}}}".to_owned(), "text/plain", Carried::Text(string, ValueText::Itself)),
        (
            format!("{{application/x-www-form-urlencoded: {root}}}"),
            "application/x-www-form-urlencoded",
            Carried::Form { ty: named(), members: Vec::new() },
        ),
        ("{multipart/form-data: {}}".to_owned(), "multipart/form-data", {
            Carried::Multipart { ty: Type::Map(Box::new(Type::Primitive(Primitive::File))), parts: Vec::new() }
        }),
    ] {
        assert_eq!(one(&content), (media_type.to_owned(), carried), "{content}");
    }
}

#[test]
fn json_of_two_names_is_no_choice_and_texts_of_two_kinds_are_one() {
    let schema = "{schema: {$ref: '#/components/schemas/Root'}}";
    let content = format!("{{application/json: {schema}, application/vnd.a+json: {schema}}}");
    for (strictness, severity) in [(Strictness::Own, Severity::Error), (Strictness::Foreign, Severity::Warning)] {
        let wanted = (Code::MediaTypeLeft, severity, "application~1vnd.a+json".to_owned());
        assert_eq!(told(&content, strictness), [wanted]);
    }
    let (api, _) = run(&with(&content), Strictness::Foreign);
    let body = api.expect("a model").modules[0].operations[0].body.clone().expect("a body");
    assert!(matches!(&body.content, Content::One(sent) if sent.media_type == "application/json"), "{body:?}");
    let text = "{schema: {type: string}}";
    assert_eq!(sent(&format!("{{text/plain: {text}, text/csv: {text}}}")).len(), 2);
}

#[test]
fn members_of_forms_and_parts_are_written_as_the_encoding_says() {
    let content = |media: &str, encoding: &str| {
        format!("{{{media}: {{schema: {{$ref: '#/components/schemas/Root'}}, encoding: {encoding}}}}}")
    };
    let form = "application/x-www-form-urlencoded";
    let (_, carried) = one(&content(form, "{b: {style: pipeDelimited}, a: {contentType: application/json}}"));
    let Carried::Form { members, .. } = carried else { panic!("{carried:?}") };
    let members: Vec<(&str, Styled)> = members.iter().map(|member| (member.wire.as_str(), member.styled)).collect();
    assert_eq!(members, [("b", Styled::new(Style::PipeDelimited, None)), ("a", Styled::new(Style::Json, None))]);
    let parts = "{a: {contentType: 'image/*, text/csv', headers: {X-A: {schema: {type: string, enum: [b]}}}}}";
    let (_, carried) = one(&content("multipart/form-data", parts));
    let Carried::Multipart { parts, .. } = carried else { panic!("{carried:?}") };
    let headers = vec![Pair { name: "X-A".to_owned(), value: "b".to_owned() }];
    assert_eq!(parts, [PartRule { wire: "a".to_owned(), media_type: Some("text/csv".to_owned()), headers }]);
}

#[test]
fn what_no_body_carries_is_told() {
    let root = "schema: {$ref: '#/components/schemas/Root'}";
    let lost = |at: &str| (Code::WouldBeLost, Severity::Warning, at.to_owned());
    for (content, wanted) in [
        (format!("{{application/xml: {{{root}}}}}"), lost("application~1xml/schema")),
        (
            format!("{{application/json: {{{root}, encoding: {{a: {{style: form}}}}}}}}"),
            lost("application~1json/encoding"),
        ),
        (
            format!("{{multipart/form-data: {{{root}, encoding: {{a: {{style: form}}}}}}}}"),
            lost("multipart~1form-data/encoding/a/style"),
        ),
        (
            format!("{{multipart/form-data: {{{root}, encoding: {{c: {{contentType: text/csv}}}}}}}}"),
            lost("multipart~1form-data/encoding/c"),
        ),
        (
            format!(
                "{{multipart/form-data: {{{root}, encoding: {{a: {{headers: {{X-A: {{schema: {{type: string}}}}}}}}}}}}}}"
            ),
            lost("multipart~1form-data/encoding/a/headers/X-A"),
        ),
        (
            format!("{{application/x-www-form-urlencoded: {{{root}, encoding: {{a: {{contentType: text/csv}}}}}}}}"),
            lost("application~1x-www-form-urlencoded/encoding/a/contentType"),
        ),
        ("{json: {}}".to_owned(), (Code::UnknownValue, Severity::Error, "json".to_owned())),
    ] {
        assert_eq!(told(&content, Strictness::Foreign), [wanted], "{content}");
    }
}
