//! Bases with a discriminator and what extends them.

use super::*;

const HEIRS: &str = "
Pet: {type: object, required: [kind], properties: {kind: {}}, discriminator: {propertyName: kind}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {c: {}}}]}
Kitten: {allOf: [{$ref: '#/components/schemas/Cat'}, {properties: {k: {}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}";

#[test]
fn a_base_is_a_choice_between_its_heirs_but_for_them() {
    let of = |root: &str| told(&format!("Root: {root}{HEIRS}"));
    let choice = "OneOf({kind!: Any, c: Any}, {kind!: Any, c: Any, k: Any}, {kind!: Any})";
    assert_eq!(of("{$ref: '#/components/schemas/Pet'}"), choice);
    assert_eq!(of("{type: array, items: {allOf: [{$ref: '#/components/schemas/Pet'}]}}"), "Array(=Pet)");
    assert_eq!(of("{$ref: '#/components/schemas/Kitten'}"), "{kind!: Any, c: Any, k: Any}");
    assert_eq!(
        of(
            "{type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}, cat: {$ref: '#/components/schemas/Cat'}}}"
        ),
        format!("{{pet: {choice}, cat: {{kind!: Any, c: Any}}}}")
    );
    // One that stands in an operation has no value of the discriminator.
    assert_eq!(
        of("{type: object, properties: {b: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {x: {}}}]}}}"),
        "{b: {kind!: Any, x: Any}}"
    );
}

#[test]
fn a_base_is_an_arm_where_the_mapping_names_it() {
    let mapping = "mapping: {pet: Pet, cat: '#/components/schemas/Cat', other: Other}}";
    let heirs = HEIRS
        .replace("discriminator: {propertyName: kind}", &format!("discriminator: {{propertyName: kind, {mapping}"));
    let text = told(&format!(
        "Root: {{$ref: '#/components/schemas/Pet'}}{heirs}\nOther: {{type: object, properties: {{o: {{}}}}}}"
    ));
    assert_eq!(text, "OneOf({kind!: Any, c: Any}, {kind!: Any, c: Any, k: Any}, {kind!: Any}, {kind!: Any}, {o: Any})");
}

#[test]
fn a_base_without_heirs_is_an_object() {
    let text = told("Root: {type: object, properties: {kind: {}}, discriminator: {propertyName: kind}}");
    assert_eq!(text, "{kind: Any}");
}

#[test]
fn an_heir_that_is_a_base_gives_its_own_heirs() {
    let text = told(
        "Root: {type: object, properties: {k: {}}, discriminator: {propertyName: k}}
Middle: {allOf: [{$ref: '#/components/schemas/Root'}, {properties: {m: {}}}], discriminator: {propertyName: k}}
Leaf: {allOf: [{$ref: '#/components/schemas/Middle'}, {properties: {l: {}}}]}",
    );
    assert_eq!(text, "OneOf({k: Any, m: Any, l: Any})");
}

#[test]
fn heirs_of_heirs_of_bases_are_bounded() {
    let schema = |index: usize| {
        let (name, base) =
            (format!("S{index}"), if index == 1 { "Root".to_owned() } else { format!("S{}", index - 1) });
        format!(
            "{name}: {{allOf: [{{$ref: '#/components/schemas/{base}'}}], properties: {{next{index}: {{$ref: '#/components/schemas/S{}'}}}}, discriminator: {{propertyName: k}}}}
L{index}: {{allOf: [{{$ref: '#/components/schemas/{name}'}}]}}\n",
            index + 1
        )
    };
    let first = "Root: {type: object, properties: {k: {}, next: {$ref: '#/components/schemas/S1'}}, discriminator: {propertyName: k}}";
    let of = |length: usize| {
        let schemas: String = (1..length).map(schema).collect();
        let source = document(&format!("{first}\n{schemas}S{length}: {{type: object}}"));
        parse(&source, Strictness::Foreign).1.into_iter().map(|one| one.code).collect::<BTreeSet<Code>>()
    };
    assert_eq!(of(10), BTreeSet::new());
    assert_eq!(of(90), BTreeSet::from([Code::TooDeep]));
}
