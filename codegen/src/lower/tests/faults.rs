//! Error responses: what tells faults apart. Whose the faults are is looked at in `shared_faults`.

use super::{complaints, document, names, own};
use crate::diagnostic::Code;
use crate::model::{Api, Fault, FaultArm, FaultCase, FaultEnum, Type, TypeKind};
use crate::options::Strictness;

/// The name, the members, the variants, and what leads to which: `member=value -> variant in content`.
fn told(api: &Api) -> (&str, Vec<&str>, &[FaultArm], Vec<String>) {
    let FaultEnum { name, members, arms, .. } = match &api.modules[0].operations[0].fault {
        other @ (Fault::Raw | Fault::ByStatus(_)) => panic!("{other:?}"),
        Fault::Own(faults) => faults,
        Fault::Shared(id) => match &api.types[*id].kind {
            TypeKind::Fault(faults) => faults,
            other => panic!("{other:?}"),
        },
    };
    let mut ways = Vec::new();
    for by in members {
        for arm in arms {
            for FaultCase { tag, value, member, .. } in arm.cases.iter().filter(|case| case.tag == *by) {
                let content = member.as_deref().unwrap_or("all");
                ways.push(format!("{tag}={value} -> {} in {content}", arm.variant.as_str()));
            }
        }
    }
    (name.as_str(), members.iter().map(String::as_str).collect(), arms, ways)
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
    let (name, tags, arms, ways) = told(&api);
    assert_eq!((name, tags, arms.len()), ("FaultType", vec!["type"], 2));
    assert_eq!(ways, ["type=com.example.denied -> Denied in value", "type=com.example.error -> Anything in value"]);
    assert_eq!((arms[0].value.as_str(), arms[0].variant.as_str()), ("com.example.denied", "Denied"));
    assert_eq!(arms[0].docs.description, "No.");
    assert_eq!((arms[1].variant.as_str(), arms[1].docs.description.as_str()), ("Anything", "Here."));
    assert_eq!(
        (&arms[0].ty, &arms[1].ty),
        (&Type::Named(super::id(&api, "Denied")), &Type::Named(super::id(&api, "General")))
    );
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
    let (_, _, _, ways) = told(&api);
    assert_eq!(ways, ["kind=CAT -> Cat in all", "kind=Dog -> Dog in all"]);
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
    let (_, _, arms, _) = told(&api);
    assert_eq!(arms.iter().map(|arm| arm.value.as_str()).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn what_no_member_tells_apart_the_status_does() {
    let one_of = |tag: &str| {
        format!(
            "{{description: Bad., content: {{application/json: {{schema: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/B'}}], discriminator: {{propertyName: {tag}}}}}}}}}}}"
        )
    };
    let schemas = "
A: {type: object, required: [kind, type], properties: {kind: {type: string}, type: {type: string}}}
B: {type: object, required: [kind, type], properties: {kind: {type: string}, type: {type: string}}}
";
    let api = own(&document(&format!("responses: {{'400': {}, '500': {}}}", one_of("kind"), one_of("type")), schemas));
    let Fault::ByStatus(answers) = &api.modules[0].operations[0].fault else { panic!("by status") };
    assert_eq!(
        answers.arms.iter().map(|arm| arm.variant.as_str()).collect::<Vec<_>>(),
        ["BadRequest", "InternalServerError"]
    );
}

#[test]
fn faults_that_are_a_type_as_well_are_two_types() {
    let either = RESPONSE.replace("Fault'", "Either'").replace("x-codegen-unwrap: value, ", "");
    let schemas = "
Either: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind}}
A: {type: object, required: [kind, a], properties: {kind: {type: string}, a: {type: string}}}
B: {type: object, required: [kind, b], properties: {kind: {type: string}, b: {type: string}}}
";
    let done = "{description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Either'}}}}";
    let api = own(&document(&format!("responses: {{'200': {done}, default: {either}}}"), schemas));
    assert_eq!(names(&api), ["Either", "A", "B"]);
    assert_eq!(told(&api).0, "EitherFault");
}

/// Envelopes by `type`, else bare faults by `kind`.
const EITHER: &str = "
Either: {anyOf: [{$ref: '#/components/schemas/Typed'}, {$ref: '#/components/schemas/Bare'}]}
Typed:
  oneOf: [{$ref: '#/components/schemas/Envelope'}, {$ref: '#/components/schemas/DeniedEnvelope'}]
  discriminator: {propertyName: type, mapping: {com.example.gone: Envelope, com.example.too_late: Envelope, com.example.denied: DeniedEnvelope}}
