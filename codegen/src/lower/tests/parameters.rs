//! What a call fills in beside the body.

use super::{complaints, names, own, run};
use crate::diagnostic::{Code, Severity};
use crate::model::{Location, Operation, Pair, PathPart, Primitive, Sample, Type};
use crate::options::Strictness;

/// A document with one path, of which this is the key, the parameters (a flow list) and what else stands there.
fn at(path: &str, parameters: &str, rest: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\npaths:\n  '{path}':\n    parameters: [{{name: verbose, in: query, schema: {{type: boolean}}}}]\n    get:\n      operationId: look\n      parameters: {parameters}\n      responses: {{'204': {{description: Done.}}}}\n{rest}"
    )
}

fn call(api: &crate::model::Api) -> &Operation {
    &api.modules[0].operations[0]
}

/// Name, field, place, whether required, and type of each.
fn told(operation: &Operation) -> Vec<(&str, &str, Location, bool, Type)> {
    let tell = |one: &'_ crate::model::Parameter| (one.location, one.required, one.ty.clone());
    operation
        .parameters
        .iter()
        .map(|one| {
            let (place, required, ty) = tell(one);
            (one.wire.as_str(), one.field.as_str(), place, required, ty)
        })
        .collect()
}

#[test]
fn path_query_and_header() {
    let api = own(&at(
        "/tasks/{task}/parts/{n}.txt?action=look",
        "[{name: n, in: path, required: true, schema: {type: integer, format: int32}}, \
         {name: spec.return_all, in: query, description: All of it., x-codegen-since: '7', schema: {type: boolean}}, \
         {name: task, in: path, required: true, example: 'a/b', schema: {$ref: '#/components/schemas/TaskId'}}, \
         {name: order, in: query, required: true, x-codegen-name: sorting, schema: {type: string, enum: [up, down]}}, \
         {name: X-Trace, in: header, deprecated: true, schema: {type: string}}]",
        "components: {schemas: {TaskId: {type: string, description: Which one.}}}\n",
    ));
    let call = call(&api);
    let fixed = |text: &str| PathPart::Fixed(text.to_owned());
    let variable = |index: usize| PathPart::Variable(Box::new(call.parameters[index].clone()));
    assert_eq!(call.path.parts, [fixed("/tasks/"), variable(3), fixed("/parts/"), variable(1), fixed(".txt")]);
    assert_eq!(call.path.query, [Pair { name: "action".to_owned(), value: "look".to_owned() }]);
    assert_eq!(names(&api), ["LookOrder", "TaskId"]);
    assert_eq!(
        told(call),
        [
            ("verbose", "verbose", Location::Query, false, Type::Primitive(Primitive::Bool)),
            ("n", "n", Location::Path, true, Type::Primitive(Primitive::Int32)),
            ("spec.return_all", "spec_return_all", Location::Query, false, Type::Primitive(Primitive::Bool)),
            ("task", "task", Location::Path, true, Type::Named(super::id(&api, "TaskId"))),
            ("order", "sorting", Location::Query, true, Type::Named(super::id(&api, "LookOrder"))),
            ("x-trace", "x_trace", Location::Header, false, Type::Primitive(Primitive::String)),
        ]
    );
    let [_, _, all, task, _, trace] = call.parameters.as_slice() else { panic!("{:?}", call.parameters) };
    assert_eq!((all.docs.description.as_str(), all.docs.since.as_deref()), ("All of it.", Some("7")));
    assert_eq!((task.docs.description.as_str(), task.example.text().as_deref()), ("", Some("a/b")));
    assert!(trace.docs.deprecated);
}

#[test]
fn one_value_and_no_choice_is_a_constant() {
    let api = own(&at(
        "/a?one=1",
        "[{name: action, in: query, required: true, schema: {type: string, enum: [get]}}, \
         {name: one, in: query, required: true, schema: {type: string, enum: ['1']}}, \
         {name: X-Plain, in: header, required: true, schema: {$ref: '#/components/schemas/Yes'}}, \
         {name: maybe, in: query, schema: {$ref: '#/components/schemas/Yes'}}]",
        "components: {schemas: {'Yes': {type: string, enum: ['true']}}}\n",
    ));
    let call = call(&api);
    let pair = |name: &str, value: &str| Pair { name: name.to_owned(), value: value.to_owned() };
    assert_eq!(call.path.query, [pair("one", "1"), pair("action", "get")]);
    assert_eq!(call.headers, [pair("x-plain", "true")]);
    assert_eq!(told(call).iter().map(|one| (one.0, one.3)).collect::<Vec<_>>(), [("verbose", false), ("maybe", false)]);
}

