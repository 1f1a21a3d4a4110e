//! Whose faults they are: of a schema with a name, for every operation that refers to it, or of one operation alone.

use super::{complaints, names, own};
use crate::diagnostic::Code;
use crate::model::{Api, Fault, Ident, TypeDef, TypeKind};
use crate::options::Strictness;

/// Operations with these error responses, in their order, and more schemas (four spaces deep).
fn document(responses: &[&str], schemas: &str) -> String {
    let operations: String = responses
        .iter()
        .enumerate()
        .map(|(index, responses)| {
            format!("  /{index}: {{get: {{operationId: call{index}, responses: {{'204': {{description: Done.}}, {responses}}}}}}}\n")
        })
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\npaths:\n{operations}components:\n  schemas:\n{SCHEMAS}{schemas}"
    )
}

const SCHEMAS: &str = "
    a.Late: {description: Too late., x-codegen-module: a, oneOf: [{$ref: '#/components/schemas/Info'}], discriminator: {propertyName: kind, mapping: {LATE: Info}}}
    Soon: {allOf: [{$ref: '#/components/schemas/Early'}]}
    Early: {x-codegen-name: TooEarly, oneOf: [{$ref: '#/components/schemas/Info'}], discriminator: {propertyName: kind, mapping: {EARLY: Info}}}
    Info: {type: object, required: [value], properties: {kind: {type: string}, value: {type: object, required: [inner], properties: {inner: {type: string}}}}}
";

const LATE: &str = "{description: Bad., content: {application/json: {schema: {$ref: '#/components/schemas/a.Late'}}}}";

fn response(schema: &str) -> String {
    LATE.replace("a.Late", schema)
}

/// The faults of each operation: the path of the enum, or its name alone where it is the operation's own.
fn told(api: &Api) -> Vec<String> {
    let operations = api.modules.iter().flat_map(|module| &module.operations);
    let path = |home: &[Ident]| home.iter().map(|name| format!("{}::", name.as_str())).collect::<String>();
    let told = operations.map(|operation| match &operation.fault {
        Fault::Raw => "raw".to_owned(),
        Fault::Own(faults) => faults.name.as_str().to_owned(),
        Fault::ByStatus(answers) => format!("by status {}", answers.name.as_str()),
        Fault::Shared(id) => format!("types::{}{}", path(&api.types[*id].home), api.types[*id].name.as_str()),
    });
    told.collect()
}

/// The enums of faults among the types.
fn faults(api: &Api) -> impl Iterator<Item = &TypeDef> {
    api.types.iter().filter(|def| matches!(def.kind, TypeKind::Fault(_)))
}

#[test]
fn operations_that_refer_to_one_schema_have_its_faults() {
    let (early, soon) = (response("Early"), response("Soon"));
    let api = own(&document(
        &[
            &format!("'400': {early}, default: {soon}"),
            &format!("'400': {LATE}, '404': {{description: No body.}}, default: {LATE}"),
            &format!("default: {soon}"),
            &format!("default: {LATE}"),
        ],
        "",
    ));
    assert_eq!(told(&api), ["types::TooEarly", "types::a::Late", "types::TooEarly", "types::a::Late"]);
    // In the order of the document, not in that of their use.
    let faults: Vec<_> = faults(&api).map(|def| (def.name.as_str(), def.docs.description.as_str())).collect();
    assert_eq!(faults, [("Late", "Too late."), ("TooEarly", "")]);
    assert_eq!(names(&api), ["Info", "InfoValue"]);
}

#[test]
fn different_schemas_and_those_without_a_name_are_the_operations_own() {
    let inline = "{description: Bad., content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Info'}], discriminator: {propertyName: kind}}}}}";
    let api = own(&document(
        &[
            &format!("'400': {LATE}, default: {}", response("Early")),
            &format!("default: {inline}"),
            "default: {description: No.}",
        ],
        "",
    ));
    assert_eq!(told(&api), ["Call0Fault", "Call1Fault", "raw"]);
    assert_eq!(faults(&api).count(), 0);
}

#[test]
fn what_is_taken_out_of_the_envelope_belongs_to_the_faults() {
    let other = LATE.replace("Bad.,", "Bad., x-codegen-unwrap: value,");
    let responses =
        [format!("default: {LATE}"), format!("default: {other}"), format!("'400': {LATE}, default: {LATE}")];
    let api = own(&document(&[&responses[0], &responses[1], &responses[2]], ""));
    assert_eq!(told(&api), ["types::a::Late", "Call1Fault", "types::a::Late"]);
}

#[test]
fn a_name_that_a_type_has_is_a_clash() {
    let clash =
        "    a.Info: {type: object, x-codegen-module: a, x-codegen-name: Late, properties: {kind: {type: string}}}\n";
    let text = document(
        &[&format!("default: {LATE}")],
        &format!("{clash}    b: {{type: object, properties: {{late: {{$ref: '#/components/schemas/a.Info'}}}}}}\n"),
    )
    .replace(
        "'204': {description: Done.}",
        "'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/b'}}}}",
    );
    let found = complaints(&text, Strictness::Own);
    let clashes: Vec<_> = found.iter().map(|one| (one.0, one.2.as_str())).collect();
    assert_eq!(clashes, [(Code::NameClash, "/components/schemas/a.Late")], "{found:?}");
}
