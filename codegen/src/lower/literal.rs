//! Example values for the documentation: the author's where it is valid, else one that is.

use std::collections::BTreeMap;

use super::constraint;
use super::plan::{Item, ItemKind, ParameterPlan, Shape, Slot};
use crate::model::{Literal, Place};
use crate::node::{Node, Number, Tree};
use crate::pointer::Pointer;
use crate::schema::{Kind, Schema};

/// Longer texts are no examples.
const LONGEST: usize = 200;

/// A value that may stand in the slot.
pub(super) fn example(slot: &Slot<'_>, items: &BTreeMap<Pointer, Item<'_>>) -> Literal {
    let candidates = slot.layers.iter().flat_map(|layer| authors(layer.schema));
    candidates.filter_map(|value| accept(value, slot, items)).next().unwrap_or_else(|| fallback(slot, items))
}

/// A value that may stand in a parameter, whose own example goes first.
pub(super) fn of_parameter(tree: &Tree, plan: &ParameterPlan<'_>, items: &BTreeMap<Pointer, Item<'_>>) -> Literal {
    let given = tree.find(&plan.pointer.join("example")).and_then(|value| accept(value, &plan.slot, items));
    match given.unwrap_or_else(|| example(&plan.slot, items)) {
        // What no path takes.
        Literal::Text(text) if plan.place == Place::Path && matches!(text.as_str(), "" | "." | "..") => {
            Literal::Text("text".to_owned())
        }
        Literal::Text(text) if plan.place == Place::Header && !text.bytes().all(|byte| matches!(byte, b'!'..=b'~')) => {
            Literal::Text("text".to_owned())
        }
        literal => literal,
    }
}

/// A text that a string schema allows.
pub(super) fn text(schema: &Schema<'_>) -> String {
    let given = authors(schema).filter_map(Node::as_str).find(|text| fits(text, schema));
    given.map_or_else(|| made_up(schema), str::to_owned)
}

/// What the author gives as an example, or as what a server takes.
fn authors<'t>(schema: &Schema<'t>) -> impl Iterator<Item = Node<'t>> {
    schema.example.into_iter().chain(schema.default)
}

/// The value as a literal, if the slot allows it.
fn accept(value: Node<'_>, slot: &Slot<'_>, items: &BTreeMap<Pointer, Item<'_>>) -> Option<Literal> {
    let last = slot.layers.last().map(|layer| layer.schema);
    match &slot.shape {
        Shape::Bool => value.as_bool().map(Literal::Bool),
        Shape::Int32 => {
            integer(value).filter(|n| i32::try_from(*n).is_ok() && in_range(*n, last)).map(Literal::Integer)
        }
        Shape::Int64 => integer(value).filter(|n| in_range(*n, last)).map(Literal::Integer),
        Shape::Double => value.as_f64().filter(|n| n.is_finite()).map(Literal::Double),
        Shape::String | Shape::Secret => {
            let text = value.as_str()?;
            last.is_none_or(|schema| fits(text, schema)).then(|| Literal::Text(text.to_owned()))
        }
        Shape::Any | Shape::Map(_) => None,
        Shape::Named(pointer) => {
            let item = items.get(pointer)?;
            let text = value.as_str()?;
            let is_valid = match &item.kind {
                ItemKind::Object { .. } => false,
                ItemKind::Enumeration(values) => values.contains(&text),
                ItemKind::Newtype { .. } => fits(text, item.schema),
            };
            is_valid.then(|| Literal::Text(text.to_owned()))
        }
        Shape::List(inner) => {
            let entries = value.as_array()?;
            entries.into_iter().map(|entry| accept(entry, inner, items)).collect::<Option<Vec<_>>>().map(Literal::List)
        }
    }
}

fn fallback(slot: &Slot<'_>, items: &BTreeMap<Pointer, Item<'_>>) -> Literal {
    let last = slot.layers.last().map(|layer| layer.schema);
    match &slot.shape {
        Shape::Bool => Literal::Bool(true),
        Shape::Int32 | Shape::Int64 => Literal::Integer(number(last)),
        Shape::Double => Literal::Double(1.5),
        Shape::String | Shape::Secret => Literal::Text(last.map_or_else(|| "text".to_owned(), made_up)),
        Shape::Any => Literal::Any,
        Shape::Named(pointer) => match items.get(pointer).map(|item| (&item.kind, item.schema)) {
            Some((ItemKind::Enumeration(values), _)) => {
                Literal::Text(values.first().copied().unwrap_or_default().to_owned())
            }
            Some((ItemKind::Newtype { .. }, schema)) => Literal::Text(text(schema)),
            Some((ItemKind::Object { .. }, _)) | None => Literal::Constructed,
        },
        // A struct may hold lists of itself; with an empty list its example has an end.
        Shape::List(inner) => match example(inner, items) {
            Literal::Constructed | Literal::Any => Literal::List(Vec::new()),
            entry => Literal::List(vec![entry]),
        },
        Shape::Map(_) => Literal::Map,
    }
}

fn integer(value: Node<'_>) -> Option<i64> {
    value.as_number().and_then(Number::as_i64)
}

fn in_range(number: i64, schema: Option<&Schema<'_>>) -> bool {
    let (minimum, maximum) = schema.and_then(constraint::range).unwrap_or_default();
    minimum.is_none_or(|least| number >= least) && maximum.is_none_or(|most| number <= most)
}

fn number(schema: Option<&Schema<'_>>) -> i64 {
    let (minimum, maximum) = schema.and_then(constraint::range).unwrap_or_default();
    minimum.unwrap_or_else(|| maximum.map_or(1, |most| most.min(1)))
}

fn fits(text: &str, schema: &Schema<'_>) -> bool {
    let length = text.chars().count() as u64;
    let (minimum, maximum) = constraint::length(schema).unwrap_or_default();
    minimum.is_none_or(|least| length >= least) && maximum.is_none_or(|most| length <= most)
}

/// A text of the right format and length.
fn made_up(schema: &Schema<'_>) -> String {
    let text = sample(schema);
    let (minimum, maximum) = constraint::length(schema).unwrap_or_default();
    let bound = |limit: Option<u64>, none: usize| limit.map_or(none, |limit| usize::try_from(limit).unwrap_or(LONGEST));
    // `minLength: 1000000` is legal, and an example of that length helps nobody.
    let least = bound(minimum, 0).min(LONGEST);
    let most = bound(maximum, usize::MAX);
    let length = text.chars().count().clamp(least, most.max(least));
    text.chars().cycle().take(length).collect()
}

fn sample(schema: &Schema<'_>) -> &'static str {
    if schema.kind != Kind::String {
        return "text";
    }
    match schema.format.unwrap_or_default() {
        "date" => "2030-01-31",
        "date-time" => "2030-01-31T12:00:00Z",
        "byte" => "dGV4dA==",
        "password" => "secret",
        "uuid" => "123e4567-e89b-12d3-a456-426614174000",
        "uri" | "url" => "https://example.com/",
        "email" => "user@example.com",
        "hostname" => "host.example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        _ => "text",
    }
}
