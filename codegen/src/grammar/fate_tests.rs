//! Every field that the grammar accepts is carried or told: with it and without it, either the model differs or a finding
//! does. The table is held against what happens, so that no field can become silent.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::field::{Fate, Field, Shape};
use super::kind::ObjectKind;
use super::version::Version;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::lower;
use crate::model::{Api, Primitive};
use crate::options::Strictness;
use crate::pointer::Pointer;
use crate::source::Source;
use crate::tests::parse;

/// Objects that stand only inside of something that is told, or refused, as a whole.
const INSIDE: &[ObjectKind] = &[
    ObjectKind::Contact,
    ObjectKind::License,
    ObjectKind::Example,
    ObjectKind::Link,
    ObjectKind::Callback,
    ObjectKind::Xml,
];

/// A document with every kind of object, each as bare as can be.
fn bare(version: Version) -> Value {
    let mut bare: Value = serde_yaml::from_str(include_str!("fate_tests/bare.yaml")).unwrap();
    bare["openapi"] = json!(format!("{version}.0"));
    bare
}

/// Where the document has an object of this kind that can have the field.
fn spot(kind: ObjectKind, field: &str) -> &'static str {
    const OPERATION: &str = "/paths/~1call~1{id}/post";
    let schema = match field {
        "multipleOf" | "minimum" | "maximum" => "number",
        "exclusiveMinimum" | "exclusiveMaximum" => "limited",
        "minItems" | "maxItems" | "uniqueItems" | "items" | "prefixItems" => "list",
        "minProperties" | "maxProperties" | "required" | "properties" | "discriminator" => "inner",
        "additionalProperties" | "patternProperties" => "map",
        "allOf" | "oneOf" | "anyOf" | "not" => "any",
        _ => "text",
    };
    match kind {
        ObjectKind::OpenApi => "",
        ObjectKind::Info => "/info",
        ObjectKind::Server => "/servers/0",
        ObjectKind::ServerVariable => "/servers/0/variables/host",
        ObjectKind::Components => "/components",
        ObjectKind::PathItem => "/paths/~1call~1{id}",
        ObjectKind::Operation => OPERATION,
        ObjectKind::ExternalDocs => "/paths/~1call~1{id}/post/externalDocs",
        ObjectKind::Parameter if field == "allowEmptyValue" => "/paths/~1call~1{id}/post/parameters/2",
        ObjectKind::Parameter if field == "explode" => "/paths/~1call~1{id}/post/parameters/3",
        ObjectKind::Parameter => "/paths/~1call~1{id}/post/parameters/1",
        ObjectKind::RequestBody => "/paths/~1call~1{id}/post/requestBody",
        ObjectKind::MediaType if field == "encoding" => {
            "/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded"
        }
        ObjectKind::Encoding if matches!(field, "contentType" | "headers") => {
            "/paths/~1parts/post/requestBody/content/multipart~1form-data/encoding/other"
        }
        ObjectKind::Encoding => {
            "/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded/encoding/other"
        }
        ObjectKind::MediaType => "/paths/~1call~1{id}/post/requestBody/content/application~1json",
        ObjectKind::Response => "/paths/~1call~1{id}/post/responses/200",
        ObjectKind::Header => "/paths/~1open/get/responses/204/headers/X-Left",
        ObjectKind::Tag => "/tags/0",
        ObjectKind::Discriminator => {
            "/paths/~1call~1{id}/post/responses/400/content/application~1json/schema/discriminator"
        }
        ObjectKind::SecurityScheme if field == "bearerFormat" => "/components/securitySchemes/bearer",
        ObjectKind::SecurityScheme if field == "scheme" => "/components/securitySchemes/bearer",
        ObjectKind::SecurityScheme if field == "flows" => "/components/securitySchemes/login",
        ObjectKind::SecurityScheme if field == "openIdConnectUrl" => "/components/securitySchemes/id",
        ObjectKind::OAuthFlows => "/components/securitySchemes/login/flows",
        ObjectKind::OAuthFlow => "/components/securitySchemes/login/flows/implicit",
        ObjectKind::SecurityScheme => "/components/securitySchemes/key",
        ObjectKind::Schema => match schema {
            "number" => "/components/schemas/Root/properties/number",
            "limited" => "/components/schemas/Root/properties/limited",
            "list" => "/components/schemas/Root/properties/list",
            "inner" => "/components/schemas/Root/properties/inner",
            "map" => "/components/schemas/Root/properties/map",
            "any" => "/components/schemas/Root/properties/any",
            _ => "/components/schemas/Root/properties/text",
        },
        other => panic!("{} has fields, and no place in the document", other.title()),
    }
}

