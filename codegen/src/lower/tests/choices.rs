//! Choices: their arms, what they are called, what tells them apart, which are boxed.

use super::{complaints, def, names, own, receiving, sending};
use crate::diagnostic::{Code, Severity};
use crate::model::{Api, Choice, JsonKind, Primitive, TagForm, Told, Type, TypeKind};
use crate::options::Strictness;

fn choice<'a>(api: &'a Api, name: &str) -> &'a Choice {
    match &def(api, name).kind {
        TypeKind::Choice(choice) => choice,
        other => panic!("{name} is {other:?}"),
    }
}

fn variants<'a>(api: &'a Api, name: &str) -> Vec<&'a str> {
    choice(api, name).arms.iter().map(|arm| arm.variant.as_str()).collect()
}

/// The values of the tag that stand for each arm.
fn tags(api: &Api, name: &str) -> Vec<(String, Vec<String>)> {
    let arms = choice(api, name).arms.iter();
    arms.map(|arm| (arm.variant.as_str().to_owned(), arm.tag.clone().map_or_else(Vec::new, |tag| tag.values))).collect()
}

const ARMS: &str = "
Cat: {type: object, required: [kind], properties: {kind: {type: string}, a: {type: string}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [hound]}, b: {type: string}}}
Cow: {type: object, required: [kind], properties: {kind: {type: string, enum: [cow]}, c: {type: string}}}";

#[test]
fn the_mapping_names_arms_then_their_own_member_then_their_schema() {
    let api = own(&receiving(&format!(
        "Root: {{oneOf: [{{$ref: '#/components/schemas/Cat'}}, {{$ref: '#/components/schemas/Dog'}}], discriminator: {{propertyName: kind, mapping: {{dog: Dog, puppy: '#/components/schemas/Dog', cow: Cow}}}}}}{ARMS}"
    )));
    let expected = [("Cat", vec!["Cat"]), ("Dog", vec!["dog", "puppy", "hound"]), ("Cow", vec!["cow"])];
    let expected = expected.map(|(name, values)| (name.to_owned(), values.into_iter().map(str::to_owned).collect()));
    assert_eq!(tags(&api, "Root"), expected);
    assert_eq!(choice(&api, "Root").told, Told::Tag("kind".to_owned()));
    assert_eq!(names(&api), ["Root", "Cat", "Dog", "DogKind", "Cow", "CowKind"]);
}

#[test]
fn a_tag_may_be_a_number() {
    let api = own(&receiving(
        "Root: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: v, mapping: {'1': A, '2': B}}}
A: {type: object, required: [v], properties: {v: {type: integer}}}
B: {type: object, required: [v], properties: {v: {type: integer}}}",
    ));
    let forms: Vec<_> = choice(&api, "Root").arms.iter().map(|arm| arm.tag.as_ref().map(|tag| tag.form)).collect();
    assert_eq!(forms, [Some(TagForm::Bare); 2]);
}

#[test]
fn an_arm_that_is_no_object_is_told_by_its_type_and_the_others_by_the_tag() {
    let api = own(&receiving(&format!(
        "Root: {{oneOf: [{{$ref: '#/components/schemas/Cat'}}, {{$ref: '#/components/schemas/Dog'}}, {{type: string}}], discriminator: {{propertyName: kind, mapping: {{cat: Cat}}}}}}{ARMS}"
    )));
    let Told::Shape(shapes) = &choice(&api, "Root").told else { panic!("no shapes") };
    let told: Vec<_> = shapes
        .iter()
        .map(|one| (one.arm, one.shape.members.iter().map(|it| it.values.join(" ")).collect::<Vec<_>>()))
        .collect();
    assert_eq!(told, [(0, vec!["cat".to_owned()]), (1, vec!["hound".to_owned()]), (2, Vec::new())]);
    assert_eq!(
        choice(&api, "Root").arms[0].tag.as_ref().map(|tag| tag.values.as_slice()),
        Some(["cat".to_owned()].as_slice())
    );
}

