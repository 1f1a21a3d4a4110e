//! Keywords of schemas that say more than the types do: each is reported where something depends on it, so that nobody
//! relies on it. What is only received is never judged, so a limit on it loses nothing; a value that does not fit into its
//! type does.

use super::constraint;
use super::findings::Findings;
use super::graph::Graph;
use super::plan::{ItemKind, MemberPlan, Plan, Shape, Slot};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::Role;
use crate::options::Strictness;
use crate::pointer::Pointer;
use crate::schema::{ASSERTIONS, Kind, Schema};

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
        if let ItemKind::Object { members, .. } = &item.kind {
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
    for layer in member.slot.layers.iter().filter(|layer| layer.schema.write_only) {
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
fn one_of(schema: &Schema<'_>, at: &Pointer, keywords: &[&str], found: &mut Findings) {
    for keyword in keywords.iter().filter(|keyword| schema.has(keyword)) {
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
        let keywords = ["title", "description", "externalDocs", "deprecated"].into_iter();
        for keyword in keywords.chain(["default", "example"].into_iter().filter(|_| is_map)) {
            if layer.schema.says(keyword) {
                let message = format!("`{keyword}` of an entry is not carried over");
                let place = Place::key(layer.pointer.join(keyword));
                found.push(Diagnostic::warning(Code::WouldBeLost, place, message).help(help));
            }
        }
    }
}

/// Keywords that are checked nowhere.
fn schema(schema: &Schema<'_>, at: &Pointer, role: Role, found: &mut Findings) {
    if schema.is_broken {
        return;
    }
    either_way(schema, at, role, found);
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
        if schema.kind == Kind::Integer && limit.is_some_and(constraint::is_beyond) {
            let message = format!("`{keyword}` lies beyond `i64`, and what does not fit into that is refused");
            found.lose(Place::value(at.join(keyword)), message, "leave it out, or use a string of digits");
        }
    }
    let is_sent = role != Role::Response;
    let Some((format, is_lossy)) = format(schema).filter(|(_, is_lossy)| is_sent || *is_lossy) else { return };
    let (what, help) = match (schema.kind, is_lossy) {
        (Kind::Integer, false) => ("any integer of 64 bits is taken", "state `minimum` and `maximum`"),
        (Kind::Integer, true) => {
            ("the type is `i64`, and what does not fit into it is refused", "use `int64`, or a string of digits")
        }
        (Kind::Number, _) => ("the type is `f64`, which has about 16 digits", "use `double`, or a string of digits"),
        (Kind::String, _) => ("any text is taken", HELP),
        _ => ("it says nothing about values of this type", HELP),
    };
    found.lose(Place::value(at.join("format")), format!("`format: {format}` is not carried yet: {what}"), help);
}

/// The `format` that the type does not say, and whether there are values of it that the type cannot hold.
fn format<'t>(schema: &Schema<'t>) -> Option<(&'t str, bool)> {
    let format = schema.format?;
    let (carried, is_lossy): (&[&str], bool) = match schema.kind {
        Kind::String if schema.is_enumeration() => return None,
        Kind::String => (&["password"], false),
        Kind::Integer => (&["int32", "int64"], !NARROW.contains(&format)),
        Kind::Number => (&["float", "double"], true),
        Kind::Boolean | Kind::Array | Kind::Object => (&[], false),
        // Told with the other keywords that nothing checks.
        Kind::Any | Kind::AllOf | Kind::OneOf | Kind::AnyOf | Kind::Not | Kind::Mixed(..) => return None,
    };
    (!carried.contains(&format)).then_some((format, is_lossy))
}
