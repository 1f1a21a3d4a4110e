//! Documentation of items, as the author wrote it, with the sentences that keywords add. Making it fit for rustdoc is
//! left to printing.

use openapiv3::{Operation, PathItem};

use super::item::{Layer, Slot, base};
use crate::ext::{self, Extensions};
use crate::model::{Base, Direction, Docs, Type};
use crate::node::{Node, Value};
use crate::schema::Schema;

pub(super) fn of_type(schema: &Schema<'_>) -> Docs {
    let mut description = text(schema.description.or(schema.title));
    add(&mut description, format_of(schema));
    add(&mut description, schema.default.and_then(default));
    add(&mut description, see(schema));
    Docs {
        summary: String::new(),
        description,
        since: schema.own(ext::SINCE).map(str::to_owned),
        deprecated: schema.deprecated,
    }
}

/// The docs of a part. The version is left out where it is that of the whole.
pub(super) fn within(part: Docs, whole: &Docs) -> Docs {
    Docs { since: part.since.filter(|since| whole.since.as_ref() != Some(since)), ..part }
}

/// The docs of a place that holds a value: what is said there.
pub(super) fn of_slot(slot: &Slot<'_>) -> Docs {
    // What a type says stands on the type, and is said once.
    let (own, format): (&[Layer<'_>], _) = match (slot.ty.present(), slot.layers.split_last()) {
        (Type::Named(_) | Type::Boxed(_), Some((_, wrappers))) => (wrappers, None),
        (Type::Primitive(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any, Some((last, _))) => {
            (&slot.layers, format_of(last.schema))
        }
        (_, None) => (&[], None),
    };
    let last = slot.layers.last().and_then(said_beside);
    let mut description = text(own.iter().find_map(said).or(last));
    add(&mut description, format);
    let default_ = own.iter().find_map(|layer| layer.schema.default).filter(|_| !is_secret(&slot.ty));
    add(&mut description, default_.and_then(default));
    add(&mut description, own.iter().find_map(|layer| see(layer.schema)));
    let here = || slot.layers.iter().filter(|layer| !layer.is_shared);
    let beside = |key: &str| slot.layers.iter().find_map(|layer| layer.beside?.get(key));
    let since = here().find_map(|layer| layer.schema.own(ext::SINCE));
    Docs {
        summary: String::new(),
        description,
        since: since.or_else(|| beside(ext::SINCE)?.as_str()).map(str::to_owned),
        deprecated: here().any(|layer| layer.schema.deprecated) || beside("deprecated").is_some_and(Node::is_true),
    }
}

/// The docs of an operation; its path item says what the operation itself leaves out.
pub(super) fn of_operation(operation: &Operation, path_item: &PathItem, scopes: Option<String>) -> Docs {
    let mut description = text(operation.description.as_deref().or(path_item.description.as_deref()));
    let see = operation.external_docs.as_ref().map(|docs| format!("See <{}>.", docs.url));
    add(&mut description, scopes);
    add(&mut description, see);
    Docs {
        summary: text(operation.summary.as_deref().or(path_item.summary.as_deref())),
        description,
        since: since(&operation.extensions),
        deprecated: operation.deprecated,
    }
}

/// What is said of a value, at its place or else by its type.
pub(super) fn said_of<'s>(slot: &'s Slot<'_>) -> Option<&'s str> {
    slot.layers.iter().find_map(said)
}

/// The docs of something with a description and a version of its own; what is said at its place goes for what is left out.
pub(super) fn of_part(own: Option<&str>, own_since: Option<&str>, slot: &Slot<'_>) -> Docs {
    let (own, of_slot) = (text(own), of_slot(slot));
    let description = if own.is_empty() { of_slot.description } else { own };
    Docs { description, since: own_since.map(str::to_owned).or(of_slot.since), ..of_slot }
}

pub(super) fn of_text(description: Option<&str>) -> Docs {
    Docs { description: text(description), ..Docs::default() }
}

pub(super) fn since(extensions: &Extensions) -> Option<String> {
    ext::since(extensions).map(str::to_owned)
}

/// What is said of a member that does not travel in both directions.
pub(super) fn of_direction(mut docs: Docs, direction: &Direction) -> Docs {
    let said = match direction {
        Direction::Both => None,
        Direction::Received(None) => Some("Read-only: a request leaves it out."),
        Direction::Received(Some(_)) => Some("Read-only: every answer has it, and a request leaves it out."),
        Direction::Sent(None) => Some("Write-only: no answer has it."),
        Direction::Sent(Some(_)) => Some("Write-only: every request has it, and no answer."),
    };
    add(&mut docs.description, said.map(str::to_owned));
    docs
}

/// What is said beside the `$ref` that led to a layer.
fn said_beside<'l>(layer: &'l Layer<'_>) -> Option<&'l str> {
    let beside = layer.beside.and_then(|keys| keys.get("description")).and_then(Node::as_str);
    beside.filter(|text| !text.trim().is_empty())
}

/// The description of a layer. One beside the `$ref` goes first: it is about this use.
fn said<'l>(layer: &'l Layer<'_>) -> Option<&'l str> {
    let own = layer.schema.description.or(if layer.is_shared { None } else { layer.schema.title });
    said_beside(layer).or(own.filter(|text| !text.trim().is_empty()))
}

fn text(description: Option<&str>) -> String {
    description.unwrap_or_default().trim().to_owned()
}

pub(super) fn add(description: &mut String, paragraph: Option<String>) {
    let Some(paragraph) = paragraph else { return };
    if !description.is_empty() {
        description.push_str("\n\n");
    }
    description.push_str(&paragraph);
}

fn see(schema: &Schema<'_>) -> Option<String> {
    schema.see.map(|url| format!("See <{url}>."))
}

/// A default is for the server; the client never sends it by itself.
fn default(node: Node<'_>) -> Option<String> {
    let text = match node.value() {
        Value::Null => return None,
        Value::String("") => return Some("Default: empty.".to_owned()),
        Value::String(text) => text.to_owned(),
        _ => node.to_string(),
    };
    let is_plain = !text.contains(['`', '\n', '\r']);
    Some(if is_plain { format!("Default: `{text}`.") } else { format!("Default: {text}") })
}

/// A word of the document as code in Markdown, where it can be.
pub(super) fn code(word: &str) -> String {
    let is_plain = !word.is_empty() && !word.contains(['`', '\n', '\r']);
    if is_plain { format!("`{word}`") } else { word.to_owned() }
}

/// An address of the document as a link, where it is one.
pub(super) fn link(url: &str) -> String {
    let is_whole = url.contains("://") && !url.contains(['<', '>']) && !url.contains(char::is_whitespace);
    if is_whole { format!("<{url}>") } else { code(url) }
}

/// The `format`, where the Rust type does not say it.
fn format_of(schema: &Schema<'_>) -> Option<String> {
    let base = base(schema).filter(|base| *base != Base::Boolean)?;
    let is_shown = |format: &&str| !base.knows(format) && !format.is_empty() && !format.contains(['`', '\n', '\r']);
    schema.format.filter(is_shown).map(|format| format!("Format: `{format}`."))
}

fn is_secret(ty: &Type) -> bool {
    match ty.present() {
        Type::Primitive(primitive) => primitive.facts().form.is_secret(),
        Type::Named(_) | Type::Boxed(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => false,
    }
}
