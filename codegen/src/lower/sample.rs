//! A value for one place in an example: the author's where it is valid, else one that is.

use super::item::{Item, ItemKind, Slot};
use super::{enumeration, limit};
use crate::limits;
use crate::model::{Form, Holder, Primitive, Sample, Type, Types};
use crate::node::{Node, Number};
use crate::schema::{Kind, Schema};

/// Longer texts are no examples.
const LONGEST: usize = 200;

/// A value that may stand in the slot; none for a struct, which its constructor makes.
pub(super) fn example(slot: &Slot<'_>, items: &Types<Item<'_>>) -> Option<Sample> {
    let mut given = slot.layers.iter().flat_map(|layer| authors(layer.schema));
    given.find_map(|value| accept(value, slot, items)).or_else(|| made_up(slot, items))
}

/// A text that a string schema allows.
pub(super) fn text(schema: &Schema<'_>) -> String {
    let given = authors(schema).filter(|value| fits(*value, schema)).find_map(Node::as_str);
    given.map_or_else(|| made_up_text(schema), str::to_owned)
}

/// The author's example, then the default.
fn authors<'t>(schema: &Schema<'t>) -> impl Iterator<Item = Node<'t>> {
    schema.example.into_iter().chain(schema.default)
}

/// The value, if the slot allows it.
pub(super) fn accept(value: Node<'_>, slot: &Slot<'_>, items: &Types<Item<'_>>) -> Option<Sample> {
    let is_fit = || slot.schema().is_none_or(|schema| fits(value, schema));
    let fitting = || value.as_str().filter(|_| is_fit());
    match slot.ty.present() {
        Type::Primitive(primitive) => match primitive.facts().form {
            Form::Truth => value.as_bool().map(Sample::Bool),
            Form::Whole(least, most) => {
                let number = value.as_number().and_then(Number::as_i128)?;
                ((least..=most).contains(&number) && is_fit()).then_some(Sample::Integer(number))
            }
            Form::Fraction => value.as_f64().filter(|number| (*number as f32).is_finite()).map(Sample::Double),
            Form::File => None,
            Form::Text | Form::Secret | Form::Formatted => fitting().map(|text| of_text(*primitive, text.to_owned())),
        },
        Type::Named(id) | Type::Boxed(id) => match &items[*id].kind {
            ItemKind::Object { .. } | ItemKind::Choice(_) | ItemKind::Faults(..) => None,
            ItemKind::Enumeration(repr, values) => {
                let wire = enumeration::wire(value, *repr)?;
                let listed = values.iter().find(|listed| listed.wire == wire)?;
                Some(Sample::variant(*id, listed))
            }
            ItemKind::Newtype(_) => fitting().map(|text| Sample::Wrapped(Type::Named(*id), text.to_owned())),
        },
        Type::List(_) => {
            let (entries, inner) = (value.as_array()?, slot.inner.as_ref()?);
            let entries = entries.into_iter().map(|entry| accept(entry, inner, items));
            entries.collect::<Option<Vec<_>>>().map(Sample::List)
        }
        Type::Any | Type::Map(_) | Type::Nullable(_) => None,
    }
}

fn made_up(slot: &Slot<'_>, items: &Types<Item<'_>>) -> Option<Sample> {
    Some(match &slot.ty {
        Type::Primitive(primitive) => of_primitive(*primitive, slot.schema()),
        Type::Named(id) | Type::Boxed(id) => match &items[*id].kind {
            ItemKind::Object { .. } | ItemKind::Choice(_) | ItemKind::Faults(..) => return None,
            ItemKind::Enumeration(_, values) => Sample::variant(*id, values.first()?),
            ItemKind::Newtype(_) => Sample::Wrapped(slot.ty.clone(), text(items[*id].schema)),
        },
        // A struct may hold lists of itself; with an empty list its example has an end.
        Type::List(_) => match slot.inner.as_ref().and_then(|inner| example(inner, items)) {
            Some(Sample::Any) | None => Sample::List(Vec::new()),
            Some(entry) => Sample::List(vec![entry]),
        },
        Type::Map(_) => Sample::Map,
        Type::Nullable(_) => Sample::Null,
        Type::Any => Sample::Any,
    })
}

/// A value of a primitive, one that a schema allows if there is one.
pub(super) fn of_primitive(primitive: Primitive, schema: Option<&Schema<'_>>) -> Sample {
    match primitive.facts().form {
        Form::Truth => Sample::Bool(true),
        Form::Whole(least, most) => Sample::Integer(number(schema, least, most)),
        Form::Fraction => Sample::Double(1.5),
        Form::File => Sample::Bytes(Holder::FilePart),
        Form::Text | Form::Secret => of_text(primitive, schema.map_or_else(|| "text".to_owned(), made_up_text)),
        Form::Formatted => of_text(primitive, usual(primitive.facts().formats.first().copied()).to_owned()),
    }
}

/// A text as a value of a primitive that is one.
fn of_text(primitive: Primitive, text: String) -> Sample {
    match primitive.facts().form {
        Form::Secret | Form::Formatted => Sample::Wrapped(Type::Primitive(primitive), text),
        Form::Text | Form::Truth | Form::Whole(..) | Form::Fraction | Form::File => Sample::Text(text),
    }
}

fn number(schema: Option<&Schema<'_>>, least: i128, most: i128) -> i128 {
    let range = schema.and_then(|schema| limit::range(schema, i128::MIN, i128::MAX));
    let (minimum, maximum) = range.unwrap_or_default();
    minimum.unwrap_or_else(|| maximum.map_or(1, |most| most.min(1))).clamp(least, most)
}

/// Whether a value keeps to the limits of its schema.
fn fits(value: Node<'_>, schema: &Schema<'_>) -> bool {
    schema.node.as_object().is_none_or(|schema| limits::broken(value, schema).is_none())
}

/// A text of the right format and length.
fn made_up_text(schema: &Schema<'_>) -> String {
    let text = usual(schema.format.filter(|_| schema.kind == Kind::String));
    let (minimum, maximum) = limit::lengths(schema).unwrap_or_default();
    let bound = |limit: Option<u64>, none: usize| limit.map_or(none, |limit| usize::try_from(limit).unwrap_or(LONGEST));
    // `minLength: 1000000` is legal, and an example of that length helps nobody.
    let least = bound(minimum, 0).min(LONGEST);
    let most = bound(maximum, usize::MAX);
    let length = text.chars().count().clamp(least, most.max(least));
    text.chars().cycle().take(length).collect()
}

/// A text of this format.
fn usual(format: Option<&str>) -> &'static str {
    match format.unwrap_or_default() {
        "time" => "12:30:00Z",
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
