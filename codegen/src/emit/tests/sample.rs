//! A model made by hand, with one of everything, and with names that clash wherever they can.

use crate::model::*;
use crate::options::Options;
use crate::options::Strictness;

/// The options of the tests.
pub(in crate::emit) fn options() -> Options {
    Options {
        strictness: Strictness::Own,
        module_path: Some("sample::api".to_owned()),
        origin: "sample.yaml".to_owned(),
        command: "cargo xtask codegen".to_owned(),
    }
}

fn ident(text: &str) -> Ident {
    Ident::new(text)
}

fn docs(description: &str) -> Docs {
    Docs { description: description.to_owned(), ..Docs::default() }
}

fn name(id: &str) -> RuleName {
    RuleName(ident(&id.to_uppercase().replace('-', "_")))
}

/// The id of the type of this number.
fn id(number: usize) -> TypeId {
    let mut ids = Types::default();
    (0..=number).map(|_| ids.add(())).last().expect("an id")
}

fn named(number: usize) -> Type {
    Type::Named(id(number))
}

/// The types with these numbers, from 0.
fn types(defs: Vec<TypeDef>) -> Types {
    let mut types = Types::default();
    for def in defs {
        types.add(def);
    }
    types
}

const STRING: Type = Type::Primitive(Primitive::String);
const BOOL: Type = Type::Primitive(Primitive::Bool);
const INT64: Type = Type::Primitive(Primitive::Int64);

fn path(home: &[&str], name: &str) -> ItemPath {
    ItemPath { home: home.iter().map(|name| ident(name)).collect(), name: ident(name) }
}

fn call(method: &str, rule: &str) -> HookCall {
    HookCall { method: ident(method), rule: name(rule) }
}

fn rule(id: &str, weight: Weight, bindings: Vec<Binding>) -> Rule {
    Rule {
        id: id.to_owned(),
        constant: name(id),
        weight,
        doc: format!("What [{id}] asks for, in <a> sentence."),
        source: "page.txt:1,2".to_owned(),
        origin: Origin::default(),
        bindings,
    }
}

fn hook(method: &str, subject: Subject) -> Binding {
    Binding::Hook(Hook { method: ident(method), subject })
}

fn member(name: &str, ty: Type, presence: Presence) -> Member {
    Member {
        wire: name.trim_start_matches("r#").to_owned(),
        field: ident(name),
        origin: Origin::default(),
        docs: Docs::default(),
        ty,
        presence,
        constraints: Vec::new(),
        example: None,
    }
}

/// A constructor that asks for what is required, with an example of these arguments.
fn new(members: &[Member], arguments: Option<Vec<Sample>>) -> Constructor {
    let setting = |member: &Member| match member.presence {
        Presence::Required(_) => Setting::Argument,
        Presence::Optional => Setting::Unset,
    };
    Constructor {
        name: ident("new"),
        arm: None,
        settings: members.iter().map(setting).collect(),
        example: arguments.map(|arguments| CallExample { arguments, shown: Shown::Default }),
    }
}

fn object(members: Vec<Member>, arguments: Option<Vec<Sample>>) -> TypeKind {
    let has_default = members.iter().all(|member| member.presence == Presence::Optional);
    let constructors = vec![new(&members, arguments)];
    TypeKind::Object(Object { members, constructors, has_default, union: None, text: None })
}

fn text(text: &str) -> Sample {
    Sample::Text(text.to_owned())
}

fn def(name: &str, module: &str, reading: Reading, kind: TypeKind) -> TypeDef {
    TypeDef {
        name: ident(name),
        home: Vec::new(),
        module: ident(module),
        origin: Origin::default(),
        docs: docs("About this type."),
        kind,
        reading,
        holds_secret: false,
        is_eq: true,
        is_judged: true,
        hooks: Vec::new(),
    }
}

fn range(measure: Measure) -> Vec<Constraint> {
    vec![Constraint { measure, limit: Limit::Range(Some(1), Some(65535)), rule: name("R-RANGE") }]
}

