//! Schemas and the types they become.

use super::{complaints, def, document, member, names, object, own, receiving, sending};
use crate::diagnostic::{Code, Severity};
use crate::model::{Answer, Carried, Output, Presence, Primitive, Reading, Received, Type, TypeKind};
use crate::options::Strictness;

#[test]
fn an_object_with_one_member_of_each_primitive() {
    let api = own(&sending(
        "
Root:
  type: object
  required: [i64, text]
  properties:
    i32: {type: integer, format: int32}
    i64: {type: integer}
    double: {type: number}
    flag: {type: boolean}
    text: {type: string}
    secret: {type: string, format: password}
    stamp: {type: string, format: date-time}
    list: {type: array, items: {type: array, items: {type: boolean}}}
    any: {}
    free: {type: object}
    open: {type: object, additionalProperties: true}
",
    ));
    let types: Vec<(&str, Type)> =
        object(&api, "Root").members.iter().map(|member| (member.wire.as_str(), member.ty.clone())).collect();
    let list = |inner| Type::List(Box::new(inner));
    assert_eq!(
        types,
        [
            ("i32", Type::Primitive(Primitive::Int32)),
            ("i64", Type::Primitive(Primitive::Int64)),
            ("double", Type::Primitive(Primitive::Double)),
            ("flag", Type::Primitive(Primitive::Bool)),
            ("text", Type::Primitive(Primitive::String)),
            ("secret", Type::Primitive(Primitive::Secret)),
            ("stamp", Type::Primitive(Primitive::DateTime)),
            ("list", list(list(Type::Primitive(Primitive::Bool)))),
            ("any", Type::Any),
            ("free", Type::Map(Box::new(Type::Any))),
            ("open", Type::Map(Box::new(Type::Any))),
        ]
    );
    assert_eq!(member(&api, "Root", "text").presence, Presence::Required(None));
    assert_eq!(member(&api, "Root", "flag").presence, Presence::Optional);
    let root = def(&api, "Root");
    assert_eq!((root.holds_secret, root.is_eq, root.is_judged), (true, false, true));
}

#[test]
fn named_strings_are_newtypes_and_other_named_primitives_are_not() {
    let api = own(&sending(
        "
Root:
  type: object
  properties:
    id: {$ref: '#/components/schemas/HostId'}
    token: {$ref: '#/components/schemas/Token'}
    port: {$ref: '#/components/schemas/Port'}
    ports: {$ref: '#/components/schemas/Ports'}
HostId: {type: string, example: host-1}
Token: {type: string, format: password}
Port: {type: integer, format: int32}
Ports: {type: array, items: {$ref: '#/components/schemas/Port'}}
",
    ));
    assert_eq!(names(&api), ["Root", "HostId", "Token"]);
    let TypeKind::Newtype(id) = &def(&api, "HostId").kind else { panic!("no newtype") };
    assert_eq!((id.over, id.example.as_str()), (Primitive::String, "host-1"));
    assert!(matches!(&def(&api, "Token").kind, TypeKind::Newtype(token) if token.over == Primitive::Secret));
    assert!(def(&api, "Token").holds_secret && def(&api, "Root").holds_secret && !def(&api, "HostId").holds_secret);
    assert_eq!(member(&api, "Root", "port").ty, Type::Primitive(Primitive::Int32));
    assert_eq!(member(&api, "Root", "ports").ty, Type::List(Box::new(Type::Primitive(Primitive::Int32))));
}

#[test]
fn enums_are_open_and_say_what_their_values_mean() {
    let api = own(&sending(
        "
Root:
  type: object
  properties:
    family: {$ref: '#/components/schemas/Family'}
    order: {type: string, enum: [asc, desc]}
Family:
  type: string
  enum: [IPV4, '+1', unlisted]
  x-codegen-values:
    IPV4: {doc: Version four., since: 6.7.1}
    '+1': {name: Thumb}
",
    ));
    assert_eq!(names(&api), ["Root", "RootOrder", "Family"]);
    let TypeKind::Enumeration(family) = &def(&api, "Family").kind else { panic!("no enum") };
    let values: Vec<(&str, &str)> =
        family.values.iter().map(|value| (value.wire.as_str(), value.variant.as_str())).collect();
    assert_eq!(values, [("IPV4", "Ipv4"), ("+1", "Thumb"), ("unlisted", "UnlistedValue")]);
    assert_eq!(family.values[0].docs.description, "Version four.");
    assert_eq!(family.values[0].docs.since.as_deref(), Some("6.7.1"));
    assert_eq!(family.rule, Some(super::rule(&api, "enum")));
    assert!(def(&api, "Family").is_judged && def(&api, "Root").is_judged);
}