Bare:
  oneOf: [{$ref: '#/components/schemas/Info'}, {$ref: '#/components/schemas/DeniedInfo'}]
  discriminator: {propertyName: kind, mapping: {TOO_LATE: Info, GONE: Info, NEW: Info, DENIED: DeniedInfo}}
Envelope:
  type: object
  required: [type, value]
  properties:
    type:
      type: string
      enum: [com.example.gone, com.example.too_late]
      x-codegen-values: {com.example.gone: {doc: It is no more., since: '7'}, com.example.too_late: {name: Late}}
    value: {$ref: '#/components/schemas/Info'}
DeniedEnvelope:
  type: object
  required: [type, value]
  properties: {type: {type: string}, value: {$ref: '#/components/schemas/DeniedInfo'}}
Info: {type: object, x-codegen-name: Details, description: What is said., properties: {kind: {type: string}, text: {type: string}}}
DeniedInfo: {type: object, properties: {kind: {type: string}, why: {type: string}}}
";

#[test]
fn several_members_are_asked_in_turn_and_lead_to_the_same_faults() {
    let response = RESPONSE.replace("Fault'", "Either'");
    let api = own(&document(&format!("responses: {{'200': {{description: Done.}}, default: {response}}}"), EITHER));
    let (_, tags, arms, ways) = told(&api);
    assert_eq!(tags, ["type", "kind"]);
    assert_eq!(
        ways,
        [
            "type=com.example.gone -> Gone in value",
            "type=com.example.too_late -> Late in value",
            "type=com.example.denied -> Denied in value",
            "kind=GONE -> Gone in all",
            "kind=TOO_LATE -> Late in all",
            "kind=DENIED -> Denied in all",
            "kind=NEW -> New in all",
        ]
    );
    let docs: Vec<_> = arms.iter().map(|arm| (arm.value.as_str(), arm.docs.description.as_str())).collect();
    let said = "What is said.";
    assert_eq!(
        docs,
        [
            ("com.example.gone", "It is no more."),
            ("com.example.too_late", said),
            ("com.example.denied", ""),
            ("NEW", said)
        ]
    );
    assert_eq!(arms[0].docs.since.as_deref(), Some("7"));
    assert_eq!(names(&api), ["Details", "DeniedInfo"]);
}

#[test]
fn several_responses_add_to_each_member() {
    let either = RESPONSE.replace("Fault'", "Either'");
    let more = RESPONSE.replace("Fault'", "More'");
    let schemas = format!(
        "{EITHER}More: {{oneOf: [{{$ref: '#/components/schemas/Envelope'}}], discriminator: {{propertyName: type, mapping: {{com.example.late_too: Envelope}}}}}}\n"
    );
    let api = own(&document(&format!("responses: {{'400': {more}, default: {either}}}"), &schemas));
    let (_, tags, _, ways) = told(&api);
    assert_eq!((tags, ways.len()), (vec!["type", "kind"], 8));
    assert_eq!(ways[0], "type=com.example.late_too -> LateToo in value");
}

#[test]
fn members_that_are_asked_in_two_orders_decide_nothing() {
    let turned = format!(
        "{EITHER}Turned: {{anyOf: [{{$ref: '#/components/schemas/Bare'}}, {{$ref: '#/components/schemas/Typed'}}]}}\n"
    );
    let (either, other) = (RESPONSE.replace("Fault'", "Either'"), RESPONSE.replace("Fault'", "Turned'"));
    let found =
        complaints(&document(&format!("responses: {{'400': {either}, default: {other}}}"), &turned), Strictness::Own);
    let places: Vec<_> = found.iter().map(|one| (one.0, one.2.as_str())).collect();
    // By their status, they are no envelopes.
    let at = |name| (Code::UnknownMember, name);
    assert_eq!(places, [at("/components/schemas/Either"), at("/components/schemas/Turned")], "{found:?}");
}

#[test]
fn two_contents_of_one_name_are_two_faults() {
    let mixed = EITHER
        .replace("DENIED: DeniedInfo", "DENIED: Info")
        .replace(", {$ref: '#/components/schemas/DeniedInfo'}]", "]");
    let text = document(&format!("responses: {{default: {}}}", RESPONSE.replace("Fault'", "Either'")), &mixed);
    let found = complaints(&text, Strictness::Own);
    assert_eq!(
        (found.len(), found[0].0, found[0].2.as_str()),
        (1, Code::NameClash, "/components/schemas/Info"),
        "{found:?}"
    );
}
