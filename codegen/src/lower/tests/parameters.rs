//! What a call fills in beside the body.

use super::{complaints, names, own, run};
use crate::diagnostic::{Code, Severity};
use crate::model::{
    Location, Operation, Pair, PathPart, Primitive, QueryConstant, Sample, Style, Styled, Type, ValueText, Written,
};
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

fn constant(name: &str, value: &str) -> QueryConstant {
    QueryConstant::Pair(Pair { name: name.to_owned(), value: value.to_owned() })
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
    assert_eq!(call.path.query, [constant("action", "look")]);
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
    assert_eq!((task.docs.description.as_str(), task.example_text.as_deref()), ("", Some("a/b")));
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
    assert_eq!(call.path.query, [constant("one", "1"), constant("action", "get")]);
    assert_eq!(call.headers, [pair("x-plain", "true")]);
    assert_eq!(told(call).iter().map(|one| (one.0, one.3)).collect::<Vec<_>>(), [("verbose", false), ("maybe", false)]);
}

#[test]
fn one_name_in_several_places_says_the_place() {
    let one = |place: &str| format!("{{name: verbose, in: {place}, required: true, schema: {{type: integer}}}}");
    let fields = |path: &str, places: &[&str]| {
        let parameters: Vec<String> = places.iter().map(|place| one(place)).collect();
        let api = own(&at(path, &format!("[{}]", parameters.join(", ")), ""));
        let fields = call(&api).parameters.iter().map(|one| one.field.as_str().to_owned());
        fields.collect::<Vec<_>>()
    };
    // The first one is that of the path item.
    assert_eq!(fields("/a", &["query", "header"]), ["verbose", "header_verbose"]);
    assert_eq!(fields("/a", &["header", "cookie"]), ["verbose", "header_verbose", "cookie_verbose"]);
    // A path that gets another variable is another path.
    assert_eq!(
        fields("/a/{verbose}", &["header", "path", "cookie"]),
        ["query_verbose", "header_verbose", "verbose", "cookie_verbose"]
    );
}