#[test]
fn allof_around_one_reference_is_that_reference_with_words_of_its_own() {
    let api = own(&sending(
        "
Root:
  type: object
  properties:
    one: {description: Here., x-codegen-since: '2', x-codegen-name: uno, allOf: [{$ref: '#/components/schemas/Id'}]}
    two: {$ref: '#/components/schemas/Id'}
    three: {$ref: '#/components/schemas/Alias'}
Id: {type: string, description: There., x-codegen-since: '1'}
Alias: {$ref: '#/components/schemas/Id'}
",
    ));
    assert_eq!(names(&api), ["Root", "Id"]);
    let one = member(&api, "Root", "one");
    assert_eq!((one.field.as_str(), one.docs.description.as_str()), ("uno", "Here."));
    assert_eq!(one.docs.since.as_deref(), Some("2"));
    let two = member(&api, "Root", "two");
    assert_eq!((two.docs.description.as_str(), &two.docs.since), ("", &None));
    assert!(one.ty == two.ty && two.ty == member(&api, "Root", "three").ty);
}

#[test]
fn inline_objects_and_enums_are_named_after_where_they_stand() {
    let api = own(&sending(
        "
Root:
  type: object
  x-codegen-name: Order
  properties:
    items:
      type: array
      items: {type: object, properties: {kind: {type: string, enum: [a]}}}
    address: {type: object, properties: {street: {type: string}}}
",
    ));
    assert_eq!(names(&api), ["Order", "OrderItemsItem", "OrderItemsItemKind", "OrderAddress"]);
}

#[test]
fn only_what_operations_reach_in_the_order_of_the_document() {
    let api = own(&receiving(
        "
Last: {type: object, properties: {x: {type: string}}}
Unused: {type: object, properties: {x: {type: string}}}
Middle: {type: object, properties: {last: {$ref: '#/components/schemas/Last'}}}
Root: {type: object, properties: {middle: {$ref: '#/components/schemas/Middle'}}}
",
    ));
    assert_eq!(names(&api), ["Last", "Middle", "Root"]);
    assert_eq!(member(&api, "Root", "middle").ty, Type::Named(super::id(&api, "Middle")));
}

#[test]
fn what_is_only_sent_is_read_strictly_and_what_is_sent_is_judged() {
    let content =
        |name: &str| format!("content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}");
    let operation = format!(
        "requestBody: {{required: true, {}}}\n      responses: {{'200': {{description: Done., {}}}}}",
        content("Sent"),
        content("Received")
    );
    let api = own(&document(
        &operation,
        "
Sent: {type: object, properties: {shared: {$ref: '#/components/schemas/Shared'}}}
Received: {type: object, properties: {shared: {type: array, items: {$ref: '#/components/schemas/Shared'}}, only: {$ref: '#/components/schemas/Only'}}}
Shared: {type: string, minLength: 1}
Only: {type: string, minLength: 1}
",
    ));
    let readings: Vec<(&str, Reading, bool)> =
        api.types.iter().map(|def| (def.name.as_str(), def.reading, def.is_judged)).collect();
    assert_eq!(
        readings,
        [
            ("Sent", Reading::Strict, true),
            ("Received", Reading::Lenient, false),
            ("Shared", Reading::Lenient, true),
            ("Only", Reading::Lenient, false),
        ]
    );
    let operation = &api.modules[0].operations[0];
    let sent = operation.body.iter().flat_map(|body| body.content.sent()).map(|sent| &sent.carried);
    assert!(matches!(sent.collect::<Vec<_>>().as_slice(), [Carried::Json(_)]));
    assert!(matches!(&operation.output, Output::Same(Answer { content: Received::Json(_), .. })));
}

#[test]
fn a_struct_that_holds_itself_has_a_box_and_one_with_a_list_of_itself_needs_none() {
    let api = own(&sending(
        "
Root: {type: object, required: [children], properties: {children: {type: array, items: {$ref: '#/components/schemas/Root'}}}}
",
    ));
    assert_eq!(member(&api, "Root", "children").ty, Type::List(Box::new(Type::Named(super::id(&api, "Root")))));
    let api = own(&sending(
        "
Root: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}
A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, other: {$ref: '#/components/schemas/Other'}}}
B: {type: object, properties: {a: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}}}
Other: {type: object, additionalProperties: {$ref: '#/components/schemas/A'}, properties: {x: {type: string}}}
",
    ));
    let [a, b, other] = ["A", "B", "Other"].map(|name| super::id(&api, name));
    assert_eq!(member(&api, "Root", "a").ty, Type::Named(a));
    assert_eq!((&member(&api, "A", "b").ty, &member(&api, "A", "other").ty), (&Type::Boxed(b), &Type::Named(other)));
    assert_eq!(member(&api, "B", "a").ty, Type::Boxed(a));
}

#[test]
fn schemas_that_only_lead_to_themselves_end_in_a_diagnostic_and_deep_ones_do_not() {
    let found =
        complaints(&sending("Root: {type: array, items: {$ref: '#/components/schemas/Root'}}"), Strictness::Own);
    assert_eq!((found.len(), found[0].0), (1, Code::NotSupportedYet));
    let mut schemas = String::new();
    for index in 0..3000 {
        let name = if index == 0 { "Root".to_owned() } else { format!("S{index}") };
        let next = index + 1;
        schemas.push_str(&format!(
            "{name}: {{type: object, properties: {{x: {{$ref: '#/components/schemas/S{next}'}}}}}}\n"
        ));
    }
    schemas.push_str("S3000: {type: object, properties: {x: {type: string}}}\n");
    let api = own(&sending(&schemas));
    let boxes = api.types.iter().filter(|def| def.members().iter().any(|one| matches!(one.ty, Type::Boxed(_))));
    assert_eq!(boxes.count(), 3001 / 32);
}

