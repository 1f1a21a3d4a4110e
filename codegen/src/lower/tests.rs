//! The smallest document of each construct, and what the model says of it.

mod answers;
mod bodies;
mod choices;
mod docs;
mod errors;
mod faults;
mod limits;
mod modules;
mod names;
mod operations;
mod parameters;
mod refusals;
mod rules;
mod schemas;
mod security;
mod servers;
mod shared_faults;
mod texts;
mod types;

use super::lower;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Api, Member, Object, RuleName, TypeDef, TypeId, TypeKind};
use crate::options::Strictness;
use crate::source::Source;
use crate::tests::parse;

/// What a document becomes, and what is said about it.
fn run(text: &str, strictness: Strictness) -> (Option<Api>, Vec<Diagnostic>) {
    let source = Source::new("test.yaml", text);
    let (document, found) = parse(&source, strictness);
    let errors: Vec<_> = found.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    lower(&document.expect("a document without errors"), strictness)
}

/// The model of a document that nothing is wrong with.
fn own(text: &str) -> Api {
    let (api, found) = run(text, Strictness::Own);
    assert!(found.is_empty(), "{found:?}");
    api.expect("a model without errors")
}

/// The model of a document of somebody else, of which some is left aside.
fn abroad(text: &str) -> Api {
    let (api, found) = run(text, Strictness::Foreign);
    assert!(!found.is_empty(), "nothing is left aside");
    api.expect("a model without errors")
}

/// What is said about a document.
fn complaints(text: &str, strictness: Strictness) -> Vec<(Code, Severity, String, String)> {
    let (api, found) = run(text, strictness);
    assert_eq!(api.is_none(), found.iter().any(|one| one.severity == Severity::Error));
    let tell = |one: Diagnostic| (one.code, one.severity, one.place.pointer.to_string(), one.message);
    found.into_iter().map(tell).collect()
}

/// A document with one operation that sends a value of the schema `Root`, and these component schemas (two spaces deep).
fn sending(schemas: &str) -> String {
    document(
        "requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Root'}}}}\n      responses: {'204': {description: Done.}}",
        schemas,
    )
}

/// The same with an operation that only receives one.
fn receiving(schemas: &str) -> String {
    document(
        "responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Root'}}}}}",
        schemas,
    )
}

/// A document with one operation, of which these keys are given.
fn document(operation: &str, schemas: &str) -> String {
    let schemas = schemas.trim_matches('\n').replace('\n', "\n    ");
    format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\npaths:\n  /call:\n    post:\n      operationId: call\n      {operation}\ncomponents:\n  schemas:\n    {schemas}\n"
    )
}

fn def<'a>(api: &'a Api, name: &str) -> &'a TypeDef {
    api.types.iter().find(|def| def.name.as_str() == name).expect("a type of this name")
}

fn object<'a>(api: &'a Api, name: &str) -> &'a Object {
    match &def(api, name).kind {
        TypeKind::Object(object) => object,
        other => panic!("{name} is {other:?}"),
    }
}

fn member<'a>(api: &'a Api, name: &str, wire: &str) -> &'a Member {
    object(api, name).members.iter().find(|member| member.wire == wire).expect("a member of this name")
}

/// The id of a type.
fn id(api: &Api, name: &str) -> TypeId {
    api.types.entries().find(|(_, def)| def.name.as_str() == name).expect("a type of this name").0
}

/// The rule of this id, as the output calls it.
fn rule(api: &Api, id: &str) -> RuleName {
    api.rules.iter().find(|rule| rule.id == id).expect("a rule of this id").constant.clone()
}

fn names(api: &Api) -> Vec<&str> {
    let types = api.types.iter().filter(|def| !matches!(def.kind, TypeKind::Fault(_)));
    types.map(|def| def.name.as_str()).collect()
}
