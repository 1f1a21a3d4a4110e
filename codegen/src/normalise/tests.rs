//! What becomes of each spelling, and that no document makes the step slow or endless.

mod heirs;

use super::*;
use crate::document::Document;
use crate::source::Source;
use crate::tests::parse;

/// A document that answers with `Root`, one of these schemas.
pub(super) fn document(schemas: &str) -> Source {
    let schemas = schemas.trim().replace('\n', "\n    ");
    let answer = "{description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Root'}}}}";
    Source::new(
        "x",
        format!(
            "openapi: 3.0.3\ninfo: {{title: x, version: '1'}}\npaths: {{/a: {{get: {{responses: {{'200': {answer}}}}}}}}}\ncomponents:\n  schemas:\n    {schemas}\n"
        ),
    )
}

/// `Root` in one line, what is inside of it included: the kind, `?` for `null`, what is required with `!`.
fn told(schemas: &str) -> String {
    let (text, found) = all(schemas, Strictness::Foreign);
    assert_eq!(found, [] as [String; 0], "{schemas}");
    text
}

/// The same with the findings: the place, that of the other one, and the message.
fn all(schemas: &str, strictness: Strictness) -> (String, Vec<String>) {
    of(&document(schemas), strictness)
}

pub(super) fn of(source: &Source, strictness: Strictness) -> (String, Vec<String>) {
    let (document, found) = parse(source, strictness);
    let document = document.unwrap();
    let root = document.tree.find(&Pointer::from_escaped("/components/schemas/Root").unwrap()).unwrap();
    let place = |place: &Place| place.pointer.as_str().replace("/components/schemas/", "");
    let found = found.iter().map(|one| {
        let others: Vec<String> = one.related.iter().map(|(other, _)| place(other)).collect();
        format!("{:?} {} {}: {}", one.code, place(&one.place), others.join(" "), one.message)
    });
    (shown(&document, root.into(), 6), found.collect())
}

fn shown(document: &Document<'_>, inner: Inner<'_>, depth: usize) -> String {
    let schemas = &document.schemas;
    let Some(schema) = schemas.resolve(inner).and_then(|id| schemas.get(id)).filter(|_| depth > 0) else {
        return "...".to_owned();
    };
    let inside = |inner: Inner<'_>| shown(document, inner, depth - 1);
    let list = |parts: &[Inner<'_>]| parts.iter().map(|part| inside(*part)).collect::<Vec<_>>().join(", ");
    let kind = match schema.kind {
        Kind::Alias => {
            let name = schema.parts[0].node.chain().last().and_then(|end| end.component());
            name.map_or_else(|| format!("={}", list(&schema.parts)), |(_, name)| format!("={name}"))
        }
        Kind::OneOf | Kind::AnyOf => format!("{:?}({})", schema.kind, list(&schema.parts)),
        Kind::Array => format!("Array({})", schema.items.map(inside).unwrap_or_default()),
        Kind::Object => {
            let member = |(name, inner): &(&str, Inner<'_>)| {
                format!("{name}{}: {}", if schema.required.contains(name) { "!" } else { "" }, inside(*inner))
            };
            let rest = match schema.additional {
                None => None,
                Some(Additional::Any(false)) => Some("closed".to_owned()),
                Some(Additional::Any(true)) => Some("open".to_owned()),
                Some(Additional::Schema(inner)) => Some(format!("rest: {}", inside(inner))),
            };
            format!("{{{}}}", schema.properties.iter().map(member).chain(rest).collect::<Vec<_>>().join(", "))
        }
        other => format!("{other:?}"),
    };
    let limit = |number: Option<crate::node::Number<'_>>, is_open| {
        number.map_or_else(String::new, |number| format!("{number}{}", if is_open { "x" } else { "" }))
    };
    let length = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let values: Vec<String> = schema.values.iter().map(ToString::to_string).collect();
    let range = (limit(schema.minimum, schema.exclusive_minimum), limit(schema.maximum, schema.exclusive_maximum));
    let lengths = (length(schema.min_length), length(schema.max_length));
    let more = [
        schema.format.map(str::to_owned),
        (range != Default::default()).then(|| format!("{}..{}", range.0, range.1)),
        (lengths != Default::default()).then(|| format!("#{}..{}", lengths.0, lengths.1)),
        (!values.is_empty()).then(|| format!("{values:?}").replace("\\\"", "").replace('"', "")),
        schema.is_open.then(|| "or others".to_owned()),
    ];
    let more: Vec<String> = more.into_iter().flatten().collect();
    let more = if more.is_empty() { String::new() } else { format!(" {}", more.join(" ")) };
    format!("{kind}{}{more}", if schema.nullable { "?" } else { "" })
}

