//! The headers of the answers of an operation. One that several responses have is the same header.

use openapiv3::Response;

use super::content::plain;
use super::docs;
use super::item::{Slot, base};
use super::media::Media;
use super::role::Role;
use super::schema::Walker;
use super::unenforced::{self, Stands};
use crate::diagnostic::{Code, Place};
use crate::document::Resolved;
use crate::model::{Docs, HeaderForm, Plain, Primitive, Type};
use crate::node::{Node, Object};
use crate::schema::Kind;

/// A header that the document names.
pub(super) struct HeaderDraft {
    /// In lower case.
    pub(super) wire: String,
    pub(super) place: Place,
    pub(super) docs: Docs,
    pub(super) form: HeaderForm,
    pub(super) plain: Plain,
    pub(super) ty: Type,
}

/// How a header is read.
type Form = (HeaderForm, Plain, Type);

/// As the text that it is.
const TEXT: Form = (HeaderForm::Single, Plain::Text, Type::Primitive(Primitive::String));

impl<'a> Walker<'_, 'a> {
    /// The headers of all responses.
    pub(super) fn answer_headers<'r>(
        &mut self,
        responses: impl Iterator<Item = &'r Resolved<'a, Response>>,
        label: &str,
    ) -> Vec<HeaderDraft>
    where
        'a: 'r,
    {
        let mut headers: Vec<HeaderDraft> = Vec::new();
        for response in responses {
            let written = self.document.tree.find(&response.pointer.join("headers")).and_then(Node::as_object);
            for (name, node) in written.into_iter().flatten() {
                let wire = name.to_ascii_lowercase();
                // OpenAPI says that this one is ignored: the media type says it.
                let Some(header) = target(node).filter(|_| wire != "content-type") else { continue };
                let (docs, (form, plain, ty)) = self.answer_header(header, node, &wire, label);
                match headers.iter_mut().find(|known| known.wire == wire) {
                    None => headers.push(HeaderDraft { wire, place: Place::key(node), docs, form, plain, ty }),
                    Some(known) if known.form == form && known.ty == ty => {}
                    // What two responses have in common is that it is a text.
                    Some(known) => (known.form, known.plain, known.ty) = TEXT,
                }
            }
        }
        headers
    }

    /// What is said of a header, and how it is read. What is said where it is listed, beside a reference, comes first.
    fn answer_header(&mut self, header: Object<'a>, listed: Node<'a>, wire: &str, label: &str) -> (Docs, Form) {
        let label = format!("{label} {wire}");
        let content = header.members("content").next();
        let (schema, is_json) = match content {
            Some((name, media)) => (media.get("schema"), Media::of(name) == Media::Json),
            None => (header.get("schema"), false),
        };
        let slot = match schema {
            Some(schema) if is_json || content.is_none() => self.header_slot(schema, is_json, &label),
            _ => Slot::any(),
        };
        unenforced::slot(&slot, Stands::Elsewhere, Role::Response, self.found);
        let said = listed.get("description").and_then(Node::as_str).or(header.text("description"));
        let docs = docs::of_part(said, None, &slot);
        let docs = Docs { deprecated: docs.deprecated || header.get("deprecated").is_some_and(Node::is_true), ..docs };
        let form = if is_json { (HeaderForm::Single, Plain::Json, slot.ty) } else { plain_form(slot, wire) };
        (docs, form)
    }

    /// What stands at the schema; nothing where a header has no form for it but its text.
    fn header_slot(&mut self, schema: Node<'a>, is_json: bool, label: &str) -> Slot<'a> {
        let decides = self.peel(self.document.schema(schema), 0).pop().map(|layer| layer.schema);
        let items = decides.filter(|decides| decides.kind == Kind::Array).and_then(|decides| decides.items);
        let held = items.map(|items| self.peel(self.document.schema(items), 0).pop().map(|layer| layer.schema));
        let has_form = match held {
            Some(item) => item.and_then(base).is_some(),
            None => decides.and_then(base).is_some(),
        };
        if is_json || has_form {
            return self.slot(self.document.schema(schema), label);
        }
        if decides.is_some_and(|decides| decides.kind != Kind::Any && !decides.is_broken) {
            let message = "the header is read as the text that it is, whatever this schema says of it";
            self.found.lose_as(Code::WouldBeLost, Place::key(schema), message);
        }
        Slot::any()
    }
}

/// The header that a node is or refers to. One that leads nowhere was reported.
fn target(node: Node<'_>) -> Option<Object<'_>> {
    node.chain().last().filter(|end| end.reference().is_none()).and_then(Node::as_object)
}

/// How a value stands in a header without `content`.
fn plain_form(slot: Slot<'_>, wire: &str) -> Form {
    let several = if wire == "set-cookie" { HeaderForm::Lines } else { HeaderForm::List };
    let inner_base = slot.inner.as_ref().and_then(|inner| inner.schema()).and_then(base);
    match (slot.inner, inner_base, slot.layers.last().and_then(|layer| base(layer.schema))) {
        (Some(inner), Some(base), _) => (several, plain(base), inner.ty),
        (None, _, Some(base)) if wire == "set-cookie" => (several, plain(base), slot.ty),
        (None, _, Some(base)) => (HeaderForm::Single, plain(base), slot.ty),
        _ if wire == "set-cookie" => (several, TEXT.1, TEXT.2),
        _ => TEXT,
    }
}
