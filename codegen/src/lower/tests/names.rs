//! Names that stay: what is added to a document, at whatever place, renames nothing that was there.

use std::collections::BTreeSet;

use super::run;
use crate::model::{Api, ItemPath, TypeDef, TypeKind};
use crate::options::Strictness;

/// A document with a hole in front of and behind everything of a kind: `<kind>` and `</kind>`, each a line of its own.
const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Test, version: '1'}
paths:
  <path>
  /pets/{id}:
    <operation>
    put:
      operationId: putPet
      tags: [pets]
      parameters:
        <parameter>
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: sort, in: query, schema: {type: string, enum: [a, b]}}
        </parameter>
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses:
        '200': {description: Done., content: {application/json: {schema: {type: object, properties: {n: {type: integer}}}}}}
        '404': {$ref: '#/components/responses/Missing'}
    </operation>
    parameters:
      - {name: side, in: query, schema: {type: string, enum: [left, right]}}
  /pets/list:
    get:
      responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Small'}}}}}
  </path>
components:
  responses:
    Missing: {description: None., content: {application/json: {schema: {type: object, properties: {why: {type: string, enum: [x, y]}}}}}}
  schemas:
    <schema>
    Pet:
      type: object
      properties:
        <property>
        '+1': {type: object, properties: {n: {type: integer}}}
        '-1': {type: object, properties: {n: {type: integer}}}
        a.b: {type: string}
        a_b: {type: string}
        type: {type: string}
        kind: {type: string, enum: [one, two]}
        </property>
    PetKind: {type: object, properties: {x: {$ref: '#/components/schemas/Unit'}}}
    Base: {type: object, properties: {state: {type: string, enum: [on, off]}}}
    Small: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {kind: {$ref: '#/components/schemas/PetKind'}}}]}
    Unit:
      type: string
      enum:
        <value>
        - MiB
        - GiB
        - asc
        - ASC
        - '+'
        - '-'
        </value>
    </schema>
";

/// What is put into the holes: the kind, how deep it stands, and the text.
const ADDED: [(&str, usize, &str); 12] = [
    (
        "path",
        2,
        "/small: {get: {tags: [a], responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Small'}}}}, '404': {$ref: '#/components/responses/Missing'}}}}",
    ),
    (
        "path",
        2,
        "/bases: {get: {operationId: put-pet, tags: [pets], responses: {'404': {$ref: '#/components/responses/Missing'}, '204': {description: Done.}}}}",
    ),
    (
        "operation",
        4,
        "get: {operationId: readPet, tags: [pets], responses: {'404': {$ref: '#/components/responses/Missing'}, '204': {description: Done.}}}",
    ),
    ("parameter", 8, "- {name: id, in: query, schema: {type: string}}"),
    ("parameter", 8, "- {name: Sort, in: query, schema: {type: string, enum: [c, d]}}"),
    ("schema", 4, "pet: {type: object, properties: {n: {type: integer}}}"),
    ("schema", 4, "PET: {type: string}"),
    ("property", 8, "a-b: {type: string}"),
    ("property", 8, "Type: {type: string}"),
    ("property", 8, "pet: {type: array, items: {$ref: '#/components/schemas/pet'}}"),
    ("value", 8, "- mIB"),
    ("value", 8, "- '+-'"),
];

/// The document with these texts in holes of their own.
fn filled(holes: &[(&str, usize, &str)]) -> String {
    let mut text = String::new();
    for line in DOCUMENT.trim_start().lines() {
        let Some(hole) = line.trim().strip_prefix('<').and_then(|hole| hole.strip_suffix('>')) else {
            text.push_str(line);
            text.push('\n');
            continue;
        };
        for (_, depth, added) in holes.iter().filter(|(kind, ..)| *kind == hole) {
            text.push_str(&format!("{:depth$}{added}\n", ""));
        }
    }
    text
}

fn path(def: &TypeDef) -> ItemPath {
    ItemPath { home: def.home.clone(), name: def.name.clone() }
}