/// A value of the field that says something.
fn sample(version: Version, kind: ObjectKind, field: &Field) -> Value {
    let string = json!({"type": "string"});
    match (kind, field.name) {
        (ObjectKind::RequestBody, "required") => json!(false),
        (ObjectKind::OpenApi, "openapi") => json!(format!("{version}.9")),
        (ObjectKind::Schema, "contentEncoding") => json!("base64"),
        (ObjectKind::Schema, "contentMediaType") => json!("application/octet-stream"),
        (ObjectKind::Schema, "properties") => json!({"b": string}),
        (ObjectKind::Schema, "required") => json!(["a"]),
        (ObjectKind::Schema, "type") => json!("boolean"),
        (ObjectKind::Schema, "format") => json!("date-time"),
        (ObjectKind::Schema, "enum") => json!(["a", "b"]),
        (ObjectKind::Schema, "items" | "additionalProperties" | "not") => json!({"type": "boolean"}),
        (ObjectKind::Schema, "allOf") => json!([string, {"maxLength": 3}]),
        (ObjectKind::Schema, "oneOf" | "anyOf") => json!([string, {"type": "boolean"}]),
        (ObjectKind::Schema, "discriminator") => json!({"propertyName": "a"}),
        (ObjectKind::Discriminator, "propertyName") => json!("tag"),
        (ObjectKind::Discriminator, "mapping") => json!({"gone": "#/components/schemas/Gone"}),
        (ObjectKind::Parameter, "in") => json!("header"),
        (ObjectKind::Parameter | ObjectKind::Encoding, "explode") => json!(false),
        (ObjectKind::Encoding, "contentType") => json!("text/csv"),
        (ObjectKind::MediaType, "encoding") => json!({"other": {"explode": false}}),
        (ObjectKind::Parameter, "style") => json!("spaceDelimited"),
        (ObjectKind::Parameter | ObjectKind::Header, "content") => json!({"application/json": {"schema": string}}),
        (ObjectKind::SecurityScheme, "type") => json!("http"),
        (ObjectKind::SecurityScheme, "in") => json!("query"),
        (ObjectKind::SecurityScheme, "flows") => {
            json!({"implicit": {"authorizationUrl": "https://b.example.com", "scopes": {}}})
        }
        (ObjectKind::Server, "url") => json!("https://b.example.com/{host}"),
        (ObjectKind::OpenApi | ObjectKind::PathItem | ObjectKind::Operation, "servers") => {
            json!([{"url": "https://c.example.com"}])
        }
        (ObjectKind::OpenApi, "security") => json!([{"key": []}]),
        (ObjectKind::OAuthFlows, _) => {
            json!({"authorizationUrl": "https://b.example.com", "tokenUrl": "https://b.example.com", "scopes": {}})
        }
        (ObjectKind::Operation, "security") => json!([]),
        (ObjectKind::OpenApi, "tags") => json!([{"name": "t", "description": "Other."}]),
        (ObjectKind::Operation, "tags") => json!(["other"]),
        (ObjectKind::PathItem, "parameters") => json!([{"name": "X-Shared", "in": "header", "schema": string}]),
        (ObjectKind::Operation, "parameters") => {
            json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}])
        }
        (ObjectKind::Components, "securitySchemes") => json!({"other": {"type": "http", "scheme": "basic"}}),
        (ObjectKind::Components, "parameters") => json!({"other": {"name": "o", "in": "query", "schema": string}}),
        (ObjectKind::Components, "headers") => json!({"other": {"schema": string}}),
        (ObjectKind::Components, "requestBodies") => json!({"other": {"content": {}}}),
        (_, "operationRef") => json!("#/paths/~1call"),
        _ => of_shape(&field.shape),
    }
}

fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Any | Shape::Text | Shape::SchemaType => json!("other"),
        Shape::Boolean | Shape::SchemaOrBoolean => json!(true),
        Shape::Number | Shape::Count => json!(3),
        Shape::Word(words) => json!(words[0]),
        Shape::List(item) => json!([of_shape(item)]),
        Shape::Map(item) => json!({"other": of_shape(item)}),
        Shape::Is(kind) | Shape::RefOr(kind) => of_kind(*kind),
    }
}

