//! Types in any number for measurements, once as an OpenAPI document and once as Rust with serde's derive. Measures
//! nothing.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// How many of the types one object holds.
const HELD: usize = 60;

/// The members of the small types are the first of these, in this order again where there are more.
const KINDS: [Kind; 6] = [Kind::Text, Kind::Number, Kind::Flag, Kind::Texts, Kind::Share, Kind::Small];

#[derive(Clone, Debug)]
enum Kind {
    Text,
    Number,
    Small,
    Share,
    Flag,
    Texts,
    Object(String),
}

impl Kind {
    fn schema(&self) -> Value {
        match self {
            Self::Text => json!({"type": "string"}),
            Self::Number => json!({"type": "integer", "format": "int64"}),
            Self::Small => json!({"type": "integer", "format": "int32"}),
            Self::Share => json!({"type": "number", "format": "double"}),
            Self::Flag => json!({"type": "boolean"}),
            Self::Texts => json!({"type": "array", "items": {"type": "string"}}),
            Self::Object(name) => json!({"$ref": format!("#/components/schemas/{name}")}),
        }
    }

    fn rust(&self) -> &str {
        match self {
            Self::Text => "String",
            Self::Number => "i64",
            Self::Small => "i32",
            Self::Share => "f64",
            Self::Flag => "bool",
            Self::Texts => "Vec<String>",
            Self::Object(name) => name,
        }
    }
}

#[derive(Debug)]
struct Object {
    name: String,
    members: Vec<Kind>,
}

impl Object {
    fn of(name: String, count: usize) -> Self {
        Self { name, members: KINDS.iter().cycle().take(count).cloned().collect() }
    }

    /// Every other member may be missing, but no object that is held.
    fn members(&self) -> impl Iterator<Item = (String, &Kind, bool)> {
        self.members
            .iter()
            .enumerate()
            .map(|(index, kind)| (format!("member{index}"), kind, index % 2 == 0 || matches!(kind, Kind::Object(_))))
    }
}

/// A document, and the same in Rust.
#[derive(Debug)]
pub struct ManyTypes {
    objects: Vec<Object>,
    /// How many of them, at the end, are answers of operations.
    answers: usize,
}

impl ManyTypes {
    /// As many objects of six members as of two, held by objects of sixty members, each the answer of an operation.
    pub fn types(count: usize) -> Self {
        let of = |size| (0..count).map(move |index| Object::of(format!("Of{size}N{index}"), size));
        let mut objects: Vec<Object> = of(6).zip(of(2)).flat_map(<[Object; 2]>::from).collect();
        let names: Vec<String> = objects.iter().map(|object| object.name.clone()).collect();
        let holders: Vec<Object> = names
            .chunks(HELD)
            .enumerate()
            .map(|(index, held)| Object {
                name: format!("Holder{index}"),
                members: held.iter().cloned().map(Kind::Object).collect(),
            })
            .collect();
        let answers = holders.len();
        objects.extend(holders);
        Self { objects, answers }
    }

    /// One object with so many members.
    pub fn object(count: usize) -> Self {
        Self { objects: vec![Object::of("Large".to_owned(), count)], answers: 1 }
    }

    /// The document.
    pub fn openapi(&self) -> Value {
        let schemas: Map<String, Value> =
            self.objects.iter().map(|object| (object.name.clone(), schema(object))).collect();
        let answers = self.objects.iter().rev().take(self.answers);
        let paths: Map<String, Value> = answers.map(|object| path(&object.name)).collect();
        json!({
            "openapi": "3.0.3", "info": {"title": "Consumed", "version": "1"}, "paths": paths,
            "components": {"schemas": schemas},
        })
    }

    /// Each type is read and written in a function of its own, so that both are compiled here and not by whoever calls.
    pub fn derived(&self) -> String {
        let mut text = "use serde::{Deserialize, Serialize};\n".to_owned();
        self.objects.iter().for_each(|object| write_derived(&mut text, object));
        text
    }
}

fn schema(object: &Object) -> Value {
    let members: Map<String, Value> = object.members().map(|(name, kind, _)| (name, kind.schema())).collect();
    let required: Vec<String> = object.members().filter(|(.., needed)| *needed).map(|(name, ..)| name).collect();
    json!({"type": "object", "required": required, "properties": members})
}

fn path(name: &str) -> (String, Value) {
    let to = json!({"$ref": format!("#/components/schemas/{name}")});
    let answer = json!({"200": {"description": "Done.", "content": {"application/json": {"schema": to}}}});
    (format!("/{name}"), json!({"get": {"operationId": format!("get{name}"), "tags": ["all"], "responses": answer}}))
}

/// Writing to a `String` cannot fail.
fn write_derived(text: &mut String, object: &Object) {
    let name = &object.name;
    let _ = writeln!(text, "#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]\npub struct {name} {{");
    for (member, kind, needed) in object.members() {
        let kind = kind.rust();
        let _ = if needed {
            writeln!(text, "    pub {member}: {kind},")
        } else {
            writeln!(text, "    #[serde(skip_serializing_if = \"Option::is_none\")]\n    pub {member}: Option<{kind}>,")
        };
    }
    let function = name.to_lowercase();
    let _ = writeln!(
        text,
        "}}\npub fn read_{function}(text: &[u8]) -> serde_json::Result<{name}> {{\n    serde_json::from_slice(text)\n}}\n\
         pub fn write_{function}(value: &{name}) -> serde_json::Result<Vec<u8>> {{\n    serde_json::to_vec(value)\n}}"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_have_the_same_types() {
        let made = ManyTypes::types(70);
        let document = made.openapi();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        assert_eq!(schemas.len(), 140 + 3);
        assert_eq!(document["paths"].as_object().unwrap().len(), 3);
        assert_eq!(schemas["Holder0"]["properties"].as_object().unwrap().len(), HELD);
        let derived = made.derived();
        for name in schemas.keys() {
            assert!(derived.contains(&format!("pub struct {name} {{")), "{name}");
        }
        assert_eq!(derived.matches("from_slice").count(), schemas.len());
    }
}
