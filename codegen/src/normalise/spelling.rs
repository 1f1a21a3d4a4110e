//! What OpenAPI 3.1 writes in another way than 3.0, as 3.0 has it: lists of types, constants, exclusive limits, what stands
//! beside a reference, and more of JSON Schema. What 3.0 has no word for is taken wider, so that no value is lost, and told.

#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::node::{Node, Value};
use crate::options::Strictness;
use crate::schema::{ASSERTIONS, Additional, Choice, Inner, Kind, Schema, Schemas};

const RULE: &str = "leave it out, or state it as a rule in `x-codegen-checks`";

/// Brings every schema to the spelling of 3.0.
pub(super) fn respell(schemas: &mut Schemas<'_>, strictness: Strictness, found: &mut Vec<Diagnostic>) {
    let mut lost = |place: Place, message: &str, help: &str| {
        let finding = Diagnostic::new(Severity::of_loss(strictness), Code::WouldBeLost, place, message);
        found.push(finding.help(help));
    };
    for id in schemas.ids() {
        let Some(mut schema) = schemas.get(id).cloned() else { continue };
        reference(&mut schema);
        constant(&mut schema);
        exclusive(&mut schema);
        content(&mut schema, &mut lost);
        list(&mut schema, &mut lost);
        patterns(&mut schema, &mut lost);
        examples(&mut schema, strictness, &mut lost);
        types(&mut schema, schemas, &mut lost);
        if let Some(place) = schemas.get_mut(id) {
            *place = schema;
        }
    }
}

/// A reference with something beside it is one part of a whole.
fn reference(schema: &mut Schema<'_>) {
    let target = schema.node.reference().and_then(|reference| schema.node.tree().target(reference));
    schema.all_of.splice(..0, target.map(Inner::from));
}

/// `const` is a list of one value.
fn constant(schema: &mut Schema<'_>) {
    let Some(value) = schema.node.get("const") else { return };
    schema.values = vec![value];
    if schema.kind == Kind::Any && schema.node.get("type").is_none() {
        schema.kind = kind_of(value);
    }
}

/// An exclusive limit is a number, which counts where it is the stricter one.
fn exclusive(schema: &mut Schema<'_>) {
    let number = |keyword: &str| schema.node.get(keyword).and_then(Node::as_number);
    let (above, below) = (number("exclusiveMinimum"), number("exclusiveMaximum"));
    if let Some(above) = above.filter(|above| schema.minimum.is_none_or(|least| least.as_f64() <= above.as_f64())) {
        (schema.minimum, schema.exclusive_minimum) = (Some(above), true);
    }
    if let Some(below) = below.filter(|below| schema.maximum.is_none_or(|most| most.as_f64() >= below.as_f64())) {
        (schema.maximum, schema.exclusive_maximum) = (Some(below), true);
    }
}

/// How the bytes of a text are written, and what they are.
fn content(schema: &mut Schema<'_>, lost: &mut impl FnMut(Place, &str, &str)) {
    let encoding = schema.node.get("contentEncoding");
    let media = schema.node.get("contentMediaType");
    let is_text = matches!(schema.kind, Kind::String | Kind::Any);
    match (encoding.and_then(Node::as_str), media.and_then(Node::as_str)) {
        (Some("base64"), _) if is_text => schema.format = schema.format.or(Some("byte")),
        (None | Some("binary" | "8bit" | "7bit"), Some(media)) if is_text && is_bytes(media) => {
            schema.format = schema.format.or(Some("binary"));
        }
        _ => {
            for node in encoding.into_iter().chain(media) {
                let message = format!("`{}` is not carried: any text is taken", node.key().unwrap_or_default());
                lost(Place::key(node), &message, "leave it out, or say it in the `description`");
            }
            return;
        }
    }
    if schema.kind == Kind::Any && schema.node.get("type").is_none() {
        schema.kind = Kind::String;
    }
}

/// Whether content of a media type is no text.
fn is_bytes(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_text = media.starts_with("text/") || media.ends_with("json") || media.ends_with("xml");
    !is_text && media != "application/x-www-form-urlencoded"
}

/// The first items are those of a list, if they and the others are alike; else items can be anything.
fn list<'t>(schema: &mut Schema<'t>, lost: &mut impl FnMut(Place, &str, &str)) {
    let is_end = |items: &Inner<'_>| items.node.as_bool() == Some(false);
    let is_ended = schema.items.as_ref().is_some_and(is_end);
    schema.items = schema.items.filter(|items| !is_end(items));
    let first: Vec<Node<'t>> = schema.node.get("prefixItems").and_then(Node::as_array).into_iter().flatten().collect();
    let length = u64::try_from(first.len()).ok().filter(|_| is_ended);
    schema.max_items = schema.max_items.into_iter().chain(length).min();
    let is_closed = schema.max_items.is_some_and(|most| usize::try_from(most).is_ok_and(|most| most <= first.len()));
    let Some(one) = first.first().copied() else { return };
    let is_alike = (is_closed || schema.items.is_some())
        && first.iter().copied().chain(schema.items.map(|items| items.node)).all(|other| other.is_same(one));
    if !is_alike {
        let message = "`prefixItems` becomes a list of any JSON: which item stands where is not checked";
        lost(Place::key(schema.at("prefixItems")), message, RULE);
    }
    schema.items = is_alike.then(|| one.into());
    become_kind(schema, Kind::Array, &["items", "minItems", "maxItems", "uniqueItems"]);
}