#[test]
fn arms_without_a_name_are_called_after_what_they_are() {
    let api = own(&receiving(
        "
Root:
  type: object
  properties:
    value:
      anyOf:
        - {type: string}
        - {type: string, format: password}
        - {type: integer}
        - {type: number}
        - {type: boolean}
        - {type: array, items: {type: string}}
        - {type: array, items: {type: array, items: {type: integer}}}
        - {type: object, title: Big box, required: [a], properties: {a: {type: string}}}
        - {type: object, required: [kind], properties: {kind: {type: string, enum: [lid]}}}
        - {type: object, required: [b], properties: {b: {type: string}}}
        - {type: object, required: [c], properties: {c: {type: string}}}
",
    )
    .replace("{type: string, format: password}", "{type: string, enum: [no]}"));
    let expected =
        ["Text", "No", "Integer", "Number", "Boolean", "List", "ListList", "BigBox", "Lid", "Object", "WithC"];
    assert_eq!(variants(&api, "RootValue"), expected);
    assert!(names(&api).starts_with(&["Root", "RootValue", "RootValueNo", "RootValueBigBox", "RootValueLid"]));
}

#[test]
fn an_arm_that_is_added_renames_none() {
    let of = |more: &str| {
        let text = receiving(&format!(
            "Root: {{anyOf: [{{type: object, required: [a], properties: {{a: {{type: string}}}}}}, {{type: array, items: {{type: string}}}}{more}]}}"
        ));
        variants(&own(&text), "Root").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let few = of("");
    let more =
        of(", {type: object, required: [b], properties: {b: {type: string}}}, {type: array, items: {type: integer}}");
    assert_eq!(few, ["Object", "List"]);
    assert_eq!(more, ["Object", "List", "WithB", "IntegerList"]);
}

#[test]
fn types_then_constants_then_required_members_then_all_members_tell_arms_apart() {
    let told = |arms: &str| {
        let api = own(&receiving(&format!("Root: {{oneOf: [{arms}]}}")));
        let Told::Shape(shapes) = choice(&api, "Root").told.clone() else { panic!("a tag") };
        let member = |member: &crate::model::ShapeMember| {
            let values = member.values.join("|");
            format!("{}{}{values}", member.name, if member.is_required { "!" } else { "?" })
        };
        shapes
            .iter()
            .map(|one| format!("{}: {}", one.arm, one.shape.members.iter().map(member).collect::<Vec<_>>().join(" ")))
            .collect::<Vec<_>>()
    };
    let object =
        |required: &str, members: &str| format!("{{type: object, required: [{required}], properties: {{{members}}}}}");
    let text = |name: &str| format!("{name}: {{type: string}}");
    let (one, other) = (object("a", &text("a")), object("a, b", &[text("a"), text("b")].join(", ")));
    assert_eq!(told(&format!("{one}, {{type: string}}")), ["0: ", "1: "]);
    // More is required of the one that is looked for first.
    assert_eq!(told(&format!("{one}, {other}")), ["1: b!", "0: "]);
    let (one, other) = (
        object("a, k", "a: {type: string}, k: {type: string, enum: [x]}"),
        object("b, k", "b: {type: string}, k: {type: string, enum: [y]}"),
    );
    assert_eq!(told(&format!("{one}, {other}")), ["0: k!x", "1: k!y"]);
    let (one, other) = (object("a", &text("a")), object("a", "a: {type: integer}"));
    assert_eq!(told(&format!("{one}, {other}")), ["0: a!", "1: a!"]);
    let (one, other) = (
        format!("{{type: object, properties: {{{}}}}}", text("a")),
        format!("{{type: object, properties: {{{}}}}}", text("b")),
    );
    assert_eq!(told(&format!("{one}, {other}")), ["0: a?", "1: b?"]);
}

#[test]
fn whole_numbers_are_looked_for_before_numbers() {
    let api = own(&receiving("Root: {oneOf: [{type: number}, {type: integer}]}"));
    let Told::Shape(shapes) = &choice(&api, "Root").told else { panic!("a tag") };
    let order: Vec<_> = shapes.iter().map(|one| (one.arm, one.shape.kinds.as_slice())).collect();
    assert_eq!(order, [(1, [JsonKind::Integer].as_slice()), (0, &[JsonKind::Integer, JsonKind::Number])]);
}

#[test]
fn arms_that_look_the_same_are_told_with_both_places() {
    let same = "Root: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {type: integer}]}
A: {type: object, required: [a], properties: {a: {type: string}, b: {type: integer}}}
B: {type: object, required: [a], properties: {b: {type: integer}, a: {type: string}}}";
    let found = complaints(&receiving(same), Strictness::Own);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].0, found[0].1, found[0].2.as_str()),
        (Code::SameArms, Severity::Error, "/components/schemas/Root/oneOf/1")
    );
    assert_eq!(found[0].3, "nothing in a value tells `B` from `A`: both can be sent, and what is read is always `A`");
    assert_eq!(complaints(&receiving(same), Strictness::Foreign)[0].1, Severity::Warning);
    for arms in [
        "{type: string, title: A}, {type: string, title: B}",
        "{type: integer}, {type: integer, title: B}",
        "{type: array, items: {type: string}}, {type: array, items: {type: string}, title: B}",
        "{type: object, additionalProperties: {type: string}}, {type: object, additionalProperties: {type: integer}, title: B}",
    ] {
        let found = complaints(&receiving(&format!("Root: {{anyOf: [{arms}]}}")), Strictness::Foreign);
        assert_eq!(found.iter().map(|one| one.0).collect::<Vec<_>>(), [Code::SameArms], "{arms}: {found:?}");
    }
}

