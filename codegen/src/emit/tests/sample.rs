//! A model made by hand, with one of everything, and with names that clash wherever they can.

mod operations;

use std::collections::BTreeSet;

use crate::model::*;
use crate::options::{Options, Strictness};

use operations::{faults, module, nested};

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

fn rule(id: &str, weight: Weight, hooks: Vec<Hook>) -> Rule {
    Rule {
        id: id.to_owned(),
        constant: name(id),
        weight,
        doc: format!("What [{id}] asks for, in <a> sentence."),
        source: "page.txt:1,2".to_owned(),
        hooks,
    }
}

fn hook(method: &str, subject: Subject) -> Hook {
    Hook { method: ident(method), subject }
}

fn member(name: &str, ty: Type, presence: Presence) -> Member {
    Member {
        wire: name.trim_start_matches("r#").to_owned(),
        field: ident(name),
        docs: Docs::default(),
        ty,
        presence,
        limits: Limits::default(),
        direction: Direction::Both,
        setter: None,
        example: None,
    }
}

/// A constructor that asks for what is required, with an example of these arguments.
fn new(members: &[Member], arguments: Option<Vec<Sample>>) -> Constructor {
    let setting = |member: &Member| match member.presence {
        Presence::Required(_) => Setting::Argument,
        Presence::Optional | Presence::OptionalOrNull => Setting::Unset,
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
    let limits = Vec::new();
    let constructors = vec![new(&members, arguments)];
    TypeKind::Object(Box::new(Object {
        members,
        constructors,
        has_default,
        limits,
        rest: None,
        union: None,
        text: None,
    }))
}

fn text(text: &str) -> Sample {
    Sample::Text(text.to_owned())
}

fn def(name: &str, reading: Reading, kind: TypeKind) -> TypeDef {
    TypeDef {
        name: ident(name),
        home: Vec::new(),
        docs: docs("About this type."),
        kind,
        reading,
        holds_secret: false,
        is_eq: true,
        is_judged: true,
        hooks: Vec::new(),
    }
}

fn range() -> Constraint {
    Constraint { limit: Limit::Range(Some(1), Some(65535)), rule: name("R-RANGE") }
}

fn length() -> Constraint {
    Constraint { limit: Limit::Length(Some(1), None), rule: name("R-LENGTH") }
}

/// An object with every type of member, required and not.
fn everything() -> TypeDef {
    let required = || Presence::Required(None);
    let primitive = Type::Primitive;
    let listed = |name: &str, ty| member(name, Type::List(Box::new(ty)), Presence::Optional);
    let limited = |own, member| Member { limits: Limits { own: vec![own], entries: None }, ..member };
    let members = vec![
        limited(length(), member("r#type", STRING, Presence::Required(Some(name("R-ONE"))))),
        limited(range(), member("port", INT64, Presence::Optional)),
        limited(range(), member("small", primitive(Primitive::Int32), required())),
        limited(length(), member("at", STRING, Presence::Optional)),
        limited(length(), member("password", primitive(Primitive::Secret), Presence::Optional)),
        member("reader", BOOL, required()),
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
        ..def("Json", Reading::Strict, object(members, None))
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
    let object = Object {
        members,
        constructors,
        has_default: false,
        limits: Vec::new(),
        rest: None,
        union: Some(union),
        text: None,
    };
    def("Secret", Reading::Lenient, TypeKind::Object(Box::new(object)))
}

fn enumeration() -> TypeDef {
    let value = |wire: &str, variant: &str, said: &str| EnumValue {
        wire: wire.to_owned(),
        variant: ident(variant),
        docs: docs(said),
    };
    let values = vec![value("IPV4", "Ipv4", "Version 4."), value("IPV6", "Ipv6", "")];
    let enumeration = Enumeration { repr: Repr::Text, values, rule: Some(name("R-ENUM")) };
    def("Unlisted", Reading::Lenient, TypeKind::Enumeration(enumeration))
}

fn newtype(name: &str, is_secret: bool) -> TypeDef {
    let over = if is_secret { Primitive::Secret } else { Primitive::String };
    let newtype = Newtype { over, constraints: vec![length()], example: "obj-103".to_owned() };
    TypeDef { holds_secret: is_secret, ..def(name, Reading::Strict, TypeKind::Newtype(newtype)) }
}

/// A choice of a text, a struct and a list of the choice.
fn choice() -> TypeDef {
    let arm = |variant: &str, ty, is_boxed| ChoiceArm {
        variant: ident(variant),
        docs: docs("One of them."),
        is_only: ty != Type::Any,
        ty,
        is_boxed,
        tag: None,
        limits: Limits::default(),
        example: None,
    };
    let text = ChoiceArm { limits: Limits { own: vec![length()], entries: None }, ..arm("Text", STRING, false) };
    let arms = vec![text, arm("Reader", named(7), true), arm("List", Type::List(Box::new(named(9))), false)];
    let shape = |arm, kind| ArmShape {
        arm,
        shape: Shape { kinds: vec![kind], values: Vec::new(), members: Vec::new(), items: Vec::new() },
    };
    let told = Told::Shape(vec![shape(0, JsonKind::Text), shape(1, JsonKind::Object), shape(2, JsonKind::List)]);
    let choice = Choice { arms, told, rule: name("R-ENUM"), example: None };
    TypeDef { is_eq: false, ..def("Reader", Reading::Lenient, TypeKind::Choice(choice)) }
}

/// What an answer holds: no members at all, and one of a type that nobody sends.
fn answers() -> [TypeDef; 2] {
    let other = vec![member("data", named(5), Presence::Optional)];
    [
        TypeDef { is_judged: false, ..def("Empty", Reading::Lenient, object(Vec::new(), Some(Vec::new()))) },
        TypeDef { is_judged: false, ..def("Fault", Reading::Lenient, object(other, Some(Vec::new()))) },
    ]
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
    TypeDef { home: vec![ident("family")], ..def("Report", Reading::Lenient, kind) }
}

/// Faults that two operations share.
fn refusal() -> TypeDef {
    let users = vec![path(&["r#move"], "Path"), path(&["family", "things"], "Ask")];
    let kind = TypeKind::Fault(FaultEnum { users, ..faults("Refusal") });
    TypeDef {
        home: vec![ident("family")],
        docs: docs("Why not."),
        is_judged: false,
        ..def("Refusal", Reading::Lenient, kind)
    }
}

fn rules() -> Vec<Rule> {
    vec![
        rule("R-ONE", Weight::Error, vec![hook("r_one", Subject::Type(path(&[], "Json")))]),
        rule("R-UNION", Weight::Error, vec![]),
        rule("R-ENUM", Weight::Warning, vec![]),
        rule("R-RANGE", Weight::Error, vec![]),
        rule("R-LENGTH", Weight::Error, vec![]),
        rule("R-CALL", Weight::Warning, vec![hook("r_call", Subject::Operation(path(&["r#move"], "Request")))]),
        rule("type", Weight::Error, vec![]),
        rule("required", Weight::Error, vec![]),
        rule("unknown", Weight::Error, vec![]),
    ]
}

fn common() -> CommonRules {
    CommonRules { types: name("type"), required: name("required"), unknown: name("unknown") }
}

/// The model.
pub(super) fn api() -> Api {
    let kind = CredentialKind::Secret(Carrier::Header("x-token".to_owned()));
    let credential = Credential { name: ident("Body"), docs: docs("A token."), kind };
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
        servers: vec![Server { function: ident("server"), by_default: None, template, docs: docs("The one.") }],
        types: types(vec![
            everything(),
            newtype("Report", false),
            enumeration(),
            union(),
            newtype("Token", true),
            empty,
            fault,
            twin(),
            refusal(),
            choice(),
        ]),
        modules: vec![module(), nested()],
        credentials: vec![credential],
        rules: rules(),
        common: common(),
        parts: BTreeSet::new(),
    }
}

/// A model with nothing in it but the rules that reading reports under.
pub(in crate::emit) fn bare() -> Api {
    let rules = ["type", "required", "unknown"].map(|id| rule(id, Weight::Error, vec![]));
    Api {
        servers: Vec::new(),
        types: Types::default(),
        modules: Vec::new(),
        credentials: Vec::new(),
        rules: rules.into(),
        common: common(),
        parts: BTreeSet::new(),
        ..api()
    }
}
