//! Following references.

use super::*;
use crate::parse::{Strictness, parse};
use crate::source::Source;

const TEXT: &str = "
openapi: 3.0.3
info: {title: x, version: '1'}
paths:
  /a/{id}:
    get:
      parameters: [{$ref: '#/components/parameters/Id'}]
      responses:
        '200': {$ref: '#/components/responses/Good'}
        default: {description: Bad, headers: {Limit: {$ref: '#/components/headers/Limit'}}}
  /b:
    post:
      requestBody: {$ref: '#/components/requestBodies/Body'}
      responses:
        '200': {$ref: '#/paths/~1a~1%7Bid%7D/get/responses/default'}
components:
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}
  headers: {Limit: {schema: {type: integer}}}
  requestBodies: {Body: {content: {}}}
  responses: {Good: {description: Good}}
  schemas:
    Name: {type: string}
    Alias: {$ref: '#/components/schemas/Name'}
    Pet:
      type: object
      properties:
        name: {$ref: '#/components/schemas/Alias', description: Of this pet., x-codegen-name: called}
        inner: {$ref: '#/components/schemas/Pet/properties/plain'}
        plain: {type: integer}
        self: {$ref: '#/components/schemas/Pet'}
";

fn document(source: &Source) -> Document<'_> {
    let (document, found) = parse(source, Strictness::Own);
    assert_eq!(found, []);
    document.unwrap()
}

fn at(text: &str) -> Pointer {
    Pointer::from_escaped(text).unwrap()
}

#[test]
fn schemas_keep_names_places_and_what_stands_beside() {
    let source = Source::new("x", TEXT);
    let document = document(&source);
    let resolver = Resolver::new(&document);
    let schemas = &document.api.components.as_ref().unwrap().schemas;
    let pet = resolver.schema(&schemas["Pet"], &at("/components/schemas/Pet")).unwrap();
    assert_eq!(pet.name, Some("Pet"), "a component knows its name");
    let openapiv3::SchemaKind::Type(openapiv3::Type::Object(object)) = &pet.value.schema_kind else {
        panic!("{pet:?}");
    };
    let property = |name: &str| {
        resolver.boxed_schema(&object.properties[name], &pet.pointer.join("properties").join(name)).unwrap()
    };
    let name = property("name");
    assert_eq!((name.name, name.pointer.as_str()), (Some("Name"), "/components/schemas/Name"), "chains are followed");
    assert_eq!(name.sibling_description, Some("Of this pet."));
    assert_eq!(name.sibling("x-codegen-name"), Some("called"));
    let inner = property("inner");
    assert_eq!((inner.name, inner.pointer.as_str()), (None, "/components/schemas/Pet/properties/plain"));
    let plain = property("plain");
    assert_eq!((plain.name, plain.sibling_description), (None, None));
    assert_eq!(plain.pointer, inner.pointer);
    assert_eq!(property("self").name, Some("Pet"), "a recursive schema is no cycle of references");
}

#[test]
fn other_kinds_are_resolved_too() {
    let source = Source::new("x", TEXT);
    let document = document(&source);
    let resolver = Resolver::new(&document);
    let operations: Vec<_> = document.api.operations().map(|(_, _, operation)| operation).collect();
    let (get, post) = (operations.first().unwrap(), operations.last().unwrap());
    let place = at("/paths/~1a~1{id}/get");
    let parameter = resolver.parameter(&get.parameters[0], &place.join("parameters").join_index(0)).unwrap();
    assert_eq!(parameter.name, Some("Id"));
    let good = resolver.response(&get.responses.responses[0], &place.join("responses").join("200")).unwrap();
    assert_eq!((good.name, good.value.description.as_str()), (Some("Good"), "Good"));
    let bad = resolver.response(&post.responses.responses[0], &at("/paths/~1b/post/responses/200")).unwrap();
    assert_eq!((bad.name, bad.pointer.as_str()), (None, "/paths/~1a~1{id}/get/responses/default"));
    let header = resolver.header(&bad.value.headers["Limit"], &bad.pointer.join("headers").join("Limit")).unwrap();
    assert_eq!(header.name, Some("Limit"));
    let body = resolver.request_body(post.request_body.as_ref().unwrap(), &at("/paths/~1b/post/requestBody")).unwrap();
    assert_eq!(body.name, Some("Body"));
}

#[test]
fn bad_references_are_findings() {
    let source = Source::new("x", TEXT);
    let mut document = document(&source);
    let schemas = &mut document.api.components.as_mut().unwrap().schemas;
    schemas.insert("Name".to_owned(), ReferenceOr::ref_("#/components/schemas/Alias"));
    let resolver = Resolver::new(&document);
    let references = [
        ("#/components/schemas/Alias", Code::RefCycle),
        ("#/components/schemas/None", Code::DanglingRef),
        ("#/components/responses/Good", Code::DanglingRef),
        ("other.yaml", Code::DanglingRef),
        ("#/", Code::DanglingRef),
    ]
    .map(|(text, code)| (ReferenceOr::<Schema>::ref_(text), code));
    for (reference, code) in &references {
        let found = resolver.schema(reference, &Pointer::root()).map(|found| found.pointer);
        assert_eq!(found.unwrap_err().code, *code, "{reference:?}");
    }
}