#[test]
fn an_arm_that_holds_the_choice_or_is_large_is_boxed() {
    let large: Vec<String> = (0..8).map(|index| format!("m{index}: {{type: string}}")).collect();
    let api = own(&sending(&format!(
        "Root: {{oneOf: [{{type: string}}, {{type: array, items: {{$ref: '#/components/schemas/Root'}}}}, {{$ref: '#/components/schemas/Pair'}}, {{$ref: '#/components/schemas/Large'}}]}}
Pair: {{type: object, required: [left], properties: {{left: {{$ref: '#/components/schemas/Root'}}}}}}
Large: {{type: object, properties: {{{}}}}}",
        large.join(", ")
    )));
    let boxed: Vec<bool> = choice(&api, "Root").arms.iter().map(|arm| arm.is_boxed).collect();
    assert_eq!(boxed, [false, false, true, true]);
}

#[test]
fn secrets_and_limits_of_an_arm_count() {
    let api =
        own(&sending("Root: {oneOf: [{type: string, format: password}, {type: integer, format: int32, maximum: 9}]}"));
    let root = def(&api, "Root");
    assert!(root.holds_secret && root.is_judged && !root.is_eq);
    let arms = &choice(&api, "Root").arms;
    assert_eq!(
        arms.iter().map(|arm| &arm.ty).collect::<Vec<_>>(),
        [&Type::Primitive(Primitive::Secret), &Type::Primitive(Primitive::Int32)]
    );
    assert_eq!(arms[1].limits.own.len(), 1);
    assert!(!def(&own(&receiving("Root: {oneOf: [{type: boolean}, {type: integer}]}")), "Root").is_judged);
}

#[test]
fn a_choice_in_a_choice_has_the_shapes_of_its_arms() {
    let api = own(&receiving(
        "Root: {oneOf: [{$ref: '#/components/schemas/Inner'}, {type: object, required: [b], properties: {b: {type: string}}}]}
Inner: {oneOf: [{type: string}, {type: object, required: [a], properties: {a: {type: string}}}, {$ref: '#/components/schemas/List'}]}
List: {type: array, items: {$ref: '#/components/schemas/Root'}}",
    ));
    let Told::Shape(shapes) = &choice(&api, "Root").told else { panic!("a tag") };
    let arms: Vec<_> = shapes.iter().map(|one| (one.arm, one.shape.kinds[0])).collect();
    assert_eq!(arms, [(0, JsonKind::Object), (1, JsonKind::Object), (0, JsonKind::Text), (0, JsonKind::List)]);
}

#[test]
fn a_choice_without_alternatives_is_any_json() {
    let api = own(&receiving("Root: {type: object, properties: {a: {oneOf: []}}}"));
    assert_eq!(super::member(&api, "Root", "a").ty, Type::Any);
}
