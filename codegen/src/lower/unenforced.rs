//! Keywords of schemas that say more than the types do: each is reported where something depends on it, so that nobody
//! relies on it. What is only received is never judged, so a limit on it loses nothing; a value that does not fit into its
//! type does.

use openapiv3::{
    IntegerFormat, NumberFormat, Schema, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty as Format,
};

use super::constraint;
use super::findings::Findings;
use super::graph::Graph;
use super::plan::{Kind, MemberPlan, Plan, Shape, Slot};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::Role;
use crate::parse::Strictness;
use crate::pointer::Pointer;

const HELP: &str = "state it as a rule in `x-codegen-checks` instead, or leave it out";

/// Integer formats whose values all fit into `i64`.
const NARROW: [&str; 5] = ["int8", "int16", "uint8", "uint16", "uint32"];

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
        parameters.chain(body).for_each(|one| slot(one, Spot::Other, Role::Request, found));
        operation.output.iter().for_each(|output| slot(&output.slot, Spot::Other, Role::Response, found));
    }
    for arm in plan.all_faults().flat_map(|fault| fault.arms()) {
        slot(&arm.payload.slot, Spot::Other, Role::Response, found);
    }
    for (pointer, role) in graph.order.iter().zip(&graph.roles) {
        let Some(item) = plan.items.get(*pointer) else { continue };
        schema(item.schema, pointer, *role, found);
        if let Kind::Object { members, .. } = &item.kind {
            for member in members {
                slot(&member.slot, Spot::Member, *role, found);
                write_only(member, *role, found);
            }
        }
    }
}

/// A member that only requests have is missed in every answer.
fn write_only(member: &MemberPlan<'_>, role: Role, found: &mut Findings) {
    if role == Role::Request {
        return;
    }
    for layer in member.slot.layers.iter().filter(|layer| layer.schema.schema_data.write_only) {
        let what = match member.required {
            true => "an answer without this member is refused",
            false => "the type has this member in answers too, where it is never set",
        };
        let help = "leave it out of `required`, or give requests and answers a schema each";
        found.lose(
            Place::key(layer.pointer.join("writeOnly")),
            format!("`writeOnly` is not carried yet: {what}"),
            help,
        );
    }
}

fn slot(slot_: &Slot<'_>, spot: Spot, role: Role, found: &mut Findings) {
    for layer in &slot_.layers {
        schema(layer.schema, &layer.pointer, role, found);
    }
    match &slot_.shape {
        Shape::List(inner) | Shape::Map(inner) => {
            unread(inner, matches!(slot_.shape, Shape::Map(_)), found);
            slot(inner, Spot::Other, role, found);
        }
        Shape::Named(_) => {}
        _ if spot == Spot::Member || role == Role::Response => {}
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

/// What is said of the entries of a list or a map has no place in the output, unless they have a type of their own. It is
/// for people who read the description, so our own may say it.
fn unread(inner: &Slot<'_>, is_map: bool, found: &mut Findings) {
    if matches!(inner.shape, Shape::Named(_)) || found.strictness() == Strictness::Own {
        return;
    }
    let help = "say it where the list or the map stands";
    for layer in inner.layers.iter().filter(|layer| !layer.shared) {
        let data = &layer.schema.schema_data;
        for (keyword, is_there) in [
            ("title", data.title.is_some()),
            ("description", data.description.is_some()),
            ("externalDocs", data.external_docs.is_some()),
            ("deprecated", data.deprecated),
            ("default", is_map && data.default.is_some()),
            ("example", is_map && data.example.is_some()),
        ] {
            if is_there {
                let message = format!("`{keyword}` of an entry is not carried over");
                let place = Place::key(layer.pointer.join(keyword));
                found.push(Diagnostic::warning(Code::WouldBeLost, place, message).help(help));
            }
        }
    }
}

/// Keywords that are checked nowhere.
fn schema(schema: &Schema, at: &Pointer, role: Role, found: &mut Findings) {
    either_way(schema, at, role, found);
    if role == Role::Response {
        return;
    }
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

/// Keywords that matter in answers as much as in requests.
fn either_way(schema: &Schema, at: &Pointer, role: Role, found: &mut Findings) {
    if schema.schema_data.discriminator.is_some() {
        let help = "state the alternatives as `oneOf` of an error response, or as `x-codegen-union`, or leave it out";
        found.lose(Place::key(at.join("discriminator")), "`discriminator` does nothing here yet", help);
    }
    let is_sent = role != Role::Response;
    let Some((format, is_lossy)) = format(schema).filter(|(_, is_lossy)| is_sent || *is_lossy) else { return };
    let (what, help) = match (&schema.schema_kind, is_lossy) {
        (SchemaKind::Type(Type::String(_)), _) => ("any text is taken", HELP),
        (SchemaKind::Type(Type::Integer(_)), false) => {
            ("any integer of 64 bits is taken", "state `minimum` and `maximum`")
        }
        (SchemaKind::Type(Type::Integer(_)), true) => {
            ("the type is `i64`, and what does not fit into it is refused", "use `int64`, or a string of digits")
        }
        _ => ("the type is `f64`, which has about 16 digits", "use `double`, or a string of digits"),
    };
    found.lose(Place::value(at.join("format")), format!("`format: {format}` is not carried yet: {what}"), help);
}

/// The `format` that the type does not say, and whether there are values of it that the type cannot hold.
fn format(schema: &Schema) -> Option<(&str, bool)> {
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) if string.enumeration.is_empty() => {
            let format = match &string.format {
                Format::Item(StringFormat::Password) | Format::Empty => return None,
                Format::Item(StringFormat::Date) => "date",
                Format::Item(StringFormat::DateTime) => "date-time",
                Format::Item(StringFormat::Byte) => "byte",
                Format::Item(StringFormat::Binary) => "binary",
                Format::Unknown(format) => format,
            };
            Some((format, false))
        }
        SchemaKind::Type(Type::Integer(integer)) => match &integer.format {
            Format::Item(IntegerFormat::Int32 | IntegerFormat::Int64) | Format::Empty => None,
            Format::Unknown(format) => Some((format, !NARROW.contains(&format.as_str()))),
        },
        SchemaKind::Type(Type::Number(number)) => match &number.format {
            Format::Item(NumberFormat::Float | NumberFormat::Double) | Format::Empty => None,
            Format::Unknown(format) => Some((format, true)),
        },
        _ => None,
    }
}