fn length(measure: Measure) -> Vec<Constraint> {
    vec![Constraint { measure, limit: Limit::Length(Some(1), None), rule: name("R-LENGTH") }]
}

/// An object with every type of member, required and not.
fn everything() -> TypeDef {
    let required = || Presence::Required(None);
    let primitive = Type::Primitive;
    let listed = |name: &str, ty| member(name, Type::List(Box::new(ty)), Presence::Optional);
    let limited = |constraints, member| Member { constraints, ..member };
    let members = vec![
        limited(length(Measure::Text), member("r#type", STRING, Presence::Required(Some(name("R-ONE"))))),
        limited(range(Measure::Number), member("port", INT64, Presence::Optional)),
        limited(range(Measure::Widened), member("small", primitive(Primitive::Int32), required())),
        limited(length(Measure::Text), member("at", STRING, Presence::Optional)),
        limited(
            length(Measure::Method("expose")),
            member("password", primitive(Primitive::Secret), Presence::Optional),
        ),
        member("object", BOOL, required()),
        member("reader", primitive(Primitive::Double), required()),
        member("report", named(2), required()),
        member("checks", named(1), required()),
        member("token", named(4), required()),
        member("value", named(3), required()),
        member("anything", Type::Any, required()),
        listed("texts", STRING),
        listed("ids", named(1)),
        listed("grids", Type::List(Box::new(named(3)))),
        listed("children", named(0)),
    ];
    TypeDef {
        holds_secret: true,
        is_eq: false,
        hooks: vec![call("r_one", "R-ONE")],
        ..def("Json", "json", Reading::Strict, object(members, None))
    }
}

/// An object whose members go with a tag.
fn union() -> TypeDef {
    let members = vec![
        member("family", named(2), Presence::Required(None)),
        member("note", STRING, Presence::Required(None)),
        member("v4", named(1), Presence::Optional),
        member("v6", STRING, Presence::Optional),
    ];
    let rule = |field: &str, is_wanted| UnionRule {
        field: ident(field),
        wire: field.to_owned(),
        is_wanted,
        rule: name("R-UNION"),
    };
    let arm = |value: &str, variant: &str, rules| Arm { value: value.to_owned(), variant: ident(variant), rules };
    let arms = vec![
        arm("IPV4", "Ipv4", vec![rule("v4", true), rule("v6", false)]),
        arm("IPV6", "Ipv6", vec![rule("v6", true), rule("v4", false)]),
    ];
    let constructor = |arm: &Arm, settings: [Setting; 2]| {
        let settings = [Setting::Tag(arm.variant.clone()), Setting::Argument].into_iter().chain(settings).collect();
        let name = ident(&arm.value.to_lowercase());
        Constructor { name, arm: Some(arm.value.clone()), settings, example: None }
    };
    let constructors = vec![
        constructor(&arms[0], [Setting::Argument, Setting::Unset]),
        constructor(&arms[1], [Setting::Unset, Setting::Argument]),
    ];
    let union = Union { field: ident("family"), wire: "family".to_owned(), ty: named(2), arms };
    let object = Object { members, constructors, has_default: false, union: Some(union), text: None };
    def("Secret", "secret", Reading::Lenient, TypeKind::Object(object))
}

fn enumeration() -> TypeDef {
    let value = |wire: &str, variant: &str, said: &str| EnumValue {
        wire: wire.to_owned(),
        variant: ident(variant),
        docs: docs(said),
    };
    let values = vec![value("IPV4", "Ipv4", "Version 4."), value("IPV6", "Ipv6", "")];
    def("Unlisted", "unlisted", Reading::Lenient, TypeKind::Enumeration(Enumeration { values, rule: name("R-ENUM") }))
}