/// Each type holds the next one twice: an example of the first would have a trillion values.
#[test]
fn a_document_whose_example_would_be_long_is_carried_without_it() {
    let mut schemas = "Root: {$ref: '#/components/schemas/S0'}\n".to_owned();
    for index in 0..40 {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", index + 1);
        schemas
            .push_str(&format!("S{index}: {{type: object, required: [a, b], properties: {{a: {next}, b: {next}}}}}\n"));
    }
    schemas.push_str("S40: {type: object, properties: {x: {type: string}}}\n");
    let api = own(&sending(&schemas));
    let has_example = |name: &str| object(&api, name).constructors.iter().all(|one| one.example.is_some());
    assert_eq!(api.types.iter().count(), 41);
    assert!(!has_example("S0") && has_example("S39") && has_example("S40"));
    assert!(api.modules[0].operations[0].example.is_none());
    let optional = schemas.replace("required: [a, b], ", "");
    let api = own(&sending(&optional));
    assert!(api.types.iter().count() == 41 && api.modules[0].operations[0].example.is_some());
}

#[test]
fn unions_know_their_arms_and_their_rules() {
    let api = own(&sending(
        "
Root:
  type: object
  required: [family]
  x-codegen-union: {tag: family, arms: {V4: [four, both], V6: [six, both]}}
  properties:
    four: {type: string}
    six: {type: string}
    family: {$ref: '#/components/schemas/Family'}
    both: {type: string}
    free: {type: string}
Family: {type: string, enum: [V4, V6, NONE], x-codegen-values: {V6: {name: Six}}}
",
    ));
    let union = object(&api, "Root").union.as_ref().expect("a union");
    assert_eq!((union.field.as_str(), union.wire.as_str()), ("family", "family"));
    let arms: Vec<(&str, &str)> = union.arms.iter().map(|arm| (arm.value.as_str(), arm.variant.as_str())).collect();
    assert_eq!(arms, [("V4", "V4"), ("V6", "Six")]);
    let rules = |index: usize| -> Vec<(&str, bool)> {
        union.arms[index].rules.iter().map(|rule| (rule.wire.as_str(), rule.is_wanted)).collect()
    };
    assert_eq!(rules(0), [("four", true), ("both", true), ("six", false)]);
    assert_eq!(rules(1), [("six", true), ("both", true), ("four", false)]);
    assert_eq!(union.arms[0].rules[0].rule, super::rule(&api, "union"));
    let root = object(&api, "Root");
    let constructors: Vec<(&str, Vec<&str>)> = root
        .constructors
        .iter()
        .map(|one| (one.name.as_str(), root.arguments(one).map(|member| member.wire.as_str()).collect()))
        .collect();
    assert_eq!(constructors, [("v4", vec!["four", "both"]), ("v6", vec!["six", "both"])]);
}

#[test]
fn a_union_needs_a_tag_that_is_always_there_and_an_enum() {
    for schema in [
        "properties: {tag: {type: string, enum: [A]}, a: {type: string}}",
        "required: [tag]\n  properties: {tag: {type: string}, a: {type: string}}",
    ] {
        let text =
            sending(&format!("Root:\n  type: object\n  x-codegen-union: {{tag: tag, arms: {{A: [a]}}}}\n  {schema}"));
        let found = complaints(&text, Strictness::Own);
        assert_eq!((found.len(), found[0].0), (1, Code::NotSupportedYet), "{found:?}");
        assert_eq!(found[0].2, "/components/schemas/Root/x-codegen-union/tag");
    }
}

#[test]
fn clashing_names_are_errors_at_home_and_spelled_out_abroad() {
    let text = sending("Root: {type: object, properties: {a.b: {type: string}, a_b: {type: string}}}");
    let found = complaints(&text, Strictness::Own);
    assert_eq!((found.len(), found[0].0, found[0].1), (1, Code::NameClash, Severity::Error));
    let (api, _) = super::run(&text, Strictness::Foreign);
    let api = api.expect("a model");
    let fields: Vec<&str> = object(&api, "Root").members.iter().map(|member| member.field.as_str()).collect();
    assert_eq!(fields, ["a_dot_b", "a_b"]);
}

#[test]
fn names_of_the_author_are_checked() {
    let text = sending(
        "Root: {type: object, x-codegen-name: order_form, properties: {a: {type: string, x-codegen-name: type}}}",
    );
    let found = complaints(&text, Strictness::Own);
    assert_eq!(found.iter().map(|one| one.0).collect::<Vec<_>>(), [Code::BadName, Code::BadName], "{found:?}");
}
