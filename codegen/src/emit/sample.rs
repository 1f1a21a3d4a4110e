//! A model made by hand, with one of everything, and with names that clash wherever they can.

use crate::model::*;
use crate::options::Options;
use crate::options::Strictness;

/// The options of the tests.
pub(super) fn options() -> Options {
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

fn rule(id: &str, severity: Severity, bindings: Vec<Binding>) -> Rule {
    Rule {
        id: id.to_owned(),
        constant: ident(&id.to_uppercase().replace('-', "_")),
        severity,
        doc: format!("What [{id}] asks for, in <a> sentence."),
        source: "page.txt:1,2".to_owned(),
        origin: Origin::default(),
        bindings,
    }
}

fn hook(method: &str, subject: Subject) -> Binding {
    Binding::Hook(Hook { method: ident(method), subject })
}

fn text(text: &str) -> Literal {
    Literal::Text(text.to_owned())
}

fn member(name: &str, ty: Type, presence: Presence, example: Literal) -> Member {
    Member {
        wire: name.trim_start_matches("r#").to_owned(),
        field: ident(name),
        origin: Origin::default(),
        docs: Docs::default(),
        ty,
        presence,
        constraints: Vec::new(),
        example,
    }
}

fn def(name: &str, module: &str, role: Role, kind: TypeKind) -> TypeDef {
    TypeDef {
        name: ident(name),
        home: Vec::new(),
        module: ident(module),
        origin: Origin::default(),
        docs: docs("About this type."),
        kind,
        role,
        holds_secret: false,
        holds_float: false,
        has_rules: true,
        hooks: Vec::new(),
    }
}

fn range() -> Constraint {
    Constraint::Range { minimum: Some(1), maximum: Some(65535), rule: RuleRef(3) }
}

fn length() -> Constraint {
    Constraint::Length { minimum: Some(1), maximum: None, rule: RuleRef(4) }
}

/// An object with every type of member, required and not.
fn everything() -> TypeDef {
    let required = || Presence::Required(None);
    let listed = |name: &str, ty| member(name, Type::List(Box::new(ty)), Presence::Optional, Literal::List(vec![]));
    let mut port = member("port", Type::Int64, Presence::Optional, Literal::Integer(443));
    port.constraints.push(range());
    let mut small = member("small", Type::Int32, required(), Literal::Integer(5));
    small.constraints.push(range());
    let mut title = member("r#type", Type::String, Presence::Required(Some(RuleRef(0))), text("quo\"te"));
    title.constraints.push(length());
    let mut comment = member("at", Type::String, Presence::Optional, text("x"));
    comment.constraints.push(length());
    let mut password = member("password", Type::Secret, Presence::Optional, text("x"));
    password.constraints.push(length());
    let members = vec![
        title,
        port,
        small,
        comment,
        password,
        member("object", Type::Bool, required(), Literal::Bool(false)),
        member("reader", Type::Double, required(), Literal::Double(2.0)),
        member("report", Type::Named(TypeId(2)), required(), text("IPV6")),
        member("checks", Type::Named(TypeId(1)), required(), text("obj-1")),
        member("token", Type::Named(TypeId(4)), required(), text("secret")),
        member("value", Type::Named(TypeId(3)), required(), Literal::Constructed),
        member("anything", Type::Any, required(), Literal::Any),
        listed("texts", Type::String),
        listed("ids", Type::Named(TypeId(1))),
        listed("grids", Type::List(Box::new(Type::Named(TypeId(3))))),
        listed("children", Type::Named(TypeId(0))),
    ];
    let object = Object { members, union: None, text: None };
    TypeDef {
        holds_secret: true,
        holds_float: true,
        hooks: vec![RuleRef(0)],
        ..def("Json", "json", Role::Request, TypeKind::Object(object))
    }
}

/// An object whose members go with a tag.
fn union() -> TypeDef {
    let members = vec![
        member("family", Type::Named(TypeId(2)), Presence::Required(None), text("IPV4")),
        member("note", Type::String, Presence::Required(None), text("a note")),
        member("v4", Type::Named(TypeId(1)), Presence::Optional, text("192.0.2.1")),
        member("v6", Type::String, Presence::Optional, text("2001:db8::1")),
    ];
    let arm = |value: &str, variant, member| Arm {
        value: value.to_owned(),
        variant,
        constructor: ident(&value.to_lowercase()),
        members: vec![member],
    };
    let rule = |arm, member, wanted| UnionRule { arm, member, wanted, rule: RuleRef(1) };
    let union = Union {
        tag: 0,
        arms: vec![arm("IPV4", 0, 2), arm("IPV6", 1, 3)],
        rules: vec![rule(0, 2, true), rule(0, 3, false), rule(1, 3, true), rule(1, 2, false)],
    };
    def("Secret", "secret", Role::Both, TypeKind::Object(Object { members, union: Some(union), text: None }))
}

fn enumeration() -> TypeDef {
    let value = |wire: &str, variant: &str, said: &str| EnumValue {
        wire: wire.to_owned(),
        variant: ident(variant),
        docs: docs(said),
    };
    let values = vec![value("IPV4", "Ipv4", "Version 4."), value("IPV6", "Ipv6", "")];
    def("Unlisted", "unlisted", Role::Both, TypeKind::Enumeration(Enumeration { values, rule: RuleRef(2) }))
}

fn newtype(name: &str, module: &str, secret: bool) -> TypeDef {
    let newtype = Newtype { secret, constraints: vec![length()], example: "obj-103".to_owned() };
    TypeDef { holds_secret: secret, ..def(name, module, Role::Request, TypeKind::Newtype(newtype)) }
}

/// What an answer holds: no members at all, and one of a type that nobody sends.
fn answers() -> [TypeDef; 2] {
    let empty = Object { members: Vec::new(), union: None, text: None };
    let optional = member("data", Type::Named(TypeId(5)), Presence::Optional, Literal::Constructed);
    let other = Object { members: vec![optional], union: None, text: None };
    [
        TypeDef { has_rules: false, ..def("Empty", "empty", Role::Response, TypeKind::Object(empty)) },
        TypeDef { has_rules: false, ..def("Fault", "r#fault", Role::Response, TypeKind::Object(other)) },
    ]
}

fn pair(name: &str, value: &str) -> Pair {
    Pair { name: name.to_owned(), value: value.to_owned() }
}

fn operation(name: &str, body: Body, output: Output, fault: Fault, auth: Auth) -> Operation {
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
        hooks: Vec::new(),
    }
}

