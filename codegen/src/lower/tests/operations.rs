//! Operations: where they go, what they carry, who may ask.

use super::{document, own, run};
use crate::model::{
    Answer, Auth, Body, Carried, Carrier, Content, CredentialKind, Fault, Method, Output, Pair, PathPart,
    QueryConstant, Received, Type,
};
use crate::options::Strictness;

const EMPTY: &str = "Root: {type: string}";

#[test]
fn the_smallest_operation() {
    let api = own(&document("responses: {'204': {description: Done.}}", EMPTY));
    assert_eq!(api.modules.len(), 1);
    assert_eq!(api.modules[0].path[0].as_str(), "untagged");
    let call = &api.modules[0].operations[0];
    assert_eq!((call.id.as_str(), call.name.as_str(), call.method), ("call", "Call", Method::Post));
    assert_eq!((&call.path.parts, call.path.query.len()), (&vec![PathPart::Fixed("/call".to_owned())], 0));
    assert!(call.parameters.is_empty() && call.headers.is_empty());
    assert_eq!((&call.auth, &call.body, &call.fault), (&Auth::None, &None, &Fault::Raw));
    assert_eq!(call.output, Output::Same(Answer { content: Received::Empty, media: Vec::new() }));
    assert!(api.types.iter().next().is_none() && api.credentials.is_empty() && api.servers.is_empty());
    assert_eq!(
        api.rules.iter().map(|rule| rule.constant.0.as_str()).collect::<Vec<_>>(),
        ["TYPE", "REQUIRED", "UNKNOWN"]
    );
}

#[test]
fn path_keys_with_constants() {
    let api = own(
        "openapi: 3.0.3\ninfo: {title: Test, version: '1'}\npaths:\n  '/a b/ü%20?vmw-task=true&action=re%2Fdeploy&empty=':\n    get: {operationId: redeploy$task, responses: {'200': {description: Done.}}}\n",
    );
    let call = &api.modules[0].operations[0];
    assert_eq!((call.id.as_str(), call.name.as_str()), ("redeploy$task", "RedeployTask"));
    assert_eq!(call.path.parts, [PathPart::Fixed("/a%20b/%C3%BC%20".to_owned())]);
    let pair = |name: &str, value: &str| QueryConstant::Pair(Pair { name: name.to_owned(), value: value.to_owned() });
    assert_eq!(call.path.query, [pair("vmw-task", "true"), pair("action", "re/deploy"), pair("empty", "")]);
}

#[test]
fn envelopes_are_unwrapped_on_request() {
    let api = own(&document(
        "
      requestBody:
        required: true
        description: What to do.
        x-codegen-unwrap: spec
        content: {application/json: {schema: {type: object, required: [spec], properties: {spec: {$ref: '#/components/schemas/Root'}}}}}
      responses:
        '200':
          description: Done.
          x-codegen-unwrap: value
          content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}
",
        "
Root: {type: string}
Envelope: {type: object, required: [value], properties: {value: {type: array, items: {$ref: '#/components/schemas/Root'}}}}
",
    ));
    assert_eq!(super::names(&api), ["Root"]);
    let call = &api.modules[0].operations[0];
    let Some(Body { field, docs, required: true, content: Content::One(sent) }) = &call.body else {
        panic!("{:?}", call.body)
    };
    let Carried::Wrapped { member, ty } = &sent.carried else { panic!("{sent:?}") };
    assert_eq!((member.as_str(), field.as_str(), ty), ("spec", "spec", &Type::Named(super::id(&api, "Root"))));
    assert_eq!(docs.description, "What to do.");
    let list = Type::List(Box::new(Type::Named(super::id(&api, "Root"))));
    let content = Received::Wrapped { member: "value".to_owned(), ty: list };
    assert_eq!(call.output, Output::Same(Answer { content, media: vec!["application/json".to_owned()] }));
}

#[test]
fn inline_bodies_are_named_after_the_operation() {
    let schema =
        "content: {application/json; charset=utf-8: {schema: {type: object, properties: {a: {type: string}}}}}";
    let operation = format!(
        "requestBody: {{required: true, {schema}}}\n      responses: {{'200': {{description: Done., {schema}}}}}"
    );
    let api = own(&document(&operation, EMPTY));
    assert_eq!(super::names(&api), ["CallRequest", "CallResponse"]);
}

#[test]
fn tags_make_modules_in_their_order() {
    let (api, found) = run(
        "
openapi: 3.0.3
info: {title: Test, version: '1'}
tags:
  - {name: second, description: Two., x-codegen-since: '2'}
  - {name: unused}
  - {name: vcha/cluster, x-codegen-name: cluster}
paths:
  /a:
    put: {operationId: put it, tags: [vcha/cluster], responses: {'200': {description: Done.}}}
    get: {tags: [other], responses: {'200': {description: Done.}}}
  /b:
    summary: For both.
    get: {operationId: move, tags: [second], responses: {'200': {description: Done.}}}
    post: {operationId: Path, tags: [second], x-codegen-name: Walk, responses: {'200': {description: Done.}}}
",
        Strictness::Foreign,
    );
    assert_eq!(found, []);
    let api = api.expect("a model");
    let names: Vec<(&str, Vec<&str>)> = api
        .modules
        .iter()
        .map(|module| (module.path[0].as_str(), module.operations.iter().map(|one| one.name.as_str()).collect()))
        .collect();
    assert_eq!(names, [("second", vec!["Move", "Walk"]), ("cluster", vec!["PutIt"]), ("other", vec!["GetA"])]);
    assert_eq!(api.modules[0].docs.description, "Two.");
    assert_eq!(api.modules[0].docs.since.as_deref(), Some("2"));
    assert_eq!(api.modules[0].operations[0].docs.summary, "For both.");
    assert_eq!(api.modules[2].operations[0].id, "get /a");
}

#[test]
fn one_scheme_an_operation() {
    let api = own("
openapi: 3.0.3
info: {title: Test, version: '1'}
security: [{token: []}]
paths:
  /a:
    get: {operationId: general, responses: {'200': {description: Done.}}}
    put: {operationId: login, security: [{login: []}], responses: {'200': {description: Done.}}}
    post: {operationId: nobody, security: [], responses: {'200': {description: Done.}}}
    patch: {operationId: anybody, security: [{}], responses: {'200': {description: Done.}}}
components:
  securitySchemes:
    unused: {type: oauth2, flows: {}}
    login: {type: http, scheme: basic}
    token: {type: apiKey, in: header, name: X-Session-Id, description: A token.}
");
    let auth: Vec<&Auth> = api.modules[0].operations.iter().map(|one| &one.auth).collect();
    let token = Auth::Named(crate::model::Ident::new("Token"));
    assert_eq!(auth, [&token, &Auth::Basic, &Auth::None, &Auth::None]);
    let [only] = api.credentials.as_slice() else { panic!("{:?}", api.credentials) };
    let carrier = CredentialKind::Secret(Carrier::Header("x-session-id".to_owned()));
    assert_eq!((only.name.as_str(), &only.kind, only.docs.description.as_str()), ("Token", &carrier, "A token."));
}

#[test]
fn an_operation_may_not_be_called_like_a_type_it_stands_beside() {
    let text = document(
        "responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Call'}}}}}",
        "Call: {type: string}",
    );
    let found = super::complaints(&text, crate::options::Strictness::Own);
    assert_eq!((found.len(), found[0].0), (1, crate::diagnostic::Code::NameClash), "{found:?}");
}
