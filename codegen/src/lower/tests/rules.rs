//! Rules, their order and what enforces them.

use super::{complaints, def, document, member, object, own, receiving, sending};
use crate::diagnostic::{Code, Severity};
use crate::model::{Api, Constraint, Hook, HookCall, Ident, ItemPath, Limit, Presence, Subject, TypeKind, Weight};
use crate::options::Strictness;

fn ids(api: &Api) -> Vec<&str> {
    api.rules.iter().map(|rule| rule.id.as_str()).collect()
}

#[test]
fn every_kind_of_entry_in_the_order_of_the_document() {
    let text = sending(
        "
Root:
  type: object
  required: [name, kind]
  x-codegen-union: {tag: kind, arms: {A: [a]}}
  x-codegen-checks:
    - {id: R-NAME, doc: A name., by: required, member: name}
    - {id: R-LONG, doc: ' Not too long. ', by: [length, hook], member: name, source: 'page:7', severity: warning}
    - {id: R-PORT, doc: A port., by: range, member: port}
    - {id: R-A, doc: An a., by: union, when: A, member: a}
    - {id: R-HOOK, doc: By hand.}
  properties:
    name: {type: string, maxLength: 80}
    port: {type: integer, minimum: 0, exclusiveMinimum: true}
    kind: {$ref: '#/components/schemas/Kind'}
    a: {$ref: '#/components/schemas/Id'}
Kind: {type: string, enum: [A], x-codegen-checks: [{id: R-KIND, doc: A kind., by: enum}]}
Id: {type: string, minLength: 1, x-codegen-checks: [{id: R-ID, doc: An id., by: length}]}
",
    );
    let root =
        "x-codegen-checks: [{id: R-TYPE, doc: Types., by: type}, {id: R-UNKNOWN, doc: Members., by: unknown}]\npaths:";
    let call =
        "operationId: call\n      x-codegen-checks: [{id: R-WIRE, doc: Sent., by: wire}, {id: R-CALL, doc: The call.}]";
    let api = own(&text.replace("paths:", root).replace("operationId: call", call));
    assert_eq!(
        ids(&api),
        [
            "R-TYPE",
            "R-UNKNOWN",
            "R-WIRE",
            "R-CALL",
            "R-NAME",
            "R-LONG",
            "R-PORT",
            "R-A",
            "R-HOOK",
            "R-KIND",
            "R-ID",
            "required"
        ]
    );
    let rule = |id: &str| api.rules.iter().find(|rule| rule.id == id).expect("a rule of this id");
    let name = |id: &str| rule(id).constant.clone();
    let hook = |method: &str, id: &str| HookCall { method: Ident::new(method), rule: name(id) };
    assert_eq!(
        (&api.common.types, &api.common.unknown, &api.common.required),
        (&name("R-TYPE"), &name("R-UNKNOWN"), &name("required"))
    );
    let long = rule("R-LONG");
    assert_eq!(
        (long.constant.0.as_str(), long.doc.as_str(), long.source.as_str()),
        ("R_LONG", "Not too long.", "page:7")
    );
    assert_eq!(long.weight, Weight::Warning);
    let root = ItemPath { home: Vec::new(), name: Ident::new("Root") };
    let [Hook { method, subject }] = long.hooks.as_slice() else { panic!("{:?}", long.hooks) };
    assert_eq!((method.as_str(), subject), ("r_long", &Subject::Type(root)));
    assert_eq!(rule("R-WIRE").hooks, []);
    assert_eq!(def(&api, "Root").hooks, [hook("r_long", "R-LONG"), hook("r_hook", "R-HOOK")]);
    assert_eq!(api.modules[0].operations[0].hooks, [hook("r_call", "R-CALL")]);
    assert_eq!(member(&api, "Root", "name").presence, Presence::Required(Some(name("R-NAME"))));
    assert_eq!(member(&api, "Root", "kind").presence, Presence::Required(None));
    let limited = |limit, id: &str| Constraint { limit, rule: name(id) };
    let constraints = |wire| member(&api, "Root", wire).limits.own.as_slice();
    assert_eq!(constraints("name"), [limited(Limit::Length(None, Some(80)), "R-LONG")]);
    assert_eq!(constraints("port"), [limited(Limit::Range(Some(1), None), "R-PORT")]);
    assert_eq!(object(&api, "Root").union.as_ref().expect("a union").arms[0].rules[0].rule, name("R-A"));
    assert!(matches!(&def(&api, "Kind").kind, TypeKind::Enumeration(kind) if kind.rule == Some(name("R-KIND"))));
    let length = limited(Limit::Length(Some(1), None), "R-ID");
    assert!(matches!(&def(&api, "Id").kind, TypeKind::Newtype(id) if id.constraints == [length]));
}

