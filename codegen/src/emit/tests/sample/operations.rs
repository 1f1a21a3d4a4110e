//! The operations of the sample, and the faults that they have.

use super::*;

fn pair(name: &str, value: &str) -> Pair {
    Pair { name: name.to_owned(), value: value.to_owned() }
}

fn operation(name: &str, body: Option<Body>, output: Received, fault: Fault, auth: Auth) -> Operation {
    let media = match output {
        Received::Empty => Vec::new(),
        _ => vec!["application/json".to_owned()],
    };
    Operation {
        id: format!("{name}$task"),
        name: ident(name),
        docs: Docs { summary: "Do the thing".to_owned(), since: Some("the API 1.2".to_owned()), ..docs("Twice.") },
        method: Method::Post,
        path: Path {
            parts: vec![PathPart::Fixed("/rest/thing".to_owned())],
            query: vec![QueryConstant::Pair(pair("vmw-task", "a b"))],
        },
        headers: Vec::new(),
        parameters: Vec::new(),
        auth,
        servers: Vec::new(),
        body,
        accept: "application/json".to_owned(),
        output: Output::Same(Answer { content: output, media }),
        streamed: None,
        fault,
        response_headers: None,
        is_eq: false,
        hooks: Vec::new(),
        example: None,
    }
}

/// One of each place and type; the first stands in the path.
fn parameters() -> Vec<Parameter> {
    let parameter = |wire: &str, field: &str, location, (ty, text), required, example: Sample| Parameter {
        wire: wire.to_owned(),
        field: ident(field),
        docs: docs(""),
        location,
        ty,
        written: Written::Plain(text),
        required,
        example_text: example.text(),
        example: Some(example),
    };
    let (itself, as_str, to_string) = (ValueText::Itself, ValueText::AsStr, ValueText::ToString);
    let report = Sample::Wrapped(named(1), "a/b".to_owned());
    vec![
        parameter("report", "report", Location::Path, (named(1), as_str), true, report),
        parameter("spec.all", "spec_all", Location::Query, (BOOL, to_string), true, Sample::Bool(true)),
        parameter("spec.type", "r#type", Location::Query, (STRING, itself), false, text("x")),
        parameter("value", "value", Location::Query, (named(2), as_str), false, text("IPV6")),
        parameter("x-count", "x_count", Location::Header, (INT64, to_string), false, Sample::Integer(7)),
        parameter("x-name", "x_name", Location::Header, (STRING, itself), true, text("x")),
    ]
}

/// An operation that is nothing but parameters.
fn asking() -> Operation {
    let parameters = parameters();
    let path = Path {
        parts: vec![
            PathPart::Fixed("/rest/things/".to_owned()),
            PathPart::Variable(Box::new(parameters[0].clone())),
            PathPart::Fixed("/parts".to_owned()),
        ],
        query: vec![QueryConstant::Pair(pair("~action", "get")), QueryConstant::Word("all".to_owned())],
    };
    let arguments = [0, 1, 5].iter().filter_map(|index: &usize| parameters[*index].example.clone()).collect();
    let example = Some(CallExample { arguments, shown: Shown::Is(vec![ident("spec_all")], Sample::Bool(true)) });
    let plain = operation("Ask", None, Received::Json(named(7)), shared(), Auth::None);
    Operation { path, headers: vec![pair("x-plain", "true")], parameters, example, ..plain }
}

fn shared() -> Fault {
    Fault::Shared(id(8))
}

/// Two faults that two members lead to, one of them only the second.
pub(super) fn faults(name: &str) -> FaultEnum {
    let arm = |value: &str, variant: &str, ty, cases| FaultArm {
        value: value.to_owned(),
        variant: ident(variant),
        docs: docs("What it means."),
        ty,
        has_text: false,
        cases,
        example: None,
    };
    let case = |tag: &str, value: &str, member: Option<&str>| FaultCase {
        tag: tag.to_owned(),
        value: value.to_owned(),
        member: member.map(str::to_owned),
    };
    let empty = vec![case("type", "com.example.empty", Some("value")), case("kind", "EMPTY", None)];
    FaultEnum {
        name: ident(name),
        members: vec!["type".to_owned(), "kind".to_owned()],
        arms: vec![
            arm("com.example.empty", "Empty", named(5), empty),
            arm("WHOLE", "Whole", named(6), vec![case("kind", "WHOLE", None)]),
        ],
        is_eq: true,
        is_large: false,
        users: Vec::new(),
    }
}

pub(super) fn module() -> Module {
    let json = "application/json";
    let body = |field, docs, carried| {
        let content = Content::One(Sent { media_type: json.to_owned(), carried });
        Some(Body { field: ident(field), docs, required: true, content })
    };
    let spec = Carried::Wrapped { member: "spec".to_owned(), ty: named(0) };
    let wrapped = body("spec", docs("What to do."), spec);
    let list = body("r#type", docs(""), Carried::Json(Type::List(Box::new(named(3)))));
    let id = body("id", docs(""), Carried::Json(named(1)));
    let unwrapped = Received::Wrapped { member: "value".to_owned(), ty: named(1) };
    let mut first =
        operation("Request", wrapped, unwrapped, Fault::Own(faults("RawFault")), Auth::Named(ident("Body")));
    first.hooks.push(call("r_call", "R-CALL"));
    let operations = vec![
        first,
        operation("C", list, Received::Json(Type::List(Box::new(STRING))), Fault::Raw, Auth::Basic),
        operation("Path", id, Received::Empty, shared(), Auth::None),
        operation("Ping", None, Received::Json(Type::Any), Fault::Raw, Auth::None),
    ];
    Module { path: vec![ident("r#move")], docs: docs("Things."), operations }
}

/// A module inside of another one.
pub(super) fn nested() -> Module {
    Module { path: vec![ident("family"), ident("things")], docs: docs(""), operations: vec![asking()] }
}
