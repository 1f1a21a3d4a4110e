//! Documentation of items, as the author wrote it, with the sentences that keywords add. Making it fit for rustdoc is
//! left to printing.

use super::plan::{Layer, OperationPlan, Shape, Slot};
use crate::ext::{self, Extensions};
use crate::model::{Docs, TypeKind};
use crate::node::{Node, Value};
use crate::pointer::Pointer;
use crate::schema::{Kind, Schema};

/// The docs of a schema that becomes a type.
pub(super) fn of_type(schema: &Schema<'_>) -> Docs {
    let mut description = text(schema.description.or(schema.title));
    let format = format_of(schema);
    add(&mut description, format.map(|format| format!("Format: `{format}`.")));
    add(&mut description, schema.default.and_then(default));
    add(&mut description, see(schema));
    Docs { summary: String::new(), description, since: own_since(schema), deprecated: schema.deprecated }
}

/// Drops the version of every part that came with the whole: said once, it says more.
pub(super) fn drop_repeated(kind: &mut TypeKind, whole: &Docs) {
    let parts: Vec<&mut Docs> = match kind {
        TypeKind::Object(object) => object.members.iter_mut().map(|member| &mut member.docs).collect(),
        TypeKind::Enumeration(list) => list.values.iter_mut().map(|value| &mut value.docs).collect(),
        TypeKind::Newtype(_) => Vec::new(),
    };
    for part in parts.into_iter().filter(|part| part.since == whole.since) {
        part.since = None;
    }
}

/// The docs of a place that holds a value: what is said there, else what its type says.
pub(super) fn of_slot(slot: &Slot<'_>) -> Docs {
    let mut description = text(slot.layers.iter().find_map(said));
    let own: &[Layer<'_>] = match (&slot.shape, slot.layers.split_last()) {
        // What a type says beyond its description stands on the type.
        (Shape::Named(_), Some((_, wrappers))) => wrappers,
        _ => &slot.layers,
    };
    if !matches!(slot.shape, Shape::Named(_)) {
        let format = own.last().and_then(|layer| format_of(layer.schema));
        add(&mut description, format.map(|format| format!("Format: `{format}`.")));
    }
    if !matches!(slot.shape, Shape::Secret) {
        add(&mut description, own.iter().find_map(|layer| layer.schema.default).and_then(default));
    }
    add(&mut description, own.iter().find_map(|layer| see(layer.schema)));
    let here = || slot.layers.iter().filter(|layer| !layer.shared);
    let beside = |key: &str| slot.layers.iter().find_map(|layer| layer.beside?.get(key));
    let since = here().find_map(|layer| own_since(layer.schema));
    Docs {
        summary: String::new(),
        description,
        since: since.or_else(|| beside(ext::SINCE)?.as_str().map(str::to_owned)),
        deprecated: here().any(|layer| layer.schema.deprecated) || beside("deprecated").is_some_and(Node::is_true),
    }
}

/// The docs of an operation; what it does not say, its path may.
pub(super) fn of_operation(plan: &OperationPlan<'_>) -> Docs {
    let operation = plan.operation;
    let mut description = text(operation.description.as_deref().or(plan.path_item.description.as_deref()));
    let see = operation.external_docs.as_ref().map(|docs| format!("See <{}>.", docs.url));
    add(&mut description, see);
    Docs {
        summary: text(operation.summary.as_deref().or(plan.path_item.summary.as_deref())),
        description,
        since: since(&operation.extensions),
        deprecated: operation.deprecated,
    }
}

/// Docs of nothing but a description.
pub(super) fn of_text(description: Option<&str>) -> Docs {
    Docs { description: text(description), ..Docs::default() }
}

/// `x-codegen-since`.
pub(super) fn since(extensions: &Extensions) -> Option<String> {
    ext::since(extensions).map(str::to_owned)
}

/// The name that the author asks for in a slot that stands at `at`, and where it is written.
pub(super) fn explicit<'a>(slot: &Slot<'a>, at: &Pointer) -> Option<(&'a str, Pointer)> {
    slot.layers.iter().find_map(|layer| {
        let own = layer.schema.own(ext::NAME).filter(|_| !layer.shared);
        let own = own.map(|name| (name, layer.pointer.join(ext::NAME)));
        let beside = || layer.beside?.get(ext::NAME)?.as_str();
        own.or_else(|| Some((beside()?, at.join(ext::NAME))))
    })
}

/// What is said at a layer: beside the `$ref` first, which is nearer to the reader.
fn said<'l>(layer: &'l Layer<'_>) -> Option<&'l str> {
    let beside = layer.beside.and_then(|keys| keys.get("description")).and_then(Node::as_str);
    let own = layer.schema.description.or(if layer.shared { None } else { layer.schema.title });
    beside.or(own).filter(|text| !text.trim().is_empty())
}

fn text(description: Option<&str>) -> String {
    description.unwrap_or_default().trim().to_owned()
}

/// Adds a paragraph.
fn add(description: &mut String, paragraph: Option<String>) {
    let Some(paragraph) = paragraph else { return };
    if !description.is_empty() {
        description.push_str("\n\n");
    }
    description.push_str(&paragraph);
}

fn see(schema: &Schema<'_>) -> Option<String> {
    schema.see.map(|url| format!("See <{url}>."))
}

fn own_since(schema: &Schema<'_>) -> Option<String> {
    schema.own(ext::SINCE).map(str::to_owned)
}

/// A default is what the server takes; the client never sends it by itself.
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

/// The `format`, where the Rust type does not say it.
fn format_of<'t>(schema: &Schema<'t>) -> Option<&'t str> {
    let said: &[&str] = match schema.kind {
        Kind::String => &["password"],
        Kind::Integer => &["int32", "int64"],
        Kind::Number => &["float", "double"],
        _ => return None,
    };
    schema.format.filter(|format| !said.contains(format)).and_then(plain)
}

fn plain(format: &str) -> Option<&str> {
    (!format.is_empty() && !format.contains(['`', '\n', '\r'])).then_some(format)
}
