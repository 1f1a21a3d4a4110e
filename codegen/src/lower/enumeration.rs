//! The values of an enum, each with its name and what is said of it.

use std::collections::BTreeSet;

use super::docs;
use super::findings::Findings;
use super::limit;
use crate::diagnostic::Place;
use crate::ext;
use crate::model::{Base, Docs, EnumValue, Form, Repr};
use crate::name::{Candidate, Namespace};
use crate::node::{Node, Value};
use crate::schema::{Kind, Schema};

/// What the values of an enum are; nothing of a schema that lists none that it allows.
pub(super) fn repr(schema: &Schema<'_>) -> Option<Repr> {
    let (mut values, repr) = (schema.values.iter().filter(|value| !value.is_null()), of_values(schema));
    match schema.kind {
        Kind::String => schema.is_enumeration().then_some(Repr::Text),
        Kind::Integer | Kind::Number | Kind::Boolean => values.any(|value| is_listed(*value, schema)).then_some(repr),
        Kind::Any => {
            let all: Vec<_> = values.collect();
            let is_scalar = !all.is_empty() && all.iter().all(|value| is_listed(**value, schema));
            is_scalar.then_some(repr)
        }
        Kind::Array | Kind::Object => None,
        Kind::Alias | Kind::Null | Kind::OneOf | Kind::AnyOf => None,
    }
}

/// What values are that are not all texts: integers that a type holds, or the kind of JSON that all of them are.
fn of_values(schema: &Schema<'_>) -> Repr {
    let values = || schema.values.iter().filter(|value| !value.is_null());
    let primitive = limit::primitive(schema, Base::Integer);
    if let Form::Whole(least, most) = primitive.facts().form
        && schema.kind != Kind::Number
        && values().all(|value| whole(*value).is_some_and(|it| (least..=most).contains(&it)))
    {
        return Repr::Integer(primitive);
    }
    let listed = || values().filter(|value| is_listed(**value, schema));
    if listed().all(|value| value.as_number().is_some()) {
        Repr::Number
    } else if listed().all(|value| value.as_bool().is_some()) {
        Repr::Boolean
    } else {
        Repr::Mixed
    }
}

fn whole(value: Node<'_>) -> Option<i128> {
    value.as_number()?.as_i128()
}

/// Whether the schema allows a value that it lists.
fn is_listed(value: Node<'_>, schema: &Schema<'_>) -> bool {
    match (value.value(), schema.kind) {
        (Value::String(_), kind) => matches!(kind, Kind::String | Kind::Any),
        (Value::Bool(_), kind) => matches!(kind, Kind::Boolean | Kind::Any),
        (Value::Number(number), Kind::Integer) => number.as_i128().is_some(),
        (Value::Number(_), kind) => matches!(kind, Kind::Number | Kind::Any),
        (Value::Null | Value::Array(_) | Value::Object(_), _) => false,
    }
}

/// The value on the wire: a text as it is, if all values are such, and else as JSON with numbers in one spelling.
pub(super) fn wire(value: Node<'_>, repr: Repr) -> Option<String> {
    match (value.value(), repr) {
        (Value::String(text), Repr::Text) => Some(text.to_owned()),
        (Value::Number(number), Repr::Integer(_) | Repr::Number | Repr::Boolean | Repr::Mixed) => {
            Some(number.as_i128().map_or_else(|| decimal(number.as_f64()), |whole| whole.to_string()))
        }
        (Value::String(_) | Value::Bool(_), Repr::Number | Repr::Boolean | Repr::Mixed) => Some(value.to_string()),
        _ => None,
    }
}

/// As the runtime writes a number.
fn decimal(number: f64) -> String {
    /// Beyond that a double is no longer exact.
    const WHOLE: f64 = 1e15;
    match number.fract() == 0.0 && number.abs() < WHOLE {
        true => format!("{number:.0}"),
        false => serde_json::Value::from(number).to_string(),
    }
}

/// The values, each once: a foreign document may repeat one.
pub(super) fn values(schema: &Schema<'_>, repr: Repr, found: &mut Findings) -> Vec<EnumValue> {
    let said = ext::values(schema.node);
    let mut seen = BTreeSet::new();
    let listed = schema.values.iter().filter(|value| is_listed(**value, schema));
    let wires = listed.filter_map(|node| Some((*node, wire(*node, repr)?)));
    let values: Vec<(Node<'_>, String)> = wires.filter(|(_, wire)| seen.insert(wire.clone())).collect();
    let candidate = |(node, wire): &(Node<'_>, String)| {
        let key = Place::value(schema.at(ext::VALUES).join(wire).join("name"));
        let name = said.get(wire.as_str()).and_then(|said| said.name.as_deref());
        Candidate::new(label(wire, repr), Place::value(*node)).named(name, key)
    };
    let names = found.names(Namespace::Values, values.iter().map(candidate));
    let whole = docs::of_type(schema);
    let value = |((node, wire), variant): (&(Node<'_>, String), _)| {
        let said = said.get(wire.as_str());
        let docs = docs::of_text(said.and_then(|said| said.doc.as_deref()).or_else(|| of_arm(schema, *node)));
        let since = said.and_then(|said| said.since.clone());
        EnumValue { wire: wire.clone(), variant, docs: docs::within(Docs { since, ..docs }, &whole) }
    };
    values.iter().zip(names).map(value).collect()
}

/// What is said of a value that is the only one of its schema, which is an alternative to others.
fn of_arm<'t>(schema: &Schema<'t>, value: Node<'t>) -> Option<&'t str> {
    let around = value.parent()?;
    let arm = match around.as_array() {
        Some(list) if list.len() == 1 => around.parent()?,
        Some(_) => return None,
        // It is a `const`.
        None => around,
    };
    let arm = Some(arm).filter(|arm| *arm != schema.node)?;
    arm.get("description").or_else(|| arm.get("title"))?.as_str()
}

/// What the name of a value is made of.
fn label(wire: &str, repr: Repr) -> String {
    match repr {
        Repr::Text => wire.to_owned(),
        Repr::Integer(_) | Repr::Number | Repr::Boolean | Repr::Mixed
            if wire.starts_with(|first: char| first.is_ascii_digit()) =>
        {
            format!("value {wire}")
        }
        Repr::Integer(_) | Repr::Number | Repr::Boolean | Repr::Mixed => wire.trim_matches('"').to_owned(),
    }
}
