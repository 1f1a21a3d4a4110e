//! Following references.

use super::*;
use crate::options::Strictness;
use crate::source::Source;
use crate::tests::parse;

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
fn schemas_keep_places_and_what_stands_beside() {
    let source = Source::new("x", TEXT);
    let document = document(&source);
    let resolve = |text: &str| document.schema(document.tree.find(&at(text)).unwrap()).unwrap();
    let pet = resolve("/components/schemas/Pet");
    assert_eq!(pet.value.properties.len(), 4);
    let name = resolve("/components/schemas/Pet/properties/name");
    assert_eq!(name.pointer.as_str(), "/components/schemas/Name", "chains are followed");
    assert_eq!(name.siblings.unwrap().text("x-codegen-name"), Some("called"));
    let inner = resolve("/components/schemas/Pet/properties/inner");
    let plain = resolve("/components/schemas/Pet/properties/plain");
    assert_eq!(inner.pointer.as_str(), "/components/schemas/Pet/properties/plain");
    assert_eq!(plain.siblings, None);
    assert_eq!(plain.pointer, inner.pointer);
    let pet_again = resolve("/components/schemas/Pet/properties/self");
    assert_eq!(pet_again.pointer, pet.pointer, "a recursive schema is no cycle of references");
}

#[test]
fn other_kinds_are_resolved_too() {
    let source = Source::new("x", TEXT);
    let document = document(&source);
    let operations: Vec<_> = document.api.operations().map(|(_, _, operation)| operation).collect();
    let (get, post) = (operations.first().unwrap(), operations.last().unwrap());
    let place = at("/paths/~1a~1{id}/get");
    let parameter = document
        .resolve(&get.parameters[0], &place.join("parameters").join_index(0), &document.targets.parameters)
        .unwrap();
    assert_eq!(parameter.pointer.as_str(), "/components/parameters/Id");
    let good = document
        .resolve(&get.responses.responses[0], &place.join("responses").join("200"), &document.targets.responses)
        .unwrap();
    assert_eq!((good.pointer.as_str(), good.value.description.as_str()), ("/components/responses/Good", "Good"));
    let bad = document
        .resolve(&post.responses.responses[0], &at("/paths/~1b/post/responses/200"), &document.targets.responses)
        .unwrap();
    assert_eq!(bad.pointer.as_str(), "/paths/~1a~1{id}/get/responses/default");
    let body = document
        .resolve(
            post.request_body.as_ref().unwrap(),
            &at("/paths/~1b/post/requestBody"),
            &document.targets.request_bodies,
        )
        .unwrap();
    assert_eq!(body.pointer.as_str(), "/components/requestBodies/Body");
}

#[test]
fn bad_references_are_findings_unless_they_were_told_before() {
    let text = "
openapi: 3.0.3
info: {title: x, version: '1'}
paths: {}
components:
  responses: {Good: {description: Good}}
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    C: {$ref: '#/components/schemas/None'}
    D: {$ref: '#/components/responses/Good'}
    E: {$ref: other.yaml}
    F: {$ref: '#/'}
";
    let source = Source::new("x", text);
    let (document, _) = parse(&source, Strictness::Own);
    let mut document = document.unwrap();
    let expected = ["A RefCycle", "B RefCycle", "C DanglingRef", "D DanglingRef", "E DanglingRef", "F DanglingRef"];
    for is_partial in [true, false] {
        if !is_partial {
            document.errors.clear();
        }
        let schemas = document.tree.find(&at("/components/schemas")).and_then(Node::as_object).unwrap();
        let outcome = |(name, node)| document.schema(node).unwrap_err().map(|found| format!("{name} {:?}", found.code));
        let found: Vec<String> = schemas.into_iter().filter_map(outcome).collect();
        assert_eq!(found, if is_partial { Vec::new() } else { expected.map(str::to_owned).to_vec() });
    }
}