#[test]
fn null_is_a_flag() {
    for (schema, expected) in [
        ("{type: string, nullable: true}", "String?"),
        ("{type: string, enum: [a, null], nullable: true}", "String? [a]"),
        ("{enum: [a, null]}", "String? [a]"),
        ("{enum: [null]}", "Null?"),
        ("{nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}", "=Pet?"),
        ("{nullable: true, oneOf: [{$ref: '#/components/schemas/Pet'}]}", "=Pet?"),
        ("{allOf: [{$ref: '#/components/schemas/Pet'}, {nullable: true}]}", "=Pet?"),
        ("{oneOf: [{$ref: '#/components/schemas/Pet'}, {enum: [null]}]}", "=Pet?"),
        ("{anyOf: [{type: string}, {nullable: true, enum: [null]}, {type: integer}]}", "AnyOf(String, Integer)?"),
        ("{allOf: [{type: string, nullable: true}, {type: string, maxLength: 3}]}", "=String #..3"),
        ("{allOf: [{type: string, nullable: true}, {type: string, nullable: true, maxLength: 3}]}", "=String? #..3"),
    ] {
        let schemas = format!("Root: {schema}\nPet: {{type: object, properties: {{a: {{}}}}}}");
        assert_eq!(told(&schemas), expected, "{schema}");
    }
}

#[test]
fn what_adds_nothing_is_another_name() {
    for (schema, expected) in [
        ("{allOf: [{$ref: '#/components/schemas/Pet'}], description: D}", "=Pet"),
        ("{allOf: [{$ref: '#/components/schemas/Pet'}, {description: D}, {}]}", "=Pet"),
        ("{allOf: [{description: D}, {type: object}, {$ref: '#/components/schemas/Pet'}]}", "=Pet"),
        ("{allOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Cat'}]}", "=Cat"),
        ("{type: object, allOf: [{$ref: '#/components/schemas/Pet'}]}", "=Pet"),
        ("{allOf: [{$ref: '#/components/schemas/Pet'}], required: [a]}", "=Pet"),
        ("{anyOf: [{$ref: '#/components/schemas/Pet'}]}", "=Pet"),
        ("{oneOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Pet'}]}", "=Pet"),
        ("{type: object, oneOf: [{$ref: '#/components/schemas/Pet'}]}", "=Pet"),
        ("{anyOf: [{type: integer}, {type: integer}]}", "=Integer"),
        ("{type: string, oneOf: [{type: string, format: date}, {type: integer}]}", "=String date"),
        ("{oneOf: [{$ref: '#/components/schemas/Cat'}], anyOf: [{$ref: '#/components/schemas/Pet'}]}", "=Cat"),
    ] {
        let schemas = format!(
            "Root: {schema}
Pet: {{type: object, required: [a], properties: {{a: {{type: string}}}}}}
Cat: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {{properties: {{b: {{}}}}}}]}}"
        );
        assert_eq!(told(&schemas), expected, "{schema}");
    }
}

#[test]
fn a_part_that_only_describes_is_about_the_other_name() {
    let source = document(
        "Root: {allOf: [{$ref: '#/components/schemas/Pet'}, {readOnly: true, deprecated: true, description: D, default: {}}]}
Pet: {type: object, description: P, properties: {a: {}}}",
    );
    let document = parse(&source, Strictness::Foreign).0.unwrap();
    let root = document.tree.find(&Pointer::from_escaped("/components/schemas/Root").unwrap()).unwrap();
    let root = document.schemas.of(root.id()).unwrap();
    assert_eq!((root.kind, root.description, root.read_only, root.deprecated), (Kind::Alias, Some("D"), true, true));
    assert_eq!(root.default.unwrap().to_string(), "{}");
}

