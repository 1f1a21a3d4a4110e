//! Keywords of schemas that say more than the types do: each is reported where something depends on it, so that nobody
//! relies on it. What is only received is never judged, so a limit on it loses nothing; a value that does not fit into its
//! type does.

use super::findings::Findings;
use super::item::{Item, ItemKind, Property, Slot, base};
use super::limit::{is_beyond, limit};
use super::role::Role;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Limit, Type};
use crate::options::Strictness;
use crate::pointer::Pointer;
use crate::schema::{ASSERTIONS, Kind, Schema};

const HELP: &str = "state it as a rule in `x-codegen-checks` instead, or leave it out";

/// Integer formats whose values all fit into `i64`.
const NARROW: [&str; 5] = ["int8", "int16", "uint8", "uint16", "uint32"];

/// Where a slot stands, which decides what of it is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    InMember,
    /// As an entry of a list or a map, a parameter, or a whole body.
    Elsewhere,
}

/// Reports every such keyword of an item and its members.
pub(super) fn item(item: &Item<'_>, role: Role, found: &mut Findings) {
    match &item.kind {
        ItemKind::Object(..) | ItemKind::Enumeration(_) | ItemKind::Newtype { .. } => schema(item.schema, role, found),
        // Its keywords are those that tell the faults apart.
        ItemKind::Faults(..) => {}
    }
    for property in item.properties() {
        slot(&property.slot, Stands::InMember, role, found);
        write_only(property, role, found);
    }
}

/// Reports a member that only requests have: answers lack it.
fn write_only(property: &Property<'_>, role: Role, found: &mut Findings) {
    if role == Role::Request {
        return;
    }
    for layer in property.slot.layers.iter().filter(|layer| layer.schema.write_only) {
        let what = match property.is_required {
            true => "an answer without this member is refused",
            false => "the type has this member in answers too, where it is never set",
        };
        let help = "leave it out of `required`, or give requests and answers a schema each";
        let place = Place::key(layer.schema.node.pointer().join("writeOnly"));
        found.lose(place, format!("`writeOnly` is not carried yet: {what}"), help);
    }
}

/// Reports every such keyword of a slot. Items are reported once, by [`item`].
pub(super) fn slot(slot_: &Slot<'_>, stands: Stands, role: Role, found: &mut Findings) {
    for layer in &slot_.layers {
        schema(layer.schema, role, found);
    }
    if let Some(inner) = &slot_.inner {
        unread(inner, slot_, found);
        slot(inner, Stands::Elsewhere, role, found);
    }
    let is_judged = slot_.ty.named().is_some() || stands == Stands::InMember || role == Role::Response;
    let Some(schema) = slot_.schema().filter(|_| !is_judged) else { return };
    match limit(schema) {
        Some(Limit::Range(..)) => one_of(schema, &["minimum", "maximum"], found),
        Some(Limit::Length(..)) => one_of(schema, &["minLength", "maxLength"], found),
        None => {}
    }
}

/// Keywords outside the member of an object.
fn one_of(schema: &Schema<'_>, keywords: &[&str], found: &mut Findings) {
    for keyword in keywords.iter().filter(|keyword| schema.has(keyword)) {
        let message = format!("`{keyword}` outside a property or a named schema is not checked yet");
        found.lose(Place::key(schema.node.pointer().join(keyword)), message, HELP);
    }
}

/// Docs of the entries of a list or a map are not in the output, unless the entries have a type of their own. Our own
/// description may have them, for its readers.
fn unread(inner: &Slot<'_>, around: &Slot<'_>, found: &mut Findings) {
    if inner.ty.named().is_some() || found.strictness() == Strictness::Own {
        return;
    }
    let is_map = match &around.ty {
        Type::Map(_) => true,
        Type::Primitive(_) | Type::Named(_) | Type::List(_) | Type::Any => false,
    };
    let help = "say it where the list or the map stands";
    for layer in inner.layers.iter().filter(|layer| !layer.is_shared) {
        let keywords = ["title", "description", "externalDocs", "deprecated"].into_iter();
        for keyword in keywords.chain(["default", "example"].into_iter().filter(|_| is_map)) {
            if layer.schema.says(keyword) {
                let message = format!("`{keyword}` of an entry is not carried over");
                let place = Place::key(layer.schema.node.pointer().join(keyword));
                found.push(Diagnostic::warning(Code::WouldBeLost, place, message).help(help));
            }
        }
    }
}