fn newtype(name: &str, module: &str, is_secret: bool) -> TypeDef {
    let constraints = length(Measure::Method(if is_secret { "expose" } else { "as_str" }));
    let newtype = Newtype { is_secret, constraints, example: "obj-103".to_owned() };
    TypeDef { holds_secret: is_secret, ..def(name, module, Reading::Strict, TypeKind::Newtype(newtype)) }
}

/// What an answer holds: no members at all, and one of a type that nobody sends.
fn answers() -> [TypeDef; 2] {
    let other = vec![member("data", named(5), Presence::Optional)];
    [
        TypeDef { is_judged: false, ..def("Empty", "empty", Reading::Lenient, object(Vec::new(), Some(Vec::new()))) },
        TypeDef { is_judged: false, ..def("Fault", "r#fault", Reading::Lenient, object(other, Some(Vec::new()))) },
    ]
}

fn pair(name: &str, value: &str) -> Pair {
    Pair { name: name.to_owned(), value: value.to_owned() }
}

fn operation(name: &str, body: Option<Body>, output: Option<Payload>, fault: Fault, auth: Auth) -> Operation {
    Operation {
        id: format!("{name}$task"),
        name: ident(name),
        origin: Origin::default(),
        docs: Docs { summary: "Do the thing".to_owned(), since: Some("the API 1.2".to_owned()), ..docs("Twice.") },
        method: Method::Post,
        path: Path { parts: vec![PathPart::Fixed("/rest/thing".to_owned())], query: vec![pair("vmw-task", "a b")] },
        headers: Vec::new(),
        parameters: Vec::new(),
        auth,
        body,
        output,
        fault,
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
        origin: Origin::default(),
        docs: docs(""),
        location,
        ty,
        text,
        required,
        example_text: example.text().expect("a text"),
        example,
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
        query: vec![pair("~action", "get")],
    };
    let arguments = [0, 1, 5].map(|index| parameters[index].example.clone()).to_vec();
    let example = Some(CallExample { arguments, shown: Shown::Is(vec![ident("spec_all")], Sample::Bool(true)) });
    let plain = operation("Ask", None, Some(Payload::Json(named(7))), shared(), Auth::None);
    Operation { path, headers: vec![pair("x-plain", "true")], parameters, example, ..plain }
}

fn shared() -> Fault {
    Fault::Shared(path(&["family"], "Refusal"))
}

/// Two faults that two members lead to, one of them only the second.
fn faults(name: &str) -> FaultEnum {
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
        is_usual: true,
    };
    let selector = |tag: &str, usual: Option<&str>| Selector { tag: tag.to_owned(), usual: usual.map(str::to_owned) };
    let empty = vec![case("type", "com.example.empty", Some("value")), case("kind", "EMPTY", None)];
    FaultEnum {
        name: ident(name),
        selectors: vec![selector("type", Some("value")), selector("kind", None)],
        arms: vec![
            arm("com.example.empty", "Empty", named(5), empty),
            arm("WHOLE", "Whole", named(6), vec![case("kind", "WHOLE", None)]),
        ],
        is_eq: true,
        is_large: false,
    }
}

fn module() -> Module {
    let body = |field, docs, payload| Some(Body { field: ident(field), docs, payload });
    let spec = Payload::Wrapped { member: "spec".to_owned(), ty: named(0) };
    let wrapped = body("spec", docs("What to do."), spec);
    let list = body("r#type", docs(""), Payload::Json(Type::List(Box::new(named(3)))));
    let id = body("id", docs(""), Payload::Json(named(1)));
    let unwrapped = Some(Payload::Wrapped { member: "value".to_owned(), ty: named(1) });
    let mut first =
        operation("Request", wrapped, unwrapped, Fault::Own(faults("RawFault")), Auth::Header(ident("Body")));
    first.hooks.push(call("r_call", "R-CALL"));
    let operations = vec![
        first,
        operation("C", list, Some(Payload::Json(Type::List(Box::new(STRING)))), Fault::Raw, Auth::Basic),
        operation("Path", id, None, shared(), Auth::None),
        operation("Ping", None, Some(Payload::Json(Type::Any)), Fault::Raw, Auth::None),
    ];
    Module { path: vec![ident("r#move")], docs: docs("Things."), operations }
}