#[test]
fn all_of_is_one_schema() {
    for (schemas, expected) in [
        (
            "Root: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {b: {type: integer}}, required: [a]}], properties: {c: {}}, required: [b]}
A: {type: object, properties: {a: {type: string}}}",
            "{a!: String, b!: Integer, c: Any}",
        ),
        // A part that several parts have is there once.
        (
            "Root: {allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
A: {type: object, properties: {a: {type: string}}}
B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {b: {}}}]}
C: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {c: {}}}]}",
            "{a: String, b: Any, c: Any}",
        ),
        ("Root: {allOf: [{allOf: [{type: string, minLength: 1}, {maxLength: 9}]}, {minLength: 3}]}", "String #3..9"),
        (
            "Root: {allOf: [{type: integer, minimum: 0, maximum: 9}, {type: number, minimum: 0, exclusiveMinimum: true, maximum: 10}]}",
            "Integer 0x..9",
        ),
        ("Root: {allOf: [{type: string, enum: [a, b, c]}, {enum: [c, b, d]}]}", "String [b, c]"),
        ("Root: {allOf: [{type: string, format: uuid}, {type: string, maxLength: 36}]}", "String uuid #..36"),
        ("Root: {allOf: [{type: integer, format: int64}, {type: integer, format: int32}]}", "Integer int32"),
        (
            "Root: {allOf: [{type: array, items: {type: string, minLength: 1}}, {items: {maxLength: 3}}]}",
            "Array(String #1..3)",
        ),
        // Taken literally, nothing but `{}` would be allowed.
        (
            "Root: {allOf: [{type: object, properties: {a: {}}, additionalProperties: false}, {type: object, properties: {b: {}}}]}",
            "{a: Any, b: Any}",
        ),
        (
            "Root: {allOf: [{type: object, properties: {a: {}}, additionalProperties: false}, {type: object, properties: {b: {}}, additionalProperties: false}]}",
            "{a: Any, b: Any, closed}",
        ),
        (
            "Root: {allOf: [{type: object, additionalProperties: {type: string}}, {type: object, properties: {b: {type: string}}, additionalProperties: {maxLength: 3}}]}",
            "{b: String, rest: String #..3}",
        ),
    ] {
        assert_eq!(told(schemas), expected, "{schemas}");
    }
}

#[test]
fn members_of_one_name_are_merged_at_any_depth() {
    let base = "Base: {type: object, required: [id], properties: {id: {type: string, maxLength: 9}, in: {$ref: '#/components/schemas/In'}, next: {$ref: '#/components/schemas/Base'}}}
In: {type: object, properties: {x: {type: integer}}}";
    for (schema, expected) in [
        ("{properties: {id: {type: string, minLength: 2}}}", "{id!: String #2..9, in: {x: Integer}, next: "),
        (
            "{properties: {id: {}, in: {properties: {x: {maximum: 5}, y: {}}}}}",
            "{id!: =String #..9, in: {x: Integer ..5, y: Any}, next: ",
        ),
        ("{properties: {in: {$ref: '#/components/schemas/In'}, z: {}}}", "{id!: String #..9, in: {x: Integer}, next: "),
    ] {
        let told = told(&format!("Root: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {schema}]}}\n{base}"));
        assert!(told.starts_with(expected), "{told}");
    }
    // Two schemas that hold themselves make one that holds itself.
    let told = told(
        "Root: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, properties: {a: {}, next: {$ref: '#/components/schemas/A'}}}
B: {type: object, properties: {b: {}, next: {$ref: '#/components/schemas/B'}}}",
    );
    assert!(told.starts_with("{a: Any, next: {a: Any, next: {a: Any, next: "), "{told}");
}

