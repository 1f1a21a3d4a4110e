//! The values that a document gives as `example`, `examples` and `default`, each beside the type of the output that has to read
//! it: what a trial of the output needs to know of its document. Nothing of the output is made of them.

mod choice;
#[cfg(test)]
mod tests;

use crate::document::Document;
use crate::emit;
use crate::lower::Places;
use crate::model::{Api, ChoiceArm, Object, Presence, Type, TypeKind};
use crate::node::{Node, NodeId, Value};
use crate::options::Options;
use crate::pointer::Pointer;

/// The values of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Examples {
    /// Those that a type of the output has to read.
    pub typed: Vec<Example>,
    /// Where others stand: no operation reaches them, or what they belong to has no type of its own.
    pub untyped: Vec<Pointer>,
}

/// A value that a type of the output has to read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// Where it stands.
    pub pointer: Pointer,
    /// The type, by its path below the module of the output: `Vec<types::Pet>`.
    pub ty: String,
    /// The value as JSON.
    pub json: String,
    /// What the type has to keep of it: members that the document does not know are left out, and so is a `null` in the place
    /// of an optional member.
    pub kept: String,
}

/// The values of a document that has become this model, with the type of each schema that an operation reaches.
pub(crate) fn of(document: &Document<'_>, options: &Options, api: &Api, places: &Places) -> Examples {
    let mut all = Examples::default();
    // What stands inside of a value says nothing of the document.
    let mut behind = NodeId(0);
    for node in document.tree.nodes() {
        let Some((key, owner)) = node.key().zip(node.parent()).filter(|_| node.id() >= behind) else { continue };
        let (schema, values) = match document.schemas.of(owner.id()).is_some() {
            true => (owner, of_schema(key, node)),
            false => match owner.get("schema").filter(|_| describes_json(owner)) {
                Some(schema) => (schema, of_content(key, node)),
                None => continue,
            },
        };
        if !values.is_empty() {
            behind = node.end();
        }
        let ty = document.schemas.resolve(schema.into()).and_then(|id| places.get(&id));
        for value in values {
            match ty {
                Some(ty) => all.typed.push(Example {
                    pointer: value.pointer(),
                    ty: emit::type_in_rust(api, options, ty),
                    json: value.to_string(),
                    kept: kept(api, ty, value),
                }),
                None => all.untyped.push(value.pointer()),
            }
        }
    }
    all
}

fn of_schema<'t>(key: &str, node: Node<'t>) -> Vec<Node<'t>> {
    match key {
        "example" | "default" => vec![node],
        "examples" => node.as_array().into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}

/// The values that a field of a media type or a parameter holds.
fn of_content<'t>(key: &str, node: Node<'t>) -> Vec<Node<'t>> {
    let value = |(_, example): (&str, Node<'t>)| example.chain().last()?.get("value");
    match key {
        "example" => vec![node],
        "examples" => node.as_object().into_iter().flatten().filter_map(value).collect(),
        _ => Vec::new(),
    }
}

/// Whether an object is a parameter, or the content of a body that is JSON.
fn describes_json(owner: Node<'_>) -> bool {
    let is_parameter = owner.get("in").and_then(Node::as_str).is_some() && owner.get("name").is_some();
    let media = owner.key().filter(|_| owner.parent().is_some_and(|above| above.key() == Some("content")));
    let is_json = |media: &str| {
        let name = media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase();
        name == "application/json" || name.ends_with("+json") || name == "*/*"
    };
    is_parameter || media.is_some_and(is_json)
}

/// What a type keeps of a value, as JSON.
fn kept(api: &Api, ty: &Type, value: Node<'_>) -> String {
    match (ty.present(), value.value()) {
        (Type::List(item), Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(|one| kept(api, item, one)).collect();
            format!("[{}]", items.join(","))
        }
        (Type::Map(item), Value::Object(members)) => {
            object(members.iter().map(|(key, one)| (key, kept(api, item, one))))
        }
        (Type::Named(id), of_value) => match (&api.types[*id].kind, of_value) {
            (TypeKind::Object(known), Value::Object(members)) => {
                object(members.iter().filter_map(|(key, one)| Some((key, kept_member(api, known, key, one)?))))
            }
            (TypeKind::Choice(choice), _) => match choice::arm(choice, value) {
                Some(arm) => kept_arm(api, arm, value),
                None => value.to_string(),
            },
            (TypeKind::Object(_) | TypeKind::Enumeration(_) | TypeKind::Newtype(_) | TypeKind::Fault(_), _) => {
                value.to_string()
            }
        },
        _ => value.to_string(),
    }
}

/// What an arm of a choice keeps: the member that names it in any case.
fn kept_arm(api: &Api, arm: &ChoiceArm, value: Node<'_>) -> String {
    let kept = kept(api, &arm.ty, value);
    let lacks = |name: &str| api.types.object(&arm.ty).is_some_and(|it| it.members.iter().all(|one| one.wire != name));
    let tag = arm.tag.as_ref().map(|tag| tag.member.as_str()).filter(|name| lacks(name));
    match (tag.and_then(|name| Some((name, value.get(name)?))), kept.strip_prefix('{')) {
        (Some((name, tag)), Some(rest)) => {
            let comma = if rest == "}" { "" } else { "," };
            format!("{{{}:{tag}{comma}{rest}", serde_json::Value::from(name))
        }
        _ => kept,
    }
}

fn kept_member(api: &Api, known: &Object, key: &str, value: Node<'_>) -> Option<String> {
    let member = known.members.iter().find(|member| member.wire == key)?;
    let is_absent = member.presence == Presence::Optional && member.ty != Type::Any && value.is_null();
    (!is_absent).then(|| kept(api, &member.ty, value))
}

fn object<'k>(members: impl Iterator<Item = (&'k str, String)>) -> String {
    let members: Vec<String> =
        members.map(|(key, value)| format!("{}:{value}", serde_json::Value::from(key))).collect();
    format!("{{{}}}", members.join(","))
}