/// A module inside of another one.
fn nested() -> Module {
    Module { path: vec![ident("family"), ident("things")], docs: docs(""), operations: vec![asking()] }
}

/// A type of a module of its own, called like one of the root, which it holds in a map.
fn twin() -> TypeDef {
    let map = |ty| Type::Map(Box::new(ty));
    let members = vec![
        member("others", map(named(7)), Presence::Optional),
        member("texts", map(Type::List(Box::new(named(1)))), Presence::Required(None)),
        member("twin", named(1), Presence::Required(None)),
    ];
    let arguments = vec![Sample::Map, Sample::Wrapped(named(1), "obj-1".to_owned())];
    let mut kind = object(members, Some(arguments));
    if let TypeKind::Object(object) = &mut kind {
        let shown = Shown::Unset(vec![ident("others")]);
        object.constructors[0].example.iter_mut().for_each(|example| example.shown = shown.clone());
    }
    TypeDef { home: vec![ident("family")], ..def("Report", "report", Reading::Lenient, kind) }
}

fn rules() -> Vec<Rule> {
    let keyword = |name| vec![Binding::Keyword(name)];
    vec![
        rule("R-ONE", Weight::Error, vec![hook("r_one", Subject::Type(path(&[], "Json")))]),
        rule("R-UNION", Weight::Error, keyword("union")),
        rule("R-ENUM", Weight::Warning, keyword("enum")),
        rule("R-RANGE", Weight::Error, keyword("range")),
        rule("R-LENGTH", Weight::Error, keyword("length")),
        rule(
            "R-CALL",
            Weight::Warning,
            vec![Binding::Wire, hook("r_call", Subject::Operation(path(&["r#move"], "Request")))],
        ),
        rule("type", Weight::Error, keyword("type")),
        rule("required", Weight::Error, keyword("required")),
        rule("unknown", Weight::Error, keyword("unknown")),
    ]
}

fn common() -> CommonRules {
    CommonRules { types: name("type"), required: name("required"), unknown: name("unknown") }
}

/// The model.
pub(super) fn api() -> Api {
    let scheme =
        Scheme { name: ident("Body"), origin: Origin::default(), docs: docs("A token."), header: "x-token".to_owned() };
    let [empty, fault] = answers();
    let template = vec![
        Segment::Literal("https://".to_owned()),
        Segment::Variable {
            name: ident("r#type"),
            docs: docs("The host."),
            default: "api.example.com".to_owned(),
            choices: Vec::new(),
        },
        Segment::Literal("/v1/".to_owned()),
    ];
    Api {
        title: "A sample".to_owned(),
        version: "1.0".to_owned(),
        docs: docs("See https://example.com/docs, and [this](#there)."),
        server: Some(Server { template, docs: docs("The one.") }),
        types: types(vec![
            everything(),
            newtype("Report", "report", false),
            enumeration(),
            union(),
            newtype("Token", "token", true),
            empty,
            fault,
            twin(),
        ]),
        faults: vec![FaultDef {
            home: vec![ident("family")],
            module: ident("refusal"),
            origin: Origin::default(),
            docs: docs("Why not."),
            faults: faults("Refusal"),
            users: vec![path(&["r#move"], "Path"), path(&["family", "things"], "Ask")],
        }],
        modules: vec![module(), nested()],
        schemes: vec![scheme],
        rules: rules(),
        common: common(),
    }
}

/// A model with nothing in it but the rules that reading reports under.
pub(super) fn bare() -> Api {
    let rules = ["type", "required", "unknown"].map(|id| rule(id, Weight::Error, vec![Binding::Keyword("type")]));
    Api {
        server: None,
        types: Types::default(),
        faults: Vec::new(),
        modules: Vec::new(),
        schemes: Vec::new(),
        rules: rules.into(),
        common: common(),
        ..api()
    }
}