#[test]
fn a_contradiction_names_both_places() {
    for (schema, expected, place) in [
        ("{allOf: [{type: string}, {type: integer}]}", "Any", "Root/allOf/1/type Root/allOf/0/type"),
        ("{type: object, allOf: [{type: string}]}", "Any", "Root/type Root/allOf/0/type"),
        ("{allOf: [{type: string, enum: [a]}, {enum: [b]}]}", "String", "Root/allOf/1/enum Root/allOf/0/enum"),
        ("{type: integer, minimum: 5, allOf: [{maximum: 4}]}", "Integer", "Root/minimum Root/allOf/0/maximum"),
        ("{type: string, maxLength: 5, allOf: [{minLength: 6}]}", "String", "Root/maxLength Root/allOf/0/minLength"),
        (
            "{allOf: [{properties: {a: {type: string}}}, {properties: {a: {type: boolean}}}]}",
            "{a: Any}",
            "Root/allOf/1/properties/a/type Root/allOf/0/properties/a/type",
        ),
        (
            "{allOf: [{type: string, format: date}, {type: string, format: uuid}]}",
            "String uuid",
            "Root/allOf/1/format Root/allOf/0/format",
        ),
    ] {
        let (text, found) = all(&format!("Root: {schema}"), Strictness::Foreign);
        assert_eq!(text, expected, "{schema}");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(&format!("Contradiction {place}: ")), "{found:?}");
    }
    let source = document("Root: {allOf: [{type: string}, {type: integer}]}");
    let (document, found) = parse(&source, Strictness::Own);
    assert_eq!((found.len(), found[0].severity), (1, Severity::Error));
    assert!(document.unwrap().is_partial());
}

#[test]
fn choices_between_texts_are_enums() {
    for (schema, expected) in [
        ("{anyOf: [{type: string}, {type: string, enum: [a, b]}]}", "String [a, b] or others"),
        ("{oneOf: [{type: string, enum: [a, b]}, {enum: [b, c]}]}", "String [a, b, c]"),
        ("{anyOf: [{$ref: '#/components/schemas/Open'}, {enum: [c]}]}", "String [x, c] or others"),
        ("{anyOf: [{enum: [a]}, {enum: [b, null]}, {enum: [null]}]}", "String? [a, b]"),
        ("{type: string, enum: [a, c], anyOf: [{enum: [a]}, {enum: [b]}]}", "String [a]"),
        ("{anyOf: [{type: string, maxLength: 3}, {enum: [a]}]}", "AnyOf(String #..3, String [a])"),
        ("{anyOf: [{type: string, format: uri}, {type: string, format: uuid}]}", "AnyOf(String uri, String uuid)"),
        ("{allOf: [{$ref: '#/components/schemas/Open'}, {description: D}]}", "=Open"),
    ] {
        let open = "Open: {anyOf: [{type: string}, {type: string, enum: [x]}]}";
        assert_eq!(told(&format!("Root: {schema}\n{open}")), expected, "{schema}");
    }
}

#[test]
fn what_stands_beside_a_choice_is_in_each_arm() {
    for (schema, expected) in [
        (
            "{type: object, required: [a], properties: {a: {type: string}}, oneOf: [{$ref: '#/components/schemas/Cat'}, {properties: {c: {}}}]}",
            "OneOf({a!: String, b: Any}, {a!: String, c: Any})",
        ),
        (
            "{allOf: [{type: object, properties: {a: {type: string}}}, {anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}]}",
            "AnyOf({a: String, b: Any}, {a: String, d: Any})",
        ),
        (
            "{type: object, oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}",
            "OneOf({b: Any}, {d: Any})",
        ),
        (
            "{properties: {t: {enum: [x, y]}}, oneOf: [{properties: {t: {enum: [x]}}}, {properties: {t: {enum: [y]}}}]}",
            "OneOf({t: String [x]}, {t: String [y]})",
        ),
        (
            "{oneOf: [{$ref: '#/components/schemas/Cat'}, {type: string}], anyOf: [{type: object}, {type: integer}]}",
            "OneOf({b: Any}, AnyOf(",
        ),
    ] {
        let more = "Cat: {type: object, properties: {b: {}}}\nDog: {type: object, properties: {d: {}}}";
        let (told, _) = all(&format!("Root: {schema}\n{more}"), Strictness::Foreign);
        assert!(told.starts_with(expected), "{schema}: {told}");
    }
    let (text, found) = all(
        "Root: {type: object, properties: {a: {}, b: {}}, oneOf: [{required: [a]}, {required: [b]}]}",
        Strictness::Foreign,
    );
    assert_eq!(text, "{a: Any, b: Any}");
    assert_eq!(found, ["WouldBeLost Root/oneOf : which members `oneOf` asks for is not checked"]);
}