#[test]
fn an_operation_may_say_it_in_its_own_way() {
    let parameters = "[{name: verbose, in: query, required: true, schema: {type: integer}}, {name: verbose, in: header, schema: {type: string}}]";
    let found = complaints(&at("/a", parameters, ""), Strictness::Own);
    assert_eq!((found.len(), found[0].0), (1, Code::NameClash), "{found:?}");
    let (api, _) = run(&at("/a", parameters, ""), Strictness::Foreign);
    let api = api.expect("a model");
    assert_eq!(
        told(call(&api)),
        [
            ("verbose", "verbose", Location::Query, true, Type::Primitive(Primitive::Int64)),
            ("verbose", "verbose_2", Location::Header, false, Type::Primitive(Primitive::String))
        ]
    );
}

#[test]
fn an_example_can_stand_where_the_parameter_does() {
    let api = own(&at("/a/{b}", "[{name: b, in: path, required: true, schema: {type: string, example: ..}}]", ""));
    assert_eq!(call(&api).parameters[1].example, Sample::Text("text".to_owned()));
}

#[test]
fn what_a_parameter_carries_is_sent_and_so_it_is_judged() {
    let api = own(&at(
        "/a/{b}",
        "[{name: b, in: path, required: true, schema: {$ref: '#/components/schemas/Id'}}]",
        "components: {schemas: {Id: {type: string, minLength: 1}}}\n",
    ));
    assert!(super::def(&api, "Id").is_judged);
}

#[test]
fn what_is_not_carried_yet_is_refused_where_it_stands() {
    let list = "{type: array, items: {type: string}}";
    for (parameter, place) in [
        (format!("{{name: a, in: query, schema: {list}}}"), "name"),
        (format!("{{name: a, in: header, schema: {list}}}"), "name"),
        ("{name: a, in: query, schema: {type: object, properties: {b: {type: string}}}}".to_owned(), "name"),
        ("{name: a, in: query, schema: {type: object, additionalProperties: {type: string}}}".to_owned(), "name"),
        ("{name: a, in: query, schema: {}}".to_owned(), "name"),
        ("{name: a, in: query, schema: {type: number}}".to_owned(), "name"),
        ("{name: a, in: query, schema: {type: string, format: password}}".to_owned(), "name"),
        ("{name: a, in: cookie, schema: {type: string}}".to_owned(), "name"),
        ("{name: a b, in: header, schema: {type: string}}".to_owned(), "name"),
        ("{name: a, in: query, style: deepObject, schema: {type: string}}".to_owned(), "style"),
        ("{name: a, in: query, content: {application/json: {schema: {type: string}}}}".to_owned(), "content"),
        ("{name: c, in: query, required: true, schema: {type: string, enum: [b]}}".to_owned(), "name"),
        ("{name: c, in: query, schema: {type: string}}".to_owned(), "name"),
        ("{name: a, in: header, required: true, schema: {type: string, enum: [\"\\u00e4\"]}}".to_owned(), "schema"),
    ] {
        let found = complaints(&at("/a?c=d", &format!("[{parameter}]"), ""), Strictness::Foreign);
        let wanted = format!("/paths/~1a?c=d/get/parameters/0/{place}");
        assert_eq!(found.len(), 1, "{parameter}: {found:?}");
        assert_eq!(
            (found[0].0, found[0].1, &found[0].2),
            (Code::NotSupportedYet, Severity::Error, &wanted),
            "{parameter}"
        );
    }
}

#[test]
fn what_says_nothing_may_stand_in_a_document_of_others() {
    for (parameter, place) in [
        ("{name: Accept, in: header, schema: {type: string}}", "name"),
        ("{name: authorization, in: header, required: true, schema: {type: string}}", "name"),
        ("{name: a, in: query, allowReserved: true, schema: {type: string}}", "allowReserved"),
        ("{name: a, in: query, allowEmptyValue: true, schema: {type: string}}", "allowEmptyValue"),
        ("{name: a, in: query, schema: {type: string, minLength: 1}}", "schema/minLength"),
    ] {
        for (strictness, severity) in [(Strictness::Own, Severity::Error), (Strictness::Foreign, Severity::Warning)] {
            let found = complaints(&at("/a", &format!("[{parameter}]"), ""), strictness);
            let wanted = format!("/paths/~1a/get/parameters/0/{place}");
            let code = if place == "name" { Code::ReservedHeader } else { Code::NotSupportedYet };
            assert_eq!(found.len(), 1, "{parameter}: {found:?}");
            assert_eq!((found[0].0, found[0].1, &found[0].2), (code, severity, &wanted), "{parameter}");
        }
    }
}