/// Keywords that are checked nowhere.
fn schema(schema: &Schema<'_>, role: Role, found: &mut Findings) {
    if schema.is_broken {
        return;
    }
    let at = schema.node.pointer();
    either_way(schema, &at, role, found);
    if role == Role::Response {
        return;
    }
    let keywords: &[&str] = match schema.kind {
        Kind::String if schema.is_enumeration() => &[],
        Kind::String => &["pattern", "enum"],
        Kind::Integer => &["multipleOf", "enum"],
        Kind::Number => &["multipleOf", "minimum", "maximum", "enum"],
        Kind::Boolean => &["enum"],
        Kind::Array => &["minItems", "maxItems", "uniqueItems", "enum"],
        Kind::Object => &["minProperties", "maxProperties", "enum"],
        Kind::Any => &ASSERTIONS,
        Kind::AllOf | Kind::OneOf | Kind::AnyOf | Kind::Not | Kind::Mixed(..) => &[],
    };
    for keyword in ["readOnly"].iter().chain(keywords).filter(|keyword| schema.says(keyword)) {
        found.lose(Place::key(at.join(keyword)), format!("`{keyword}` is not checked yet"), HELP);
    }
}

/// Keywords that matter in answers as much as in requests.
fn either_way(schema: &Schema<'_>, at: &Pointer, role: Role, found: &mut Findings) {
    if schema.says("discriminator") {
        let help = "state the alternatives as `oneOf` of an error response, or as `x-codegen-union`, or leave it out";
        found.lose(Place::key(at.join("discriminator")), "`discriminator` does nothing here yet", help);
    }
    for (keyword, limit) in [("minimum", schema.minimum), ("maximum", schema.maximum)] {
        if schema.kind == Kind::Integer && limit.is_some_and(is_beyond) {
            let message = format!("`{keyword}` lies beyond `i64`, and what does not fit into that is refused");
            found.lose(Place::value(at.join(keyword)), message, "leave it out, or use a string of digits");
        }
    }
    let is_sent = role != Role::Response;
    let Some((format, is_lossy)) = format(schema).filter(|(_, is_lossy)| is_sent || *is_lossy) else { return };
    let what = match (schema.kind, is_lossy) {
        (Kind::Integer, false) => "any integer of 64 bits is taken",
        (Kind::Integer, true) => "the type is `i64`, and what does not fit into it is refused",
        (Kind::Number, _) => "the type is `f64`, which has about 16 digits",
        (Kind::String, _) => "any text is taken",
        _ => "it says nothing about values of this type",
    };
    let message = format!("`format: {format}` is not carried: {what}");
    found.lose_as(Code::OtherFormat, Place::value(at.join("format")), message);
}

/// The `format` that the type does not say, and whether there are values of it that the type cannot hold.
fn format<'t>(schema: &Schema<'t>) -> Option<(&'t str, bool)> {
    let format = schema.format?;
    let is_lossy = match schema.kind {
        Kind::String if schema.is_enumeration() => return None,
        Kind::Integer => !NARROW.contains(&format),
        Kind::Number => true,
        Kind::String | Kind::Boolean | Kind::Array | Kind::Object => false,
        // Reported with the other keywords that nothing checks.
        Kind::Any | Kind::AllOf | Kind::OneOf | Kind::AnyOf | Kind::Not | Kind::Mixed(..) => return None,
    };
    let is_carried = base(schema).is_some_and(|base| base.knows(format));
    (!is_carried).then_some((format, is_lossy))
}
