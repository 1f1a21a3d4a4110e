//! Error responses.

use super::{complaints, document, names, own};
use crate::diagnostic::Code;
use crate::model::{Fault, FaultArm, Type, TypeId};
use crate::parse::Strictness;

fn arms(fault: &Fault) -> (&str, &str, Vec<&FaultArm>) {
    match fault {
        Fault::Tagged { name, tag, arms } => (name.as_str(), tag.as_str(), arms.iter().collect()),
        Fault::Raw => panic!("raw"),
    }
}

const RESPONSE: &str = "{description: Bad., x-codegen-unwrap: value, content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}}}}";

const SCHEMAS: &str = "
Fault:
  oneOf: [{$ref: '#/components/schemas/DeniedFault'}, {$ref: '#/components/schemas/ErrorFault'}]
  discriminator: {propertyName: type, mapping: {com.example.denied: '#/components/schemas/DeniedFault', com.example.error: ErrorFault}}
DeniedFault:
  type: object
  required: [type, value]
  properties: {type: {type: string, enum: [com.example.denied]}, value: {$ref: '#/components/schemas/Denied'}}
ErrorFault:
  type: object
  x-codegen-name: Anything
  required: [type, value]
  properties: {type: {type: string, enum: [com.example.error]}, value: {description: Here., allOf: [{$ref: '#/components/schemas/General'}]}}
Denied: {type: object, description: No., properties: {why: {type: string}}}
General: {type: object, properties: {messages: {type: array, items: {type: string}}}}
";

#[test]
fn a_discriminator_makes_an_enum_and_the_envelopes_are_folded_away() {
    let api = own(&document(
        &format!(
            "responses: {{'200': {{description: Done.}}, '400': {RESPONSE}, '403': {RESPONSE}, default: {RESPONSE}}}"
        ),
        SCHEMAS,
    ));
    assert_eq!(names(&api), ["Denied", "General"]);
    let (name, tag, arms) = arms(&api.modules[0].operations[0].fault);
    assert_eq!((name, tag, arms.len()), ("CallFault", "type", 2));
    assert_eq!((arms[0].value.as_str(), arms[0].variant.as_str()), ("com.example.denied", "Denied"));
    assert_eq!((arms[0].docs.description.as_str(), arms[0].member.as_deref()), ("No.", Some("value")));
    assert_eq!((arms[1].variant.as_str(), arms[1].docs.description.as_str()), ("Anything", "Here."));
    assert_eq!((&arms[0].ty, &arms[1].ty), (&Type::Named(TypeId(0)), &Type::Named(TypeId(1))));
}

#[test]
fn without_unwrap_an_arm_is_the_whole_body_and_without_mapping_its_value_is_found() {
    let operation = "responses: {default: {description: Bad., content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}}}}}";
    let api = own(&document(
        operation,
        "
Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [CAT]}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
",
    ));
    let (_, tag, arms) = arms(&api.modules[0].operations[0].fault);
    let values: Vec<(&str, &str, bool)> =
        arms.iter().map(|arm| (arm.value.as_str(), arm.variant.as_str(), arm.member.is_none())).collect();
    assert_eq!((tag, values), ("kind", vec![("CAT", "Cat", true), ("Dog", "Dog", true)]));
    assert_eq!(names(&api), ["Cat", "CatKind", "Dog"]);
}

#[test]
fn different_responses_give_the_union_of_their_arms() {
    let operation = "
      responses:
        '200': {description: Done.}
        '401': {description: No body.}
        '404': {description: Bad., content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/A'}], discriminator: {propertyName: kind}}}}}
        '500': {description: Bad., content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/A'}], discriminator: {propertyName: kind}}}}}
";
    let api = own(&document(
        operation,
        "
A: {type: object, required: [kind], properties: {kind: {type: string}}}
B: {type: object, required: [kind], properties: {kind: {type: string}}}
",
    ));
    let (_, _, arms) = arms(&api.modules[0].operations[0].fault);
    assert_eq!(arms.iter().map(|arm| arm.value.as_str()).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn what_cannot_be_told_apart_is_refused() {
    let one_of = |tag: &str| {
        format!(
            "{{description: Bad., content: {{application/json: {{schema: {{oneOf: [{{$ref: '#/components/schemas/A'}}], discriminator: {{propertyName: {tag}}}}}}}}}}}"
        )
    };
    let schemas = "A: {type: object, required: [kind, type], properties: {kind: {type: string}, type: {type: string}}}";
    for (responses, at) in [
        (
            format!("{{'400': {}, '500': {}}}", one_of("kind"), one_of("type")),
            "/paths/~1call/post/responses/500/content/application~1json/schema/discriminator/propertyName",
        ),
        (
            "{'400': {description: Bad., content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}"
                .to_owned(),
            "/components/schemas/A",
        ),
    ] {
        let found = complaints(&document(&format!("responses: {responses}"), schemas), Strictness::Foreign);
        assert_eq!((found.len(), found[0].0, found[0].2.as_str()), (1, Code::NotSupportedYet, at), "{found:?}");
    }
}