fn of_kind(kind: ObjectKind) -> Value {
    let answer = json!({"description": "Other."});
    match kind {
        ObjectKind::Paths | ObjectKind::Callback => {
            json!({"/other": {"get": {"operationId": "other", "responses": {"204": answer}}}})
        }
        ObjectKind::Operation => json!({"operationId": "other", "responses": {"204": answer}, "parameters": [
            {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]}),
        ObjectKind::Responses => json!({"204": answer}),
        ObjectKind::Schema => json!({"type": "boolean"}),
        ObjectKind::Xml => json!({"name": "other"}),
        ObjectKind::Link => json!({"operationId": "call"}),
        ObjectKind::Components => json!({"schemas": {}}),
        _ => {
            let needed = kind.fields().iter().filter(|field| field.is_required);
            let mut object: serde_json::Map<_, _> =
                needed.map(|field| (field.name.to_owned(), of_shape(&field.shape))).collect();
            if matches!(kind, ObjectKind::Header) {
                object.insert("schema".to_owned(), json!({"type": "string"}));
            }
            if object.is_empty() {
                object.insert(kind.fields()[0].name.to_owned(), of_shape(&kind.fields()[0].shape));
            }
            Value::Object(object)
        }
    }
}

/// What a document becomes, and what is said about it.
fn outcome(document: &Value, strictness: Strictness) -> (Option<Api>, Vec<Diagnostic>) {
    let source = Source::new("test.json", document.to_string());
    let (parsed, mut found) = parse(&source, strictness);
    let Some(parsed) = parsed else { return (None, found) };
    let (api, lowered) = lower(&parsed, strictness);
    found.extend(lowered);
    (api, found)
}

/// Every kind that a document can hold, found by following the table.
pub(super) fn kinds() -> BTreeSet<ObjectKind> {
    let mut all = BTreeSet::new();
    let mut open = vec![ObjectKind::OpenApi];
    while let Some(kind) = open.pop() {
        if !all.insert(kind) {
            continue;
        }
        open.extend(kind.fields().iter().filter_map(|field| held(&field.shape)));
        open.extend(match kind {
            ObjectKind::Paths | ObjectKind::Callback => Some(ObjectKind::PathItem),
            ObjectKind::Responses => Some(ObjectKind::Response),
            _ => None,
        });
    }
    all
}

fn held(shape: &Shape) -> Option<ObjectKind> {
    match shape {
        Shape::List(item) | Shape::Map(item) => held(item),
        Shape::Is(kind) | Shape::RefOr(kind) => Some(*kind),
        Shape::SchemaOrBoolean => Some(ObjectKind::Schema),
        _ => None,
    }
}

/// What is wrong with what the table says of a field.
fn judge(version: Version, kind: ObjectKind, field: &Field) -> Result<(), String> {
    let mut with = bare(version);
    let mut without = bare(version);
    let at = Pointer::from_escaped(spot(kind, field.name)).unwrap();
    with.pointer_mut(at.as_str())
        .unwrap()
        .as_object_mut()
        .unwrap()
        .insert(field.name.to_owned(), sample(version, kind, field));
    let is_seen = matches!(field.fate, Fate::Carried | Fate::InPart(_) | Fate::NotYet);
    if !field.is_required && !is_seen {
        without.pointer_mut(at.as_str()).unwrap().as_object_mut().unwrap().shift_remove(field.name);
    }
    if matches!((kind, field.name), (ObjectKind::Parameter | ObjectKind::Header, "content")) {
        // It stands in the place of a schema.
        with.pointer_mut(at.as_str()).unwrap().as_object_mut().unwrap().shift_remove("schema");
    }
    let place = at.join(field.name);
    let (model, found) = outcome(&with, Strictness::Foreign);
    let (other, before) = outcome(&without, Strictness::Foreign);
    if with == without {
        return Err(format!("{version}: {place} has the sample already"));
    }
    let is_told = found.iter().any(|one| one.place.pointer == place && one.code == Code::WouldBeLost);
    let is_told_at_home =
        outcome(&with, Strictness::Own).1.iter().any(|one| one.place.pointer == place && one.code == Code::WouldBeLost);
    let differs = model != other || found != before;
    let is_inside = |one: &Diagnostic| one.place.pointer.as_str().starts_with(place.as_str());
    let is_refused = found.iter().any(|one| one.code == Code::NotSupportedYet && is_inside(one));
    let is_right = match field.fate {
        Fate::Carried => differs && !is_refused,
        Fate::InPart(_) => differs,
        Fate::NotYet => is_refused,
        Fate::Left(_) => is_told && is_told_at_home && model == other,
        Fate::ForReaders => is_told && !is_told_at_home && model == other,
        Fate::Empty => !differs,
    };
    match is_right {
        true => Ok(()),
        false => Err(format!(
            "{version}: {place} is {:?}, the model differs: {}, found: {:?}",
            field.fate,
            model != other,
            found.iter().map(|one| (one.code, &one.message, one.place.pointer.as_str())).collect::<Vec<_>>()
        )),
    }
}

#[test]
fn every_field_is_carried_or_told_as_the_table_says() {
    let kinds = kinds();
    let kinds = kinds.iter().filter(|kind| !INSIDE.contains(kind));
    let in_each = |kind: &ObjectKind| {
        let kind = *kind;
        Version::ALL
            .into_iter()
            .flat_map(move |version| kind.fields_of(version).map(move |field| (version, kind, field)))
    };
    let all: Vec<_> = kinds.flat_map(in_each).collect();
    assert!(all.len() > 200, "{}", all.len());
    let wrong: Vec<_> =
        all.into_iter().filter_map(|(version, kind, field)| judge(version, kind, field).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_of_keywords_says_what_the_table_says() {
    let page = include_str!("../../../docs/openapi.md").replace("\r\n", "\n");
    assert!(page == crate::keywords(), "docs/openapi.md: cargo xtask explain --keywords > docs/openapi.md");
    let formats: Vec<&str> = Primitive::ALL.iter().flat_map(|one| one.facts().formats).copied().collect();
    let format = ObjectKind::Schema.fields().iter().find(|field| field.name == "format").unwrap();
    let Fate::InPart(stated) = format.fate else { panic!("{:?}", format.fate) };
    assert_eq!(stated, formats.join(", "));
}

#[test]
fn the_document_itself_is_carried_whole() {
    for strictness in [Strictness::Own, Strictness::Foreign] {
        for version in Version::ALL {
            let (api, found) = outcome(&bare(version), strictness);
            assert!(api.is_some() && found.is_empty(), "{version}: {found:?}");
        }
    }
}

/// Other places of schemas than a property, each with the type that stands there.
const ELSEWHERE: &[(&str, &str)] = &[
    ("/components/schemas/Named", "string"),
    ("/paths/~1call~1{id}/post/parameters/1/schema", "string"),
    ("/paths/~1call~1{id}/post/parameters/2/schema", "integer"),
    ("/components/schemas/Root/properties/list/items", "string"),
    ("/components/schemas/Root/properties/lists/items", "array"),
    ("/components/schemas/Root/properties/numbers/items", "integer"),
    ("/components/schemas/Root/properties/map/additionalProperties", "string"),
    ("/components/schemas/Root/properties/map_of/additionalProperties", "integer"),
    ("/components/schemas/Root", "object"),
];

/// Whether a keyword has a meaning for a schema of this type in these places.
fn has_meaning(keyword: &str, of_type: &str) -> bool {
    match keyword {
        "multipleOf" | "minimum" | "maximum" => of_type == "integer",
        "minItems" | "maxItems" | "uniqueItems" => of_type == "array",
        "minLength" | "maxLength" | "pattern" | "enum" | "default" | "example" | "examples" | "format" => {
            of_type == "string"
        }
        "minProperties" | "maxProperties" | "discriminator" => of_type == "object",
        // They make another schema of it, or are about numbers that have limits.
        "items"
        | "properties"
        | "required"
        | "additionalProperties"
        | "allOf"
        | "oneOf"
        | "anyOf"
        | "not"
        | "type"
        | "exclusiveMinimum"
        | "exclusiveMaximum" => false,
        "$defs" | "definitions" | "$comment" => false,
        // OpenAPI gives it a meaning on properties alone.
        "readOnly" | "writeOnly" => false,
        _ => true,
    }
}

#[test]
fn keywords_of_schemas_are_carried_or_told_wherever_the_schema_stands() {
    let mut silent = Vec::new();
    for ((at, of_type), version) in ELSEWHERE.iter().flat_map(|place| Version::ALL.map(|version| (place, version))) {
        let (other, before) = outcome(&bare(version), Strictness::Foreign);
        for field in ObjectKind::Schema.fields_of(version).filter(|field| has_meaning(field.name, of_type)) {
            let value = match field.name {
                "discriminator" => json!({"propertyName": "text"}),
                _ => sample(version, ObjectKind::Schema, field),
            };
            let mut with = bare(version);
            with.pointer_mut(at).unwrap().as_object_mut().unwrap().insert(field.name.to_owned(), value);
            let (model, found) = outcome(&with, Strictness::Foreign);
            if model == other && found == before {
                silent.push(format!("{version}: {at}/{}", field.name));
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
