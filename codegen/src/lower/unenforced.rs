//! Keywords that limit what may be sent and that nothing checks yet: each is reported, so that nobody relies on it.
//! What is only received is never judged, so nothing is lost there.

use openapiv3::{Schema, SchemaKind, Type};

use super::constraint;
use super::findings::Findings;
use super::graph::Graph;
use super::plan::{Kind, Plan, Shape, Slot};
use crate::diagnostic::Place;
use crate::model::Role;
use crate::pointer::Pointer;

const HELP: &str = "state it as a rule in `x-codegen-checks` instead, or leave it out";

/// Where a slot stands, which decides what of it is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spot {
    Member,
    /// An entry of a list or a map, a parameter, or a whole body.
    Other,
}

/// Reports every such keyword.
pub(super) fn report(plan: &Plan<'_>, graph: &Graph<'_>, found: &mut Findings) {
    for operation in &plan.operations {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.slot);
        let body = operation.body.iter().map(|body| &body.payload.slot);
        parameters.chain(body).for_each(|one| slot(one, Spot::Other, found));
    }
    for (pointer, role) in graph.order.iter().zip(&graph.roles) {
        let Some(item) = plan.items.get(*pointer).filter(|_| *role != Role::Response) else { continue };
        schema(item.schema, pointer, found);
        if let Kind::Object { members, .. } = &item.kind {
            for member in members {
                slot(&member.slot, Spot::Member, found);
            }
        }
    }
}

fn slot(slot_: &Slot<'_>, spot: Spot, found: &mut Findings) {
    for layer in &slot_.layers {
        schema(layer.schema, &layer.pointer, found);
    }
    match &slot_.shape {
        Shape::List(inner) | Shape::Map(inner) => slot(inner, Spot::Other, found),
        Shape::Named(_) => {}
        _ if spot == Spot::Member => {}
        _ => {
            let Some(layer) = slot_.layers.last() else { return };
            if constraint::range(layer.schema).is_some() {
                one_of(layer.schema, &layer.pointer, &["minimum", "maximum"], found);
            }
            if constraint::length(layer.schema).is_some() {
                one_of(layer.schema, &layer.pointer, &["minLength", "maxLength"], found);
            }
        }
    }
}

/// Keywords outside the member of an object.
fn one_of(schema: &Schema, at: &Pointer, keywords: &[&str], found: &mut Findings) {
    let is_there = |keyword: &str| match &schema.schema_kind {
        SchemaKind::Type(Type::Integer(integer)) => match keyword {
            "minimum" => integer.minimum.is_some(),
            _ => integer.maximum.is_some(),
        },
        SchemaKind::Type(Type::String(string)) => match keyword {
            "minLength" => string.min_length.is_some(),
            _ => string.max_length.is_some(),
        },
        _ => false,
    };
    for keyword in keywords.iter().filter(|keyword| is_there(keyword)) {
        let message = format!("`{keyword}` outside a property or a named schema is not checked yet");
        found.lose(Place::key(at.join(keyword)), message, HELP);
    }
}

/// Keywords that are checked nowhere.
fn schema(schema: &Schema, at: &Pointer, found: &mut Findings) {
    let mut lose = |keyword: &str, is_there: bool| {
        if is_there {
            found.lose(Place::key(at.join(keyword)), format!("`{keyword}` is not checked yet"), HELP);
        }
    };
    lose("readOnly", schema.schema_data.read_only);
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => {
            lose("pattern", string.pattern.is_some() && string.enumeration.is_empty())
        }
        SchemaKind::Type(Type::Integer(integer)) => {
            lose("multipleOf", integer.multiple_of.is_some());
            lose("enum", !integer.enumeration.is_empty());
        }
        SchemaKind::Type(Type::Number(number)) => {
            lose("multipleOf", number.multiple_of.is_some());
            lose("minimum", number.minimum.is_some());
            lose("maximum", number.maximum.is_some());
            lose("enum", !number.enumeration.is_empty());
        }
        SchemaKind::Type(Type::Boolean(boolean)) => lose("enum", !boolean.enumeration.is_empty()),
        SchemaKind::Type(Type::Array(array)) => {
            lose("minItems", array.min_items.is_some());
            lose("maxItems", array.max_items.is_some());
            lose("uniqueItems", array.unique_items);
        }
        SchemaKind::Type(Type::Object(object)) => {
            lose("minProperties", object.min_properties.is_some());
            lose("maxProperties", object.max_properties.is_some());
        }
        SchemaKind::Any(any) => {
            lose("minProperties", any.min_properties.is_some());
            lose("maxProperties", any.max_properties.is_some());
        }
        _ => {}
    }
}