#[test]
fn an_heir_of_a_choice_is_no_choice() {
    let told_of = |root: &str| {
        told(&format!(
            "Root: {{$ref: '#/components/schemas/{root}'}}
Pet: {{type: object, properties: {{a: {{}}}}, oneOf: [{{$ref: '#/components/schemas/Cat'}}, {{$ref: '#/components/schemas/Dog'}}]}}
Cat: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {{properties: {{c: {{}}}}}}]}}
Dog: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {{properties: {{d: {{}}}}}}]}}"
        ))
    };
    assert_eq!(told_of("Cat"), "{a: Any, c: Any}");
    assert_eq!(told_of("Pet"), "OneOf({a: Any, c: Any}, {a: Any, d: Any})");
}

#[test]
fn circles_end() {
    for schemas in [
        "Root: {anyOf: [{$ref: '#/components/schemas/A'}]}\nA: {anyOf: [{$ref: '#/components/schemas/Root'}]}",
        "Root: {properties: {a: {}}, anyOf: [{$ref: '#/components/schemas/A'}]}\nA: {anyOf: [{$ref: '#/components/schemas/B'}]}\nB: {properties: {b: {}}, anyOf: [{$ref: '#/components/schemas/A'}]}",
        "Root: {allOf: [{$ref: '#/components/schemas/A'}]}\nA: {allOf: [{$ref: '#/components/schemas/Root'}, {type: object}]}",
        "Root: {properties: {a: {}}, oneOf: [{$ref: '#/components/schemas/Root'}, {$ref: '#/components/schemas/A'}]}\nA: {oneOf: [{$ref: '#/components/schemas/Root'}, {type: string}]}",
    ] {
        all(schemas, Strictness::Foreign);
    }
}

/// Schemas of members that lead around in circles of these lengths, all of them together.
fn wheels(lengths: &[usize]) -> String {
    let mut text = String::new();
    for length in lengths {
        for at in 0..*length {
            let next = (at + 1) % length;
            text.push_str(&format!("W{length}x{at}: {{type: object, properties: {{n: {{$ref: '#/components/schemas/W{length}x{next}'}}, m{length}x{at}: {{}}}}}}\n"));
        }
    }
    let parts: Vec<String> =
        lengths.iter().map(|length| format!("{{$ref: '#/components/schemas/W{length}x0'}}")).collect();
    format!("{text}Root: {{allOf: [{}]}}", parts.join(", "))
}

#[test]
fn what_would_make_schemas_without_end_is_told() {
    let (_, found) = all(&wheels(&[3, 5]), Strictness::Foreign);
    assert_eq!(found, [] as [String; 0]);
    let (_, found) = all(&wheels(&[7, 11, 13, 17]), Strictness::Foreign);
    assert!(found.len() == 1 && found[0].starts_with("TooDeep "), "{found:?}");
}

#[test]
fn a_long_chain_costs_what_it_yields() {
    let chain = |links: usize| {
        let mut text = "Root: {$ref: '#/components/schemas/C0'}\n".to_owned();
        for at in 0..links {
            let next = at + 1;
            text.push_str(&format!("C{at}: {{allOf: [{{$ref: '#/components/schemas/C{next}'}}, {{type: object, properties: {{m{at}: {{}}}}}}]}}\n"));
        }
        text + &format!("C{links}: {{type: object}}")
    };
    let source = document(&chain(5000));
    let (document, found) = parse(&source, Strictness::Foreign);
    assert_eq!(found, []);
    let document = document.unwrap();
    let members: usize =
        document.schemas.ids().filter_map(|id| document.schemas.get(id)).map(|one| one.properties.len()).sum();
    assert_eq!(members, 5000 + 5000, "those that are written, and those of the one that is asked for");
}