#[test]
fn an_example_can_stand_where_the_parameter_does() {
    let api = own(&at("/a/{b}", "[{name: b, in: path, required: true, schema: {type: string, example: ..}}]", ""));
    assert_eq!(call(&api).parameters[1].example, Some(Sample::Text("text".to_owned())));
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

/// How the one parameter of an operation beside the first is written.
fn written(parameter: &str) -> Written {
    let api = own(&at(
        "/a/{p}",
        &format!("[{parameter}, {{name: p, in: path, required: true, schema: {{type: string}}}}]"),
        "",
    ));
    call(&api).parameters[1].written
}

#[test]
fn every_style_of_every_place() {
    let list = "schema: {type: array, items: {type: string}}";
    let text = "schema: {type: string}";
    let of = |style, explode| Written::Styled(Styled::new(style, Some(explode)));
    for (parameter, wanted) in [
        (format!("{{name: a, in: query, {list}}}"), of(Style::Form, true)),
        (format!("{{name: a, in: query, explode: false, {list}}}"), of(Style::Form, false)),
        (format!("{{name: a, in: query, style: spaceDelimited, {list}}}"), of(Style::SpaceDelimited, false)),
        (
            format!("{{name: a, in: query, style: pipeDelimited, explode: true, {list}}}"),
            of(Style::PipeDelimited, true),
        ),
        (
            "{name: a, in: query, style: deepObject, schema: {type: object, properties: {b: {type: string}}}}"
                .to_owned(),
            of(Style::DeepObject, false),
        ),
        (format!("{{name: a, in: query, content: {{application/json: {{{list}}}}}}}"), of(Style::Json, true)),
        (format!("{{name: a, in: query, content: {{text/csv: {{{text}}}}}}}"), Written::Plain(ValueText::Itself)),
        (format!("{{name: a, in: header, explode: true, {list}}}"), of(Style::Simple, true)),
        (format!("{{name: a, in: cookie, {text}}}"), of(Style::Form, true)),
        (format!("{{name: a, in: query, style: pipeDelimited, {text}}}"), of(Style::PipeDelimited, false)),
        (format!("{{name: a, in: query, {text}}}"), Written::Plain(ValueText::Itself)),
        ("{name: a, in: query, schema: {type: number}}".to_owned(), of(Style::Form, true)),
        ("{name: a, in: query, schema: {}}".to_owned(), of(Style::Form, true)),
        (
            "{name: a, in: query, schema: {type: object, additionalProperties: {type: string}}}".to_owned(),
            of(Style::Form, true),
        ),
        (
            format!("{{name: a, in: query, allowReserved: true, {text}}}"),
            Written::Styled(Styled { reserved: true, ..Styled::new(Style::Form, None) }),
        ),
        (
            format!("{{name: a, in: query, allowEmptyValue: true, {list}}}"),
            Written::Styled(Styled { empty: true, ..Styled::new(Style::Form, None) }),
        ),
        (
            "{name: a, in: header, schema: {type: string, format: password}}".to_owned(),
            Written::Styled(Styled { is_secret: true, ..Styled::new(Style::Simple, None) }),
        ),
    ] {
        assert_eq!(written(&parameter), wanted, "{parameter}");
    }
    for (style, wanted) in [("label", Style::Label), ("matrix", Style::Matrix)] {
        let parameter = format!("[{{name: a, in: path, required: true, style: {style}, {text}}}]");
        let api = own(&at("/a{a}", &parameter, ""));
        assert_eq!(call(&api).parameters[1].written, of(wanted, false));
    }
}

#[test]
fn what_has_no_form_in_its_style_is_told() {
    let object = "{type: object, properties: {b: {type: array, items: {type: string}}}}";
    for (parameter, is_fit) in [
        ("style: deepObject, schema: {type: string}".to_owned(), false),
        ("style: deepObject, schema: {type: array, items: {type: string}}".to_owned(), false),
        (format!("style: deepObject, schema: {object}"), false),
        (format!("schema: {object}"), false),
        ("schema: {type: array, items: {type: array, items: {type: string}}}".to_owned(), false),
        (
            "style: pipeDelimited, schema: {type: array, items: {type: object, properties: {b: {type: string}}}}"
                .to_owned(),
            false,
        ),
        ("schema: {type: object, additionalProperties: {type: array, items: {type: string}}}".to_owned(), false),
        (format!("content: {{application/json: {{schema: {object}}}}}"), true),
        ("schema: {type: array, items: {}}".to_owned(), true),
    ] {
        for (strictness, severity) in [(Strictness::Own, Severity::Error), (Strictness::Foreign, Severity::Warning)] {
            let text = at("/a", &format!("[{{name: a, in: query, {parameter}}}]"), "");
            let found = complaints(&text, strictness);
            let told: Vec<_> = found.iter().map(|one| (one.0, one.1, one.2.as_str())).collect();
            let wanted = (Code::NoFormInStyle, severity, "/paths/~1a/get/parameters/0/name");
            assert_eq!(told, if is_fit { vec![] } else { vec![wanted] }, "{parameter}");
        }
    }
}

#[test]
fn what_no_header_can_be_is_refused() {
    for (parameter, place) in [
        ("{name: a b, in: header, schema: {type: string}}", "name"),
        ("{name: a, in: header, required: true, schema: {type: string, enum: [\"\\u00e4\"]}}", "schema"),
    ] {
        let found = complaints(&at("/a", &format!("[{parameter}]"), ""), Strictness::Foreign);
        assert_eq!(found.len(), 1, "{parameter}: {found:?}");
        let wanted = format!("/paths/~1a/get/parameters/0/{place}");
        assert_eq!(
            (found[0].0, found[0].1, &found[0].2),
            (Code::UnknownValue, Severity::Error, &wanted),
            "{parameter}"
        );
    }
}

#[test]
fn the_query_of_a_path_key() {
    let api = own(&at("/a?acl&b=c&d={e}", "[{name: e, in: path, required: true, schema: {type: integer}}]", ""));
    let call = call(&api);
    assert_eq!(call.path.query, [QueryConstant::Word("acl".to_owned()), constant("b", "c")]);
    assert_eq!(told(call)[1], ("d", "d", Location::Query, true, Type::Primitive(Primitive::Int64)));
    assert_eq!(call.path.parts, [PathPart::Fixed("/a".to_owned())]);
    // What the key says is sent, and a parameter that could say something else is told.
    for parameter in ["{type: string}", "{type: string, enum: [other]}"] {
        let parameters = format!("[{{name: b, in: query, required: true, schema: {parameter}}}]");
        let found = complaints(&at("/a?b=c", &parameters, ""), Strictness::Foreign);
        let told: Vec<_> = found.iter().map(|one| (one.0, one.2.as_str())).collect();
        assert_eq!(told, [(Code::DuplicateParameter, "/paths/~1a?b=c/get/parameters/0/name")], "{parameter}");
    }
    let found = complaints(
        &at("/a?b=c-{d}", "[{name: d, in: path, required: true, schema: {type: string}}]", ""),
        Strictness::Foreign,
    );
    assert_eq!((found.len(), found[0].0, found[0].1), (1, Code::BadPath, Severity::Error), "{found:?}");
}

#[test]
fn a_variable_that_nothing_describes_is_a_text_and_a_parameter_without_a_variable_is_left_out() {
    let (api, found) = run(
        &at("/a/{b}:go#part", "[{name: c, in: path, required: true, schema: {type: string}}]", ""),
        Strictness::Foreign,
    );
    assert!(found.is_empty(), "the grammar has told it: {found:?}");
    let api = api.expect("a model");
    let call = call(&api);
    let told = told(call);
    assert_eq!(told[1..], [("b", "b", Location::Path, true, Type::Primitive(Primitive::String))]);
    let [PathPart::Fixed(before), PathPart::Variable(_), PathPart::Fixed(behind)] = call.path.parts.as_slice() else {
        panic!("{:?}", call.path)
    };
    assert_eq!((before.as_str(), behind.as_str()), ("/a/", ":go"));
}

#[test]
fn what_says_nothing_may_stand_in_a_document_of_others() {
    for (parameter, place, code) in [
        ("{name: Accept, in: header, schema: {type: string}}", "name", Code::ReservedHeader),
        ("{name: authorization, in: header, required: true, schema: {type: string}}", "name", Code::ReservedHeader),
        ("{name: a, in: query, allowEmptyValue: true, schema: {type: integer}}", "allowEmptyValue", Code::WouldBeLost),
        (
            "{name: a, in: query, content: {application/xml: {schema: {type: object, properties: {b: {type: string}}}}}}",
            "content/application~1xml/schema",
            Code::WouldBeLost,
        ),
        ("{name: a, in: query, schema: {type: string, minLength: 1}}", "schema/minLength", Code::NotSupportedYet),
    ] {
        for (strictness, severity) in [(Strictness::Own, Severity::Error), (Strictness::Foreign, Severity::Warning)] {
            let found = complaints(&at("/a", &format!("[{parameter}]"), ""), strictness);
            let wanted = format!("/paths/~1a/get/parameters/0/{place}");
            assert_eq!(found.len(), 1, "{parameter}: {found:?}");
            assert_eq!((found[0].0, found[0].1, &found[0].2), (code, severity, &wanted), "{parameter}");
        }
    }
}
