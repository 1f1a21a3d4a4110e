//! Modules inside of modules, for operations and for types.

use super::{complaints, def, own};
use crate::diagnostic::Code;
use crate::model::{Ident, Primitive, Type};
use crate::options::Strictness;

fn document(tags: &str, schemas: &str) -> String {
    let call = |path: &str, tag: &str, ty: &str| {
        format!(
            "  /{path}: {{get: {{operationId: {path}, x-codegen-name: Get, tags: [{tag}], responses: {{'200': {{description: Done., content: {{application/json: {{schema: {{$ref: '#/components/schemas/{ty}'}}}}}}}}}}}}}}\n"
        )
    };
    format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\ntags: {tags}\npaths:\n{}{}components:\n  schemas:\n{schemas}",
        call("a", "rest/tasks", "rest.Info"),
        call("b", "soap/tasks", "soap.Info"),
    )
}

const TAGS: &str =
    "[{name: rest/tasks, x-codegen-name: 'rest::tasks'}, {name: soap/tasks, x-codegen-name: 'soap::tasks'}]";

const TWINS: &str = "
    rest.Info: {type: object, x-codegen-module: rest, properties: {kind: {type: string, enum: [a]}, shared: {$ref: '#/components/schemas/Shared'}}}
    soap.Info: {type: object, x-codegen-module: soap, properties: {kind: {type: string, enum: [b]}, shared: {$ref: '#/components/schemas/Shared'}}}
    Shared: {type: string}
";

fn shown(path: &[Ident]) -> String {
    path.iter().map(Ident::as_str).collect::<Vec<_>>().join("::")
}

#[test]
fn twins_live_in_modules_of_their_own() {
    let api = own(&document(TAGS, TWINS));
    let modules: Vec<_> = api.modules.iter().map(|one| (shown(&one.path), one.operations[0].name.as_str())).collect();
    assert_eq!(modules, [("rest::tasks".to_owned(), "Get"), ("soap::tasks".to_owned(), "Get")]);
    let types: Vec<_> = api.types.iter().map(|def| (shown(&def.home), def.name.as_str())).collect();
    let of = |home: &str, name| (home.to_owned(), name);
    assert_eq!(
        types,
        [of("rest", "Info"), of("rest", "InfoKind"), of("soap", "Info"), of("soap", "InfoKind"), of("", "Shared"),]
    );
    assert_eq!(def(&api, "Shared").home, []);
}

#[test]
fn a_module_is_a_folder_or_a_file() {
    let tags = TAGS.replace("soap::tasks", "rest");
    let found = complaints(&document(&tags, TWINS), Strictness::Own);
    assert_eq!((found.len(), found[0].0), (1, Code::NameClash), "{found:?}");
    assert_eq!(found[0].2, "/tags/1/x-codegen-name");
    let types = format!("{TWINS}    Rest: {{type: string}}\n")
        .replace("soap.Info: {type: object, ", "soap.Info: {type: object, required: [r], ");
    let types = types.replace("enum: [b]}, ", "enum: [b]}, r: {$ref: '#/components/schemas/Rest'}, ");
    // A type may be called like a module.
    assert_eq!(def(&own(&document(TAGS, &types)), "Rest").home, []);
}

#[test]
fn every_part_of_a_path_is_a_name() {
    for bad in ["Rest", "rest::", "::rest", "rest::Info", "type", "rest:: info", "rest.info"] {
        let found =
            complaints(&document(TAGS, &TWINS.replace("module: rest", &format!("module: '{bad}'"))), Strictness::Own);
        assert!(
            found.iter().any(|one| one.0 == Code::BadName && one.2 == "/components/schemas/rest.Info/x-codegen-module"),
            "{bad}: {found:?}"
        );
        let found = complaints(&document(&TAGS.replace("rest::tasks", bad), TWINS), Strictness::Own);
        assert!(
            found.iter().any(|one| one.0 == Code::BadName && one.2 == "/tags/0/x-codegen-name"),
            "{bad}: {found:?}"
        );
    }
}

#[test]
fn without_modules_twins_clash() {
    let schemas = TWINS
        .replace("x-codegen-module: soap", "x-codegen-name: Info")
        .replace("x-codegen-module: rest", "x-codegen-name: Info");
    let found = complaints(&document(TAGS, &schemas), Strictness::Own);
    assert!(found.iter().any(|one| one.0 == Code::NameClash), "{found:?}");
}

#[test]
fn a_map_holds_values_of_one_type_and_may_hold_itself() {
    let api = own(&super::sending(
        "
Root:
  type: object
  required: [more]
  properties:
    texts: {type: object, additionalProperties: {type: string}}
    more: {type: object, additionalProperties: {$ref: '#/components/schemas/Root'}}
    named: {$ref: '#/components/schemas/Lists'}
    inline: {additionalProperties: {type: object, properties: {a: {type: string, format: password}}}, type: object}
Lists: {type: object, additionalProperties: {type: array, items: {type: number}}}
",
    ));
    let map = |ty| Type::Map(Box::new(ty));
    let of = |wire| super::member(&api, "Root", wire).ty.clone();
    assert_eq!(of("texts"), map(Type::Primitive(Primitive::String)));
    assert_eq!(of("more"), map(Type::Named(super::id(&api, "Root"))));
    assert_eq!(of("named"), map(Type::List(Box::new(Type::Primitive(Primitive::Double)))));
    assert_eq!(super::names(&api), ["Root", "RootInlineValue"]);
    let root = def(&api, "Root");
    assert!(root.holds_secret && !root.is_eq);
    assert_eq!(super::member(&api, "Root", "more").example, Some(crate::model::Sample::Map));
}