/// Everything that a user of the output writes, with what it is called on the wire.
fn public(api: &Api) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for def in api.types.iter() {
        let path = path(def);
        names.insert(format!("{path:?}"));
        names.extend(def.members().iter().map(|member| format!("{path:?} {} {}", member.wire, member.field.as_str())));
        if let TypeKind::Enumeration(enumeration) = &def.kind {
            let values = enumeration.values.iter();
            names.extend(values.map(|value| format!("{path:?} {} {}", value.wire, value.variant.as_str())));
        }
    }
    for module in &api.modules {
        for one in &module.operations {
            let path = format!("{:?} {} {}", module.path, one.id, one.name.as_str());
            let parameters = one.parameters.iter();
            names.extend(
                parameters.map(|it| format!("{path} {} {:?} {} {:?}", it.wire, it.location, it.field.as_str(), it.ty)),
            );
            names.insert(path);
        }
    }
    names
}

fn names_of(text: &str) -> BTreeSet<String> {
    let (api, found) = run(text, Strictness::Foreign);
    // The ids of types count them, and so change with the document.
    let ids = |name: String| name.split("TypeId(").next().unwrap_or_default().to_owned();
    public(&api.unwrap_or_else(|| panic!("{found:?}"))).into_iter().map(ids).collect()
}

#[test]
fn what_is_added_in_front_or_behind_renames_nothing() {
    let before = names_of(&filled(&[]));
    assert!(before.len() > 35, "{before:?}");
    for kind in [|kind: &str| kind.to_owned(), |kind: &str| format!("/{kind}")] {
        for (hole, depth, added) in ADDED {
            // Something that is used by what is added has to be there.
            let hole = kind(hole);
            let needed = ("schema", 4, "pet: {type: object, properties: {n: {type: integer}}}");
            let mut holes = vec![(hole.as_str(), depth, added)];
            holes.extend(Some(needed).filter(|_| added.starts_with("pet: {type: array")));
            let after = names_of(&filled(&holes));
            let lost: Vec<_> = before.difference(&after).collect();
            assert!(lost.is_empty(), "{added} in <{hole}> takes {lost:#?} away of {after:#?}");
        }
    }
}

#[test]
fn a_clash_says_the_place() {
    let names = names_of(&filled(&[]));
    for expected in
        ["+1 plus_1", "-1 minus_1", "a.b a_dot_b", "a_b a_b", "MiB Mib", "GiB Gib", "ASC AscUpper", "asc Asc"]
    {
        assert!(names.iter().any(|name| name.ends_with(expected)), "{expected} in {names:#?}");
    }
    for expected in ["PetPlus1", "PetMinus1", "PetKind", "PetPropertiesKind", "BaseState", "MissingResponseWhy"] {
        assert!(names.iter().any(|name| name.contains(&format!("\"{expected}\""))), "{expected} in {names:#?}");
    }
}

/// Of a name that is a path the last two parts before the type's own are modules, whatever other names there are.
#[test]
fn names_with_dots_are_modules() {
    let text = super::sending(
        "
Root: {type: object, properties: {pod: {$ref: '#/components/schemas/io.k8s.api.core.v1.Pod'}, meta: {$ref: '#/components/schemas/io.k8s.kube-x.pkg.type.v1.Meta'}, other: {$ref: '#/components/schemas/a.b.core.v1.Pod'}, plain: {$ref: '#/components/schemas/Api.core.v1.Pod'}, two: {$ref: '#/components/schemas/cis.session.info'}}}
io.k8s.api.core.v1.Pod: {type: object, properties: {phase: {type: string, enum: [a]}}}
io.k8s.kube-x.pkg.type.v1.Meta: {type: object, properties: {a: {type: string}}}
a.b.core.v1.Pod: {type: object, properties: {a: {type: string}}}
Api.core.v1.Pod: {type: object, properties: {a: {type: string}}}
cis.session.info: {type: object, properties: {a: {type: string}}}
",
    );
    let (api, found) = run(&text, Strictness::Foreign);
    let api = api.unwrap_or_else(|| panic!("{found:?}"));
    let shown = |def: &TypeDef| {
        def.home.iter().chain([&def.name]).map(|part| part.as_str().to_owned()).collect::<Vec<_>>().join("::")
    };
    let mut paths: Vec<String> = api.types.iter().map(shown).collect();
    paths.sort();
    let expected = [
        "ApiCoreV1Pod",
        "CisSessionInfo",
        "Root",
        "core::v1::IoK8sApiCoreV1Pod",
        "core::v1::Pod",
        "core::v1::PodPhase",
        "type_::v1::Meta",
    ];
    assert_eq!(paths, expected);
}