#[test]
fn keywords_without_an_entry_have_general_rules() {
    let api = own(&sending(
        "
Root: {type: object, properties: {port: {type: integer, maximum: 9}, name: {type: string, minLength: 1}, kind: {type: string, enum: [a]}}}
",
    ));
    assert_eq!(ids(&api), ["type", "required", "unknown", "range", "length", "enum"]);
    assert!(api.rules.iter().all(|rule| !rule.doc.is_empty() && rule.weight == Weight::Error));
}

#[test]
fn an_entry_with_the_id_of_a_keyword_is_the_general_rule() {
    let api =
        own(&sending("Root: {type: string, minLength: 1, x-codegen-checks: [{id: length, doc: Mine., by: length}]}"));
    assert_eq!(ids(&api), ["length", "type", "required", "unknown"]);
    assert_eq!((api.rules[0].constant.0.as_str(), api.rules[0].doc.as_str()), ("LENGTH", "Mine."));
}

#[test]
fn one_id_twice_is_one_rule_if_it_says_the_same() {
    let schemas = |doc: &str| {
        format!(
            "
Root:
  type: object
  required: [a, b]
  x-codegen-checks:
    - {{id: R-X, doc: The same., by: required, member: a, source: 'p:1'}}
    - {{id: R-X, doc: {doc}, by: required, member: b, source: 'p:2'}}
  properties: {{a: {{type: string}}, b: {{type: string}}}}
"
        )
    };
    let api = own(&sending(&schemas("The same.")));
    assert_eq!(ids(&api), ["R-X", "type", "required", "unknown"]);
    assert_eq!(api.rules[0].source, "p:1; p:2");
    let found = complaints(&sending(&schemas("Another.")), Strictness::Own);
    assert_eq!((found.len(), found[0].0), (1, Code::NameClash), "{found:?}");
}

#[test]
fn rules_that_nothing_would_apply_are_warned_about_and_left_out() {
    let text = receiving(
        "
Root: {type: object, properties: {a: {type: string}}, x-codegen-checks: [{id: R-HOOK, doc: By hand.}]}
Unused: {type: string, minLength: 1, x-codegen-checks: [{id: R-UNUSED, doc: Unused., by: length}]}
",
    );
    let (api, found) = super::run(&text, Strictness::Own);
    assert_eq!(ids(&api.expect("a model")), ["type", "required", "unknown"]);
    let told: Vec<(Code, Severity, &str)> =
        found.iter().map(|one| (one.code, one.severity, one.place.pointer.as_str())).collect();
    assert_eq!(
        told,
        [
            (Code::WouldBeLost, Severity::Warning, "/components/schemas/Root/x-codegen-checks/0/id"),
            (Code::WouldBeLost, Severity::Warning, "/components/schemas/Unused/x-codegen-checks/0/id"),
        ]
    );
}

#[test]
fn a_hook_needs_a_type_to_look_at() {
    let text = sending(
        "Root: {type: object, properties: {a: {type: integer, x-codegen-checks: [{id: R-HOOK, doc: By hand.}]}}}",
    );
    let found = complaints(&text, Strictness::Own);
    assert_eq!((found.len(), found[0].0), (1, Code::NotSupportedYet), "{found:?}");
}

#[test]
fn an_entry_that_no_keyword_asks_for_is_an_error() {
    let text = sending(
        "
Root:
  type: object
  properties: {id: {$ref: '#/components/schemas/Id'}}
  x-codegen-checks: [{id: R-ID, doc: An id., by: length, member: id}]
Id: {type: string, minLength: 1}
",
    );
    let found = complaints(&text, Strictness::Own);
    assert_eq!((found.len(), found[0].0), (1, Code::CheckWithoutKeyword), "{found:?}");
}

#[test]
fn two_ids_that_make_one_constant_clash() {
    let text = document(
        "responses: {'204': {description: Done.}}\n      x-codegen-checks: [{id: R-1, doc: One., by: wire}, {id: R_1, doc: Two., by: wire}]",
        "Root: {type: string}",
    );
    let found = complaints(&text, Strictness::Own);
    assert_eq!((found.len(), found[0].0), (1, Code::NameClash), "{found:?}");
}