/// Members whose names have a pattern are members of any name.
fn patterns<'t>(schema: &mut Schema<'t>, lost: &mut impl FnMut(Place, &str, &str)) {
    let members = schema.node.get("patternProperties").and_then(Node::as_object).into_iter().flatten();
    let values: Vec<Node<'t>> = members.map(|(_, value)| value).collect();
    let Some(one) = values.first().copied() else { return };
    let message = "`patternProperties` is taken as `additionalProperties`: names are not checked";
    lost(Place::key(schema.at("patternProperties")), message, RULE);
    let is_map = schema.properties.is_empty() && values.iter().all(|other| other.is_same(one));
    schema.additional = Some(match schema.additional {
        None | Some(Additional::Any(false)) if is_map => Additional::Schema(one.into()),
        None | Some(_) => Additional::Any(true),
    });
    let keywords = ["properties", "additionalProperties", "required", "minProperties", "maxProperties"];
    become_kind(schema, Kind::Object, &keywords);
}

/// Says what a schema without `type` is about, unless other keywords are about something else.
fn become_kind(schema: &mut Schema<'_>, kind: Kind, keywords: &[&str]) {
    let is_free = schema.kind == Kind::Any && schema.node.get("type").is_none();
    if is_free && ASSERTIONS.iter().all(|keyword| keywords.contains(keyword) || !schema.has(keyword)) {
        schema.kind = kind;
    }
}

/// The first of `examples` is the example. The others are for readers, who may have them in our own description.
fn examples(schema: &mut Schema<'_>, strictness: Strictness, lost: &mut impl FnMut(Place, &str, &str)) {
    let mut all = schema.node.get("examples").and_then(Node::as_array).into_iter().flatten();
    schema.example = schema.example.or(all.next());
    if let Some(next) = all.next().filter(|_| strictness == Strictness::Foreign) {
        lost(Place::value(next), "only the first of `examples` is carried over", "put the best one first");
    }
}

/// `null` in a list of types is a flag, and several others are a choice.
fn types<'t>(schema: &mut Schema<'t>, schemas: &mut Schemas<'t>, lost: &mut impl FnMut(Place, &str, &str)) {
    let Some(stated) = schema.node.get("type") else { return };
    let words: Vec<Node<'t>> = stated.as_array().map_or_else(|| vec![stated], |list| list.iter().collect());
    let has_null = words.iter().any(|word| word.as_str() == Some("null"));
    let kinds = words.iter().filter_map(|word| Some((*word, Kind::of_type(word.as_str()?)?)));
    let kinds: Vec<(Node<'t>, Kind)> = kinds.filter(|(_, kind)| has_values(schema, *kind)).collect();
    let is_number = |kind: Kind| kinds.iter().any(|(_, other)| *other == Kind::Number) && kind == Kind::Integer;
    let kinds: Vec<_> = kinds.iter().copied().filter(|(_, kind)| !is_number(*kind)).collect();
    schema.nullable |= has_null;
    let is_composed = !schema.choices.is_empty() || !schema.all_of.is_empty();
    match kinds.as_slice() {
        [] if has_null && is_composed => {
            let message = "with `type: 'null'` nothing of what stands beside it is allowed; both are taken";
            lost(Place::value(stated), message, "make it an alternative: `anyOf: [{type: 'null'}, …]`");
            schema.kind = Kind::Any;
        }
        [] if has_null => schema.kind = Kind::Null,
        [] => {}
        [(_, one)] => schema.kind = *one,
        // All there are.
        [_, _, _, _, _] => schema.kind = Kind::Any,
        // Values that are listed, a choice that stands there as well, or what it refers to say which kinds there are.
        _ if is_composed || !schema.values.is_empty() => schema.kind = Kind::Any,
        _ => {
            schema.kind = Kind::Any;
            let arms = kinds.iter().map(|(word, kind)| arm(*word, *kind, schemas)).collect();
            schema.choices.push(Choice { kind: Kind::AnyOf, arms, discriminator: None });
        }
    }
}

/// The alternative for one type of a list. It stands where the type is named, so that it is no schema with a name.
fn arm<'t>(word: Node<'t>, kind: Kind, schemas: &mut Schemas<'t>) -> Inner<'t> {
    let id = schemas.next_id();
    schemas.add(Schema { kind, ..Schema::blank(id, word) });
    Inner { node: word, made: Some(id) }
}

/// Whether one of the listed values is of a kind, if values are listed.
fn has_values(schema: &Schema<'_>, kind: Kind) -> bool {
    schema.values.is_empty() || schema.values.iter().any(|value| is_of(*value, kind))
}

fn is_of(value: Node<'_>, kind: Kind) -> bool {
    kind_of(value) == kind || kind_of(value) == Kind::Integer && kind == Kind::Number
}

/// The kind of values that a value is one of.
fn kind_of(value: Node<'_>) -> Kind {
    match value.value() {
        Value::String(_) => Kind::String,
        Value::Number(number) if number.as_f64().fract() == 0.0 => Kind::Integer,
        Value::Number(_) => Kind::Number,
        Value::Bool(_) => Kind::Boolean,
        Value::Null => Kind::Null,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}
