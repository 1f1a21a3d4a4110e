//! `encoding`: how the members of a form, or of a body of several parts, are written; and which of them are files.

use super::item::{ItemKind, Layer, Slot};
use super::media::Media;
use super::schema::Walker;
use crate::diagnostic::{Code, Place};
use crate::model::{FormMember, Pair, PartRule, Style, Styled, Type};
use crate::node::{Node, Object};
use crate::pointer::Pointer;
use crate::schema::{Additional, Inner, Kind, Schema};

impl<'a> Walker<'_, 'a> {
    /// Notes which members of a body of several parts are files: texts of bytes, and lists of those.
    pub(super) fn mark_files(&mut self, layers: &[Layer<'a>]) {
        let Some(schema) = layers.last().map(|layer| layer.schema) else { return };
        let values = match schema.additional {
            Some(Additional::Schema(node)) => Some(node),
            Some(Additional::Any(_)) | None => None,
        };
        for node in schema.properties.iter().map(|(_, node)| *node).chain(values) {
            let mut end = self.end(node);
            if let Some(items) = end.filter(|schema| schema.kind == Kind::Array).and_then(|schema| schema.items) {
                end = self.end(items);
            }
            let is_file = |schema: &&Schema<'a>| schema.kind == Kind::String && schema.format == Some("binary");
            self.files.extend(end.filter(is_file).map(|schema| schema.id));
        }
    }

    /// The schema that decides what stands at a node.
    fn end(&mut self, it: impl Into<Inner<'a>>) -> Option<&'a Schema<'a>> {
        self.peel(self.document.schema(it), 0).last().map(|layer| layer.schema)
    }

    /// The members of a form that the document says a style for; `at` is the place of the media type.
    pub(super) fn form_members(&mut self, slot: &Slot<'a>, at: &Pointer) -> Vec<FormMember> {
        let mut members = Vec::new();
        for (wire, encoding) in self.encodings(slot, at) {
            self.lose_all(encoding, &["headers"], "parts of a form have no headers");
            let named = encoding.text("style").and_then(style_of);
            let explode = encoding.get("explode").and_then(Node::as_bool);
            let is_json = encoding.text("contentType").is_some_and(|name| Media::of(name) == Media::Json);
            if !is_json {
                let what = "the members of a form are plain texts, and those that are objects JSON";
                self.lose_all(encoding, &["contentType"], what);
            }
            let is_styled = named.is_some() || explode.is_some() || encoding.contains_key("allowReserved");
            let style = match named {
                Some(style) => style,
                None if is_json && !is_styled => Style::Json,
                None => Style::Form,
            };
            if is_styled || is_json {
                let styled = Styled { reserved: encoding.is_set("allowReserved"), ..Styled::new(style, explode) };
                members.push(FormMember { wire: wire.to_owned(), styled });
            }
        }
        members
    }

    /// How the members become parts, as far as the document says; `at` is the place of the media type.
    pub(super) fn part_rules(&mut self, slot: &Slot<'a>, at: &Pointer) -> Vec<PartRule> {
        let mut rules = Vec::new();
        for (wire, encoding) in self.encodings(slot, at) {
            let what = "a style is that of a form, and a part has none";
            self.lose_all(encoding, &["style", "explode", "allowReserved"], what);
            // Of several media types the first one; a file says its own.
            let listed = encoding.text("contentType").unwrap_or_default().split(',').map(str::trim);
            let media_type = listed.into_iter().find(|name| is_media_type(name)).map(str::to_owned);
            let headers = self.part_headers(slot, wire, encoding);
            if media_type.is_some() || !headers.is_empty() {
                rules.push(PartRule { wire: wire.to_owned(), media_type, headers });
            }
        }
        rules
    }

    /// The headers with one possible value. Those of a file are its caller's; of other parts they are told.
    fn part_headers(&mut self, slot: &Slot<'a>, wire: &str, encoding: Object<'a>) -> Vec<Pair> {
        let mut headers = Vec::new();
        for (name, header) in encoding.members("headers") {
            // OpenAPI: `Content-Type` is described by `contentType`, and ignored here.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let header = header.chain().last().unwrap_or(header);
            let schema = header.get("schema").and_then(|schema| self.end(schema));
            let only = schema.and_then(|schema| match schema.values.as_slice() {
                [only] => only.as_str(),
                _ => None,
            });
            match only {
                Some(value) => headers.push(Pair { name: name.to_owned(), value: value.to_owned() }),
                None if self.is_file(slot, wire) => {}
                None => {
                    let message = format!("nothing can give the header `{name}` a value: only files have headers");
                    self.found.lose_as(Code::WouldBeLost, Place::key(header), message);
                }
            }
        }
        headers
    }

    fn is_file(&self, slot: &Slot<'a>, wire: &str) -> bool {
        let Some(schema) = slot.schema() else { return true };
        let node = schema.properties.iter().find(|(name, _)| *name == wire).map(|(_, node)| *node);
        let Some(schema) = node.and_then(|node| self.document.schema(node).ok()).map(|found| found.value) else {
            return false;
        };
        let item = schema.items.and_then(|node| self.document.schema(node).ok()).map(|found| found.value);
        self.files.contains(&schema.id) || item.is_some_and(|item| self.files.contains(&item.id))
    }

    /// The entries of `encoding`, each with the member that it is about.
    fn encodings(&mut self, slot: &Slot<'a>, at: &Pointer) -> Vec<(&'a str, Object<'a>)> {
        let found = self.document.tree.find(&at.join("encoding")).and_then(Node::as_object);
        let mut known = Vec::new();
        for (wire, node) in found.into_iter().flatten() {
            let Some(encoding) = node.as_object() else { continue };
            if self.has_member(slot, wire) {
                known.push((wire, encoding));
            } else {
                let message = format!("there is no property `{wire}` that this is about");
                self.found.lose_as(Code::WouldBeLost, Place::key(node), message);
            }
        }
        known
    }

    /// Whether a value may have that member.
    fn has_member(&self, slot: &Slot<'a>, wire: &str) -> bool {
        match slot.ty.present() {
            Type::Named(id) | Type::Boxed(id) => match &self.items[*id].kind {
                ItemKind::Object { .. } => {
                    slot.schema().is_some_and(|it| it.properties.iter().any(|(name, _)| *name == wire))
                }
                ItemKind::Choice(_) | ItemKind::Enumeration(..) | ItemKind::Newtype(_) | ItemKind::Faults(..) => true,
            },
            Type::Primitive(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => true,
        }
    }

    /// Reports the keywords of an encoding that have no meaning there.
    fn lose_all(&mut self, encoding: Object<'a>, keywords: &[&str], what: &str) {
        for node in keywords.iter().filter_map(|keyword| encoding.get(keyword)).filter(|node| !node.says_nothing()) {
            self.found.lose_as(Code::WouldBeLost, Place::key(node), format!("{what}: this changes nothing"));
        }
    }
}

fn style_of(name: &str) -> Option<Style> {
    match name {
        "form" => Some(Style::Form),
        "spaceDelimited" => Some(Style::SpaceDelimited),
        "pipeDelimited" => Some(Style::PipeDelimited),
        "deepObject" => Some(Style::DeepObject),
        _ => None,
    }
}

/// Whether one part can be of that media type: it is no range of them, and a header can name it.
fn is_media_type(name: &str) -> bool {
    name.contains('/') && !name.contains('*') && name.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}