/// One of each place and type; the first stands in the path.
fn parameters() -> Vec<Parameter> {
    let parameter = |wire: &str, field: &str, place, ty, required, example| Parameter {
        wire: wire.to_owned(),
        field: ident(field),
        origin: Origin::default(),
        docs: docs(""),
        place,
        ty,
        required,
        example,
    };
    vec![
        parameter("report", "report", Place::Path, Type::Named(TypeId(1)), true, text("a/b")),
        parameter("spec.all", "spec_all", Place::Query, Type::Bool, true, Literal::Bool(true)),
        parameter("spec.type", "r#type", Place::Query, Type::String, false, text("x")),
        parameter("value", "value", Place::Query, Type::Named(TypeId(2)), false, text("IPV6")),
        parameter("x-count", "x_count", Place::Header, Type::Int64, false, Literal::Integer(7)),
        parameter("x-name", "x_name", Place::Header, Type::String, true, text("x")),
    ]
}

/// An operation that is nothing but parameters.
fn asking() -> Operation {
    let path = Path {
        parts: vec![
            PathPart::Fixed("/rest/things/".to_owned()),
            PathPart::Variable(0),
            PathPart::Fixed("/parts".to_owned()),
        ],
        query: vec![pair("~action", "get")],
    };
    let plain =
        operation("Ask", Body::None, Output::Json(Type::Named(TypeId(7))), Fault::Shared(FaultId(0)), Auth::None);
    Operation { path, headers: vec![pair("x-plain", "true")], parameters: parameters(), ..plain }
}

/// Two faults that two members lead to, one of them only the second.
fn faults(name: &str) -> FaultEnum {
    let arm = |value: &str, variant: &str, ty| FaultArm {
        value: value.to_owned(),
        variant: ident(variant),
        docs: docs("What it means."),
        ty,
    };
    let case = |value: &str, arm, member: Option<&str>| FaultCase {
        value: value.to_owned(),
        arm,
        member: member.map(str::to_owned),
    };
    FaultEnum {
        name: ident(name),
        selectors: vec![
            Selector { tag: "type".to_owned(), cases: vec![case("com.example.empty", 0, Some("value"))] },
            Selector { tag: "kind".to_owned(), cases: vec![case("EMPTY", 0, None), case("WHOLE", 1, None)] },
        ],
        arms: vec![
            arm("com.example.empty", "Empty", Type::Named(TypeId(5))),
            arm("WHOLE", "Whole", Type::Named(TypeId(6))),
        ],
    }
}

