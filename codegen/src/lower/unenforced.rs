//! Keywords of schemas that say more than the types do: each is reported where something depends on it, so that nobody
//! relies on it. What is only received is never judged, so a limit on it loses nothing; a value that does not fit into its
//! type does.

use super::findings::Findings;
use super::item::{Item, ItemKind, Slot, base};
use super::role::Role;
use super::{enumeration, limit};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Primitive, Type};
use crate::options::Strictness;
use crate::schema::{ASSERTIONS, Kind, Schema};

const HELP: &str = "state it as a rule in `x-codegen-checks` instead, or leave it out";

/// Where a slot stands, which decides what of it is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// In a member of an object.
    InMember,
    /// As a parameter, a whole body, or inside of one.
    Elsewhere,
}

/// Reports every such keyword of an item and its members.
pub(super) fn item(item: &Item<'_>, role: Role, found: &mut Findings) {
    match &item.kind {
        ItemKind::Object { .. } | ItemKind::Enumeration(..) | ItemKind::Newtype(_) => schema(item.schema, role, found),
        // Its keywords are those that tell the faults apart.
        ItemKind::Faults(..) => {}
        ItemKind::Choice(arms) => arms.iter().for_each(|arm| slot(&arm.slot, Stands::InMember, role, found)),
    }
    for property in item.properties() {
        slot(&property.slot, Stands::InMember, role, found);
    }
    if let Some(rest) = item.rest() {
        slot(rest, Stands::InMember, role, found);
    }
}

/// Reports every such keyword of a slot. Items are reported once, by [`item`].
pub(super) fn slot(slot_: &Slot<'_>, stands: Stands, role: Role, found: &mut Findings) {
    if slot_.ty == Type::Primitive(Primitive::File) {
        // Limits of a text say nothing of bytes.
        return;
    }
    for layer in &slot_.layers {
        schema(layer.schema, role, found);
    }
    if let Some(inner) = &slot_.inner {
        unread(inner, slot_, found);
        slot(inner, stands, role, found);
    }
    let is_judged = slot_.ty.present().named().is_some() || stands == Stands::InMember || role == Role::Response;
    let Some(schema) = slot_.schema().filter(|_| !is_judged) else { return };
    let limits = ["minimum", "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems"];
    let limits = limits.into_iter().chain(["minProperties", "maxProperties"]).filter(|keyword| schema.says(keyword));
    for keyword in limits.filter(|_| !limit::limits(schema, &slot_.ty).is_empty()) {
        let message = format!("`{keyword}` outside a property or a named schema is not checked yet");
        found.lose(Place::key(schema.at(keyword)), message, HELP);
    }
}

/// Docs of the entries of a list or a map are not in the output, unless the entries have a type of their own. Our own
/// description may have them, for its readers.
fn unread(inner: &Slot<'_>, around: &Slot<'_>, found: &mut Findings) {
    if inner.ty.present().named().is_some() || found.strictness() == Strictness::Own {
        return;
    }
    let is_map = match around.ty.present() {
        Type::Map(_) => true,
        Type::Primitive(_) | Type::Named(_) | Type::Boxed(_) | Type::List(_) | Type::Nullable(_) | Type::Any => false,
    };
    let help = "say it where the list or the map stands";
    for layer in inner.layers.iter().filter(|layer| !layer.is_shared) {
        let keywords = ["title", "description", "externalDocs", "deprecated"].into_iter();
        for keyword in keywords.chain(["default", "example", "examples"].into_iter().filter(|_| is_map)) {
            if layer.schema.says(keyword) {
                let message = format!("`{keyword}` of an entry is not carried over");
                let place = Place::key(layer.schema.at(keyword));
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
    either_way(schema, role, found);
    if role == Role::Response {
        return;
    }
    let keywords: &[&str] = match schema.kind {
        _ if enumeration::repr(schema).is_some() => &[],
        Kind::String => &["pattern", "enum"],
        Kind::Integer | Kind::Number | Kind::Boolean | Kind::Array | Kind::Object => &["enum"],
        Kind::Any => &ASSERTIONS,
        Kind::Null | Kind::Alias | Kind::OneOf | Kind::AnyOf => &[],
    };
    let has_constant = !schema.values.is_empty() && enumeration::repr(schema).is_none();
    for keyword in keywords.iter().chain(has_constant.then_some(&"const")).filter(|keyword| schema.says(keyword)) {
        found.lose(Place::key(schema.at(keyword)), format!("`{keyword}` is not checked yet"), HELP);
    }
}

/// Keywords that matter in answers as much as in requests.
fn either_way(schema: &Schema<'_>, role: Role, found: &mut Findings) {
    let is_choice = matches!(schema.kind, Kind::OneOf | Kind::AnyOf);
    if !is_choice && schema.discriminator.is_some() {
        let message = "`discriminator` tells nothing apart: no schema extends this one by `allOf`";
        found.lose_as(Code::WouldBeLost, Place::key(schema.at("discriminator")), message);
    }
    for (keyword, number) in [("minimum", schema.minimum), ("maximum", schema.maximum)] {
        if schema.kind == Kind::Integer && number.is_some_and(|number| limit::is_beyond(schema, number)) {
            let message = format!("`{keyword}` lies beyond the integers of 64 bits, and what does not fit is refused");
            found.lose_as(Code::WouldBeLost, Place::value(schema.at(keyword)), message);
        }
    }
    let is_sent = role != Role::Response;
    let Some((format, is_lossy)) = format(schema).filter(|(_, is_lossy)| is_sent || *is_lossy) else { return };
    let what = match (schema.kind, is_lossy) {
        (Kind::Integer, _) => "the type is `i64`, and what does not fit into it is refused",
        (Kind::Number, _) => "the type is `f64`, which has about 16 digits",
        (Kind::String, _) => "any text is taken",
        _ => "it says nothing about values of this type",
    };
    let message = format!("`format: {format}` is not carried: {what}");
    found.lose_as(Code::OtherFormat, Place::value(schema.at("format")), message);
}

/// The `format` that the type does not say, and whether there are values of it that the type cannot hold.
fn format<'t>(schema: &Schema<'t>) -> Option<(&'t str, bool)> {
    let format = schema.format?;
    let is_lossy = match schema.kind {
        _ if enumeration::repr(schema).is_some() => return None,
        Kind::Integer => true,
        Kind::Number => true,
        Kind::String | Kind::Boolean | Kind::Array | Kind::Object => false,
        // Reported with the other keywords that nothing checks.
        Kind::Any | Kind::Null | Kind::Alias | Kind::OneOf | Kind::AnyOf => return None,
    };
    let is_carried = base(schema).is_some_and(|base| base.knows(format));
    (!is_carried).then_some((format, is_lossy))
}