fn module() -> Module {
    let wrapped = Body::Wrapped {
        member: "spec".to_owned(),
        field: ident("spec"),
        ty: Type::Named(TypeId(0)),
        docs: docs("What to do."),
    };
    let list = Body::Json { field: ident("r#type"), ty: Type::List(Box::new(Type::Named(TypeId(3)))), docs: docs("") };
    let id = Body::Json { field: ident("id"), ty: Type::Named(TypeId(1)), docs: docs("") };
    let unwrapped = Output::Wrapped { member: "value".to_owned(), ty: Type::Named(TypeId(1)) };
    let mut first = operation("Request", wrapped, unwrapped, Fault::Own(faults("RawFault")), Auth::Scheme(0));
    first.hooks.push(RuleRef(5));
    let operations = vec![
        first,
        operation("C", list, Output::Json(Type::List(Box::new(Type::String))), Fault::Raw, Auth::Scheme(1)),
        operation("Path", id, Output::Unit, Fault::Shared(FaultId(0)), Auth::None),
        operation("Ping", Body::None, Output::Json(Type::Any), Fault::Raw, Auth::None),
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
        member("others", map(Type::Named(TypeId(7))), Presence::Optional, Literal::Map),
        member("texts", map(Type::List(Box::new(Type::Named(TypeId(1))))), Presence::Required(None), Literal::Map),
        member("twin", Type::Named(TypeId(1)), Presence::Required(None), text("obj-1")),
    ];
    let object = Object { members, union: None, text: None };
    TypeDef { home: vec![ident("family")], ..def("Report", "report", Role::Both, TypeKind::Object(object)) }
}

fn rules() -> Vec<Rule> {
    let keyword = |name| vec![Binding::Keyword(name)];
    vec![
        rule("R-ONE", Severity::Error, vec![hook("r_one", Subject::Type(TypeId(0)))]),
        rule("R-UNION", Severity::Error, keyword("union")),
        rule("R-ENUM", Severity::Warning, keyword("enum")),
        rule("R-RANGE", Severity::Error, keyword("range")),
        rule("R-LENGTH", Severity::Error, keyword("length")),
        rule(
            "R-CALL",
            Severity::Warning,
            vec![Binding::Wire, hook("r_call", Subject::Operation { module: 0, operation: 0 })],
        ),
        rule("type", Severity::Error, keyword("type")),
        rule("required", Severity::Error, keyword("required")),
        rule("unknown", Severity::Error, keyword("unknown")),
    ]
}

/// The model.
pub(super) fn api() -> Api {
    let scheme =
        |name: &str, kind| Scheme { name: ident(name), origin: Origin::default(), docs: docs("A token."), kind };
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
        types: vec![
            everything(),
            newtype("Report", "report", false),
            enumeration(),
            union(),
            newtype("Token", "token", true),
            empty,
            fault,
            twin(),
        ],
        faults: vec![FaultDef {
            home: vec![ident("family")],
            module: ident("refusal"),
            origin: Origin::default(),
            docs: docs("Why not."),
            faults: faults("Refusal"),
        }],
        modules: vec![module(), nested()],
        schemes: vec![scheme("Body", SchemeKind::Header("x-token".to_owned())), scheme("Basic", SchemeKind::Basic)],
        rules: rules(),
        common: CommonRules { types: RuleRef(6), required: RuleRef(7), unknown: RuleRef(8) },
    }
}

/// A model with nothing in it but the rules that reading reports under.
pub(super) fn bare() -> Api {
    let rules = ["type", "required", "unknown"].map(|id| rule(id, Severity::Error, vec![Binding::Keyword("type")]));
    Api {
        server: None,
        types: Vec::new(),
        faults: Vec::new(),
        modules: Vec::new(),
        schemes: Vec::new(),
        rules: rules.into(),
        common: CommonRules { types: RuleRef(0), required: RuleRef(1), unknown: RuleRef(2) },
        ..api()
    }
}

/// Types that each hold the next one twice.
pub(super) fn doubling(count: usize) -> Api {
    let step = |index: usize| {
        let next = || Type::Named(TypeId(index + 1));
        let twice = |name| member(name, next(), Presence::Required(None), Literal::Constructed);
        let members = if index + 1 < count { vec![twice("left"), twice("right")] } else { Vec::new() };
        let object = Object { members, union: None, text: None };
        def(&format!("T{index}"), &format!("t{index}"), Role::Response, TypeKind::Object(object))
    };
    let arm = FaultArm {
        value: "deep".to_owned(),
        variant: ident("Deep"),
        docs: Docs::default(),
        ty: Type::Named(TypeId(0)),
    };
    let case = FaultCase { value: "deep".to_owned(), arm: 0, member: None };
    let selectors = vec![Selector { tag: "type".to_owned(), cases: vec![case] }];
    let fault = Fault::Own(FaultEnum { name: ident("DeepFault"), selectors, arms: vec![arm] });
    let operation = operation("Deep", Body::None, Output::Unit, fault, Auth::None);
    let module = Module { path: vec![ident("deep")], docs: Docs::default(), operations: vec![operation] };
    Api { types: (0..count).map(step).collect(), modules: vec![module], ..bare() }
}
